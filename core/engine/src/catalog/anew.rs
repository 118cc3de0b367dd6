//! A vault that begins anew for this memory: that of another account, or one whose server was put back from a backup.
use super::forgetting::{Deed, OpenForget, Said, TOLD};
use super::rows::Origin;
use super::shared::DeviceId;
use super::{Catalog, Shared, parse_hash};
use crate::event::VaultFacts;
use crate::page::{Millis, VisitId};
use std::collections::{BTreeMap, BTreeSet};

impl Shared {
    /// The account that this memory is synced with, once a round has noted it.
    pub fn account(&self) -> Option<&[u8; 16]> {
        self.account.as_ref()
    }

    /// Whether an entry is one of those that a person took as they are.
    pub fn is_taken_as_it_is(&self, version: u64) -> bool {
        version <= self.as_it_is
    }

    /// Whether all that is known of a device's log stands among those.
    pub fn is_adrift(&self, device: &DeviceId) -> bool {
        self.adrift.contains(device)
    }

    /// Whether there is something here that only a vault can have told, or was told.
    pub fn knows_a_vault(&self) -> bool {
        !self.heads.is_empty() || self.version > 0
    }

    /// What stays when a vault begins anew: what was said of pages and visits, and by whom. What this device has forgotten, or given back,
    /// is told once more: a device that has not heard of it may never see a pack with it again.
    fn without_vault(self) -> Self {
        let Self {
            account,
            devices,
            mut clock,
            marks,
            mut verdicts,
            mut deeds,
            forgotten,
            early,
            gone,
            listed,
            ..
        } = self;
        clock = tell_again(&gone, &forgotten, &mut verdicts, &mut deeds, clock);
        Self {
            account,
            devices,
            clock,
            marks,
            verdicts,
            deeds,
            forgotten,
            early,
            gone,
            listed,
            ..Self::default()
        }
    }

    /// The same where nobody of the account before is in this one: all that they said is this device's to say, and nobody has to be told to
    /// forget what nobody knows.
    fn without_account(self) -> Self {
        let ours = |(clock, _): Said| (clock, Origin::Here);
        let Self { clock, marks, verdicts, forgotten, early, gone, .. } = self;
        let verdicts = verdicts.into_iter().filter(|(id, _)| !early.contains(id));
        let verdicts = verdicts.map(|(id, said)| (id, ours(said))).collect();
        let marks = marks.into_iter().map(|(mark, said)| (mark, ours(said))).collect();
        let untold = |forget| OpenForget { known: 0, ..forget };
        let forgotten = forgotten.into_iter().map(|(op, forget)| (op, untold(forget))).collect();
        Self { clock, marks, verdicts, forgotten, gone, ..Self::default() }
    }
}

/// All that is gone for good is to be told, the latest words of all, and what can still be undone, or was; gives the clock of the last of them.
pub(super) fn tell_again(
    gone: &BTreeSet<VisitId>,
    forgotten: &BTreeMap<u32, OpenForget>,
    verdicts: &mut BTreeMap<VisitId, Said>,
    deeds: &mut Vec<Deed>,
    mut clock: u64,
) -> u64 {
    for visits in Vec::from_iter(gone.iter().copied()).chunks(TOLD) {
        clock = clock.saturating_add(1);
        verdicts.extend(visits.iter().map(|id| (*id, (clock, Origin::Here))));
        deeds.push(Deed { clock, at: 0, forgets: true, visits: visits.to_vec() });
    }
    deeds.extend(told_again(verdicts, forgotten, deeds));
    deeds.sort_by_key(|deed| deed.clock);
    clock
}

/// Forgets of this device's that can still be undone, and what it gave back, but for what is `unsaid` anyhow.
fn told_again(
    verdicts: &BTreeMap<VisitId, Said>,
    forgotten: &BTreeMap<u32, OpenForget>,
    unsaid: &[Deed],
) -> Vec<Deed> {
    let mut hidden: BTreeMap<VisitId, (Millis, bool)> = BTreeMap::new();
    for forget in forgotten.values() {
        let is_known = |at: usize| at < forget.known as usize;
        hidden.extend(forget.visits.iter().enumerate().map(|(at, id)| (*id, (forget.at, is_known(at)))));
    }
    let unsaid: BTreeSet<u64> = unsaid.iter().map(|deed| deed.clock).collect();
    let mut deeds: BTreeMap<(u64, bool), (Millis, Vec<VisitId>)> = BTreeMap::new();
    for (id, (clock, by)) in verdicts {
        let (at, forgets) = match hidden.get(id) {
            // Nobody knows of it.
            Some((_, false)) => continue,
            Some((at, true)) => (*at, true),
            None => (0, false),
        };
        if *by == Origin::Here && !unsaid.contains(clock) {
            deeds.entry((*clock, forgets)).or_insert((at, vec![])).1.push(*id);
        }
    }
    let said = |((clock, forgets), (at, visits))| Deed { clock, at, forgets, visits };
    deeds.into_iter().map(said).collect()
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
            let shared = std::mem::take(&mut self.shared);
            self.shared = if is_other { shared.without_account() } else { shared.without_vault() };
            self.shared.as_it_is = facts.version;
            self.stir_all();
        }
        self.shared.account = Some(account);
        self.say_unheard(&facts.unheard, facts.asked);
    }
}
