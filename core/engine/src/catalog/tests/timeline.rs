//! The timeline as the views read it.
use super::*;
use crate::catalog::{Flag, Neighbour, SESSION_GAP_MS};

const A: &str = "https://a.test/";
const B: &str = "https://b.test/";
const DAY: i64 = 24 * HOUR;

#[test]
fn days_are_those_of_the_clock_on_the_wall_and_never_go_back() {
    let away = |n: u8, at: i64, offset_min: i16| {
        Event::Visit(Visited { no: 0, visit: VisitFacts { offset_min, ..facts(n, at) } })
    };
    let mut catalog = made(&[
        capture(0, A, 1, NOON),
        away(2, NOON + HOUR, 13 * 60),
        away(3, NOON + 2 * HOUR, 0),
        away(4, NOON + 2 * DAY, 0),
        capture(1, B, 5, NOON + 2 * DAY + 1),
        star(1, B, true),
        visit(1, 6, NOON + 2 * DAY + 2),
    ]);
    let overview = catalog.overview();
    assert_eq!(overview.day_no, [20_000, 20_001, 20_002]);
    assert_eq!(overview.day_start, [0, 1, 3, 6]);
    assert_eq!((overview.starred, overview.hidden), (vec![0, 0, 2], vec![]));
    apply(&mut catalog, &forget(2), &[1, 2, 4, 6]);
    let overview = catalog.overview();
    assert_eq!(overview.hidden, [0, 2, 3, 4, 5, 6]);
    assert_eq!((overview.day_start, overview.starred), (vec![0, 1, 3, 6], vec![0, 0, 1]));
}

#[test]
fn a_histogram_has_the_narrowest_buckets_that_fit() {
    let catalog = Catalog::default();
    for (from, to, most, width, count) in [
        (0, HOUR, 60, MINUTE, 60),
        (0, HOUR, 59, 5 * MINUTE, 12),
        (1, HOUR + 1, 60, 5 * MINUTE, 13),
        (0, DAY, 24, HOUR, 24),
        (0, DAY, 23, 6 * HOUR, 4),
        (0, DAY, 1, DAY, 1),
        (-1, 1, 2, MINUTE, 2),
        (5, 5, 10, MINUTE, 1),
        (0, 800 * 365 * DAY, 100, 9 * 365 * DAY, 89),
    ] {
        let histogram = catalog.histogram(from, to, most, &[]);
        assert_eq!((histogram.bucket_ms, histogram.counts.len()), (width, count), "{from} to {to} in {most}");
        assert!(histogram.from <= from && histogram.from + width > from);
    }
}

#[test]
fn a_histogram_counts_what_is_remembered_within_its_times() {
    let mut catalog = made(&[
        capture(0, A, 1, NOON - 1),
        visit(0, 2, NOON),
        capture(1, B, 3, NOON + MINUTE - 1),
        visit(1, 4, NOON + MINUTE),
        visit(1, 5, NOON + 2 * MINUTE - 1),
        visit(1, 6, NOON + 2 * MINUTE),
        star(1, B, true),
    ]);
    apply(&mut catalog, &forget(2), &[5]);
    let histogram = catalog.histogram(NOON, NOON + 2 * MINUTE, 2, &[0, 1, 3, 4, 5, 99]);
    assert_eq!((histogram.from, histogram.bucket_ms), (NOON, MINUTE));
    assert_eq!((histogram.counts, histogram.starred, histogram.hits), (vec![2, 1], vec![1, 1], vec![1, 1]));
}

#[test]
fn the_nearest_visit_of_two_as_near_is_the_earlier() {
    let catalog = made(&[capture(0, A, 1, NOON), visit(0, 2, NOON + 10), visit(0, 3, NOON + 20)]);
    for (at, nearest) in [
        (-1000, (0, false)),
        (0, (0, true)),
        (5, (0, false)),
        (6, (1, false)),
        (10, (1, true)),
        (14, (1, false)),
        (1000, (2, false)),
    ] {
        assert_eq!(catalog.nearest(NOON + at), Some(nearest), "{at}");
    }
    assert_eq!(Catalog::default().nearest(0), None);
}

#[test]
fn a_session_begins_after_more_than_half_an_hour() {
    let catalog = made(&[
        capture(0, A, 1, NOON),
        visit(0, 2, NOON + SESSION_GAP_MS),
        visit(0, 3, NOON + 2 * SESSION_GAP_MS + 1),
    ]);
    let starts: Vec<bool> =
        catalog.frames(0, 9).flags.iter().map(|flags| flags & Flag::SESSION_START != 0).collect();
    assert_eq!(starts, [true, false, true]);
    assert_eq!(catalog.neighbour(0, Neighbour::Session, true), Some(2));
}

/// Two days: a, a, b (starred) in one session, a an hour later, b the day after, a in the next month.
fn walk() -> Catalog {
    let mut catalog = made(&[
        capture(0, A, 1, NOON),
        visit(0, 2, NOON + 1),
        capture(1, B, 3, NOON + 2),
        visit(0, 4, NOON + HOUR),
        visit(1, 5, NOON + DAY),
        visit(0, 6, NOON + 40 * DAY),
        star(1, B, true),
    ]);
    apply(&mut catalog, &forget(2), &[2]);
    catalog
}

#[test]
fn jumps_land_on_what_is_remembered() {
    let catalog = walk();
    use Neighbour::{Day, Month, Session, Site, Star, Visit};
    for (from, kind, forward, back) in [
        (0, Visit, Some(2), None),
        (3, Visit, Some(4), Some(2)),
        (0, Site, Some(2), None),
        (3, Site, Some(4), Some(2)),
        (0, Session, Some(3), None),
        (4, Session, Some(5), Some(3)),
        (0, Day, Some(4), None),
        (5, Day, None, Some(4)),
        (0, Month, Some(5), None),
        (5, Month, None, Some(0)),
        (2, Star, Some(4), None),
        (5, Star, None, Some(4)),
    ] {
        assert_eq!(catalog.neighbour(from, kind, true), forward, "{kind:?} after {from}");
        assert_eq!(catalog.neighbour(from, kind, false), back, "{kind:?} before {from}");
    }
    assert_eq!(catalog.neighbour(99, Visit, false), None);
}

#[test]
fn frames_say_what_is_shown_of_a_visit() {
    let mut catalog = walk();
    apply(&mut catalog, &picture(0, 3), &[]);
    apply(&mut catalog, &label(3, A, "x", true), &[]);
    let (session, picture) = (Flag::SESSION_START, Flag::PICTURE);
    let a = picture | Flag::LABEL;
    let frames = catalog.frames(0, 99);
    assert_eq!(
        frames.flags,
        [a | session, a | Flag::FORGOTTEN, Flag::STAR, a | session, Flag::STAR | session, a | session]
    );
    assert_eq!(frames.colour.get(..3), Some(&[1, 2, 3][..]), "the picture's");
    let own = frames.colour.get(6..9).unwrap();
    assert!(own.iter().all(|part| (72..=128).contains(part)) && own.contains(&72) && own.contains(&128));
    assert_eq!((frames.offset_min, frames.site), (vec![0; 6], vec![0, 0, 1, 0, 1, 0]));
    assert_eq!((catalog.frames(4, 5).capture, catalog.frames(6, 9).at.len()), (vec![1], 0));
    let many: Vec<Event> = (0..300).map(|no| capture(no, A, 1, NOON)).collect();
    assert_eq!(made(&many).visits().len(), 1, "one visit, however many captures name it");
}

#[test]
fn one_call_gives_no_more_than_256_frames() {
    let mut catalog = made(&[capture(0, A, 1, NOON)]);
    for n in 0..300_u16 {
        let [high, low] = n.to_be_bytes();
        let mut id = [9; 16];
        (id[0], id[1]) = (high, low);
        let visit = VisitFacts { id: VisitId(id).to_string(), at: NOON + 1, ..VisitFacts::default() };
        catalog.apply(&Event::Visit(Visited { no: 0, visit }), &[], Place::default());
    }
    catalog.settle();
    assert_eq!((catalog.frames(0, 999).at.len(), catalog.frames(200, 999).at.len()), (256, 101));
}
