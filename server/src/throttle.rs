//! How often somebody may do something within a time: try a passphrase, sign up, add entries.
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use webmynd_protocol::Millis;

/// From this many pairs on those whose window is over are let go, each time their number has doubled.
const MANY: usize = 10_000;

/// Who read the clock first may be noted last: what is ahead of the clock by no more than this was done at the same time.
const ABREAST: Millis = 10_000;

/// How often, in how long.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    most: u32,
    window: Millis,
    /// What comes within this time counts as one moment, so that many take little room.
    moment: Millis,
}

impl Rate {
    /// Tries of a passphrase, for one account from one address.
    pub const TRIES: Self = Self { most: 5, window: 15 * 60_000, moment: 1 };

    /// So many an hour.
    pub const fn hourly(most: u32) -> Self {
        Self { most, window: 3_600_000, moment: 60_000 }
    }

    /// So many a day.
    pub const fn daily(most: u32) -> Self {
        Self { most, window: 86_400_000, moment: 1_800_000 }
    }

    /// Whether what was at `at` counts at `now`. What is far ahead was before the clock was set right.
    fn counts(self, at: Millis, now: Millis) -> bool {
        (-ABREAST..self.window).contains(&now.saturating_sub(at))
    }
}

/// What was done, by account and address.
pub struct Throttle {
    rate: Rate,
    done: Mutex<Done>,
}

#[derive(Default)]
struct Done {
    /// Moments and how often in them, the earliest first.
    pairs: HashMap<(String, String), Vec<(Millis, u32)>>,
    /// How many pairs the last round left.
    left: usize,
}

impl Done {
    fn admit(&mut self, pair: &(String, String), now: Millis, rate: Rate) -> Result<(), u32> {
        let Some(moments) = self.pairs.get_mut(pair) else { return Ok(()) };
        moments.retain(|(at, _)| rate.counts(*at, now));
        let done: u32 = moments.iter().map(|(_, often)| often).sum();
        match moments.first().filter(|_| done >= rate.most) {
            None => Ok(()),
            Some((first, _)) => {
                let left = (first + rate.window - now).max(0) / 1_000 + 1;
                Err(u32::try_from(left).unwrap_or(u32::MAX))
            }
        }
    }

    fn note(&mut self, pair: (String, String), now: Millis, rate: Rate) {
        if self.pairs.len() >= MANY.max(self.left * 2) {
            self.pairs.retain(|_, all| all.last().is_some_and(|(at, _)| rate.counts(*at, now)));
            self.left = self.pairs.len();
        }
        let moments = self.pairs.entry(pair).or_default();
        match moments.last_mut().filter(|(at, _)| (0..rate.moment).contains(&(now - at))) {
            Some((_, often)) => *often += 1,
            None => moments.push((now, 1)),
        }
    }
}

fn pair(account: &str, address: &str) -> (String, String) {
    (account.to_lowercase(), address.to_owned())
}

impl Throttle {
    /// One that allows so much.
    pub fn new(rate: Rate) -> Self {
        Self { rate, done: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is going to be done, where one more is allowed at `now`; else in how many seconds one is.
    pub fn take(&self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let (mut all, pair) = (self.lock(), pair(account, address));
        all.admit(&pair, now, self.rate)?;
        all.note(pair, now, self.rate);
        Ok(())
    }

    /// What was noted at `at` does not count: a try did not fail, nothing was done.
    pub fn give_back(&self, account: &str, address: &str, at: Millis) {
        if let Some(moments) = self.lock().pairs.get_mut(&pair(account, address))
            && let Some(one) =
                moments.iter().rposition(|(moment, _)| (0..self.rate.moment).contains(&(at - moment)))
            && let Some((_, often)) = moments.get_mut(one)
        {
            *often -= 1;
            if *often == 0 {
                moments.remove(one);
            }
        }
    }

    /// Forgets the tries of who has logged in.
    pub fn succeeded(&self, account: &str, address: &str) {
        self.lock().pairs.remove(&pair(account, address));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Millis = Rate::TRIES.window;

    #[test]
    fn the_sixth_try_waits_until_the_first_is_a_quarter_of_an_hour_old() {
        let throttle = Throttle::new(Rate::TRIES);
        for now in 0..5 {
            assert_eq!(throttle.take("Ada", "::1", now), Ok(()));
        }
        assert_eq!(throttle.take("ADA", "::1", 5), Err(900));
        assert_eq!(throttle.take("ada", "::2", 5), Ok(()));
        assert_eq!(throttle.take("bob", "::1", 5), Ok(()));
        assert_eq!(throttle.take("ada", "::1", WINDOW), Ok(()));
        assert!(throttle.take("ada", "::1", WINDOW).is_err(), "the second is younger than that");
        throttle.succeeded("ada", "::1");
        for _ in 0..5 {
            assert_eq!(throttle.take("ada", "::1", WINDOW * 1_000), Ok(()));
        }
        assert_eq!(throttle.take("ada", "::1", 5), Ok(()), "the clock was wrong and is right again");
    }

    #[test]
    fn tries_that_are_made_at_once_are_five_too_and_those_that_did_not_fail_none() {
        let throttle = Throttle::new(Rate::TRIES);
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 7).is_ok()).count(), 5);
        throttle.give_back("Ada", "::1", 8);
        assert!(throttle.take("ada", "::1", 8).is_err(), "no such try was noted");
        throttle.give_back("Ada", "::1", 7);
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 8).is_ok()).count(), 1);
    }

    #[test]
    fn who_read_the_clock_first_and_is_noted_last_finds_the_others_tries_noted() {
        let throttle = Throttle::new(Rate::TRIES);
        let all = (0..400).map(|nth| 1_000 - nth).filter(|now| throttle.take("ada", "::1", *now).is_ok());
        assert_eq!(all.count(), 5);
    }

    #[test]
    fn many_an_hour_are_counted_by_the_minute() {
        let throttle = Throttle::new(Rate::hourly(1_000));
        let taken = |times: Millis, now: Millis| {
            (0..times).filter(|nth| throttle.take("", "::1", now + nth).is_ok()).count()
        };
        assert_eq!(taken(600, 0), 600);
        assert_eq!(taken(600, 1_800_000), 400);
        assert_eq!(throttle.lock().pairs[&pair("", "::1")].len(), 2, "they take no room of their own each");
        throttle.give_back("", "::1", 1_800_399);
        assert_eq!(taken(2, 1_900_000), 1);
        assert_eq!(taken(2_000, 3_600_000), 600, "the first moment is an hour old");
    }
}
