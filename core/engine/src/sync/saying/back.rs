//! What was given back after others had been told to forget it: the word travels without room, its text and its thumbnail follow when they can.
use super::outbox::Outbox;
use super::push::Packs;
use crate::archive::{Archive, Group};
use crate::catalog::{Origin, PackRow, Unsent, Visit};
use crate::page::{CaptureNo, VisitId};
use crate::ports::Remote;
use crate::said::DeedSaid;
use crate::sync::Round;
use crate::sync::error::SyncError;
use std::collections::{BTreeMap, BTreeSet};
use webmynd_protocol::bytes::Id;

/// So many visits are owed, the earliest.
const MOST: usize = 10_000;

impl<R: Remote> Round<'_, R> {
    /// Notes what these words give back, for an entry whose packs hold the visits `said`. Others have heard of the forget before, and may have
    /// erased it by now.
    pub(super) fn owe(&mut self, deeds: &[DeedSaid], said: &[u8]) {
        let mut first: BTreeMap<VisitId, bool> = BTreeMap::new();
        for (id, forgets) in deeds.iter().flat_map(|deed| deed.visits.iter().map(|id| (id, deed.forgets))) {
            VisitId::parse(id).map(|id| first.entry(id).or_insert(forgets));
        }
        let said: BTreeSet<VisitId> = VisitId::all_in(said).collect();
        for (id, _) in first.into_iter().filter(|(_, forgets)| !forgets) {
            put(&mut self.account.owes_thumbs, id);
            if !said.contains(&id) {
                put(&mut self.account.owes_texts, id);
            }
        }
    }

    /// The entry that says the texts which are owed, as much as a pack takes; nothing where none is.
    pub(super) async fn give_back(&mut self) -> Result<Option<Outbox>, SyncError> {
        if self.account.owes_texts.is_empty() {
            return Ok(None);
        }
        let group = {
            let archive = self.archive.borrow();
            self.account.owes_texts.retain(|id| is_owed(&archive, VisitId(id.0)));
            gather(&archive, &self.account.owes_texts, self.most)?
        };
        if group.visits.is_empty() {
            // What cannot be read is not tried again.
            self.account.owes_texts.clear();
            return Ok(None);
        }
        let mut packs = Packs::default();
        self.put(group, &mut packs).await?;
        self.packs_entry(packs, vec![]).map(Some)
    }

    /// The thumbnails which are owed, beside those that were never sent.
    pub(in crate::sync) fn with_thumbs_given_back(&mut self, mut unsent: Unsent) -> Unsent {
        let archive = self.archive.borrow();
        self.account.owes_thumbs.retain(|id| alive(&archive, VisitId(id.0)).is_some());
        for visit in self.account.owes_thumbs.iter().filter_map(|id| alive(&archive, VisitId(id.0))) {
            let visits = unsent.entry((false, visit.utc_day())).or_default().entry(visit.no).or_default();
            if !visits.contains(&visit.id) {
                visits.push(visit.id);
            }
        }
        unsent
    }

    /// Those of these visits are sent, or are not here any more.
    pub(in crate::sync) fn owe_no_thumbs(&mut self, visits: &[VisitId]) {
        self.account.owes_thumbs.retain(|id| !visits.contains(&VisitId(id.0)));
    }
}

fn put(owed: &mut Vec<Id<16>>, id: VisitId) {
    if owed.len() < MOST && !owed.contains(&Id(id.0)) {
        owed.push(Id(id.0));
    }
}

/// A visit that is remembered, and not new: what is new is said anyway.
fn alive(archive: &Archive, id: VisitId) -> Option<&Visit> {
    archive.catalog().visit_of(id).filter(|visit| visit.is_alive() && visit.origin != Origin::Here)
}

/// Whether the text of a visit that was given back is here, and in no pack of this device's.
fn is_owed(archive: &Archive, id: VisitId) -> bool {
    let Some(visit) = alive(archive, id) else { return false };
    let packs = archive.catalog().shared().packs();
    let is_here = archive.catalog().capture(visit.no).is_some_and(|capture| !capture.is_card());
    is_here && !packs.of_day(visit.utc_day()).any(|(_, pack)| !pack.is_lost && pack.visits.contains(&id))
}

/// The texts of one day among these visits, until there are `most` bytes.
fn gather(archive: &Archive, owed: &[Id<16>], most: usize) -> Result<Group, SyncError> {
    let mut captures: BTreeMap<(u32, CaptureNo), Vec<VisitId>> = BTreeMap::new();
    for visit in owed.iter().filter_map(|id| alive(archive, VisitId(id.0))) {
        captures.entry((visit.utc_day(), visit.no)).or_default().push(visit.id);
    }
    let day = captures.keys().next().map_or(0, |(day, _)| *day);
    let (mut group, mut size) = (Group { day, ..Group::default() }, 0);
    for (_, visits) in captures.into_iter().take_while(|((of, _), _)| *of == day) {
        let some = archive.said_again(&PackRow { day, ..PackRow::of(Origin::Here, visits) })?;
        size += some.records.iter().map(|record| record.size() + 512).sum::<usize>();
        if size > most && !group.visits.is_empty() {
            break;
        }
        group.records.extend(some.records);
        group.visits.extend(some.visits);
    }
    Ok(group)
}
