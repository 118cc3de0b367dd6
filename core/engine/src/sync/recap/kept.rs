//! Keeping recaps: what this device stands on it leaves once more where the server has lost it, so that whoever joins later finds it.
use super::vouch::is_late;
use super::{Recap, Shown};
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use serde::{Deserialize, Serialize};
use webmynd_crypto::recap::Place;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::recap::{FORM, Stands};
use webmynd_protocol::{Bytes, Code};

/// One that this device has come to by itself, or has joined by.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    epoch: u32,
    digest: Id<32>,
    sealed: Bytes,
}

impl<R: Remote> Round<'_, R> {
    /// Keeps one, beside the newest up to which the log is cleared; the others are over.
    pub(super) fn keep_recap(&self, place: &Place, sealed: &[u8]) -> Result<(), SyncError> {
        let kept = Kept { epoch: place.epoch, digest: Id(place.digest), sealed: Bytes(sealed.to_vec()) };
        let bytes = serde_json::to_vec(&kept).unwrap_or_default();
        let mut archive = self.archive.borrow_mut();
        let versions = archive.recaps()?;
        let stands = versions.iter().copied().filter(|version| *version <= self.cleared).max();
        for version in versions {
            if Some(version) != stands && version != place.version {
                archive.set_recap(version, None)?;
            }
        }
        Ok(archive.set_recap(place.version, Some(&bytes))?)
    }

    /// What is known of the vault counts no more, nor do they.
    pub(in crate::sync) fn drop_kept(&self) -> Result<(), SyncError> {
        Ok(self.archive.borrow_mut().drop_recaps()?)
    }

    /// The one of a version that is kept, where it is what it was.
    fn kept(&self, version: u64) -> Result<Option<(Recap, Place, Bytes)>, SyncError> {
        let Some(bytes) = self.archive.borrow().recap(version)? else { return Ok(None) };
        let Ok(Kept { epoch, digest, sealed }) = serde_json::from_slice(&bytes) else { return Ok(None) };
        let place = Place { account: self.account.id.0, version, epoch, digest: digest.0 };
        let ring = self.account.ring()?;
        let said = ring.key_of(epoch).ok().and_then(|key| place.open(key, &sealed.0).ok());
        let recap = said.and_then(|said| serde_json::from_slice(&said).ok());
        Ok(recap.map(|recap| (recap, place, sealed)))
    }

    /// The recap up to which the log is cleared: the one that is kept; the server's, where it shows another one or none is kept; where it has none that can
    /// be believed, the newest that is kept.
    pub(in crate::sync) async fn standing(&mut self, cleared: u64) -> Result<Recap, SyncError> {
        if let Some((recap, place, _)) = self.kept(cleared)?
            && self.shown.stands.as_ref().is_none_or(|stands| is_of(stands, &place))
        {
            return Ok(recap);
        }
        match self.recap(cleared).await {
            Err(error) if error.is_of_log() => {
                let older =
                    self.archive.borrow().recaps()?.into_iter().filter(|version| *version <= cleared).max();
                let older = older.map(|version| self.kept(version)).transpose()?.flatten();
                older.map(|(recap, ..)| recap).ok_or(error)
            }
            recap => recap.map(|believed| believed.recap),
        }
    }

    /// The same, or none: see [`Self::or_none`].
    pub(in crate::sync) async fn standing_or_none(
        &mut self,
        cleared: u64,
    ) -> Result<Option<Recap>, SyncError> {
        let stands = self.standing(cleared).await;
        self.or_none(cleared, stands)
    }

    /// The server has this device's signature under the recap up to which the log is cleared, and the recap itself: what of that is lost is left once more.
    /// False where that was in vain.
    pub(super) async fn stand_again(&mut self, shown: &Shown) -> Result<bool, SyncError> {
        let (cleared, stands) = (self.cleared, shown.stands.as_ref());
        if stands.is_some_and(|stands| stands.form != FORM) {
            // A newer version's.
            return Ok(true);
        }
        match (self.kept(cleared)?, stands) {
            (Some((_, place, sealed)), Some(stands)) if is_of(stands, &place) => {
                if stands.signature == Some(Id(self.vouch_for(&place))) {
                    return Ok(true);
                }
                match self.leave(&place, None).await {
                    Err(error) if error.code == Some(Code::NotFound) => {
                        self.leave(&place, Some(sealed)).await
                    }
                    left => left,
                }?;
                Ok(true)
            }
            // Lost, or not what was left there.
            (Some((_, place, sealed)), _) => match self.leave(&place, Some(sealed)).await {
                Err(error) if is_late(&error) => Ok(false),
                left => left.map(|()| true),
            },
            (None, Some(stands)) => {
                let digest = stands.digest.0;
                let place =
                    Place { account: self.account.id.0, version: cleared, epoch: stands.epoch, digest };
                if stands.signature != Some(Id(self.vouch_for(&place))) {
                    // Who has not come to it by itself says nothing of it.
                    return Ok(true);
                }
                let believed = self.recap(cleared).await?;
                self.keep_recap(&believed.place, &believed.sealed.0)?;
                Ok(true)
            }
            (None, None) => Ok(true),
        }
    }

    /// Whether the log is cleared up to a version, as whoever checks the vault asks: a recap that cannot be believed there is left once more.
    pub(in crate::sync) async fn check_recap(&mut self, cleared: u64) -> Result<bool, SyncError> {
        match self.recap(cleared).await {
            Err(error) if error.is_of_log() => match self.kept(cleared)? {
                Some((_, place, sealed)) => {
                    self.leave(&place, Some(sealed)).await.or_else(|error| match is_late(&error) {
                        true => Ok(()),
                        false => Err(error),
                    })?;
                    Ok(true)
                }
                None if self.is_taken_as_it_is(cleared) => Ok(false),
                None => Err(error),
            },
            recap => recap.map(|_| true),
        }
    }
}

fn is_of(stands: &Stands, place: &Place) -> bool {
    (stands.form, stands.epoch, stands.digest.0) == (FORM, place.epoch, place.digest)
}
