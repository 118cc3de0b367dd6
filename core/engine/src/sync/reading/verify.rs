//! Believing: an entry as the server shows it, held against what its device signed, what was read before, and what other
//! devices have read.
use crate::event::Harm;
use crate::ports::Remote;
use crate::said::{Body, PackSaid};
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::doubt::sieve;
use webmynd_crypto::log::{Entry, Head, Reader};
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::log::Listed;
use webmynd_protocol::pack::Committed;

/// What an entry says, as far as nothing of it is in doubt.
pub(in crate::sync) struct Said {
    /// What it says.
    pub body: Body,
    /// What was left out of it.
    pub doubts: Vec<Harm>,
}

impl<R: Remote> Round<'_, R> {
    /// Verifies and opens the entry that follows `at` in its device's log; gives what it says and the log's head then.
    pub(in crate::sync) async fn verify(
        &mut self,
        listed: &Listed,
        at: Head,
    ) -> Result<(Said, Head), SyncError> {
        self.ring_for(listed).await?;
        self.read_entry(listed, at)
    }

    /// Whether an entry that was read before can be read, whatever is before it.
    pub(in crate::sync) async fn is_believed(&mut self, listed: &Listed) -> Result<bool, SyncError> {
        match self.verify(listed, before(listed)).await {
            Err(error) if error.is_of_log() => Ok(false),
            read => read.map(|_| true),
        }
    }

    /// The account's keyring, in which an entry's device and epoch stand if they stand in any.
    pub(in crate::sync) async fn ring_for(&mut self, listed: &Listed) -> Result<(), SyncError> {
        let known = self.account.ring()?;
        if known.device(&listed.device.0).is_none() || known.key_of(listed.epoch).is_err() {
            self.renew_ring().await?;
        }
        Ok(())
    }

    /// As [`Round::verify`], by the keyring that is here. Where a person took the log as it is, an entry counts by itself, whatever is missing
    /// before it.
    pub(in crate::sync) fn read_entry(&self, listed: &Listed, at: Head) -> Result<(Said, Head), SyncError> {
        match self.read_after(listed, at) {
            Err(_) if listed.seq > at.seq && self.stands_alone(listed) => {
                self.read_after(listed, before(listed))
            }
            read => read,
        }
    }

    fn stands_alone(&self, listed: &Listed) -> bool {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        shared.is_taken_as_it_is(listed.version) || shared.is_adrift(&listed.device.0)
    }

    /// The same of an entry that has to follow.
    pub(in crate::sync) fn read_after(&self, listed: &Listed, at: Head) -> Result<(Said, Head), SyncError> {
        let ring = self.account.ring()?;
        let device = ring
            .device(&listed.device.0)
            .ok_or_else(|| SyncError::new(SyncKind::Distrust, "an entry is of a device that nobody knows"))?;
        let epoch =
            ring.key_of(listed.epoch).map_err(|error| SyncError::shown("an entry's epoch", error))?.clone();
        let sealed = |error| SyncError::shown("an entry", error);
        let mut reader = Reader::new(self.account.id.0, listed.device.0, &device.key, at).map_err(sealed)?;
        let said = reader.next(&entry_of(listed), &epoch).map_err(sealed)?;
        let said = match Body::read(&said) {
            Ok(mut body) => {
                let doubts = sieve(&mut body, listed.version);
                Said { body, doubts }
            }
            // It is what its device signed: its log goes on from there.
            Err(_) => Said { body: Body::default(), doubts: vec![Harm::Form] },
        };
        Ok((said, reader.head()))
    }

    /// What an entry says that was read before; nothing where its device had been revoked, or it was passed over.
    pub(in crate::sync) async fn said(&mut self, listed: &Listed) -> Result<Option<Body>, SyncError> {
        let (said, _) = match self.verify(listed, before(listed)).await {
            Err(_) if self.is_taken_as_it_is(listed.version) => return Ok(None),
            read => read?,
        };
        Ok(self.counts(listed)?.then_some(said.body))
    }
}

/// How far a log was known before an entry of it, as the entry says.
pub(in crate::sync) fn before(listed: &Listed) -> Head {
    Head { seq: listed.seq.saturating_sub(1), hash: listed.prev.0 }
}

/// What stands beside an entry and is not as it says.
#[derive(Default)]
pub(in crate::sync) struct Strange {
    /// Packs that it does not name, or names otherwise.
    pub adds: Vec<PackId>,
    /// Packs that it does not say to take away.
    pub dels: Vec<PackId>,
}

impl Strange {
    /// The packs beside an entry are those it names, as it calls them, and it takes away those that it says. Some may have expired.
    pub(in crate::sync) fn of(listed: &Listed, body: &Body) -> Self {
        let stands = |committed: &Committed| {
            (committed.device, committed.seq) == (listed.device, listed.seq)
                && body.adds.contains(&PackSaid::from(&committed.row))
        };
        let adds = listed.adds.iter().filter(|pack| !stands(pack)).map(|pack| pack.row.id);
        let dels = listed.dels.iter().filter(|pack| !body.dels.contains(pack)).copied();
        Self { adds: adds.collect(), dels: dels.collect() }
    }

    pub(in crate::sync) fn is_none(&self) -> bool {
        self.adds.is_empty() && self.dels.is_empty()
    }
}

/// An entry as its device signed it.
pub(in crate::sync) fn entry_of(listed: &Listed) -> Entry {
    Entry {
        device: listed.device.0,
        seq: listed.seq,
        prev: listed.prev.0,
        epoch: listed.epoch,
        sealed: listed.sealed.0.clone(),
        signature: listed.signature.0,
    }
}
