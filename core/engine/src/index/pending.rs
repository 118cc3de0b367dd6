//! Documents that are not committed yet: in memory, searchable at once.
use super::Weights;
use super::doc::{Analyser, Doc};
use super::merge;
use super::pack::engine_error;
use super::schema::{self, Fields};
use super::segment::{Opened, only_segment};
use crate::EngineError;
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::directory::RamDirectory;
use tantivy::indexer::{AddOperation, SegmentWriter};

/// Memory tantivy may plan with for one segment's words; more is taken when needed.
const BUDGET: usize = 1 << 20;
/// Segments of one size that are made into one: 8 pages become one segment of 8, 8 of those one of 64.
const FAN: usize = 8;
/// No segment in memory gets larger, in pages: neither sealing nor merging one is to be felt.
const LARGEST: u32 = 64;

/// The pending documents.
#[derive(Default)]
pub(super) struct Pending {
    analyser: Analyser,
    open: Option<Open>,
    /// Searchable segments, oldest and largest first.
    sealed: Vec<Arc<Opened>>,
    /// So many of these, the oldest, are being committed, and stay as they are.
    frozen: usize,
}

/// A segment that still takes documents.
struct Open {
    index: tantivy::Index,
    writer: SegmentWriter,
}

impl Pending {
    /// See [`super::Index::weigh`].
    pub fn weigh(&mut self, weights: Weights) {
        self.analyser.weights = weights;
    }

    /// Takes a document. It is searchable after the next [`Pending::seal`].
    pub fn add(&mut self, doc: &Doc<'_>) -> Result<(), EngineError> {
        let analysis = self.analyser.analyse(doc);
        let fields = Fields::new();
        let mut document = TantivyDocument::new();
        document.add_text(fields.keys, analysis.keys);
        document.add_u64(fields.no, u64::from(doc.no));
        document.add_u64(fields.length, u64::from(analysis.length));
        if self.open.is_none() {
            self.open = Some(Open::new()?);
        }
        let Some(open) = self.open.as_mut() else { return Ok(()) };
        open.writer.add_document(AddOperation { opstamp: 0, document }).map_err(|e| engine_error(&e))?;
        if open.writer.max_doc() >= LARGEST { self.seal().map(drop) } else { Ok(()) }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        let open = self.open.as_ref().map_or(0, |open| open.writer.max_doc() as usize);
        open + self.sealed.iter().map(|segment| segment.docs as usize).sum::<usize>()
    }

    /// Makes all documents searchable and returns their segments.
    pub fn seal(&mut self) -> Result<&[Arc<Opened>], EngineError> {
        if let Some(open) = self.open.take() {
            self.sealed.push(Arc::new(open.seal()?));
            self.gather()?;
        }
        Ok(&self.sealed)
    }

    /// Makes all documents searchable; their segments are to be committed, and stay as they are until then.
    pub fn freeze(&mut self) -> Result<Vec<Arc<Opened>>, EngineError> {
        self.seal()?;
        self.frozen = self.sealed.len();
        Ok(self.sealed.clone())
    }

    /// Drops the documents that were committed.
    pub fn drop_frozen(&mut self) {
        self.sealed.drain(..self.frozen.min(self.sealed.len()));
        self.frozen = 0;
    }

    /// Merges the newest segments while there are [`FAN`] of one size.
    fn gather(&mut self) -> Result<(), EngineError> {
        while let Some(at) = self.sealed.len().checked_sub(FAN).filter(|at| *at >= self.frozen) {
            let newest = self.sealed.get(at..).unwrap_or_default();
            let tier = |segment: &Arc<Opened>| segment.docs.max(1).ilog2() / FAN.ilog2();
            let (Some(first), Some(last)) = (newest.first(), newest.last()) else { break };
            let docs: u32 = newest.iter().map(|segment| segment.docs).sum();
            if tier(first) != tier(last) || docs > LARGEST {
                break;
            }
            let merged = merge::in_memory(newest.to_vec())?;
            self.sealed.truncate(at);
            self.sealed.extend(merged.map(Arc::new));
        }
        Ok(())
    }
}

impl Open {
    fn new() -> Result<Self, EngineError> {
        let index = schema::index_over(RamDirectory::create()).map_err(|e| engine_error(&e))?;
        let segment = only_segment(&index, 0)?;
        let writer = SegmentWriter::for_segment(BUDGET, segment).map_err(|e| engine_error(&e))?;
        Ok(Self { index, writer })
    }

    fn seal(self) -> Result<Opened, EngineError> {
        let docs = self.writer.max_doc();
        self.writer.finalize().map_err(|e| engine_error(&e))?;
        Opened::new(&only_segment(&self.index, docs)?)
    }
}
