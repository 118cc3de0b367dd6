//! Accounts and servers that move: another address, a backup that was put back, another account.
use crate::vault::{json, memory, refused, remember, server, sync, with};
use std::path::Path;

fn titles(data: &str) -> Vec<String> {
    let hits = json(&with(&[], &["search", "--data", data, "--json", "page"]));
    let mut titles: Vec<String> = hits["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// The account is made on the machine of the server; later devices know the server by another name.
#[test]
fn a_server_under_another_name_takes_the_right_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let first = server(&folder.path().join("server"));
    let named = first.replace("127.0.0.1", "LOCALHOST");
    let origin = named.to_lowercase();
    let memory = |name| memory(folder.path(), name);
    let (desk, lap, phone, pad) = (memory("desk"), memory("lap"), memory("phone"), memory("pad"));
    let login = |server: &str, data: &str, rest: &[&str], variables: &[(&str, &str)]| {
        with(variables, &[&["login", server, "--data", data, "--json"], rest].concat())
    };
    let ada = ["--account", "ada"];
    let made = json(&login(&first, &desk, &["--account", "ada", "--new"], &[]));
    let (words, paper) = (made["passphrase"].as_str().unwrap(), made["recovery"].as_str().unwrap());
    sync(&desk);
    // By passphrase: what the server was called is named, and taken when a person says so.
    let typed = [("WEBMYND_PASSPHRASE", words)];
    refused(&login(&named, &lap, &ada, &typed), &format!("--formerly {first}"));
    let elsewhere = ["--account", "ada", "--formerly", "https://vault.example"];
    refused(&login(&named, &lap, &elsewhere, &typed), &format!("--formerly {first}"));
    json(&login(&named, &lap, &["--account", "ada", "--formerly", &first], &typed));
    assert_eq!(sync(&lap)["received"], 1);
    assert_eq!(json(&with(&[], &["status", "--data", &lap, "--json"]))["server"], origin.as_str());
    // By a code.
    let shown = json(&with(&[], &["pair", "--data", &lap, "--json"]));
    assert_eq!(shown["server"], origin.as_str());
    json(&login(&named, &phone, &["--pair"], &[("WEBMYND_CODE", shown["code"].as_str().unwrap())]));
    assert_eq!(sync(&phone)["received"], 2);
    // A device that is in finds the server at its new address by signing in again.
    json(&login(&named, &desk, &["--account", "ada", "--again"], &typed));
    assert_eq!(json(&with(&[], &["status", "--data", &desk, "--json"]))["server"], origin.as_str());
    assert_eq!(sync(&desk)["received"], 2);
    // A passphrase that is changed is bound to the address of now: nobody has to know the old one any more.
    let changed = json(&with(&typed, &["passphrase", "--data", &desk, "--json"]));
    let typed = [("WEBMYND_PASSPHRASE", changed["passphrase"].as_str().unwrap())];
    refused(&with(&[], &["sync", "--data", &lap]), "login --again");
    json(&login(&named, &lap, &["--account", "ada", "--again"], &typed));
    json(&login(&named, &pad, &ada, &typed));
    assert_eq!(sync(&pad)["received"], 3);
    assert_eq!(sync(&lap)["received"], 2);
    // By the words on paper, which are bound to no address.
    let found = memory("found");
    let recovered =
        json(&login(&first, &found, &["--account", "ada", "--recover"], &[("WEBMYND_RECOVERY", paper)]));
    let typed = [("WEBMYND_PASSPHRASE", recovered["passphrase"].as_str().unwrap())];
    refused(&login(&named, &memory("shelf"), &ada, &typed), &format!("--formerly {first}"));
    json(&login(&first, &memory("board"), &ada, &typed));
    // Nobody learns from this who has an account.
    let typed = [("WEBMYND_PASSPHRASE", "no such account")];
    refused(&login(&named, &memory("stranger"), &["--account", "eve"], &typed), "--formerly");
}

/// The disk of the server is as it was yesterday.
#[test]
fn a_server_that_was_put_back_is_gone_on_with_when_a_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, backup) = (folder.path().join("server"), folder.path().join("backup"));
    let first = server(&disk);
    let (desk, lap) = (memory(folder.path(), "desk"), memory(folder.path(), "lap"));
    let made = json(&with(&[], &["login", &first, "--account", "ada", "--data", &desk, "--new", "--json"]));
    let typed = [("WEBMYND_PASSPHRASE", made["passphrase"].as_str().unwrap())];
    json(&with(&typed, &["login", &first, "--account", "ada", "--data", &lap, "--json"]));
    assert_eq!((sync(&desk)["sent"].as_u64(), sync(&lap)["received"].as_u64()), (Some(1), Some(1)));
    copy_all(&disk, &backup);
    for (data, name) in [(&desk, "evening"), (&lap, "night")] {
        remember(data, name);
        sync(data);
    }
    sync(&desk);
    let all = ["desk", "evening", "lap", "night"];
    assert_eq!(titles(&desk), all);

    let put_back = server(&backup);
    for data in [&desk, &lap] {
        json(&with(&typed, &["login", &put_back, "--account", "ada", "--data", data, "--again", "--json"]));
        refused(&with(&[], &["sync", "--data", data]), "`webmynd sync --anew`");
    }
    for data in [&desk, &lap] {
        assert_eq!(json(&with(&[], &["sync", "--anew", "--data", data, "--json"]))["sent"], 1);
        assert_eq!(sync(data)["sent"], 0, "it is said once");
    }
    sync(&desk);
    let pad = memory(folder.path(), "pad");
    json(&with(
        &typed,
        &["login", &put_back, "--account", "ada", "--data", &pad, "--formerly", &first, "--json"],
    ));
    assert_eq!(sync(&pad)["received"], 4);
    for data in [&desk, &lap] {
        assert_eq!(titles(data), all);
    }
    let devices = json(&with(&[], &["devices", "--data", &pad, "--json"]));
    let live = devices.as_array().unwrap().iter().filter(|one| one["revoked"].is_null()).count();
    assert_eq!(live, 3, "{devices}");
}

/// A device that nobody has any more is taken out, and nobody else has to sign in again.
#[test]
fn a_device_that_is_gone_is_removed_without_new_keys() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let (desk, lap, phone) =
        (memory(folder.path(), "desk"), memory(folder.path(), "lap"), memory(folder.path(), "phone"));
    let made = json(&with(&[], &["login", &origin, "--account", "ada", "--data", &desk, "--new", "--json"]));
    let typed = [("WEBMYND_PASSPHRASE", made["passphrase"].as_str().unwrap())];
    for (data, name) in [(&lap, "lap"), (&phone, "phone")] {
        let login = ["login", &origin, "--account", "ada", "--data", data, "--device", name, "--json"];
        json(&with(&typed, &login));
        sync(data);
    }
    let remove = |named| with(&[], &["devices", "--data", &desk, "--remove", named, "--json"]);
    refused(&remove("tablet"), "there is no device");
    refused(&remove("command line"), "does not remove itself");
    let left = json(&remove("phone"));
    let gone = left.as_array().unwrap().iter().find(|one| one["name"] == "phone").unwrap();
    assert_eq!((gone["revoked"].is_null(), gone["signedIn"].as_bool()), (false, Some(false)));
    refused(&with(&[], &["sync", "--data", &phone]), "login --again");
    assert_eq!((sync(&desk)["received"].as_u64(), sync(&lap)["received"].as_u64()), (Some(2), Some(2)));
}

/// Another server has another account of the same name: what is said to do leads there, and not round in a circle.
#[test]
fn who_signs_in_again_where_another_account_has_the_name_is_told_what_leads_there() {
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (server(&folder.path().join("first")), server(&folder.path().join("other")));
    let (desk, pad) = (memory(folder.path(), "desk"), memory(folder.path(), "pad"));
    json(&with(&[], &["login", &first, "--account", "ada", "--data", &desk, "--new", "--json"]));
    sync(&desk);
    let made = json(&with(&[], &["login", &other, "--account", "ada", "--data", &pad, "--new", "--json"]));
    let typed = [("WEBMYND_PASSPHRASE", made["passphrase"].as_str().unwrap())];
    let login = ["login", &other, "--account", "ada", "--data", &desk, "--json"];
    let again = [&login[..], &["--again", "--formerly", &other]].concat();
    refused(&with(&typed, &again), "with --anew, without --again, all of it goes to this one");
    json(&with(&typed, &[&login[..], &["--anew"]].concat()));
    assert_eq!((sync(&desk)["sent"].as_u64(), sync(&desk)["sent"].as_u64()), (Some(1), Some(0)));
    sync(&pad);
    assert_eq!(titles(&pad), ["desk", "pad"]);
}

#[test]
fn a_memory_goes_to_another_account_when_a_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let origin = server(&folder.path().join("server"));
    let (desk, pad) = (memory(folder.path(), "desk"), memory(folder.path(), "pad"));
    json(&with(&[], &["login", &origin, "--account", "ada", "--data", &desk, "--new", "--json"]));
    sync(&desk);
    let eve = ["login", &origin, "--account", "eve", "--data", &desk, "--new", "--json"];
    refused(&with(&[], &eve), "with --anew, without --again, all of it goes to this one");
    let made = json(&with(&[], &[&eve[..], &["--anew"]].concat()));
    assert_eq!(sync(&desk)["sent"], 1);
    assert_eq!(sync(&desk)["sent"], 0);
    let typed = [("WEBMYND_PASSPHRASE", made["passphrase"].as_str().unwrap())];
    json(&with(&typed, &["login", &origin, "--account", "eve", "--data", &pad, "--json"]));
    assert_eq!(sync(&pad)["received"], 1);
}
