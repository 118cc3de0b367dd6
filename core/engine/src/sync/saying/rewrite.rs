//! Deletion that deletes: a pack that holds what is gone is fetched, written anew without it, and taken away.
use super::outbox::Outbox;
use super::push::Packs;
use crate::archive::{Archive, Group};
use crate::catalog::{Origin, PackId, PackRow};
use crate::event::Harm;
use crate::page::{VisitId, to_hex};
use crate::ports::Remote;
use crate::said::Record;
use crate::said::Thumb;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::quarantine::harm_of;
use crate::sync::packs::fetch::committed;
use crate::sync::packs::open::visits_in;
use std::collections::BTreeSet;
use webmynd_protocol::pack::Kind;

impl<R: Remote> Round<'_, R> {
    /// The entry that puts another in the place of a pack that holds too much; nothing where there is none.
    pub(in crate::sync) async fn replace_stale(&mut self) -> Result<Option<Outbox>, SyncError> {
        let (id, rest) = loop {
            let Some((id, pack)) = self.archive.borrow_mut().stale_pack() else {
                return Ok(None);
            };
            if let Some(rest) = self.rest_of_readable(&id, &pack).await? {
                break (id, rest);
            }
        };
        let are_thumbs = !rest.thumbs.is_empty();
        let mut packs = Packs::default();
        if !rest.visits.is_empty() {
            match self.put(rest, &mut packs).await {
                // Without room for the rest of its thumbnails a pack goes as a whole: they are sent when there is room.
                Err(error) if error.kind == SyncKind::Quota && are_thumbs => {}
                done => done?,
            }
        }
        self.packs_entry(packs, vec![id]).map(Some)
    }

    /// What stays of a pack; of one that cannot be read what is here of it. `None`: it is one of this device's, and known by now for one that
    /// cannot be read, as far as it is.
    async fn rest_of_readable(&mut self, id: &PackId, pack: &PackRow) -> Result<Option<Group>, SyncError> {
        if !pack.is_lost {
            match self.rest_of(id, pack).await {
                Err(error) if harm_of(&error).is_some_and(|harm| harm != Harm::Newer) => {
                    self.archive.borrow_mut().note_checked(id, true)?;
                    let archive = self.archive.borrow();
                    if archive.catalog().shared().packs().holds(id) {
                        return Ok(None);
                    }
                    // Nobody else has these pictures: it goes as a whole.
                    if archive.catalog().shared().is_of_thumbs(id) {
                        return Ok(Some(Group::default()));
                    }
                }
                rest => return rest.map(Some),
            }
        }
        // What this device saw itself is unsaid again, and said as new.
        let archive = self.archive.borrow();
        let mut pack = pack.clone();
        pack.visits
            .retain(|visit| pack.by != Origin::Here || !pack.mark && !archive.catalog().is_own(*visit));
        Ok(Some(archive.said_again(&pack)?))
    }

    /// What stays of a pack.
    async fn rest_of(&mut self, id: &PackId, pack: &PackRow) -> Result<Group, SyncError> {
        let mut group = Group { mark: pack.mark, day: pack.day, ..Group::default() };
        // One that expired in the vault needs no other in its place.
        match committed(&self.client, id, pack.version).await? {
            Some(committed) if committed.row.kind == Kind::Thumb => {
                let thumbs = self.open_any(&committed, pack.version).await?;
                let archive = self.archive.borrow();
                for mut thumb in thumbs.iter().filter_map(|(page, bytes)| Thumb::read(*page, bytes)) {
                    thumb.visits.retain(|visit| archive.belongs(*visit, pack.mark));
                    group.add(&thumb);
                }
            }
            Some(committed) => {
                let records = self.open(&committed, pack.version).await?;
                let archive = self.archive.borrow();
                let doubled = archive.said_by_another(pack);
                let rest =
                    records.into_iter().filter_map(|record| without(record, &archive, pack.mark, &doubled));
                let author = (committed.device != self.account.device).then(|| to_hex(&committed.device.0));
                group.records = rest.map(|record| seen_by(record, author.as_ref())).collect();
                group.visits = visits_in(&group.records);
            }
            None => {}
        }
        Ok(group)
    }
}

/// The record, with the device that saw its visits where that is the one that wrote it: now another one does.
fn seen_by(mut record: Record, author: Option<&String>) -> Record {
    for visit in &mut record.visits {
        let device = &mut visit.facts.device;
        *device = device.take().or_else(|| author.cloned());
    }
    record
}

/// The record without the visits that are gone, and those that another device says; nothing when none stays.
fn without(mut record: Record, archive: &Archive, mark: bool, doubled: &BTreeSet<VisitId>) -> Option<Record> {
    let is_doubled = |id: &str| VisitId::parse(id).is_some_and(|id| doubled.contains(&id));
    record.visits.retain(|visit| archive.still_shows(&visit.facts, mark) && !is_doubled(&visit.facts.id));
    // It comes later in the log than what was said of its page meanwhile.
    (!record.visits.is_empty()).then(|| archive.with_marks(record))
}
