//! A damaged frame of which a checkpoint knows what it said: a repair says it anew.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, seen, url};
use crate::common::parts::{NOW, bytes, copy, found, names, put, see, tend};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};

fn change(archive: &mut Archive, page: u64, change: &Change) {
    archive.mutate(&Which::Page { page: url(page) }, change, NOW).unwrap();
}

/// Six pages: 1 forgotten, 2 starred, 3 labelled, 4 seen twice, 5 starred and not any more; a checkpoint, and a page after it.
fn lived() -> Arc<FaultyFiles> {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    (0..6).for_each(|page| see(&mut archive, page));
    change(&mut archive, 1, &Change::Forget);
    change(&mut archive, 2, &Change::Star { on: true });
    change(&mut archive, 3, &Change::Label { label: "later".to_owned(), on: true });
    archive.remember(&seen(100, NOW + 100, 4, 0)).unwrap();
    change(&mut archive, 5, &Change::Star { on: true });
    change(&mut archive, 5, &Change::Star { on: false });
    archive.settle().unwrap();
    see(&mut archive, 6);
    files
}

/// What a person sees: the pages, the WebMarks, the label, and how often each page was seen.
fn sees(archive: &Archive) -> (Vec<u64>, Vec<String>, Vec<String>, usize) {
    let catalog = archive.catalog();
    let captions = (0..catalog.visits().len() as u32).filter_map(|ordinal| archive.caption(ordinal).unwrap());
    let alive: Vec<_> = captions
        .filter(|caption| catalog.visit(caption.ordinal).is_some_and(|visit| visit.is_alive()))
        .collect();
    let with = |wanted: &dyn Fn(&webmynd_engine::archive::Caption) -> bool| {
        alive.iter().filter(|caption| wanted(caption)).map(|caption| caption.url.clone()).collect()
    };
    let starred = with(&|caption| caption.flags & webmynd_engine::catalog::Flag::STAR != 0);
    let labelled = with(&|caption| caption.labels == ["later"]);
    (found(archive).into_iter().collect(), starred, labelled, alive.len())
}

#[test]
fn what_a_checkpoint_knows_of_a_damaged_frame_is_said_anew_by_a_repair() {
    let whole = lived();
    let truth = sees(&open(&whole).unwrap());
    assert_eq!((truth.0.as_slice(), truth.3), ([0, 2, 3, 4, 5, 6].as_slice(), 7));
    let name = names(&whole, "journal-").remove(0);
    let journal = bytes(&whole, &name).unwrap();
    let second = format!("\"id\":\"{}\"", hex(100));
    let mut harmed = 0;
    for frame in ["\"type\":\"forget\"", "\"type\":\"star\"", "\"type\":\"label\"", &second, "\"on\":false"] {
        let at = journal.windows(frame.len()).position(|part| part == frame.as_bytes()).unwrap();
        // Told by a check before, or met by the repair itself.
        for is_checked in [false, true] {
            let files = copy(&whole);
            let mut bytes = journal.clone();
            bytes[at + 2] ^= 1;
            put(&files, &name, &bytes);
            let what = format!("{frame}, checked before: {is_checked}");
            if is_checked {
                assert!(!open(&files).unwrap().doctor(false).unwrap().ok, "{what}");
            }
            let mut archive = open(&files).unwrap();
            let report = archive.doctor(true).unwrap();
            assert!(
                report.repaired && report.lines.iter().any(|line| line.contains("said anew")),
                "{what}: {report:?}"
            );
            assert_eq!(sees(&archive), truth, "{what}");
            tend(&mut archive);
            archive.settle().unwrap();
            drop(archive);
            let mut archive = open(&files).unwrap();
            assert_eq!(sees(&archive), truth, "{what}");
            assert!(archive.doctor(false).unwrap().ok, "{what}");
            harmed += 1;
        }
    }
    assert_eq!(harmed, 10);
}

/// What was forgotten and lost its frame is gone from the files after its time, as it would have been.
#[test]
fn a_forget_that_was_said_anew_comes_to_its_end() {
    let files = lived();
    let name = names(&files, "journal-").remove(0);
    let mut journal = bytes(&files, &name).unwrap();
    let frame = b"\"type\":\"forget\"";
    let at = journal.windows(frame.len()).position(|part| part == frame).unwrap();
    journal[at + 2] ^= 1;
    put(&files, &name, &journal);
    let mut archive = open(&files).unwrap();
    archive.doctor(true).unwrap();
    assert_eq!(archive.status().undoable.len(), 1, "its time to be undone goes on");
    while archive.tend(NOW + 11 * 60_000).unwrap().more {}
    archive.settle().unwrap();
    let word = crate::common::model::word(1, 0);
    for (name, bytes) in crate::common::traces::everything(&*files) {
        assert!(!crate::common::traces::holds(&bytes, &word), "{name}");
    }
}
