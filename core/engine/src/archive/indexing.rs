//! Keeping the index in step with the journal: at opening, with each new capture, and in slices while it is rebuilt.
use super::Archive;
use crate::catalog::{Capture, Words};
use crate::event::{Captured, Event};
use crate::index::{Doc, Index};
use crate::journal::text::Text;
use crate::page::CaptureNo;
use crate::ports::Files;
use crate::{EngineError, ErrorKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many captures may be indexed at once while the memory opens (about 0.2 ms each); more wait for `tend`.
const AT_OPENING: usize = 512;
/// So many captures are indexed in one slice of a rebuild.
pub(super) const SLICE: usize = 64;
/// So many captures may lie in the memory segment before it is written.
pub(super) const COMMIT_AFTER: usize = 128;
/// And so many where no idle moment has come to write it: less than what is indexed at opening, so that every page is at
/// hand then.
const COMMIT_AT_LATEST: usize = 2 * COMMIT_AFTER;
/// While the index is rebuilt or pages are imported, segments may be larger: fewer merges follow.
pub(super) const COMMIT_BULK: usize = 2048;
/// Slices of one step of bulk work: each copies what a hundred and more pages say, and a page is copied three or four times.
const SLICES: usize = 8;

/// Opens the index, or begins an empty one where it cannot be read: it is a cache. True when that happened.
pub(super) fn open(files: &Arc<dyn Files>) -> Result<(Index, bool), EngineError> {
    match Index::open(files.clone()) {
        Ok(index) => Ok((index, false)),
        Err(error) if matches!(error.kind, ErrorKind::Corrupt | ErrorKind::Update) => {
            Ok((Index::fresh(files.clone())?, true))
        }
        Err(error) => Err(error),
    }
}

impl Archive {
    /// Adds a new capture. A failure is no reason to refuse it: it is durable, and the cursor stays behind.
    pub(super) fn index_new(&mut self, captured: &Captured, words: &Text) {
        if self.add(captured, words).is_ok() {
            self.ahead.insert(captured.no);
            self.advance();
        }
        // In bulk fewer and larger files: a browser has only so many open in advance for one command.
        let full = if self.is_in_bulk { COMMIT_BULK } else { COMMIT_AT_LATEST };
        if self.index.pending() >= full {
            // One slice with each capture; what fails is tried again with the next.
            let _ = self.commit_some();
        }
    }

    /// Adds a capture that was said anew; what it said before leaves with the next merge, and is never found. A failure is no
    /// reason to refuse it: it is durable, and is tried again.
    pub(super) fn index_again(&mut self, captured: &Captured, words: &Text) {
        if captured.no < self.cursor || self.ahead.contains(&captured.no) {
            self.unwritten = true;
            if self.add(captured, words).is_err() {
                self.late.insert(captured.no);
            }
        }
    }

    /// At opening: of what was said anew since the last checkpoint, what the index does not have as it is now.
    pub(super) fn find_late(&mut self) -> Result<(), EngineError> {
        if !self.late.is_empty() {
            let held: BTreeSet<u32> = self.index.numbers()?.into_iter().collect();
            let is_done = |no: CaptureNo| no < self.cursor || self.ahead.contains(&no);
            let is_held = |no| self.catalog.capture(no).is_none_or(|capture| held.contains(&capture.doc()));
            let late = self.late.iter().copied().filter(|no| is_done(*no) && !is_held(*no)).collect();
            self.late = late;
        }
        self.index_late()
    }

    /// Indexes what was said anew and could not be.
    pub(super) fn index_late(&mut self) -> Result<(), EngineError> {
        while let Some(no) = self.late.first().copied() {
            self.unwritten = true;
            if self.catalog.capture(no).is_some() {
                self.index_capture(no)?;
            }
            self.late.remove(&no);
        }
        Ok(())
    }

    /// What the index's mark says: everything below the cursor, and some above it.
    pub(super) fn read_mark(&mut self) -> Result<(), EngineError> {
        let (cursor, ahead) = self.mark();
        if self.index_reach() > self.catalog.next_no() {
            // The newest captures are gone for good, and their numbers are given again.
            return self.begin_rebuild();
        }
        self.cursor = cursor;
        self.ahead = ahead.into_iter().collect();
        Ok(())
    }

    fn mark(&self) -> (CaptureNo, Vec<CaptureNo>) {
        let mut numbers =
            self.index.mark().chunks_exact(4).filter_map(|four| four.try_into().ok()).map(u32::from_le_bytes);
        (numbers.next().unwrap_or(0), numbers.collect())
    }

    /// Behind the last capture that is in the index by its mark.
    pub(super) fn index_reach(&self) -> CaptureNo {
        let (cursor, ahead) = self.mark();
        ahead.iter().map(|no| no.saturating_add(1)).max().unwrap_or(0).max(cursor)
    }

    /// Throws the index away; `tend` builds it anew.
    pub(super) fn begin_rebuild(&mut self) -> Result<(), EngineError> {
        self.index.give_up();
        self.index = Index::fresh(self.files.clone())?;
        self.lives += 1;
        self.cursor = 0;
        self.ahead.clear();
        self.late.clear();
        self.opened.index_rebuilt = true;
        Ok(())
    }

    /// Indexes what was captured since the last commit, when that is little.
    pub(super) fn index_tail(&mut self) -> Result<(), EngineError> {
        let behind = (self.catalog.next_no() - self.cursor) as usize;
        if behind <= AT_OPENING { self.index_some(behind).map(drop) } else { Ok(()) }
    }

    /// Indexes at most `count` captures that are not yet; true when there are more. A capture that is damaged is
    /// left out: the others must not suffer for it.
    pub(super) fn index_some(&mut self, count: usize) -> Result<bool, EngineError> {
        let mut added = 0;
        while added < count {
            // Numbers that nothing has are passed over at once, however many they are.
            let Some(no) = self.catalog.capture_from(self.cursor) else {
                self.cursor = self.cursor.max(self.catalog.next_no());
                break;
            };
            if !self.ahead.remove(&no) {
                self.index_capture(no)?;
                added += 1;
            }
            self.cursor = no + 1;
        }
        self.ahead = self.ahead.split_off(&self.cursor);
        Ok(self.cursor < self.catalog.next_no())
    }

    /// Writes the memory segment, with what it covers.
    pub(super) fn commit_index(&mut self) -> Result<(), EngineError> {
        while self.index.is_committing() || self.index.pending() > 0 {
            self.commit_some()?;
        }
        // Where nothing was waiting it may still have come further: over captures that are gone, or that cannot be read.
        if self.index.mark() == self.reached() { Ok(()) } else { self.commit_some().map(drop) }
    }

    /// One slice of it; true when there is more. What it covers is durable first, so that the index never knows what the journal
    /// does not.
    pub(super) fn commit_some(&mut self) -> Result<bool, EngineError> {
        if !self.index.is_committing() {
            self.journal.flush()?;
            let mark = self.reached();
            // What is said anew from here on is in the next one.
            self.unwritten = !self.late.is_empty();
            self.index.begin_commit(&mark).inspect_err(|_| self.unwritten = true)?;
        }
        self.index.commit_some().inspect_err(|_| self.unwritten = true)
    }

    /// What the index covers, as its mark says it.
    fn reached(&self) -> Vec<u8> {
        let mut mark = self.cursor.to_le_bytes().to_vec();
        for no in &self.ahead {
            mark.extend_from_slice(&no.to_le_bytes());
        }
        mark
    }

    /// Many events as one: `work` records them, and they are flushed once, whatever became of it. When that fails the memory
    /// is read anew, for nothing of it is durable.
    pub(super) fn in_bulk<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.journal.hold();
        self.is_in_bulk = true;
        let done = work(self);
        self.is_in_bulk = false;
        self.catalog.settle();
        self.release()?;
        self.commit_bulk()?;
        done
    }

    /// Makes durable what was held. When that fails the memory is read anew, for nothing of it is.
    pub(super) fn release(&mut self) -> Result<(), EngineError> {
        if let Err(error) = self.journal.release() {
            self.reload()?;
            return Err(error);
        }
        Ok(())
    }

    /// In bulk work: some slices of writing the memory segment when it is large, and of merging; as many as keep up with what comes.
    pub(super) fn commit_bulk(&mut self) -> Result<(), EngineError> {
        for _ in 0..SLICES {
            if self.index.is_committing() || self.index.pending() >= COMMIT_BULK {
                self.commit_some()?;
            } else if !self.merge_some()? {
                break;
            }
        }
        Ok(())
    }

    /// A capture's event and words, from the journal; no words where they are in the vault alone.
    pub(super) fn words(&self, no: CaptureNo) -> Result<(Captured, Text), EngineError> {
        let missing = || EngineError::new(ErrorKind::NotFound, format!("capture {no} is not there"));
        let capture = self.catalog.capture(no).ok_or_else(missing)?;
        let data = match &capture.words {
            Words::Vault => return Ok((self.captured(no)?, Text::default())),
            Words::Later(place) => {
                return Ok((self.captured(no)?, Text::unpack(&self.journal.frame(**place)?.1)?));
            }
            Words::Own => self.journal.frame(capture.place)?,
        };
        match data {
            (Event::Capture(captured), data) => Ok((captured, Text::unpack(&data)?)),
            _ => Err(EngineError::new(ErrorKind::Corrupt, format!("capture {no} stands elsewhere"))),
        }
    }

    /// The same; where the text alone is damaged, without it.
    pub(super) fn words_left(&self, no: CaptureNo) -> Result<(Captured, Text), EngineError> {
        match self.words(no) {
            Err(error) if error.kind == ErrorKind::Corrupt => Ok((self.captured(no)?, Text::default())),
            words => words,
        }
    }

    /// Indexes a capture that is there, with as much of it as is whole.
    fn index_capture(&mut self, no: CaptureNo) -> Result<(), EngineError> {
        match self.words_left(no) {
            Ok((captured, words)) => self.add(&captured, &words),
            Err(error) if error.kind == ErrorKind::Corrupt => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn add(&mut self, captured: &Captured, words: &Text) -> Result<(), EngineError> {
        let doc = self.catalog.capture(captured.no).map_or(captured.no, Capture::doc);
        self.index_as(doc, captured, words)
    }

    /// Adds what stands for a capture under the number of a document.
    pub(super) fn index_as(
        &mut self,
        doc: u32,
        captured: &Captured,
        words: &Text,
    ) -> Result<(), EngineError> {
        // Nothing is found by what is not kept.
        let (text, rest) = words.kept();
        self.index.add(&Doc {
            no: doc,
            title: &captured.title,
            text,
            rest,
            url: &captured.url,
            site: &captured.site,
            lang: &captured.lang,
        })
    }

    fn advance(&mut self) {
        while self.ahead.remove(&self.cursor) {
            self.cursor += 1;
        }
    }
}
