//! Documents that are not committed yet: in memory, searchable at once.
use super::Weights;
use super::doc::{Analyser, Doc};
use super::draft::{Draft, MOST_DOCS};
use super::merge;
use super::segment::Opened;
use crate::EngineError;
use std::sync::Arc;

/// Segments of one size that are made into one: 8 pages become one segment of 8, 8 of those one of 64.
const FAN: usize = 8;

/// The pending documents.
#[derive(Default)]
pub(super) struct Pending {
    analyser: Analyser,
    draft: Draft,
    /// Searchable segments, oldest and largest first.
    sealed: Vec<Arc<Opened>>,
    /// So many of these, the oldest, are being committed, and stay as they are.
    frozen: usize,
}

impl Pending {
    /// See [`super::Index::weigh`].
    pub fn weigh(&mut self, weights: Weights) {
        self.analyser.weights = weights;
    }

    /// Takes a document. It is searchable after the next [`Pending::seal`].
    pub fn add(&mut self, doc: &Doc<'_>) -> Result<(), EngineError> {
        let analysis = self.analyser.analyse(doc);
        self.draft.add(doc.no, &analysis);
        if self.draft.is_full() { self.seal().map(drop) } else { Ok(()) }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.draft.docs() as usize + self.sealed.iter().map(|segment| segment.docs as usize).sum::<usize>()
    }

    /// Makes all documents searchable and returns their segments.
    pub fn seal(&mut self) -> Result<&[Arc<Opened>], EngineError> {
        if self.draft.docs() > 0 {
            self.sealed.push(Arc::new(std::mem::take(&mut self.draft).seal()?));
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
            if tier(first) != tier(last) || docs > MOST_DOCS {
                break;
            }
            let merged = merge::in_memory(newest.to_vec())?;
            self.sealed.truncate(at);
            self.sealed.extend(merged.map(Arc::new));
        }
        Ok(())
    }
}
