//! Vouching: each device comes to a recap by itself, out of the log, and says where another one does not.
use super::believe::signers;
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
use webmynd_protocol::recap::{FORM, MOST, Newest, Vouch, Vouched};
use webmynd_protocol::{Bytes, Code};

/// After so many entries more a recap that was tried in vain is tried again.
const AGAIN: u64 = 256;

impl<R: Remote> Round<'_, R> {
    /// Notes what a page of the log says of recaps.
    pub(in crate::sync) fn note_shown(&mut self, page: &Page) {
        self.cleared = page.cleared;
        self.shown =
            Shown { newest: page.recap.clone(), stands: page.stands.clone(), wanted: page.wants_recap };
    }

    pub(super) fn vouch_for(&self, place: &Place) -> [u8; 64] {
        place.sign(&self.account.device.0, &Secret::from(self.account.signing.0))
    }

    /// Makes a recap where one is welcome, vouches for the one that there is, or asks that entries go when all have. What the server refuses of that is
    /// done by another device, or later; what this one cannot know or comes to otherwise is not tried in each round.
    pub(in crate::sync) async fn tend_recaps(&mut self) -> Result<(), SyncError> {
        let known = self.archive.borrow().catalog().shared().version();
        self.tend_standing(known).await?;
        let (newest, wanted) = (self.shown.newest.take(), self.shown.wanted);
        let (own, tried) = (self.account.device, self.account.recap_tried);
        let is_meant = |newest: &Newest| newest.form == FORM && (tried + 1..=known).contains(&newest.version);
        if let Some(newest) = newest.filter(is_meant) {
            let done = match newest.devices.contains(&own) {
                true => self.clear(&newest).await,
                false => self.vouch(&newest).await,
            };
            self.passing(done, newest.version)?;
        }
        let tried = self.account.recap_tried;
        if wanted && (tried == 0 || known >= tried.saturating_add(AGAIN)) {
            let done = self.make(known).await;
            self.passing(done, known)?;
        }
        Ok(())
    }

    /// The recap up to which the log is cleared is there for who joins; what was tried in vain for that is not tried in each round.
    async fn tend_standing(&mut self, known: u64) -> Result<(), SyncError> {
        let tried = self.account.stand_tried;
        if self.cleared == 0 || tried > 0 && known < tried.saturating_add(AGAIN) {
            return Ok(());
        }
        let shown = self.shown.clone();
        let done = self.stand_again(&shown).await;
        self.account.stand_tried = if is_in_vain(done)? { known } else { 0 };
        Ok(())
    }

    /// What a round goes on after: recaps are for later, and for others. What was in vain is noted; that another device was quicker is not.
    fn passing(&mut self, done: Result<bool, SyncError>, version: u64) -> Result<(), SyncError> {
        if is_in_vain(done)? {
            self.account.recap_tried = version;
        }
        Ok(())
    }

    /// By the newest keyring, as [`Self::vouch`]: what was said by a device that was taken out meanwhile may count no more.
    async fn make(&mut self, version: u64) -> Result<bool, SyncError> {
        self.renew_ring().await?;
        let Some(said) = self.come_to(version).await? else { return Ok(false) };
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_err(|error| SyncError::sealed("the keyring", error))?;
        let place = Place::of(self.account.id.0, version, (epoch.number, &epoch.key), &said);
        let Ok(sealed) = place.seal(&epoch.key, &said, self.random) else { return Ok(false) };
        if sealed.len() > MOST {
            return Ok(false);
        }
        self.leave(&place, Some(Bytes(sealed.clone()))).await?;
        self.keep_recap(&place, &sealed).map(|()| true)
    }

    pub(super) async fn leave(&self, place: &Place, sealed: Option<Bytes>) -> Result<(), SyncError> {
        let signature = Id(self.vouch_for(place));
        let vouch = Vouch { form: FORM, epoch: place.epoch, digest: Id(place.digest), signature, sealed };
        self.client.vouch(place.version, &vouch).await
    }

    /// Signs what another device has come to, where this one comes to the same.
    async fn vouch(&mut self, newest: &Newest) -> Result<bool, SyncError> {
        self.renew_ring().await?;
        let Some(said) = self.come_to(newest.version).await? else { return Ok(false) };
        let ring = self.account.ring()?;
        let Ok(key) = ring.key_of(newest.epoch) else { return Ok(false) };
        let place = Place::of(self.account.id.0, newest.version, (newest.epoch, key), &said);
        let place_there = Place { digest: newest.digest.0, ..place };
        if place != place_there && self.is_doubted(&place_there) {
            return Ok(false);
        }
        let there = self.client.recap(newest.version).await?;
        if place != place_there {
            return self.doubt_recap(&place_there, &there.vouches).map(|()| false);
        }
        // Who joins has to be able to open it.
        if place.open(key, &there.sealed.0).is_err() {
            return Ok(false);
        }
        self.keep_recap(&place, &there.sealed.0)?;
        self.leave(&place, None).await.map(|()| true)
    }

    fn is_doubted(&self, place: &Place) -> bool {
        self.archive.borrow().catalog().shared().quarantine().contains_key(&place.digest)
    }

    /// Who has signed it first says what is not so. Where nobody has, it may be the server's, and nothing is told.
    fn doubt_recap(&mut self, place: &Place, vouches: &[Vouched]) -> Result<(), SyncError> {
        let ring = self.account.ring()?;
        let Some(device) = signers(&ring, vouches, place).next() else { return Ok(()) };
        let doubt = Quarantined { id: to_hex(&place.digest), mark: false, day: 0, harm: Harm::Recap };
        let noted = Received {
            device: to_hex(&device.id),
            version: place.version,
            hash: to_hex(&place.digest),
            quarantined: vec![doubt],
            recapped: Some(0),
            ..Received::default()
        };
        self.arrive(Arrived::default(), &noted, vec![])
    }

    /// Asks that entries go, where every device that the account has vouches for the recap.
    async fn clear(&mut self, newest: &Newest) -> Result<bool, SyncError> {
        let live = |ring: &webmynd_crypto::keyring::Keyring| {
            let mut live = ring.devices.iter().filter(|device| device.revoked.is_none());
            live.all(|device| newest.devices.contains(&Id(device.id)))
        };
        if !live(&self.account.ring()?) {
            return Ok(true);
        }
        // Signatures are looked at, and by the newest keyring.
        self.recap(newest.version).await?;
        if live(&self.account.ring()?) {
            return match self.client.clear(newest.version).await {
                // Somebody has a session whom the keyring does not know.
                Err(error) if error.code == Some(Code::GenerationConflict) => Ok(false),
                cleared => cleared.map(|()| true),
            };
        }
        Ok(true)
    }

    /// What this device comes to, by the log as it is shown from the last recap on; nothing where something of it is not known here, or cannot be read.
    async fn come_to(&mut self, version: u64) -> Result<Option<Vec<u8>>, SyncError> {
        let begun = match self.cleared {
            0 => Recap::default(),
            cleared => self.standing(cleared).await?,
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

/// Whether something was in vain; that another device was quicker is not. Other errors are the round's.
fn is_in_vain(done: Result<bool, SyncError>) -> Result<bool, SyncError> {
    match done {
        Ok(done) => Ok(!done),
        Err(error) if is_late(&error) => Ok(false),
        Err(error)
            if error.is_of_log()
                || error.is_too_large()
                || matches!(error.kind, SyncKind::Update | SyncKind::Quota) =>
        {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// Whether another device was quicker.
pub(super) fn is_late(error: &SyncError) -> bool {
    matches!(error.code, Some(Code::NotFound | Code::Gone | Code::GenerationConflict))
}
