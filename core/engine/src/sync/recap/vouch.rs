//! Vouching: each device comes to a recap by itself, out of the log, and says where another one does not.
use super::fold::Fold;
use super::{Recap, Shown};
use crate::archive::Arrived;
use crate::event::{Harm, Quarantined, Received};
use crate::page::to_hex;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use webmynd_crypto::Secret;
use webmynd_crypto::recap::Place;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::log::Page;
use webmynd_protocol::recap::{FORM, MOST, Newest, Vouch};
use webmynd_protocol::{Bytes, Code};

impl<R: Remote> Round<'_, R> {
    /// Notes what a page of the log says of recaps.
    pub(in crate::sync) fn note_shown(&mut self, page: &Page) {
        self.cleared = page.cleared;
        self.shown = Shown { newest: page.recap.clone(), wanted: page.wants_recap };
    }

    pub(super) fn vouch_for(&self, place: &Place) -> [u8; 64] {
        place.sign(&self.account.device.0, &Secret::from(self.account.signing.0))
    }

    /// Makes a recap where one is welcome, vouches for the one that there is, or asks that entries go when all have. What the server refuses of that is
    /// done by another device, or with the next round.
    pub(in crate::sync) async fn tend_recaps(&mut self) -> Result<(), SyncError> {
        let Shown { newest, wanted } = std::mem::take(&mut self.shown);
        let known = self.archive.borrow().catalog().shared().version();
        let own = self.account.device;
        let newest = newest.filter(|newest| newest.form == FORM && newest.version <= known);
        let done = match newest {
            Some(newest) if newest.devices.contains(&own) => self.clear(&newest).await,
            Some(newest) => self.vouch(&newest).await,
            None => Ok(()),
        };
        passing(done)?;
        if wanted { passing(self.make(known).await) } else { Ok(()) }
    }

    async fn make(&mut self, version: u64) -> Result<(), SyncError> {
        let Some(said) = self.come_to(version).await? else { return Ok(()) };
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_err(|error| SyncError::sealed("the keyring", error))?;
        let place = Place::of(self.account.id.0, version, (epoch.number, &epoch.key), &said);
        let Ok(sealed) = place.seal(&epoch.key, &said, self.random) else { return Ok(()) };
        if sealed.len() > MOST {
            return Ok(());
        }
        self.leave(&place, Some(Bytes(sealed))).await
    }

    async fn leave(&self, place: &Place, sealed: Option<Bytes>) -> Result<(), SyncError> {
        let signature = Id(self.vouch_for(place));
        let vouch = Vouch { form: FORM, epoch: place.epoch, digest: Id(place.digest), signature, sealed };
        self.client.vouch(place.version, &vouch).await
    }

    /// Signs what another device has come to, where this one comes to the same.
    async fn vouch(&mut self, newest: &Newest) -> Result<(), SyncError> {
        // What was said by a device that was taken out meanwhile may count no more.
        self.renew_ring().await?;
        let Some(said) = self.come_to(newest.version).await? else { return Ok(()) };
        let ring = self.account.ring()?;
        let Ok(key) = ring.key_of(newest.epoch) else { return Ok(()) };
        let place = Place::of(self.account.id.0, newest.version, (newest.epoch, key), &said);
        if place.digest == newest.digest.0 {
            return self.leave(&place, None).await;
        }
        self.doubt_recap(newest)
    }

    /// The device that left it says what is not so.
    fn doubt_recap(&mut self, newest: &Newest) -> Result<(), SyncError> {
        let Some(device) = newest.devices.first() else { return Ok(()) };
        let noted = {
            let archive = self.archive.borrow();
            let shared = archive.catalog().shared();
            if shared.quarantine().contains_key(&newest.digest.0) {
                return Ok(());
            }
            let doubt = Quarantined { id: to_hex(&newest.digest.0), mark: false, day: 0, harm: Harm::Recap };
            Received {
                device: to_hex(&device.0),
                version: newest.version,
                hash: to_hex(&shared.at()),
                quarantined: vec![doubt],
                recapped: Some(0),
                ..Received::default()
            }
        };
        self.arrive(Arrived::default(), &noted, vec![])
    }

    /// Asks that entries go, where every device that the account has vouches for the recap.
    async fn clear(&mut self, newest: &Newest) -> Result<(), SyncError> {
        let live = |ring: &webmynd_crypto::keyring::Keyring| {
            let mut live = ring.devices.iter().filter(|device| device.revoked.is_none());
            live.all(|device| newest.devices.contains(&Id(device.id)))
        };
        if !live(&self.account.ring()?) {
            return Ok(());
        }
        // Signatures are looked at, and by the newest keyring.
        self.recap(newest.version).await?;
        if live(&self.account.ring()?) { self.client.clear(newest.version).await } else { Ok(()) }
    }

    /// What this device comes to, by the log as it is shown from the last recap on; nothing where something of it is not known here, or cannot be read.
    async fn come_to(&mut self, version: u64) -> Result<Option<Vec<u8>>, SyncError> {
        let begun = match self.cleared {
            0 => Recap::default(),
            cleared => self.recap(cleared).await?.0,
        };
        let Some(mut fold) = Fold::after(&begun) else { return Ok(None) };
        while fold.version() < version {
            let page = self.client.tail_of_words(fold.version()).await?;
            let before = fold.version();
            for listed in page.entries.iter().filter(|listed| listed.version <= version) {
                if listed.version != fold.version() + 1 {
                    return Ok(None);
                }
                self.ring_for(listed).await?;
                let Ok((said, head)) = self.read_after(listed, fold.head(&listed.device.0)) else {
                    return Ok(None);
                };
                let counts = self.counts(listed)?;
                if counts && !said.body.unknown.is_empty() {
                    return Ok(None);
                }
                fold.hear(listed, head, counts.then_some(&said.body));
            }
            if fold.version() == before {
                return Ok(None);
            }
        }
        if !self.is_as_known(&fold) {
            return Ok(None);
        }
        Ok(serde_json::to_vec(&fold.recap()).ok())
    }

    /// Whether the logs that were folded are those that were read here.
    fn is_as_known(&self, fold: &Fold) -> bool {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        fold.heads().all(|(device, head)| {
            let known = shared.head(device);
            known.seq > head.seq || (known.seq == head.seq && known.hash == head.hash)
        })
    }
}

/// What a round goes on after: recaps are for later, and for others.
fn passing(done: Result<(), SyncError>) -> Result<(), SyncError> {
    let is_refusal = |error: &SyncError| {
        error.is_of_log()
            || matches!(error.kind, SyncKind::Update | SyncKind::Quota)
            || matches!(
                error.code,
                Some(Code::NotFound | Code::Gone | Code::GenerationConflict | Code::TooLarge)
            )
    };
    match done {
        Err(error) if is_refusal(&error) => Ok(()),
        done => done,
    }
}
