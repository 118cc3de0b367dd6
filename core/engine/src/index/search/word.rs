//! Walks through the documents that hold a word, counting its occurrences over zones, languages and forms.
use super::bounds::{Bounds, Scale};
use super::score::MOST;
use super::terms::{Posting, Postings};
use crate::EngineError;
use crate::index::pack::from_io;
use crate::index::segment::Opened;
use std::sync::Arc;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// More lists than this are added up at once instead of being walked side by side.
const MOST_SIDE_BY_SIDE: usize = 12;

/// A word in one segment.
pub(super) enum WordCursor {
    /// Few lists, read as needed.
    Lists { lists: Vec<List>, doc: DocId },
    /// Many lists, added up: documents and occurrences.
    Summed { docs: Vec<(DocId, f32)>, at: usize },
}

/// One of few lists.
pub(super) struct List {
    postings: SegmentPostings,
    /// What one occurrence counts.
    weight: f32,
    /// Where it is long, and what cannot win is passed over.
    bounds: Option<Bounds>,
}

impl List {
    fn open(segment: &Opened, posting: &Posting, scale: Option<&Arc<Scale>>) -> Result<Self, EngineError> {
        let bounds = scale.map(|scale| Bounds::open(segment, &posting.info, scale)).transpose()?;
        let postings = read(segment, posting, IndexRecordOption::WithFreqs)?;
        Ok(Self { postings, weight: posting.weight, bounds: bounds.flatten() })
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.postings.doc();
        if doc < target { self.postings.seek(target) } else { doc }
    }

    /// See [`WordCursor::most`].
    fn most(&mut self, target: DocId) -> (f32, DocId) {
        if self.postings.doc() <= target
            && let Some(bounds) = &mut self.bounds
        {
            let (most, last) = bounds.at(target);
            return (self.weight * most, last);
        }
        match self.seek(target) {
            doc if doc == target => (MOST, target),
            doc => (0.0, doc - 1),
        }
    }
}

impl WordCursor {
    /// Opens all lists of a word; with a scale it knows what documents say at most.
    pub fn open(
        segment: &Opened,
        postings: &Postings,
        scale: Option<&Arc<Scale>>,
    ) -> Result<Self, EngineError> {
        if postings.all.len() > MOST_SIDE_BY_SIDE {
            return sum(segment, &postings.all);
        }
        let mut lists = Vec::with_capacity(postings.all.len());
        for posting in &postings.all {
            lists.push(List::open(segment, posting, scale)?);
        }
        let doc = lowest(&lists);
        Ok(Self::Lists { lists, doc })
    }

    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        match self {
            Self::Lists { doc, .. } => *doc,
            Self::Summed { docs, at } => docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Lists { lists, doc } => {
                if *doc < target {
                    *doc = lists.iter_mut().map(|list| list.seek(target)).min().unwrap_or(TERMINATED);
                }
            }
            Self::Summed { docs, at } => {
                *at += docs.get(*at..).unwrap_or_default().partition_point(|(doc, _)| *doc < target);
            }
        }
        self.doc()
    }

    /// What weighted occurrences by the half-way point come to at most in documents from `target` on, and the last document for which
    /// that holds.
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
        match self {
            Self::Lists { lists, .. } => {
                let each = lists.iter_mut().map(|list| list.most(target));
                each.fold((0.0, TERMINATED), |(sum, end), (most, last)| (sum + most, end.min(last)))
            }
            Self::Summed { .. } => (MOST, TERMINATED),
        }
    }

    /// Weighted occurrences in the current document.
    pub fn occurrences(&self) -> f32 {
        match self {
            Self::Lists { lists, doc } => {
                let here = lists.iter().filter(|list| list.postings.doc() == *doc);
                here.map(|list| list.weight * list.postings.term_freq() as f32).sum()
            }
            Self::Summed { docs, at } => docs.get(*at).map_or(0.0, |(_, occurrences)| *occurrences),
        }
    }
}

/// Opens one list.
pub(super) fn read(
    segment: &Opened,
    posting: &Posting,
    option: IndexRecordOption,
) -> Result<SegmentPostings, EngineError> {
    segment.words.read_postings_from_terminfo(&posting.info, option).map_err(|e| from_io(&e))
}

fn lowest(lists: &[List]) -> DocId {
    lists.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED)
}

/// Adds up many lists.
fn sum(segment: &Opened, postings: &[Posting]) -> Result<WordCursor, EngineError> {
    let mut sums = vec![0.0_f32; segment.docs as usize];
    let mut docs = Vec::new();
    for posting in postings {
        let mut list = read(segment, posting, IndexRecordOption::WithFreqs)?;
        let mut doc = list.doc();
        while doc != TERMINATED {
            if let Some(sum) = sums.get_mut(doc as usize) {
                if *sum == 0.0 {
                    docs.push((doc, 0.0));
                }
                // A zone that counts nothing (site, language) still makes the page match.
                *sum += (posting.weight * list.term_freq() as f32).max(f32::MIN_POSITIVE);
            }
            doc = list.advance();
        }
    }
    docs.sort_unstable_by_key(|(doc, _)| *doc);
    for (doc, occurrences) in &mut docs {
        *occurrences = sums.get(*doc as usize).copied().unwrap_or(0.0);
    }
    Ok(WordCursor::Summed { docs, at: 0 })
}
