//! Damage that someone comes upon has a word, and the word stays until it is repaired: whatever becomes of the record, of the repair, or of the part it
//! stood in.
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::model::{finds, open, seen, url, word};
use crate::common::parts::{
    EACH, NEW, NOW, PAGES, bytes, copy, found, harmed, harms, is_told, memory, names, put, see, tend,
};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Change, SearchRequest, Selection, Which};
use webmynd_engine::ports::Files;

/// Turns a byte of the last capture's text over: its checkpoint knows all pages, so that nothing is read at opening.
fn damage(files: &FaultyFiles, back: usize) {
    let name = names(files, "journal-").pop().unwrap();
    let mut bytes = bytes(files, &name).unwrap();
    let last = bytes.windows(4).rposition(|four| four == b"WMF1").unwrap();
    let at = if back == 0 { bytes.len() - 3 } else { last + back };
    bytes[at] ^= 0xff;
    put(files, &name, &bytes);
}

/// What is known to be missing is known by the record alone, once the caches were made anew.
#[test]
fn what_is_missing_is_told_whatever_becomes_of_one_file_of_its_record() {
    let (files, _) = memory();
    files.remove(&names(&files, "journal-").pop().unwrap()).unwrap();
    let mut archive = open(&files).unwrap();
    tend(&mut archive);
    see(&mut archive, NEW);
    archive.settle().unwrap();
    let missing = archive.status().opened.missing.unwrap();
    drop(archive);
    let before = copy(&files);
    let records = names(&files, "missing");
    assert_eq!(records.len(), 2);
    let index = names(&files, "index").pop();
    for name in &records {
        let mut harms = harms(&files, &before, name);
        harms.push(("as nothing".to_owned(), Some(b"{}".to_vec())));
        harms.extend(index.iter().map(|other| (format!("as {other}"), bytes(&files, other))));
        for (how, harm) in harms {
            let files = harmed(&files, name, harm.as_ref());
            let archive = open(&files).unwrap();
            assert_eq!(archive.status().opened.missing, Some(missing), "{name} {how}");
            assert_eq!(bytes(&files, &records[0]), bytes(&files, &records[1]), "{name} {how}: it is mended");
        }
    }
    for name in &records {
        put(&files, name, b"{\"pages\":");
    }
    let mut archive = open(&files).unwrap();
    assert!(is_told(&archive.status().opened), "both are damaged: there was something");
    archive.doctor(true).unwrap();
    assert!(archive.doctor(false).unwrap().ok);
    assert!(names(&files, "missing").is_empty());
}

#[test]
fn a_repair_that_is_cut_short_is_told_of_until_it_has_come_to_its_end() {
    let (hurt, _) = memory();
    damage(&hurt, 30);
    let (torn, _) = memory();
    torn.remove(&names(&torn, "journal-")[1]).unwrap();
    for (what, whole) in [("damaged", hurt), ("missing", torn)] {
        open(&whole).unwrap().doctor(false).unwrap();
        for n in 0.. {
            let files = copy(&whole);
            let mut archive = open(&files).unwrap();
            files.cut_power_at(n);
            let done = archive.doctor(true).is_ok();
            drop(archive);
            let files = Arc::new(files.after_cut(Leaves::SomeOfIt, n));
            let mut archive = open(&files).unwrap();
            let report = archive.doctor(false).unwrap();
            // Who was not told that it is done asks again; that it was done all the same is possible at the very last call.
            assert!(
                done || !report.ok || names(&files, "missing").is_empty(),
                "{what}, call {n}: {report:?}"
            );
            assert_eq!(
                is_told(&archive.status().opened),
                !names(&files, "missing").is_empty(),
                "{what}, call {n}"
            );
            archive.doctor(true).unwrap();
            assert!(archive.doctor(false).unwrap().ok, "{what}, call {n}");
            if done {
                assert!(n > 10);
                break;
            }
        }
    }
}

#[test]
fn a_page_that_turns_out_to_be_damaged_has_a_word() {
    for back in [0, 30] {
        let (files, _) = memory();
        damage(&files, back);
        let mut archive = open(&files).unwrap();
        assert!(!is_told(&archive.status().opened), "nothing was read yet");
        let request = SearchRequest { limit: 20, ..request(format!("{} ", word(PAGES - 1, 0)), NOW) };
        let answer = archive.search(&request).unwrap();
        assert_eq!((answer.total, answer.hits.len() + answer.damaged), (1, 1), "{answer:?}");
        assert_eq!(
            answer.damaged,
            usize::from(back > 0),
            "where the text alone is damaged the page is shown"
        );
        tend(&mut archive);
        assert!(is_told(&archive.status().opened));
        drop(archive);
        let mut archive = open(&files).unwrap();
        assert!(is_told(&archive.status().opened), "also after it was opened again");
        archive.doctor(true).unwrap();
        assert!(archive.doctor(false).unwrap().ok);
        assert!(!is_told(&archive.status().opened));
        assert_eq!(archive.status().visits as u64, PAGES - u64::from(back > 0), "what is whole of it stays");
    }
}

/// Erasing writes a part anew: what of it is damaged is gone then.
#[test]
fn damage_that_is_erased_with_something_else_is_told_until_it_is_repaired() {
    let (files, _) = memory();
    let name = names(&files, "journal-").remove(1);
    let mut whole = bytes(&files, &name).unwrap();
    let frames: Vec<usize> =
        whole.windows(4).enumerate().filter(|(_, four)| *four == b"WMF1").map(|(at, _)| at).collect();
    whole[frames[1] + 30] ^= 0xff;
    put(&files, &name, &whole);
    let mut archive = open(&files).unwrap();
    let op = archive.mutate(&Which::Page { page: url(EACH + 2) }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(&mut archive);
    archive.settle().unwrap();
    assert_ne!(names(&files, "journal-").remove(1), name, "it was written anew");
    drop(archive);
    let mut archive = open(&files).unwrap();
    assert!(is_told(&archive.status().opened));
    assert!(!archive.doctor(false).unwrap().ok);
    archive.doctor(true).unwrap();
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn bulk_work_passes_over_what_is_damaged_and_counts_it() {
    for back in [0, 30] {
        let (files, _) = memory();
        damage(&files, back);
        let mut archive = open(&files).unwrap();
        let export = archive.export("", NOW).unwrap();
        let lines = export.text.lines().filter(|line| line.starts_with(r#"{"type":"capture""#)).count();
        assert_eq!((lines as u64, export.skipped), (PAGES - 1, 1), "the export, {back}");
        let unsaid = archive.unsaid(usize::MAX).unwrap();
        let said: usize = unsaid.groups.iter().map(|group| group.records.len()).sum();
        assert_eq!((said as u64, unsaid.skipped), (PAGES - 1, 1), "what the vault gets, {back}");
        let generation = archive.catalog().generation();
        let all = Which::Selection { selection: Selection { generation, ranges: vec![(0, PAGES as u32)] } };
        let starred = archive.mutate(&all, &Change::Star { on: true }, NOW).unwrap();
        // Where the text alone is damaged the address is whole.
        let unreadable = u32::from(back > 0);
        assert_eq!((starred.count, starred.skipped), (PAGES as u32 - unreadable, unreadable), "{back}");
        let undone = archive.undo(starred.op, NOW).unwrap();
        assert_eq!((undone.count, undone.skipped), (PAGES as u32 - unreadable, 0), "{back}");
        // What cannot be read keeps nobody from remembering the page as it is now.
        archive.remember(&seen(80, NOW + 80, PAGES - 1, 1)).unwrap();
        assert!(finds(&archive, &word(PAGES - 1, 1), &url(PAGES - 1), NOW));
    }
}

/// A repair takes nothing away that is whole: parts that changed their names are read again when they have them back.
#[test]
fn parts_in_each_others_place_are_not_repaired_away() {
    let (files, _) = memory();
    let parts = names(&files, "journal-");
    let [first, second] = [&parts[0], &parts[1]];
    let swap = |files: &FaultyFiles| {
        let [a, b] = [first, second].map(|name| bytes(files, name).unwrap());
        put(files, first, &b);
        put(files, second, &a);
    };
    swap(&files);
    let mut archive = open(&files).unwrap();
    let report = archive.doctor(true).unwrap();
    assert!(!report.ok && !report.repaired, "{report:?}");
    assert!(
        report.lines.iter().any(|line| line.contains(second.as_str()) && line.contains("name")),
        "{report:?}"
    );
    drop(archive);
    swap(&files);
    let mut archive = open(&files).unwrap();
    archive.doctor(true).unwrap();
    assert_eq!(found(&archive).len() as u64, PAGES);
    assert!(archive.doctor(false).unwrap().ok);
}
