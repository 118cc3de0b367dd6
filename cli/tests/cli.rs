//! The real binary: what it prints, what it keeps, and how it ends.
#![cfg(unix)]

use crate::common::{asked, err, memory, out, page, path, webmynd};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn every_command_has_help_and_wrong_lines_end_with_2() {
    for command in [
        "extract",
        "import",
        "search",
        "timeline",
        "star",
        "forget",
        "export",
        "login",
        "sync",
        "read",
        "devices",
        "status",
        "pair",
        "passphrase",
        "logout",
        "doctor",
    ] {
        let help = webmynd(&[command, "--help"]);
        assert!(help.status.success() && out(&help).contains("--json"), "{command}");
    }
    for wrong in [
        &[][..],
        &["search"],
        &["search", "--data", "x"],
        &["extract"],
        &["timeline", "--data", "x", "--on", "soon"],
        &["forget", "--data", "x"],
        &["forget", "https://a.test/", "--undo", "--data", "x"],
        &["fly"],
    ] {
        assert_eq!(webmynd(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn extract_prints_a_page_as_json() {
    let dir = tempfile::tempdir().unwrap();
    let text = "Die Fähre wartet jeden Morgen eine Minute länger, als es der Fahrplan erlaubt, weil der Bäcker der Insel auch nach elf Jahren noch immer zu spät am Kai steht.";
    let html = format!(
        "<html><head><meta charset=iso-8859-15><title>Die Fähre</title></head><body><nav><a href=/>Start</a></nav><p>{text}</p></body></html>"
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
    std::fs::write(dir.path().join("page.html"), &bytes).unwrap();
    let found =
        asked(0, &["extract", &path(dir.path(), "page.html"), "--url", "https://www.hafen.test/1", "--json"]);
    assert_eq!(
        found,
        json!({"title": "Die Fähre", "site": "hafen.test", "lang": "de", "text": text, "rest": "Start", "published": null})
    );
    let plain = webmynd(&["extract", &path(dir.path(), "page.html")]);
    assert!(out(&plain).starts_with("title: Die Fähre\n") && out(&plain).contains(text));
    let missing = webmynd(&["extract", &path(dir.path(), "none.html")]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("cannot read") && err(&missing).contains("none.html"));
}

#[test]
fn a_bad_line_is_named_and_the_good_ones_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines = page("a", "First", "one", "2026-01-01").into_bytes();
    lines.extend(b"\n{\"id\": \"b\", \n\n[1]\n\xff\xfe\n{\"id\":\"c\",\"url\":\"https://c.test/\",\"text\":\"x\",\"time\":\"soon\"}\n");
    lines.extend(page("d", "Last", "two", "1767225600000").into_bytes());
    std::fs::write(dir.path().join("in.jsonl"), &lines).unwrap();
    let (file, data) = (path(dir.path(), "in.jsonl"), path(dir.path(), "data"));
    let output = webmynd(&["import", &file, "--data", &data, "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((&report["added"], &report["known"]), (&json!(2), &json!(0)));
    let numbers: Vec<u64> =
        err(&output).lines().map(|l| l.split(':').nth(1).unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, [2, 4, 5, 6]);
    assert!(
        err(&output).contains("not JSON")
            && err(&output).contains("not UTF-8")
            && err(&output).contains("soon")
    );
    // Once more: nothing new, nothing twice.
    let again = asked(3, &["import", &file, "--data", &data, "--json"]);
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(2)));
    assert_eq!(asked(0, &["timeline", "--data", &data, "--json"])["total"], 2);
}

#[test]
fn pages_are_found_by_their_words() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let found = asked(0, &["search", "--data", &data, "--json", "ferry", "baker"]);
    assert_eq!((&found["total"], &found["complaints"]), (&json!(1), &json!([])));
    let hit = &found["hits"][0];
    assert_eq!((&hit["id"], &hit["url"]), (&json!("ferry"), &json!("https://ferry.test/p")));
    assert_eq!((&hit["title"], &hit["time"]), (&json!("The ferry"), &json!("2026-03-01T09:30:00+02:00")));
    assert!(hit["snippet"].as_str().unwrap().contains("baker"));
    let newest = asked(0, &["search", "--data", &data, "--json", "--sort", "newest", "-k", "2", "site:test"]);
    assert_eq!((&newest["total"], newest["hits"].as_array().unwrap().len()), (&json!(3), 2));
    assert_eq!(newest["hits"][0]["id"], "crane");
    let nothing = webmynd(&["search", "--data", &data, "xylophone"]);
    assert!(nothing.status.success() && out(&nothing).contains("0 of 0"));
}

#[test]
fn a_file_of_queries_gives_trec_run_lines() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let queries = path(dir.path(), "queries.jsonl");
    std::fs::write(
        &queries,
        "{\"id\":\"q 1\",\"text\":\"boiling water\"}\n{\"id\":2,\"text\":\"Kran Hafen\"}\nno\n",
    )
    .unwrap();
    let output = webmynd(&["search", "--data", &data, "--queries", &queries, "--trec"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("queries.jsonl:3:"), "{}", err(&output));
    let run = out(&output);
    let rows: Vec<Vec<&str>> = run.lines().map(|l| l.split(' ').collect()).collect();
    assert!(
        rows.iter().all(|row| row.len() == 6 && row[1] == "Q0" && row[4].parse::<f32>().is_ok()),
        "{run}"
    );
    assert!(rows.iter().any(|row| row[0] == "q_1" && row[2] == "tea" && row[3] == "1"), "{run}");
    assert!(rows.iter().any(|row| row[0] == "2" && row[2] == "crane" && row[3] == "1"), "{run}");
    assert_eq!(webmynd(&["search", "--data", &data, "--queries", &queries]).status.code(), Some(1));
}

#[test]
fn the_timeline_lists_days_and_visits() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let days = asked(0, &["timeline", "--data", &data, "--json"]);
    assert_eq!(
        days["days"],
        json!([{"date": "2026-03-01", "visits": 2}, {"date": "2026-03-02", "visits": 1}])
    );
    let visits = asked(0, &["timeline", "--data", &data, "--on", "2026-03-01", "--json"]);
    let ids: Vec<_> =
        visits["visits"].as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["ferry", "tea"]);
    assert_eq!(asked(0, &["timeline", "--data", &data, "--on", "2026-03", "--json"])["total"], 3);
    assert_eq!(asked(0, &["timeline", "--data", &data, "--on", "2025-03-01", "--json"])["total"], 0);
}

#[test]
fn what_is_exported_can_be_imported() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    // A picture from an export, so that pictures make the round too.
    let hash = "00112233445566778899aabbccddeeff";
    let visit =
        json!([{"id": "ffeeddccbbaa99887766554433221100", "at": 1_772_600_000_000_u64, "offsetMin": 60}]);
    let facts = json!({"hash": hash, "colour": [1, 2, 3], "thumbhash": "", "width": 10, "height": 10});
    let lines = [
        json!({"type": "picture", "size": "thumb", "hash": hash, "mime": "image/png", "base64": "AAEC"}),
        json!({"type": "capture", "url": "https://pic.test/", "title": "A picture", "text": "seen", "visits": visit, "star": true, "labels": ["kept"], "picture": facts}),
    ];
    std::fs::write(dir.path().join("more.jsonl"), lines.map(|l| l.to_string()).join("\n")).unwrap();
    assert_eq!(asked(0, &["import", &path(dir.path(), "more.jsonl"), "--data", &data, "--json"])["added"], 1);

    let (first, second) = (path(dir.path(), "first.jsonl"), path(dir.path(), "second.jsonl"));
    let written = asked(0, &["export", "--data", &data, "--out", &first, "--json"]);
    assert_eq!((&written["captures"], &written["pictures"]), (&json!(4), &json!(1)));
    assert_eq!(written["bytes"], std::fs::metadata(&first).unwrap().len());
    let copy = path(dir.path(), "copy");
    assert_eq!(asked(0, &["import", &first, "--data", &copy, "--json"])["added"], 4);
    asked(0, &["export", "--data", &copy, "--out", &second, "--json"]);
    let body = |file: &str| {
        let mut lines: Vec<_> =
            std::fs::read_to_string(file).unwrap().lines().skip(1).map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(body(&first), body(&second));
    assert!(body(&first).iter().any(|l| l.contains("\"star\":true") && l.contains("kept")));
    assert!(!Path::new(&format!("{first}.part")).exists());
    // Its thumbnail is emptied, then gone: nothing else would say so.
    let pictures = || {
        let report = asked(0, &["doctor", "--data", &copy, "--json"]);
        report["lines"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()
    };
    assert_eq!(pictures(), "pictures: 1");
    let thumb = Path::new(&copy).join("pictures").join(format!("thumb-{hash}.png"));
    std::fs::write(&thumb, "").unwrap();
    assert_eq!(pictures(), "pictures: 1, 1 thumbnail missing");
    std::fs::remove_file(&thumb).unwrap();
    assert_eq!(pictures(), "pictures: 0, 1 thumbnail missing");
}

#[test]
fn the_doctor_repairs_a_lost_index_and_tells_of_a_damaged_journal() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    assert_eq!(asked(0, &["doctor", "--data", &data, "--json"])["ok"], true);
    for entry in std::fs::read_dir(&data).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with("seg-") || name.starts_with("manifest-") {
            std::fs::write(&file, b"not an index").unwrap();
        }
    }
    assert_eq!(asked(0, &["doctor", "--data", &data, "--repair", "--json"])["ok"], true);
    assert_eq!(asked(0, &["search", "--data", &data, "--json", "ferry"])["total"], 1);

    let journal = std::fs::read_dir(&data)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "wmj"))
        .unwrap();
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes[60] ^= 0xff;
    std::fs::write(&journal, bytes).unwrap();
    let hurt = webmynd(&["doctor", "--data", &data, "--json"]);
    assert_eq!(hurt.status.code(), Some(3), "{}", err(&hurt));
    assert!(out(&hurt).contains("damaged"));
}

#[test]
fn there_must_be_a_memory_and_it_is_used_by_one_process() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = path(dir.path(), "nowhere");
    for args in [
        &["timeline", "--data", &nowhere][..],
        &["search", "--data", &nowhere, "x"],
        &["doctor", "--data", &nowhere],
    ] {
        let output = webmynd(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("there is no memory in"), "{}", err(&output));
    }
    assert!(!Path::new(&nowhere).exists(), "reading makes nothing");
    let data = memory(dir.path());
    let held = std::fs::File::open(Path::new(&data).join("lock")).unwrap();
    held.lock().unwrap();
    let output = webmynd(&["timeline", "--data", &data]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("another process uses the memory"), "{}", err(&output));
}

#[test]
fn secrets_in_imported_lines_are_hidden() {
    let dir = tempfile::tempdir().unwrap();
    let line = page(
        "pay",
        "Paid with 4111 1111 1111 1111",
        "Your verification code is 482913, thank you.",
        "2026-01-01",
    );
    std::fs::write(dir.path().join("in.jsonl"), line).unwrap();
    let (data, all) = (path(dir.path(), "data"), path(dir.path(), "all.jsonl"));
    asked(0, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
    asked(0, &["export", "--data", &data, "--out", &all, "--json"]);
    let text = std::fs::read_to_string(&all).unwrap();
    assert!(!text.contains("4111") && !text.contains("482913") && text.contains("thank you"), "{text}");
}

#[test]
fn a_page_is_starred_and_forgotten_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let (tea, nowhere) = ("https://tea.test/p", "https://nowhere.test/");
    let webmarks = || asked(0, &["search", "--data", &data, "--json", "is:webmark"])["total"].clone();
    assert_eq!(asked(0, &["star", tea, "--data", &data, "--json"]), json!({"url": tea, "star": true}));
    assert_eq!(webmarks(), 1);
    assert_eq!(asked(0, &["star", tea, "--off", "--data", &data, "--json"])["star"], false);
    assert_eq!(webmarks(), 0);

    let total = || asked(0, &["timeline", "--data", &data, "--json"])["total"].clone();
    assert_eq!(asked(0, &["forget", tea, "--data", &data, "--json"]), json!({"visits": 1}));
    assert_eq!(asked(0, &["forget", "--site", "ferry.test", "--data", &data, "--json"])["visits"], 1);
    assert_eq!(total(), 1);
    let undo = ["forget", "--undo", "--data", &data, "--json"];
    assert_eq!((asked(0, &undo)["visits"].clone(), total()), (json!(1), json!(2)));
    assert_eq!((asked(0, &undo)["visits"].clone(), total()), (json!(1), json!(3)));

    for wrong in [
        &["forget", "--undo", "--data", &data][..],
        &["forget", nowhere, "--data", &data],
        &["star", nowhere, "--data", &data],
    ] {
        let output = webmynd(wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}");
        assert!(err(&output).contains("remembered") || err(&output).contains("taken back"), "{wrong:?}");
    }
    assert_eq!(total(), 3);
}
