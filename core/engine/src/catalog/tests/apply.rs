//! Events to rows: what counts, what changes nothing, what is left over.
use super::*;
use crate::catalog::{Operation, PageKey};
use crate::event::Iconed;
use std::collections::BTreeSet;

const A: &str = "https://a.test/";
const B: &str = "https://b.test/";

#[test]
fn what_belongs_to_nothing_changes_nothing_and_names_its_part() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    let gone = apply_at(&mut catalog, 7, &visit(9, 2, NOON), &[]);
    assert_eq!(gone.parts, BTreeSet::from([7]));
    let gone = apply_at(&mut catalog, 8, &picture(9, 5), &[]);
    assert_eq!((gone.parts, gone.pictures), (BTreeSet::from([8]), vec![[5; 16]]));
    let gone = apply_at(&mut catalog, 9, &star(1, B, true), &[]);
    assert_eq!(gone.unknown, [(PageKey::of(B), 9)]);
    assert_eq!((catalog.visits().len(), catalog.captures().len()), (1, 1));
}

#[test]
fn a_visit_counts_once_however_often_it_is_said() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    for _ in 0..2 {
        apply(&mut catalog, &visit(0, 1, NOON), &[]);
        apply(&mut catalog, &visit(0, 2, NOON + 5), &[]);
    }
    let one = catalog.capture(0).unwrap();
    assert_eq!((one.visits, one.alive, one.newest), (2, 2, (NOON + 5, id(2))));
    assert_eq!(catalog.next_no(), 1);
}

#[test]
fn versions_of_a_page_are_linked_the_newest_first() {
    let catalog = made(&[
        capture(0, A, 1, NOON),
        capture(1, B, 2, NOON),
        capture(2, A, 3, NOON),
        capture(5, A, 4, NOON),
    ]);
    let page = catalog.page(A).unwrap();
    assert_eq!((page.latest, page.captures), (5, 3));
    assert_eq!(catalog.versions(page).map(|one| one.no).collect::<Vec<_>>(), [5, 2, 0]);
    assert_eq!(catalog.version_of(A, &[3; 16]), Some(2));
    assert_eq!((catalog.version_of(B, &[3; 16]), catalog.next_no()), (None, 6));
}

#[test]
fn a_picture_or_a_favicon_that_is_replaced_is_gone_and_the_same_again_is_not() {
    let icon = |hash: u8| Event::Icon(Iconed { host: "a.test".into(), hash: to_hex(&[hash; 16]) });
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    for (hash, gone) in [(4, vec![]), (4, vec![]), (5, vec![[4; 16]])] {
        assert_eq!(apply(&mut catalog, &picture(0, hash), &[]).pictures, gone);
        assert_eq!(apply(&mut catalog, &icon(hash), &[]).icons, gone);
    }
    assert_eq!(catalog.icons().collect::<Vec<_>>(), [("a.test", [5; 16])]);
}

/// The pages on which an operation changed something.
fn changed(catalog: &Catalog, op: u32) -> usize {
    match &catalog.operations()[&op] {
        Operation::Star { pages, .. } | Operation::Label { pages, .. } => pages.len(),
        Operation::Forget { .. } => 0,
    }
}

#[test]
fn only_what_changes_something_can_be_taken_back() {
    let catalog = made(&[
        capture(0, A, 1, NOON),
        star(1, A, false),
        star(2, A, true),
        star(3, A, true),
        label(4, A, "x", false),
        label(5, A, "x", true),
        label(6, A, "x", true),
        label(7, A, "y", true),
        label(8, A, "x", false),
    ]);
    let counts: Vec<usize> = (1..=8).map(|op| changed(&catalog, op)).collect();
    assert_eq!(counts, [0, 1, 0, 0, 1, 0, 1, 1]);
    let page = catalog.page(A).unwrap();
    assert!(page.star);
    assert_eq!(catalog.labels_of(page), ["y"]);
    assert_eq!(catalog.next_op(), 9);
}

#[test]
fn of_two_words_on_a_star_the_later_one_counts_in_whatever_order_they_come() {
    let said = |clock: u64, on: bool| {
        let stamp = Stamp { clock, by: Some("11".repeat(16)) };
        Event::Star(Starred { op: 0, at: NOON, pages: vec![A.to_owned()], on, stamp })
    };
    for (first, second, star) in
        [((5, true), (6, false), false), ((6, false), (5, true), false), ((6, true), (5, false), true)]
    {
        let catalog = made(&[capture(0, A, 1, NOON), said(first.0, first.1), said(second.0, second.1)]);
        assert_eq!(catalog.page(A).unwrap().star, star, "{first:?}, {second:?}");
        assert_eq!(catalog.shared().next_clock(), 7);
        assert!(catalog.operations().is_empty(), "another device's is no operation of this one");
    }
}

#[test]
fn a_hundred_stars_and_labels_can_be_taken_back_and_forgets_push_out_none() {
    let mut catalog = made(&[capture(0, A, 1, NOON), capture(1, B, 2, NOON)]);
    apply(&mut catalog, &forget(1), &[2]);
    for op in 2..=101 {
        apply(&mut catalog, &star(op, A, op % 2 == 0), &[]);
    }
    assert_eq!(catalog.operations().len(), 101);
    apply(&mut catalog, &star(102, A, true), &[]);
    assert_eq!(catalog.operations().keys().copied().take(2).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn a_card_has_no_words_and_another_document_once_it_has_some() {
    let Event::Capture(captured) = capture(0, A, 1, NOON) else { return };
    let card = |card: bool, changes: u32| Event::Capture(Captured { card, changes, ..captured.clone() });
    let mut catalog = made(&[card(true, 2)]);
    let one = catalog.capture(0).unwrap();
    assert_eq!((one.is_card(), one.changes), (true, 3));
    apply(&mut catalog, &card(false, 3), &[]);
    assert!(catalog.capture(0).unwrap().is_card(), "of two events with as many changes the first counts");
    assert_eq!(apply(&mut catalog, &card(false, 4), &[]).again, [0]);
    let one = catalog.capture(0).unwrap();
    assert_eq!((one.is_card(), one.changes), (false, 4));
}

#[test]
fn a_thumbnail_of_another_device_makes_way_for_a_picture_of_its_own() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    let wants = |catalog: &Catalog| catalog.capture(0).unwrap().wants_picture();
    assert!(wants(&catalog));
    let Event::Picture(own) = picture(0, 5) else { return };
    apply(&mut catalog, &Event::Picture(Pictured { width: 0, ..own }), &[]);
    assert!(wants(&catalog));
    let place = Place { seq: 3, meta_len: 60, data_len: 40, ..Place::default() };
    catalog.apply(&picture(0, 6), &[], place);
    assert!(!wants(&catalog));
    assert_eq!(catalog.stale_part(|_| Some(1)), None);
    catalog.apply(&picture(0, 7), &[], Place::default());
    assert_eq!(catalog.stale_part(|seq| (seq == 3).then_some(400)), Some(3), "a quarter of it says nothing");
    assert_eq!(catalog.stale_part(|seq| (seq == 3).then_some(401)), None);
}
