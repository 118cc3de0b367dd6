//! Segments written anew in slices while all else goes on: merges, and erasing what is not live.
use super::manifest::Entry;
use super::merge::Merge;
use super::pack::{PackWriter, WriteDirectory};
use super::segment::Opened;
use super::{Index, policy};
use crate::{CaptureNo, EngineError, ErrorKind};
use std::ops::Range;
use std::sync::Arc;
use std::task::Poll;

/// A new segment that is being written in the place of some. No manifest names its file before it is whole: a process that ends leaves
/// litter, and the next one begins again.
pub(super) struct Rewrite {
    begun: Begun,
    /// The segments that it takes the place of: neighbours.
    of: Vec<u64>,
    /// It leaves out what is to be erased.
    erases: bool,
}

/// A new segment that is begun, and the number that names its file.
pub(super) struct Begun {
    pub no: u64,
    pack: Arc<PackWriter>,
    merge: Merge,
}

/// What a slice of writing a segment came to.
pub(super) enum Written {
    More(Begun),
    Whole(Entry, Arc<Opened>),
}

impl Index {
    /// Does one slice of merging, where that helps; leaves out documents that are not live. True when there is more to do.
    pub fn tend(&mut self, live: &dyn Fn(CaptureNo) -> bool) -> Result<bool, EngineError> {
        if self.sweep_one() {
            return Ok(true);
        }
        if self.rewrite.is_none() {
            let Some(range) = self.next_merge() else { return Ok(false) };
            self.begin(range, live, false)?;
        }
        self.go_on()?;
        Ok(self.rewrite.is_some() || !self.litter.is_empty() || self.next_merge().is_some())
    }

    /// Does one slice of writing anew every committed segment that holds a document that is not live, so that no word of it remains on
    /// disk. True when there is more to do. Pending documents are committed by the caller before a segment is begun, see
    /// [`Index::is_erasing`].
    pub fn purge(&mut self, live: &dyn Fn(CaptureNo) -> bool) -> Result<bool, EngineError> {
        if self.rewrite.as_ref().is_some_and(|rewrite| !rewrite.erases) {
            // It copies what was live when it began.
            self.abandon();
        }
        if self.rewrite.is_none() {
            let Some(at) = self.segments.iter().position(|segment| segment.has_dead(live)) else {
                return self.has_swept().map(|is_swept| !is_swept);
            };
            self.begin(at..at + 1, live, true)?;
        }
        self.go_on().map(|()| true)
    }

    /// Whether a segment is being written anew.
    pub fn is_rewriting(&self) -> bool {
        self.rewrite.is_some()
    }

    /// Whether one is, without what is to be erased.
    pub fn is_erasing(&self) -> bool {
        self.rewrite.as_ref().is_some_and(|rewrite| rewrite.erases)
    }

    fn next_merge(&self) -> Option<Range<usize>> {
        let sizes: Vec<_> = self.manifest.segments.iter().map(|entry| entry.len).collect();
        policy::next_merge(&sizes)
    }

    /// Removes one old segment; true when there was none left.
    fn has_swept(&mut self) -> Result<bool, EngineError> {
        if self.litter.is_empty() || self.sweep_one() {
            return Ok(self.litter.is_empty());
        }
        Err(EngineError::new(ErrorKind::Retry, "index: an old segment could not be removed"))
    }

    fn begin(
        &mut self,
        range: Range<usize>,
        live: &dyn Fn(CaptureNo) -> bool,
        erases: bool,
    ) -> Result<(), EngineError> {
        let sources = self.segments.get(range.clone()).unwrap_or_default().to_vec();
        let entries = self.manifest.segments.get(range).unwrap_or_default();
        let of: Vec<_> = entries.iter().map(|entry| entry.no).collect();
        match self.begin_pack(sources, live)? {
            Some(begun) => self.rewrite = Some(Rewrite { begun, of, erases }),
            None => self.replace(&of, None)?,
        }
        Ok(())
    }

    /// Begins a new segment that no manifest names yet; `None` when nothing in `sources` is live.
    pub(super) fn begin_pack(
        &mut self,
        sources: Vec<Arc<Opened>>,
        live: &dyn Fn(CaptureNo) -> bool,
    ) -> Result<Option<Begun>, EngineError> {
        let no = self.next;
        self.next += 1;
        let pack = Arc::new(PackWriter::create(Arc::clone(&self.files), super::file_name(no))?);
        let begun = Merge::begin(sources, live, WriteDirectory::new(Arc::clone(&pack)));
        if !matches!(begun, Ok(Some(_))) {
            self.throw_away(no);
        }
        Ok(begun?.map(|merge| Begun { no, pack, merge }))
    }

    fn go_on(&mut self) -> Result<(), EngineError> {
        let Some(Rewrite { begun, of, erases }) = self.rewrite.take() else { return Ok(()) };
        match self.write_some(begun)? {
            Written::More(begun) => self.rewrite = Some(Rewrite { begun, of, erases }),
            Written::Whole(entry, opened) => self.replace(&of, Some((entry, opened)))?,
        }
        Ok(())
    }

    /// Writes one slice of a new segment; opens it when that was the last. One that cannot be written is thrown away.
    pub(super) fn write_some(&mut self, mut begun: Begun) -> Result<Written, EngineError> {
        let Poll::Ready(done) = begun.merge.step() else { return Ok(Written::More(begun)) };
        let Begun { no, pack, merge } = begun;
        let docs = merge.docs;
        // What it has not written yet goes with it, before its file may.
        drop(merge);
        let whole = done.and_then(|()| {
            let len = pack.finish(docs)?;
            self.open_new(&Entry { no, len, docs, sum: None })
        });
        let (entry, opened) = whole.inspect_err(|_| self.throw_away(no))?;
        Ok(Written::Whole(entry, opened))
    }

    /// Installs a new segment in the place of those it was made of.
    fn replace(&mut self, of: &[u64], new: Option<(Entry, Arc<Opened>)>) -> Result<(), EngineError> {
        let (mut manifest, mut segments) = (self.manifest.clone(), self.segments.clone());
        let first = manifest.segments.iter().position(|entry| Some(&entry.no) == of.first()).unwrap_or(0);
        let range = first..first + of.len();
        let here = manifest.segments.get(range.clone()).unwrap_or_default();
        if !here.iter().map(|entry| entry.no).eq(of.iter().copied()) {
            return Err(EngineError::new(ErrorKind::Bug, "index: segments left while they were merged"));
        }
        let (entry, opened) = new.unzip();
        manifest.segments.splice(range.clone(), entry);
        segments.splice(range, opened);
        self.install(manifest, segments)?;
        self.litter.extend(of.iter().map(|no| super::file_name(*no)));
        Ok(())
    }

    /// Gives up what is being written anew.
    fn abandon(&mut self) {
        let no = self.rewrite.take().map(|rewrite| rewrite.begun.no);
        no.into_iter().for_each(|no| self.throw_away(no));
    }

    /// Gives up all that is on its way, so that nothing of it is written any more.
    pub fn give_up(&mut self) {
        self.abandon();
        let no = self.commit.take().map(|commit| commit.begun.no);
        no.into_iter().for_each(|no| self.throw_away(no));
    }

    fn throw_away(&mut self, no: u64) {
        self.litter.push(super::file_name(no));
    }
}
