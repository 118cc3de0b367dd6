//! Dates as people say them, each with the days it stands for.
mod tables;

use super::*;
use crate::calendar::{date_of, day_of};

/// Friday 2026-11-20, noon in UTC.
const NOW: Millis = 1_795_176_000_000;
const TODAY: Day = NOW / DAY_MS;

/// First and last day of what is said, as `2024-03-03` or `2024-03-01 2024-03-31`; `-` where it is no date.
fn said(text: &str) -> String {
    match when(text, NOW, 0) {
        None => "-".to_owned(),
        Some(When::Moments(span)) => {
            format!("{} {}", (span.start - NOW) / MINUTE_MS, (span.end - NOW) / MINUTE_MS)
        }
        Some(When::Days(days)) => {
            let date = |day| {
                let (year, month, day) = date_of(day);
                format!("{year}-{month:02}-{day:02}")
            };
            let (first, last) = (date(days.start), date(days.end - 1));
            if first == last { first } else { format!("{first} {last}") }
        }
    }
}

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, right)| said(text) != *right)
        .map(|(text, right)| format!("{text}: {} is not {right}", said(text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_day_of_the_tests() {
    assert_eq!(date_of(TODAY), (2026, 11, 20));
    assert_eq!(spans::weekday(TODAY), 4);
    assert_eq!((EARLIEST, LATEST), (day_of(1000, 1, 1), day_of(10_000, 1, 1)));
}

#[test]
fn what_is_no_date() {
    let rows = [
        "",
        "-",
        "..",
        ".",
        ",",
        "2026-13",
        "2026-02-30",
        "20",
        "soon",
        "2026-1-1-1",
        "1.2",
        "last",
        "this",
        "999999",
        "0999",
        "0",
        "march 32",
        "32 march",
        "30 february",
        "31.4.2024",
        "13/13/2024",
        "2024-W54",
        "2024-W00",
        "Q5",
        "q0 2024",
        "ago",
        "vor",
        "3 ago",
        "days",
        "the",
        "3rd",
        "0 days ago",
        "last monday week",
        "from",
        "to",
        "between 2023",
        "monday friday",
        "monday to",
        "- 2024",
        "2024 -",
        "2024 - 12",
        "99999 days ago",
        "a week",
        "3:30",
        "march!",
        "9999 years ago",
        "rust",
        "may the",
        "today to do",
        "3 . 3 . 2024",
        "20241303",
        "1 2 3",
    ];
    check(&rows.map(|text| (text, "-")));
}

#[test]
fn what_only_looks_like_a_date() {
    let rows = [
        "3 3 2024",
        "3.3-2024",
        "2024-03-",
        "2024- 03- 03",
        "4-3-24",
        "0999-05 to 2024",
        "monday and friday",
        "last -week",
        "last- week",
        "march th",
        "march 3 rd",
        "vorletzter Tag",
        "vorletzte Stunde",
    ];
    check(&rows.map(|text| (text, "-")));
}

#[test]
fn the_longest_run_of_words() {
    let rows = [
        ("3 days ago", 3),
        ("3 days ago rust", 3),
        ("3 march 2024", 3),
        ("3 march recipes", 2),
        ("march 2024 rust", 2),
        ("march, 2024, rust", 2),
        ("march in paris", 1),
        ("last week", 2),
        ("last 7 days of", 3),
        ("2024 rust", 1),
        ("yesterday the beatles", 1),
        ("today 3 monkeys", 1),
        ("from 3 march 2024 to 5 april 2024 rust", 8),
        ("monday to do list", 1),
        ("monday to friday evening", 3),
        ("2023 - 2024 report", 3),
        ("yesterday - rust", 1),
        ("die letzten 7 tage", 4),
        ("vor drei tagen gelesen", 3),
        ("3. märz 2024", 3),
        ("rust 2024", 0),
        ("rust", 0),
        ("", 0),
    ];
    for (text, right) in rows {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(read(&words, NOW, 0).map_or(0, |dated| dated.words), right, "{text}");
    }
    let dated = read(&["yesterday"], NOW, 60).unwrap();
    assert_eq!(dated.when, When::Days(TODAY - 1..TODAY));
}

#[test]
fn days_are_local() {
    assert_eq!(when("today", NOW, 60), Some(When::Days(TODAY..TODAY + 1)));
    // Noon is the next day where it is 13 hours later.
    assert_eq!(when("today", NOW, 780), Some(When::Days(TODAY + 1..TODAY + 2)));
    assert_eq!(when("2 hours ago", NOW, 0), when("2 hours ago", NOW, 60));
}

#[test]
fn what_hangs_on_the_hour_is_of_moments() {
    let hour = 60 * MINUTE_MS;
    let today = TODAY * DAY_MS;
    // Where it is not known where a page was seen, its day is that of who asks, but for a date that is always the same.
    assert_eq!(asked("today", NOW, 60), Some((When::Days(TODAY..TODAY + 1), 60)));
    assert_eq!(asked("2024-03-03", NOW, 60), asked("2024-03-03", NOW + 100 * DAY_MS, -600));
    assert_eq!(when("yesterday to 1 hour ago", NOW, 60), Some(When::Moments(today - DAY_MS - hour..NOW)));
    assert_eq!(when("1 hour ago to yesterday", NOW, 60), when("yesterday to 1 hour ago", NOW, 60));
    // What is seen this very moment is of it.
    assert_eq!(when("since 2 hours ago", NOW, 0), Some(When::Moments(NOW - 2 * hour..NOW + 1)));
}

/// Days from today of an end and a beginning, each of a date of its own, on a day so many days from the Friday.
fn spanned(day: i64, from: &str, end: &str) -> Option<(i64, i64)> {
    let (from, end) = span(from, end, NOW + day * DAY_MS, 0)?;
    match (from, end) {
        (When::Days(from), When::Days(end)) => Some((from.start - TODAY - day, end.start - TODAY - day)),
        _ => None,
    }
}

#[test]
fn an_end_that_would_lie_before_its_beginning_is_the_next_one() {
    for (day, from, end, right) in [
        (3, "monday", "friday", Some((0, 4))),
        (6, "montag", "freitag", Some((-3, 1))),
        (3, "friday", "friday", Some((-3, 4))),
        (3, "monday", "yesterday", Some((-7, -1))),
        (0, "november", "february", Some((-19, 73))),
        (0, "november", "2026-02", Some((-384, -292))),
        (0, "20. november", "5. jänner", Some((0, 46))),
        (0, "2026-03", "2026-01", None),
        (0, "today", "last week", None),
        (0, "1 hour ago", "3 hours ago", None),
    ] {
        assert_eq!(spanned(day, from, end), right, "{from} {end}");
    }
}

#[test]
fn months_before_the_last_of_a_long_one() {
    let december = day_of(2026, 12, 31);
    let on = |text| when(text, december * DAY_MS, 0);
    assert_eq!(on("1 month ago"), Some(When::Days(day_of(2026, 11, 30)..december)));
    assert_eq!(on("past 10 months"), Some(When::Days(day_of(2026, 2, 28)..december + 1)));
}

#[test]
fn a_week_has_begun_on_its_monday() {
    let monday = TODAY + 3;
    assert_eq!(when("week 48", monday * DAY_MS, 0), Some(When::Days(monday..monday + 7)));
}

#[test]
fn weekends_are_the_last_when_they_are_over() {
    let on = |day: i64, text| when(text, NOW + day * DAY_MS, 0);
    let saturday = TODAY - 6;
    for day in [-4, 0] {
        assert_eq!(on(day, "last weekend"), Some(When::Days(saturday..saturday + 2)), "{day}");
    }
    for day in [1, 2] {
        assert_eq!(on(day, "last weekend"), Some(When::Days(saturday..saturday + 2)), "{day}");
        assert_eq!(on(day, "this weekend"), Some(When::Days(saturday + 7..saturday + 9)), "{day}");
    }
}

/// The next number of a simple sequence, below `bound`.
fn next(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % bound
}

fn is_empty(when: &When) -> bool {
    match when {
        When::Days(days) => days.is_empty(),
        When::Moments(moments) => moments.is_empty(),
    }
}

#[test]
fn anything_is_a_span_or_nothing() {
    let mut words: Vec<String> =
        ["2024", "3", "31", "9999", "1000", "12", "2024-03-03", "3.3.", "4/3", "99999999"]
            .into_iter()
            .chain(["-", "..", ",", ".", "/", "rust", "ß", "İ", "\u{301}", "w53", "q4", "29.2.", "\"", "_"])
            .map(str::to_owned)
            .collect();
    words.extend(
        names::NAMES
            .iter()
            .flat_map(|row| row.english.iter().chain(row.german))
            .map(|name| (*name).to_owned()),
    );
    let times =
        [NOW, 0, i64::MIN, i64::MAX, EARLIEST * DAY_MS, LATEST * DAY_MS - 1, LATEST * DAY_MS, -1, NOW / 2];
    let mut seed = 1;
    let mut dates = 0;
    for _ in 0..60_000 {
        let count = 1 + next(&mut seed, 6);
        let all: Vec<&str> = (0..count).map(|_| words[next(&mut seed, words.len())].as_str()).collect();
        let (now, offset) =
            (times[next(&mut seed, times.len())], [0, 60, -720, i16::MIN, i16::MAX][next(&mut seed, 5)]);
        if let Some(dated) = read(&all, now, offset) {
            dates += 1;
            assert!(!is_empty(&dated.when) && (1..=count).contains(&dated.words), "{all:?} {now}");
            let text = all[..dated.words].join(" ");
            assert_eq!(when(&text, now, offset), Some(dated.when), "{text} {now}");
        }
        let glued = all.concat();
        assert!(when(&glued, now, offset).is_none_or(|when| !is_empty(&when)), "{glued} {now}");
    }
    assert!(dates > 5_000, "{dates}");
}
