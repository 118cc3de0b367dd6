//! Deletion that deletes: a pack that holds what is gone is fetched, written anew without it, and taken away.
use super::Round;
use super::error::SyncError;
use super::fetch::committed;
use super::record::Record;
use crate::archive::{Archive, Group, Unsaid};
use crate::page::VisitId;
use crate::ports::Remote;

impl<R: Remote> Round<'_, R> {
    /// What takes the place of a pack that holds too much, and the pack's id; nothing where there is none.
    pub(super) async fn stale(&mut self) -> Result<(Unsaid, Vec<[u8; 32]>), SyncError> {
        let clock = self.archive.borrow().catalog().shared().sent_clock();
        let Some((id, pack)) = self.archive.borrow().stale_pack() else {
            return Ok((Unsaid { clock, ..Unsaid::default() }, vec![]));
        };
        let committed = committed(&self.client, &id, pack.version).await?;
        // One that expired in the vault needs no other in its place.
        let records = match &committed {
            Some(committed) => self.open(committed, pack.version).await?,
            None => vec![],
        };
        let archive = self.archive.borrow();
        let kept: Vec<Record> =
            records.into_iter().filter_map(|record| without(record, &archive, pack.mark)).collect();
        let visits = kept.iter().flat_map(|record| &record.visits);
        let visits: Vec<VisitId> = visits.filter_map(|visit| VisitId::parse(&visit.id)).collect();
        let group = Group { mark: pack.mark, day: pack.day, records: kept, visits };
        let groups = if group.records.is_empty() { vec![] } else { vec![group] };
        Ok((Unsaid { groups, clock, ..Unsaid::default() }, vec![id]))
    }
}

/// The record without the visits that are gone; nothing when none stays.
fn without(mut record: Record, archive: &Archive, mark: bool) -> Option<Record> {
    record.visits.retain(|visit| VisitId::parse(&visit.id).is_some_and(|id| archive.belongs(id, mark)));
    // It comes later in the log than what was said of its page meanwhile.
    (!record.visits.is_empty()).then(|| archive.with_marks(record))
}
