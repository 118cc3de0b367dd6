//! What was forgotten a moment ago is out of sight everywhere, by the pages that were meant; and comes back as it was.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, seen, url, word};
use crate::common::secret::{NOW, URL, forget, lived};
use std::sync::Arc;
use webmynd_engine::ErrorKind;
use webmynd_engine::archive::{Archive, Change, Selection, Weight, Which};
use webmynd_engine::page::VisitId;
use webmynd_engine::ports::{PictureKey, PictureSize};

fn page(page: u64) -> Which {
    Which::Page { page: url(page) }
}

fn star(archive: &mut Archive, which: &Which, on: bool) {
    archive.mutate(which, &Change::Star { on }, NOW).unwrap();
}

/// Two versions of page 1 with three visits, one of each of the others.
fn some(files: &Arc<FaultyFiles>) -> Archive {
    let mut archive = open(files).unwrap();
    for (id, (page, version)) in [(1, 0), (2, 0), (1, 0), (1, 1), (3, 0)].into_iter().enumerate() {
        archive.remember(&seen(id as u64 + 1, NOW + id as i64 * 1000, page, version)).unwrap();
    }
    archive
}

#[test]
fn an_export_has_no_picture_of_it_and_no_icon() {
    let mut archive = lived(&Arc::new(FaultyFiles::default()));
    let key = |size, hash| PictureKey { size, hash: VisitId::parse(&hex(hash)).unwrap().0 };
    let keys = [key(PictureSize::Thumb, 901), key(PictureSize::Full, 901), key(PictureSize::Icon, 911)];
    let exported = |archive: &Archive| archive.export("", NOW).unwrap().text.contains("xhostq");
    assert!(archive.exported_pictures(&keys).len() == 3 && exported(&archive));
    let op = forget(&mut archive);
    assert!(archive.exported_pictures(&keys).is_empty() && !exported(&archive));
    archive.undo(op, NOW).unwrap();
    assert!(archive.exported_pictures(&keys).len() == 3 && exported(&archive));
}

#[test]
fn counts_captions_and_labels_say_nothing_of_it() {
    let mut archive = lived(&Arc::new(FaultyFiles::default()));
    let before = (archive.catalog().overview(), archive.status());
    assert_eq!((before.0.starred.iter().sum::<u32>(), before.0.hidden.len()), (2, 0));
    let latest = |archive: &Archive, most| archive.recent(most).unwrap();
    assert!(latest(&archive, 64).iter().any(|caption| caption.url == URL) && latest(&archive, 1).len() == 1);
    let op = forget(&mut archive);
    let overview = archive.catalog().overview();
    let hidden: u32 = overview.hidden.chunks(2).map(|pair| pair[1] - pair[0]).sum();
    assert_eq!((overview.starred.iter().sum::<u32>(), hidden), (0, 2));
    let total = archive.catalog().visits().len() as u32;
    let named = archive.captions(&(0..total).collect::<Vec<_>>()).unwrap();
    assert!(named.len() as u32 == total - 2 && named.iter().all(|caption| caption.url != URL));
    assert!(latest(&archive, 64).iter().all(|caption| caption.url != URL));
    assert!(archive.catalog().labels().is_empty());
    let status = archive.status();
    assert_eq!((status.visits, status.webmarks), (before.1.visits - 2, 0));
    archive.undo(op, NOW).unwrap();
    let after = (archive.catalog().overview(), archive.status());
    assert_eq!(after.0, before.0);
    assert_eq!((after.1.visits, after.1.webmarks), (before.1.visits, before.1.webmarks));
}

#[test]
fn a_star_or_a_label_keeps_what_was_just_forgotten() {
    for label in [false, true] {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = some(&files);
        archive.mutate(&page(1), &Change::Forget, NOW).unwrap();
        let change = match label {
            true => Change::Label { label: "kept".into(), on: true },
            false => Change::Star { on: true },
        };
        assert_eq!(archive.mutate(&page(1), &change, NOW).unwrap().count, 1);
        for archive in [&archive, &open(&files).unwrap()] {
            let state = archive.page_state(&url(1));
            assert_eq!((state.visits, state.captures, state.forgotten), (3, 2, 0));
            assert_eq!((state.star, state.labels.len()), (!label, usize::from(label)));
            assert_eq!(archive.status().undoable, [], "there is nothing left to be taken back");
        }
    }
}

#[test]
fn what_takes_a_mark_away_keeps_nothing_and_an_undo_brings_the_star_back() {
    let mut archive = some(&Arc::new(FaultyFiles::default()));
    star(&mut archive, &page(1), true);
    let op = archive.mutate(&page(1), &Change::Forget, NOW).unwrap().op;
    star(&mut archive, &page(1), false);
    assert!(!archive.page_state(&url(1)).remembered);
    archive.undo(op, NOW).unwrap();
    assert!(archive.page_state(&url(1)).star && archive.page_state(&url(1)).visits == 3);
}

#[test]
fn pages_of_results_go_with_all_visits_and_versions_by_one_call() {
    let mut archive = some(&Arc::new(FaultyFiles::default()));
    star(&mut archive, &page(1), true);
    let generation = archive.catalog().generation();
    let selection = Selection { generation, ranges: vec![(3, 5)] };
    let visits = Which::Selection { selection: selection.clone() };
    let pages = Which::PagesOf { pages_of: selection };
    let weigh = |which: &Which| archive.weigh(which, NOW).unwrap();
    assert_eq!(weigh(&visits), Weight { visits: 2, pages: 2, webmarks: 1 });
    assert_eq!(weigh(&pages), Weight { visits: 4, pages: 2, webmarks: 1 });
    assert_eq!(archive.mutate(&pages, &Change::Forget, NOW).unwrap().count, 4);
    assert_eq!(archive.status().visits, 1);
    let old = Which::PagesOf { pages_of: Selection { generation: generation + 1, ranges: vec![(0, 1)] } };
    assert_eq!(archive.mutate(&old, &Change::Forget, NOW).unwrap_err().kind, ErrorKind::Retry);
}

#[test]
fn a_query_that_was_not_understood_changes_nothing() {
    let mut archive = some(&Arc::new(FaultyFiles::default()));
    let query = |query: &str| Which::Query { query: query.into(), offset_min: 0 };
    let old = word(1, 0);
    for refused in
        [format!("{old} on:nonsense"), format!("{old} is:nothing"), format!("{old} site:"), "  ".into()]
    {
        for change in [Change::Forget, Change::Star { on: true }] {
            let error = archive.mutate(&query(&refused), &change, NOW).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Invalid, "{refused}");
        }
    }
    assert_eq!(archive.status().visits, 5);
    let beginning = &old[..old.len() - 1];
    assert_eq!(archive.mutate(&query(beginning), &Change::Forget, NOW).unwrap().count, 0, "a whole word");
    assert_eq!(archive.mutate(&query(&old), &Change::Forget, NOW).unwrap().count, 3, "versions, too");
    assert!(!archive.page_state(&url(1)).remembered);
}

/// What is out of sight weighs nothing, and its page is not meant by it: what is left of that stays.
#[test]
fn what_is_hidden_is_not_meant_by_what_points_at_it() {
    let mut archive = some(&Arc::new(FaultyFiles::default()));
    archive.mutate(&Which::Visits { visits: vec![hex(1)] }, &Change::Forget, NOW).unwrap();
    let generation = archive.catalog().generation();
    let at = archive.catalog().ordinal(VisitId::parse(&hex(1)).unwrap()).unwrap();
    let only = |to| Selection { generation, ranges: vec![(at, to)] };
    let (hidden, more) = (only(at + 1), only(u32::MAX));
    for which in [Which::Selection { selection: hidden.clone() }, Which::PagesOf { pages_of: hidden }] {
        assert_eq!(archive.weigh(&which, NOW).unwrap(), Weight::default(), "{which:?}");
        assert_eq!(archive.mutate(&which, &Change::Forget, NOW).unwrap().count, 0, "{which:?}");
    }
    assert_eq!(archive.weigh(&Which::Selection { selection: more }, NOW).unwrap().visits, 4);
    star(&mut archive, &page(1), true);
    assert_eq!(archive.weigh(&page(1), NOW).unwrap(), Weight { visits: 2, pages: 1, webmarks: 1 });
    assert_eq!(archive.weigh(&page(2), NOW).unwrap(), Weight { visits: 1, pages: 1, webmarks: 0 });
}

/// An undo takes back what was done and no more: what was so before is no change.
#[test]
fn an_undo_of_marks_gives_back_what_was_before() {
    let mut archive = some(&Arc::new(FaultyFiles::default()));
    let label = |on| Change::Label { label: " kept ".into(), on };
    let marks = |archive: &Archive| {
        let state = archive.page_state(&url(1));
        (state.star, state.labels)
    };
    let (none, both) = ((false, vec![]), (true, vec!["kept".to_owned()]));
    for on in [true, false] {
        let changes = [Change::Star { on }, label(on)];
        let before = marks(&archive);
        let ops = changes.clone().map(|change| archive.mutate(&page(1), &change, NOW).unwrap().op);
        assert_eq!(&marks(&archive), if on { &both } else { &none });
        for change in changes.clone() {
            let again = archive.mutate(&page(1), &change, NOW).unwrap();
            assert_eq!((again.op, again.count), (0, 0), "{change:?} is no change");
        }
        for op in ops {
            assert_eq!(archive.undo(op, NOW).unwrap().count, 1);
        }
        assert_eq!(marks(&archive), before);
        for change in changes {
            archive.mutate(&page(1), &change, NOW).unwrap();
        }
    }
    for (name, taken) in [("a".repeat(100), true), ("a".repeat(101), false), ("  ".to_owned(), false)] {
        let change = Change::Label { label: name, on: true };
        assert_eq!(archive.mutate(&page(2), &change, NOW).is_ok(), taken, "{change:?}");
    }
}
