//! The real binary in trouble: wrong places, wrong words, damaged files. Each sentence says what to do next.
#![cfg(unix)]

use crate::common::{asked, err, memory, out, path, webmynd};
use serde_json::json;
use std::path::{Path, PathBuf};

fn fails(args: &[&str], sentence: &str) {
    let output = webmynd(args);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {}", err(&output));
    assert!(err(&output).contains(sentence), "{args:?}: {}", err(&output));
    assert_eq!(out(&output), "", "{args:?}");
}

/// The memory's file that begins so.
fn file(data: &str, begin: &str) -> PathBuf {
    let files = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(begin))
        .max()
        .unwrap_or_else(|| panic!("no {begin} in {data}"))
}

fn flip(file: &Path, at: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[at] ^= 0xff;
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn folders_and_files_in_each_others_place_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let (here, lines) = (dir.path().to_str().unwrap(), path(dir.path(), "pages.jsonl"));
    let new = path(dir.path(), "new");
    fails(&["import", here, "--data", &new], "is a folder, not a file of lines");
    assert!(!Path::new(&new).exists(), "nothing was made");
    fails(&["import", &lines, "--data", &lines], "is a file: --data names a folder");
    fails(&["search", "--data", &lines, "x"], "is a file: --data names a folder");
    fails(&["extract", here], "is a folder, not a page");
    fails(&["export", "--data", &data, "--out", here], "is a folder: --out names the file");
    fails(&["export", "--data", &data, "--out", &path(dir.path(), "no/where.jsonl")], "cannot write");
    let drafts = std::fs::read_dir(dir.path()).unwrap().filter(|entry| {
        entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "part")
    });
    assert_eq!(drafts.count(), 0, "no draft is left");
}

#[test]
fn an_export_that_was_cut_off_is_taken_in_as_far_as_it_goes_and_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let all = path(dir.path(), "all.jsonl");
    asked(0, &["export", "--data", &data, "--out", &all, "--json"]);
    let text = std::fs::read_to_string(&all).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let some = path(dir.path(), "some.jsonl");
    let mut added = vec![];
    for kept in 1..lines.len() {
        std::fs::write(&some, lines[..kept].concat()).unwrap();
        let copy = path(dir.path(), &format!("copy-{kept}"));
        let output = webmynd(&["import", &some, "--data", &copy]);
        assert_eq!(output.status.code(), Some(3), "{kept} lines");
        assert!(err(&output).contains("a part of this export is missing"), "{kept} lines: {}", err(&output));
        let again = asked(3, &["import", &some, "--data", &copy, "--json"]);
        assert_eq!((&again["unended"], &again["added"]), (&json!(1), &json!(0)));
        added.push(again["known"].as_u64().unwrap());
    }
    assert!(added.is_sorted() && added.last() > added.first(), "{added:?}");
    std::fs::write(&some, text.repeat(2)).unwrap();
    let twice = asked(0, &["import", &some, "--data", &path(dir.path(), "twice"), "--json"]);
    assert_eq!((&twice["unended"], &twice["bad"]), (&json!(0), &json!([])));
}

#[test]
fn options_that_do_nothing_alone_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    fails(&["search", "--data", &data, "--trec", "ferry"], "add --queries");
    fails(
        &["search", "--data", &data, "--queries", &path(dir.path(), "pages.jsonl")],
        "add --trec or --json",
    );
    for wrong in
        [&["search", "--data", &data, "-k", "many", "x"][..], &["search", "--data", &data, "--loud", "x"]]
    {
        assert_eq!(webmynd(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn what_is_wrong_with_a_query_is_said_and_the_rest_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    for (query, sentence) in
        [("ferry before:blah", "before:blah: no date such as"), ("ferry site:", "site: says nothing")]
    {
        let output = webmynd(&["search", "--data", &data, query]);
        assert_eq!(output.status.code(), Some(3), "{query}: {}", err(&output));
        assert!(err(&output).contains(sentence), "{query}: {}", err(&output));
    }
    let found = asked(3, &["search", "--data", &data, "--json", "ferry site:"]);
    assert_eq!((&found["total"], &found["complaints"][0]["code"]), (&json!(1), &json!("emptyFilter")));
    // Nothing asked is everything, the newest first; a word is whole, and forgiven a typo.
    assert_eq!(asked(0, &["search", "--data", &data, "--json", ""])["total"], 3);
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "-k", "0", "ferry"])["hits"], json!([]));
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "--", "-ferry"])["total"], 2);
    let near = webmynd(&["search", "--data", &data, "minuets"]);
    assert!(near.status.success() && err(&near).contains("near words"), "{}", err(&near));
    assert!(out(&near).contains("2 of 2 pages"), "{}", out(&near));
}

#[test]
fn a_damaged_index_is_built_anew_by_the_search_that_meets_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let whole = asked(0, &["search", "--data", &data, "--json", "minute"]);
    let length = std::fs::metadata(file(&data, "seg-")).unwrap().len() as usize;
    for at in (0..length).step_by(211) {
        flip(
            &file(&data, "seg-"),
            at.min(std::fs::metadata(file(&data, "seg-")).unwrap().len() as usize - 1),
        );
        assert_eq!(asked(0, &["search", "--data", &data, "--json", "minute"]), whole, "byte {at}");
        assert_eq!(asked(0, &["doctor", "--data", &data, "--repair", "--json"])["ok"], true, "byte {at}");
    }
    for begin in ["seg-", "manifest-"] {
        std::fs::remove_file(file(&data, begin)).unwrap();
        let report = asked(0, &["doctor", "--data", &data, "--json"]);
        assert!(report["lines"].to_string().contains("index: 3 captures, 0 missing"), "{report}");
        assert_eq!(asked(0, &["search", "--data", &data, "--json", "minute"]), whole, "{begin}");
    }
}

#[test]
fn a_cut_journal_loses_its_torn_write_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let journal = file(&data, "journal-");
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes.extend([7; 5]);
    std::fs::write(&journal, &bytes).unwrap();
    let output = webmynd(&["search", "--data", &data, "--json", "ferry"]);
    assert!(output.status.success() && err(&output).contains("a write that was never finished"));
    assert!(out(&output).contains("\"total\":1"));
    assert_eq!(asked(0, &["timeline", "--data", &data, "--json"])["total"], 3);
    assert_eq!(asked(0, &["doctor", "--data", &data, "--json"])["ok"], true);
}

#[test]
fn pages_that_are_missing_are_told_of_until_the_doctor_has_repaired_it() {
    for (left, pages) in [(None, 3), (Some(0), 3), (Some(5), 3), (Some(60), 3), (Some(usize::MAX), 1)] {
        let dir = tempfile::tempdir().unwrap();
        let data = memory(dir.path());
        let journal = file(&data, "journal-");
        let bytes = std::fs::read(&journal).unwrap();
        match left {
            None => std::fs::remove_file(&journal).unwrap(),
            Some(len) => std::fs::write(&journal, &bytes[..len.min(bytes.len() - 5)]).unwrap(),
        }
        let sentence = format!("of {pages} page{} that were remembered", if pages == 1 { "" } else { "s" });
        for _ in 0..2 {
            let output = webmynd(&["search", "--data", &data, "--json", "crane"]);
            assert_eq!(output.status.code(), Some(3), "{left:?}: {}", err(&output));
            assert!(err(&output).contains(&sentence), "{left:?}: {}", err(&output));
        }
        let report = asked(3, &["doctor", "--data", &data, "--json"]);
        assert_eq!((&report["ok"], &report["missing"]["pages"]), (&json!(false), &json!(pages)), "{left:?}");
        let told = webmynd(&["doctor", "--data", &data]);
        assert!(out(&told).contains("pages are missing: put the memory's files back"), "{}", out(&told));
        let more = path(dir.path(), "more.jsonl");
        std::fs::write(&more, json!({"id": "new", "title": "New", "text": "After the loss."}).to_string())
            .unwrap();
        asked(3, &["import", &more, "--data", &data, "--json"]);
        let repaired = webmynd(&["doctor", "--data", &data, "--repair"]);
        assert_eq!(repaired.status.code(), Some(3), "{left:?}");
        assert!(out(&repaired).contains("what is missing is lost"), "{}", out(&repaired));
        assert!(out(&webmynd(&["doctor", "--data", &data])).ends_with("all is well\n"), "{left:?}");
        assert_eq!(asked(0, &["timeline", "--data", &data, "--json"])["total"], 4 - pages, "{left:?}");
    }
}

#[test]
fn a_journal_that_is_put_back_is_not_missed_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let journal = file(&data, "journal-");
    let bytes = std::fs::read(&journal).unwrap();
    std::fs::remove_file(&journal).unwrap();
    asked(3, &["doctor", "--data", &data, "--json"]);
    std::fs::write(&journal, bytes).unwrap();
    assert_eq!(asked(0, &["doctor", "--data", &data, "--json"])["ok"], true);
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "ferry"])["total"], 1);
}

#[test]
fn a_page_that_is_damaged_is_named_and_left_out_by_the_doctor() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    // In the address of the first page.
    flip(&file(&data, "journal-"), 60);
    let day = webmynd(&["timeline", "--data", &data, "--on", "2026-03", "--json"]);
    assert_eq!(day.status.code(), Some(3));
    assert!(err(&day).contains("1 visit cannot be read; see `webmynd doctor`"), "{}", err(&day));
    assert!(out(&day).contains("ferry"));
    let export = ["export", "--data", &data, "--out", &path(dir.path(), "some.jsonl"), "--json"];
    let some = asked(3, &export);
    assert_eq!((&some["captures"], &some["skipped"]), (&json!(2), &json!(1)), "the others are exported");
    assert!(err(&webmynd(&export)).contains("1 capture cannot be read"));
    fails(&["star", "https://tea.test/p", "--data", &data], "cannot be read; see `webmynd doctor`");
    assert_eq!(asked(3, &["doctor", "--data", &data, "--json"])["repaired"], false);
    let repaired = webmynd(&["doctor", "--data", &data, "--repair"]);
    assert_eq!(repaired.status.code(), Some(3));
    assert!(out(&repaired).contains("repaired, but what was damaged in the journal is lost"));
    assert!(out(&webmynd(&["doctor", "--data", &data])).ends_with("all is well\n"));
    assert_eq!(asked(0, &["timeline", "--data", &data, "--json"])["total"], 2);
    let all = asked(0, &["export", "--data", &data, "--out", &path(dir.path(), "all.jsonl"), "--json"]);
    assert_eq!(all["captures"], 2);
}

#[test]
fn the_doctor_removes_pictures_that_nothing_refers_to() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let line = json!({"type": "picture", "size": "full", "hash": "00112233445566778899aabbccddeeff", "mime": "image/png", "base64": "AAEC"});
    let lines = path(dir.path(), "picture.jsonl");
    std::fs::write(&lines, line.to_string()).unwrap();
    asked(0, &["import", &lines, "--data", &data, "--json"]);
    let line = |args: &[&str]| {
        let report = asked(0, args);
        report["lines"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()
    };
    let doctor = ["doctor", "--data", &data, "--json", "--repair"];
    assert_eq!(line(&doctor[..4]), "pictures: 1, 1 of them not used");
    assert_eq!(line(&doctor), "pictures: 1, 1 of them not used, removed");
    assert_eq!(line(&doctor), "pictures: 0");
}
