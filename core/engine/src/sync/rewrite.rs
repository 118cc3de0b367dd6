//! Deletion that deletes: a pack that holds what is gone is fetched, written anew without it, and taken away.
use super::Round;
use super::error::SyncError;
use super::fetch::committed;
use super::record::Record;
use super::thumb::Thumb;
use crate::archive::{Archive, Group, Unsaid};
use crate::page::VisitId;
use crate::ports::Remote;
use webmynd_protocol::pack::Kind;

impl<R: Remote> Round<'_, R> {
    /// What takes the place of a pack that holds too much, and the pack's id; nothing where there is none.
    pub(super) async fn stale(&mut self) -> Result<(Unsaid, Vec<[u8; 32]>), SyncError> {
        let clock = self.archive.borrow().catalog().shared().sent_clock();
        let Some((id, pack)) = self.archive.borrow().stale_pack() else {
            return Ok((Unsaid { clock, ..Unsaid::default() }, vec![]));
        };
        let mut group = Group { mark: pack.mark, day: pack.day, ..Group::default() };
        // One that expired in the vault needs no other in its place.
        match committed(&self.client, &id, pack.version).await? {
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
                group.records =
                    records.into_iter().filter_map(|record| without(record, &archive, pack.mark)).collect();
                let visits = group.records.iter().flat_map(|record| &record.visits);
                group.visits = visits.filter_map(|visit| VisitId::parse(&visit.id)).collect();
            }
            None => {}
        }
        let groups = if group.visits.is_empty() { vec![] } else { vec![group] };
        Ok((Unsaid { groups, clock, ..Unsaid::default() }, vec![id]))
    }
}

/// The record without the visits that are gone; nothing when none stays.
fn without(mut record: Record, archive: &Archive, mark: bool) -> Option<Record> {
    record.visits.retain(|visit| VisitId::parse(&visit.id).is_some_and(|id| archive.belongs(id, mark)));
    // It comes later in the log than what was said of its page meanwhile.
    (!record.visits.is_empty()).then(|| archive.with_marks(record))
}
