//! Devices that come back: a server that was put back from a backup has the keyring of that time, in which those that were taken out since are listed
//! as any other. Whoever has them has the keys of that time, so only a person can lock them out again, with the passphrase; and is told so.
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use webmynd_protocol::bytes::Id;

impl<R: Remote> Round<'_, R> {
    /// Notes those that this memory knows to have been taken out and that the keyring lists, but for names of this device's own.
    pub(in crate::sync) fn note_returned(&mut self) -> Result<(), SyncError> {
        let ring = self.account.ring()?;
        let is_in = |id: &Id<16>| ring.device(&id.0).is_some_and(|device| device.revoked.is_none());
        let archive = self.archive.borrow();
        let out = archive.catalog().shared().listed().iter().filter(|device| device.is_revoked);
        let mut returned: Vec<Id<16>> = out.map(|device| Id(device.id)).collect();
        returned.extend(self.account.returned.iter().copied());
        returned.retain(|id| is_in(id) && *id != self.account.device && !self.account.left.contains(id));
        returned.sort_by_key(|id| id.0);
        returned.dedup();
        self.account.returned = returned;
        Ok(())
    }
}
