//! Consolidation: the small packs of a past day become one, so that what was said page by page is kept, and joined, by the day.
use super::outbox::Outbox;
use super::push::Packs;
use crate::archive::Scattered;
use crate::calendar::DAY_MS;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};

/// Entries of one round at most that put packs together: a long memory goes on in the next one.
const ENTRIES: u32 = 4;

impl<R: Remote> Round<'_, R> {
    /// The entry that puts one pack in the place of many; nothing where there are none, or the vault has no room for the one beside the many.
    pub(in crate::sync) async fn consolidate(&mut self) -> Result<Option<Outbox>, SyncError> {
        if self.consolidated >= ENTRIES {
            return Ok(None);
        }
        let today = u32::try_from(self.now.div_euclid(DAY_MS)).unwrap_or(0);
        let scattered = self.archive.borrow_mut().scattered(today, self.along)?;
        let Some(Scattered { packs: many, groups }) = scattered else { return Ok(None) };
        let mut packs = Packs::default();
        for group in groups {
            match self.put(group, &mut packs).await {
                Err(error) if error.kind == SyncKind::Quota => {
                    self.consolidate_no_more();
                    return Ok(None);
                }
                done => done?,
            }
        }
        self.consolidated += 1;
        self.packs_entry(packs, many).map(Some)
    }

    /// The vault has no room for it.
    pub(in crate::sync) fn consolidate_no_more(&mut self) {
        self.consolidated = ENTRIES;
    }
}
