//! What cannot be read: packs of others, set apart until they can be, own ones that others cannot read, and words of newer versions.
use super::rows::Origin;
use super::shared::DeviceId;
use super::{Catalog, PackId, PackRow, PackTable, Shared, parse_hash};
use crate::event::{Checked, Cured, Harm, Received};
use crate::page::VisitId;
use std::collections::{BTreeMap, BTreeSet};

/// A pack that is listed and cannot be read, of another device or one of this device's that it has no texts of, or an entry of which something
/// is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Whether it is kept for ever.
    pub mark: bool,
    /// The device that added it; this one: [`Origin::Here`].
    pub by: Origin,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The account's version whose entry added it.
    pub version: u64,
    /// Why.
    pub harm: Harm,
    /// Its device was asked to look.
    pub is_asked: bool,
}

impl Shared {
    /// Packs that are listed and cannot be read.
    pub fn quarantine(&self) -> &BTreeMap<PackId, QuarantineRow> {
        &self.quarantine
    }

    /// What a newer version said and is not known here: names by the account's version that the entry made.
    pub fn unknown(&self) -> &BTreeMap<u64, Vec<String>> {
        &self.unknown
    }

    pub(super) fn note_unknown(&mut self, version: u64, names: &[String]) {
        if names.is_empty() {
            self.unknown.remove(&version);
        } else {
            self.unknown.insert(version, names.to_vec());
        }
    }

    /// Packs of texts of other devices.
    pub fn others(&self) -> &PackTable {
        &self.others
    }

    /// Those that their devices are to be asked to look at, or the others: what a newer version wrote is whole.
    pub fn unasked(&self) -> impl Iterator<Item = &PackId> {
        let asks = |row: &QuarantineRow| !row.is_asked && row.harm < Harm::Newer;
        self.quarantine.iter().filter(move |(_, row)| asks(row)).map(|(id, _)| id)
    }

    /// What is in doubt: which device said it, and what it is.
    pub fn doubts(&self) -> impl Iterator<Item = (DeviceId, Harm)> {
        self.doubted_rows().map(|(device, row)| (device, row.harm))
    }

    /// The same with all that is known of it.
    pub fn doubted_rows(&self) -> impl Iterator<Item = (DeviceId, &QuarantineRow)> {
        let rows = self.quarantine.values().filter(|row| row.harm.is_doubt());
        rows.filter_map(|row| Some((self.other(row.by)?, row)))
    }

    /// Whether something of the kind is in doubt of a device.
    pub fn is_doubted(&self, device: &DeviceId, harm: Harm) -> bool {
        self.doubts().any(|doubt| doubt == (*device, harm))
    }

    /// Packs of texts, of this device and of others, but for those that are lost.
    pub fn readable_packs(&self) -> impl Iterator<Item = (&PackId, &PackRow)> {
        self.packs.iter().chain(&self.others).filter(|(_, pack)| !pack.is_lost)
    }

    /// Packs that are this device's to look after and that others could not read, and that were not looked at since.
    pub fn asked(&self) -> impl Iterator<Item = (PackId, &PackRow)> {
        self.asked.iter().filter_map(|id| Some((*id, self.kept_up(id)?)))
    }

    /// All packs of texts that are not known to be lost, by the account's version whose entry added them.
    pub fn listed_packs(&self) -> BTreeMap<u64, BTreeSet<PackId>> {
        let mut all: BTreeMap<u64, BTreeSet<PackId>> = BTreeMap::new();
        for (id, pack) in self.readable_packs() {
            all.entry(pack.version).or_default().insert(*id);
        }
        all
    }

    /// Packs of a day, of devices that were taken out of the account: whoever is left looks after them.
    pub fn orphans_of_day(&self, day: u32) -> impl Iterator<Item = (&PackId, &PackRow)> {
        self.others.of_day(day).filter(|(_, pack)| self.is_orphan(pack))
    }

    fn is_orphan(&self, pack: &PackRow) -> bool {
        self.is_of_gone(pack.by)
    }

    /// Whether it is of a device that was taken out of the account.
    pub(super) fn is_of_gone(&self, by: Origin) -> bool {
        let author = self.other(by);
        author.is_some_and(|id| self.listed.iter().any(|device| device.is_revoked && device.id == id))
    }

    /// The account's version whose entry added a pack of this device's, of texts or of thumbnails.
    pub fn own_pack(&self, id: &PackId) -> Option<u64> {
        self.packs.get(id).or_else(|| self.thumbs.get(id)).map(|pack| pack.version)
    }

    /// Packs of a day, of other devices, that this one says anew.
    pub fn lost_of_day(&self, day: u32) -> impl Iterator<Item = (&PackId, &PackRow)> {
        self.others.of_day(day).filter(|(_, pack)| pack.is_lost)
    }

    /// A pack of texts that was read here, or written.
    pub fn pack(&self, id: &PackId) -> Option<&PackRow> {
        self.packs.get(id).or_else(|| self.others.get(id))
    }

    /// A pack of texts that is this device's to look after: its own, an orphan, or one that its device has given up.
    pub fn kept_up(&self, id: &PackId) -> Option<&PackRow> {
        self.pack(id).filter(|pack| pack.by == Origin::Here || pack.is_given_up || self.is_orphan(pack))
    }

    /// Whether a pack is known to be lost, or set apart.
    pub fn is_missed(&self, id: &PackId) -> bool {
        self.quarantine.contains_key(id) || self.pack(id).is_some_and(|pack| pack.is_lost)
    }

    /// What another device says of visits whose packs this one gave up is there again: where nothing else was in one, it goes.
    pub(super) fn relieve(&mut self, mark: bool, said: &[VisitId]) {
        let own = self.quarantine.iter().filter(|(_, row)| row.by == Origin::Here && row.mark == mark);
        for (id, row) in own {
            let Some(pack) = self.packs.get_mut(id) else { continue };
            pack.visits.retain(|visit| !said.contains(visit));
            pack.is_lost = pack.visits.is_empty();
            if pack.is_lost {
                self.stirred.stir(row.day);
            }
        }
    }

    /// A pack that is set apart, and of which nothing is known here, is to go as it is: all that it held was said again.
    fn take_away(&mut self, id: &PackId) {
        let row = self.quarantine.get(id).filter(|row| row.by != Origin::Here && row.harm < Harm::Newer);
        let Some(QuarantineRow { mark, by, day, version, .. }) = row.copied() else { return };
        let gone = PackRow { mark, day, version, is_lost: true, ..PackRow::of(by, vec![]) };
        self.others.insert(*id, gone);
        self.stirred.stir(day);
    }

    pub(super) fn have_asked(&mut self, packs: &[String]) {
        for pack in packs {
            if let Some(row) = self.quarantine.get_mut(&parse_hash::<32>(pack)) {
                row.is_asked = true;
            }
        }
    }

    pub(super) fn set_apart(&mut self, received: &Received, by: Origin) {
        for pack in &received.quarantined {
            let (mark, day, version, harm) = (pack.mark, pack.day, received.version, pack.harm);
            self.quarantine.insert(
                parse_hash(&pack.id),
                QuarantineRow { mark, by, day, version, harm, is_asked: false },
            );
        }
        for id in received.asked.iter().map(|pack| parse_hash::<32>(pack)) {
            if let Some(pack) = self.others.get_mut(&id) {
                // Who asks for what it said itself has it no more.
                pack.is_given_up |= pack.by == by;
            }
            if self.pack(&id).is_some() {
                self.asked.insert(id);
            }
        }
    }
}

impl Catalog {
    pub(super) fn cured(&mut self, cured: &Cured, data: &[u8]) {
        let row = self.shared.quarantine.remove(&parse_hash::<32>(&cured.pack.id));
        let (by, visits) = (row.map_or(Origin::Sent, |row| row.by), Vec::from_iter(VisitId::all_in(data)));
        if visits.is_empty() {
            return;
        }
        self.settle();
        let regretted = self.add_other_pack(&cured.pack, by, cured.version, visits);
        self.shared.tell_regret(regretted);
    }

    /// The visits of a pack that is lost are said anew where their texts are here; where some are not, what is left of it stays, and is asked for.
    /// One of another device is said anew as a whole where that is this one's to do, or else asked for.
    pub(super) fn checked(&mut self, checked: &Checked) {
        self.settle();
        let id = parse_hash::<32>(&checked.pack);
        self.shared.asked.remove(&id);
        if checked.lost && self.shared.pack(&id).is_none() {
            self.shared.take_away(&id);
            return;
        }
        let Some(row) = self.shared.pack(&id).filter(|_| checked.lost) else { return };
        let (mark, by, day, version) = (row.mark, row.by, row.day, row.version);
        let (visits, is_kept_up) = (row.visits.clone(), self.shared.kept_up(&id).is_some());
        self.shared.stirred.stir(day);
        let (here, away): (Vec<VisitId>, Vec<VisitId>) =
            visits.into_iter().partition(|id| self.has_text_of(*id));
        if !is_kept_up || !away.is_empty() {
            let new = QuarantineRow { mark, by, day, version, harm: Harm::Missing, is_asked: false };
            self.shared.quarantine.entry(id).or_insert(new);
        }
        if let Some(row) = self.shared.others.get_mut(&id) {
            row.is_lost = is_kept_up && away.is_empty();
            return;
        }
        let others: Vec<VisitId> = here.iter().copied().filter(|id| !self.is_own(*id)).collect();
        // WebMarks are said anew by their class, whoever saw them.
        for id in here.iter().filter(|_| !mark) {
            self.unsay(*id);
        }
        if let Some(row) = self.shared.packs.get_mut(&id) {
            (row.is_lost, row.is_outdated) = (away.is_empty(), false);
            // What others saw and this device said for them is said with the rest, or asked for with it.
            row.visits = if row.is_lost { here } else { away.into_iter().chain(others).collect() };
        }
    }

    /// Whether the text of a visit is here, or nothing of the visit is.
    pub fn has_text_of(&self, id: VisitId) -> bool {
        let visit = self.visit_of(id);
        visit.and_then(|visit| self.capture(visit.no)).is_none_or(|capture| !capture.is_card())
    }

    /// Whether this device saw a visit, or nobody that it knows of.
    pub fn is_own(&self, id: VisitId) -> bool {
        self.visit_of(id).is_none_or(|visit| !matches!(visit.origin, Origin::Elsewhere(_)))
    }

    /// Another device took packs of this one's away: what was in them is said anew.
    pub(super) fn lose_own(&mut self, dels: &[String]) {
        for pack in dels {
            let id = parse_hash::<32>(pack);
            if let Some(row) = self.shared.thumbs.remove(&id) {
                self.shared.stirred.stir(row.day);
            }
            if self.shared.packs.holds(&id) {
                self.checked(&Checked { pack: pack.clone(), lost: true });
            }
        }
    }

    /// The vault does not have a visit after all.
    fn unsay(&mut self, id: VisitId) {
        if let Some(visit) = self.visit_mut(id).filter(|visit| visit.origin == Origin::Sent) {
            visit.origin = Origin::Here;
        }
    }
}
