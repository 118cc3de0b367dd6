//! What the archive knows of pictures: which capture has which; the pictures themselves are behind the pictures port.
use super::Archive;
use crate::address::host_of;
use crate::catalog::Capture;
use crate::event::{Event, Iconed, Pictured};
use crate::page::{CaptureNo, Ordinal, VisitId};
use crate::ports::{PictureKey, PictureSize};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A picture that is kept under a key, durably.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureFacts {
    /// Key of thumbnail and full image, 32 hex digits.
    pub hash: String,
    /// Dominant colour.
    pub colour: [u8; 3],
    /// The blurred placeholder, at most 28 bytes, base64 without padding.
    #[serde(default)]
    pub thumbhash: String,
    /// Width of the full image in pixels; 0 where there is only the thumbnail that another device sent.
    pub width: u32,
    /// Height of the full image in pixels; 0 likewise.
    pub height: u32,
}

impl PictureFacts {
    /// The picture of a capture.
    pub(super) fn of(self, no: CaptureNo) -> Pictured {
        let Self { hash, colour, thumbhash, width, height } = self;
        Pictured { no, hash, colour, thumbhash, width, height }
    }
}

impl Archive {
    /// Notes the picture of a visit's capture; call it when thumbnail and image are durable.
    /// Errors: `NotFound` when the visit is gone meanwhile (the picture is then among the orphans).
    pub fn attach_picture(&mut self, visit: &str, facts: PictureFacts) -> Result<(), EngineError> {
        let no = self.capture_of(visit)?;
        self.record_picture(no, facts)
    }

    pub(super) fn record_picture(&mut self, no: CaptureNo, facts: PictureFacts) -> Result<(), EngineError> {
        self.record(Event::Picture(facts.of(no)), vec![]).map(drop)
    }

    /// What is known of a capture's picture.
    pub(super) fn picture_facts(&self, capture: &Capture) -> Result<Option<PictureFacts>, EngineError> {
        let Some(row) = capture.picture() else { return Ok(None) };
        Ok(match self.journal.event(row.place)? {
            Event::Picture(Pictured { hash, colour, thumbhash, width, height, .. }) => {
                Some(PictureFacts { hash, colour, thumbhash, width, height })
            }
            _ => None,
        })
    }

    /// The same, and nothing where it is damaged on the disk.
    pub(super) fn whole_picture(&self, capture: &Capture) -> Result<Option<PictureFacts>, EngineError> {
        match self.picture_facts(capture) {
            Err(error) if error.kind == ErrorKind::Corrupt => Ok(None),
            facts => facts,
        }
    }

    /// Notes the favicon of a visit's site. Errors: `NotFound` when the visit is gone meanwhile.
    pub fn attach_icon(&mut self, visit: &str, hash: &str) -> Result<(), EngineError> {
        let no = self.capture_of(visit)?;
        let capture = self.catalog.capture(no);
        let known =
            capture.and_then(|capture| self.catalog.icon(capture)).map(|key| VisitId(key).to_string());
        if known.as_deref() == Some(hash) {
            return Ok(());
        }
        let host = capture.map(|capture| self.catalog.host(capture).to_owned()).unwrap_or_default();
        self.record(Event::Icon(Iconed { host, hash: hash.to_owned() }), vec![])?;
        Ok(())
    }

    /// Key of a frame's picture; `None` when it has none, or is forgotten.
    pub fn picture_key(&self, ordinal: Ordinal, size: PictureSize) -> Option<PictureKey> {
        let capture = self.catalog.capture(self.shown(ordinal)?.no)?;
        let hash = match size {
            PictureSize::Icon => self.catalog.icon(capture)?,
            PictureSize::Thumb | PictureSize::Full | PictureSize::Words => capture.picture()?.hash,
        };
        Some(PictureKey { size, hash })
    }

    /// Pictures whose captures are gone, each named once: remove them from the picture store.
    pub fn take_orphans(&mut self) -> Vec<PictureKey> {
        let key = |size| move |hash| PictureKey { size, hash };
        let pictures = std::mem::take(&mut self.gone.pictures);
        let fulls = std::mem::take(&mut self.gone.fulls);
        let icons = std::mem::take(&mut self.gone.icons);
        let in_use = |hash: &[u8; 16]| self.catalog.icons().any(|(_, key)| key == *hash);
        let mut orphans: Vec<PictureKey> =
            icons.into_iter().filter(|hash| !in_use(hash)).map(key(PictureSize::Icon)).collect();
        for hash in pictures.into_iter().filter(|hash| !self.holds_picture(hash)) {
            orphans.extend(
                [PictureSize::Thumb, PictureSize::Full, PictureSize::Words].map(|size| key(size)(hash)),
            );
        }
        orphans.extend(fulls.into_iter().filter(|hash| !self.shows_whole(hash)).map(key(PictureSize::Full)));
        orphans.sort_unstable();
        orphans.dedup();
        orphans
    }

    /// Of `keys` those that an export takes: of what is remembered. What is forgotten, and can be taken back, stays at home.
    pub fn exported_pictures(&self, keys: &[PictureKey]) -> Vec<PictureKey> {
        let is_shown =
            |hash: &[u8; 16]| self.catalog.captures_with_picture(hash).any(|capture| capture.alive > 0);
        let icons: BTreeSet<[u8; 16]> = self.catalog.shown_icons().map(|(_, key)| key).collect();
        let is_taken = |key: &&PictureKey| match key.size {
            PictureSize::Icon => icons.contains(&key.hash),
            PictureSize::Thumb | PictureSize::Full | PictureSize::Words => is_shown(&key.hash),
        };
        keys.iter().filter(is_taken).copied().collect()
    }

    /// The thumbnails that captures have, each named once: where one is not in the picture store, it is lost, or room was made.
    pub fn thumbs(&self) -> BTreeSet<PictureKey> {
        let all = self.catalog.captures().iter().filter_map(Capture::picture);
        all.map(|picture| PictureKey { size: PictureSize::Thumb, hash: picture.hash }).collect()
    }

    /// Whether a capture or site refers to a picture (the others can be removed from the picture store).
    pub fn uses_picture(&self, key: PictureKey) -> bool {
        match key.size {
            PictureSize::Icon => self.catalog.icons().any(|(_, hash)| hash == key.hash),
            PictureSize::Thumb | PictureSize::Words => self.holds_picture(&key.hash),
            PictureSize::Full => self.shows_whole(&key.hash),
        }
    }

    /// Whether the full image is wanted: a title card has its thumbnail alone.
    fn shows_whole(&self, hash: &[u8; 16]) -> bool {
        self.catalog.captures_with_picture(hash).any(|capture| !capture.is_card())
    }

    fn holds_picture(&self, hash: &[u8; 16]) -> bool {
        self.catalog.captures_with_picture(hash).next().is_some()
    }

    pub(super) fn capture_of(&self, visit: &str) -> Result<u32, EngineError> {
        let visit = VisitId::parse(visit).and_then(|id| self.catalog.visit_of(id));
        visit
            .map(|visit| visit.no)
            .ok_or_else(|| EngineError::new(ErrorKind::NotFound, "this visit is not remembered"))
    }

    /// Whether an address has the favicon of this host already.
    pub fn has_icon(&self, url: &str) -> bool {
        let host = host_of(url);
        self.catalog.icons().any(|(known, _)| known == host)
    }
}
