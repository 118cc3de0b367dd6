//! Dates as people say them (English and German) -> spans of local days, or of moments.
//!
//! Understood: digits (`2024`, `2024-03`, `2024-03-03` with any sign, `3.3.2024`, `3/3/24`, `2024-W10`, `Q1 2024`),
//! months, weekdays and seasons by name, with a day and a year or without (then the latest that has begun), today,
//! yesterday, the last, this, the past week, month, year, weekend, so many days ago, the last so many days, and ranges of all
//! of these. A day by its numbers comes first with dots and hyphens (`3.4.2024`), the month with slashes (`4/3/2024`), unless it
//! is no month. Weeks begin on Monday. The words: [`names::NAMES`].
pub(super) mod names;
mod range;
mod single;
mod spans;
#[cfg(test)]
mod tests;
mod tokens;

use crate::Millis;
use spans::Now;
use std::ops::Range;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;
/// Most words of a date: `from the 3rd of march 2024 to 5 april 2024`.
const MOST_WORDS: usize = 10;
/// Longest text of a date, in bytes.
const LONGEST: usize = 160;
/// The first day of the year 1000, and the one after the last of 9999: no date reaches beyond.
const EARLIEST: Day = -354_285;
const LATEST: Day = 2_932_897;

/// Days since 1970-01-01, local.
type Day = i64;

/// What a date stands for; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole days, where whoever saw the page was: days since 1970-01-01 as of [`crate::calendar`].
    Days(Range<Day>),
    /// Moments: hours and minutes ago.
    Moments(Range<Millis>),
}

impl When {
    /// From its first millisecond to one past its last, days being those of `offset_ms`.
    pub(super) fn in_ms(&self, offset_ms: i64) -> Range<Millis> {
        match self {
            Self::Days(days) => days.start * DAY_MS - offset_ms..days.end * DAY_MS - offset_ms,
            Self::Moments(span) => span.clone(),
        }
    }

    /// Within the years that dates have; `None` when nothing of it is.
    fn bounded(self) -> Option<Self> {
        Some(match self {
            Self::Days(days) => {
                let days = days.start.max(EARLIEST)..days.end.min(LATEST);
                if days.is_empty() {
                    return None;
                }
                Self::Days(days)
            }
            moments => moments,
        })
    }
}

/// A date at the beginning of some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// What it stands for.
    pub when: When,
    /// How many words it took.
    pub words: usize,
}

/// The date that most of the first words say: `3 days ago` of `3 days ago rust`. `words` are parted at blanks; of
/// a quoted word the quotes may stand. `now` and `offset_min` (local time minus UTC) say what "yesterday" means.
pub(super) fn read(words: &[&str], now: Millis, offset_min: i16) -> Option<Dated> {
    let now = here(now, offset_min)?;
    let mut all = Vec::new();
    // How many tokens the first word has, the first two, and so on, up to a word that is in no date.
    let mut ends = Vec::new();
    for word in words.iter().take(MOST_WORDS) {
        if word.len() > LONGEST || tokens::read(word, &mut all).is_none() {
            break;
        }
        ends.push(all.len());
    }
    ends.iter().enumerate().rev().find_map(|(at, end)| {
        let when = understood(all.get(..*end)?, now, offset_min)?;
        Some(Dated { when, words: at + 1 })
    })
}

/// What a text says that is a date as a whole; `_` stands for a blank, a hyphen between words, too.
pub(super) fn when(text: &str, now: Millis, offset_min: i16) -> Option<When> {
    let now = here(now, offset_min)?;
    let mut all = Vec::new();
    if text.len() > LONGEST {
        return None;
    }
    tokens::read(text, &mut all)?;
    understood(&all, now, offset_min)
}

/// So much later each date that hangs on the clock means another time, in ms.
const LATER: i64 = 800 * DAY_MS;

/// The same for a search, and by which offset a visit has its day whose own is not known: where a date means another time in another year
/// (`today`, `last week`, `march`), that of who asks.
pub(super) fn asked(text: &str, now: Millis, offset_min: i16) -> Option<(When, i16)> {
    let said = when(text, now, offset_min)?;
    let is_fixed = when(text, now.saturating_add(LATER), offset_min).is_none_or(|later| later == said);
    Some((said, if is_fixed { 0 } else { offset_min }))
}

/// From the first date to the second where each by itself would end before it begins, `monday` and `friday` on a Tuesday: what says no
/// year or week gives way to the other, the end first. `None` where both are fixed.
pub(super) fn span(from: &str, end: &str, now: Millis, offset_min: i16) -> Option<(When, When)> {
    let now = here(now, offset_min)?;
    let said = |text: &str| {
        let mut all = Vec::new();
        tokens::read(text, &mut all)?;
        single::said(&all, now)
    };
    range::span(said(from)?, said(end)?, now)
}

/// `None` for a clock that is beyond all dates.
fn here(at: Millis, offset_min: i16) -> Option<Now> {
    let today = at.checked_add(i64::from(offset_min) * MINUTE_MS)?.div_euclid(DAY_MS);
    (EARLIEST..LATEST).contains(&today).then_some(Now { at, today })
}

fn understood(tokens: &[tokens::Token], now: Now, offset_min: i16) -> Option<When> {
    range::when(tokens, now, i64::from(offset_min) * MINUTE_MS)?.bounded()
}
