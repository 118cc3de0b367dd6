//! The counts that follow captures as they come and go: columns for searches, the tally for completion.
use super::*;
use crate::event::{Devices, Named, Thinned};

const A: &str = "https://a.test/";
const A2: &str = "https://a.test/2";
const B: &str = "https://b.test/";

fn hosts(catalog: &Catalog) -> Vec<(&str, u32)> {
    catalog.hosts_named(&|_| true, 9)
}

#[test]
fn a_page_has_the_visits_of_all_its_captures() {
    let mut catalog = made(&[
        capture(0, A, 1, NOON),
        visit(0, 2, NOON + 5),
        capture(1, A, 3, NOON + 9),
        capture(2, B, 4, NOON),
    ]);
    let page = catalog.page_number_of(A).unwrap();
    let said = |catalog: &Catalog| {
        let columns = catalog.columns();
        ([0, 1].map(|doc| columns.page(doc)), columns.visits_again(page), columns.newest(0))
    };
    assert_eq!(said(&catalog), ([Some(page); 2], 2, NOON + 5));
    apply(&mut catalog, &forget(1), &[2]);
    assert_eq!(said(&catalog), ([Some(page); 2], 1, NOON));
    apply(&mut catalog, &forget(2), &[1]);
    assert_eq!(said(&catalog), ([None, Some(page)], 0, i64::MIN), "nothing of it is remembered");
    apply(&mut catalog, &restore(1), &[]);
    assert_eq!(said(&catalog), ([Some(page); 2], 1, NOON + 5));
    apply(&mut catalog, &purge(2), &[]);
    let page = catalog.page_number_of(B).unwrap();
    let columns = catalog.columns();
    assert_eq!((columns.page(2), columns.visits_again(page)), (Some(page), 0), "counted anew");
    assert_eq!((columns.page(99), columns.visits_again(99)), (None, 0));
}

#[test]
fn a_document_that_said_something_else_stands_for_nothing() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    let before = catalog.capture(0).unwrap().doc();
    let mut writer = crate::bytes::Writer::default();
    writer.u32(0);
    writer.u32(1);
    catalog.apply(&Event::Thin(Thinned { at: NOON }), &writer.bytes, Place::default());
    catalog.columns.touch(0);
    catalog.settle();
    let now = catalog.capture(0).unwrap().doc();
    assert_ne!(before, now);
    assert_eq!([before, now].map(|doc| catalog.columns().page(doc)), [None, Some(0)]);
}

#[test]
fn hosts_are_counted_by_pages_the_most_first() {
    let mut catalog = made(&[
        capture(0, B, 1, NOON),
        capture(1, A, 2, NOON),
        capture(2, A, 3, NOON),
        capture(3, A2, 4, NOON),
        capture(4, "https://c.test/", 5, NOON),
    ]);
    assert_eq!(hosts(&catalog), [("a.test", 2), ("b.test", 1), ("c.test", 1)]);
    assert_eq!(catalog.hosts_named(&|_| true, 2), [("a.test", 2), ("b.test", 1)]);
    assert_eq!(catalog.hosts_named(&|host| host.starts_with('c'), 9), [("c.test", 1)]);
    for (n, left) in [(2, 2), (3, 1)] {
        apply(&mut catalog, &forget(n.into()), &[n]);
        assert_eq!(hosts(&catalog)[0], ("a.test", left), "a page is there as long as a version of it is");
    }
    apply(&mut catalog, &forget(9), &[1]);
    assert_eq!(hosts(&catalog), [("a.test", 1), ("c.test", 1)]);
    apply(&mut catalog, &purge(9), &[]);
    assert_eq!(hosts(&catalog), [("a.test", 1), ("c.test", 1)], "counted anew");
}

#[test]
fn languages_are_counted_by_captures() {
    let in_lang = |no: u32, n: u8, lang: &str| {
        let Event::Capture(captured) = capture(no, A, n, NOON) else { return capture(no, A, n, NOON) };
        Event::Capture(Captured { lang: lang.to_owned(), ..captured })
    };
    let mut catalog =
        made(&[in_lang(0, 1, "de"), in_lang(1, 2, "en"), in_lang(2, 3, "en"), in_lang(3, 4, "")]);
    assert_eq!(catalog.langs_named(&|_| true, 9), [("en", 2), ("de", 1)]);
    apply(&mut catalog, &forget(1), &[2]);
    assert_eq!(catalog.langs_named(&|_| true, 9), [("de", 1), ("en", 1)]);
}

#[test]
fn labels_are_counted_by_pages_that_are_shown_and_carry_them() {
    let mut catalog = made(&[
        capture(0, A, 1, NOON),
        capture(1, B, 2, NOON),
        label(1, A, "both", true),
        label(2, B, "both", true),
        label(3, B, "off", true),
        label(4, B, "off", false),
        star(5, A, true),
    ]);
    let labels = |catalog: &Catalog| -> Vec<(String, u32)> {
        catalog.labels_like(&|_| true, 9).into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
    };
    assert_eq!(labels(&catalog), [("both".to_owned(), 2)]);
    assert_eq!(labels(&catalog), catalog.labels());
    apply(&mut catalog, &forget(6), &[1]);
    assert_eq!(labels(&catalog), [("both".to_owned(), 1)]);
    assert!(catalog.labels_like(&|name| name == "off", 9).is_empty());
}

#[test]
fn devices_of_one_name_are_offered_once() {
    let named = |id: &str, name: &str| Named { id: id.repeat(16), name: name.to_owned(), revoked: false };
    let list = vec![named("02", "laptop"), named("01", "phone"), named("03", "laptop"), named("04", "")];
    let catalog = made(&[Event::Devices(Devices { own: "01".repeat(16), list })]);
    assert_eq!(catalog.devices_named(&|_| true), ["laptop", "phone"]);
    assert_eq!(catalog.devices_named(&|name| name.contains('p') && name.contains("ho")), ["phone"]);
}
