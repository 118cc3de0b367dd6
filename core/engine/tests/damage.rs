//! Damage on the disk: a torn tail is cut at the last whole frame and reported, a page that cannot be read hides no
//! other, a damaged index comes back with the same answers, and the doctor says what is wrong.
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::model::{finds, open, seen, url, word};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::ErrorKind;
use webmynd_engine::archive::{Archive, SearchAnswer, SearchRequest};
use webmynd_engine::ports::Files;

const NOW: i64 = 1_790_000_000_000;
const PAGES: u64 = 12;

/// Twelve pages in a journal of one part; with `settled`, index and checkpoint are on the disk too.
fn memory(settled: bool) -> Arc<FaultyFiles> {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for page in 0..PAGES {
        archive.remember(&seen(page + 1, NOW + page as i64, page, 0)).unwrap();
    }
    if settled {
        archive.settle().unwrap();
    }
    files
}

fn copy(files: &FaultyFiles) -> Arc<FaultyFiles> {
    Arc::new(files.after_cut(Leaves::All, 0))
}

fn file(files: &FaultyFiles, begin: &str) -> (String, u64) {
    let found = files.list().unwrap().into_iter().find(|file| file.name.starts_with(begin)).unwrap();
    (found.name, found.len)
}

fn flip(files: &FaultyFiles, name: &str, at: u64) {
    let mut byte = [0];
    files.read(name, at, &mut byte).unwrap();
    files.write(name, at, &[!byte[0]]).unwrap();
}

fn found(archive: &Archive) -> Vec<u64> {
    (0..PAGES).filter(|page| finds(archive, &word(*page, 0), &url(*page), NOW)).collect()
}

fn tend(archive: &mut Archive) {
    while archive.tend(NOW).unwrap().more {}
}

#[test]
fn a_torn_tail_is_cut_at_the_last_whole_frame_and_reported() {
    let whole = memory(false);
    let (name, len) = file(&whole, "journal-");
    let before_last = last_frame(&whole, &name, len);
    for torn in before_last..len {
        let files = copy(&whole);
        files.cut(&name, torn).unwrap();
        let mut archive = open(&files).unwrap();
        let opened = archive.status().opened;
        assert_eq!((opened.tail_cut, opened.damaged), (torn - before_last, 0), "torn at {torn}");
        assert_eq!(found(&archive), (0..PAGES - 1).collect::<Vec<_>>(), "torn at {torn}");
        assert_eq!(file(&files, "journal-").1, before_last, "the file ends where the last whole frame does");
        archive.remember(&seen(99, NOW + 99, PAGES - 1, 0)).unwrap();
        drop(archive);
        let mut archive = open(&files).unwrap();
        assert_eq!(archive.status().opened.tail_cut, 0);
        assert_eq!(found(&archive).len() as u64, PAGES, "and goes on from there");
        assert!(archive.doctor(false).unwrap().ok);
    }
}

/// Where the last frame begins.
fn last_frame(files: &FaultyFiles, name: &str, len: u64) -> u64 {
    let mut bytes = vec![0; len as usize];
    files.read(name, 0, &mut bytes).unwrap();
    bytes.windows(4).rposition(|four| four == b"WMF1").unwrap() as u64
}

#[test]
fn garbage_behind_the_end_is_cut_too() {
    let files = memory(true);
    let (name, len) = file(&files, "journal-");
    files.write(&name, len, &[0x57; 5_000]).unwrap();
    let mut archive = open(&files).unwrap();
    assert_eq!(archive.status().opened.tail_cut, 5_000);
    assert_eq!(found(&archive).len() as u64, PAGES);
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn a_damaged_frame_is_passed_over_and_the_doctor_leaves_it_out() {
    let whole = memory(false);
    let (name, len) = file(&whole, "journal-");
    let (mut of_text, mut of_all) = (0, 0);
    for at in (20..len - 400).step_by(37) {
        let files = copy(&whole);
        flip(&files, &name, at);
        let mut archive = open(&files).unwrap();
        assert!(archive.status().opened.damaged > 0, "byte {at}");
        // Where the text alone is damaged title, address and visit stay.
        let left = u64::from(archive.status().visits);
        of_text += u64::from(left == PAGES);
        of_all += 1;
        assert!(left >= PAGES - 1, "byte {at}");
        assert_eq!(found(&archive).len() as u64, left, "byte {at}");
        let report = archive.doctor(false).unwrap();
        assert!(!report.ok && report.lines.iter().any(|line| line.contains("damaged bytes")), "{report:?}");
        let report = archive.doctor(true).unwrap();
        assert!(!report.ok && report.repaired, "{report:?}");
        assert!(archive.doctor(false).unwrap().ok, "byte {at}");
        drop(archive);
        let archive = open(&files).unwrap();
        assert_eq!((archive.status().opened.damaged, found(&archive).len() as u64), (0, left));
    }
    assert!((1..of_all).contains(&of_text), "{of_text} of {of_all}");
}

/// A page whose text was damaged gets it back by its next visit, as it is or as it was.
#[test]
fn a_page_without_its_text_gets_it_back_by_the_next_visit() {
    let files = memory(false);
    let (name, len) = file(&files, "journal-");
    flip(&files, &name, len - 3);
    let archive = open(&files).unwrap();
    assert_eq!(
        archive.status().visits as u64,
        PAGES - 1,
        "as far as anybody knows it was never acknowledged"
    );
    drop(archive);
    let files = memory(true);
    flip(&files, &name, len - 3);
    for repaired in [false, true] {
        let mut archive = open(&files).unwrap();
        archive.doctor(repaired).unwrap();
        assert_eq!(archive.status().visits as u64, PAGES);
    }
    let mut archive = open(&files).unwrap();
    let last = archive.catalog().visits().len() as u32 - 1;
    assert_eq!(archive.text(last).unwrap().unwrap().1.text, "");
    archive.remember(&seen(90, NOW + 90, PAGES - 1, 0)).unwrap();
    let last = archive.catalog().visits().len() as u32 - 1;
    assert_ne!(archive.text(last).unwrap().unwrap().1.text, "", "the same words, and not what is damaged");
}

#[test]
fn a_page_that_cannot_be_read_hides_no_other() {
    // The checkpoint knows all pages, so that nothing is read at opening.
    let files = memory(true);
    let (name, len) = file(&files, "journal-");
    flip(&files, &name, len - 3);
    let mut archive = open(&files).unwrap();
    assert_eq!(found(&archive), (0..PAGES).collect::<Vec<_>>(), "its text alone is damaged");
    let all: Vec<u32> = (0..PAGES as u32).collect();
    assert_eq!(archive.captions(&all).unwrap().len() as u64, PAGES, "its title is whole");
    flip(&files, &name, last_frame(&files, &name, len) + 30);
    assert_eq!(archive.captions(&all).unwrap().len() as u64, PAGES - 1);
    assert_eq!(found(&archive), (0..PAGES - 1).collect::<Vec<_>>());
    assert!(!archive.doctor(true).unwrap().ok);
    assert!(archive.doctor(false).unwrap().ok);
    assert_eq!((archive.status().visits, found(&archive).len() as u64), (PAGES as u32 - 1, PAGES - 1));
}

fn answers(archive: &Archive) -> Result<Vec<SearchAnswer>, ErrorKind> {
    let ask = |q: &str| {
        let q = q.to_owned();
        let request = SearchRequest { limit: 20, ..request(q, NOW) };
        archive.search(&request).map_err(|error| error.kind)
    };
    ["page ", "\"stands on this page\" ", "site:example ", "zqa* ", "-page ", "beside read "]
        .into_iter()
        .map(ask)
        .collect()
}

#[test]
fn a_damaged_index_comes_back_with_the_same_answers() {
    let whole = memory(true);
    let expected = answers(&open(&whole).unwrap()).unwrap();
    let mut rebuilt = 0;
    for begin in ["seg-", "manifest-"] {
        let (name, len) = file(&whole, begin);
        for at in (0..len).step_by(11) {
            let files = copy(&whole);
            flip(&files, &name, at);
            rebuilt += u32::from(heals(&files, &expected, &format!("{name} at {at}")));
        }
        for len in [0, 1, len / 2, len - 1] {
            let files = copy(&whole);
            files.cut(&name, len).unwrap();
            rebuilt += u32::from(heals(&files, &expected, &format!("{name} cut at {len}")));
        }
        let files = copy(&whole);
        files.remove(&name).unwrap();
        heals(&files, &expected, &format!("{name} removed"));
    }
    println!("{rebuilt} damaged indexes, rebuilt");
    assert!(rebuilt > 50, "{rebuilt}");
}

/// Opens, searches (an answer is right or none), does the idle work, searches again. True when the index was rebuilt.
fn heals(files: &Arc<FaultyFiles>, expected: &[SearchAnswer], what: &str) -> bool {
    let mut archive = open(files).unwrap_or_else(|error| panic!("{what}: {error}"));
    match answers(&archive) {
        Ok(found) => assert_eq!(found, expected, "{what}"),
        Err(kind) => assert_eq!(kind, ErrorKind::Corrupt, "{what}"),
    }
    tend(&mut archive);
    assert_eq!(answers(&archive).unwrap(), expected, "{what}");
    let rebuilt = archive.status().opened.index_rebuilt;
    archive.settle().unwrap();
    if !archive.doctor(true).unwrap().ok {
        panic!("{what}: not repaired");
    }
    drop(archive);
    assert_eq!(answers(&open(files).unwrap()).unwrap(), expected, "{what}");
    rebuilt
}

/// Damage that no search has met yet: the doctor tells of it without mending anything, until it is asked to.
#[test]
fn the_doctor_says_that_an_index_is_damaged() {
    let files = memory(true);
    let (name, len) = file(&files, "seg-");
    let mut archive = open(&files).unwrap();
    flip(&files, &name, len / 3);
    for _ in 0..2 {
        let report = archive.doctor(false).unwrap();
        assert!(!report.ok && !report.repaired, "{report:?}");
        assert!(report.lines.iter().any(|line| line.starts_with("index: is damaged")), "{report:?}");
    }
    assert!(archive.doctor(true).unwrap().repaired);
    let report = archive.doctor(false).unwrap();
    assert!(report.ok, "{report:?}");
    for line in ["catalog: 12 visits, 12 captures", "index: 12 captures, 0 missing, 0 twice"] {
        assert!(report.lines.iter().any(|told| told == line), "{line}: {report:?}");
    }
    assert!(report.lines[0].starts_with("journal: 12 events, "), "{report:?}");
    assert_eq!(report.lines.len(), 3, "of what is not wrong nothing more is said: {report:?}");
    assert_eq!(found(&archive).len() as u64, PAGES);
}

#[test]
fn a_damaged_index_does_not_keep_what_is_forgotten_from_being_erased() {
    let files = memory(true);
    let (name, len) = file(&files, "seg-");
    let mut archive = open(&files).unwrap();
    flip(&files, &name, len / 3);
    let page = webmynd_engine::archive::Which::Page { page: url(3) };
    let op = archive.mutate(&page, &webmynd_engine::archive::Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(&mut archive);
    archive.settle().unwrap();
    assert_eq!(found(&archive), (0..PAGES).filter(|page| *page != 3).collect::<Vec<_>>());
    let all = files.quietly(|| crate::common::traces::everything(&*files));
    assert!(all.iter().all(|(_, bytes)| !crate::common::traces::holds(bytes, &word(3, 0))));
    assert!(archive.doctor(false).unwrap().ok);
}
