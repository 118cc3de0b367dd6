//! Idle work, one slice a call: end undo windows, erase, index, commit, merge; and when it is quiet, the checkpoint.
use super::Archive;
use super::indexing::{COMMIT_AFTER, COMMIT_BULK, SLICE};
use crate::calendar::DAY_MS;
use crate::catalog::{Catalog, Operation, Saved, Saving};
use crate::page::Millis;
use crate::ports::PictureKey;
use crate::{EngineError, ErrorKind};
use std::sync::atomic::Ordering;

/// A checkpoint is as large as the memory. It is written when there are as many new events as this part of its visits: so each event
/// pays for the same few kilobytes however large the memory has become, and waking replays a few in a hundred.
const CHECKPOINT_SHARE: u32 = 32;

/// What a slice of idle work left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// True when there is more to do now.
    pub more: bool,
    /// Pictures to remove from the picture store.
    pub orphans: Vec<PictureKey>,
}

impl Archive {
    /// Does one slice of idle work. Call it again while `more`; call it now and then at least every minute.
    /// A damaged index is begun anew. Errors: what the files say; nothing is lost, the slice is tried again at the next
    /// call.
    pub fn tend(&mut self, now: Millis) -> Result<Tended, EngineError> {
        let slice = self.slice(now);
        self.note_damage(false)?;
        let is_corrupt = slice.as_ref().is_err_and(|error| error.kind == ErrorKind::Corrupt);
        let more = if (self.suspect.swap(false, Ordering::Relaxed) || is_corrupt)
            && self.index.verify().is_err_and(|error| error.kind == ErrorKind::Corrupt)
        {
            self.begin_rebuild()?;
            true
        } else {
            slice?
        };
        Ok(Tended { more, orphans: self.take_orphans() })
    }

    fn slice(&mut self, now: Millis) -> Result<bool, EngineError> {
        Ok(self.purge_due(now)? || self.erase_some()? || self.index_slice()? || self.merge_some()?)
    }

    /// One slice of erasing what is due, and of nothing else. Errors: as of [`Archive::tend`].
    pub fn erase_due(&mut self, now: Millis) -> Result<Tended, EngineError> {
        let more = self.purge_due(now)? || self.erase_some()?;
        Ok(Tended { more, orphans: self.take_orphans() })
    }

    /// Writes what is in memory only, so that waking is quick. Never needed for safety.
    pub fn settle(&mut self) -> Result<(), EngineError> {
        while self.settle_some()? {}
        Ok(())
    }

    /// The same in slices: true when there is more to do now. What is remembered between two of them makes it begin anew: it is for a quiet moment.
    pub fn settle_some(&mut self) -> Result<bool, EngineError> {
        if self.index.pending() > 0 {
            return self.commit_some().map(|_| true);
        }
        self.save_some()
    }

    fn is_checkpoint_due(&self) -> bool {
        self.unsaved > 0 && self.unsaved >= self.catalog.visits().len() as u32 / CHECKPOINT_SHARE
    }

    /// Removes everything, for good. Errors: what the files say; what is left then is remembered, call it again.
    pub fn clear(&mut self) -> Result<(), EngineError> {
        let generation = self.catalog.generation() + 1;
        if let Err(error) = self.clear_files() {
            self.reload()?;
            return Err(error);
        }
        self.catalog = Catalog::after(generation);
        (self.gone, self.saving, self.unsaved, self.opened) = Default::default();
        Ok(())
    }

    /// The caches first: none may outlive the journal it was made from and be taken for a cache of the next.
    fn clear_files(&mut self) -> Result<(), EngineError> {
        Catalog::remove_checkpoints(&*self.files)?;
        self.begin_rebuild()?;
        self.forget_missing()?;
        self.drop_recaps()?;
        self.journal.clear()
    }

    fn purge_due(&mut self, now: Millis) -> Result<bool, EngineError> {
        let due = self.catalog.operations().iter().find_map(|(op, operation)| match operation {
            Operation::Forget { at, aged: None, .. } if self.is_over(*op, *at, now) => Some(*op),
            Operation::Forget { aged: Some(aged), .. } if self.is_due(*aged) => Some(*op),
            _ => None,
        });
        let operations = self.catalog.operations();
        let ahead = operations.iter().filter(|(op, operation)| {
            matches!(operation, Operation::Forget { at, aged: None, .. } if *at > now) && Some(**op) != due
        });
        let since = |op: &u32| self.ahead_since.get(op).map_or(now, |since| now.min(*since));
        self.ahead_since = ahead.map(|(op, _)| (*op, since(op))).collect();
        match due {
            Some(op) => self.forget_now(op, now).map(|()| true),
            None => Ok(false),
        }
    }

    /// Whether a forget of `at` cannot be taken back any more. A clock that was set back neither ends the window early nor keeps a forgotten
    /// page for years: where a forget lies ahead, the window is counted from when that was seen first, and is over where it lies days ahead.
    fn is_over(&self, op: u32, at: Millis, now: Millis) -> bool {
        let waited = self.ahead_since.get(&op).map(|since| now.saturating_sub(*since));
        let passed = now.saturating_sub(at);
        self.undo_ms == 0 || passed.max(waited.unwrap_or(passed)) >= self.undo_ms || passed < -DAY_MS
    }

    fn index_slice(&mut self) -> Result<bool, EngineError> {
        self.index_late()?;
        if self.index.is_committing() {
            return self.commit_some().map(|_| true);
        }
        let more = self.index_some(SLICE)?;
        let full = if more { COMMIT_BULK } else { COMMIT_AFTER };
        Ok(self.index.pending() >= full && self.commit_some()? || more)
    }

    /// Writes some of the checkpoint, where one is due; true when there is more of it. Not while something is still to be
    /// erased: the parts that hold it are known from the events alone.
    fn save_some(&mut self) -> Result<bool, EngineError> {
        let begun = self.saving.take().filter(|saving| saving.is_of(&self.catalog));
        let gone = &self.gone;
        let is_erasing = !(gone.parts.is_empty() && gone.captures.is_empty() && gone.marked.is_empty());
        if is_erasing || begun.is_none() && !self.is_checkpoint_due() {
            return Ok(false);
        }
        let saving = match begun {
            Some(saving) => saving,
            None => self.begin_saving()?,
        };
        match saving.slice(&self.catalog, &*self.files)? {
            Saved::More(saving) => self.saving = Some(saving),
            Saved::Whole(slot) => (self.slot, self.unsaved) = (slot, 0),
        }
        Ok(self.saving.is_some())
    }

    fn begin_saving(&mut self) -> Result<Saving, EngineError> {
        if self.unwritten {
            self.index_late()?;
            self.commit_index()?;
        }
        self.journal.flush()?;
        let (position, parts) = (self.journal.written(), self.journal.facts());
        Saving::begin(&self.catalog, &*self.files, self.slot, position, parts)
    }
}
