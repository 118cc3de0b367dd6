//! The life of an account on the command line, against a true server.
use crate::vault::{json, memory, refused, server, server_with, sync, webmynd, with};
use std::path::Path;

#[test]
fn devices_are_paired_listed_and_locked_out_and_the_others_sign_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let (desk, lap, phone) =
        (memory(folder.path(), "desk"), memory(folder.path(), "lap"), memory(folder.path(), "phone"));
    let login = |data: &str, rest: &[&str], variables: &[(&str, &str)]| {
        with(variables, &[&["login", &origin, "--data", data, "--json"], rest].concat())
    };
    let made = json(&login(&desk, &["--account", "ada", "--new", "--device", "desk"], &[]));
    let words = made["passphrase"].as_str().unwrap();
    sync(&desk);
    // Two more, one by a code, one by the passphrase.
    let shown = json(&with(&[], &["pair", "--data", &desk, "--json"]));
    let code = shown["code"].as_str().unwrap();
    assert_eq!((code.split(' ').count(), shown["server"].as_str()), (12, Some(origin.as_str())));
    let mistyped = code.replacen(' ', " x", 1);
    refused(&login(&lap, &["--pair"], &[("WEBMYND_CODE", &mistyped)]), "nothing was sent");
    json(&login(&lap, &["--pair", "--device", "lap"], &[("WEBMYND_CODE", code)]));
    refused(&login(&phone, &["--pair"], &[("WEBMYND_CODE", code)]), "show a new one");
    json(&login(&phone, &["--account", "ada", "--device", "phone"], &[("WEBMYND_PASSPHRASE", words)]));
    assert_eq!((sync(&lap)["received"].as_u64(), sync(&phone)["received"].as_u64()), (Some(1), Some(2)));
    let status = json(&with(&[], &["status", "--data", &phone, "--json"]));
    assert_eq!((status["account"].as_str(), status["unsaid"].as_u64()), (Some("ada"), Some(0)));
    // The phone knows what the others saw, and counts it as a browser would.
    assert_eq!(
        (status["pages"].as_u64(), status["visits"].as_u64(), status["webmarks"].as_u64()),
        (Some(3), Some(3), Some(0))
    );
    assert!(status["round"]["at"].is_number() && status["usage"]["bytes"].as_u64() > Some(0), "{status}");
    // The phone is lost.
    let revoke = |named: &str, passphrase: &str| {
        with(
            &[("WEBMYND_PASSPHRASE", passphrase)],
            &["devices", "--data", &desk, "--revoke", named, "--json"],
        )
    };
    refused(&revoke("tablet", words), "no device");
    refused(&revoke("phone", "something else"), "nothing was changed");
    let all = json(&revoke("phone", words));
    let revoked: Vec<_> = all.as_array().unwrap().iter().filter(|one| !one["revoked"].is_null()).collect();
    assert_eq!((revoked.len(), revoked[0]["name"].as_str()), (1, Some("phone")));
    refused(&with(&[], &["sync", "--data", &phone]), "login --again");
    refused(
        &login(&phone, &["--account", "ada", "--again"], &[("WEBMYND_PASSPHRASE", words)]),
        "was revoked",
    );
    let status = with(&[], &["status", "--data", &phone, "--json"]);
    assert_eq!(status.status.code(), Some(3), "what is known here is said, and that the server says no");
    // The laptop stays. What the phone had said counts: the desk read it before it locked the phone out.
    refused(&with(&[], &["sync", "--data", &lap]), "login --again");
    json(&login(&lap, &["--account", "ada", "--again"], &[("WEBMYND_PASSPHRASE", words)]));
    assert_eq!((sync(&lap)["received"].as_u64(), sync(&desk)["received"].as_u64()), (Some(1), Some(0)));
}

#[test]
fn passphrases_change_words_on_paper_let_in_and_logout_takes_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let (desk, found) = (memory(folder.path(), "desk"), memory(folder.path(), "found"));
    let login = |data: &str, rest: &[&str], variables: &[(&str, &str)]| {
        with(variables, &[&["login", &origin, "--account", "ada", "--data", data, "--json"], rest].concat())
    };
    let made = json(&login(&desk, &["--new"], &[]));
    let (words, paper) = (made["passphrase"].as_str().unwrap(), made["recovery"].as_str().unwrap());
    sync(&desk);
    let change = |old: &str| with(&[("WEBMYND_PASSPHRASE", old)], &["passphrase", "--data", &desk, "--json"]);
    refused(&change("something else"), "nothing was changed");
    let changed = json(&change(words));
    let newer = changed["passphrase"].as_str().unwrap();
    refused(&login(&found, &[], &[("WEBMYND_PASSPHRASE", words)]), "do not belong together");
    refused(&login(&found, &["--recover"], &[("WEBMYND_RECOVERY", newer)]), "nothing was sent");
    let recovered = json(&login(&found, &["--recover"], &[("WEBMYND_RECOVERY", paper)]));
    assert_eq!(sync(&found)["received"], 1);
    let newest = recovered["passphrase"].as_str().unwrap();
    refused(&login(&desk, &["--again"], &[("WEBMYND_PASSPHRASE", newer)]), "do not belong together");
    // Other words on paper.
    let other = ["passphrase", "--data", &found, "--recovery", "--json"];
    refused(&with(&[("WEBMYND_PASSPHRASE", newer)], &other), "nothing was changed");
    let replaced = json(&with(&[("WEBMYND_PASSPHRASE", newest)], &other));
    let late = folder.path().join("late").display().to_string();
    refused(&login(&late, &["--recover"], &[("WEBMYND_RECOVERY", paper)]), "do not belong together");
    let paper = replaced["recovery"].as_str().unwrap();
    let recovered = json(&login(&late, &["--recover"], &[("WEBMYND_RECOVERY", paper)]));
    let newest = recovered["passphrase"].as_str().unwrap();
    json(&login(&found, &["--again"], &[("WEBMYND_PASSPHRASE", newest)]));
    json(&login(&desk, &["--again"], &[("WEBMYND_PASSPHRASE", newest)]));
    assert_eq!(sync(&desk)["received"], 1);
    // Out: no keys are left, the pages are, and another account does not get them.
    let out = json(&with(&[], &["logout", "--data", &desk, "--json"]));
    assert_eq!(out, serde_json::json!({"account": "ada", "told": true}));
    refused(&with(&[], &["sync", "--data", &desk]), "is signed out");
    let kept = std::fs::read_to_string(Path::new(&desk).join("ACCOUNT")).unwrap();
    assert!(kept.contains(&"A".repeat(43)) && kept.contains("\"token\":\"\""), "{kept}");
    assert_eq!(json(&with(&[], &["search", "--data", &desk, "--json", "desk"]))["hits"][0]["title"], "desk");
    let eve = ["login", &origin, "--account", "eve", "--data", &desk, "--new"];
    refused(&with(&[], &eve), "belongs to another account");
    json(&login(&desk, &[], &[("WEBMYND_PASSPHRASE", newest)]));
    assert_eq!(sync(&desk)["sent"], 0);
}

#[test]
fn an_account_file_that_is_damaged_is_made_anew_by_a_login() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let desk = memory(folder.path(), "desk");
    let made = json(&with(&[], &["login", &origin, "--account", "ada", "--data", &desk, "--new", "--json"]));
    json(&with(&[], &["sync", "--data", &desk, "--json"]));
    let words = made["passphrase"].as_str().unwrap();
    for (way, left) in [(&[][..], 2), (&["--again"][..], 3)] {
        let file = Path::new(&desk).join("ACCOUNT");
        let kept = std::fs::read(&file).unwrap();
        std::fs::write(&file, &kept[..kept.len() * left / 4]).unwrap();
        refused(&with(&[], &["sync", "--data", &desk]), "`webmynd login` makes it anew");
        let login = [&["login", &origin, "--account", "ada", "--data", &desk, "--json"], way].concat();
        json(&with(&[("WEBMYND_PASSPHRASE", words)], &login));
        assert_eq!(json(&with(&[], &["sync", "--data", &desk, "--json"]))["sent"], 0, "it is there already");
    }
}

#[test]
fn a_round_that_comes_while_another_process_works_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let desk = memory(folder.path(), "desk");
    json(&with(&[], &["login", &origin, "--account", "ada", "--data", &desk, "--new", "--json"]));
    let before = std::fs::read(Path::new(&desk).join("ACCOUNT")).unwrap();
    let held = std::fs::OpenOptions::new().write(true).open(Path::new(&desk).join("lock")).unwrap();
    held.lock().unwrap();
    refused(&with(&[], &["sync", "--data", &desk]), "another process uses the memory");
    refused(&with(&[], &["logout", "--data", &desk]), "another process uses the memory");
    assert_eq!(std::fs::read(Path::new(&desk).join("ACCOUNT")).unwrap(), before);
    drop(held);
    // Ten at once: some do a round, the others say that they could not, and one visit is sent once.
    let rounds: Vec<_> = std::thread::scope(|scope| {
        let one = || with(&[], &["sync", "--data", &desk, "--json"]);
        let all: Vec<_> = (0..10).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|round| round.join().unwrap()).collect()
    });
    let done: Vec<_> = rounds.iter().filter(|round| round.status.success()).map(json).collect();
    assert_eq!(done.iter().map(|report| report["sent"].as_u64().unwrap()).sum::<u64>(), 1);
    for round in rounds.iter().filter(|round| !round.status.success()) {
        refused(round, "another process uses the memory");
    }
    let devices = json(&with(&[], &["devices", "--data", &desk, "--json"]));
    assert_eq!(devices.as_array().unwrap().len(), 1, "no round took it for a copy");
}

#[test]
fn an_account_on_another_server_of_the_operators_is_followed_and_found_again_when_it_moves() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (desk, lap, lines) = (path("desk"), path("lap"), path("lines.jsonl"));
    let home = server(&folder.path().join("home"));
    let sends_to = |base: &str, name: &str| {
        let base = base.to_owned();
        server_with(&folder.path().join(name), |config| {
            config.clusters.insert("ada".to_owned(), base);
        })
    };
    let front = sends_to(&home, "front");
    std::fs::write(&lines, r#"{"url":"https://a.test/1","title":"Lantern","text":"a lantern of brass"}"#)
        .unwrap();
    assert!(webmynd(None, &["import", &lines, "--data", &desk]).status.success());
    let made =
        json(&webmynd(None, &["login", &front, "--account", "ada", "--data", &desk, "--new", "--json"]));
    assert_eq!(json(&webmynd(None, &["sync", "--data", &desk, "--json"]))["sent"], 1);
    let kept = std::fs::read_to_string(folder.path().join("desk/ACCOUNT")).unwrap();
    assert!(kept.contains(&home), "where it lives is remembered");

    let words = made["passphrase"].as_str().unwrap();
    json(&webmynd(Some(words), &["login", &front, "--account", "ada", "--data", &lap, "--json"]));
    assert_eq!(json(&webmynd(None, &["sync", "--data", &lap, "--json"]))["received"], 1);

    // It lived elsewhere when this device was there last: who answers there sends it away, and the first one knows where to.
    let left = sends_to(&home, "left");
    std::fs::write(folder.path().join("desk/ACCOUNT"), kept.replace(&home, &left)).unwrap();
    assert_eq!(json(&webmynd(None, &["sync", "--data", &desk, "--json"]))["received"], 0);
    assert!(std::fs::read_to_string(folder.path().join("desk/ACCOUNT")).unwrap().contains(&home));
}
