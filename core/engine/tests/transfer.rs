//! What is exported comes back by an import: every visit, version, star, label, name and word; a second import changes
//! nothing.
use crate::common::describe::{describe, exported};
use crate::common::faulty::FaultyFiles;
use crate::common::furnished::{NOW, furnish};
use crate::common::model::open;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::ports::Files;

/// A memory without what is forgotten: that is not exported.
fn kept() -> Archive {
    let mut archive = furnish(&Arc::new(FaultyFiles::default()));
    let faded: Vec<u32> = archive.status().undoable.iter().map(|undoable| undoable.op).collect();
    assert_eq!(faded.len(), 1);
    archive.forget_now(faded[0], NOW).unwrap();
    while archive.tend(NOW).unwrap().more {}
    archive
}

#[test]
fn everything_comes_back() {
    let from = kept();
    let files = Arc::new(FaultyFiles::default());
    let mut into = open(&files).unwrap();
    let imported = into.import(&exported(&from), 1, 5).unwrap();
    assert_eq!(imported.report.bad, []);
    assert_eq!((imported.report.added, imported.report.known), (from.status().visits, 0));
    let numberless = |archive: &Archive| {
        let lines = describe(archive);
        lines.lines().map(|line| line.split(" version ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(numberless(&into), numberless(&from));
    assert_eq!(exported(&into), exported(&from), "published days and sizes of pictures too");
    let (a, b) = (into.status(), from.status());
    assert_eq!((a.pages, a.captures, a.webmarks), (b.pages, b.captures, b.webmarks));
    drop(into);
    let again = open(&files).unwrap();
    assert_eq!(exported(&again), exported(&from), "it is durable");
}

#[test]
fn importing_twice_changes_nothing() {
    let from = kept();
    let files = Arc::new(FaultyFiles::default());
    let mut into = open(&files).unwrap();
    into.import(&exported(&from), 1, 5).unwrap();
    let (before, bytes) = (describe(&into), journal(&files));
    let twice = into.import(&exported(&from), 1, 99).unwrap();
    assert_eq!((twice.report.added, twice.report.known), (0, from.status().visits));
    assert_eq!(describe(&into), before);
    assert_eq!(journal(&files), bytes, "not a byte is written");
    // Into the memory it came from, too.
    let mut from = from;
    let before = describe(&from);
    let report = from.import(&exported(&into), 1, 7).unwrap().report;
    assert_eq!((report.added, report.bad.len()), (0, 0));
    assert_eq!(describe(&from), before);
}

fn journal(files: &FaultyFiles) -> u64 {
    files.list().unwrap().iter().filter(|file| file.name.ends_with(".wmj")).map(|file| file.len).sum()
}

#[test]
fn what_is_forgotten_but_not_gone_is_not_doubled() {
    let mut archive = furnish(&Arc::new(FaultyFiles::default()));
    let lines = exported(&archive);
    let forgot =
        archive.mutate(&Which::Page { page: "https://tea.example/".into() }, &Change::Forget, NOW).unwrap();
    let report = archive.import(&lines, 1, NOW).unwrap().report;
    assert_eq!(report.added, 0);
    archive.undo(forgot.op, NOW).unwrap();
    assert_eq!(archive.page_state("https://tea.example/").visits, 1);
    assert_eq!(exported(&archive), lines);
}

#[test]
fn an_export_is_cut_at_whole_lines() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let line = |no: u32| {
        let text = "a word and ".repeat(20_000 + no as usize);
        serde_json::json!({"id": no, "url": format!("https://long.example/{no}"), "text": text}).to_string()
    };
    let lines: Vec<String> = (0..12).map(line).collect();
    archive.import(&lines.join("\n"), 1, NOW).unwrap();
    let (mut parts, mut cursor) = (0, Some(String::new()));
    while let Some(at) = cursor {
        let part = archive.export(&at, NOW).unwrap();
        assert!(part.text.ends_with('\n') && part.text.lines().all(|line| line.ends_with('}')));
        assert!(part.text.len() < 2 << 20, "{}", part.text.len());
        (parts, cursor) = (parts + 1, part.next);
    }
    assert!(parts > 2, "{parts}");
    assert_eq!(exported(&archive).lines().count(), 12);
    assert!(archive.export("soon", NOW).is_err());
}
