//! `webmynd login` and `sync` against a true server.
use crate::vault::{json, server, webmynd};
use std::path::Path;

#[test]
fn two_memories_of_one_account_find_each_others_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (desk, lap, lines) = (path("desk"), path("lap"), path("lines.jsonl"));
    let origin = server(&folder.path().join("server"));
    std::fs::write(
        &lines,
        r#"{"url":"https://a.test/1","title":"Lantern","text":"a lantern of brass","time":1700000000000}"#,
    )
    .unwrap();
    assert!(webmynd(None, &["import", &lines, "--data", &desk]).status.success());
    let made =
        json(&webmynd(None, &["login", &origin, "--account", "ada", "--data", &desk, "--new", "--json"]));
    let words = made["passphrase"].as_str().unwrap();
    assert_eq!(words.split(' ').count(), 7);
    assert_eq!(made["recovery"].as_str().unwrap().split(' ').count(), 24);
    assert_eq!(json(&webmynd(None, &["sync", "--data", &desk, "--json"]))["sent"], 1);

    let wrong = webmynd(Some("something else"), &["login", &origin, "--account", "ada", "--data", &lap]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("do not belong together"));
    json(&webmynd(
        Some(words),
        &["login", &origin, "--account", "ada", "--data", &lap, "--device", "lap", "--json"],
    ));
    assert_eq!(json(&webmynd(None, &["sync", "--data", &lap, "--json"]))["received"], 1);
    let found = json(&webmynd(None, &["search", "--data", &lap, "--json", "lantern"]));
    assert_eq!(found["hits"][0]["url"], "https://a.test/1");
    assert_eq!(json(&webmynd(None, &["sync", "--data", &lap, "--json"]))["received"], 0);

    // A text that the vault keeps may leave, and is read out of it.
    for (args, fetched) in [(vec!["--json"], false), (vec!["--json", "--keep-text", "30"], true)] {
        json(&webmynd(None, &[&["sync", "--data", &lap], args.as_slice()].concat()));
        let read = json(&webmynd(None, &["read", "https://a.test/1", "--data", &lap, "--json"]));
        assert_eq!((&read["fetched"], &read["text"]), (&fetched.into(), &"a lantern of brass".into()));
    }
    let found = json(&webmynd(None, &["search", "--data", &lap, "--json", "title:lantern"]));
    assert_eq!((&found["total"], &found["hits"][0]["snippet"]), (&1.into(), &"".into()));

    comes_back(folder.path(), &lap);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(Path::new(&lap).join("ACCOUNT")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "keys are for their user alone");
    }
}

/// An export says what is not in it, and all of it comes back.
fn comes_back(folder: &Path, lap: &str) {
    let export = |away: u64| {
        let file = folder.join("export.jsonl").display().to_string();
        let output = webmynd(None, &["export", "--out", &file, "--data", lap, "--json"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.contains("--bring-back"), away > 0, "{said}");
        let written: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(written["away"], away);
        std::fs::read_to_string(&file).unwrap().contains("a lantern of brass")
    };
    assert!(!export(1));
    let back = webmynd(None, &["sync", "--data", lap, "--bring-back"]);
    assert!(String::from_utf8_lossy(&back.stdout).contains("1 text came back from the vault"));
    assert!(export(0));
    let read = json(&webmynd(None, &["read", "https://a.test/1", "--data", lap, "--json"]));
    assert_eq!((&read["fetched"], &read["text"]), (&false.into(), &"a lantern of brass".into()));
}

#[test]
fn what_is_in_the_way_of_a_sync_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("desk").display().to_string();
    let said = |args: &[&str], passphrase| {
        let output = webmynd(passphrase, args);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["sync", "--data", &data], None).contains("is not synced"));
    let plain = said(&["login", "http://vault.example", "--account", "ada", "--data", &data], Some("x"));
    assert!(plain.contains("https://"), "{plain}");
    let nobody = said(&["login", "http://127.0.0.1:9", "--account", "ada", "--data", &data], Some("x"));
    assert!(nobody.contains("try again"), "{nobody}");
    let origin = server(&folder.path().join("server"));
    let weak = said(&["login", &origin, "--account", "ada", "--data", &data, "--new"], Some("password1"));
    assert!(weak.contains("can be guessed"), "{weak}");
}

/// Whoever gave the star: taken off anywhere it is off everywhere, also where it was given and taken off between two rounds.
#[test]
fn a_star_that_is_taken_off_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (desk, lap, lines) = (path("desk"), path("lap"), path("lines.jsonl"));
    let origin = server(&folder.path().join("server"));
    let line =
        r#"{"url":"https://a.test/1","title":"Lantern","text":"a lantern of brass","time":1700000000000}"#;
    std::fs::write(&lines, line).unwrap();
    assert!(webmynd(None, &["import", &lines, "--data", &desk]).status.success());
    let login = ["login", &origin, "--account", "ada"];
    let made = json(&webmynd(None, &[&login[..], &["--data", &desk, "--new", "--json"]].concat()));
    let words = made["passphrase"].as_str().unwrap();
    json(&webmynd(Some(words), &[&login[..], &["--data", &lap, "--json"]].concat()));
    let rounds = || {
        for data in [&desk, &lap, &desk] {
            json(&webmynd(None, &["sync", "--data", data, "--json"]));
        }
    };
    let star = |data: &str, off: bool| {
        let args = ["star", "https://a.test/1", "--data", data, "--json", "--off"];
        json(&webmynd(None, &args[..if off { 6 } else { 5 }]))
    };
    let starred = || {
        [&desk, &lap].map(|data| {
            json(&webmynd(None, &["search", "is:webmark", "--data", data, "--json"]))["total"].clone()
        })
    };
    rounds();
    for (gives, takes) in [(&desk, &lap), (&desk, &desk), (&lap, &desk), (&lap, &lap)] {
        star(gives, false);
        rounds();
        assert_eq!(starred(), [1, 1], "{gives} gave it");
        star(takes, true);
        rounds();
        assert_eq!(starred(), [0, 0], "{takes} took it off");
    }
    star(&desk, false);
    rounds();
    star(&lap, true);
    star(&lap, false);
    star(&lap, true);
    rounds();
    assert_eq!(starred(), [0, 0]);
}
