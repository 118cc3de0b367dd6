//! Believing a recap: by whom it has to be signed, and what it has to say.
use super::{Believed, Recap};
use crate::page::parse_hex;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use std::collections::BTreeSet;
use webmynd_crypto::keyring::{Device, Keyring};
use webmynd_crypto::recap::Place;
use webmynd_protocol::Code;
use webmynd_protocol::recap::{FORM, Vouched};

impl<R: Remote> Round<'_, R> {
    /// The recap of a version that all devices vouch for which the account has and which have said something up to there.
    pub(in crate::sync) async fn recap(&mut self, version: u64) -> Result<Believed, SyncError> {
        self.renew_ring().await?;
        let sealed = match self.client.recap(version).await {
            Err(error) if error.code == Some(Code::NotFound) => {
                return Err(doubtful("says that it is cleared, and shows none of it"));
            }
            sealed => sealed?,
        };
        if sealed.form != FORM {
            return Err(SyncError::new(SyncKind::Update, "a newer version wrote the recap of the log"));
        }
        let ring = self.account.ring()?;
        let (epoch, digest) = (sealed.epoch, sealed.digest.0);
        let place = Place { account: self.account.id.0, version, epoch, digest };
        let key = ring.key_of(epoch).map_err(|_| doubtful("is of an epoch that nobody knows"))?;
        let said = place.open(key, &sealed.sealed.0).map_err(|error| SyncError::shown("the recap", error))?;
        let recap: Recap = serde_json::from_slice(&said).map_err(|_| doubtful("is not of its form"))?;
        let is_whole = recap.words.last().is_some_and(|word| word.version == version);
        if recap.version != version || !is_whole {
            return Err(doubtful("is of another version"));
        }
        if !self.is_vouched(&ring, &sealed.vouches, &place, &recap) {
            return Err(doubtful("is not signed by all devices"));
        }
        Ok(Believed { recap, place, sealed: sealed.sealed })
    }

    /// The same, or none: see [`Self::or_none`].
    pub(in crate::sync) async fn recap_or_none(
        &mut self,
        version: u64,
    ) -> Result<Option<Believed>, SyncError> {
        let recap = self.recap(version).await;
        self.or_none(version, recap)
    }

    /// Where a person took the log as it is, a recap that cannot be believed is as good as none.
    pub(super) fn or_none<T>(
        &self,
        version: u64,
        recap: Result<T, SyncError>,
    ) -> Result<Option<T>, SyncError> {
        match recap {
            Err(error) if error.is_of_log() && self.is_taken_as_it_is(version) => Ok(None),
            recap => recap.map(Some),
        }
    }

    /// Each device that the account has and that the recap names has signed it, and one of those that count at least: one that was taken out
    /// with new keys for all counts for nothing.
    fn is_vouched(&self, ring: &Keyring, vouches: &[Vouched], place: &Place, recap: &Recap) -> bool {
        let counts = |device: &&Device| device.may_say(u64::MAX);
        let signed: BTreeSet<[u8; 16]> =
            signers(ring, vouches, place).filter(counts).map(|device| device.id).collect();
        let named: BTreeSet<[u8; 16]> =
            recap.words.iter().filter_map(|word| parse_hex(&word.device)).collect();
        let has_to = |id: &[u8; 16]| named.contains(id) && *id != self.account.device.0;
        let mut live = ring.devices.iter().filter(|device| device.revoked.is_none());
        !signed.is_empty() && live.all(|device| !has_to(&device.id) || signed.contains(&device.id))
    }
}

/// The devices that have signed a recap, the first of all first.
pub(super) fn signers<'a>(
    ring: &'a Keyring,
    vouches: &'a [Vouched],
    place: &'a Place,
) -> impl Iterator<Item = &'a Device> {
    vouches.iter().filter_map(|vouched| {
        let device = ring.device(&vouched.device.0)?;
        place.verify(&device.id, &device.key, &vouched.signature.0).ok().map(|()| device)
    })
}

/// A recap of which something cannot be so.
pub(super) fn doubtful(what: &str) -> SyncError {
    SyncError::new(SyncKind::Distrust, format!("the recap of the log {what}"))
}
