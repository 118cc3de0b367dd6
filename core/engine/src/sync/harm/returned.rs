//! Devices that come back: a server that was put back from a backup has the keyring of that time, in which those that were taken out since are listed
//! as any other. Whoever has them has the keys of that time, so only a person can lock them out again, with the passphrase; and is told so, until
//! there are other keys.
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use webmynd_crypto::keyring::{Device, Keyring};
use webmynd_protocol::bytes::Id;

/// The name that a device took in the place of one that it left: it changes both at once.
fn successor<'r>(ring: &'r Keyring, left: &Device) -> Option<&'r Device> {
    let takes = |next: &&Device| next.name == left.name && Some(next.added) == left.revoked;
    // Of one that a person revoked not all counts that it said.
    ring.devices.iter().find(|next| next.id != left.id && takes(next)).filter(|_| left.last == Some(u64::MAX))
}

/// Whether a device is in the account, by this name or by one that it took since.
fn is_in(ring: &Keyring, id: &Id<16>) -> bool {
    let mut device = ring.device(&id.0);
    for _ in &ring.devices {
        match device {
            Some(left) if left.revoked.is_some() => device = successor(ring, left),
            other => return other.is_some(),
        }
    }
    false
}

impl<R: Remote> Round<'_, R> {
    /// Notes those that this memory knows to have been taken out and that are in the account, but for names of this device's own.
    pub(in crate::sync) fn note_returned(&mut self) -> Result<(), SyncError> {
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_or(0, |epoch| epoch.number);
        let is_left =
            |id: &[u8; 16]| ring.device(id).is_some_and(|device| successor(&ring, device).is_some());
        let known = self.account.taken_out.take().unwrap_or_else(|| {
            let archive = self.archive.borrow();
            let listed = archive.catalog().shared().listed().iter();
            listed.filter(|one| one.is_revoked && !is_left(&one.id)).map(|one| Id(one.id)).collect()
        });
        let out = ring.devices.iter().filter(|one| one.revoked.is_some() && !is_left(&one.id));
        let before = std::mem::take(&mut self.account.returned);
        let mut out: Vec<Id<16>> =
            known.into_iter().chain(before.iter().copied()).chain(out.map(|one| Id(one.id))).collect();
        out.retain(|id| *id != self.account.device && !self.account.left.contains(id));
        out.sort_by_key(|id| id.0);
        out.dedup();
        let stays =
            |id: &&Id<16>| is_in(&ring, id) || before.contains(id) && epoch <= self.account.returned_in;
        self.account.returned = out.iter().filter(stays).copied().collect();
        if self.account.returned.iter().any(|id| !before.contains(id)) {
            self.account.returned_in = epoch;
        }
        self.account.taken_out = Some(out);
        Ok(())
    }
}
