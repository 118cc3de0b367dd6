//! Entries that a device cannot read: the others look, and say again what may have stood in those that are lost.
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use crate::sync::saying::push::ENTRIES_ASKED;

impl<R: Remote> Round<'_, R> {
    /// What the entry of a version asks for is said again by the push that follows, where it is lost for this device, too.
    pub(in crate::sync) async fn answer(&mut self, asked: &[u64], version: u64) -> Result<(), SyncError> {
        let news: Vec<u64> = {
            let archive = self.archive.borrow();
            let shared = archive.catalog().shared();
            let is_news = |asked: &u64| *asked < version && !shared.is_unheard(*asked);
            asked.iter().copied().filter(is_news).take(ENTRIES_ASKED).collect()
        };
        let mut lost = Vec::new();
        for version in news {
            if self.is_unreadable(version).await? {
                lost.push(version);
            }
        }
        self.note_unheard(lost, true)
    }

    async fn is_unreadable(&mut self, version: u64) -> Result<bool, SyncError> {
        match self.client.entry(version).await? {
            Some(entry) => Ok(!self.is_believed(&entry).await?),
            None => Ok(true),
        }
    }

    /// Notes entries that nobody can read any more. `asked`: another device has asked for them.
    pub(in crate::sync) fn note_unheard(&mut self, lost: Vec<u64>, asked: bool) -> Result<(), SyncError> {
        if lost.is_empty() {
            return Ok(());
        }
        let account = self.account.id.0;
        Ok(self.archive.borrow_mut().note_unheard(&account, lost, asked)?)
    }
}
