//! One date, without ranges: tokens -> what is said of it.
use super::names::{Means, Unit};
use super::spans::{Date, Now, ago, calendar, iso_week, rolling, weekday_until, year};
use super::tokens::{Token, What};
use super::{Day, When};
use Means::{Ago, AgoFirst, Back, Before, Filler, Month, Number, One, Past, Season, Step, Weekday};
use std::ops::Range;

/// What one side of a date says; some of it only the other side makes whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    When(When),
    Date(Date),
    /// 0 is Monday.
    Weekday(i64),
    /// A day whose month the other side says, and its year if it is said.
    OfMonth(i64, Option<i64>),
}

/// A number (its digits zero where it is a word) or a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Num(i64, usize),
    Says(Means),
}
use Item::{Num, Says};

/// What one date says.
pub(super) fn said(tokens: &[Token], now: Now) -> Option<Said> {
    let first = tokens.first()?;
    if let (What::Word(Filler), true) = (first.what, tokens.len() > 1) {
        return said(tokens.get(1..)?, now);
    }
    if let (What::Word(Weekday(_)), Some(rest)) = (first.what, tokens.get(1..)) {
        let after = rest.iter().position(|token| !matches!(token.what, What::Comma | What::Dot));
        // What the date says of its weekday is not held against it.
        if let Some(date @ Said::Date(Date { day: Some(_), .. })) =
            after.and_then(|at| said(rest.get(at..)?, now))
        {
            return Some(date);
        }
    }
    if let Some(date) = numbers(tokens) {
        return Some(date);
    }
    let items = items(tokens)?;
    calendar_date(&items, now).or_else(|| relative(&items, now))
}

const fn days(days: Range<Day>) -> Said {
    Said::When(When::Days(days))
}

const fn date(year: Option<i64>, month: i64, day: Option<i64>) -> Said {
    Said::Date(Date { year, month, months: 1, day })
}

/// A date whose parts are in their bounds, and which there is.
fn checked(year: Option<i64>, month: i64, day: Option<i64>) -> Option<Said> {
    let date = Date { year, month, months: 1, day };
    let known = (1..=12).contains(&month) && year.is_none_or(|year| (1000..=9999).contains(&year));
    // A leap year stands for a year that is not said.
    (known && date.in_year(year.unwrap_or(2000)).is_some()).then_some(Said::Date(date))
}

/// A year of four digits; of two where `short` allows: 00 to 69 are of this century.
fn year_of(value: i64, digits: usize, short: bool) -> Option<i64> {
    match digits {
        4 => Some(value),
        2 if short => Some(value + if value < 70 { 2000 } else { 1900 }),
        _ => None,
    }
}

/// Dates in digits: ISO and the like year first; with dots and hyphens day first; with slashes see [`month_and_day`].
fn numbers(tokens: &[Token]) -> Option<Said> {
    let (tokens, ended) = match tokens {
        [body @ .., Token { what: What::Dot, gap: false }] => (body, true),
        _ => (tokens, false),
    };
    if let [Token { what: What::Num(value, 8), .. }] = tokens {
        return checked(Some(value / 10_000), value / 100 % 100, Some(value % 100));
    }
    let sign = tokens.get(1)?.what;
    let dots = sign == What::Dot;
    let mut parts = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (number, first) = (at % 2 == 0, at == 0);
        // A blank may follow a dot alone: 3. 3. 2024.
        let apart = token.gap && !first && !(dots && number);
        match token.what {
            What::Num(value, digits) if number && !apart => parts.push((value, digits)),
            What::Dot | What::Dash | What::Slash if !number && token.what == sign && !apart => {}
            _ => return None,
        }
    }
    if tokens.len() % 2 == 0 {
        return None;
    }
    match *parts.as_slice() {
        [(year, 4), (month, 1 | 2)] | [(month, 1 | 2), (year, 4)] => checked(Some(year), month, None),
        // Without the second dot it is a number of something: version 1.2.
        [(day, 1 | 2), (month, 1 | 2)] if dots && ended => checked(None, month, Some(day)),
        [(a, 1 | 2), (b, 1 | 2)] if sign == What::Slash => month_and_day(None, a, b),
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => checked(Some(year), month, Some(day)),
        [(a, 1 | 2), (b, 1 | 2), (year, digits)] => {
            let year = year_of(year, digits, sign != What::Dash)?;
            if sign == What::Slash {
                month_and_day(Some(year), a, b)
            } else {
                checked(Some(year), b, Some(a))
            }
        }
        _ => None,
    }
}

/// `3/4` is the fourth of March, as most who write slashes mean it; what is no month is the day.
fn month_and_day(year: Option<i64>, a: i64, b: i64) -> Option<Said> {
    if a > 12 { checked(year, b, Some(a)) } else { checked(year, a, Some(b)) }
}

/// Numbers and words without what only joins them.
fn items(tokens: &[Token]) -> Option<Vec<Item>> {
    let ends = |token: &Token| matches!(token.what, What::Dot | What::Comma);
    let tokens = match tokens {
        [body @ .., last] if ends(last) => body,
        _ => tokens,
    };
    let mut items = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let glued = !token.gap && next.is_some_and(|next| !next.gap);
        match token.what {
            What::Num(value, digits) => items.push(Num(value, digits)),
            What::Word(Means::Th) if !token.gap && matches!(items.last(), Some(Num(_, 1 | 2))) => {}
            What::Word(Filler) if next.is_some() => {}
            What::Word(Filler | Means::Th) => return None,
            What::Word(means) => items.push(Says(means)),
            What::Dash | What::Slash if glued => {}
            What::Dot | What::Comma if !token.gap => {}
            _ => return None,
        }
    }
    Some(items)
}

/// What stands in the calendar by its name.
fn calendar_date(items: &[Item], now: Now) -> Option<Said> {
    Some(match *items {
        [Num(value, 4)] | [Says(Means::Unit(Unit::Year)), Num(value, 4)] => days(year(value)?),
        [Num(day @ 1..=31, 1 | 2)] => Said::OfMonth(day, None),
        [Num(day @ 1..=31, 1 | 2), Num(value, 4)] => Said::OfMonth(day, Some(value)),
        [Says(Weekday(wanted))] => Said::Weekday(wanted),
        [Says(Month(month))] => date(None, month, None),
        [Says(Month(month)), Num(value, 4)] | [Num(value, 4), Says(Month(month))] => {
            return checked(Some(value), month, None);
        }
        [Says(Month(month)), Num(day, 1 | 2)] | [Num(day, 1 | 2), Says(Month(month))] => {
            return checked(None, month, Some(day));
        }
        [Says(Month(month)), Num(day, 1 | 2), Num(value, 4)]
        | [Num(value, 4), Says(Month(month)), Num(day, 1 | 2)] => {
            return checked(Some(value), month, Some(day));
        }
        [Num(day, 1 | 2), Says(Month(month)), Num(value, digits)] => {
            return checked(Some(year_of(value, digits, true)?), month, Some(day));
        }
        [Says(Season(month))] => months(None, month)?,
        [Says(Season(month)), Num(value, 4)] | [Num(value, 4), Says(Season(month))] => {
            months(Some(value), month)?
        }
        [Says(Means::Unit(unit @ (Unit::Quarter | Unit::Week))), Num(count, 1 | 2)] => {
            numbered(unit, count, None, now)?
        }
        [Says(Means::Unit(unit @ (Unit::Quarter | Unit::Week))), Num(count, 1 | 2), Num(value, 4)]
        | [Num(value, 4), Says(Means::Unit(unit @ (Unit::Quarter | Unit::Week))), Num(count, 1 | 2)]
        | [Num(count, 1 | 2), Says(Means::Unit(unit @ (Unit::Quarter | Unit::Week))), Num(value, 4)] => {
            numbered(unit, count, Some(value), now)?
        }
        _ => return None,
    })
}

/// Three months. A winter is of the year it begins in.
fn months(year: Option<i64>, month: i64) -> Option<Said> {
    let known = year.is_none_or(|year| (1000..=9999).contains(&year));
    known.then_some(Said::Date(Date { year, month, months: 3, day: None }))
}

/// A quarter or an ISO week by its number.
fn numbered(unit: Unit, count: i64, of: Option<i64>, now: Now) -> Option<Said> {
    if unit == Unit::Quarter {
        return if (1..=4).contains(&count) { months(of, count * 3 - 2) } else { None };
    }
    if let Some(of) = of {
        return year(of).and_then(|_| iso_week(of, count)).map(days);
    }
    let (this, _, _) = crate::calendar::date_of(now.today);
    // In January week 1 may have begun with the year's last days, in December with the next year's.
    let weeks = (-1..=8).filter_map(|back| iso_week(this - back, count));
    weeks.into_iter().find(|week| week.start <= now.today).map(days)
}

/// How many, said of something that is counted.
fn amount(item: Item) -> Option<i64> {
    match item {
        Num(count, 1..=4) if count > 0 => Some(count),
        Says(Number(count)) => Some(count),
        Says(One) => Some(1),
        _ => None,
    }
}

/// What is said from today on.
fn relative(items: &[Item], now: Now) -> Option<Said> {
    let Now { today, .. } = now;
    let when = match *items {
        [Says(Back(back))] => When::Days(today - back..today - back + 1),
        [Says(Means::Unit(Unit::Day)), Says(Before), Says(Back(1))] => When::Days(today - 2..today - 1),
        [Says(Means::Unit(Unit::Weekend))] => calendar(0, Unit::Weekend, now)?,
        [Says(Means::Unit(unit)), Says(Before), Says(Step(1))] => calendar(2, unit, now)?,
        [Says(Step(back)), Says(Means::Unit(unit))] => calendar(back, unit, now)?,
        [Says(Step(back)), Says(Weekday(wanted))] => {
            let latest = weekday_until(wanted, today);
            // The last Friday, on a Friday, is a week ago.
            let day = latest - 7 * (back - i64::from(back > 0 && latest < today));
            When::Days(day..day + 1)
        }
        [Says(Step(back)), Says(Month(month))] => return earlier(back, month, 1, now),
        [Says(Step(back)), Says(Season(month))] => return earlier(back, month, 3, now),
        [Says(Weekday(wanted)), Says(Step(back)), Says(Means::Unit(Unit::Week))]
        | [Says(Step(back)), Says(Means::Unit(Unit::Week)), Says(Weekday(wanted))] => {
            let day = weekday_until(0, today) - 7 * back + wanted;
            When::Days(day..day + 1)
        }
        [Says(Past), Says(Means::Unit(unit))] => rolling(1, unit, now)?,
        [Says(Past | Step(1)), count, Says(Means::Unit(unit))] => rolling(amount(count)?, unit, now)?,
        [count, Says(Means::Unit(unit)), Says(Ago)] | [Says(AgoFirst), count, Says(Means::Unit(unit))] => {
            ago(amount(count)?, unit, now)?
        }
        [count, Says(Means::Unit(unit))] if count != Says(One) => rolling(amount(count)?, unit, now)?,
        _ => return None,
    };
    Some(Said::When(when))
}

/// A month or a season that has begun; the last one, said in March, is not this March.
fn earlier(back: i64, month: i64, months: i64, now: Now) -> Option<Said> {
    let date = Date { year: None, month, months, day: None };
    let latest = date.until(now.today)?;
    let years = back - i64::from(back > 0 && !latest.contains(&now.today));
    let (year, _, _) = crate::calendar::date_of(latest.start);
    Some(Said::Date(Date { year: Some(year - years), ..date }))
}
