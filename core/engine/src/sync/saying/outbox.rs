//! The outbox: an entry is written down before it is sent. When its answer is lost, or this program dies, the very same
//! bytes are sent again; the server knows them by their hash.
use crate::event::Sent;
use crate::page::to_hex;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use serde::{Deserialize, Serialize};
use webmynd_crypto::pack;
use webmynd_protocol::bytes::{DeviceId, Id};
use webmynd_protocol::log::{Entry, Listed};
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
    /// Sends what an earlier round left in the outbox. What others said was read before: this was not taken, and the log goes on from
    /// where it was made.
    pub(in crate::sync) async fn settle_outbox(&mut self) -> Result<(), SyncError> {
        match self.left_over()? {
            Some(outbox) => self.post(outbox).await.map(drop),
            None => Ok(()),
        }
    }

    pub(in crate::sync) fn left_over(&self) -> Result<Option<Outbox>, SyncError> {
        let left = self.archive.borrow().outbox()?;
        // What is torn was never sent: it is flushed before.
        Ok(left.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Notes that an entry of this device's is in the log whose answer was lost: it is in the outbox still.
    pub(in crate::sync) fn note_taken(&mut self, listed: &Listed) -> Result<(), SyncError> {
        if listed.seq <= self.known(&listed.device).seq {
            return Ok(());
        }
        let is_listed =
            |outbox: &Outbox| is_shown(&outbox.entry, self.account.device, outbox.sent.seq, listed);
        let Some(Outbox { mut sent, visits, .. }) = self.left_over()?.filter(is_listed) else {
            return Ok(());
        };
        sent.version = listed.version;
        Ok(self.archive.borrow_mut().note_sent(sent, visits.0)?)
    }

    /// Sends an entry that is in the outbox, and notes that it was taken. False when it cannot be taken as it is: its
    /// packs have gone from the server, or its number is another's; then the outbox is empty and all is as if it had not
    /// been tried.
    pub(in crate::sync) async fn post(&mut self, outbox: Outbox) -> Result<bool, SyncError> {
        let Outbox { mut entry, mut sent, visits } = outbox;
        let answer = match self.client.append(self.account.device, sent.seq, &entry).await {
            Err(error) if !entry.packs.is_empty() && error.is_too_large() => {
                match self.upload_carried(&mut entry).await {
                    Ok(()) => self.client.append(self.account.device, sent.seq, &entry).await,
                    Err(error) => Err(error),
                }
            }
            answer => answer,
        };
        match answer {
            Ok(accepted) => {
                self.read_back(&entry, sent.seq, accepted.version).await?;
                sent.version = accepted.version;
                self.report.sent += self.archive.borrow().unsaid_among(&visits.0);
                self.report.said += 1;
                self.archive.borrow_mut().note_sent(sent, visits.0)?;
                Ok(true)
            }
            // It was refused, and is made anew of smaller packs.
            Err(error) if error.is_too_large() => self.give_up().and(Err(error)),
            Err(error) => match error.code {
                Some(Code::Quota) => self.give_up().and(Err(error)),
                Some(Code::MissingPack) => self.give_up().map(|()| false),
                // Another one writes under this device's name: a cloned profile, or an old one that was put back.
                Some(Code::SeqConflict) => self.rename(false).await.map(|()| false),
                Some(Code::SeqGap) => {
                    Err(SyncError::new(SyncKind::RolledBack, "the server has lost entries of this device"))
                }
                _ => Err(error),
            },
        }
    }

    /// An entry counts when the server shows it to those who read. Until then it stays in the outbox.
    async fn read_back(&self, entry: &Entry, seq: u64, version: u64) -> Result<(), SyncError> {
        // It was taken: that its showing did not pass is no reason to make it smaller, and to say another in its place.
        let shown = self.client.entry(version).await;
        let shown = shown.map_err(|error| SyncError { status: None, ..error })?;
        if shown.is_some_and(|shown| is_shown(entry, self.account.device, seq, &shown)) {
            return Ok(());
        }
        Err(SyncError::new(SyncKind::Distrust, "the server says that it took an entry, and does not show it"))
    }

    /// Uploads the packs that an entry carries, one by one: something in between, or the server by now, does not let so much pass.
    async fn upload_carried(&self, entry: &mut Entry) -> Result<(), SyncError> {
        for Bytes(blob) in std::mem::take(&mut entry.packs) {
            self.client.put_pack(Id(pack::id_of(&blob)), blob).await?;
        }
        Ok(())
    }

    /// Whether this device has said something by the name that it has now, or is about to.
    pub(in crate::sync) fn has_said_something(&self) -> Result<bool, SyncError> {
        let own = self.account.device.0;
        let has_spoken = self.archive.borrow().catalog().shared().head(&own).seq > 0;
        Ok(has_spoken || self.left_over()?.is_some_and(|outbox| outbox.sent.device == to_hex(&own)))
    }

    pub(in crate::sync) fn give_up(&mut self) -> Result<(), SyncError> {
        Ok(self.archive.borrow_mut().set_outbox(None)?)
    }
}

/// Whether what the log lists is this entry of a device.
fn is_shown(entry: &Entry, device: DeviceId, seq: u64, listed: &Listed) -> bool {
    (listed.device, listed.seq, listed.prev, listed.epoch) == (device, seq, entry.prev, entry.epoch)
        && (&listed.sealed, listed.signature) == (&entry.sealed, entry.signature)
}
