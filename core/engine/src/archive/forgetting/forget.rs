//! What a person forgets, and its end: the undo, or the end of the undo window.
use crate::EngineError;
use crate::archive::{Archive, Mutated, Which};
use crate::catalog::{Operation, Origin, Step, Visit};
use crate::event::{Event, Forgot, Purged, Restored};
use crate::page::{Millis, Ordinal, VisitId};

impl Archive {
    /// Ends the undo window of a forget at once. An operation that is gone already is no error.
    pub fn forget_now(&mut self, op: u32, now: Millis) -> Result<(), EngineError> {
        if matches!(self.catalog.operations().get(&op), Some(Operation::Forget { .. })) {
            self.record(Event::Purge(Purged { of: op, at: now }), vec![])?;
        }
        Ok(())
    }

    /// Whether a person may forget a visit.
    pub(in crate::archive) fn is_forgettable(&self, visit: &Visit) -> bool {
        self.catalog.stage_of(visit).after(Step::Forget).is_some()
    }

    /// Forgets visits, as far as a person may.
    pub(in crate::archive) fn forget(
        &mut self,
        ordinals: &[Ordinal],
        now: Millis,
    ) -> Result<Mutated, EngineError> {
        let alive =
            |ordinal: &Ordinal| self.catalog.visit(*ordinal).filter(|visit| self.is_forgettable(visit));
        let (known, own): (Vec<&Visit>, Vec<&Visit>) =
            ordinals.iter().filter_map(alive).partition(|visit| visit.origin != Origin::Here);
        let data: Vec<u8> = known.iter().chain(&own).flat_map(|visit| visit.id.0).collect();
        let known = known.len() as u32;
        let (op, count) = (self.catalog.next_op(), (data.len() / 16) as u32);
        self.record_some(
            count,
            Event::Forget(Forgot {
                op,
                at: now,
                last: false,
                aged: None,
                known,
                hides: None,
                early: 0,
                stamp: self.stamp(),
            }),
            data,
            op,
        )
    }

    /// Visits of a page that are forgotten and can be taken back.
    pub(in crate::archive) fn hidden_of(
        &self,
        which: &Which,
        now: Millis,
    ) -> Result<Vec<Ordinal>, EngineError> {
        if matches!(which, Which::Page { .. }) { self.resolve(which, now, |_| true) } else { Ok(vec![]) }
    }

    /// The event by which visits are remembered again, whatever hid them.
    pub(in crate::archive) fn taken_back(
        &self,
        visits: impl Iterator<Item = VisitId>,
        now: Millis,
    ) -> Option<(Event, Vec<u8>)> {
        let data: Vec<u8> = visits.flat_map(|id| id.0).collect();
        let restored = Restored { of: 0, at: now, stamp: self.stamp() };
        (!data.is_empty()).then_some((Event::Restore(restored), data))
    }
}
