//! Pages that come at once are made durable together: each has its own answer, and none is acknowledged that is not durable.
use crate::common::faulty::{FaultyFiles, Leaves, Refusal};
use crate::common::model::{finds, open, seen, url, word};
use std::sync::Arc;
use webmynd_engine::ErrorKind;
use webmynd_engine::page::{RememberedKind, Seen};

const NOW: i64 = 1_790_000_000_000;

fn pages(some: std::ops::Range<u64>) -> Vec<Seen> {
    some.map(|n| seen(n, NOW + n as i64, n, 0)).collect()
}

#[test]
fn each_has_its_own_answer() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let mut some = pages(0..4);
    some[1].url = "about:blank".to_owned();
    some.push(seen(9, NOW + 9, 0, 0));
    some.push(seen(10, NOW - 10, 5, 0));
    let became = archive.remember_all(&some).unwrap();
    let kinds: Vec<_> =
        became.iter().map(|one| one.as_ref().map(|one| one.kind).map_err(|error| error.kind)).collect();
    let new = Ok(RememberedKind::New);
    assert_eq!(kinds, [new, Err(ErrorKind::Invalid), new, new, Ok(RememberedKind::Revisit), new]);
    assert_eq!(archive.catalog().visits().len(), 5);
    // The last one came late, and stands before the others.
    assert_eq!(archive.catalog().visit(0).unwrap().at, NOW - 10);
    assert_eq!(became[5].as_ref().unwrap().ordinal, 0);
    for n in [0, 2, 3, 5] {
        assert!(finds(&archive, &word(n, 0), &url(n), NOW), "{n}");
    }
}

#[test]
fn after_a_power_cut_all_that_were_acknowledged_are_there() {
    for leaves in [Leaves::Nothing, Leaves::SomeOfIt, Leaves::Zeros] {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = open(&files).unwrap();
        archive.remember_all(&pages(0..5)).unwrap();
        let files = Arc::new(files.after_cut(leaves, 3));
        let archive = open(&files).unwrap();
        assert_eq!(archive.catalog().visits().len(), 5, "{leaves:?}");
    }
}

#[test]
fn a_call_that_fails_acknowledges_nothing_and_the_same_pages_come_again() {
    let mut refused = 0;
    for how in [Refusal::Io, Refusal::Full] {
        for n in 0.. {
            let files = Arc::new(FaultyFiles::default());
            let mut archive = open(&files).unwrap();
            archive.remember_all(&pages(0..3)).unwrap();
            while archive.tend(NOW).unwrap().more {}
            archive.settle().unwrap();
            files.refuse_at(n, how);
            let became = archive.remember_all(&pages(3..6));
            let is_over = files.refused() == 0;
            let acknowledged = became.map_or(0, |all| all.iter().filter(|one| one.is_ok()).count());
            refused += usize::from(acknowledged < 3);
            assert!(archive.status().rebuilding.is_none(), "{how:?} {n}: the index is what it was");
            let again = archive.remember_all(&pages(3..6)).unwrap();
            assert!(again.iter().all(Result::is_ok), "{how:?} {n}");
            let files = Arc::new(files.after_cut(Leaves::Nothing, n));
            let mut archive = open(&files).unwrap();
            assert_eq!(archive.catalog().visits().len(), 6, "{how:?} {n}");
            assert!((0..6).all(|page| finds(&archive, &word(page, 0), &url(page), NOW)), "{how:?} {n}");
            assert!(archive.doctor(false).unwrap().ok, "{how:?} {n}");
            if is_over {
                break;
            }
        }
    }
    assert!(refused > 4, "{refused} of the calls were refused");
}
