//! Files of a released format, read by today's code: a change of format cannot slip. The files were written once by
//! `cargo test -p webmynd-engine --test suite frozen:: -- --ignored` and are never written again: a new version of a format
//! gets a folder of its own beside the others. `memory.txt` and `export.txt` are what the engine says of them: they changed once, when imported pages
//! without an address of the web became known by their own.
use crate::common::describe::{describe, exported};
use crate::common::faulty::FaultyFiles;
use crate::common::furnished::{NOW, THEN, furnish};
use crate::common::model::open;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use webmynd_engine::archive::Archive;
use webmynd_engine::ports::Files;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/v1")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

/// The frozen memory's files that `wanted` says, to be opened and changed.
fn thawed(wanted: impl Fn(&str) -> bool) -> Arc<FaultyFiles> {
    let files = FaultyFiles::default();
    for entry in std::fs::read_dir(folder().join("memory")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if wanted(name) {
            files.write(name, 0, &std::fs::read(&path).unwrap()).unwrap();
            files.flush(name).unwrap();
        }
    }
    Arc::new(files)
}

fn check(archive: &mut Archive, what: &str) {
    assert_eq!(describe(archive), text("memory.txt"), "{what}");
    let opened = archive.status().opened;
    assert_eq!((opened.tail_cut, opened.damaged, opened.unknown), (0, 0, 0), "{what}");
    while archive.tend(THEN).unwrap().more {}
    for (q, total) in [("baker ", 2), ("Lasten ", 1), ("label:\"für später\"", 1), ("is:webmark", 1)] {
        assert_eq!(crate::common::secret::total(archive, q), total, "{what}: {q}");
    }
    assert!(archive.doctor(false).unwrap().ok, "{what}");
}

#[test]
fn the_journal_alone_is_the_whole_memory() {
    let files = thawed(|name| name.ends_with(".wmj"));
    let mut archive = open(&files).unwrap();
    check(&mut archive, "the journal");
    let op = archive.status().undoable[0].op;
    archive.undo(op, THEN).unwrap();
    let taken_back =
        text("memory.txt").replace("  forgotten\n", "").replace("version 5 of 0", "version 5 of 1");
    assert_eq!(describe(&archive), taken_back);
}

#[test]
fn every_kind_of_event_is_frozen() {
    let files = thawed(|name| name.ends_with(".wmj"));
    let all: Vec<u8> =
        crate::common::traces::everything(&*files).into_iter().flat_map(|(_, bytes)| bytes).collect();
    let kinds = ["capture", "visit", "picture", "icon", "star", "label", "forget", "restore", "purge"];
    for kind in kinds {
        assert!(crate::common::traces::holds(&all, &format!("\"type\":\"{kind}\"")), "{kind}");
    }
}

#[test]
fn caches_of_that_time_are_used_or_thrown_away() {
    let files = thawed(|_| true);
    check(&mut open(&files).unwrap(), "the whole folder");
    check(&mut open(&files).unwrap(), "once more");
}

#[test]
fn the_export_is_read() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let report = archive.import(&text("export.jsonl"), 1, 0).unwrap().report;
    assert_eq!((report.added, report.bad.len()), (8, 0));
    assert_eq!(describe(&archive), text("export.txt"));
}

#[test]
#[ignore = "writes the frozen files: only for a new version of a format"]
fn freeze() {
    assert!(!folder().exists(), "what is frozen is never written again");
    std::fs::create_dir_all(folder().join("memory")).unwrap();
    let files = Arc::new(FaultyFiles::default());
    let archive = furnish(&files);
    for file in files.list().unwrap() {
        let mut bytes = vec![0; file.len as usize];
        files.read(&file.name, 0, &mut bytes).unwrap();
        std::fs::write(folder().join("memory").join(&file.name), bytes).unwrap();
    }
    std::fs::write(folder().join("memory.txt"), describe(&archive)).unwrap();
    let head = archive.export("", NOW).unwrap().text.lines().next().unwrap().to_owned();
    std::fs::write(folder().join("export.jsonl"), head + "\n" + &exported(&archive)).unwrap();
    let mut copy = open(&Arc::new(FaultyFiles::default())).unwrap();
    copy.import(&exported(&archive), 1, 0).unwrap();
    std::fs::write(folder().join("export.txt"), describe(&copy)).unwrap();
}
