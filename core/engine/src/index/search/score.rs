//! BM25F: how much a word says, how much a page says it, how long the page is.
use crate::index::Weights;
use crate::index::doc::length_of;
use crate::index::segment::Opened;
use std::sync::Arc;

/// More than occurrences ever come to.
pub(super) const MOST: f32 = 1.0e12;

/// Bounds are sums in another order than scores: by so much they may differ.
pub(super) const ROUNDED: f32 = 1.0001;

/// What scores depend on beside the word: the whole collection.
pub(super) struct Collection {
    pub docs: f32,
    /// The mean length of all pages.
    pub mean: f32,
    /// See [`Weights`].
    pub k1: f32,
    pub b: f32,
    /// By length code: the weighted occurrences at which a word has said half of what it can.
    half: [f32; 256],
}

impl Collection {
    /// Of all segments together, so that a page ranks alike in whichever it lies.
    pub fn of(segments: &[Arc<Opened>], weights: &Weights) -> Self {
        let Weights { k1, b, .. } = *weights;
        let docs: u32 = segments.iter().map(|segment| segment.docs).sum();
        let total: f64 = segments.iter().map(|segment| segment.total_length).sum();
        let mean = (total / f64::from(docs.max(1))).max(1.0) as f32;
        let half = std::array::from_fn(|code| k1 * (1.0 - b + b * length_of(code as u8) / mean));
        Self { docs: docs as f32, mean, k1, b, half }
    }

    /// What a word that stands in `docs` documents says.
    pub fn idf(&self, docs: u32) -> f32 {
        let docs = (docs as f32).min(self.docs);
        ((self.docs - docs + 0.5) / (docs + 0.5)).ln_1p()
    }

    /// The half-way point of a page.
    pub fn half(&self, length_code: u8) -> f32 {
        self.half.get(usize::from(length_code)).copied().unwrap_or(1.0)
    }
}

/// The score, at most `idf`, of a word with weight `idf` that occurs `occurrences` (weighted) times in a page.
pub(super) fn score(idf: f32, occurrences: f32, half: f32) -> f32 {
    idf * occurrences / (occurrences + half)
}
