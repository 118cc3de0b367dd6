//! What goes with a visit, and what stays because something else holds it.
use super::*;
use crate::catalog::{Operation, PageKey};
use std::collections::BTreeSet;

const A: &str = "https://a.test/";
const B: &str = "https://b.test/";

#[test]
fn a_picture_stays_as_long_as_one_capture_shows_it() {
    let mut catalog = made(&[capture(0, A, 1, NOON), capture(1, B, 2, NOON), picture(0, 5), picture(1, 5)]);
    apply(&mut catalog, &forget(1), &[1]);
    let gone = apply(&mut catalog, &purge(1), &[]);
    assert_eq!((gone.captures, gone.pictures), (vec![0], vec![]));
    apply(&mut catalog, &forget(2), &[2]);
    let gone = apply(&mut catalog, &purge(2), &[]);
    assert_eq!((gone.captures, gone.pictures, gone.visits), (vec![1], vec![[5; 16]], 1));
}

#[test]
fn with_the_last_visit_of_a_page_go_its_names_and_all_parts_that_say_something_of_it() {
    let mut catalog = Catalog::default();
    apply_at(&mut catalog, 1, &capture(0, A, 1, NOON), &[]);
    apply_at(&mut catalog, 2, &capture(1, B, 2, NOON), &[]);
    apply_at(&mut catalog, 3, &visit(0, 3, NOON + 1), &[]);
    apply_at(&mut catalog, 4, &star(1, A, true), &[]);
    apply_at(&mut catalog, 5, &picture(0, 9), &[]);
    apply_at(&mut catalog, 6, &label(2, A, "secret", true), &[]);
    apply_at(&mut catalog, 7, &forget(3), &[1, 3]);
    let gone = apply_at(&mut catalog, 8, &purge(3), &[]);
    assert_eq!(gone.parts, BTreeSet::from([1, 3, 4, 5, 6]));
    assert_eq!((gone.visits, gone.captures, gone.pictures), (2, vec![0], vec![[9; 16]]));
    assert!(!catalog.knows(PageKey::of(A)) && catalog.knows(PageKey::of(B)));
    let names = || ["a.test", "b.test"].map(|host| (0..2).any(|no| catalog.host_name(no) == host));
    assert_eq!(names(), [false, true]);
    assert!(catalog.labels_named("secret").is_empty());
    assert!(catalog.operations().is_empty(), "its star cannot be taken back");
    assert_eq!(
        catalog.capture(1).and_then(|one| catalog.page_of(one)).map(|page| page.key),
        Some(PageKey::of(B))
    );
}

#[test]
fn a_label_is_the_same_in_whatever_case() {
    let catalog = made(&[capture(0, A, 1, NOON), label(1, A, "Füße", true)]);
    for name in ["Füße", "füße", "FÜSSE", "Füsse"] {
        assert_eq!(catalog.labels_named(name).len(), 1, "{name}");
    }
    assert!(catalog.labels_named("Fuße").is_empty());
    let catalog = made(&[capture(0, A, 1, NOON), label(1, A, "İstanbul ılık", true)]);
    for name in ["istanbul ilik", "ISTANBUL ILIK", "İSTANBUL ILIK", "i\u{307}stanbul ılık"] {
        assert_eq!(catalog.labels_named(name).len(), 1, "{name}");
    }
}

#[test]
fn a_label_that_an_undo_may_put_on_again_keeps_its_name() {
    let mut catalog = made(&[
        capture(0, A, 1, NOON),
        capture(1, B, 2, NOON),
        label(1, A, "kept", true),
        label(2, A, "kept", false),
    ]);
    apply(&mut catalog, &forget(3), &[2]);
    apply(&mut catalog, &purge(3), &[]);
    assert_eq!(catalog.labels_named("KEPT").len(), 1);
    assert!(catalog.labels().is_empty(), "no page has it");
}

#[test]
fn a_page_that_keeps_a_version_keeps_its_star_and_says_it_anew() {
    let mut catalog = made(&[capture(0, A, 1, NOON), star(1, A, true), capture(1, A, 2, NOON + 1)]);
    apply(&mut catalog, &forget(2), &[1]);
    let gone = apply(&mut catalog, &purge(2), &[]);
    assert_eq!((gone.captures, gone.marked), (vec![0], BTreeSet::from([PageKey::of(A)])));
    let page = catalog.page(A).unwrap();
    assert_eq!((page.star, page.captures, page.latest), (true, 1, 1));
    assert_eq!(catalog.capture(1).unwrap().older.get(), None);
}

#[test]
fn the_newest_visit_is_the_newest_of_those_that_are_remembered() {
    let mut catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + 1), visit(0, 3, NOON + 2)]);
    let newest = |catalog: &Catalog| {
        let one = catalog.capture(0).unwrap();
        (one.alive, one.visits, one.newest.1)
    };
    apply(&mut catalog, &forget(1), &[3]);
    assert_eq!(newest(&catalog), (2, 3, id(2)));
    apply(&mut catalog, &forget(2), &[1, 2]);
    assert_eq!(newest(&catalog), (0, 3, id(0)));
    apply(&mut catalog, &restore(2), &[]);
    assert_eq!(newest(&catalog), (2, 3, id(2)));
    apply(&mut catalog, &restore(1), &[]);
    assert_eq!(newest(&catalog), (3, 3, id(3)));
    assert!(catalog.operations().is_empty(), "what is taken back is over");
}

#[test]
fn a_forget_has_as_many_visits_as_it_still_hides() {
    let count = |catalog: &Catalog, op: u32| match catalog.operations().get(&op) {
        Some(Operation::Forget { count, .. }) => *count,
        _ => 0,
    };
    let mut catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + 1), visit(0, 3, NOON + 2)]);
    let Event::Forget(forgot) = forget(1) else { return };
    apply(&mut catalog, &Event::Forget(Forgot { aged: Some(NOON), ..forgot }), &[1, 2, 3]);
    apply(&mut catalog, &forget(2), &[1]);
    assert_eq!([1, 2].map(|op| count(&catalog, op)), [2, 1], "what retention hid a person may forget");
    apply(&mut catalog, &restore(0), &[2]);
    assert_eq!([1, 2].map(|op| count(&catalog, op)), [1, 1]);
    apply(&mut catalog, &purge(2), &[]);
    assert_eq!(catalog.visits().iter().map(|one| one.id).collect::<Vec<_>>(), [id(2), id(3)]);
    assert_eq!(catalog.capture(0).unwrap().visits, 2);
}

#[test]
fn ordinals_are_of_another_generation_when_visits_are_gone_and_not_before() {
    let mut catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + 1)]);
    let before = catalog.generation();
    apply(&mut catalog, &forget(1), &[1]);
    assert_eq!(catalog.generation(), before);
    apply(&mut catalog, &purge(9), &[]);
    assert_eq!(catalog.generation(), before, "of nothing");
    apply(&mut catalog, &purge(1), &[]);
    assert_eq!((catalog.generation(), catalog.ordinal(id(2))), (before + 1, Some(0)));
}

#[test]
fn a_visit_takes_its_part_along_and_that_of_the_capture_which_stays() {
    let mut catalog = Catalog::default();
    apply_at(&mut catalog, 1, &capture(0, A, 1, NOON), &[]);
    apply_at(&mut catalog, 2, &visit(0, 2, NOON + 1), &[]);
    apply_at(&mut catalog, 3, &label(1, A, "x", true), &[]);
    apply_at(&mut catalog, 3, &label(2, A, "x", false), &[]);
    apply_at(&mut catalog, 4, &forget(3), &[2]);
    let gone = apply_at(&mut catalog, 5, &purge(3), &[]);
    assert_eq!((gone.parts, gone.captures), (BTreeSet::from([1, 2]), vec![]));
    assert_eq!(gone.marked, BTreeSet::from([PageKey::of(A)]), "that it has no label is said anew, too");
}

#[test]
fn a_favicon_goes_with_the_last_page_of_its_host() {
    let icon = Event::Icon(crate::event::Iconed { host: "a.test".into(), hash: to_hex(&[8; 16]) });
    let mut catalog =
        made(&[capture(0, A, 1, NOON), capture(1, "https://a.test/2", 2, NOON), capture(2, B, 3, NOON)]);
    for seq in [6, 7, 7] {
        apply_at(&mut catalog, seq, &icon, &[]);
    }
    for (op, n, icons, parts) in [(1, 1, vec![], vec![0]), (2, 2, vec![[8; 16]], vec![0, 6, 7])] {
        apply(&mut catalog, &forget(op), &[n]);
        let gone = apply(&mut catalog, &purge(op), &[]);
        assert_eq!((gone.icons, gone.parts.into_iter().collect::<Vec<_>>()), (icons, parts));
    }
    assert_eq!(catalog.icons().count(), 0);
}

/// A capture whose visit left the journal: others of its visits may follow.
fn waiting(no: u32, url: &str) -> Event {
    Event::Capture(Captured { no, url: url.to_owned(), ..Captured::default() })
}

#[test]
fn a_page_without_visits_is_no_webmark_though_a_capture_of_it_waits_for_one() {
    let mut catalog = made(&[
        waiting(0, A),
        capture(1, A, 1, NOON),
        star(1, A, true),
        label(2, A, "x", true),
        capture(2, B, 2, NOON),
        star(3, B, true),
    ]);
    apply(&mut catalog, &forget(4), &[1]);
    let gone = apply(&mut catalog, &purge(4), &[]);
    assert_eq!(gone.captures, [1]);
    let page = catalog.page(A).unwrap();
    assert_eq!((page.star, page.labels().len(), page.captures, page.latest), (false, 0, 1, 0));
    assert_eq!(catalog.shared().marks_of(PageKey::of(A)).count(), 0);
    assert!(catalog.page(B).unwrap().star && catalog.shared().marks_of(PageKey::of(B)).count() == 1);
    assert_eq!(catalog.drop_visitless().captures, [0]);
    assert!(!catalog.knows(PageKey::of(A)) && catalog.page(B).is_some_and(|page| page.latest == 2));
    assert_eq!(catalog.drop_visitless(), Gone::default());
}

#[test]
fn names_of_pages_that_never_came_are_strays_of_an_erasure() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    let unknown = [(PageKey::of(A), 3), (PageKey::of(B), 4)];
    assert_eq!(catalog.take_strays(&unknown).parts, BTreeSet::from([4]));
    assert_eq!(hosts(&catalog), ["a.test"]);
}

fn hosts(catalog: &Catalog) -> Vec<&str> {
    catalog.hosts_named(&|_| true, 9).into_iter().map(|(host, _)| host).collect()
}

#[test]
fn losses_are_added_up() {
    let key = PageKey::of(A);
    let one = || Gone {
        captures: vec![1],
        again: vec![2],
        pictures: vec![[3; 16]],
        fulls: vec![[4; 16]],
        icons: vec![[5; 16]],
        visits: 6,
        parts: BTreeSet::from([7]),
        marked: BTreeSet::from([key]),
        unknown: vec![(key, 8)],
    };
    let mut sum = Gone::default();
    sum.extend(one());
    assert_eq!(sum, one());
    sum.extend(one());
    assert_eq!((sum.visits, sum.captures.len(), sum.unknown.len(), sum.parts.len()), (12, 2, 2, 1));
}

#[test]
fn visits_are_found_though_others_have_come_late_and_are_not_in_their_places() {
    for event in [forget(2), restore(0), purge(1)] {
        let mut catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + 9)]);
        apply(&mut catalog, &forget(1), &[1]);
        for n in 3..9 {
            catalog.apply(&visit(0, n, NOON - i64::from(n)), &[], Place::default());
        }
        catalog.apply(&event, &[id(1).0, id(3).0].concat(), Place::default());
        catalog.settle();
        let alive = |n: u8| catalog.visit_of(id(n)).map(|visit| visit.is_alive());
        let expected = match event {
            Event::Forget(_) => [Some(false), Some(false)],
            Event::Restore(_) => [Some(true), Some(true)],
            _ => [None, Some(true)],
        };
        assert_eq!([1, 3].map(alive), expected, "{event:?}");
        assert!((4..9).all(|n| alive(n) == Some(true)));
        assert!(catalog.visits().iter().is_sorted_by_key(|visit| visit.at));
    }
}

#[test]
fn with_a_visit_goes_what_earlier_looks_of_its_page_left() {
    let mut catalog = Catalog::default();
    let looked = |look: u16| Event::Visit(Visited { no: 0, visit: VisitFacts { look, ..facts(1, NOON) } });
    apply_at(&mut catalog, 1, &capture(0, A, 1, NOON), &[]);
    apply_at(&mut catalog, 2, &looked(1), &[]);
    apply_at(&mut catalog, 3, &looked(2), &[]);
    apply_at(&mut catalog, 4, &looked(1), &[]);
    apply_at(&mut catalog, 5, &capture(1, B, 2, NOON), &[]);
    apply(&mut catalog, &forget(1), &[2]);
    assert_eq!(apply(&mut catalog, &purge(1), &[]).parts, BTreeSet::from([5]));
    apply(&mut catalog, &forget(2), &[1]);
    assert_eq!(apply(&mut catalog, &purge(2), &[]).parts, BTreeSet::from([1, 2, 3]));
}
