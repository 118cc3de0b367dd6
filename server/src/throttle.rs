//! How often somebody may do something within a time: try a passphrase, sign up, add entries.
use sha2::{Digest, Sha256};
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

/// Under what something is counted: a keyed hash of account and address, so that neither can be read out of what servers tell each other.
pub type Key = [u8; 16];

/// What was counted under a key since it was last told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// What was counted before counts no more.
    pub cleared: bool,
    /// So many more, or fewer.
    pub more: i32,
}

/// What was done, by account and address.
pub struct Throttle {
    rate: Rate,
    secret: [u8; 32],
    /// Whether there is somebody whom news are told.
    is_shared: bool,
    done: Mutex<Done>,
}

#[derive(Default)]
struct Done {
    /// Moments and how often in them, the earliest first.
    pairs: HashMap<Key, Vec<(Millis, u32)>>,
    /// How many pairs the last round left.
    left: usize,
    news: HashMap<Key, News>,
}

impl Done {
    fn admit(&mut self, key: &Key, now: Millis, rate: Rate) -> Result<(), u32> {
        let Some(moments) = self.pairs.get_mut(key) else { return Ok(()) };
        moments.retain(|(at, _)| rate.counts(*at, now));
        let done = moments.iter().fold(0_u32, |sum, (_, often)| sum.saturating_add(*often));
        match moments.first().filter(|_| done >= rate.most) {
            None => Ok(()),
            Some((first, _)) => {
                let left = (first + rate.window - now).max(0) / 1_000 + 1;
                Err(u32::try_from(left).unwrap_or(u32::MAX))
            }
        }
    }

    fn note(&mut self, key: Key, times: u32, now: Millis, rate: Rate) {
        if self.pairs.len() >= MANY.max(self.left * 2) {
            self.pairs.retain(|_, all| all.last().is_some_and(|(at, _)| rate.counts(*at, now)));
            self.left = self.pairs.len();
        }
        let moments = self.pairs.entry(key).or_default();
        match moments.last_mut().filter(|(at, _)| (0..rate.moment).contains(&(now - at))) {
            Some((_, often)) => *often = often.saturating_add(times),
            None => moments.push((now, times)),
        }
    }

    /// Takes one of `at` away; whether there was one.
    fn give_back(&mut self, key: &Key, at: Millis, rate: Rate) -> bool {
        let Some(moments) = self.pairs.get_mut(key) else { return false };
        let within = |(moment, _): &(Millis, u32)| (0..rate.moment).contains(&(at - moment));
        let Some(one) = moments.iter().rposition(within) else { return false };
        moments[one].1 -= 1;
        moments.retain(|(_, often)| *often > 0);
        true
    }

    /// Takes the latest away.
    fn lessen(&mut self, key: &Key, mut times: u32) {
        let Some(moments) = self.pairs.get_mut(key) else { return };
        for (_, often) in moments.iter_mut().rev() {
            let less = times.min(*often);
            *often -= less;
            times -= less;
        }
        moments.retain(|(_, often)| *often > 0);
    }

    /// What comes from so many pairs at once that there is no end to telling it is not told.
    fn tell(&mut self, key: Key, told: impl FnOnce(&mut News)) {
        if self.news.len() < MANY || self.news.contains_key(&key) {
            told(self.news.entry(key).or_default());
        }
    }
}

impl Throttle {
    /// One that allows so much. `secret`: of the keys; the same for all who tell each other. `is_shared`: news are kept until they are told.
    pub fn new(rate: Rate, secret: [u8; 32], is_shared: bool) -> Self {
        Self { rate, secret, is_shared, done: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, account: &str, address: &str) -> Key {
        let mut keyed = Sha256::new();
        for part in [&self.secret[..], account.to_lowercase().as_bytes(), &[0xff], address.as_bytes()] {
            keyed.update(part); // 0xff is in no text
        }
        let mut key = Key::default();
        key.iter_mut().zip(keyed.finalize()).for_each(|(to, byte)| *to = byte);
        key
    }

    /// Notes what is going to be done, where one more is allowed at `now`; else in how many seconds one is.
    pub fn take(&self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let (key, mut done) = (self.key(account, address), self.lock());
        done.admit(&key, now, self.rate)?;
        done.note(key, 1, now, self.rate);
        if self.is_shared {
            done.tell(key, |news| news.more += 1);
        }
        Ok(())
    }

    /// What was noted at `at` does not count: a try did not fail, nothing was done.
    pub fn give_back(&self, account: &str, address: &str, at: Millis) {
        let (key, mut done) = (self.key(account, address), self.lock());
        if done.give_back(&key, at, self.rate) && self.is_shared {
            done.tell(key, |news| news.more -= 1);
        }
    }

    /// Forgets the tries of who has logged in.
    pub fn succeeded(&self, account: &str, address: &str) {
        let (key, mut done) = (self.key(account, address), self.lock());
        if done.pairs.remove(&key).is_some() && self.is_shared {
            done.tell(key, |news| *news = News { cleared: true, more: 0 });
        }
    }

    /// What there is to be told, which is told with that.
    pub fn news(&self) -> Vec<(Key, News)> {
        let news = std::mem::take(&mut self.lock().news);
        news.into_iter().filter(|(_, news)| *news != News::default()).collect()
    }

    /// Whether there is something that was not told yet.
    pub fn has_news(&self) -> bool {
        !self.lock().news.is_empty()
    }

    /// It could not be told: another time.
    pub fn keep(&self, untold: Vec<(Key, News)>) {
        let mut done = self.lock();
        for (key, older) in untold {
            // What was cleared since then clears that as well.
            done.tell(key, |news| {
                if !news.cleared {
                    *news = News { cleared: older.cleared, more: older.more + news.more };
                }
            });
        }
    }

    /// Counts what another server has counted; at this one's time, for clocks differ.
    pub fn hear(&self, key: Key, News { cleared, more }: News, now: Millis) {
        let mut done = self.lock();
        if cleared {
            done.pairs.remove(&key);
        }
        match more.unsigned_abs() {
            0 => (),
            times if more > 0 => done.note(key, times, now, self.rate),
            times => done.lessen(&key, times),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Millis = Rate::TRIES.window;

    fn throttle(rate: Rate) -> Throttle {
        Throttle::new(rate, [7; 32], true)
    }

    /// Tells each what the other has counted.
    fn talk(a: &Throttle, b: &Throttle, now: Millis) {
        let (of_a, of_b) = (a.news(), b.news());
        for (ears, news) in [(a, of_b), (b, of_a)] {
            news.into_iter().for_each(|(key, news)| ears.hear(key, news, now));
        }
    }

    #[test]
    fn the_sixth_try_waits_until_the_first_is_a_quarter_of_an_hour_old() {
        let throttle = throttle(Rate::TRIES);
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
        let throttle = throttle(Rate::TRIES);
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 7).is_ok()).count(), 5);
        throttle.give_back("Ada", "::1", 8);
        assert!(throttle.take("ada", "::1", 8).is_err(), "no such try was noted");
        throttle.give_back("Ada", "::1", 7);
        assert_eq!((0..9).filter(|_| throttle.take("ada", "::1", 8).is_ok()).count(), 1);
    }

    #[test]
    fn who_read_the_clock_first_and_is_noted_last_finds_the_others_tries_noted() {
        let throttle = throttle(Rate::TRIES);
        let all = (0..400).map(|nth| 1_000 - nth).filter(|now| throttle.take("ada", "::1", *now).is_ok());
        assert_eq!(all.count(), 5);
    }

    #[test]
    fn many_an_hour_are_counted_by_the_minute() {
        let throttle = throttle(Rate::hourly(1_000));
        let taken = |times: Millis, now: Millis| {
            (0..times).filter(|nth| throttle.take("", "::1", now + nth).is_ok()).count()
        };
        assert_eq!(taken(600, 0), 600);
        assert_eq!(taken(600, 1_800_000), 400);
        assert_eq!(
            throttle.lock().pairs[&throttle.key("", "::1")].len(),
            2,
            "they take no room of their own each"
        );
        throttle.give_back("", "::1", 1_800_399);
        assert_eq!(taken(2, 1_900_000), 1);
        assert_eq!(taken(2_000, 3_600_000), 600, "the first moment is an hour old");
    }

    #[test]
    fn what_two_count_is_one_count_and_what_comes_to_nothing_is_not_told() {
        let (a, b) = (throttle(Rate::TRIES), throttle(Rate::TRIES));
        assert!((0..3).all(|now| a.take("ada", "::1", now).is_ok()));
        assert!((0..2).all(|now| b.take("Ada", "::1", now).is_ok()));
        assert!(b.take("bob", "::1", 3).is_ok());
        b.give_back("bob", "::1", 3);
        let told = b.news();
        assert_eq!(told.len(), 1, "nothing of bob");
        b.keep(told);
        talk(&a, &b, 5);
        assert!(a.take("ada", "::1", 5).is_err() && b.take("ada", "::1", 5).is_err());
        assert_eq!(
            (a.news(), b.news()),
            (vec![], vec![]),
            "what was heard and what was refused is not told on"
        );
        b.give_back("ada", "::1", 1);
        talk(&a, &b, 6);
        assert!(a.take("ada", "::1", 6).is_ok());
        talk(&a, &b, 6);
        b.succeeded("ada", "::1");
        assert!(b.take("ada", "::1", 7).is_ok());
        talk(&a, &b, 7);
        assert_eq!((0..9).filter(|_| a.take("ada", "::1", 7).is_ok()).count(), 4);
    }

    #[test]
    fn what_could_not_be_told_is_told_later_with_what_came_since() {
        let (a, b) = (throttle(Rate::TRIES), throttle(Rate::TRIES));
        a.take("ada", "::1", 0).unwrap();
        let untold = a.news();
        a.take("ada", "::1", 1).unwrap();
        a.keep(untold);
        talk(&a, &b, 2);
        assert_eq!((0..9).filter(|_| b.take("ada", "::1", 2).is_ok()).count(), 3);
        let untold = a.news();
        a.succeeded("ada", "::1");
        a.keep(untold);
        assert_eq!(a.news(), [(a.key("ada", "::1"), News { cleared: true, more: 0 })]);
    }

    #[test]
    fn nonsense_that_is_heard_takes_nothing_below_nothing_and_overflows_nothing() {
        let throttle = throttle(Rate::hourly(10));
        let key = throttle.key("", "::1");
        for more in [i32::MIN, i32::MAX, i32::MAX, i32::MAX, -1, i32::MIN] {
            throttle.hear(key, News { cleared: false, more }, 0);
            throttle.hear(key, News { cleared: false, more: i32::MAX }, 3_000_000);
        }
        assert!(throttle.take("", "::1", 3_000_000).is_err());
        throttle.hear(key, News { cleared: true, more: 0 }, 0);
        assert_eq!((0..20).filter(|_| throttle.take("", "::1", 0).is_ok()).count(), 10);
    }
}
