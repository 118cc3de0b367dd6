//! Committing in slices: pending documents become a segment on the disk while others come and all are searched.
use super::Index;
use super::rewrite::{Begun, Written};
use crate::EngineError;

/// A segment of pending documents that is being written. No manifest names its file before it is whole; until then its documents are
/// pending, as those are that came later.
pub(super) struct Commit {
    pub begun: Begun,
    mark: Vec<u8>,
}

impl Index {
    /// Begins to make all documents durable that are pending now. `mark` says up to where in the journal the index has come with
    /// them. Nothing where a commit is on its way already: to be asked by [`Index::is_committing`].
    ///
    /// # Errors
    /// On any error the documents stay pending (and searchable); call again when there is space.
    pub fn begin_commit(&mut self, mark: &[u8]) -> Result<(), EngineError> {
        if self.commit.is_some() {
            return Ok(());
        }
        let sources = self.waiting().freeze()?;
        let begun = if sources.is_empty() { None } else { self.begin_pack(sources, &|_| true)? };
        match begun {
            Some(begun) => {
                self.commit = Some(Commit { begun, mark: mark.to_vec() });
                Ok(())
            }
            None => self.install_mark(mark),
        }
    }

    /// Whether a commit was begun and is not whole yet.
    pub fn is_committing(&self) -> bool {
        self.commit.is_some()
    }

    /// Does one slice of the commit; true when there is more of it.
    ///
    /// # Errors
    /// As of [`Index::begin_commit`]; then it is to be begun anew.
    pub fn commit_some(&mut self) -> Result<bool, EngineError> {
        let Some(Commit { begun, mark }) = self.commit.take() else { return Ok(false) };
        let (entry, opened) = match self.write_some(begun)? {
            Written::More(begun) => {
                self.commit = Some(Commit { begun, mark });
                return Ok(true);
            }
            Written::Whole(entry, opened) => (entry, opened),
        };
        let (mut manifest, mut segments) = (self.manifest.clone(), self.segments.clone());
        manifest.segments.push(entry);
        segments.push(opened);
        manifest.mark = mark;
        self.install(manifest, segments)?;
        self.waiting().drop_frozen();
        Ok(false)
    }

    /// The whole of it: all documents are durable when it returns.
    ///
    /// # Errors
    /// As of [`Index::begin_commit`].
    pub fn commit(&mut self, mark: &[u8]) -> Result<(), EngineError> {
        while self.commit_some()? {}
        self.begin_commit(mark)?;
        while self.commit_some()? {}
        Ok(())
    }

    fn install_mark(&mut self, mark: &[u8]) -> Result<(), EngineError> {
        let (mut manifest, segments) = (self.manifest.clone(), self.segments.clone());
        manifest.mark = mark.to_vec();
        self.install(manifest, segments)
    }
}
