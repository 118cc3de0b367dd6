//! The days of the timeline, and what stands on them: counted leaf by leaf, so that a change is counted anew where it is.
use super::Catalog;
use super::rows::{Origin, Visit};
use crate::page::Ordinal;

/// Days that hold visits, as prefix sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Local days since 1970-01-01, ascending; n of them.
    pub day_no: Vec<i32>,
    /// n + 1 ordinals: day i holds `day_start[i]..day_start[i + 1]`.
    pub day_start: Vec<u32>,
    /// Remembered visits of WebMarks on each day.
    pub starred: Vec<u32>,
    /// Ordinals of visits that are forgotten and keep their places while they can be taken back: from, to (excluded), from, …
    pub hidden: Vec<u32>,
}

impl Overview {
    /// Visits from one place on belong to a day, or to the one before where it is later.
    fn add(&mut self, day: i32, start: u32, starred: u32) {
        if self.day_no.last().is_none_or(|last| *last < day) {
            self.day_no.push(day);
            self.day_start.push(start);
            self.starred.push(0);
        }
        if let Some(count) = self.starred.last_mut() {
            *count += starred;
        }
    }

    fn hide(&mut self, from: u32, to: u32) {
        match self.hidden.last_mut().filter(|end| **end == from) {
            Some(end) => *end = to,
            None => self.hidden.extend([from, to]),
        }
    }
}

/// Some visits that stand side by side, summed up.
pub struct Summary {
    overview: Overview,
    /// Remembered ones.
    pub(super) alive: u32,
    /// Of them, visits of WebMarks.
    pub(super) starred: u32,
    /// Of them, those that only this device has.
    unsent: u32,
}

impl Catalog {
    /// Days with visits. A day never goes back along the timeline, though travel may turn the local clock back.
    pub fn overview(&self) -> Overview {
        let mut whole = Overview::default();
        for (places, Summary { overview, .. }) in self.leaves() {
            let from = places.start as u32;
            for pair in overview.hidden.chunks_exact(2) {
                if let [start, end] = pair {
                    whole.hide(from + start, from + end);
                }
            }
            let days = overview.day_no.iter().zip(&overview.day_start).zip(&overview.starred);
            days.for_each(|((day, start), starred)| whole.add(*day, from + start, *starred));
        }
        whole.day_start.push(self.visits.len() as u32);
        whole
    }

    /// Remembered visits that the vault does not have.
    pub fn unsent_visits(&self) -> impl Iterator<Item = &Visit> {
        let leaves = self.leaves().filter(|(_, leaf)| leaf.unsent > 0);
        leaves.flat_map(|(places, _)| self.visits.range(places)).filter(|visit| is_unsent(visit))
    }

    /// How many these are.
    pub fn unsent_count(&self) -> u32 {
        self.leaves().map(|(_, leaf)| leaf.unsent).sum()
    }

    /// Remembered visits of WebMarks.
    pub fn starred_visits(&self) -> impl Iterator<Item = &Visit> {
        let leaves = self.leaves().filter(|(_, leaf)| leaf.starred > 0);
        let visits = leaves.flat_map(|(places, _)| self.visits.range(places));
        visits.filter(|visit| self.is_starred(visit))
    }

    /// The same of a UTC day.
    pub fn starred_visits_of(&self, day: u32) -> impl Iterator<Item = &Visit> {
        self.visits_of_day(day).filter(|visit| self.is_starred(visit))
    }

    /// The leaves of the timeline, with the places of their visits.
    pub(super) fn leaves(&self) -> impl DoubleEndedIterator<Item = (std::ops::Range<usize>, &Summary)> {
        self.visits.notes(|visits| self.summary(visits))
    }

    fn summary(&self, visits: &[Visit]) -> Summary {
        let mut sums = Summary { overview: Overview::default(), alive: 0, starred: 0, unsent: 0 };
        for (at, visit) in (0..).zip(visits) {
            let starred = u32::from(self.is_starred(visit));
            sums.overview.add(visit.day(), at, starred);
            sums.alive += u32::from(visit.is_alive());
            sums.starred += starred;
            sums.unsent += u32::from(is_unsent(visit));
            if !visit.is_alive() {
                sums.overview.hide(at, at + 1);
            }
        }
        sums
    }

    /// Pages have got their star, or lost it: the leaves of their visits are counted anew.
    pub(super) fn recount_starred(&mut self) {
        for number in std::mem::take(&mut self.restarred) {
            let visits: Vec<Ordinal> =
                self.page_numbered(number).map_or_else(Vec::new, |page| self.visits_of_page(page));
            for at in visits {
                if let Some(visit) = self.visits.get(at as usize) {
                    self.shared.stirred.stir(visit.utc_day());
                }
                self.visits.forget_note(at as usize);
            }
        }
    }
}

fn is_unsent(visit: &Visit) -> bool {
    visit.is_alive() && visit.origin == Origin::Here
}
