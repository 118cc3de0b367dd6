//! The trail: which visit a visit came from, and which came from it. Kept as the time between the two, which a row has room for.
use super::Catalog;
use super::rows::Visit;
use crate::event::VisitFacts;
use crate::page::{Millis, Ordinal, VisitId};
use hashbrown::HashMap;
use serde::Serialize;

/// Most visits of a trail to each side.
const MOST_STEPS: usize = 24;
/// So many visits after one are looked at for those that came from it.
const REACH: usize = 1 << 14;
/// Most visits that wait for the one that they came from: it may never come.
const MOST_AWAITED: usize = 1 << 16;

/// Where one came from and where one went, as far as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// The visit it came from, the one which that came from, and so on: the first one first.
    pub before: Vec<Ordinal>,
    /// The visits that came from it, ascending.
    pub after: Vec<Ordinal>,
}

/// Visits that came from one that is not known yet: an import, and packs of other devices, have the earlier one later.
#[derive(Default)]
pub(super) struct Awaited {
    /// By the visit that is awaited, those that came from it.
    children: HashMap<VisitId, Vec<VisitId>>,
    count: usize,
    /// Those of which one has come.
    met: Vec<VisitId>,
}

impl Catalog {
    /// Notes that a visit is there, and that it waits for the one it came from where that is not.
    pub(super) fn await_source(&mut self, id: VisitId, facts: &VisitFacts) {
        if self.awaited.children.contains_key(&id) {
            self.awaited.met.push(id);
        }
        let from = facts.from.as_deref().and_then(VisitId::parse);
        if let Some(from) =
            from.filter(|from| !self.times.contains_key(from) && self.awaited.count < MOST_AWAITED)
        {
            self.awaited.children.entry(from).or_default().push(id);
            self.awaited.count += 1;
        }
    }

    /// Ties those to it whose source has come. Visits are in order.
    pub(super) fn link_awaited(&mut self) {
        for source in std::mem::take(&mut self.awaited.met) {
            let children = self.awaited.children.remove(&source).unwrap_or_default();
            self.awaited.count -= children.len();
            for child in children {
                self.tie(child, source);
            }
        }
    }

    fn tie(&mut self, child: VisitId, source: VisitId) {
        let Some(came) = self.times.get(&source).copied() else { return };
        let Some(ordinal) = self.ordinal(child) else { return };
        if let Some(visit) = self.visits.get_mut(ordinal as usize) {
            visit.from_gap = gap(visit.at, came);
            self.revision += 1;
        }
    }

    /// How long before a visit, in ms, the one was that it says it came from; 0 where that is not known, or 49 days and more.
    pub(super) fn gap_of(&self, facts: &VisitFacts) -> u32 {
        let from = facts.from.as_deref().and_then(VisitId::parse);
        let at = from.and_then(|from| self.times.get(&from));
        at.map_or(0, |came| gap(facts.at, *came))
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
        let mut before: Vec<Ordinal> =
            std::iter::successors(Some(of), earlier).skip(1).take(MOST_STEPS).collect();
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

/// How long (ms) one time is before another; 0 where it is not, or too long for a row.
fn gap(at: Millis, before: Millis) -> u32 {
    at.checked_sub(before).and_then(|gap| u32::try_from(gap).ok()).unwrap_or(0)
}
