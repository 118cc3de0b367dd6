//! How often something may happen within a window of time, by who does it: sign-ups of an address, entries of an account.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use webmynd_protocol::Millis;

/// From this many on those whose window is over are let go, each time their number has doubled.
const MANY: usize = 10_000;

/// Counts by key, each in windows of its own.
pub struct Counts<K>(Mutex<Windows<K>>);

struct Windows<K> {
    /// When a window began, and how often it happened since.
    of: HashMap<K, (Millis, u32)>,
    /// How many the last round left.
    left: usize,
}

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(Mutex::new(Windows { of: HashMap::new(), left: 0 }))
    }
}

impl<K: Hash + Eq> Counts<K> {
    /// Notes that it happens, where it did less than `most` times in the `window` (ms) that `key` is in; else in how many seconds it may.
    pub fn take(&self, key: K, most: u32, window: Millis, now: Millis) -> Result<(), u32> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One of the future was begun before the clock was set right.
        let runs = |began: Millis| (0..window).contains(&now.saturating_sub(began));
        if windows.of.len() >= MANY.max(windows.left * 2) {
            windows.of.retain(|_, (began, _)| runs(*began));
            windows.left = windows.of.len();
        }
        let (began, count) = windows.of.entry(key).or_insert((now, 0));
        if !runs(*began) {
            (*began, *count) = (now, 0);
        }
        if *count >= most {
            return Err(u32::try_from((*began + window - now).max(0) / 1_000 + 1).unwrap_or(u32::MAX));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_window_and_others_apart() {
        let counts = Counts::default();
        for now in 0..3 {
            assert_eq!(counts.take("ada", 3, 60_000, now), Ok(()));
        }
        assert_eq!(counts.take("ada", 3, 60_000, 30_000), Err(31));
        assert_eq!(counts.take("bob", 3, 60_000, 30_000), Ok(()));
        assert_eq!(counts.take("ada", 3, 60_000, 60_000), Ok(()), "another window");
        assert_eq!(counts.take("ada", 3, 60_000, 5), Ok(()), "the clock was wrong and is right again");
    }

    #[test]
    fn who_is_over_is_let_go() {
        let counts = Counts::default();
        for n in 0..=MANY {
            counts.take(n, 1, 10, if n == MANY { 100 } else { 0 }).unwrap();
        }
        assert_eq!(counts.0.lock().unwrap().of.len(), 1);
    }
}
