//! Writing a checkpoint, some pieces at a time: it is left when the catalog becomes another, and begun anew.
use super::piece::Draft;
use super::sections::SECTIONS;
use super::{HEAD, Slot, put_head, put_summary};
use crate::EngineError;
use crate::catalog::Catalog;
use crate::event::PartFacts;
use crate::journal::Position;
use crate::ports::Files;

/// Bytes of one slice, but for what its last piece is longer: some milliseconds.
const SLICE: u64 = 1 << 19;

/// A checkpoint that is being written into the slot that does not hold the newest.
pub struct Saving {
    slot: Slot,
    position: Position,
    parts: Vec<PartFacts>,
    /// The catalog it is of.
    revision: u64,
    /// Which of the sections comes next, and from which row on.
    section: usize,
    row: usize,
    /// Where the next piece goes.
    at: u64,
}

/// What a slice came to.
pub enum Saved {
    /// There is more to write.
    More(Saving),
    /// It is whole and durable, in this slot.
    Whole(Slot),
}

impl Saving {
    /// Begins a checkpoint of a catalog that has the journal up to `position`, which has these parts. `slot` holds the newest.
    pub fn begin(
        catalog: &Catalog,
        files: &dyn Files,
        slot: Slot,
        position: Position,
        parts: Vec<PartFacts>,
    ) -> Result<Self, EngineError> {
        let slot = slot.next();
        // What stood there is no checkpoint any more before a byte of it is written over.
        files.write(slot.name(), 0, &[0; HEAD])?;
        files.cut(slot.name(), HEAD as u64)?;
        files.flush(slot.name())?;
        let revision = catalog.revision;
        Ok(Self { slot, position, parts, revision, section: 0, row: 0, at: HEAD as u64 })
    }

    /// Whether the catalog is still the one it was begun with: only then it can go on.
    pub fn is_of(&self, catalog: &Catalog) -> bool {
        self.revision == catalog.revision
    }

    /// Writes some more of it. Errors: what the files say; then it is to be begun anew.
    pub fn slice(mut self, catalog: &Catalog, files: &dyn Files) -> Result<Saved, EngineError> {
        let end = self.at + SLICE;
        while self.at < end {
            let Some(section) = SECTIONS.get(self.section).copied() else {
                return self.finish(catalog, files).map(Saved::Whole);
            };
            let mut piece = Draft::of(section as u8);
            let rows = catalog.put_rows(piece.rows(), section, self.row);
            if rows == 0 {
                (self.section, self.row) = (self.section + 1, 0);
                continue;
            }
            let bytes = piece.finish(self.slot.turn, rows);
            files.write(self.slot.name(), self.at, &bytes)?;
            self.at += bytes.len() as u64;
            self.row += rows as usize;
        }
        Ok(Saved::More(self))
    }

    /// The head last, when everything that it names is durable.
    fn finish(self, catalog: &Catalog, files: &dyn Files) -> Result<Slot, EngineError> {
        let name = self.slot.name();
        let summary = put_summary(self.position, &self.parts, &catalog.numbers());
        files.write(name, self.at, &summary)?;
        files.flush(name)?;
        files.write(name, 0, &put_head(self.slot, self.at, &summary))?;
        files.flush(name)?;
        Ok(self.slot)
    }
}
