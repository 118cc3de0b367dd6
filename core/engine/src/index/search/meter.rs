//! Counts what a search does, so that its bounds can be told without a clock.
use std::cell::Cell;

/// What a search did, in all the ways in which it tried to find something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Keys of dictionaries that were passed.
    pub keys: usize,
    /// Lists of documents that were opened.
    pub lists: usize,
    /// Documents that were looked at: whether they match, and how well.
    pub documents: usize,
}

/// See [`Work`].
#[derive(Default)]
pub(super) struct Meter(Cell<Work>);

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

    pub fn read(&self) -> Work {
        self.0.get()
    }
}
