//! From one date to another, to the end or from the beginning: tokens -> days or moments.
use super::names::Means;
use super::single::{Said, said};
use super::spans::{Date, Now, weekday_until};
use super::tokens::{Token, What};
use super::{Day, EARLIEST, LATEST, When};
use std::ops::Range;

/// What tokens say, all of them together.
pub(super) fn when(tokens: &[Token], now: Now, offset_ms: i64) -> Option<When> {
    if let Some(alone) = said(tokens, now).and_then(|said| alone(said, now)) {
        return Some(alone);
    }
    let (first, rest) = tokens.split_first()?;
    match first.what {
        What::Word(Means::Between) => return parted(rest, What::Word(Means::And), now, offset_ms),
        What::Word(Means::From) => return to(rest, now, offset_ms).or_else(|| open_end(rest, now)),
        What::Word(Means::Until) | What::Dots => {
            let end = alone(said(rest, now)?, now)?;
            return Some(until(end));
        }
        _ => {}
    }
    if let Some((Token { what: What::Dots, .. }, rest)) = tokens.split_last() {
        return open_end(rest, now);
    }
    to(tokens, now, offset_ms)
}

/// Two dates with a sign or a word between them.
fn to(tokens: &[Token], now: Now, offset_ms: i64) -> Option<When> {
    [What::Dots, What::Word(Means::To), What::Word(Means::Until), What::Dash]
        .into_iter()
        .find_map(|sign| parted(tokens, sign, now, offset_ms))
}

/// The first way to part tokens at `sign` into two dates.
fn parted(tokens: &[Token], sign: What, now: Now, offset_ms: i64) -> Option<When> {
    let signs = tokens.iter().enumerate().filter(|(_, token)| token.what == sign);
    signs.map(|(at, _)| at).find_map(|at| {
        let (left, right) = (tokens.get(..at)?, tokens.get(at + 1..)?);
        // 2025-W53 is a week, or none where the year has no such: no range from the year on.
        let is_year = matches!(left, [Token { what: What::Num(_, 4), .. }]);
        if is_year && matches!(right, [Token { what: What::Word(Means::Unit(_)), .. }, ..]) {
            return None;
        }
        let (start, end) = (said(left, now)?, said(right, now)?);
        // March 3-5 is a range, 2024-03-03-5 is not.
        let in_words = left.iter().any(|token| matches!(token.what, What::Word(_)));
        if !in_words && matches!(end, Said::OfMonth(..)) {
            return None;
        }
        both(start, end, now, offset_ms)
    })
}

fn open_end(tokens: &[Token], now: Now) -> Option<When> {
    Some(match alone(said(tokens, now)?, now)? {
        When::Days(days) => When::Days(days.start..LATEST),
        When::Moments(span) => When::Moments(span.start..now.at + 1),
    })
}

fn until(end: When) -> When {
    match end {
        When::Days(days) => When::Days(EARLIEST..days.end),
        When::Moments(span) => When::Moments(EARLIEST * super::DAY_MS..span.end),
    }
}

/// What a date says that stands for itself: the latest that has begun, where a year or a week is not said.
fn alone(said: Said, now: Now) -> Option<When> {
    match said {
        Said::When(when) => Some(when),
        Said::Date(date) => date.until(now.today).map(When::Days),
        Said::Weekday(wanted) => {
            let day = weekday_until(wanted, now.today);
            Some(When::Days(day..day + 1))
        }
        Said::OfMonth(..) => None,
    }
}

/// From the first to the second: each may have left to the other what goes without saying.
fn both(left: Said, right: Said, now: Now, offset_ms: i64) -> Option<When> {
    let (start, end) = match (left, right) {
        // 3. bis 5. März
        (Said::OfMonth(day, None), Said::Date(end @ Date { day: Some(_), .. })) => {
            dates(Date { day: Some(day), ..end }, end, now)?
        }
        // March 3 to 5, 2024
        (Said::Date(start @ Date { day: Some(_), .. }), Said::OfMonth(day, year)) => {
            dates(start, Date { day: Some(day), year: year.or(start.year), ..start }, now)?
        }
        (Said::Date(start), Said::Date(end)) => dates(start, end, now)?,
        (left, Said::Weekday(wanted)) if is_of_a_week(&left) => {
            let When::Days(start) = alone(left, now)? else { return None };
            let end = weekday_until(wanted, start.start + 6);
            (start, end..end + 1)
        }
        (left, right) => {
            return Some(joined(alone(left, now)?, alone(right, now)?, offset_ms));
        }
    };
    Some(joined(When::Days(start), When::Days(end), offset_ms))
}

/// A day that was named without its date: the weekday after it is the next of that name.
fn is_of_a_week(said: &Said) -> bool {
    match said {
        Said::Weekday(_) => true,
        Said::When(When::Days(days)) => days.end - days.start == 1,
        _ => false,
    }
}

/// See [`super::span`].
pub(super) fn span(start: Said, end: Said, now: Now) -> Option<(When, When)> {
    let days = |said: &Said| match alone(said.clone(), now)? {
        When::Days(days) => Some(days),
        When::Moments(_) => None,
    };
    let (from, to) = (days(&start)?, days(&end)?);
    let day = |day: Day| day..day + 1;
    let (from, to) = match (start, end) {
        (_, Said::Weekday(wanted)) => (from.clone(), day(weekday_until(wanted, from.start + 7))),
        (_, Said::Date(date @ Date { year: None, .. })) => (from.clone(), date.since(from.start + 1)?),
        (Said::Weekday(wanted), _) => (day(weekday_until(wanted, to.start - 1)), to),
        (Said::Date(date @ Date { year: None, .. }), _) => (date.until(to.start - 1)?, to),
        _ => return None,
    };
    Some((When::Days(from), When::Days(to)))
}

/// Two dates, each perhaps without its year.
fn dates(start: Date, end: Date, now: Now) -> Option<(Range<Day>, Range<Day>)> {
    match (start.year, end.year) {
        // November to February 2024 began the year before.
        (None, Some(_)) => {
            let days = end.until(now.today)?;
            Some((start.until(days.start)?, days))
        }
        _ => {
            let days = start.until(now.today)?;
            let end = end.since(days.start)?;
            Some((days, end))
        }
    }
}

/// Both and what is between them, in whichever order they were said.
fn joined(a: When, b: When, offset_ms: i64) -> When {
    match (a, b) {
        (When::Days(a), When::Days(b)) => When::Days(a.start.min(b.start)..a.end.max(b.end)),
        (a, b) => {
            let (a, b) = (a.in_ms(offset_ms), b.in_ms(offset_ms));
            When::Moments(a.start.min(b.start)..a.end.max(b.end))
        }
    }
}
