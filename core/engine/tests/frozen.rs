//! Files of a released format, read by today's code: a change of format cannot slip. The files were written once by
//! `cargo test -p webmynd-engine --test suite frozen:: -- --ignored` and are never written again: a new version of a format
//! gets a folder of its own beside the others. `memory.txt` and `export.txt` are what the engine says of them: they changed once, when imported pages
//! without an address of the web became known by their own.
use crate::common::describe::{describe, exported};
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::furnished::{NOW, THEN, furnish};
use crate::common::model::open;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use webmynd_engine::archive::Archive;
use webmynd_engine::ports::Files;

/// Of the first formats; of a checkpoint in pieces (10) and an index that keeps the ends of German words (4); and of parts that say how long they are.
const FROZEN: [&str; 3] = ["v1", "v2", "v3"];

fn folder(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen").join(version)
}

fn text(version: &str, name: &str) -> String {
    std::fs::read_to_string(folder(version).join(name)).unwrap()
}

/// The frozen memory's files that `wanted` says, to be opened and changed.
fn thawed(version: &str, wanted: impl Fn(&str) -> bool) -> Arc<FaultyFiles> {
    let files = FaultyFiles::default();
    for entry in std::fs::read_dir(folder(version).join("memory")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if wanted(name) {
            files.write(name, 0, &std::fs::read(&path).unwrap()).unwrap();
            files.flush(name).unwrap();
        }
    }
    Arc::new(files)
}

fn check(archive: &mut Archive, version: &str, what: &str) {
    assert_eq!(describe(archive), text(version, "memory.txt"), "{version}: {what}");
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
    for version in FROZEN {
        let files = thawed(version, |name| name.ends_with(".wmj"));
        let mut archive = open(&files).unwrap();
        check(&mut archive, version, "the journal");
        let op = archive.status().undoable[0].op;
        archive.undo(op, THEN).unwrap();
        assert_eq!(describe(&archive), text(version, "taken-back.txt"));
    }
}

#[test]
fn every_kind_of_event_is_frozen() {
    for version in FROZEN {
        let files = thawed(version, |name| name.ends_with(".wmj"));
        let all: Vec<u8> =
            crate::common::traces::everything(&*files).into_iter().flat_map(|(_, bytes)| bytes).collect();
        let kinds = ["capture", "visit", "picture", "icon", "star", "label", "forget", "restore", "purge"];
        for kind in kinds {
            assert!(crate::common::traces::holds(&all, &format!("\"type\":\"{kind}\"")), "{version}: {kind}");
        }
        assert_eq!(crate::common::traces::holds(&all, "\"type\":\"part\""), version > "v2", "{version}");
    }
}

#[test]
fn caches_of_that_time_are_used_or_thrown_away() {
    for version in FROZEN {
        let files = thawed(version, |_| true);
        check(&mut open(&files).unwrap(), version, "the whole folder");
        check(&mut open(&files).unwrap(), version, "once more");
    }
}

#[test]
fn a_memory_of_that_time_is_taken_over_wherever_that_is_cut_short() {
    for version in FROZEN {
        let mut cuts = 0;
        for last in 0.. {
            let files = thawed(version, |_| true);
            files.cut_power_at(last);
            let taken_over = open(&files).and_then(|mut archive| {
                while archive.tend(THEN)?.more {}
                archive.settle()
            });
            for leaves in [Leaves::Nothing, Leaves::SomeOfIt, Leaves::All] {
                let revived = Arc::new(files.after_cut(leaves, last));
                check(&mut open(&revived).unwrap(), version, &format!("cut at {last}, {leaves:?}"));
            }
            if taken_over.is_ok() {
                break;
            }
            cuts += 1;
        }
        println!("{version}: cut short at {cuts} calls");
    }
}

#[test]
fn the_export_is_read() {
    for version in FROZEN {
        let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
        let report = archive.import(&text(version, "export.jsonl"), 1, 0).unwrap().report;
        assert_eq!((report.added, report.bad.len()), (8, 0));
        assert_eq!(describe(&archive), text(version, "export.txt"));
    }
}

#[test]
#[ignore = "writes the frozen files: only for a new version of a format"]
fn freeze() {
    let folder = folder(FROZEN[FROZEN.len() - 1]);
    assert!(!folder.exists(), "what is frozen is never written again");
    std::fs::create_dir_all(folder.join("memory")).unwrap();
    let files = Arc::new(FaultyFiles::default());
    let mut archive = furnish(&files);
    for file in files.list().unwrap() {
        let mut bytes = vec![0; file.len as usize];
        files.read(&file.name, 0, &mut bytes).unwrap();
        std::fs::write(folder.join("memory").join(&file.name), bytes).unwrap();
    }
    std::fs::write(folder.join("memory.txt"), describe(&archive)).unwrap();
    let head = archive.export("", NOW).unwrap().text.lines().next().unwrap().to_owned();
    std::fs::write(folder.join("export.jsonl"), head + "\n" + &exported(&archive)).unwrap();
    let mut copy = open(&Arc::new(FaultyFiles::default())).unwrap();
    copy.import(&exported(&archive), 1, 0).unwrap();
    std::fs::write(folder.join("export.txt"), describe(&copy)).unwrap();
    archive.undo(archive.status().undoable[0].op, THEN).unwrap();
    std::fs::write(folder.join("taken-back.txt"), describe(&archive)).unwrap();
}
