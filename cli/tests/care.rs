//! The command line's care for a person's memory: who may read it, what it writes over, what it does while another process works or
//! nothing can be written, and what of a page reaches the terminal.
#![cfg(unix)]

use crate::common::{asked, err, memory, out, page, path, webmynd};
use serde_json::{Value, json};
use std::fs::{Permissions, set_permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

fn mode(path: impl AsRef<Path>) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

fn chmod(path: impl AsRef<Path>, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The modes of all files of a memory, its folder first.
fn modes(data: &str) -> Vec<(String, u32)> {
    let entries = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = entries.map(|path| (path.display().to_string(), mode(&path))).collect();
    all.push((data.to_owned(), mode(data)));
    all
}

fn with_picture(dir: &Path, data: &str) {
    let hash = "00112233445566778899aabbccddeeff";
    let line =
        json!({"type": "picture", "size": "thumb", "hash": hash, "mime": "image/png", "base64": "AAEC"});
    std::fs::write(dir.join("picture.jsonl"), line.to_string()).unwrap();
    asked(0, &["import", &path(dir, "picture.jsonl"), "--data", data, "--json"]);
}

#[test]
fn nobody_else_may_read_a_memory_or_what_is_made_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    with_picture(dir.path(), &data);
    let all = path(dir.path(), "all.jsonl");
    asked(0, &["export", "--data", &data, "--out", &all, "--json"]);
    for (file, mode) in modes(&data) {
        assert_eq!(mode & 0o077, 0, "{file}");
    }
    for file in std::fs::read_dir(Path::new(&data).join("pictures")).unwrap() {
        assert_eq!(mode(file.unwrap().path()), 0o600);
    }
    assert_eq!(mode(&all), 0o600);
}

#[test]
fn a_memory_that_others_could_read_is_closed_once_and_what_else_lies_there_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    with_picture(dir.path(), &data);
    let open = |data: &str| {
        for (file, _) in modes(data) {
            chmod(&file, if Path::new(&file).is_dir() { 0o755 } else { 0o644 });
        }
    };
    open(&data);
    asked(0, &["search", "--data", &data, "--json", "ferry"]);
    assert!(modes(&data).iter().all(|(_, mode)| mode & 0o077 == 0), "{:?}", modes(&data));
    // Whoever opens it afterwards means it.
    chmod(&data, 0o750);
    asked(0, &["search", "--data", &data, "--json", "ferry"]);
    assert_eq!(mode(&data), 0o750);
    // In a folder with other things only the memory is closed.
    let mine = Path::new(&data).join("letter.txt");
    std::fs::write(&mine, "mine").unwrap();
    open(&data);
    asked(0, &["search", "--data", &data, "--json", "ferry"]);
    assert_eq!((mode(&mine), mode(&data), mode(Path::new(&data).join("lock"))), (0o644, 0o755, 0o600));
}

/// What an export that was killed left goes with the next one; one that is being written stays.
#[test]
fn what_a_killed_export_left_goes_with_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let here = |name: &str| dir.path().join(name);
    let names = ["0123456789abcdef", "fedcba9876543210", "letters"]
        .map(|mark| here(&format!(".out.jsonl.{mark}.part")));
    names.iter().for_each(|name| std::fs::write(name, "some").unwrap());
    let held = std::fs::File::open(&names[1]).unwrap();
    held.lock().unwrap();
    assert!(webmynd(&["export", "--data", &data, "--out", &path(dir.path(), "out.jsonl")]).status.success());
    assert_eq!(names.map(|name| name.exists()), [false, true, true]);
}

#[test]
fn an_export_follows_links_and_keeps_what_it_did_not_make() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let here = |name: &str| dir.path().join(name);
    let export = |name: &str| webmynd(&["export", "--data", &data, "--out", &path(dir.path(), name)]);
    let is_export =
        |name: &str| std::fs::read_to_string(here(name)).unwrap().starts_with("{\"type\":\"head\"");
    std::fs::write(here("target.jsonl"), "old").unwrap();
    chmod(here("target.jsonl"), 0o640);
    std::os::unix::fs::symlink("target.jsonl", here("link.jsonl")).unwrap();
    std::os::unix::fs::symlink("later.jsonl", here("dangling.jsonl")).unwrap();
    std::fs::write(here("link.jsonl.part"), "mine").unwrap();
    for name in ["link.jsonl", "dangling.jsonl"] {
        assert!(export(name).status.success());
        assert!(here(name).is_symlink(), "{name}");
    }
    assert!(is_export("target.jsonl") && is_export("later.jsonl"));
    assert_eq!((mode(here("target.jsonl")), mode(here("later.jsonl"))), (0o640, 0o600));
    assert_eq!(std::fs::read_to_string(here("link.jsonl.part")).unwrap(), "mine");
    // A pipe is written to, and stays one.
    assert!(Command::new("mkfifo").arg(here("pipe")).status().unwrap().success());
    let reader = Command::new("cat").arg(here("pipe")).stdout(Stdio::piped()).spawn().unwrap();
    assert!(export("pipe").status.success());
    let read = reader.wait_with_output().unwrap().stdout;
    assert_eq!(read.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count(), 5);
    assert!(!here("pipe").is_file() && here("pipe").exists());
    // A loop of links, a folder that is not there, and a file of the memory: nothing is written.
    std::os::unix::fs::symlink("loop", here("loop")).unwrap();
    for (name, sentence) in [
        ("loop", "cannot write"),
        ("no/where", "cannot write"),
        ("data/lock", "inside of the memory"),
        ("data/x", "inside"),
    ] {
        let output = export(name);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(err(&output).contains(sentence), "{name}: {}", err(&output));
    }
    let drafts = std::fs::read_dir(dir.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with('.'));
    assert_eq!(drafts.count(), 0, "no draft is left");
}

#[test]
fn an_export_to_standard_output_is_the_export_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    for name in ["-", "/dev/stdout"] {
        let output = webmynd(&["export", "--data", &data, "--out", name, "--json"]);
        let lines: Vec<Value> =
            out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), &lines[0]["type"]), (5, &json!("head")));
        let said: Value = serde_json::from_str(&err(&output)).unwrap();
        assert_eq!((&said["out"], &said["captures"]), (&json!(name), &json!(3)));
    }
    assert!(!Path::new("-").exists());
}

#[test]
fn a_path_that_is_no_text_is_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(b"e\xff.jsonl".to_vec());
    let out = dir.path().join(name);
    let output = Command::new(env!("CARGO_BIN_EXE_webmynd"))
        .args(["export", "--data", &data, "--json", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success() && out.is_file(), "{}", err(&output));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(said["out"].as_str().unwrap().contains("e\u{fffd}.jsonl"));
}

#[test]
fn a_memory_without_its_lock_is_a_memory() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let lock = Path::new(&data).join("lock");
    std::fs::remove_file(&lock).unwrap();
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "ferry"])["total"], 1);
    assert!(lock.is_file());
}

#[test]
fn a_command_waits_for_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let held = std::fs::File::open(Path::new(&data).join("lock")).unwrap();
    held.lock().unwrap();
    let mut next = Command::new(env!("CARGO_BIN_EXE_webmynd"))
        .args(["search", "--data", &data, "--json", "ferry"])
        .env("WEBMYND_WAIT", "60")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As long as a busy machine needs: until it says that it waits.
    let mut said = String::new();
    BufReader::new(next.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("waiting for another process"), "{said}");
    assert!(next.try_wait().unwrap().is_none());
    drop(held);
    assert!(next.wait().unwrap().success());
}

/// Runs it as a user without rights, whom permissions hold; nothing where nobody may become one.
fn unprivileged(args: &[&str]) -> Option<std::process::Output> {
    let program = env!("CARGO_BIN_EXE_webmynd");
    let is_root = out(&Command::new("id").arg("-u").output().unwrap()).trim() == "0";
    if !is_root {
        return Some(webmynd(args));
    }
    // A copy: the way to the program itself may be closed to that user.
    let copy = Path::new(args.last().unwrap()).parent().unwrap().join("webmynd");
    if !copy.exists() {
        std::fs::copy(program, &copy).unwrap();
    }
    let ids = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    loop {
        let output = Command::new("setpriv").args(ids).arg(&copy).args(args).output().ok()?;
        // What another test starts meanwhile holds the copy open for writing until it has become another program.
        if !err(&output).contains("Text file busy") {
            return Some(output);
        }
    }
}

#[test]
fn what_reads_needs_no_right_to_write() {
    let dir = tempfile::tempdir().unwrap();
    chmod(dir.path(), 0o777);
    let data = memory(dir.path());
    for name in ["seg-", "manifest-", "catalog-"] {
        // Also what has to be made anew: the index, and the catalog's checkpoint.
        for entry in std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.file_name().unwrap().to_str().unwrap().starts_with(name) {
                std::fs::remove_file(entry).unwrap();
            }
        }
    }
    let before = {
        for (file, _) in modes(&data) {
            chmod(&file, if Path::new(&file).is_dir() { 0o555 } else { 0o444 });
        }
        modes(&data)
    };
    let export = path(dir.path(), "all.jsonl");
    for args in [
        &["search", "ferry", "--json"][..],
        &["timeline"],
        &["read", "https://ferry.test/p"],
        &["export", "--out", &export],
        &["doctor"],
    ] {
        let Some(output) = unprivileged(&[args, &["--data", &data]].concat()) else {
            return crate::common::skipped::skipped("no setpriv to become a user without rights");
        };
        assert!(output.status.success(), "{args:?}: {}", err(&output));
        assert!(args[0] != "search" || out(&output).contains("\"total\":1"), "{}", out(&output));
    }
    for args in [&["star", "https://ferry.test/p"][..], &["forget", "https://ferry.test/p"]] {
        let output = unprivileged(&[args, &["--data", &data]].concat()).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(err(&output).contains("permissions"), "{}", err(&output));
    }
    let sorted = |mut all: Vec<(String, u32)>| {
        all.sort();
        all
    };
    assert_eq!(sorted(modes(&data)), sorted(before), "nothing was made and nothing changed");
    chmod(&data, 0o755);
}

#[test]
fn nothing_of_a_page_is_an_order_to_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let hostile = "Hi \u{1b}]0;own\u{7}\u{9b}2J \u{202e}txet\nsecond\r\u{2028}line";
    let line = page("e", hostile, &format!("body {hostile} end"), "2026-03-01");
    std::fs::write(dir.path().join("in.jsonl"), line).unwrap();
    std::fs::write(dir.path().join("page.html"), format!("<title>{hostile}</title><p>body {hostile}"))
        .unwrap();
    let data = path(dir.path(), "data");
    asked(0, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
    let file = path(dir.path(), "page.html");
    for args in [
        &["search", "--data", &data, "body"][..],
        &["timeline", "--data", &data, "--on", "2026-03"],
        &["read", "https://e.test/p", "--data", &data],
        &["extract", &file],
        &["search", "--data", &data, "--json", "body"],
        &["extract", &file, "--json"],
    ] {
        let printed = out(&webmynd(args));
        let bad = |c: char| {
            (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(printed.contains("own") && !printed.contains(bad), "{args:?}: {printed:?}");
    }
    let listed = out(&webmynd(&["timeline", "--data", &data, "--on", "2026-03"]));
    assert_eq!(listed.lines().count(), 3, "{listed}");
    let missing = webmynd(&["read", "https://\u{1b}[2J.test/", "--data", &data]);
    assert!(!err(&missing).contains('\u{1b}'));
}

#[test]
fn a_guess_is_told_to_scripts_too() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "minute"])["near"], false);
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "minuets"])["near"], true);
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "xylophone"])["near"], false);
    let queries = path(dir.path(), "queries.jsonl");
    std::fs::write(&queries, r#"{"id": "q", "text": "minuets"}"#).unwrap();
    let run = webmynd(&["search", "--data", &data, "--queries", &queries, "--trec"]);
    assert!(err(&run).contains("q: nothing matches as typed; these are near words"), "{}", err(&run));
    // Of a word that stands nowhere it is not said that another was near it.
    let some = webmynd(&["search", "--data", &data, "ferry qqqqzzzz"]);
    assert!(err(&some).contains("these pages have some of the words"), "{}", err(&some));
    let some = asked(0, &["search", "--data", &data, "--json", "ferry qqqqzzzz"]);
    assert_eq!((&some["near"], &some["partly"]), (&json!(true), &json!(true)), "{some}");
}

#[test]
fn what_is_wrong_with_one_of_many_queries_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let queries = path(dir.path(), "queries.jsonl");
    let lines = [json!({"id": "good", "text": "ferry"}), json!({"id": "odd", "text": "ferry on:never"})];
    std::fs::write(&queries, lines.map(|line| line.to_string()).join("\n")).unwrap();
    for how in ["--json", "--trec"] {
        let run = webmynd(&["search", "--data", &data, "--queries", &queries, how]);
        assert_eq!(run.status.code(), Some(3), "{how}");
        assert!(err(&run).contains("odd: on:never: no date") && !err(&run).contains("good"), "{}", err(&run));
        assert_eq!(out(&run).lines().count(), 2, "{}", out(&run));
    }
}

#[test]
fn options_of_commands_are_words_and_what_an_exclusion_takes_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let lines = [
        page("amend", "Git", "use git commit --amend to change the last one", "2026-03-01"),
        page("often", "Git two", "use git commit often", "2026-03-01"),
        page("tar", "Tar", "unpack with tar -xzf archive.tgz in the shell", "2026-03-01"),
    ];
    std::fs::write(dir.path().join("in.jsonl"), lines.join("\n")).unwrap();
    let data = path(dir.path(), "data");
    asked(0, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
    let found = |code, query| asked(code, &["search", "--data", &data, "--json", "--", query]);
    assert_eq!(found(0, "git commit --amend")["hits"][0]["id"], "amend");
    let plain = found(0, "git -amend");
    assert_eq!((&plain["total"], &plain["hits"][0]["id"]), (&json!(1), &json!("often")));
    let none = found(3, "tar -xzf");
    assert_eq!(none["complaints"][0], json!({"at": 4, "what": "-xzf", "code": "leftOut"}));
    assert_eq!(found(0, "tar \"-xzf\"")["hits"][0]["id"], "tar");
    assert_eq!(found(0, "xylophone -often")["complaints"], json!([]), "nothing would have been found");
}

#[test]
fn times_of_other_programs_are_what_was_meant() {
    let dir = tempfile::tempdir().unwrap();
    let line = |id: &str, time: &str| {
        format!(r#"{{"id":"{id}","url":"https://t.test/{id}","title":"t","text":null,"time":{time}}}"#)
    };
    let lines = [
        line("ms", "1700000000000"),
        line("s", "1700000000"),
        line("us", "\"1700000000000000\""),
        line("local", "\"2026-03-01T00:30:00+02:00\""),
        line("never", "7"),
    ];
    std::fs::write(dir.path().join("in.jsonl"), lines.join("\n")).unwrap();
    let data = path(dir.path(), "data");
    let report = asked(3, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
    assert_eq!((&report["added"], &report["bad"][0]["line"]), (&json!(4), &json!(5)));
    assert!(report["bad"][0]["reason"].as_str().unwrap().starts_with("time: 7 is neither"));
    assert_eq!(asked(0, &["timeline", "--data", &data, "--on", "2023-11-14", "--json"])["total"], 3);
    let day = asked(0, &["timeline", "--data", &data, "--on", "2026-03-01", "--json"]);
    assert_eq!(day["visits"][0]["time"], "2026-03-01T00:30:00+02:00");
}
