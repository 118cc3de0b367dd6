//! The checkpoint is written in slices of one size, left when a page comes, and never believed half.
use crate::common::counted::Counted;
use crate::common::model::{finds, open, seen, url, word};
use std::sync::Arc;
use webmynd_engine::archive::Archive;
use webmynd_engine::ports::{Files, MemoryFiles};

const NOW: i64 = 1_790_000_000_000;
/// More than go into two slices.
const MANY: u64 = 10_000;

fn remember(archive: &mut Archive, pages: std::ops::Range<u64>) {
    for n in pages {
        archive.remember(&seen(n, NOW + n as i64, n, 0)).unwrap();
    }
}

fn rest(archive: &mut Archive) {
    while archive.tend(NOW).unwrap().more {}
}

/// What the files hold under a name that begins so.
fn names(files: &dyn Files) -> Vec<String> {
    let listed = files.list().unwrap().into_iter().map(|file| file.name);
    let mut names: Vec<_> = listed.filter(|name| name.starts_with("catalog-")).collect();
    names.sort();
    names
}

#[test]
fn no_slice_writes_more_in_a_large_memory() {
    let files = Arc::new(Counted::default());
    let mut archive = open(&files).unwrap();
    let mut slices = Vec::new();
    for pages in [0..MANY / 4, MANY / 4..MANY] {
        remember(&mut archive, pages);
        rest(&mut archive);
        let mut wrote = Vec::new();
        loop {
            let before = files.written();
            let more = archive.settle_some().unwrap();
            wrote.push(files.written() - before);
            if !more {
                break;
            }
        }
        slices.push(wrote);
    }
    println!("bytes of each slice of a checkpoint: {slices:?}");
    let [small, large] = &slices[..] else { panic!("{slices:?}") };
    // Half a megabyte and a piece; the first also commits what the index has in memory.
    assert!(large.len() > small.len() && large.iter().all(|bytes| *bytes < 800_000), "{slices:?}");
}

#[test]
fn one_that_a_page_came_into_is_begun_anew_and_one_that_was_cut_short_is_none() {
    for is_cut_short in [false, true] {
        let files = Arc::new(MemoryFiles::default());
        let mut archive = open(&files).unwrap();
        remember(&mut archive, 0..2_500);
        rest(&mut archive);
        archive.settle().unwrap();
        remember(&mut archive, 2_500..5_000);
        rest(&mut archive);
        assert!(archive.settle_some().unwrap(), "there is more than one slice of it");
        remember(&mut archive, 5_000..5_001);
        assert!(archive.settle_some().unwrap(), "it is begun anew");
        assert_eq!(names(&*files), ["catalog-a.wmc", "catalog-b.wmc"]);
        if !is_cut_short {
            archive.settle().unwrap();
        }
        drop(archive);
        let archive = open(&files).unwrap();
        assert_eq!(archive.catalog().visits().len(), 5_001, "{is_cut_short}");
        assert!(finds(&archive, &word(5_000, 0), &url(5_000), NOW));
        // The half one is removed: it may name what is forgotten later.
        assert_eq!(names(&*files).len(), 1 + usize::from(!is_cut_short));
    }
}

#[test]
fn a_damaged_piece_costs_a_replay_and_no_page() {
    let files = Arc::new(MemoryFiles::default());
    let mut archive = open(&files).unwrap();
    for pages in [0..1_000, 1_000..2_000] {
        remember(&mut archive, pages);
        rest(&mut archive);
        archive.settle().unwrap();
    }
    let whole = archive;
    let len =
        |name: &str| files.list().unwrap().iter().find(|file| file.name == name).map_or(0, |file| file.len);
    // The newer one at 25 places, then the older one, too: head, pieces and summary.
    for at in 0..25 {
        let copy = Arc::new(files.copy());
        for name in names(&*files).iter().rev().take(1 + at as usize % 2) {
            let at = len(name) * at / 25;
            let mut byte = [0];
            copy.read(name, at, &mut byte).unwrap();
            copy.write(name, at, &[byte[0] ^ 0x20]).unwrap();
        }
        let archive = open(&copy).unwrap();
        assert_eq!(archive.catalog().differences(whole.catalog()), Vec::<String>::new(), "{at}");
    }
}
