//! What is exported comes back by an import: every visit, version, star, label, name and word; a second import changes
//! nothing.
use crate::common::describe::{describe, exported};
use crate::common::faulty::FaultyFiles;
use crate::common::furnished::{NOW, furnish};
use crate::common::model::{hex, open};
use serde_json::{Value, json};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::page::VisitId;
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
        json!({"id": no, "url": format!("https://long.example/{no}"), "text": text}).to_string()
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

/// What a person forgot stays at home also where its page is still remembered.
#[test]
fn a_forgotten_visit_of_a_page_that_stays_is_not_exported() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let line = |n: u64| json!({"id": hex(n), "at": NOW + n as i64}).to_string();
    let page = format!(
        r#"{{"type":"capture","url":"https://a.example/","text":"words","visits":[{},{}]}}"#,
        line(1),
        line(2)
    );
    archive.import(&page, 1, NOW).unwrap();
    let which = Which::Visits { visits: vec![hex(1)] };
    archive.mutate(&which, &Change::Forget, NOW).unwrap();
    let lines = exported(&archive);
    assert!(lines.contains(&hex(2)) && !lines.contains(&hex(1)), "{lines}");
}

/// What a line says of its page counts before what its HTML says; what it leaves open is found out.
#[test]
fn lines_of_other_programs_are_taken_at_their_word() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let html = "<html lang=\"en\"><head><title>Of the page</title></head><body><article><p>The ferry does not leave today, \
        for the wind is too strong.</p></article></body></html>";
    let lines = [
        json!({"id": 1, "url": "https://a.example/1", "html": html, "title": "Of the line"}),
        json!({"id": 2, "url": "https://a.example/2", "html": html}),
        json!({"id": 3, "url": "https://a.example/3", "text": "words", "site": "Harbour"}),
        json!({"id": 4, "url": "", "title": "Note", "text": "words"}),
    ];
    let lines = lines.map(|line| line.to_string()).join("\n");
    assert_eq!(archive.import(&lines, 1, NOW).unwrap().report.bad, []);
    let lines = exported(&archive);
    let said = |key: &str| -> Vec<String> {
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| line[key].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(said("title"), ["Of the line", "Of the page", "", "Note"]);
    assert_eq!(said("site")[..3], ["a.example", "a.example", "Harbour"]);
    assert_eq!(said("lang")[..2], ["en", "en"]);
    assert_eq!(said("url")[3], "import:4");
}

#[test]
fn a_favicon_that_changed_takes_the_place_of_the_one_before() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let icon = |host: &str, n: u64| json!({"type": "icon", "host": host, "hash": hex(n)}).to_string();
    for line in [icon("a.example", 1), icon("a.example", 2), icon("b.example", 2)] {
        archive.import(&line, 1, NOW).unwrap();
    }
    let key = |n: u64| VisitId::parse(&hex(n)).unwrap().0;
    let mut icons: Vec<_> = archive.catalog().icons().collect();
    icons.sort_unstable();
    assert_eq!(icons, [("a.example", key(2)), ("b.example", key(2))]);
    assert!(archive.has_icon("https://a.example/page") && !archive.has_icon("https://c.example/page"));
}
