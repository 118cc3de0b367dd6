//! What is missing: the journal held against what its caches know that it had, and a record of it that stands until someone
//! says that they know.
use super::Archive;
use crate::EngineError;
use crate::catalog::{Catalog, Checkpoint};
use crate::journal::{Journal, PartFacts};
use crate::page::CaptureNo;
use crate::ports::{FileError, Files};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The file of the record.
const NAME: &str = "missing";
/// In the place of a generation: this part cannot come back as it was.
const NEVER: u32 = u32::MAX;

/// What was there once and is not any more, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Missing {
    /// Pages of which nothing is remembered any more.
    pub pages: u32,
    /// Visits.
    pub visits: u32,
    /// Parts of the journal that are gone, older or shorter.
    pub parts: u32,
    /// Bytes of the journal.
    pub bytes: u64,
}

/// The record, as its file has it: JSON, see docs/format.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Record {
    #[serde(flatten)]
    told: Missing,
    /// Damaged bytes that were met.
    pub damaged: u64,
    /// The parts, as they were known.
    lost: Vec<PartFacts>,
    /// Numbers that are not given again: what had them may come back.
    next_part: u32,
    next_no: CaptureNo,
    next_op: u32,
}

impl Record {
    /// Reads the record; one that cannot be read is none, for what it is of is noticed again.
    fn read(files: &dyn Files) -> Result<Self, EngineError> {
        let held = files.list()?.into_iter().find(|file| file.name == NAME).map_or(0, |file| file.len);
        let mut bytes = vec![0; usize::try_from(held.min(1 << 20)).unwrap_or(0)];
        match files.read(NAME, 0, &mut bytes) {
            Ok(found) => {
                Ok(serde_json::from_slice(bytes.get(..found).unwrap_or_default()).unwrap_or_default())
            }
            Err(FileError::Missing) => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes it, durably; one that says nothing is no file.
    fn write(&self, files: &dyn Files) -> Result<(), EngineError> {
        if !self.stands() {
            return Ok(files.remove(NAME)?);
        }
        let bytes = serde_json::to_vec(self)
            .map_err(|error| EngineError::new(crate::ErrorKind::Bug, error.to_string()))?;
        files.write(NAME, 0, &bytes)?;
        files.cut(NAME, bytes.len() as u64)?;
        Ok(files.flush(NAME)?)
    }

    /// Whether something is missing or damaged, and nobody has said yet that they know.
    pub fn stands(&self) -> bool {
        *self != Self::default()
    }

    /// What is missing.
    pub fn told(&self) -> Option<Missing> {
        (self.told != Missing::default()).then_some(self.told)
    }

    /// Whether every part that was missing is there again.
    fn is_made_good(&self, journal: &Journal) -> bool {
        !self.lost.is_empty() && self.lost.iter().all(|part| part.generation != NEVER && journal.has(part))
    }

    /// Takes in parts that are missing; true when some were not known to be.
    fn extend(&mut self, lost: &[PartFacts], journal: &Journal) -> bool {
        let mut is_new = false;
        for part in lost {
            if self.lost.iter().any(|known| known.seq == part.seq) {
                continue;
            }
            let left = journal.len_of(part.seq).unwrap_or(0);
            self.told.parts += 1;
            self.told.bytes += part.len.saturating_sub(left);
            self.lost.push(*part);
            self.next_part = self.next_part.max(part.seq + 1);
            is_new = true;
        }
        is_new
    }
}

/// What the journal is held against when it is opened.
pub(super) struct Witness {
    /// Whole checkpoints, the newest first.
    pub checkpoints: Vec<Checkpoint>,
    /// The standing record.
    pub record: Record,
    /// Parts with heads that are not theirs.
    headless: Vec<u32>,
    /// The last part, where its first write was never finished: of that only the head may be torn.
    pub unfinished: Option<u32>,
    /// Something is missing that the record does not know yet.
    is_news: bool,
    /// What was missing has come back.
    pub is_made_good: bool,
}

impl Witness {
    /// Hears the caches and the record. Changes nothing that is of use to anyone.
    pub fn hear(files: &dyn Files, journal: &mut Journal) -> Result<Self, EngineError> {
        let (checkpoints, mut record) = (Catalog::checkpoints(files)?, Record::read(files)?);
        let is_made_good = record.is_made_good(journal);
        if is_made_good {
            record = Record::default();
        }
        let known = checkpoints.first().map_or(&[][..], |checkpoint| &checkpoint.parts);
        journal.vouch(known);
        journal.vouch(&record.lost);
        let mut headless = journal.headless()?;
        let unfinished = headless.pop_if(|seq| journal.may_be_unfinished(*seq));
        let mut lost = journal.lost(known);
        let gaps = journal.gaps().into_iter().filter(|gap| !lost.iter().any(|part| part.seq == *gap));
        let gaps: Vec<_> = gaps.map(|seq| PartFacts { seq, generation: 0, len: 0 }).collect();
        lost.extend(gaps);
        let is_news = record.extend(&lost, journal);
        Ok(Self { checkpoints, record, headless, unfinished, is_news, is_made_good })
    }

    /// The checkpoint from which the journal need not be read, and its catalog. None where what it is of is in doubt. One with a damaged piece is
    /// removed.
    pub fn take_fitting(
        &mut self,
        files: &dyn Files,
        journal: &Journal,
    ) -> Result<Option<(Checkpoint, Catalog)>, EngineError> {
        if self.is_news || self.is_made_good || !self.headless.is_empty() {
            return Ok(None);
        }
        let facts = journal.facts();
        while let Some(at) = self.checkpoints.iter().position(|checkpoint| checkpoint.fits(&facts)) {
            let checkpoint = self.checkpoints.remove(at);
            match checkpoint.read(files)? {
                Some(catalog) => return Ok(Some((checkpoint, catalog))),
                None => checkpoint.remove(files)?,
            }
        }
        Ok(None)
    }

    /// The catalog of the newest checkpoint that can be read.
    fn newest(&self, files: &dyn Files) -> Result<Option<Catalog>, EngineError> {
        for checkpoint in &self.checkpoints {
            if let Some(catalog) = checkpoint.read(files)? {
                return Ok(Some(catalog));
            }
        }
        Ok(None)
    }

    /// Whether pages may be missing that nothing has counted yet.
    fn is_to_count(&self) -> bool {
        self.is_news || !self.headless.is_empty()
    }
}

impl Archive {
    /// What is missing, written down before anything that knows of it is thrown away. `damaged`: bytes that were met just now;
    /// `is_whole`: whether the whole journal was read for it. True when the index may be one of another journal now.
    pub(super) fn note_missing(
        &mut self,
        mut witness: Witness,
        damaged: u64,
        is_whole: bool,
    ) -> Result<bool, EngineError> {
        let before = Record::read(&*self.files)?;
        let seen = if witness.is_to_count() { witness.newest(&*self.files)? } else { None };
        if let Some(seen) = &seen {
            let (visits, pages) = seen.beyond(&self.catalog);
            witness.record.told.visits += visits;
            witness.record.told.pages += pages;
            witness.record.next_no = witness.record.next_no.max(seen.next_no());
            witness.record.next_op = witness.record.next_op.max(seen.next_op());
        }
        let counted = witness.record.next_no.max(self.catalog.next_no());
        let is_uncounted = witness.is_to_count() && seen.is_none();
        self.hear_index(&mut witness.record, counted, is_uncounted)?;
        let record = &mut witness.record;
        record.damaged = if is_whole { damaged } else { record.damaged.max(damaged) };
        let is_changed = *record != before;
        if is_changed {
            record.write(&*self.files)?;
        }
        let is_doubtful = witness.is_to_count() || witness.is_made_good;
        for checkpoint in &witness.checkpoints {
            if is_doubtful || !checkpoint.fits(&self.journal.facts()) {
                checkpoint.remove(&*self.files)?;
            }
        }
        self.lacking = witness.record;
        self.take_record();
        Ok(is_changed && (is_doubtful || self.opened.missing.is_some()))
    }

    /// What only the index knows of: captures above all numbers that journal and checkpoint know; where neither could count,
    /// all that are not there.
    fn hear_index(
        &self,
        record: &mut Record,
        counted: CaptureNo,
        is_uncounted: bool,
    ) -> Result<(), EngineError> {
        if !is_uncounted && self.index_reach() <= counted {
            return Ok(());
        }
        let is_lost = |no: &CaptureNo| *no >= counted || is_uncounted && self.catalog.capture(*no).is_none();
        let numbers = self.index.numbers()?.into_iter().map(Catalog::capture_no);
        let lost: BTreeSet<CaptureNo> = numbers.filter(is_lost).collect();
        if let Some(last) = lost.last() {
            record.told.pages += lost.len() as u32;
            record.next_no = record.next_no.max(last + 1);
        }
        Ok(())
    }

    /// Puts what the record says into force.
    fn take_record(&mut self) {
        let Record { next_part, next_no, next_op, .. } = self.lacking;
        self.catalog.reserve(next_no, next_op);
        if !self.lacking.lost.is_empty() {
            self.journal.begin_at(next_part);
        }
        self.opened.missing = self.lacking.told();
        self.opened.damaged = self.lacking.damaged;
    }

    /// A part that is missing in part was written anew: what comes back later is not what was missing.
    pub(super) fn note_rewritten(&mut self, seq: u32) -> Result<(), EngineError> {
        let lost = self.lacking.lost.iter_mut().find(|part| part.seq == seq && part.generation != NEVER);
        let Some(part) = lost else { return Ok(()) };
        part.generation = NEVER;
        self.lacking.write(&*self.files)
    }

    /// Someone knows what is missing: from here on it is not told any more, and what is there is all there is.
    pub(super) fn close_record(&mut self) -> Result<(), EngineError> {
        self.journal.fill_gaps()?;
        // What still knows of it goes first: it would be noticed once more.
        Catalog::remove_checkpoints(&*self.files)?;
        self.begin_rebuild()?;
        self.forget_missing()
    }

    /// Removes the record.
    pub(super) fn forget_missing(&mut self) -> Result<(), EngineError> {
        self.lacking = Record::default();
        self.lacking.write(&*self.files)?;
        self.take_record();
        Ok(())
    }

    /// Whether something is missing, so that what seems to belong to nothing may belong to it.
    pub(super) fn is_lacking(&self) -> bool {
        self.lacking.stands()
    }
}
