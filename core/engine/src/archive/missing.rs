//! What is missing: the journal held against what its caches know that it had, and a record of it that stands until someone
//! says that they know.
use super::Archive;
use crate::EngineError;
use crate::catalog::{Catalog, Checkpoint};
use crate::event::PartFacts;
use crate::journal::{Journal, Rewritten};
use crate::page::CaptureNo;
use crate::ports::{Files, read_file};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The files of the record: alike, for what it says nothing else may know.
const NAMES: [&str; 2] = ["missing", "missing.copy"];
/// Most bytes of one.
const MOST: u64 = 1 << 20;
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
    damaged: u64,
    /// Damaged bytes that are gone: the part they stood in was written anew.
    left_out: u64,
    /// The parts, as they were known.
    lost: Vec<PartFacts>,
    /// Numbers that are not given again: what had them may come back.
    next_part: u32,
    next_no: CaptureNo,
    next_op: u32,
}

/// One file of the record.
enum Copy {
    Absent,
    /// So many bytes that say nothing.
    Damaged(u64),
    Whole(Record),
}

impl Copy {
    fn read(files: &dyn Files, name: &str) -> Result<Self, EngineError> {
        let Some(bytes) = read_file(files, name, MOST)? else { return Ok(Self::Absent) };
        Ok(match serde_json::from_slice(&bytes) {
            // One that says nothing is never written.
            Ok(record) if record != Record::default() => Self::Whole(record),
            _ => Self::Damaged((bytes.len() as u64).max(1)),
        })
    }
}

impl Record {
    /// Reads the record, and whether its files are as they were written. Where neither can be read, all that is known is that there was one.
    fn read(files: &dyn Files) -> Result<(Self, bool), EngineError> {
        let [first, second] = NAMES.map(|name| Copy::read(files, name));
        Ok(match (first?, second?) {
            (Copy::Absent, Copy::Absent) => (Self::default(), true),
            (Copy::Whole(record), Copy::Whole(other)) => {
                let is_alike = record == other;
                (record, is_alike)
            }
            (Copy::Whole(record), _) | (_, Copy::Whole(record)) => (record, false),
            (Copy::Damaged(len), _) | (_, Copy::Damaged(len)) => {
                (Self { left_out: len, ..Self::default() }, false)
            }
        })
    }

    /// Writes it, durably; one that says nothing is no file.
    fn write(&self, files: &dyn Files) -> Result<(), EngineError> {
        if !self.stands() {
            return NAMES.into_iter().try_for_each(|name| Ok(files.remove(name)?));
        }
        let bytes = serde_json::to_vec(self)
            .map_err(|error| EngineError::new(crate::ErrorKind::Bug, error.to_string()))?;
        for name in NAMES {
            files.write(name, 0, &bytes)?;
            files.cut(name, bytes.len() as u64)?;
            files.flush(name)?;
        }
        Ok(())
    }

    /// Whether something is missing or damaged, and nobody has said yet that they know.
    pub fn stands(&self) -> bool {
        *self != Self::default()
    }

    /// What is missing.
    fn told(&self) -> Option<Missing> {
        (self.told != Missing::default()).then_some(self.told)
    }

    /// Damaged bytes that are gone.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// What is left to tell when what was missing is back. Damage that stands is met anew: while it is known, all of the journal is read.
    fn made_good(self) -> Self {
        Self { left_out: self.left_out, ..Self::default() }
    }

    /// Whether every part that was missing is there again.
    fn is_made_good(&self, journal: &Journal) -> bool {
        !self.lost.is_empty() && self.lost.iter().all(|part| part.generation != NEVER && journal.has(part))
    }

    /// Whether the last page that only the index still knew is in the journal again.
    fn is_back(&self, catalog: &Catalog) -> bool {
        let last = self.next_no.checked_sub(1).filter(|_| self.lost.is_empty());
        last.is_some_and(|no| catalog.capture(no).is_some())
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
        let (checkpoints, (mut record, _)) = (Catalog::checkpoints(files)?, Record::read(files)?);
        let is_made_good = record.is_made_good(journal);
        if is_made_good {
            record = record.made_good();
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

    /// Hears what the parts of the journal say of each other, when all of it was read.
    pub fn hear_parts(&mut self, journal: &Journal) -> Result<(), EngineError> {
        self.is_news |= self.record.extend(&journal.cut_short()?, journal);
        Ok(())
    }

    /// The checkpoint from which the journal need not be read, and its catalog. None where what it is of is in doubt. One with a damaged piece is
    /// removed.
    pub fn take_fitting(
        &mut self,
        files: &dyn Files,
        journal: &Journal,
    ) -> Result<Option<(Checkpoint, Catalog)>, EngineError> {
        // What is damaged may have been put back since: a checkpoint that was made without it would hide it.
        let is_doubtful = self.is_news || self.is_made_good || self.record.damaged > 0;
        if is_doubtful || !self.headless.is_empty() {
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
    /// What is missing, written down before anything that knows of it is thrown away. `is_all`: the whole journal was read just now. True when the index may be one of another journal now, or of less of this one.
    pub(super) fn note_missing(&mut self, mut witness: Witness, is_all: bool) -> Result<bool, EngineError> {
        let (before, is_as_written) = Record::read(&*self.files)?;
        if witness.headless.is_empty() && witness.record.is_back(&self.catalog) {
            witness.record = witness.record.made_good();
            witness.is_made_good = true;
        }
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
        let met = self.journal.damage_met();
        record.damaged = if is_all { met } else { record.damaged.max(met) };
        witness.is_made_good |= record.damaged < before.damaged;
        let record = &witness.record;
        let is_changed = *record != before;
        if is_changed || !is_as_written {
            record.write(&*self.files)?;
        }
        let is_doubtful = witness.is_to_count() || witness.is_made_good;
        let facts = self.journal.facts();
        let is_outgrown = witness.checkpoints.iter().any(|checkpoint| checkpoint.is_outgrown(&facts));
        for checkpoint in &witness.checkpoints {
            if is_doubtful || !checkpoint.fits(&facts) {
                checkpoint.remove(&*self.files)?;
            }
        }
        self.lacking = witness.record;
        self.take_record();
        Ok(is_outgrown || is_changed && (is_doubtful || self.opened.missing.is_some()))
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
        self.opened.damaged = self.damaged_bytes();
    }

    /// Bytes of the journal that are damaged, or were and are gone, as far as anybody has come upon them.
    pub(super) fn damaged_bytes(&self) -> u64 {
        self.lacking.damaged.max(self.journal.damage_met()) + self.lacking.left_out
    }

    /// Writes down what was found damaged since it was opened, where that is news: before a process ends that does no idle work. Errors: what
    /// the files say.
    pub fn note_damage_met(&mut self) -> Result<(), EngineError> {
        self.note_damage(false)
    }

    /// The same. `is_all`: the whole journal was read for it; then also which parts are shorter than it says.
    pub(super) fn note_damage(&mut self, is_all: bool) -> Result<(), EngineError> {
        let met = self.journal.damage_met();
        let is_short = is_all && self.lacking.extend(&self.journal.cut_short()?, &self.journal);
        if is_short || met > self.lacking.damaged || is_all && met < self.lacking.damaged {
            self.lacking.damaged = met;
            self.lacking.write(&*self.files)?;
            self.take_record();
        }
        Ok(())
    }

    /// Parts that are missing in part: a repair writes them anew, so that what is left is all there is.
    pub(super) fn parts_cut_short(&self) -> impl Iterator<Item = u32> {
        let is_there = |part: &&PartFacts| self.journal.len_of(part.seq).is_some_and(|len| len > 0);
        self.lacking.lost.iter().filter(is_there).map(|part| part.seq)
    }

    /// A part that was written anew takes the place of the old one. What it leaves out because it is damaged is noted before: nothing else
    /// will know of it.
    pub(super) fn replace_part(&mut self, anew: Rewritten) -> Result<(), EngineError> {
        let seq = anew.seq();
        let is_known = self.lacking.lost.iter().any(|part| part.seq == seq);
        let left_out = anew.damaged + if is_known { 0 } else { anew.cut_off };
        if left_out > 0 {
            self.lacking.left_out += left_out;
            self.lacking.write(&*self.files)?;
            self.take_record();
        }
        let moved = self.journal.replace(anew)?;
        self.catalog.relocate(&moved);
        self.note_rewritten(seq)
    }

    /// A part that is missing in part was written anew: what comes back later is not what was missing.
    fn note_rewritten(&mut self, seq: u32) -> Result<(), EngineError> {
        let lost = self.lacking.lost.iter_mut().find(|part| part.seq == seq && part.generation != NEVER);
        let Some(part) = lost else { return Ok(()) };
        part.generation = NEVER;
        self.lacking.write(&*self.files)
    }

    /// Someone knows what is missing: from here on it is not told any more, and what is there is all there is.
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
