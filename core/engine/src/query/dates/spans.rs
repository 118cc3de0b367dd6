//! What is said of a date -> the days or moments it stands for: calendar arithmetic without words.
use super::names::Unit;
use super::{Day, When};
use crate::Millis;
use crate::calendar::{date_of, day_of, days_in};
use std::ops::Range;

const MINUTE_MS: i64 = 60_000;

/// Now, and the day it is where the person is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub at: Millis,
    pub today: Day,
}

/// A day, month, quarter or season of a year that may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub year: Option<i64>,
    /// The first month, 1 to 12.
    pub month: i64,
    /// How many months.
    pub months: i64,
    /// The day of the one month.
    pub day: Option<i64>,
}

impl Date {
    /// Its days in that year; `None` where there is no such day.
    pub fn in_year(&self, year: i64) -> Option<Range<Day>> {
        let first = month_start(year, self.month);
        match self.day {
            None => Some(first..month_start(year, self.month + self.months)),
            Some(day) if (1..=days_in(year, self.month)).contains(&day) => Some(first + day - 1..first + day),
            Some(_) => None,
        }
    }

    /// Its days in its year, else the latest that have begun on `day`.
    pub fn until(&self, day: Day) -> Option<Range<Day>> {
        let (this, _, _) = date_of(day);
        match self.year {
            Some(year) => self.in_year(year),
            // 29 February comes every four years, once in a while every eight.
            None => (0..=8).filter_map(|back| self.in_year(this - back)).find(|days| days.start <= day),
        }
    }

    /// Its days in its year, else the first that begin on `day` or later.
    pub fn since(&self, day: Day) -> Option<Range<Day>> {
        let (this, _, _) = date_of(day);
        match self.year {
            Some(year) => self.in_year(year),
            None => (0..=8).filter_map(|on| self.in_year(this + on)).find(|days| days.start >= day),
        }
    }
}

/// A day of a month, a whole month or a whole year, as in the calendar. A year has four digits.
pub(super) fn year(year: i64) -> Option<Range<Day>> {
    (1000..=9999).contains(&year).then(|| day_of(year, 1, 1)..day_of(year + 1, 1, 1))
}

/// 0 is Monday.
pub(super) const fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The latest such weekday up to `day`.
pub(super) fn weekday_until(wanted: i64, day: Day) -> Day {
    day - (weekday(day) - wanted).rem_euclid(7)
}

/// The first day of a month, counted on beyond 12.
fn month_start(year: i64, month: i64) -> Day {
    day_of(year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1, 1)
}

/// The same day so many months before, or the month's last.
fn months_before(day: Day, months: i64) -> Day {
    let (year, month, of_month) = date_of(day);
    let first = month_start(year, month - months);
    let (year, month, _) = date_of(first);
    first + of_month.min(days_in(year, month)) - 1
}

/// An ISO week: the first is the one with the year's 4 January.
pub(super) fn iso_week(year: i64, week: i64) -> Option<Range<Day>> {
    let first = |year| weekday_until(0, day_of(year, 1, 4));
    let monday = first(year) + 7 * (week - 1);
    (week >= 1 && monday < first(year + 1)).then_some(monday..monday + 7)
}

/// The calendar's unit so many before the one that is now.
pub(super) fn calendar(back: i64, unit: Unit, now: Now) -> Option<When> {
    let today = now.today;
    let (year, month, _) = date_of(today);
    let months = |first: i64, count: i64| month_start(year, first)..month_start(year, first + count);
    Some(When::Days(match unit {
        Unit::Week => {
            let monday = weekday_until(0, today) - 7 * back;
            monday..monday + 7
        }
        // The latest that has begun; the last one is the latest that is over.
        Unit::Weekend => {
            let saturday = weekday_until(5, today);
            let begun = i64::from(back > 0 && saturday + 2 <= today);
            let saturday = saturday - 7 * (back - begun);
            saturday..saturday + 2
        }
        Unit::Month => months(month - back, 1),
        Unit::Quarter => months((month - 1) / 3 * 3 + 1 - 3 * back, 3),
        Unit::Year => months(1 - 12 * back, 12),
        Unit::Day if back == 0 => today..today + 1,
        Unit::Day | Unit::Hour | Unit::Minute if back == 1 => return rolling(1, unit, now),
        _ => return None,
    }))
}

/// The day that began so many units before today.
fn before(today: Day, count: i64, unit: Unit) -> Option<Day> {
    Some(match unit {
        Unit::Day => today - count,
        Unit::Week => today - 7 * count,
        Unit::Weekend => weekday_until(5, today) - 7 * count,
        Unit::Month => months_before(today, count),
        Unit::Quarter => months_before(today, 3 * count),
        Unit::Year => months_before(today, 12 * count),
        Unit::Hour | Unit::Minute => return None,
    })
}

const fn ms(unit: Unit) -> i64 {
    if matches!(unit, Unit::Hour) { 60 * MINUTE_MS } else { MINUTE_MS }
}

/// The last so many units, today with it.
pub(super) fn rolling(count: i64, unit: Unit, now: Now) -> Option<When> {
    Some(match before(now.today, count, unit) {
        Some(day) => When::Days(day..now.today + 1),
        None => When::Moments(now.at - count * ms(unit)..now.at + 1),
    })
}

/// One unit that began so many ago: `3 days ago` is a day, `2 weeks ago` the seven days from the same weekday on.
pub(super) fn ago(count: i64, unit: Unit, now: Now) -> Option<When> {
    Some(match before(now.today, count, unit) {
        Some(day) if unit == Unit::Weekend => When::Days(day..day + 2),
        Some(day) => When::Days(day..before(now.today, count - 1, unit)?),
        None => {
            let from = now.at - count * ms(unit);
            When::Moments(from..from + ms(unit))
        }
    })
}
