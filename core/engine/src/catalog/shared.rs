//! What the catalog knows of the vault and of other devices: how far each log is, who changed what last, which packs hold
//! which visits, and what is never to come back.
use super::devices::Device;
use super::forgetting::{Deed, OpenForget, Said, Spread};
use super::pack_table::PackTable;
use super::quarantine::QuarantineRow;
use super::rows::{Origin, PageKey};
use super::stirred::Stirred;
use super::{Visit, parse_hash};
use crate::event::{Stamp, VisitFacts};
use crate::page::{VisitId, to_hex};
use std::collections::{BTreeMap, BTreeSet};

/// A device's id.
pub type DeviceId = [u8; 16];

/// A pack's id.
pub type PackId = [u8; 32];

/// No clock is later: what a journal of before says at a later one counts as said first of all. No round lets one near it.
pub const LATEST: u64 = 1 << 62;

pub(super) fn believed(clock: u64) -> u64 {
    if clock > LATEST { 1 } else { clock }
}

/// How far a log is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Number of the newest entry.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// An entry that the vault took and that its log has not shown yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unshown {
    /// The device's name that said it.
    pub device: DeviceId,
    /// Its number.
    pub seq: u64,
    /// The account's version that it made.
    pub version: u64,
}

impl Unshown {
    /// Whether it is this entry of a device's.
    pub fn is(&self, device: &DeviceId, seq: u64) -> bool {
        (&self.device, self.seq) == (device, seq)
    }
}

/// What a mark is: a page's star, or one of its labels by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The star.
    Star,
    /// A label.
    Label(u32),
}

/// A pack in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRow {
    /// Whether it is kept for ever.
    pub mark: bool,
    /// The device that added it.
    pub by: Origin,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The account's version whose entry added it.
    pub version: u64,
    /// The visits in it, as they were seen last.
    pub visits: Vec<VisitId>,
    /// Whether it also holds what visits showed before they were looked at again.
    pub is_outdated: bool,
    /// Whether it cannot be read: all of it is said anew, and it is taken away.
    pub is_lost: bool,
    /// Its device says that it cannot be read, and has its texts no more: whoever has them says them.
    pub is_given_up: bool,
}

impl PackRow {
    /// A pack that holds these visits, of history, that nothing is known of yet.
    pub fn of(by: Origin, visits: Vec<VisitId>) -> Self {
        let (is_outdated, is_lost, is_given_up) = Default::default();
        Self { mark: false, by, day: 0, version: 0, visits, is_outdated, is_lost, is_given_up }
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The account that this memory is synced with, once a round has noted it.
    pub(super) account: Option<[u8; 16]>,
    /// Up to this version the account's log is taken as it is: a person said so.
    pub(super) as_it_is: u64,
    /// Devices of whose logs nothing was read behind that version: what comes next need not go on from what is known.
    pub(super) adrift: BTreeSet<DeviceId>,
    /// Other devices, by number.
    pub(super) devices: Vec<DeviceId>,
    /// The logs that were read or written.
    pub(super) heads: BTreeMap<DeviceId, Head>,
    /// The account's version up to which all was applied.
    pub(super) version: u64,
    /// Hash of the entry of that version.
    pub(super) at: [u8; 32],
    /// This device's newest entry, until the log has shown it.
    pub(super) unshown: Option<Unshown>,
    /// The newest clock that was seen.
    pub(super) clock: u64,
    /// Own changes up to this clock are in the vault.
    pub(super) sent: u64,
    /// Own packs in the vault.
    pub(super) packs: PackTable,
    /// Own packs of thumbnails in the vault.
    pub(super) thumbs: PackTable,
    /// Packs of thumbnails of other devices that were not looked into yet: the versions whose entries added them.
    pub(super) waiting: BTreeMap<PackId, u64>,
    /// Visits whose thumbnails are not sent: they were not here any more.
    pub(super) thumbless: BTreeSet<VisitId>,
    /// Packs of thumbnails of other devices that were looked into.
    pub(super) other_thumbs: PackTable,
    /// Packs of other devices in the vault.
    pub(super) others: PackTable,
    /// Packs of other devices that are listed and cannot be read.
    pub(super) quarantine: BTreeMap<PackId, QuarantineRow>,
    /// What a newer version said and is not known here: names by the account's version that the entry made.
    pub(super) unknown: BTreeMap<u64, Vec<String>>,
    /// Entries that nobody can read any more, by the versions that they made; whether the others were asked for what they said.
    pub(super) unheard: BTreeMap<u64, bool>,
    /// Own packs that other devices could not read, and that were not looked at since.
    pub(super) asked: BTreeSet<PackId>,
    /// Who changed a mark last.
    pub(super) marks: BTreeMap<(PageKey, Mark), Said>,
    /// Who forgot a visit last, or took that back.
    pub(super) verdicts: BTreeMap<VisitId, Said>,
    /// What others are to be told.
    pub(super) deeds: Vec<Deed>,
    /// Forgets that can still be undone, by operation.
    pub(super) forgotten: BTreeMap<u32, OpenForget>,
    /// Visits that another device forgot before this one heard of them: what tells of them later is not the last word on them.
    pub(super) early: BTreeSet<VisitId>,
    /// Visits that are gone for good: no device brings them back.
    pub(super) gone: BTreeSet<VisitId>,
    /// The account's devices as its keyring lists them; empty while there is no account.
    pub(super) listed: Vec<Device>,
    /// Forgets that are followed, the oldest first.
    pub(super) spreads: Vec<Spread>,
    /// Up to which entry a device has read another's log: (reader, log).
    pub(super) read: BTreeMap<(DeviceId, DeviceId), u64>,
    /// Others forgot something, and this device has not said yet that it knows.
    pub(super) owes_word: bool,
    /// Days of which something may be owed to the vault.
    pub(super) stirred: Stirred,
}

impl Shared {
    /// How far a device's log is known.
    pub fn head(&self, device: &DeviceId) -> Head {
        self.heads.get(device).copied().unwrap_or_default()
    }

    /// All logs that are known.
    pub fn heads(&self) -> &BTreeMap<DeviceId, Head> {
        &self.heads
    }

    /// The account's version up to which all was applied.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Hash of the entry of that version; zeros before the first.
    pub fn at(&self) -> [u8; 32] {
        self.at
    }

    /// This device's newest entry, until the log has shown it.
    pub fn unshown(&self) -> Option<Unshown> {
        self.unshown
    }

    /// The clock for the next change.
    pub fn next_clock(&self) -> u64 {
        self.clock.saturating_add(1)
    }

    /// Own changes up to this clock are in the vault.
    pub fn sent_clock(&self) -> u64 {
        self.sent
    }

    /// Own packs in the vault.
    pub fn packs(&self) -> &PackTable {
        &self.packs
    }

    /// A device by its number.
    pub fn device(&self, number: u16) -> Option<&DeviceId> {
        self.devices.get(usize::from(number))
    }

    /// Another device that is the origin of something.
    pub(super) fn other(&self, origin: Origin) -> Option<DeviceId> {
        let Origin::Elsewhere(number) = origin else { return None };
        self.device(number).copied()
    }

    /// The same as hex digits.
    pub fn device_of(&self, origin: Origin) -> Option<String> {
        self.other(origin).map(|id| to_hex(&id))
    }

    /// What is said of a visit but for the one that it came from.
    pub(super) fn facts_of(&self, visit: &Visit) -> VisitFacts {
        VisitFacts {
            id: visit.id.to_string(),
            at: visit.at,
            offset_min: visit.offset_min,
            from: None,
            device: self.device_of(visit.origin),
            look: visit.look,
        }
    }

    /// Marks that were changed here and that others do not know.
    pub fn unsent_marks(&self) -> impl Iterator<Item = (PageKey, Mark, u64)> {
        let own = |origin: Origin| !matches!(origin, Origin::Elsewhere(_));
        let unsent = self.marks.iter().filter(move |(_, (clock, by))| own(*by) && *clock > self.sent);
        unsent.map(|((page, mark), (clock, _))| (*page, *mark, *clock))
    }

    /// Who changed a mark last.
    pub fn mark(&self, page: PageKey, mark: Mark) -> Option<(u64, Origin)> {
        self.marks.get(&(page, mark)).copied()
    }

    /// The marks of a page that were ever changed.
    pub fn marks_of(&self, page: PageKey) -> impl Iterator<Item = (Mark, u64, Origin)> {
        let all = (page, Mark::Star)..=(page, Mark::Label(u32::MAX));
        self.marks.range(all).map(|((_, mark), (clock, by))| (*mark, *clock, *by))
    }

    /// Packs no longer hold what a visit of that UTC day shows.
    pub(super) fn outdate(&mut self, visit: VisitId, day: u32) {
        self.packs.change_day(day, |pack| {
            let before = pack.visits.len();
            pack.visits.retain(|id| *id != visit);
            pack.is_outdated |= pack.visits.len() < before;
        });
    }

    /// Nobody has said anything of a page's star and labels.
    pub(super) fn unmark(&mut self, page: PageKey) {
        let marks: Vec<Mark> = self.marks_of(page).map(|(mark, _, _)| mark).collect();
        for mark in marks {
            self.marks.remove(&(page, mark));
        }
    }

    /// A pack was taken away.
    pub(super) fn drop_pack(&mut self, id: &PackId) {
        for table in [&mut self.packs, &mut self.thumbs, &mut self.others, &mut self.other_thumbs] {
            if let Some(row) = table.remove(id) {
                self.stirred.stir(row.day);
            }
        }
        self.asked.remove(id);
        self.quarantine.remove(id);
    }

    /// All packs are to be looked at.
    pub(super) fn stir_packs(&mut self) {
        let Self { packs, thumbs, others, other_thumbs, stirred, .. } = self;
        for day in [&*packs, thumbs, others, other_thumbs].into_iter().flat_map(PackTable::days) {
            stirred.stir(day);
        }
    }

    /// The packs that hold such a visit are to be looked at.
    pub(super) fn stir_packs_with(&mut self, is_meant: impl Fn(&VisitId) -> bool) {
        let Self { packs, thumbs, others, other_thumbs, stirred, .. } = self;
        let all = [&*packs, thumbs, others, other_thumbs].into_iter().flatten();
        for (_, pack) in all.filter(|(_, pack)| pack.visits.iter().any(&is_meant)) {
            stirred.stir(pack.day);
        }
    }

    pub(super) fn has_marks(&self, page: PageKey) -> bool {
        self.marks_of(page).next().is_some()
    }

    pub(super) fn number(&mut self, device: &str) -> Origin {
        let device = parse_hash(device);
        let at = self.devices.iter().position(|one| *one == device).unwrap_or_else(|| {
            self.devices.push(device);
            self.devices.len() - 1
        });
        u16::try_from(at).map_or(Origin::Sent, Origin::Elsewhere)
    }

    /// The clock of an event, and by whom: own events of a time before clocks get the next one.
    pub(super) fn stamp(&mut self, stamp: &Stamp) -> (u64, Origin) {
        let clock = if stamp.clock == 0 { self.next_clock() } else { believed(stamp.clock) };
        self.clock = self.clock.max(clock);
        let by = stamp.by.as_ref().map_or(Origin::Here, |device| self.number(device));
        (clock, by)
    }
}
