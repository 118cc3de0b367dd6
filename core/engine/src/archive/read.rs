//! Reading: captions and texts from the journal, by ordinal.
use super::{Archive, Caption};
use crate::catalog::{Capture, Visit};
use crate::event::Event;
use crate::journal::text::Text;
use crate::page::Ordinal;
use crate::{EngineError, ErrorKind};

/// Most captions that one call gives.
const MAX_CAPTIONS: usize = 64;

impl Archive {
    /// Captions of at most 64 frames, in the order asked for; ordinals that are gone or forgotten, or damaged on the disk, are
    /// left out.
    pub fn captions(&self, ordinals: &[Ordinal]) -> Result<Vec<Caption>, EngineError> {
        let readable = |ordinal: &Ordinal| match self.caption(*ordinal) {
            Err(error) if error.kind == ErrorKind::Corrupt => None,
            caption => caption.transpose(),
        };
        let alive = |ordinal: &&Ordinal| self.shown(**ordinal).is_some();
        ordinals.iter().take(MAX_CAPTIONS).filter(alive).filter_map(readable).collect()
    }

    /// Captions of the visits seen last that are remembered, the newest first.
    pub fn recent(&self, most: usize) -> Result<Vec<Caption>, EngineError> {
        let visits = self.catalog.visits().iter().enumerate().rev();
        let alive = visits.filter(|(_, visit)| visit.is_alive()).map(|(at, _)| at as Ordinal);
        self.captions(&alive.take(most).collect::<Vec<_>>())
    }

    /// A frame's visit, where it is remembered: of one that is forgotten no words and no picture are told, also while it can be
    /// taken back.
    pub(super) fn shown(&self, ordinal: Ordinal) -> Option<Visit> {
        self.catalog.visit(ordinal).filter(|visit| visit.is_alive()).copied()
    }

    /// One caption, of a frame that is forgotten, too; `None` when there is no such frame.
    pub fn caption(&self, ordinal: Ordinal) -> Result<Option<Caption>, EngineError> {
        let Some(visit) = self.catalog.visit(ordinal).copied() else { return Ok(None) };
        let Some(capture) = self.catalog.capture(visit.no) else { return Ok(None) };
        let Event::Capture(captured) = self.journal.event(capture.place)? else { return Ok(None) };
        let thumbhash =
            match capture.picture().map(|picture| self.journal.event(picture.place)).transpose()? {
                Some(Event::Picture(pictured)) => pictured.thumbhash,
                _ => String::new(),
            };
        Ok(Some(Caption {
            ordinal,
            id: visit.id.to_string(),
            title: captured.title,
            url: captured.url,
            visited: captured.visited,
            capture: visit.no,
            site: captured.site,
            lang: captured.lang,
            labels: self.catalog.page_of(capture).map_or_else(Vec::new, |page| self.catalog.labels_of(page)),
            at: visit.at,
            offset_min: visit.offset_min,
            flags: self.catalog.flags(ordinal, &visit, capture),
            thumbhash,
            name: captured.name,
            device: self.catalog.device_name(&visit).map(str::to_owned),
        }))
    }

    /// Whether the words of a frame's capture are in the vault alone.
    pub fn is_card(&self, ordinal: Ordinal) -> bool {
        self.shown(ordinal).and_then(|visit| self.catalog.capture(visit.no)).is_some_and(Capture::is_card)
    }

    /// Title and words of a frame's capture, no words where they are in the vault alone; `None` when there is no such frame,
    /// or it is forgotten.
    pub fn text(&self, ordinal: Ordinal) -> Result<Option<(String, Text)>, EngineError> {
        let Some(visit) = self.shown(ordinal) else { return Ok(None) };
        let (captured, words) = self.words(visit.no)?;
        Ok(Some((captured.title, words)))
    }
}
