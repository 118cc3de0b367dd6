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
    assert_eq!(catalog.capture(1).unwrap().older, None);
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
