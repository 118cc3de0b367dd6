//! The sessions around a moment: held against a plain walk, and no more looked at in a large memory than in a small one.
use super::*;
use crate::catalog::sequence::touched;
use crate::catalog::{Around, SESSION_GAP_MS, Sessions};

const A: &str = "https://a.test/";
const B: &str = "https://b.test/";

fn around(at: i64, reach: i64, gap: i64) -> Around {
    Around { at, reach, gap, bucket: MINUTE }
}

/// Two in the first session, one in the second, three in the third, the last of them of another page.
fn three() -> Catalog {
    made(&[
        capture(0, A, 1, NOON),
        visit(0, 2, NOON + 10 * MINUTE),
        visit(0, 3, NOON + 2 * HOUR),
        visit(0, 4, NOON + 5 * HOUR),
        visit(0, 5, NOON + 5 * HOUR + 1),
        capture(1, B, 6, NOON + 5 * HOUR + SESSION_GAP_MS),
        star(1, B, true),
    ])
}

#[test]
fn sessions_end_where_silence_is_longer_than_half_an_hour() {
    let sessions = three().sessions(around(NOON, 9 * HOUR, HOUR), &[0, 3, 5, 77]);
    assert_eq!(sessions.from, [NOON, NOON + 2 * HOUR, NOON + 5 * HOUR]);
    assert_eq!(sessions.to, [NOON + 10 * MINUTE, NOON + 2 * HOUR, NOON + 5 * HOUR + SESSION_GAP_MS]);
    let later = NOON + 5 * HOUR;
    assert_eq!(sessions.at, [NOON, NOON + 10 * MINUTE, NOON + 2 * HOUR, later, later + SESSION_GAP_MS]);
    assert_eq!(sessions.counts, [1, 1, 1, 2, 1]);
    assert_eq!((sessions.starred, sessions.hits), (vec![0, 0, 0, 0, 1], vec![1, 0, 0, 1, 1]));
    assert!(!sessions.has_before && !sessions.has_after);
    assert_eq!(Catalog::default().sessions(around(NOON, HOUR, HOUR), &[]), Sessions::default());
}

#[test]
fn silence_counts_for_no_more_than_is_said() {
    let catalog = three();
    // Ten minutes, a silence of one minute, nothing, another: then the reach is filled.
    let near = catalog.sessions(around(NOON, 11 * MINUTE, MINUTE), &[]);
    assert_eq!((near.from.len(), near.has_before, near.has_after), (3, false, true));
    assert_eq!(near.to.last(), Some(&(NOON + 5 * HOUR)), "the last is cut");
    let wide = catalog.sessions(around(NOON, 11 * MINUTE, HOUR), &[]);
    assert_eq!((wide.from.len(), wide.has_after), (2, true));
    let last = catalog.sessions(around(NOON + 9 * HOUR, 0, 0), &[]);
    assert_eq!((last.from.len(), last.has_before, last.has_after), (1, true, false));
}

#[test]
fn what_is_forgotten_keeps_its_session_and_is_not_counted() {
    let mut catalog = three();
    apply(&mut catalog, &forget(2), &[3, 4]);
    let sessions = catalog.sessions(around(NOON, 9 * HOUR, HOUR), &[2, 3, 4]);
    assert_eq!(sessions.from.len(), 3, "the film is cut where it was");
    assert_eq!((sessions.counts, sessions.hits), (vec![1, 1, 1, 1], vec![0, 0, 1, 0]));
}

#[test]
fn a_bucket_that_two_sessions_share_is_there_for_each() {
    let catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + HOUR - 1)]);
    let sessions = catalog.sessions(Around { at: NOON, reach: HOUR, gap: 0, bucket: HOUR }, &[]);
    assert_eq!((sessions.at, sessions.counts), (vec![NOON, NOON], vec![1, 1]));
}

#[test]
fn no_more_is_looked_at_in_a_large_memory() {
    let looked = |visits: u32| {
        let mut catalog = Catalog::default();
        let id = |n: u32| {
            let mut id = VisitId([9; 16]);
            id.0[..4].copy_from_slice(&n.to_be_bytes());
            id
        };
        catalog.apply(&capture(0, A, 1, NOON - HOUR), &[], Place::default());
        for n in 0..visits {
            let visit =
                VisitFacts { id: id(n).to_string(), at: NOON + i64::from(n) * 10 * MINUTE, ..facts(1, 0) };
            catalog.apply(&Event::Visit(Visited { no: 0, visit }), &[], Place::default());
        }
        catalog.settle();
        let (middle, before) = (NOON + i64::from(visits / 2) * 10 * MINUTE, touched());
        let sessions = catalog.sessions(around(middle, 6 * HOUR, MINUTE), &[]);
        assert_eq!(sessions.counts.iter().sum::<u32>(), 75, "six hours on either side, and one more");
        touched() - before
    };
    let (small, large) = (looked(500), looked(20_000));
    assert!(large <= small + 40, "{small} rows and leaves, {large} of forty times as many");
}
