//! Trails and versions: where one came from and went, and what a page said before, also after a restart, a rebuilt catalog, a move.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, seen, url};
use crate::common::secret::NOW;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::catalog::{Flag, Trail};
use webmynd_engine::page::Seen;

/// Visit `id` of `page`, come to from another visit.
fn from(id: u64, page: u64, from: u64) -> Seen {
    Seen { from: Some(hex(from)), ..seen(id, NOW + id as i64 * 1_000, page, 0) }
}

fn start(id: u64, page: u64) -> Seen {
    seen(id, NOW + id as i64 * 1_000, page, 0)
}

/// A search (1), two pages of it (2, 4), one behind the first (3), and a page that came from nowhere (5): ordinals are one less.
fn browsed() -> (Arc<FaultyFiles>, Archive) {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for seen in [start(1, 1), from(2, 2, 1), from(3, 3, 2), from(4, 4, 1), start(5, 5)] {
        archive.remember(&seen).unwrap();
    }
    (files, archive)
}

fn trail(archive: &Archive, of: u32) -> (Vec<u32>, Vec<u32>) {
    let Trail { before, after } = archive.catalog().trail(of);
    (before, after)
}

fn forget(archive: &mut Archive, id: u64) -> u32 {
    archive.mutate(&Which::Visits { visits: vec![hex(id)] }, &Change::Forget, NOW + 60_000).unwrap().op
}

fn assert_whole(archive: &Archive) {
    assert_eq!(trail(archive, 0), (vec![], vec![1, 3]));
    assert_eq!(trail(archive, 1), (vec![0], vec![2]));
    assert_eq!(trail(archive, 2), (vec![0, 1], vec![]));
    assert_eq!(trail(archive, 4), (vec![], vec![]));
    assert_eq!(trail(archive, 99), (vec![], vec![]));
}

#[test]
fn a_trail_leads_back_and_on_also_after_a_restart() {
    let (files, mut archive) = browsed();
    assert_whole(&archive);
    // By the journal alone, then by a checkpoint.
    assert_whole(&open(&files).unwrap());
    while archive.tend(NOW).unwrap().more {}
    archive.settle().unwrap();
    assert_whole(&open(&files).unwrap());
}

#[test]
fn what_is_forgotten_is_no_part_of_a_trail_and_comes_back_to_it() {
    let (_, mut archive) = browsed();
    let op = forget(&mut archive, 2);
    assert_eq!(trail(&archive, 0), (vec![], vec![3]));
    assert_eq!(trail(&archive, 2), (vec![], vec![]));
    archive.undo(op, NOW + 61_000).unwrap();
    assert_whole(&archive);
}

#[test]
fn a_later_look_and_an_export_keep_the_trail() {
    let (_, mut archive) = browsed();
    archive.remember(&Seen { look: 1, ..Seen { title: "Other".into(), ..from(3, 3, 2) } }).unwrap();
    assert_whole(&archive);
    let part = archive.export("", NOW).unwrap();
    let mut other = open(&Arc::new(FaultyFiles::default())).unwrap();
    other.import(&part.text, 1, NOW).unwrap();
    assert_whole(&other);
}

#[test]
fn a_visit_that_comes_before_its_source_is_tied_to_it_later() {
    let (_, mut archive) = browsed();
    // A revisit of the first page leads to a fourth: in an export it stands with the first.
    archive.remember(&seen(6, NOW + 6_000, 1, 0)).unwrap();
    archive.remember(&from(7, 7, 6)).unwrap();
    archive.remember(&from(8, 2, 7)).unwrap();
    let lines = archive.export("", NOW).unwrap().text;
    for backwards in [false, true] {
        let mut lines: Vec<&str> = lines.lines().collect();
        if backwards {
            lines.reverse();
        }
        let files = Arc::new(FaultyFiles::default());
        let mut other = open(&files).unwrap();
        for line in lines {
            other.import(line, 1, NOW).unwrap();
        }
        for _ in 0..2 {
            assert_eq!(trail(&other, 7), (vec![5, 6], vec![]));
            assert_eq!(trail(&other, 0), (vec![], vec![1, 3]));
            other = open(&files).unwrap();
        }
    }
}

#[test]
fn a_trail_is_bounded_and_takes_the_first_of_one_moment() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    archive.remember(&start(1, 1)).unwrap();
    for id in 2..100 {
        archive.remember(&from(id, id, id - 1)).unwrap();
    }
    let (before, after) = trail(&archive, 98);
    assert_eq!((before.len(), before.last(), after.len()), (24, Some(&97), 0));
    for id in 100..200 {
        archive.remember(&from(id, id, 1)).unwrap();
    }
    assert_eq!(trail(&archive, 0).1.len(), 24);
    // A visit that says that it came from itself, or from what is not known, came from nowhere.
    archive.remember(&from(300, 300, 300)).unwrap();
    archive.remember(&from(301, 301, 999)).unwrap();
    let total = archive.catalog().visits().len() as u32;
    assert_eq!(trail(&archive, total - 1).0, [0; 0]);
    assert_eq!(trail(&archive, total - 2).0, [0; 0]);
}

#[test]
fn versions_are_told_newest_first_and_flagged() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    // Page 1 said 0, then 1, then 0 again, then 2; page 2 always the same.
    for (id, page, version) in [(1, 1, 0), (2, 1, 1), (3, 2, 0), (4, 1, 0), (5, 1, 2), (6, 2, 0)] {
        archive.remember(&seen(id, NOW + id as i64 * 1_000, page, version)).unwrap();
    }
    let versions = archive.catalog().versions_at(0);
    assert_eq!(
        (versions.ordinals.as_slice(), versions.at, versions.total),
        ([4, 1, 3].as_slice(), Some(2), 3)
    );
    assert_eq!(archive.catalog().versions_at(3), versions);
    let single = archive.catalog().versions_at(2);
    assert_eq!((single.ordinals.as_slice(), single.total), ([5].as_slice(), 1));
    let flags = archive.catalog().frames(0, 6).flags;
    let both = Flag::VERSIONS | Flag::OLDER;
    let of: Vec<u8> = flags.iter().map(|flags| flags & both).collect();
    assert_eq!(of, [both, both, 0, both, Flag::VERSIONS, 0]);
    let visits = archive.catalog().visits_at(0, 3);
    assert_eq!((visits.ordinals.as_slice(), visits.first, visits.total), ([4, 3, 1].as_slice(), Some(0), 4));
    // What is forgotten is no version, and no visit.
    forget(&mut archive, 5);
    assert_eq!(archive.catalog().visits_at(4, 9).ordinals, [3, 1, 0]);
    let left = archive.catalog().versions_at(0);
    assert_eq!((left.ordinals.as_slice(), left.total), ([1, 3].as_slice(), 2));
    assert_eq!(archive.catalog().frames(1, 2).flags[0] & both, Flag::VERSIONS);
    assert!(archive.page_state(&url(1)).captures >= 2);
}
