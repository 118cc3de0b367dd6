//! Believing: an entry as the server shows it, held against what its device signed, what was read before, and what other
//! devices have read.
use super::Round;
use super::error::{SyncError, SyncKind};
use super::pull::rolled_back;
use crate::page::{parse_hex, to_hex};
use crate::ports::Remote;
use crate::said::{Body, PackSaid};
use webmynd_crypto::log::{Entry, Head, Reader};
use webmynd_protocol::log::Listed;

impl<R: Remote> Round<'_, R> {
    /// Verifies and opens the entry that follows `at` in its device's log; gives what it says and the log's head then.
    pub(super) async fn verify(&mut self, listed: &Listed, at: Head) -> Result<(Body, Head), SyncError> {
        let known = self.account.ring()?;
        if known.device(&listed.device.0).is_none() || known.key_of(listed.epoch).is_err() {
            self.renew_ring().await?;
        }
        let ring = self.account.ring()?;
        let device = ring
            .device(&listed.device.0)
            .ok_or_else(|| SyncError::new(SyncKind::Distrust, "an entry is of a device that nobody knows"))?;
        let epoch =
            ring.key_of(listed.epoch).map_err(|error| SyncError::shown("an entry's epoch", error))?.clone();
        let sealed = |error| SyncError::shown("an entry", error);
        let mut reader = Reader::new(self.account.id.0, listed.device.0, &device.key, at).map_err(sealed)?;
        let said = reader.next(&entry_of(listed), &epoch).map_err(sealed)?;
        let body = Body::read(&said)
            .map_err(|error| SyncError::new(SyncKind::Update, format!("an entry: {error}")))?;
        check_packs(listed, &body)?;
        Ok((body, reader.head()))
    }

    /// What an entry says that was read before; nothing where its device had been revoked.
    pub(super) async fn said(&mut self, listed: &Listed) -> Result<Option<Body>, SyncError> {
        let (body, _) = self.verify(listed, before(listed)).await?;
        Ok(self.counts(listed)?.then_some(body))
    }

    /// What an entry says of other logs is older than it: all of that has been read here, or the server hides it.
    pub(super) fn check_heads(&self, listed: &Listed, body: &Body) -> Result<(), SyncError> {
        let archive = self.archive.borrow();
        if archive.catalog().shared().is_taken_as_it_is(listed.version) {
            return Ok(());
        }
        for (device, seq, hash) in &body.heads {
            let known = archive.catalog().shared().head(&parse_hex(device).unwrap_or_default());
            if known.seq < *seq {
                return Err(rolled_back("another device knows entries that are not shown"));
            }
            if known.seq == *seq && to_hex(&known.hash) != *hash {
                return Err(rolled_back("another device was shown another log"));
            }
        }
        Ok(())
    }
}

/// How far a log was known before an entry of it, as the entry says.
pub(super) fn before(listed: &Listed) -> Head {
    Head { seq: listed.seq.saturating_sub(1), hash: listed.prev.0 }
}

/// The packs beside an entry are those it names, as it calls them, and it takes away those that it says. Some may have
/// expired.
fn check_packs(listed: &Listed, body: &Body) -> Result<(), SyncError> {
    let stands = |committed: &webmynd_protocol::pack::Committed| {
        (committed.device, committed.seq) == (listed.device, listed.seq)
            && body.adds.contains(&PackSaid::from(&committed.row))
    };
    if listed.adds.iter().all(stands) && listed.dels.iter().all(|pack| body.dels.contains(pack)) {
        return Ok(());
    }
    Err(SyncError::new(
        SyncKind::Distrust,
        "a pack stands where its device did not put it, or as what it is not",
    ))
}

fn entry_of(listed: &Listed) -> Entry {
    Entry {
        device: listed.device.0,
        seq: listed.seq,
        prev: listed.prev.0,
        epoch: listed.epoch,
        sealed: listed.sealed.0.clone(),
        signature: listed.signature.0,
    }
}
