//! The trail: which visit a visit came from, and which came from it. Kept as the time between the two, which a row has room for.
use super::rows::Visit;
use super::Catalog;
use crate::event::VisitFacts;
use crate::page::{Millis, Ordinal, VisitId};
use serde::Serialize;

/// Most visits of a trail to each side.
const MOST_STEPS: usize = 24;
/// So many visits after one are looked at for those that came from it.
const REACH: usize = 1 << 14;

/// Where one came from and where one went, as far as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// The visit it came from, the one which that came from, and so on: the first one first.
    pub before: Vec<Ordinal>,
    /// The visits that came from it, ascending.
    pub after: Vec<Ordinal>,
}

impl Catalog {
    /// How long before a visit, in ms, the one was that it says it came from; 0 where that is not known, or 49 days and more.
    pub(super) fn from_gap(&self, facts: &VisitFacts) -> u32 {
        let from = facts.from.as_deref().and_then(VisitId::parse);
        let at = from.and_then(|from| self.times.get(&from));
        at.and_then(|at| u32::try_from(facts.at.checked_sub(*at)?).ok()).unwrap_or(0)
    }

    /// The remembered visit that a visit came from. Of several in the same millisecond it is the first.
    pub fn source(&self, visit: &Visit) -> Option<Ordinal> {
        let at = visit.at.checked_sub(Millis::from(visit.from_gap)).filter(|_| visit.from_gap > 0)?;
        let first = self.first_at(at);
        let then = self.visits().range(first..usize::MAX).enumerate().take_while(|(_, other)| other.at == at);
        then.into_iter().find(|(_, other)| other.is_alive()).map(|(after, _)| (first + after) as Ordinal)
    }

    /// The trail of a frame; it looks at some thousand visits after it, however many there are.
    pub fn trail(&self, of: Ordinal) -> Trail {
        let Some(visit) = self.visit(of) else { return Trail::default() };
        let earlier = |at: &Ordinal| self.visit(*at).and_then(|visit| self.source(visit));
        let mut before: Vec<Ordinal> = std::iter::successors(Some(of), earlier).skip(1).take(MOST_STEPS).collect();
        before.reverse();
        let next = of as usize + 1;
        let later = self.visits().range(next..next.saturating_add(REACH)).enumerate();
        let after = later.filter(|(_, other)| other.is_alive() && self.came_from(other, visit, of));
        Trail { before, after: after.take(MOST_STEPS).map(|(at, _)| (next + at) as Ordinal).collect() }
    }

    fn came_from(&self, visit: &Visit, earlier: &Visit, of: Ordinal) -> bool {
        let gap = visit.at.saturating_sub(earlier.at);
        gap > 0 && gap == Millis::from(visit.from_gap) && self.source(visit) == Some(of)
    }

    /// What is said of a visit, with the remembered one that it came from.
    pub fn facts_of(&self, visit: &Visit) -> VisitFacts {
        let from = self.source(visit).and_then(|from| self.visit(from)).map(|from| from.id.to_string());
        VisitFacts { from, ..self.shared.facts_of(visit) }
    }
}
