//! Replaying: catalog and journal agree again, by the newest checkpoint and the rest of the journal; what is missing is noticed.
use super::Archive;
use super::missing::Witness;
use super::salvage::salvaged;
use crate::EngineError;
use crate::catalog::{Catalog, Gone, Slot};
use crate::event::Event;
use crate::journal::{Position, Scan};
use std::collections::BTreeSet;

impl Archive {
    /// Makes catalog and journal agree again: newest checkpoint, then the rest of the journal. True when the index may be one of
    /// another journal.
    pub(super) fn replay(&mut self) -> Result<bool, EngineError> {
        let mut witness = Witness::hear(&*self.files, &mut self.journal)?;
        let (from, slot) = match witness.take_fitting(&*self.files, &self.journal)? {
            Some((checkpoint, catalog)) => {
                self.catalog = catalog;
                (checkpoint.position, checkpoint.slot)
            }
            None => {
                self.catalog = Catalog::default();
                (Position::START, Slot::default())
            }
        };
        (self.slot, self.saving) = (slot, None);
        let (scan, mut gone, doubtful) = self.read_on(from)?;
        if let Some(seq) = witness.unfinished {
            self.journal.mend_head(seq)?;
        }
        let is_all = from == Position::START;
        if is_all {
            witness.hear_parts(&self.journal)?;
        }
        let is_index_doubtful = self.note_missing(witness, is_all)?;
        self.opened.tail_cut = scan.damage.iter().filter(|damage| damage.tail).map(|damage| damage.len).sum();
        self.opened.unknown = scan.unknown;
        let visitless = self.catalog.drop_visitless();
        // Where something is missing, what seems to belong to nothing may belong to that.
        if self.is_lacking() {
            gone.pictures.clear();
        } else {
            gone.parts.extend(doubtful);
            let strays = self.catalog.take_strays(&gone.unknown);
            gone.extend(strays);
            gone.extend(visitless);
        }
        self.catalog.settle();
        self.late = std::mem::take(&mut gone.again).into_iter().collect();
        self.gone = gone;
        self.unsaved = u32::try_from(scan.frames).unwrap_or(u32::MAX);
        Ok(is_index_doubtful)
    }

    /// Applies what stands in the journal from `from` on: what the scan saw, what is gone, and the parts that hold something
    /// of nothing that is known.
    fn read_on(&mut self, from: Position) -> Result<(Scan, Gone, BTreeSet<u32>), EngineError> {
        let (catalog, mut gone, mut doubtful) = (&mut self.catalog, Gone::default(), BTreeSet::new());
        let scan = self.journal.scan(from, &mut |mut found| {
            let Some(event) = salvaged(&mut found) else { return Ok(()) };
            let mut became = catalog.apply(&event, found.data, found.place);
            if !matches!(event, Event::Forget(_) | Event::Purge(_) | Event::Thin(_)) {
                doubtful.append(&mut became.parts);
            }
            gone.extend(became);
            Ok(())
        })?;
        catalog.settle();
        gone.extend(catalog.drop_left());
        Ok((scan, gone, doubtful))
    }
}
