//! Scattered days: a past day is in the vault in many small packs, as it was said page by page. They become few.
use super::Archive;
use super::unsaid::{Group, PACK, Unsaid};
use crate::EngineError;
use crate::catalog::{Origin, Owed, PackId, PackRow, Visit};
use crate::page::{CaptureNo, VisitId};
use crate::said::Record;
use std::collections::{BTreeMap, BTreeSet};

/// So many packs of one day and class are many.
const MANY: usize = 16;
/// As many go at once: an entry takes so many away.
const AT_ONCE: usize = 100;
/// They become packs of so many bytes of text together, unless a single one has more: what an entry carries.
const TOGETHER: usize = 448 << 10;
/// They become fewer by so much at least, or stay: putting a day together comes to an end.
const FEWER: usize = 4;

/// Packs that become fewer.
pub struct Scattered {
    /// Those that go.
    pub packs: Vec<PackId>,
    /// What is in their place.
    pub groups: Vec<Group>,
}

impl Archive {
    /// The packs of this device's, of a UTC day before `today`, that are to become fewer: those whose texts are all here. Nothing is left out of
    /// them: a pack with a text that is damaged on the disk stays. Packs of up to `along` bytes come with the log, and are not made larger; where
    /// it is 0 none does.
    pub fn scattered(&mut self, today: u32, along: u64) -> Result<Option<Scattered>, EngineError> {
        // Texts become half of that, or less; words that never come twice two thirds.
        let bytes = if along == 0 { PACK } else { (along.saturating_mul(5) / 4).min(PACK as u64) as usize };
        self.catalog.settle();
        let mut settled = vec![];
        let mut found = None;
        for day in self.catalog.stirred(Owed::Scattered).into_iter().take_while(|day| *day < today) {
            found = self.scattered_of(day, false, bytes)?;
            if found.is_none() {
                found = self.scattered_of(day, true, bytes)?;
            }
            if found.is_some() {
                break;
            }
            settled.push(day);
        }
        self.catalog.settle_days(Owed::Scattered, &settled);
        Ok(found)
    }

    fn scattered_of(&self, day: u32, mark: bool, bytes: usize) -> Result<Option<Scattered>, EngineError> {
        let shared = self.catalog.shared();
        let is_meant = |(id, pack): &(&PackId, &PackRow)| {
            pack.mark == mark && !shared.is_missed(id) && self.is_all_here(pack)
        };
        let mut packs: Vec<(&PackId, &PackRow)> = shared.packs().of_day(day).filter(is_meant).collect();
        if packs.len() < MANY {
            return Ok(None);
        }
        packs.sort_by_key(|(_, pack)| pack.visits.len());
        packs.truncate(AT_ONCE);
        let mut captures: BTreeMap<CaptureNo, Vec<&Visit>> = BTreeMap::new();
        let ids: BTreeSet<VisitId> = packs.iter().flat_map(|(_, pack)| pack.visits.iter().copied()).collect();
        for visit in ids.iter().filter_map(|id| self.catalog.visit_of(*id)) {
            captures.entry(visit.no).or_default().push(visit);
        }
        let mut said = Unsaid::default();
        self.group((mark, day), captures, bytes, &mut said)?;
        // All that is said travels in one entry: what is uploaded before it would stay behind, and count, where the entry is not taken.
        let fits = |group: &Group| group.records.iter().map(Record::size).sum::<usize>() <= bytes;
        said.groups.retain(fits);
        said.groups.truncate((TOGETHER / bytes).max(1));
        let again: BTreeSet<VisitId> =
            said.groups.iter().flat_map(|group| group.visits.iter().copied()).collect();
        let whole = packs.into_iter().filter(|(_, pack)| pack.visits.iter().all(|id| again.contains(id)));
        let packs: Vec<PackId> = whole.map(|(id, _)| *id).collect();
        let is_worth_it = packs.len() >= MANY.max(said.groups.len() * FEWER);
        Ok(is_worth_it.then_some(Scattered { packs, groups: said.groups }))
    }

    /// Whether all of a pack can be said out of this memory, as it is in the vault.
    fn is_all_here(&self, pack: &PackRow) -> bool {
        let is_said = |id: &VisitId| {
            let visit = self.catalog.visit_of(*id);
            visit.is_some_and(|visit| visit.origin != Origin::Here)
                && self.catalog.has_text_of(*id)
                && self.belongs(*id, pack.mark)
        };
        !pack.is_outdated && pack.visits.iter().all(is_said)
    }
}
