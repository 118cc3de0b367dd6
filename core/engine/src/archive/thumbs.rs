//! Thumbnails that travel: what goes along with one, those that arrive, those that never will.
use super::{Archive, PictureFacts};
use crate::EngineError;
use crate::catalog::{PackId, PageKey, Unsent};
use crate::event::{Event, Held, Thumbs};
use crate::page::{CaptureNo, VisitId, to_hex};
use std::collections::BTreeSet;

impl Archive {
    /// The page of a capture and what is known of its picture; `None` where there is none or it cannot be read.
    pub fn pictured(&self, no: CaptureNo) -> Option<(PageKey, PictureFacts)> {
        let capture = self.catalog.capture(no)?;
        Some((self.catalog.page_of(capture)?.key, self.picture_facts(capture).ok()??))
    }

    /// Thumbnails of which the vault has no copy.
    pub fn unsent_thumbs(&mut self) -> Unsent {
        self.catalog.unsent_thumbs()
    }

    /// Captures of these visits that have no picture.
    pub fn pictureless(&self, visits: &[VisitId]) -> Vec<CaptureNo> {
        let seen = visits.iter().filter_map(|id| self.catalog.visit_of(*id));
        let without = |no: &CaptureNo| self.catalog.capture(*no).is_some_and(|one| one.picture().is_none());
        seen.map(|visit| visit.no).filter(without).collect()
    }

    /// Notes thumbnails of another device's pack, with the visits they are of, and that the pack needs not be looked into any
    /// more: all or nothing; call it when they are durable. `held`: what is in the pack, and its visits. Gives how many captures have a picture now.
    pub fn keep_thumbs(
        &mut self,
        pack: &PackId,
        held: Option<(Held, Vec<VisitId>)>,
        thumbs: Vec<(Vec<VisitId>, PictureFacts)>,
    ) -> Result<u32, EngineError> {
        self.in_bulk(|archive| {
            let mut count = 0;
            for (visits, facts) in thumbs {
                // Several visits may be of one capture.
                let captures: BTreeSet<CaptureNo> = archive.pictureless(&visits).into_iter().collect();
                for no in captures {
                    archive.record_picture(no, facts.clone())?;
                    count += 1;
                }
            }
            let (held, visits) = held.unzip();
            let data = visits.iter().flatten().flat_map(|id| id.0).collect();
            archive.record(Event::Thumbs(Thumbs { packs: vec![to_hex(pack)], held }), data)?;
            Ok(count)
        })
    }

    /// Notes visits whose thumbnails are not here any more: they are not looked for again.
    pub fn skip_thumbs(&mut self, visits: &[VisitId]) -> Result<(), EngineError> {
        let data = visits.iter().flat_map(|id| id.0).collect();
        self.record(Event::Thumbs(Thumbs::default()), data).map(drop)
    }
}
