//! Forgets and their undos: whose word on a visit counts, what others are to be told, and what never comes back.
use super::{Stage, Step};
use crate::catalog::rows::Origin;
use crate::catalog::shared::{DeviceId, Shared};
use crate::catalog::{Catalog, Mark, PageKey};
use crate::event::{Forgot, Restored};
use crate::page::{Millis, VisitId};
use std::collections::BTreeSet;

/// Visits of one word on them: an entry has 256 KiB.
pub(in crate::catalog) const TOLD: usize = 2_000;

/// A clock, and the device that said something at it: of two words on one thing the later one counts.
pub type Said = (u64, Origin);

/// A forget, or its undo, that other devices are to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its clock.
    pub clock: u64,
    /// When, in ms.
    pub at: Millis,
    /// True for a forget, false for its undo.
    pub forgets: bool,
    /// The visits that others know.
    pub visits: Vec<VisitId>,
}

/// A forget that can still be undone. It knows its visits by itself: the events that brought them may have left the
/// journal when it is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenForget {
    /// When, in ms.
    pub at: Millis,
    /// Its visits.
    pub visits: Vec<VisitId>,
    /// How many of them, from the first, other devices are told of.
    pub known: u32,
    /// Retention did it: it concerns this device alone.
    pub aged: bool,
}

impl OpenForget {
    /// Takes visits out of it, which are remembered again; false when there were none.
    fn give_back(&mut self, visits: &BTreeSet<VisitId>) -> bool {
        let (before, known) = (self.visits.len(), self.known as usize);
        let stays = |id: &VisitId| !visits.contains(id);
        self.known = self.visits.iter().take(known).filter(|id| stays(id)).count() as u32;
        self.visits.retain(stays);
        self.visits.len() < before
    }
}

impl Shared {
    /// Forgets and undos that others do not know, oldest first.
    pub fn unsent_deeds(&self) -> &[Deed] {
        &self.deeds
    }

    /// Whether a visit is gone for good.
    pub fn is_gone(&self, visit: VisitId) -> bool {
        self.gone.contains(&visit)
    }

    /// Visits that another device forgot, and of which this one has not heard yet.
    pub fn early(&self) -> &BTreeSet<VisitId> {
        &self.early
    }

    /// Who forgot a visit before this device heard of it: a clock, and the device as hex digits.
    pub fn early_forget(&self, visit: VisitId) -> Option<(u64, String)> {
        let (clock, by) = *self.early.get(&visit).and_then(|visit| self.verdicts.get(visit))?;
        Some((clock, self.device_of(by)?))
    }

    /// Whether what a device says of a visit, at a clock, is later than all that is known to have been said of it. Where one is gone, and nothing
    /// says any more by whose word, it stays so.
    pub fn is_news(&self, visit: VisitId, clock: u64, by: DeviceId) -> bool {
        let known = self.verdicts.get(&visit);
        (known.is_some() || !self.is_gone(visit)) && self.is_later(known, clock, Some(by))
    }

    /// Whether this device gave a visit back: others may have erased it, so it is said here, whoever else says it.
    pub fn gave_back(&self, visit: VisitId) -> bool {
        let is_own = |(_, by): &Said| !matches!(by, Origin::Elsewhere(_));
        !self.is_gone(visit) && self.verdicts.get(&visit).is_some_and(is_own)
    }

    /// Takes a change of a mark, unless a later one is known.
    pub(in crate::catalog) fn wins(&mut self, page: PageKey, mark: Mark, said: Said) -> bool {
        let later = self.is_later(self.marks.get(&(page, mark)), said.0, self.id_of(said.1));
        if later {
            self.marks.insert((page, mark), said);
        }
        later
    }

    /// The clock at which this device tells others of a part of what it did at once.
    pub(in crate::catalog) fn in_turn(&mut self, said: Said, turn: u64) -> Said {
        if said.1 != Origin::Here {
            return said;
        }
        let clock = said.0.saturating_add(turn);
        self.clock = self.clock.max(clock);
        (clock, said.1)
    }

    /// Of two words with one clock that of the greater device counts, wherever they meet.
    fn is_later(&self, known: Option<&Said>, clock: u64, by: Option<DeviceId>) -> bool {
        known.is_none_or(|(at, owner)| clock > *at || (clock == *at && by >= self.id_of(*owner)))
    }

    /// The device's id; `None` for this one while it is in no account.
    fn id_of(&self, origin: Origin) -> Option<DeviceId> {
        match origin {
            Origin::Elsewhere(_) => self.other(origin),
            Origin::Here | Origin::Sent => self.listed.iter().find(|device| device.is_own).map(|own| own.id),
        }
    }

    fn note_verdicts<'a>(&mut self, visits: impl IntoIterator<Item = &'a VisitId>, said: Said) {
        self.verdicts.extend(visits.into_iter().map(|id| (*id, said)));
    }

    /// Notes what others are to be told, as many visits at one clock as an entry has room for: a number tells up to where that was done. Gives the
    /// clock of the last of them.
    fn note_deed(&mut self, from: u64, at: Millis, forgets: bool, visits: &[VisitId]) -> u64 {
        let mut last = from;
        for (clock, some) in (from..).zip(visits.chunks(TOLD)) {
            for id in some {
                self.verdicts.entry(*id).and_modify(|said| said.0 = clock);
            }
            if clock > self.sent {
                self.deeds.push(Deed { clock, at, forgets, visits: some.to_vec() });
            }
            last = clock;
        }
        self.clock = self.clock.max(last);
        last
    }

    /// Tells others to forget visits that were forgotten here before the vault had them, each with its time.
    pub(in crate::catalog) fn tell_regret(&mut self, regretted: Vec<(VisitId, Millis)>) {
        let Some(at) = regretted.iter().map(|(_, at)| *at).max() else { return };
        let clock = self.next_clock();
        let visits: Vec<VisitId> = regretted.into_iter().map(|(id, _)| id).collect();
        let said = (clock, Origin::Here);
        self.note_verdicts(&visits, said);
        self.note_deed(clock, at, true, &visits);
    }
}

impl Catalog {
    /// A visit that the vault has now, though it was forgotten here when nobody else knew it: while it was on its way, or
    /// in a copy of this profile. It is to be forgotten there too: gives it, and when it was forgotten, in ms.
    pub(in crate::catalog) fn regretted(&mut self, id: VisitId) -> Option<(VisitId, Millis)> {
        for forgotten in self.shared.forgotten.values_mut().filter(|forgotten| !forgotten.aged) {
            if let Some(at) = forgotten.visits.iter().position(|visit| *visit == id) {
                let known = forgotten.known as usize;
                if at < known {
                    return None;
                }
                forgotten.visits.swap(at, known);
                forgotten.known += 1;
                return Some((id, forgotten.at));
            }
        }
        self.shared.is_gone(id).then_some((id, 0))
    }

    /// Notes a forget: what others are told of it, and what it is about.
    pub(in crate::catalog) fn note_forget(&mut self, forgot: &Forgot, mut visits: Vec<VisitId>) {
        let said = self.shared.stamp(&forgot.stamp);
        let hidden = visits.iter().copied().take(forgot.hidden(visits.len()));
        self.give_back(&hidden.collect());
        if forgot.last {
            for id in visits {
                self.shared.verdicts.remove(&id);
            }
            return;
        }
        if forgot.aged.is_some() {
            let forgotten = OpenForget { at: forgot.at, visits, known: 0, aged: true };
            self.shared.forgotten.insert(forgot.op, forgotten);
            return;
        }
        self.shared.note_verdicts(&visits, said);
        let heard_of = visits.len().saturating_sub(forgot.early as usize);
        let Shared { early, gone, .. } = &mut self.shared;
        early.extend(visits.drain(heard_of..).filter(|id| !gone.contains(id)));
        visits.truncate(forgot.hidden(visits.len()));
        for id in &visits {
            self.shared.early.remove(id);
        }
        if visits.is_empty() {
            return;
        }
        let (clock, by) = said;
        let (mut last, count) = (clock, visits.len() as u32);
        let forgotten = OpenForget { at: forgot.at, visits, known: forgot.known, aged: false };
        if by == Origin::Here {
            let told: Vec<VisitId> =
                forgotten.visits.iter().take(forgotten.known as usize).copied().collect();
            last = self.shared.note_deed(clock, forgot.at, true, &told);
        }
        self.shared.follow(forgot, last, by, count);
        self.shared.forgotten.insert(forgot.op, forgotten);
    }

    /// Remembers again what a forget hid, or the visits that another device names. A forget of which nothing is left is over; what is gone by one
    /// is unknown from now on, and is told again by the device that has it.
    pub(in crate::catalog) fn restore(&mut self, restored: &Restored, named: Vec<VisitId>) {
        let (clock, by) = self.shared.stamp(&restored.stamp);
        let whole = self.shared.forgotten.get(&restored.of).filter(|_| named.is_empty());
        let ids = whole.map_or(named, |forgotten| forgotten.visits.clone());
        let (mut told, mut aged) = (Vec::<VisitId>::new(), BTreeSet::<VisitId>::new());
        let visits: BTreeSet<VisitId> = ids.iter().copied().collect();
        for forgotten in self.shared.forgotten.values() {
            let back = |id: &&VisitId| visits.contains(id);
            told.extend(forgotten.visits.iter().take(forgotten.known as usize).filter(back));
            aged.extend(forgotten.visits.iter().filter(|_| forgotten.aged).filter(back));
        }
        let known: BTreeSet<VisitId> = told.iter().copied().collect();
        for id in &ids {
            self.shared.early.remove(id);
            self.shared.gone.remove(id);
            if by == Origin::Here && !known.contains(id) && !aged.contains(id) {
                // Others are not told of it, and what they say later counts: their clocks know nothing of this one.
                self.shared.verdicts.remove(id);
            }
        }
        let judged = |id: &&VisitId| !aged.contains(id) && (by != Origin::Here || known.contains(id));
        self.shared.note_verdicts(ids.iter().filter(judged), (clock, by));
        if by == Origin::Here {
            self.shared.note_deed(clock, restored.at, false, &told);
        }
        self.restore_visits(&ids);
        self.give_back(&visits);
    }

    /// Takes visits out of the forgets that hid them.
    pub(in crate::catalog) fn give_back(&mut self, visits: &BTreeSet<VisitId>) {
        let mut over = Vec::new();
        for (op, forgotten) in &mut self.shared.forgotten {
            if !visits.is_empty() && forgotten.give_back(visits) && forgotten.visits.is_empty() {
                over.push(*op);
            }
        }
        for op in over {
            self.shared.forgotten.remove(&op);
            self.shared.follow_no_more(op);
            self.operations.remove(&op);
        }
    }

    /// Notes that what the forget `op` forgot never comes back. Gives its visits.
    pub(in crate::catalog) fn note_gone(&mut self, op: u32) -> Vec<VisitId> {
        let Some(forgotten) = self.shared.forgotten.remove(&op) else { return vec![] };
        self.stir_gone(&forgotten.visits);
        for id in &forgotten.visits {
            let stage = if forgotten.aged { Stage::Aged } else { Stage::Forgotten };
            if stage.after(Step::Purge) == Some(Stage::Gone) {
                self.shared.gone.insert(*id);
            } else {
                self.shared.verdicts.remove(id);
            }
        }
        forgotten.visits
    }
}
