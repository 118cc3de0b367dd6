//! What entries of logs change: an own one that the vault took, and one of another device that was applied.
use super::rows::Origin;
use super::shared::{Head, PackRow, Unshown, believed};
use super::stirred::utc_day;
use super::{Catalog, Shared, Visit, parse_hash};
use crate::event::{Received, Sent, SentPack};
use crate::page::{Millis, VisitId};

impl Catalog {
    /// What is known of the vault and of other devices.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(super) fn sent(&mut self, sent: &Sent, data: &[u8]) {
        self.settle();
        let mut visits = VisitId::all_in(data);
        let mut regretted = Vec::new();
        for pack in &sent.adds {
            let mut visits: Vec<VisitId> = visits.by_ref().take(pack.visits as usize).collect();
            let is_outdated = !pack.thumb && self.leave_out_relooked(&mut visits, &pack.looks);
            for id in visits.iter().filter(|_| !pack.thumb) {
                self.now_sent(*id);
                regretted.extend(self.regretted(*id));
            }
            let (mark, day, version) = (pack.mark, pack.day, sent.version);
            let row = PackRow { mark, day, version, is_outdated, ..PackRow::of(Origin::Here, visits) };
            let packs = if pack.thumb { &mut self.shared.thumbs } else { &mut self.shared.packs };
            packs.insert(parse_hash(&pack.id), row);
            self.shared.stirred.stir(day);
        }
        sent.dels.iter().for_each(|pack| self.shared.drop_pack(&parse_hash(pack)));
        self.shared.have_asked(&sent.asks);
        self.shared.have_asked_for(&sent.unheard);
        let (device, head) = (parse_hash(&sent.device), Head { seq: sent.seq, hash: parse_hash(&sent.hash) });
        self.shared.heads.insert(device, head);
        self.shared.unshown = Some(Unshown { device, seq: sent.seq, version: sent.version });
        self.shared.said(sent);
        let clock = believed(sent.clock);
        self.shared.sent = self.shared.sent.max(clock);
        self.shared.clock = self.shared.clock.max(clock);
        self.shared.deeds.retain(|deed| deed.clock > clock);
        self.shared.tell_regret(regretted);
    }

    /// Takes out of the visits of a new pack those that were looked at again since it was made; `looks`: which look of each
    /// is in it, of all the first where there are none. True when there were some.
    fn leave_out_relooked(&self, visits: &mut Vec<VisitId>, looks: &[u16]) -> bool {
        let (before, mut looks) = (visits.len(), looks.iter().copied());
        visits.retain(|id| {
            let sent = looks.next().unwrap_or(0);
            self.look_of(*id).is_none_or(|look| look <= sent)
        });
        visits.len() < before
    }

    /// Which look of a visit is kept.
    pub fn look_of(&self, id: VisitId) -> Option<u16> {
        self.visit_of(id).map(|visit| visit.look)
    }

    /// Notes that the vault has a visit.
    fn now_sent(&mut self, id: VisitId) {
        if let Some(visit) = self.visit_mut(id).filter(|visit| visit.origin == Origin::Here) {
            visit.origin = Origin::Sent;
        }
    }

    pub(super) fn received(&mut self, received: &Received, data: &[u8]) {
        self.settle();
        let mut visits = VisitId::all_in(data);
        let mut regretted = Vec::new();
        let by = self.shared.number(&received.device);
        for pack in &received.adds {
            let visits: Vec<VisitId> = visits.by_ref().take(pack.visits as usize).collect();
            if pack.thumb {
                self.shared.waiting.insert(parse_hash(&pack.id), received.version);
                continue;
            }
            regretted.extend(self.add_other_pack(pack, by, received.version, visits));
        }
        self.lose_own(&received.dels);
        let shared = &mut self.shared;
        for pack in &received.dels {
            let id = parse_hash::<32>(pack);
            for table in [&mut shared.others, &mut shared.other_thumbs] {
                if let Some(row) = table.remove(&id) {
                    shared.stirred.stir(row.day);
                }
            }
            shared.asked.remove(&id);
            shared.waiting.remove(&id);
            shared.quarantine.remove(&id);
        }
        shared.set_apart(received, by);
        shared.note_unknown(received.version, &received.unknown);
        if received.recapped.is_none() {
            shared.pass_over(received);
        }
        shared.heard(received);
        let (device, head) =
            (parse_hash(&received.device), Head { seq: received.seq, hash: parse_hash(&received.hash) });
        shared.unshown = shared.unshown.filter(|said| !said.is(&device, head.seq));
        // Own entries are listed when later ones have been written.
        if shared.head(&device).seq < head.seq {
            shared.heads.insert(device, head);
        }
        if shared.is_taken_as_it_is(received.version) {
            shared.adrift.insert(device);
        } else {
            shared.adrift.remove(&device);
        }
        // Where the next round goes on: not always further, after all was read again.
        if received.recapped != Some(0) {
            (shared.version, shared.at) = (received.version, head.hash);
        }
        shared.clock = shared.clock.max(believed(received.clock));
        shared.tell_regret(regretted);
    }

    /// Notes a pack of another device; gives what of it was forgotten here before it was heard of.
    pub(super) fn add_other_pack(
        &mut self,
        pack: &SentPack,
        by: Origin,
        version: u64,
        visits: Vec<VisitId>,
    ) -> Vec<(VisitId, Millis)> {
        let regretted = visits.iter().filter_map(|id| self.regretted(*id)).collect();
        let (mark, day) = (pack.mark, pack.day);
        for id in visits.iter().filter(|_| !mark) {
            self.found_in_vault(*id);
        }
        self.shared.relieve(mark, &visits);
        let row = PackRow { mark, day, version, ..PackRow::of(by, visits) };
        self.shared.others.insert(parse_hash(&pack.id), row);
        self.shared.stirred.stir(day);
        regretted
    }

    /// A visit of this device's stands in a pack that it added by another name, as it was seen first.
    fn found_in_vault(&mut self, id: VisitId) {
        if self.look_of(id) == Some(0) {
            self.now_sent(id);
        }
    }

    pub(super) fn visit_mut(&mut self, id: VisitId) -> Option<&mut Visit> {
        self.settle();
        let at = *self.times.get(&id)?;
        self.shared.stirred.stir(utc_day(at));
        let ordinal = self.ordinal_of((at, id))?;
        self.visits.get_mut(ordinal as usize)
    }
}
