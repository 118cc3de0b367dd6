//! All visits of captures, as a query means them: found in slices, behind the newest of each.
use super::facts::CatalogFacts;
use super::matching::SLICE;
use super::newest::Newest;
use crate::bits::Bits;
use crate::catalog::Catalog;
use crate::page::{CaptureNo, Ordinal};
use std::ops::Range;

/// See the module.
#[derive(Default)]
pub(super) struct Visited {
    of: Bits,
    /// How many visits they have in all, as far as it matters: of more than a slice it is not counted how many.
    visits: usize,
    found: Vec<Ordinal>,
    /// What of the timeline is still to be looked at; `None` before the first slice.
    rest: Option<Range<usize>>,
}

impl Visited {
    /// Looks for the visits of one more capture: before the first slice.
    pub fn want(&mut self, catalog: &Catalog, no: CaptureNo) {
        if self.of.insert(no) && self.visits <= SLICE {
            self.visits += catalog.capture(no).map_or(0, |capture| capture.visits as usize);
        }
    }

    /// Those that were found, ascending.
    pub fn ordinals(&self) -> &[Ordinal] {
        &self.found
    }

    /// Looks at `most` visits; gives at how many, `None` when all are found. `newest` has found all of its own.
    pub fn step(
        &mut self,
        catalog: &Catalog,
        facts: &CatalogFacts<'_>,
        newest: &Newest,
        most: usize,
    ) -> Option<usize> {
        let Some(rest) = self.rest.take() else {
            let is_few = self.visits <= most;
            self.rest = Some(if is_few { 0..0 } else { newest.reach(catalog, facts) });
            return is_few.then(|| self.one_by_one(catalog, facts, newest)).or(Some(0));
        };
        let to = rest.start.saturating_add(most).min(rest.end);
        let visits = catalog.visits().range(rest.start..to);
        for (ordinal, visit) in (rest.start..).zip(visits) {
            if self.of.has(visit.no) && newest.means(facts, visit) {
                self.found.push(ordinal as Ordinal);
            }
        }
        self.rest = Some(to..rest.end);
        (!rest.is_empty()).then(|| to - rest.start)
    }

    fn one_by_one(&mut self, catalog: &Catalog, facts: &CatalogFacts<'_>, newest: &Newest) -> usize {
        let means = |at: &Ordinal| catalog.visit(*at).is_some_and(|visit| newest.means(facts, visit));
        self.found = self.of.numbers().flat_map(|no| catalog.visits_of(no)).filter(means).collect();
        self.found.sort_unstable();
        self.visits
    }
}
