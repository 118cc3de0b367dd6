//! What time it is, believed: one look at the clock is no proof that time has passed. Pure.
use crate::calendar::DAY_MS;
use crate::page::Millis;
use serde::{Deserialize, Serialize};

/// A clock that went on by no more than so many days since it was last read agrees with itself: a weekend.
const WEEKEND: Millis = 3;
/// On so many days in a row a clock has to agree with itself before what it says is taken for the time.
const FORTNIGHT: u32 = 14;
/// Visits of no longer ago than so many days bear out what the clock says when it is read for the first time.
const LATELY: Millis = 31;

/// What readings of the clock on several days have come to. One a UTC day is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// What the clock said last, in ms.
    pub said: Millis,
    /// The time that was believed then, in ms.
    pub believed: Millis,
    /// The latest that the clock ever said since it was last believed: a day counts once.
    pub top: Millis,
    /// Days in a row on which it agreed with itself.
    pub run: u32,
}

impl Reading {
    /// The first one. `seen`: the newest time that was recorded before yesterday; a clock that was set on since cannot
    /// have made it up. Without any there is nothing that could be lost.
    pub fn first(now: Millis, seen: Option<Millis>) -> Self {
        match seen.filter(|seen| day(now) - day(*seen) > LATELY) {
            None => Self { said: now, believed: now, top: now, run: FORTNIGHT },
            Some(seen) => Self { said: now, believed: seen.saturating_add(DAY_MS), top: now, run: 1 },
        }
    }

    /// The next one; `None` on the same day.
    pub fn next(&self, now: Millis) -> Option<Self> {
        let days = day(now) - day(self.said);
        if days == 0 {
            return None;
        }
        let run = if (1..=WEEKEND).contains(&days) { (self.run + 1).min(FORTNIGHT) } else { 1 };
        if run == FORTNIGHT {
            return Some(Self { said: now, believed: now, top: now, run });
        }
        // Until then a day more for each day that it never named before, and no day for one that it goes back to.
        let new_day = day(now) > day(self.top);
        let believed = if new_day { self.believed.saturating_add(DAY_MS).min(now) } else { self.believed };
        Some(Self { said: now, believed, top: self.top.max(now), run })
    }

    /// The time that may be acted upon while the clock says `now`.
    pub fn time(&self, now: Millis) -> Millis {
        let agrees = self.run >= FORTNIGHT && day(now) == day(self.said);
        if agrees { now } else { self.believed.min(now) }
    }
}

/// The newest time before yesterday, of times in ascending order; what stands in the future is passed over.
pub fn before_yesterday(now: Millis, times: impl DoubleEndedIterator<Item = Millis>) -> Option<Millis> {
    times.rev().find(|at| day(*at) < day(now) - 1)
}

fn day(at: Millis) -> Millis {
    at.div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS as DAY, Reading, before_yesterday};

    const NOW: i64 = 20_000 * DAY + 9 * 3_600_000;
    const TEN_YEARS: i64 = 3652 * DAY;
    const HOUR: i64 = 3_600_000;

    /// Reads the clock at each of the times, in days after `NOW`; gives by how many days what is believed lags behind.
    fn lags(first: Reading, times: &[i64]) -> Vec<i64> {
        let mut reading = first;
        let lag = |at: &i64| {
            reading = reading.next(*at).unwrap_or(reading);
            (at - reading.time(*at)).div_euclid(DAY)
        };
        times.iter().map(lag).collect()
    }

    fn days(of: impl IntoIterator<Item = i64>) -> Vec<i64> {
        of.into_iter().map(|day| NOW + day * DAY).collect()
    }

    #[test]
    fn the_first_reading_is_borne_out_by_what_was_seen_before() {
        let believed = |seen: Option<i64>| Reading::first(NOW, seen).time(NOW) - NOW;
        assert_eq!(believed(None), 0, "nothing to lose");
        assert_eq!(believed(Some(NOW - 2 * DAY)), 0);
        assert_eq!(believed(Some(NOW - 31 * DAY)), 0);
        assert_eq!(believed(Some(NOW - 40 * DAY)), -39 * DAY, "who was away, or a clock that leapt");
        assert_eq!(believed(Some(NOW - TEN_YEARS)), DAY - TEN_YEARS);
    }

    #[test]
    fn what_the_clock_itself_just_made_up_is_no_evidence() {
        let seen = [NOW - TEN_YEARS, NOW - DAY, NOW - HOUR, NOW, NOW + TEN_YEARS];
        assert_eq!(before_yesterday(NOW, seen.into_iter()), Some(NOW - TEN_YEARS), "past midnight, too");
        assert_eq!(before_yesterday(NOW, std::iter::empty()), None);
    }

    #[test]
    fn days_pass_as_days_do() {
        let sure = Reading::first(NOW, None);
        let cases: [(&str, Vec<i64>, Vec<i64>); 5] = [
            ("every day", days(1..=20), vec![0; 20]),
            ("a weekend", days([1, 4, 5, 8]), vec![0; 4]),
            ("the same day again", vec![NOW + HOUR, NOW + 2 * HOUR], vec![0, 0]),
            ("back by an hour, forward by two", vec![NOW - HOUR, NOW + HOUR], vec![0, 0]),
            ("away for ten days: a day a day, then it is caught up with", days(11..=24), {
                [vec![10; 13], vec![0]].concat()
            }),
        ];
        for (what, times, expected) in cases {
            assert_eq!(lags(sure, &times), expected, "{what}");
        }
    }

    #[test]
    fn a_leap_is_worth_a_day_at_most() {
        let sure = Reading::first(NOW, None);
        let gained = |times: &[i64]| {
            let mut reading = sure;
            let most = times.iter().map(|at| {
                reading = reading.next(*at).unwrap_or(reading);
                reading.time(*at)
            });
            most.max().unwrap_or(NOW) - NOW
        };
        let far = NOW + TEN_YEARS;
        let cases: [(&str, Vec<i64>, i64); 6] = [
            ("ten years for an hour", vec![far, far + HOUR, NOW + HOUR], DAY),
            ("ten years for an hour, back the day before", vec![far, NOW - DAY], DAY),
            ("there and back a hundred times", [far, NOW].repeat(100), DAY),
            ("past midnight out there", vec![far, far + 20 * HOUR, NOW + HOUR], 2 * DAY),
            ("out there for ten days", (0..10).map(|day| far + day * DAY).collect(), 10 * DAY),
            ("ten years back and home again", vec![NOW - TEN_YEARS, NOW + HOUR, NOW + DAY], DAY),
        ];
        for (what, times, most) in cases {
            assert!(gained(&times) <= most, "{what}: {} days", gained(&times) / DAY);
        }
    }

    #[test]
    fn a_clock_that_was_wrong_from_the_beginning_is_believed_again_a_fortnight_after_it_was_set_right() {
        let wrong = Reading::first(NOW + TEN_YEARS, None);
        assert!(wrong.time(NOW) <= NOW, "never later than the clock says");
        let mut reading = wrong;
        for at in days(0..=14) {
            reading = reading.next(at).unwrap_or(reading);
            assert!(reading.time(at) <= at);
        }
        assert_eq!(reading.believed, NOW + 14 * DAY);
        assert!(reading.next(NOW + TEN_YEARS).is_some_and(|leapt| leapt.believed == NOW + 15 * DAY));
    }
}
