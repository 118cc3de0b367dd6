//! The outbox: an entry is written down before it is sent. When its answer is lost, or this program dies, the very same
//! bytes are sent again; the server knows them by their hash.
use super::Round;
use super::error::{SyncError, SyncKind};
use crate::event::Sent;
use crate::ports::Remote;
use serde::{Deserialize, Serialize};
use webmynd_protocol::log::Entry;
use webmynd_protocol::{Bytes, Code};

/// An entry on its way.
#[derive(Serialize, Deserialize)]
pub struct Outbox {
    /// What is sent.
    pub entry: Entry,
    /// What is noted when it was taken.
    pub sent: Sent,
    /// Ids of the visits in its packs.
    pub visits: Bytes,
}

impl<R: Remote> Round<'_, R> {
    /// Sends what an earlier round left in the outbox.
    pub(super) async fn settle_outbox(&mut self) -> Result<(), SyncError> {
        let left = self.archive.borrow().outbox()?;
        // What is torn was never sent: it is flushed before.
        match left.and_then(|bytes| serde_json::from_slice::<Outbox>(&bytes).ok()) {
            Some(outbox) => self.post(outbox).await.map(drop),
            None => Ok(()),
        }
    }

    /// Sends an entry that is in the outbox, and notes that it was taken. False when it cannot be taken as it is: its
    /// packs have gone from the server, or its number is another's; then the outbox is empty and all is as if it had not
    /// been tried.
    pub(super) async fn post(&mut self, outbox: Outbox) -> Result<bool, SyncError> {
        let Outbox { entry, mut sent, visits } = outbox;
        let answer = self.client.append(self.account.device, sent.seq, &entry).await;
        match answer {
            Ok(accepted) => {
                self.read_back(&entry, sent.seq, accepted.version).await?;
                sent.version = accepted.version;
                self.archive.borrow_mut().note_sent(sent, visits.0)?;
                Ok(true)
            }
            Err(error) => match error.code {
                Some(Code::MissingPack) => self.give_up().map(|()| false),
                // Another one writes under this device's name: a cloned profile, or an old one that was put back.
                Some(Code::SeqConflict) => {
                    self.give_up()?;
                    self.rename(false).await.map(|()| false)
                }
                Some(Code::SeqGap) => {
                    Err(SyncError::new(SyncKind::RolledBack, "the server has lost entries of this device"))
                }
                _ => Err(error),
            },
        }
    }

    /// An entry counts when the server shows it to those who read. Until then it stays in the outbox.
    async fn read_back(&self, entry: &Entry, seq: u64, version: u64) -> Result<(), SyncError> {
        let shown = self.client.entry(version).await?.is_some_and(|shown| {
            (shown.device, shown.seq, shown.prev, shown.epoch)
                == (self.account.device, seq, entry.prev, entry.epoch)
                && (&shown.sealed, shown.signature) == (&entry.sealed, entry.signature)
        });
        if shown {
            return Ok(());
        }
        Err(SyncError::new(SyncKind::Distrust, "the server says that it took an entry, and does not show it"))
    }

    fn give_up(&mut self) -> Result<(), SyncError> {
        Ok(self.archive.borrow_mut().set_outbox(None)?)
    }
}
