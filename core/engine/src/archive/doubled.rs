//! What two devices say at once of what others saw: both look after the packs of one that is gone, or of one that has its texts no more. One of
//! them goes on.
use super::Archive;
use crate::catalog::{Origin, PackRow};
use crate::page::VisitId;
use std::collections::BTreeSet;

impl Archive {
    /// Visits of a pack of history of this device's that others saw, and that a device with a smaller name says as well. WebMarks are said by each
    /// that starred them.
    pub fn said_by_another(&self, pack: &PackRow) -> BTreeSet<VisitId> {
        let shared = self.catalog.shared();
        let is_others = |id: &&VisitId| !self.catalog.is_own(**id) && !shared.gave_back(**id);
        let mut visits: BTreeSet<VisitId> = pack.visits.iter().filter(is_others).copied().collect();
        if visits.is_empty() || pack.mark || pack.by != Origin::Here {
            return BTreeSet::new();
        }
        let own = shared.listed().iter().find(|device| device.is_own).map(|device| device.id);
        let goes_on = |other: &PackRow| {
            let by = shared.live_device(other.by);
            let is_whole = !other.mark && !other.is_lost && !other.is_given_up;
            is_whole && by.zip(own).is_some_and(|(by, own)| by < own)
        };
        let others =
            shared.others().of_day(pack.day).filter(|(id, other)| goes_on(other) && !shared.is_missed(id));
        let said: BTreeSet<VisitId> = others.flat_map(|(_, other)| other.visits.iter().copied()).collect();
        visits.retain(|id| said.contains(id));
        visits
    }
}
