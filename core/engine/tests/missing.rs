//! What is missing is noticed: each file in turn is removed, cut and exchanged; there is a word each time that pages are lost, and
//! none where nothing is; what is whole elsewhere stays, and after a repair all is well.
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::model::{finds, open, seen, url, word};
use crate::common::request::request;
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Opened, SearchRequest, Selection, Which};
use webmynd_engine::ports::Files;

const NOW: i64 = 1_790_000_000_000;
/// Pages of one part of the journal.
const EACH: u64 = 4;
const PARTS: u64 = 3;
const PAGES: u64 = EACH * PARTS;
/// The page that is remembered while something is missing.
const NEW: u64 = 20;

fn see(archive: &mut Archive, page: u64) {
    archive.remember(&seen(page + 1, NOW + page as i64, page, 0)).unwrap();
}

/// A page that is forgotten for good closes the part it stood in: the part is written anew, and the next page begins another.
fn close_part(archive: &mut Archive, junk: u64) {
    see(archive, junk);
    let op = archive.mutate(&Which::Page { page: url(junk) }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(archive);
}

/// Twelve pages in three parts, with both checkpoints and both manifests; and what it was two pages before.
fn memory() -> (Arc<FaultyFiles>, Arc<FaultyFiles>) {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for part in 0..PARTS {
        for page in part * EACH..(part + 1) * EACH - 2 {
            see(&mut archive, page);
        }
        if part == PARTS - 1 {
            break;
        }
        see(&mut archive, (part + 1) * EACH - 2);
        see(&mut archive, (part + 1) * EACH - 1);
        close_part(&mut archive, 30 + part);
    }
    archive.settle().unwrap();
    let older = copy(&files);
    for page in PAGES - 2..PAGES {
        see(&mut archive, page);
        archive.settle().unwrap();
    }
    (files, older)
}

fn copy(files: &FaultyFiles) -> Arc<FaultyFiles> {
    Arc::new(files.after_cut(Leaves::All, 0))
}

fn names(files: &FaultyFiles, begin: &str) -> Vec<String> {
    files.list().unwrap().into_iter().map(|file| file.name).filter(|name| name.starts_with(begin)).collect()
}

fn bytes(files: &FaultyFiles, name: &str) -> Option<Vec<u8>> {
    let len = files.list().unwrap().into_iter().find(|file| file.name == name)?.len;
    let mut bytes = vec![0; len as usize];
    files.read(name, 0, &mut bytes).unwrap();
    Some(bytes)
}

fn put(files: &FaultyFiles, name: &str, bytes: &[u8]) {
    files.write(name, 0, bytes).unwrap();
    files.cut(name, bytes.len() as u64).unwrap();
    files.flush(name).unwrap();
}

fn tend(archive: &mut Archive) {
    while archive.tend(NOW).unwrap().more {}
}

fn found(archive: &Archive) -> BTreeSet<u64> {
    (0..=NEW).filter(|page| finds(archive, &word(*page, 0), &url(*page), NOW)).collect()
}

fn is_told(opened: &Opened) -> bool {
    opened.missing.is_some() || opened.damaged > 0
}

/// What is done to a file; nothing where it would be the same.
fn harms(files: &FaultyFiles, older: &FaultyFiles, name: &str) -> Vec<(String, Option<Vec<u8>>)> {
    let whole = bytes(files, name).unwrap();
    let cut = |len: usize| Some(whole[..len].to_vec());
    let mut harms = vec![
        ("removed".to_owned(), None),
        ("emptied".to_owned(), cut(0)),
        ("cut in its head".to_owned(), cut(7)),
        ("cut in the middle".to_owned(), cut(whole.len() / 2)),
        ("cut by three bytes".to_owned(), cut(whole.len() - 3)),
        ("with a damaged head".to_owned(), Some([&[!whole[5]][..], &whole[1..]].concat())),
    ];
    if let Some(old) = bytes(older, name) {
        harms.push(("as an older copy".to_owned(), Some(old)));
    }
    let kind = name.split(['-', '.']).next().unwrap();
    for other in names(files, kind).iter().filter(|other| *other != name) {
        harms.push((format!("as {other}"), bytes(files, other)));
    }
    harms.retain(|(_, bytes)| bytes.as_ref() != Some(&whole));
    harms
}

fn harmed(files: &FaultyFiles, name: &str, harm: Option<&Vec<u8>>) -> Arc<FaultyFiles> {
    let files = copy(files);
    match harm {
        Some(bytes) => put(&files, name, bytes),
        None => files.remove(name).unwrap(),
    }
    files
}

#[test]
fn a_part_of_the_journal_that_is_not_as_it_was_has_a_word_until_it_is_repaired() {
    let (files, older) = memory();
    let parts = names(&files, "journal-");
    assert_eq!(parts.len() as u64, PARTS, "{parts:?}");
    let mut count = 0;
    for (part, name) in (0..).zip(&parts) {
        let own: BTreeSet<u64> = (part * EACH..(part + 1) * EACH).collect();
        for (how, harm) in harms(&files, &older, name) {
            tells(&harmed(&files, name, harm.as_ref()), &own, &format!("{name} {how}"));
            count += 1;
        }
    }
    println!("{count} harms to the journal, a word for each");
}

/// Opens it twice with life between, then repairs it. Only pages of `own` may be lost.
fn tells(files: &Arc<FaultyFiles>, own: &BTreeSet<u64>, what: &str) {
    let mut archive = open(files).unwrap_or_else(|error| panic!("{what}: {error}"));
    let opened = archive.status().opened;
    assert!(is_told(&opened), "{what}: {opened:?}");
    tend(&mut archive);
    let left = found(&archive);
    assert!((0..PAGES).all(|page| own.contains(&page) || left.contains(&page)), "{what}: {left:?}");
    let lost = PAGES - left.len() as u64;
    assert_eq!(opened.missing.map_or(0, |missing| missing.pages), lost as u32, "{what}: {opened:?}");
    let report = archive.doctor(false).unwrap();
    assert!(!report.ok && !report.repaired, "{what}: {report:?}");
    see(&mut archive, NEW);
    archive.settle().unwrap();
    drop(archive);
    let mut archive = open(files).unwrap();
    assert_eq!(archive.status().opened.missing, opened.missing, "{what}: told again");
    assert!(is_told(&archive.status().opened), "{what}: told again");
    let left: BTreeSet<u64> = left.into_iter().chain([NEW]).collect();
    assert_eq!(found(&archive), left, "{what}");
    let report = archive.doctor(true).unwrap();
    assert!(!report.ok && report.repaired && report.missing == opened.missing, "{what}: {report:?}");
    for _ in 0..2 {
        let report = archive.doctor(false).unwrap();
        assert!(report.ok, "{what}: {report:?}");
        assert!(!is_told(&archive.status().opened), "{what}");
        assert_eq!(found(&archive), left, "{what}");
        drop(archive);
        archive = open(files).unwrap();
    }
    see(&mut archive, 19);
    drop(archive);
    assert_eq!(found(&open(files).unwrap()).len(), left.len() + 1, "{what}: life goes on");
}

#[test]
fn a_cache_that_is_not_as_it_was_loses_nothing_and_alarms_nobody() {
    let (files, older) = memory();
    let mut count = 0;
    for name in names(&files, "").iter().filter(|name| !name.starts_with("journal-")) {
        for (how, harm) in harms(&files, &older, name) {
            let (what, files) = (format!("{name} {how}"), harmed(&files, name, harm.as_ref()));
            let mut archive = open(&files).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(!is_told(&archive.status().opened), "{what}: {:?}", archive.status().opened);
            tend(&mut archive);
            archive.settle().unwrap();
            assert_eq!(found(&archive).len() as u64, PAGES, "{what}");
            let report = archive.doctor(false).unwrap();
            assert!(report.ok, "{what}: {report:?}");
            count += 1;
        }
    }
    println!("{count} harms to caches");
    assert!(count > 20);
}

#[test]
fn a_journal_that_is_gone_is_missed_by_each_of_its_caches_alone() {
    let (files, _) = memory();
    let all: BTreeSet<u64> = (0..PAGES).collect();
    for spared in ["catalog-", "manifest-", ""] {
        let files = copy(&files);
        for name in names(&files, "journal-") {
            files.remove(&name).unwrap();
        }
        for begin in ["catalog-", "manifest-"].iter().filter(|begin| !spared.is_empty() && **begin != spared)
        {
            names(&files, begin).iter().for_each(|name| files.remove(name).unwrap());
        }
        tells(&files, &all, &format!("a memory without a journal, with {spared}"));
    }
}

#[test]
fn a_gap_is_seen_by_the_journal_alone() {
    let (whole, _) = memory();
    let parts = names(&whole, "journal-");
    for name in &parts[..parts.len() - 1] {
        let files = copy(&whole);
        let caches = names(&files, "").into_iter().filter(|name| !name.starts_with("journal-"));
        caches.for_each(|name| files.remove(&name).unwrap());
        files.remove(name).unwrap();
        let mut archive = open(&files).unwrap();
        let opened = archive.status().opened;
        assert_eq!(opened.missing.map(|missing| missing.parts), Some(1), "{name}");
        assert!(!archive.doctor(true).unwrap().ok);
        assert!(archive.doctor(false).unwrap().ok);
        drop(archive);
        assert!(!is_told(&open(&files).unwrap().status().opened));
    }
}

#[test]
fn what_is_put_back_is_not_missing_any_more() {
    let (whole, older) = memory();
    for name in names(&whole, "journal-") {
        for (how, harm) in harms(&whole, &older, &name).into_iter().take(4) {
            let what = format!("{name} {how}");
            let files = harmed(&whole, &name, harm.as_ref());
            let mut archive = open(&files).unwrap();
            // Of a page that is missing now, or not.
            see(&mut archive, NEW);
            archive.remember(&seen(77, NOW + 77, 1, 0)).unwrap();
            tend(&mut archive);
            archive.settle().unwrap();
            assert!(is_told(&archive.status().opened), "{what}");
            drop(archive);
            put(&files, &name, &bytes(&whole, &name).unwrap());
            let mut archive = open(&files).unwrap();
            assert!(!is_told(&archive.status().opened), "{what}: {:?}", archive.status().opened);
            tend(&mut archive);
            assert_eq!(found(&archive).len() as u64, PAGES + 1, "{what}");
            assert!(archive.doctor(false).unwrap().ok, "{what}");
        }
    }
}

#[test]
fn forgetting_everything_is_missed_by_nobody_wherever_it_is_cut_short() {
    let (whole, _) = memory();
    for n in 0.. {
        let files = copy(&whole);
        let mut archive = open(&files).unwrap();
        files.cut_power_at(n);
        let done = archive.clear().is_ok();
        drop(archive);
        let files = Arc::new(files.after_cut(Leaves::Nothing, n));
        let opened = open(&files).unwrap().status().opened;
        assert!(!is_told(&opened), "call {n}: {opened:?}");
        if done {
            assert!(n > 10);
            break;
        }
    }
}

#[test]
fn an_import_that_is_cut_short_is_no_loss() {
    let lines: Vec<String> = (0..600)
        .map(|n| {
            format!(r#"{{"id":"a{n}","url":"https://a.example/{n}","title":"Alpha {n}","text":"beta {n}"}}"#)
        })
        .collect();
    for n in (0..20).chain((20..).step_by(31)) {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = open(&files).unwrap();
        see(&mut archive, 1);
        files.cut_power_at(n);
        let done = archive.import(&lines.join("\n"), 1, NOW).is_ok() && archive.settle().is_ok();
        drop(archive);
        let files = Arc::new(files.after_cut(Leaves::Nothing, n));
        let mut archive = open(&files).unwrap();
        assert!(!is_told(&archive.status().opened), "call {n}: {:?}", archive.status().opened);
        assert!(archive.doctor(false).unwrap().ok, "call {n}");
        if done {
            assert!(n > 600, "{n} calls");
            break;
        }
    }
}

#[test]
fn a_part_that_came_back_after_it_was_written_anew_is_none() {
    let (files, _) = memory();
    let name = names(&files, "journal-").pop().unwrap();
    let whole = bytes(&files, &name).unwrap();
    put(&files, &name, &whole[..whole.len() / 2]);
    let mut archive = open(&files).unwrap();
    let missing = archive.status().opened.missing;
    assert!(missing.is_some());
    for page in [PAGES - 4, NEW] {
        see(&mut archive, NEW);
        let op = archive.mutate(&Which::Page { page: url(page) }, &Change::Forget, NOW).unwrap().op;
        archive.forget_now(op, NOW).unwrap();
        tend(&mut archive);
    }
    archive.settle().unwrap();
    drop(archive);
    assert_eq!(open(&files).unwrap().status().opened.missing, missing, "it is as short as it was");
}

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
        let unsaid = archive.unsaid().unwrap();
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
