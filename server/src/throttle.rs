//! How often somebody may try a passphrase: five times in a quarter of an hour for one account from one address.
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use webmynd_protocol::Millis;

const TRIES: usize = 5;
const WINDOW: Millis = 15 * 60_000;
/// From this many pairs on those whose window is over are let go, each time their number has doubled.
const MANY: usize = 10_000;

/// Failed tries by account and address.
#[derive(Default)]
pub struct Throttle(Mutex<Tries>);

#[derive(Default)]
struct Tries {
    pairs: HashMap<(String, String), Vec<Millis>>,
    /// How many pairs the last round left.
    left: usize,
}

/// Whether a try of `at` counts at `now`. One of the future was made before the clock was set right.
fn counts(at: Millis, now: Millis) -> bool {
    (0..WINDOW).contains(&now.saturating_sub(at))
}

impl Tries {
    fn admit(&mut self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let Some(tries) = self.pairs.get_mut(&(account.to_lowercase(), address.to_owned())) else {
            return Ok(());
        };
        tries.retain(|at| counts(*at, now));
        match tries.first().filter(|_| tries.len() >= TRIES) {
            None => Ok(()),
            Some(first) => Err(u32::try_from((first + WINDOW - now).max(0) / 1_000 + 1).unwrap_or(u32::MAX)),
        }
    }

    fn note(&mut self, account: &str, address: &str, now: Millis) {
        if self.pairs.len() >= MANY.max(self.left * 2) {
            self.pairs.retain(|_, tries| tries.last().is_some_and(|at| counts(*at, now)));
            self.left = self.pairs.len();
        }
        self.pairs.entry((account.to_lowercase(), address.to_owned())).or_default().push(now);
    }
}

impl Throttle {
    fn lock(&self) -> MutexGuard<'_, Tries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a try that is going to be made, where one more is allowed at `now`; else in how many seconds one is.
    pub fn take(&self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let mut all = self.lock();
        all.admit(account, address, now)?;
        all.note(account, address, now);
        Ok(())
    }

    /// A try that was noted at `at` did not fail.
    pub fn give_back(&self, account: &str, address: &str, at: Millis) {
        if let Some(tries) = self.lock().pairs.get_mut(&(account.to_lowercase(), address.to_owned()))
            && let Some(one) = tries.iter().rposition(|noted| *noted == at)
        {
            tries.remove(one);
        }
    }

    /// Forgets the tries of who has logged in.
    pub fn succeeded(&self, account: &str, address: &str) {
        self.lock().pairs.remove(&(account.to_lowercase(), address.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_waits_until_the_first_is_a_quarter_of_an_hour_old() {
        let throttle = Throttle::default();
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
        let throttle = Throttle::default();
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 7).is_ok()).count(), 5);
        throttle.give_back("Ada", "::1", 8);
        assert!(throttle.take("ada", "::1", 8).is_err(), "no such try was noted");
        throttle.give_back("Ada", "::1", 7);
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 8).is_ok()).count(), 1);
    }
}
