//! The search index: tantivy segments over the files port. A cache of the journal.
mod commit;
mod doc;
mod draft;
mod ends;
mod key;
mod manifest;
mod merge;
mod numbers;
mod pack;
mod pending;
mod policy;
mod rewrite;
mod schema;
mod search;
mod segment;
mod weights;

pub use doc::Doc;
pub use search::{All, Extent, Facts, Found, MOST_STANDING, Sort, USUAL_STANDING, Want, Work};
pub use weights::Weights;

use crate::ports::Files;
use crate::query::Query;
use crate::{CaptureNo, EngineError, ErrorKind};
use commit::Commit;
use manifest::{Entry, Manifest, SLOTS};
use pack::Cache;
use pending::Pending;
use rewrite::Rewrite;
use segment::Opened;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Units of 4 KiB that are kept in memory, for all segments together.
const CACHED_UNITS: usize = 1024;

/// The words of every capture, and where they stand. Holds no text.
pub struct Index {
    files: Arc<dyn Files>,
    cache: Arc<Mutex<Cache>>,
    manifest: Manifest,
    /// The slot that holds `manifest`.
    slot: Option<usize>,
    /// The committed segments, in the manifest's order.
    segments: Vec<Arc<Opened>>,
    pending: Mutex<Pending>,
    rewrite: Option<Rewrite>,
    commit: Option<Commit>,
    /// The number of the next file; never given twice, so that a failed write is never taken for a whole one.
    next: u64,
    /// Files that no durable manifest names, still to be removed.
    litter: Vec<String>,
    /// Files of a manifest whose writing failed: it may have landed, so they stay until a later one is durable.
    doubtful: Vec<String>,
    weights: Weights,
    changes: u64,
}

impl Index {
    /// Opens the index; an empty folder is an empty index.
    ///
    /// # Errors
    /// `Corrupt` or `Update` when what is there cannot be used: call [`Index::fresh`] and add everything again.
    pub fn open(files: Arc<dyn Files>) -> Result<Self, EngineError> {
        let loaded = Manifest::load(&*files)?;
        let mut index = Self::empty(files, loaded.manifest, loaded.slot);
        for entry in index.manifest.segments.clone() {
            let segment = index.open_segment(&entry)?;
            index.segments.push(segment);
        }
        let names: Vec<_> = index.manifest.segments.iter().map(|entry| file_name(entry.no)).collect();
        for name in index.files.list()?.into_iter().map(|file| file.name).filter(|name| is_segment(name)) {
            index.next = index.next.max(number(&name).map_or(0, |no| no + 1));
            if !names.contains(&name) {
                index.litter.push(name);
            }
        }
        while index.sweep_one() {}
        Ok(index)
    }

    /// An empty index; removes whatever index files there are.
    pub fn fresh(files: Arc<dyn Files>) -> Result<Self, EngineError> {
        // Manifests first: without them the segments are litter, whatever happens next.
        for name in SLOTS {
            files.remove(name)?;
        }
        for file in files.list()?.into_iter().filter(|file| is_segment(&file.name)) {
            files.remove(&file.name)?;
        }
        Ok(Self::empty(files, Manifest::default(), None))
    }

    fn empty(files: Arc<dyn Files>, manifest: Manifest, slot: Option<usize>) -> Self {
        Self {
            files,
            cache: Arc::new(Mutex::new(Cache::new(CACHED_UNITS))),
            manifest,
            slot,
            segments: Vec::new(),
            pending: Mutex::default(),
            rewrite: None,
            commit: None,
            next: 0,
            litter: Vec::new(),
            doubtful: Vec::new(),
            weights: Weights::SET,
            changes: 0,
        }
    }

    /// Ranks by other weights, to measure them: to be called before the first document is added, since lengths hang on them.
    pub fn weigh(&mut self, weights: Weights) {
        self.weights = weights;
        self.waiting().weigh(weights);
    }

    /// Takes a document; it is searchable in the same breath, and durable after the next commit.
    pub fn add(&mut self, doc: &Doc<'_>) -> Result<(), EngineError> {
        self.changes += 1;
        self.waiting().add(doc)
    }

    /// How many documents are not committed.
    pub fn pending(&self) -> usize {
        self.waiting().len()
    }

    /// The journal position of the last commit; empty before the first.
    pub fn mark(&self) -> &[u8] {
        &self.manifest.mark
    }

    /// The captures of all documents, committed or pending, ascending.
    pub fn numbers(&self) -> Result<Vec<CaptureNo>, EngineError> {
        let mut numbers: Vec<_> = self
            .all_segments()?
            .iter()
            .flat_map(|segment| (0..segment.docs).map(|doc| segment.number(doc)))
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Reads every block of every file and checks it against its checksum.
    pub fn verify(&self) -> Result<(), EngineError> {
        self.segments.iter().filter_map(|segment| segment.pack.as_ref()).try_for_each(|pack| pack.verify())
    }

    /// Bytes of the committed segments.
    pub fn bytes(&self) -> u64 {
        self.manifest.segments.iter().map(|entry| entry.len).sum()
    }

    /// Finds what matches. See [`Found`].
    pub fn search(&self, query: &Query, facts: &dyn Facts, want: Want) -> Result<Found, EngineError> {
        search::search(&self.all_segments()?, query, facts, want, &self.weights)
    }

    /// Does one slice of finding all documents that match; true when there is more. Where [`Index::changes`] says another number than
    /// before, it is to be begun anew.
    pub fn search_all(&self, query: &Query, facts: &dyn Facts, all: &mut All) -> Result<bool, EngineError> {
        search::search_all(&self.all_segments()?, query, facts, &self.weights, all)
    }

    /// Counts up with whatever changes which documents there are, and where they stand.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    fn all_segments(&self) -> Result<Vec<Arc<Opened>>, EngineError> {
        let mut all = self.segments.clone();
        all.extend_from_slice(self.waiting().seal()?);
        Ok(all)
    }

    fn waiting(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open_segment(&self, entry: &Entry) -> Result<Arc<Opened>, EngineError> {
        let name = file_name(entry.no);
        let opened =
            Opened::from_pack(Arc::clone(&self.files), Arc::clone(&self.cache), entry.no, name, entry.len);
        let opened = opened.map_err(|error| match error.kind {
            ErrorKind::NotFound => EngineError::new(ErrorKind::Corrupt, "index: a segment is missing"),
            _ => error,
        })?;
        let sum = opened.pack.as_ref().map(|pack| pack.sum());
        if opened.docs == entry.docs && (entry.sum.is_none() || entry.sum == sum) {
            return Ok(Arc::new(opened));
        }
        Err(EngineError::new(ErrorKind::Corrupt, "index: a segment is not the one the manifest names"))
    }

    fn open_new(&self, entry: &Entry) -> Result<(Entry, Arc<Opened>), EngineError> {
        let opened = self.open_segment(entry)?;
        let sum = opened.pack.as_ref().map(|pack| pack.sum());
        Ok((Entry { sum, ..entry.clone() }, opened))
    }

    /// Makes a new state the durable one, then the one in memory. The slot in use is never touched.
    fn install(&mut self, mut manifest: Manifest, segments: Vec<Arc<Opened>>) -> Result<(), EngineError> {
        manifest.generation += 1;
        let slot = self.slot.map_or(0, |used| 1 - used);
        if let Err(error) = manifest.store(&*self.files, slot) {
            self.manifest.generation = manifest.generation;
            let new = manifest.segments.iter().filter(|entry| !self.manifest.segments.contains(entry));
            self.doubtful.extend(new.map(|entry| file_name(entry.no)));
            return Err(error);
        }
        self.slot = Some(slot);
        self.changes += 1;
        self.manifest = manifest;
        self.segments = segments;
        self.litter.append(&mut self.doubtful);
        Ok(())
    }

    /// Removes a file that no durable manifest names: one at once, for each takes the disk its time. False where there is none, or all that are
    /// left cannot be removed now; that is tried again later.
    fn sweep_one(&mut self) -> bool {
        let files = &self.files;
        let removed = self.litter.iter().position(|name| files.remove(name).is_ok());
        removed.map(|at| self.litter.remove(at)).is_some()
    }
}

/// The name of a segment's file.
fn file_name(no: u64) -> String {
    format!("seg-{no:06}.idx")
}

/// The number in a segment's file name.
fn number(name: &str) -> Option<u64> {
    name.strip_prefix("seg-")?.strip_suffix(".idx")?.parse().ok()
}

fn is_segment(name: &str) -> bool {
    name.starts_with("seg-") && name.ends_with(".idx")
}
