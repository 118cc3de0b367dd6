//! The sessions around a moment and the activity in them: what a timeline shows that leaves silence out.
use super::timeline::SESSION_GAP_MS;
use super::{Catalog, Visit};
use crate::page::{Millis, Ordinal};
use std::ops::Range;

/// Visits that are looked at on either side of the moment, at most.
const MOST: usize = 1 << 14;

/// Sessions as columns, ascending, and the visits in them by buckets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The first moment of each. The outermost two may be cut where enough was looked at.
    pub from: Vec<Millis>,
    /// The last moment of each.
    pub to: Vec<Millis>,
    /// There are visits before the first moment.
    pub has_before: bool,
    /// There are visits after the last moment.
    pub has_after: bool,
    /// Starts of the buckets that have remembered visits: multiples of their width. One that two sessions share is there for each.
    pub at: Vec<Millis>,
    /// Visits in each bucket.
    pub counts: Vec<u32>,
    /// Of them, visits of WebMarks.
    pub starred: Vec<u32>,
    /// Of them, those in `hits`.
    pub hits: Vec<u32>,
}

/// How much is shown around a moment.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// The moment, in ms.
    pub at: Millis,
    /// So much is wanted on either side.
    pub reach: Millis,
    /// The silence between two sessions counts for no more.
    pub gap: Millis,
    /// The width of a bucket.
    pub bucket: Millis,
}

impl Catalog {
    /// The sessions around a moment: on either side so many that they fill what is wanted. `hits` ascend.
    pub fn sessions(&self, around: Around, hits: &[Ordinal]) -> Sessions {
        let Some((nearest, _)) = self.nearest(around.at) else { return Sessions::default() };
        let places = self.around(nearest as usize, &around);
        let mut sessions = Sessions {
            has_before: places.start > 0,
            has_after: places.end < self.visits().len(),
            ..Sessions::default()
        };
        let first = hits.partition_point(|hit| (*hit as usize) < places.start);
        let mut hits = hits.iter().skip(first).map(|hit| *hit as usize).peekable();
        let mut has_begun = false;
        for (ordinal, visit) in (places.start..).zip(self.visits().range(places)) {
            has_begun |= sessions.go_on(visit.at);
            let is_hit = hits.next_if_eq(&ordinal).is_some();
            if visit.is_alive() {
                let start = visit.at.div_euclid(around.bucket.max(1)) * around.bucket.max(1);
                sessions.count(start, has_begun, self.is_starred(visit), is_hit);
                has_begun = false;
            }
        }
        sessions
    }

    /// The visits that fill the reach on either side of one.
    fn around(&self, nearest: usize, around: &Around) -> Range<usize> {
        let total = self.visits().len();
        let before = self.visits().range(nearest.saturating_sub(MOST)..nearest + 1).rev();
        let after = self.visits().range(nearest..nearest.saturating_add(MOST).min(total));
        nearest + 1 - filling(before, around)..nearest + filling(after, around)
    }
}

/// How many visits, one after the other, fill the reach.
fn filling<'a>(visits: impl Iterator<Item = &'a Visit>, around: &Around) -> usize {
    let (mut count, mut filled, mut last) = (0, 0, None);
    for visit in visits {
        if filled > around.reach {
            break;
        }
        let silence = last.map_or(0, |last: Millis| last.abs_diff(visit.at) as Millis);
        let counted = if silence > SESSION_GAP_MS { silence.min(around.gap) } else { silence };
        (count, filled, last) = (count + 1, filled.saturating_add(counted), Some(visit.at));
    }
    count
}

impl Sessions {
    /// The next visit, whether it is remembered or not: true when a session begins with it.
    fn go_on(&mut self, at: Millis) -> bool {
        if let Some(to) = self.to.last_mut().filter(|to| at.saturating_sub(**to) <= SESSION_GAP_MS) {
            *to = at;
            return false;
        }
        self.from.push(at);
        self.to.push(at);
        true
    }

    /// One visit more in the bucket that begins at `start`.
    fn count(&mut self, start: Millis, has_begun: bool, is_starred: bool, is_hit: bool) {
        if has_begun || self.at.last() != Some(&start) {
            self.at.push(start);
            self.counts.push(0);
            self.starred.push(0);
            self.hits.push(0);
        }
        let of = [(&mut self.counts, true), (&mut self.starred, is_starred), (&mut self.hits, is_hit)];
        for (counts, is_one) in of {
            if let Some(count) = counts.last_mut() {
                *count += u32::from(is_one);
            }
        }
    }
}
