//! Dates as people type them (English and German) -> spans of local days.
use crate::Millis;
use crate::calendar::{date_of, day_of, days_in};
use std::ops::Range;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// Days since 1970-01-01, local.
type Day = i64;

/// The span a date stands for, from its first millisecond to one past its last; `None` when it is no date.
///
/// Understood: `2026`, `2026-11`, `2026-11-20`, `20.11.2026`, today, yesterday, last or this week, month, year, names
/// of weekdays and months (the latest that has begun), all in English and German. Weeks begin on Monday.
pub(super) fn span(text: &str, now: Millis, offset_min: i16) -> Option<Range<Millis>> {
    let offset = i64::from(offset_min) * MINUTE_MS;
    let today = now.checked_add(offset)?.div_euclid(DAY_MS);
    let words: Vec<String> = text
        .split([' ', '_'])
        .filter(|w| !w.is_empty())
        .map(|w| w.trim_matches('"').to_lowercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let days = numbers(text).or_else(|| named(&words, today))?;
    Some(days.start * DAY_MS - offset..days.end * DAY_MS - offset)
}

/// When a page was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Local days of the visits, counted from 1970-01-01.
    Days(Range<i64>),
    /// Moments in ms.
    Moments(Range<Millis>),
}
pub(super) struct Dated {
    pub words: usize,
}
pub(super) fn read(words: &[&str], now: Millis, offset_min: i16) -> Option<Dated> {
    (1..=words.len())
        .rev()
        .find(|n| span(&words[..*n].join(" "), now, offset_min).is_some())
        .map(|words| Dated { words })
}
pub(super) fn when(text: &str, now: Millis, offset_min: i16) -> Option<When> {
    let o = i64::from(offset_min) * MINUTE_MS;
    span(text, now, offset_min).map(|span| When::Days((span.start + o) / DAY_MS..(span.end + o) / DAY_MS))
}

/// ISO and German dates, whole or in part.
fn numbers(text: &str) -> Option<Range<Day>> {
    let part = |text: &str| -> Option<i64> {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    };
    if text.contains('.') {
        let mut parts = text.trim_end_matches('.').split('.').rev().map(part);
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next().flatten());
        return if parts.next().is_none() { dated(year, Some(month), day) } else { None };
    }
    let mut parts = text.split(['-', '/']);
    let year = parts.next().filter(|year| year.len() == 4).and_then(part)?;
    let month = parts.next().map(|month| part(month).ok_or(())).transpose().ok()?;
    let day = parts.next().map(|day| part(day).ok_or(())).transpose().ok()?;
    if parts.next().is_none() { dated(year, month, day) } else { None }
}

fn dated(year: i64, month: Option<i64>, day: Option<i64>) -> Option<Range<Day>> {
    if !(1000..=9999).contains(&year) {
        return None;
    }
    let Some(month) = month else { return Some(day_of(year, 1, 1)..day_of(year + 1, 1, 1)) };
    if !(1..=12).contains(&month) {
        return None;
    }
    let whole = month_span(year, month);
    let Some(day) = day else { return Some(whole) };
    let at = whole.start + day - 1;
    if whole.contains(&at) { Some(at..at + 1) } else { None }
}

/// Dates in words.
fn named(words: &[&str], today: Day) -> Option<Range<Day>> {
    match words {
        ["today" | "heute"] => Some(today..today + 1),
        ["yesterday" | "gestern"] => Some(today - 1..today),
        ["vorgestern"] => Some(today - 2..today - 1),
        [one] => {
            one.split_once('-').map_or_else(|| latest(one, today), |(a, b)| relative(step(a)?, b, today))
        }
        [which, unit] => relative(step(which)?, unit, today),
        _ => None,
    }
}

/// `last` goes one back, `this` none.
fn step(word: &str) -> Option<i64> {
    match word {
        "last" | "letzte" | "letzten" | "letzter" | "letztes" | "vorige" | "vorigen" | "voriges" => Some(1),
        "this" | "diese" | "diesen" | "dieser" | "dieses" => Some(0),
        _ => None,
    }
}

fn relative(back: i64, unit: &str, today: Day) -> Option<Range<Day>> {
    let (year, month, _) = date_of(today);
    match unit {
        "week" | "woche" => {
            let monday = today - weekday(today) - 7 * back;
            Some(monday..monday + 7)
        }
        "month" | "monat" => {
            let months = year * 12 + month - 1 - back;
            Some(month_span(months.div_euclid(12), months.rem_euclid(12) + 1))
        }
        "year" | "jahr" => dated(year - back, None, None),
        _ => latest(unit, today)
            .map(|days| if back == 1 && days.contains(&today) { earlier(days) } else { days }),
    }
}

/// The same weekday a week before; a month keeps to its latest.
fn earlier(days: Range<Day>) -> Range<Day> {
    if days.end - days.start == 1 { days.start - 7..days.end - 7 } else { days }
}

/// The latest weekday or month of that name that has begun.
fn latest(name: &str, today: Day) -> Option<Range<Day>> {
    const DAYS: [[&str; 4]; 7] = [
        ["monday", "mon", "montag", "mo"],
        ["tuesday", "tue", "dienstag", "di"],
        ["wednesday", "wed", "mittwoch", "mi"],
        ["thursday", "thu", "donnerstag", "do"],
        ["friday", "fri", "freitag", "fr"],
        ["saturday", "sat", "samstag", "sa"],
        ["sunday", "sun", "sonntag", "so"],
    ];
    const MONTHS: [[&str; 3]; 12] = [
        ["january", "jan", "januar"],
        ["february", "feb", "februar"],
        ["march", "mar", "märz"],
        ["april", "apr", "april"],
        ["may", "may", "mai"],
        ["june", "jun", "juni"],
        ["july", "jul", "juli"],
        ["august", "aug", "august"],
        ["september", "sep", "september"],
        ["october", "oct", "oktober"],
        ["november", "nov", "november"],
        ["december", "dec", "dezember"],
    ];
    if let Some(wanted) = DAYS.iter().position(|names| names.contains(&name)) {
        let day = today - (weekday(today) - wanted as i64).rem_euclid(7);
        return Some(day..day + 1);
    }
    let wanted = MONTHS.iter().position(|names| names.contains(&name))? as i64 + 1;
    let (year, month, _) = date_of(today);
    Some(month_span(if wanted <= month { year } else { year - 1 }, wanted))
}

/// 0 is Monday.
const fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7)
}

fn month_span(year: i64, month: i64) -> Range<Day> {
    let first = day_of(year, month, 1);
    first..first + days_in(year, month)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday 2026-11-20, noon in UTC.
    const NOW: Millis = 1_795_176_000_000;

    fn days(text: &str) -> Option<(i64, i64)> {
        span(text, NOW, 0).map(|span| ((span.start / DAY_MS), (span.end / DAY_MS)))
    }

    #[test]
    fn weekdays() {
        assert_eq!(date_of(NOW / DAY_MS), (2026, 11, 20));
        assert_eq!(weekday(NOW / DAY_MS), 4);
    }

    #[test]
    fn what_people_type() {
        let today = NOW / DAY_MS;
        assert_eq!(days("2026-11-20"), Some((today, today + 1)));
        assert_eq!(days("20.11.2026"), Some((today, today + 1)));
        assert_eq!(days("heute"), days("today"));
        assert_eq!(days("gestern"), Some((today - 1, today)));
        assert_eq!(days("2026-11"), Some((today - 19, today + 11)));
        assert_eq!(days("november"), days("2026-11"));
        assert_eq!(days("december"), days("2025-12"));
        assert_eq!(days("last week"), Some((today - 11, today - 4)));
        assert_eq!(days("letzte Woche"), days("last-week"));
        assert_eq!(days("last month"), days("2026-10"));
        assert_eq!(days("this year"), days("2026"));
        assert_eq!(days("friday"), Some((today, today + 1)));
        assert_eq!(days("last friday"), Some((today - 7, today - 6)));
        assert_eq!(days("saturday"), Some((today - 6, today - 5)));
        for bad in ["", "2026-13", "2026-02-30", "20", "soon", "2026-1-1-1", "1.2", "last", "-", "999999"] {
            assert_eq!(days(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_local() {
        let utc = span("today", NOW, 0).unwrap();
        let berlin = span("today", NOW, 60).unwrap();
        assert_eq!(berlin.start, utc.start - 3_600_000);
        assert_eq!(span("today", i64::MAX, 60), None);
    }
}
