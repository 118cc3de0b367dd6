//! A vault that begins anew for this memory: that of another account, or one whose server was put back from a backup.
use super::forgetting::{Deed, OpenForget, Said};
use super::rows::Origin;
use super::shared::DeviceId;
use super::{Catalog, Shared, parse_hash};
use crate::event::VaultFacts;
use crate::page::VisitId;
use std::collections::{BTreeMap, BTreeSet};

impl Shared {
    /// The account that this memory is synced with, once a round has noted it.
    pub fn account(&self) -> Option<&[u8; 16]> {
        self.account.as_ref()
    }

    /// Whether there is something here that only a vault can have told, or was told.
    pub fn knows_a_vault(&self) -> bool {
        !self.heads.is_empty() || self.version > 0
    }

    /// What stays when a vault begins anew: what was said of pages and visits, and by whom. `is_other`: nobody of the account before
    /// is in this one, so all that they said is this device's to say.
    fn without_vault(self, is_other: bool) -> Self {
        let ours = |(clock, by): Said| (clock, if is_other { Origin::Here } else { by });
        let Self { devices, clock, marks, verdicts, mut deeds, forgotten, gone, listed, account, .. } = self;
        let verdicts: BTreeMap<VisitId, Said> =
            verdicts.into_iter().map(|(id, said)| (id, ours(said))).collect();
        let marks = marks.into_iter().map(|(mark, said)| (mark, ours(said))).collect();
        let forgotten = forgotten.into_iter().map(|(op, forget)| (op, untold(forget, &verdicts))).collect();
        deeds.extend(given_back(&verdicts, &forgotten, &deeds));
        deeds.sort_by_key(|deed| deed.clock);
        let (devices, listed): (Vec<DeviceId>, _) =
            if is_other { Default::default() } else { (devices, listed) };
        Self { devices, clock, marks, verdicts, deeds, forgotten, gone, listed, account, ..Self::default() }
    }
}

/// A forget of which nobody was told what this device said: where the vault has one of its visits, that is told.
fn untold(mut forget: OpenForget, verdicts: &BTreeMap<VisitId, Said>) -> OpenForget {
    let by_others = |id: &VisitId| verdicts.get(id).is_some_and(|(_, by)| matches!(by, Origin::Elsewhere(_)));
    forget.visits.sort_by_key(|id| !by_others(id));
    forget.known = forget.visits.iter().filter(|id| by_others(id)).count() as u32;
    forget
}

/// What this device took back of forgets, to be told once more: the vault may know the forgets alone.
fn given_back(
    verdicts: &BTreeMap<VisitId, Said>,
    forgotten: &BTreeMap<u32, OpenForget>,
    deeds: &[Deed],
) -> Vec<Deed> {
    let hidden: BTreeSet<&VisitId> = forgotten.values().flat_map(|forget| &forget.visits).collect();
    let unsaid: BTreeSet<u64> = deeds.iter().map(|deed| deed.clock).collect();
    let mut back: BTreeMap<u64, Vec<VisitId>> = BTreeMap::new();
    for (id, (clock, by)) in verdicts {
        if *by == Origin::Here && !hidden.contains(id) && !unsaid.contains(clock) {
            back.entry(*clock).or_default().push(*id);
        }
    }
    back.into_iter().map(|(clock, visits)| Deed { clock, at: 0, forgets: false, visits }).collect()
}

impl Catalog {
    /// Notes whose vault this memory is synced with. One that begins anew has nothing of this memory until its log says so.
    pub(super) fn enter_vault(&mut self, facts: &VaultFacts) {
        let account: [u8; 16] = parse_hash(&facts.account);
        let is_other = self.shared.account.is_some_and(|known| known != account);
        if facts.anew {
            self.settle();
            for visit in self.visits.iter_mut() {
                if visit.origin == Origin::Sent || is_other {
                    visit.origin = Origin::Here;
                }
            }
            self.shared = std::mem::take(&mut self.shared).without_vault(is_other);
        }
        self.shared.account = Some(account);
    }
}
