//! Counts what a search does, so that its bounds can be told without a clock, and where a slice of it ends.
use std::cell::Cell;
use tantivy::{DocId, TERMINATED};

/// What a search did, in all the ways in which it tried to find something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Keys of dictionaries that were passed.
    pub keys: usize,
    /// Lists of documents that were opened.
    pub lists: usize,
    /// Documents that were looked at: whether they match, and how well.
    pub documents: usize,
    /// Steps from document to document on the way to them: of facts and of what must not be, of words that must stand together, and
    /// through lists that are added up.
    pub steps: usize,
}

impl Work {
    /// How much was looked at in all.
    pub fn looks(&self) -> usize {
        self.keys + self.lists + self.documents + self.steps
    }
}

/// See [`Work`].
#[derive(Default)]
pub(super) struct Meter(Cell<Work>);

/// The documents of a segment that are walked through at once. Cursors begin at its first; of what comes from its end on they only say
/// that nothing of theirs lies before it.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub from: DocId,
    pub end: DocId,
    pub meter: &'a Meter,
}

impl<'a> Stretch<'a> {
    /// Of all documents.
    pub fn whole(meter: &'a Meter) -> Self {
        Self { from: 0, end: TERMINATED, meter }
    }
}

impl Meter {
    pub fn keys(&self, more: usize) {
        let work = self.0.get();
        self.0.set(Work { keys: work.keys + more, ..work });
    }

    pub fn lists(&self, more: usize) {
        let work = self.0.get();
        self.0.set(Work { lists: work.lists + more, ..work });
    }

    pub fn documents(&self, more: usize) {
        let work = self.0.get();
        self.0.set(Work { documents: work.documents + more, ..work });
    }

    pub fn steps(&self, more: usize) {
        let work = self.0.get();
        self.0.set(Work { steps: work.steps + more, ..work });
    }

    pub fn read(&self) -> Work {
        self.0.get()
    }
}
