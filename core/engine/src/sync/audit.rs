//! Auditing: what the server shows does not go on from what it showed before. The whole log is read once more, from its
//! beginning: where all that is known stands in it, the server has only counted otherwise, and what is missing here comes
//! in; else it is as it looked, and sync stops.
use super::Round;
use super::error::SyncError;
use super::pull::{PageEnd, received, rolled_back};
use crate::archive::Arrived;
use crate::event::Received;
use crate::ports::Remote;
use std::collections::BTreeMap;
use webmynd_crypto::log::Head;
use webmynd_protocol::log::Listed;

/// How far each device's log has been read again.
type Again = BTreeMap<[u8; 16], Head>;

impl<R: Remote> Round<'_, R> {
    /// Reads all anew because of what was `found`, which is the error when that does not help.
    pub(super) async fn audit(&mut self, found: SyncError) -> Result<(), SyncError> {
        self.read_again().await.map_err(|_| found)
    }

    async fn read_again(&mut self) -> Result<(), SyncError> {
        let (mut again, mut newest, mut since) = (Again::new(), None, 0);
        let (said, mut own) = (self.unshown(), None);
        loop {
            let page = self.client.tail(since).await?;
            let (end, before) = (PageEnd::of(&page), since);
            for listed in page.entries {
                if listed.version <= since {
                    return Err(rolled_back("the order of the log"));
                }
                since = listed.version;
                let is_said = said.is_some_and(|said| said.is(&listed.device.0, listed.seq));
                newest = Some(self.take_again(&listed, &mut again).await?);
                own = own.or_else(|| newest.clone().filter(|_| is_said));
            }
            if end.is_last(before, since)? {
                break;
            }
        }
        self.check_all(&again)?;
        // From here the next round goes on, wherever this one had thought that it was.
        own.into_iter()
            .chain(newest)
            .try_for_each(|received| self.arrive(Arrived::default(), &received, vec![]))
    }

    async fn take_again(&mut self, listed: &Listed, again: &mut Again) -> Result<Received, SyncError> {
        let at = again.get(&listed.device.0).copied().unwrap_or_default();
        if listed.device == self.account.device {
            self.note_taken(listed)?;
        }
        let known = self.known(&listed.device);
        let (body, shown) = self.verify(listed, at).await?;
        again.insert(listed.device.0, shown);
        if shown.seq == known.seq && shown.hash != known.hash {
            return Err(rolled_back("a device's log"));
        }
        let noted = received(listed, &shown, 0);
        if shown.seq > known.seq {
            if listed.device == self.account.device {
                self.rename(false).await?;
            }
            self.apply(listed, body, &shown).await?;
        }
        Ok(noted)
    }

    /// All that was ever read or written here has been shown again.
    fn check_all(&self, again: &Again) -> Result<(), SyncError> {
        let archive = self.archive.borrow();
        let mut heads = archive.catalog().shared().heads().iter();
        if heads.all(|(device, head)| again.get(device).is_some_and(|shown| shown.seq >= head.seq)) {
            return Ok(());
        }
        Err(rolled_back("the log"))
    }
}
