//! Thumbnails and the vault: which it has, which wait there, and which are not here any more.
use super::rows::{Origin, PageKey};
use super::stirred::Owed;
use super::{Capture, Catalog, Mark, PackId, PackRow, PackTable, Shared, Visit, parse_hash};
use crate::event::{Held, Thumbs};
use crate::page::{CaptureNo, VisitId};
use std::collections::{BTreeMap, BTreeSet};

/// Captures whose thumbnails the vault does not have, with the visits that name them: by class (true: for ever) and UTC day
/// since 1970-01-01.
pub type Unsent = BTreeMap<(bool, u32), BTreeMap<CaptureNo, Vec<VisitId>>>;

impl Shared {
    /// Own packs of thumbnails in the vault.
    pub fn thumbs(&self) -> &PackTable {
        &self.thumbs
    }

    /// Whether a pack is one of thumbnails, as far as it was written or looked into here.
    pub fn is_of_thumbs(&self, id: &PackId) -> bool {
        self.thumbs.holds(id) || self.other_thumbs.holds(id)
    }

    /// Packs of thumbnails of a day that are this device's to look after: its own, and those of devices that are gone.
    pub fn kept_up_thumbs(&self, day: u32) -> impl Iterator<Item = (&PackId, &PackRow)> {
        let orphans = self.other_thumbs.of_day(day).filter(|(_, pack)| self.is_of_gone(pack.by));
        self.thumbs.of_day(day).chain(orphans)
    }

    /// Packs of thumbnails of other devices that were not looked into yet, with the versions whose entries added them, the
    /// newest first.
    pub fn waiting_thumbs(&self) -> Vec<(PackId, u64)> {
        let mut waiting: Vec<_> = self.waiting.iter().map(|(id, version)| (*id, *version)).collect();
        waiting.sort_by_key(|(_, version)| std::cmp::Reverse(*version));
        waiting
    }

    pub(super) fn took_thumbs(&mut self, thumbs: &Thumbs, data: &[u8]) {
        for pack in &thumbs.packs {
            self.waiting.remove(&parse_hash::<32>(pack));
        }
        let mut visits = VisitId::all_in(data);
        if let Some(Held { pack, device, version }) = &thumbs.held {
            let (id, by) = (parse_hash(&pack.id), self.number(device));
            let visits = visits.by_ref().take(pack.visits as usize).collect();
            let row =
                PackRow { mark: pack.mark, day: pack.day, version: *version, ..PackRow::of(by, visits) };
            self.other_thumbs.insert(id, row);
            self.stirred.stir(pack.day);
        }
        self.thumbless.extend(visits);
    }
}

impl Catalog {
    /// Thumbnails of which the vault has no copy of their class and day: of visits whose texts it has; a WebMark's of the
    /// device that starred it, whoever saw the page. Days of which it has all are not asked again until they are stirred.
    pub fn unsent_thumbs(&mut self) -> Unsent {
        self.settle();
        let (mut unsent, mut settled) = (Unsent::new(), vec![]);
        for day in self.stirred(Owed::Thumbs) {
            let of_day = self.unsent_thumbs_of(day);
            if of_day.is_empty() {
                settled.push(day);
            }
            unsent.extend(of_day);
        }
        self.settle_days(Owed::Thumbs, &settled);
        unsent
    }

    fn unsent_thumbs_of(&self, day: u32) -> Unsent {
        let (covered, mut unsent) = (self.covered(day), Unsent::new());
        let seen = self.visits_of_day(day).filter(|visit| visit.is_alive() && visit.origin != Origin::Here);
        for visit in seen {
            let Some(capture) = self.capture(visit.no).filter(|capture| capture.picture().is_some()) else {
                continue;
            };
            let mark = self.is_own_mark(capture);
            let wanted = mark || visit.origin == Origin::Sent;
            if wanted && !covered.contains(&(mark, visit.no)) {
                unsent.entry((mark, day)).or_default().entry(visit.no).or_default().push(visit.id);
            }
        }
        unsent
    }

    /// What of a day need not be sent: class and capture.
    fn covered(&self, day: u32) -> BTreeSet<(bool, CaptureNo)> {
        let packs = self.shared.thumbs.of_day(day);
        let sent = packs.flat_map(|(_, pack)| {
            let seen = pack.visits.iter().filter_map(|id| self.visit_of(*id));
            seen.map(|visit: &Visit| (pack.mark, visit.no))
        });
        let skipped = self.visits_of_day(day).filter(|visit| self.shared.thumbless.contains(&visit.id));
        sent.chain(skipped.flat_map(|visit| [false, true].map(|mark| (mark, visit.no)))).collect()
    }

    fn is_own_mark(&self, capture: &Capture) -> bool {
        self.page_of(capture).is_some_and(|page| page.star && self.starred_here(page.key))
    }

    /// Whether the page's star was changed last by this device.
    pub fn starred_here(&self, key: PageKey) -> bool {
        self.shared.mark(key, Mark::Star).is_some_and(|(_, by)| !matches!(by, Origin::Elsewhere(_)))
    }
}
