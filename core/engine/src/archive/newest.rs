//! The newest visits of captures, as a query wants them: looked for from the newest of all on, in slices.
use super::facts::CatalogFacts;
use crate::bits::Bits;
use crate::catalog::{Catalog, Visit};
use crate::page::{CaptureNo, Ordinal};
use std::ops::Range;

/// So many visits are found one by one sooner than by going through all.
const FEW: usize = 256;

/// See the module.
#[derive(Default)]
pub(super) struct Newest {
    /// The captures whose visits are still looked for, and how many they are.
    left: Bits,
    count: usize,
    found: Bits,
    /// What of the timeline is still to be looked at; `None` before the first slice.
    rest: Option<Range<usize>>,
    /// Whether any remembered visit will do: of a capture that is wanted for another reason than a visit.
    takes_any: bool,
    /// The captures of which no visit is one that the query wants: any stands for them.
    without_wanted: Bits,
}

impl Newest {
    /// Looks for the visit of one more capture: before the first slice.
    pub fn want(&mut self, no: CaptureNo) {
        self.count += usize::from(self.left.insert(no));
    }

    /// Those that were found, in the timeline's order.
    pub fn ordinals(&self) -> &Bits {
        &self.found
    }

    /// Whether a visit of a capture that was looked for is one of those that the query means.
    pub fn means(&self, facts: &CatalogFacts<'_>, visit: &Visit) -> bool {
        visit.is_alive() && (facts.wants(visit) || self.without_wanted.has(visit.no))
    }

    /// Where visits that the query means may stand.
    pub fn reach(&self, catalog: &Catalog, facts: &CatalogFacts<'_>) -> Range<usize> {
        if self.without_wanted.is_empty() { facts.reach() } else { 0..catalog.visits().len() }
    }

    /// Looks at `most` visits, or one by one at those of a few captures; gives at how many, `None` when all are found.
    pub fn step(&mut self, catalog: &Catalog, facts: &CatalogFacts<'_>, most: usize) -> Option<usize> {
        if self.count == 0 {
            return None;
        }
        if self.rest.is_none() && self.count <= FEW && !facts.is_choosy() {
            return Some(self.one_by_one(catalog));
        }
        let rest = self.rest.take().unwrap_or_else(|| facts.reach());
        let from = rest.end.saturating_sub(most).max(rest.start);
        let visits = catalog.visits().range(from..rest.end);
        let looked_at = visits.len();
        for (at, visit) in visits.enumerate().rev() {
            if self.count == 0 {
                break;
            }
            let is_wanted = visit.is_alive() && (self.takes_any || facts.wants(visit));
            if is_wanted && self.left.remove(visit.no) {
                self.found.insert((from + at) as Ordinal);
                self.count -= 1;
            }
        }
        self.rest = Some(rest.start..from);
        if from == rest.start {
            self.end_of(catalog, facts.is_choosy());
        }
        Some(looked_at)
    }

    /// The end of what was to be looked at.
    fn end_of(&mut self, catalog: &Catalog, is_choosy: bool) {
        if self.takes_any || !is_choosy {
            self.count = 0;
        } else {
            self.without_wanted = self.left.clone();
        }
        (self.takes_any, self.rest) = (true, Some(0..catalog.visits().len()));
    }

    fn one_by_one(&mut self, catalog: &Catalog) -> usize {
        let visits = catalog.visits();
        let newest = |no| {
            let key = catalog.capture(no)?.newest;
            visits.search(&key, Visit::key).ok()
        };
        for ordinal in self.left.numbers().filter_map(newest) {
            self.found.insert(ordinal as Ordinal);
        }
        std::mem::take(&mut self.count)
    }
}
