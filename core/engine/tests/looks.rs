//! A visit has looks: what it shows now takes the place of what it showed, in journal, catalog, index and export.
use crate::common::faulty::{FaultyFiles, Random};
use crate::common::model::{finds, hex, open, seen, url, word};
use crate::common::secret::NOW;
use crate::common::traces::{everything, holds};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, PictureFacts, Which};
use webmynd_engine::page::{Remembered, RememberedKind, Seen};
use webmynd_engine::ports::PictureSize;

/// The `look`-th look of visit `id` at `page`, which shows `version`.
fn at(id: u64, look: u16, page: u64, version: u64) -> Seen {
    Seen { look, ..seen(id, NOW + id as i64 * 1000, page, version) }
}

fn look(archive: &mut Archive, id: u64, look: u16, page: u64, version: u64) -> Remembered {
    archive.remember(&at(id, look, page, version)).unwrap()
}

fn shows(archive: &Archive, page: u64, version: u64) -> bool {
    finds(archive, &word(page, version), &url(page), NOW)
}

fn tend(archive: &mut Archive, now: i64) {
    while archive.tend(now).unwrap().more {}
    archive.settle().unwrap();
}

#[test]
fn a_later_look_takes_the_place_of_the_earlier_one() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    assert_eq!(look(&mut archive, 1, 0, 1, 0).kind, RememberedKind::New);
    let before = archive.caption(0).unwrap().unwrap();
    assert_eq!(look(&mut archive, 1, 1, 1, 1).kind, RememberedKind::Look);
    for _ in 0..2 {
        let after = archive.caption(0).unwrap().unwrap();
        assert_eq!((after.id.as_str(), after.at, after.ordinal), (before.id.as_str(), before.at, 0));
        assert!(after.title.contains(&word(1, 1)));
        assert!(!shows(&archive, 1, 0) && shows(&archive, 1, 1));
        let state = archive.page_state(&url(1));
        assert_eq!((state.visits, state.captures), (1, 1), "it is one visit and no version");
        archive = open(&files).unwrap();
    }
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn a_look_that_comes_again_or_late_or_says_nothing_changes_nothing() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    look(&mut archive, 1, 0, 1, 0);
    look(&mut archive, 1, 2, 1, 1);
    let bytes = archive.status().journal_bytes;
    for (number, version) in [(2, 1), (1, 0), (0, 0), (3, 1)] {
        assert_eq!(look(&mut archive, 1, number, 1, version).kind, RememberedKind::Again);
    }
    assert!(archive.status().journal_bytes == bytes && shows(&archive, 1, 1));
}

#[test]
fn what_other_visits_saw_stays() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    look(&mut archive, 1, 0, 1, 0);
    assert_eq!(look(&mut archive, 2, 0, 1, 0).kind, RememberedKind::Revisit);
    look(&mut archive, 2, 1, 1, 1);
    assert!(shows(&archive, 1, 0) && shows(&archive, 1, 1));
    assert_eq!(archive.page_state(&url(1)).captures, 2);
    // And back: it is the version of the first visit again, and no third one.
    look(&mut archive, 2, 2, 1, 0);
    assert_eq!(archive.page_state(&url(1)).captures, 1);
    // A, B, A are two versions, whatever comes between.
    look(&mut archive, 3, 0, 1, 2);
    assert_eq!(look(&mut archive, 4, 0, 1, 0).kind, RememberedKind::Revisit);
    assert_eq!(archive.page_state(&url(1)).captures, 2);
}

#[test]
fn a_page_that_loads_and_then_shows_what_it_showed_last_time_is_no_version() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    look(&mut archive, 1, 0, 1, 0);
    let loading = Seen {
        title: "Loading…".into(),
        html: String::new(),
        text: Some("Loading…".into()),
        ..at(2, 0, 1, 0)
    };
    assert_eq!(archive.remember(&loading).unwrap().kind, RememberedKind::Version);
    assert_eq!(look(&mut archive, 2, 1, 1, 0).kind, RememberedKind::Look);
    let state = archive.page_state(&url(1));
    assert_eq!((state.visits, state.captures), (2, 1));
}

#[test]
fn an_address_that_is_rewritten_takes_the_visit_with_it_unless_a_person_marked_the_page() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    look(&mut archive, 1, 0, 1, 0);
    look(&mut archive, 1, 1, 2, 1);
    assert!(!archive.page_state(&url(1)).remembered && archive.page_state(&url(2)).remembered);
    archive.mutate(&Which::Page { page: url(2) }, &Change::Star { on: true }, NOW).unwrap();
    look(&mut archive, 1, 2, 3, 0);
    assert!(archive.page_state(&url(2)).star && !archive.page_state(&url(3)).remembered);
    assert!(finds(&archive, &word(3, 0), &url(2), NOW), "what it shows is found all the same");
}

#[test]
fn the_picture_of_the_first_look_stays_with_the_visit() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    assert!(look(&mut archive, 1, 0, 1, 0).wants_picture);
    archive
        .attach_picture(&hex(1), PictureFacts { hash: hex(77), width: 8, ..PictureFacts::default() })
        .unwrap();
    assert!(!look(&mut archive, 1, 1, 1, 1).wants_picture);
    assert!(archive.take_orphans().is_empty());
    let mut archive = open(&files).unwrap();
    let key = archive.picture_key(0, PictureSize::Thumb).unwrap();
    assert!(archive.uses_picture(key) && archive.doctor(false).unwrap().ok);
}

#[test]
fn the_picture_of_a_page_is_renewed_on_its_second_visit_and_ever_more_rarely() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let mut renewed = Vec::new();
    for visit in 1..=20 {
        if look(&mut archive, visit, 0, 1, 0).wants_picture {
            renewed.push(visit);
            let picture = PictureFacts { hash: hex(100 + visit), width: 8, ..PictureFacts::default() };
            archive.attach_picture(&hex(visit), picture).unwrap();
        }
    }
    assert_eq!(renewed, [1, 2, 4, 8, 16]);
}

#[test]
fn a_page_that_was_not_there_yet_is_pictured_again() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let loading = Seen { html: String::new(), text: Some("Loading…".into()), ..at(1, 0, 1, 0) };
    archive.remember(&loading).unwrap();
    let picture = |hash| PictureFacts { hash: hex(hash), width: 8, ..PictureFacts::default() };
    archive.attach_picture(&hex(1), picture(77)).unwrap();
    assert!(look(&mut archive, 1, 1, 1, 0).wants_picture);
    // Until there is one, and where none comes, it has the first.
    let key = |archive: &Archive| archive.picture_key(0, PictureSize::Thumb).unwrap();
    let first = key(&archive);
    archive.attach_picture(&hex(1), picture(78)).unwrap();
    assert_ne!(key(&archive), first);
    assert!(archive.take_orphans().contains(&first));
    assert!(!look(&mut archive, 1, 2, 1, 1).wants_picture);
}

#[test]
fn a_forgotten_visit_does_not_come_back_by_a_look() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    look(&mut archive, 1, 0, 1, 0);
    let op = archive.mutate(&Which::Page { page: url(1) }, &Change::Forget, NOW).unwrap().op;
    assert_eq!(look(&mut archive, 1, 1, 1, 1).kind, RememberedKind::Again);
    assert!(!archive.page_state(&url(1)).remembered && !shows(&archive, 1, 1));
    archive.undo(op, NOW).unwrap();
    assert!(shows(&archive, 1, 0));
    let op = archive.mutate(&Which::Page { page: url(1) }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    for number in 0..3 {
        assert_eq!(look(&mut archive, 1, number, 1, 2).kind, RememberedKind::Forgotten, "the tab shows it");
    }
    assert!(!archive.page_state(&url(1)).remembered && !shows(&archive, 1, 2));
    assert_eq!(look(&mut archive, 2, 0, 1, 2).kind, RememberedKind::New, "another visit is another matter");
}

#[test]
fn what_earlier_looks_showed_leaves_the_files_with_their_page() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for page in 2..6 {
        look(&mut archive, page, 0, page, 0);
    }
    for number in 0..3 {
        look(&mut archive, 1, number, 1, u64::from(number));
    }
    tend(&mut archive, NOW);
    let op = archive.mutate(&Which::Page { page: url(1) }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(&mut archive, NOW);
    for (name, bytes) in everything(&*files) {
        for version in 0..3 {
            assert!(!holds(&bytes, &word(1, version)), "version {version} in {name}");
        }
    }
    assert!(shows(&archive, 2, 0) && archive.doctor(false).unwrap().ok);
}

#[test]
fn what_earlier_looks_showed_leaves_the_files_when_it_is_much() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    // As long packed as it can be: what repeats itself is no byte of the journal.
    let letters = |n: u64| -> String {
        let mut random = Random(n);
        (0..90_000).map(|_| char::from(b'a' + random.below(26) as u8)).collect()
    };
    let mut most = 0;
    for page in 0..40 {
        for number in 0..4 {
            let text = format!("{} {}", word(page, u64::from(number)), letters(page * 7 + u64::from(number)));
            archive
                .remember(&Seen {
                    text: Some(text),
                    html: String::new(),
                    ..at(page + 1, number, page, u64::from(number))
                })
                .unwrap();
        }
        tend(&mut archive, NOW);
        most = most.max(archive.status().journal_bytes);
    }
    assert!(most < 40 * 90_000, "{most} bytes of forty pages that were looked at four times");
    assert!(archive.doctor(false).unwrap().ok);
    let archive = open(&files).unwrap();
    assert!(archive.caption(39).unwrap().unwrap().title.contains("Page 39"));
}

#[test]
fn a_page_that_is_loaded_again_and_shows_the_same_is_one_stay() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let first = look(&mut archive, 1, 0, 1, 0);
    let again = archive.remember(&Seen { stays: Some(hex(1)), ..at(2, 0, 1, 0) }).unwrap();
    assert_eq!((again.kind, again.visit), (RememberedKind::Again, first.visit));
    let other = archive.remember(&Seen { stays: Some(hex(1)), ..at(3, 0, 1, 1) }).unwrap();
    assert_eq!((other.kind, other.visit), (RememberedKind::Version, hex(3)));
    assert_eq!(archive.page_state(&url(1)).visits, 2);
}
