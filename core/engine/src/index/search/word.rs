//! Walks through the documents that hold a word, counting its occurrences over zones, languages and forms.
use super::bounds::{Bounds, LONG, Scale, together};
use super::meter::Stretch;
use super::score::MOST;
use super::sum::Sum;
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
pub(super) struct WordCursor {
    /// The longest lists, read as needed.
    lists: Vec<List>,
    /// The others, where there are many.
    rest: Option<Sum>,
    doc: DocId,
}

/// A list that is read as needed.
pub(super) struct List {
    pub postings: SegmentPostings,
    /// What one occurrence counts.
    weight: f32,
    /// Where it is long, and what cannot win is passed over.
    bounds: Option<Bounds>,
}

impl List {
    /// Opens a list; with a scale it knows what documents say at most.
    pub fn open(
        segment: &Opened,
        posting: &Posting,
        weight: f32,
        option: IndexRecordOption,
        scale: Option<&Arc<Scale>>,
    ) -> Result<Self, EngineError> {
        let bounds = scale.map(|scale| Bounds::open(segment, &posting.info, scale)).transpose()?.flatten();
        let postings = segment.words.read_postings_from_terminfo(&posting.info, option);
        Ok(Self { postings: postings.map_err(|e| from_io(&e))?, weight, bounds })
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.postings.doc();
        if doc < target { self.postings.seek(target) } else { doc }
    }

    /// See [`WordCursor::most`].
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
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

/// What some lists come to together at most.
pub(super) fn most_of_lists(lists: &mut [List], target: DocId) -> (f32, DocId) {
    together(lists.iter_mut().map(|list| list.most(target)))
}

impl WordCursor {
    /// Opens all lists of a word; with a scale it knows what documents say at most.
    pub fn open(
        segment: &Opened,
        postings: &Postings,
        scale: Option<&Arc<Scale>>,
        stretch: Stretch<'_>,
    ) -> Result<Self, EngineError> {
        let mut all: Vec<&Posting> = postings.all.iter().collect();
        let mut rest = None;
        if all.len() > MOST_SIDE_BY_SIDE {
            all.sort_by_key(|posting| std::cmp::Reverse(posting.info.doc_freq));
            let is_long = |posting: &&&Posting| posting.info.doc_freq >= LONG;
            // Of a beginning all are read: it has no few that say most.
            let long = all.iter().take_while(is_long).count();
            let short = all.split_off(if long > MOST_SIDE_BY_SIDE { 0 } else { long });
            rest = Some(Sum::of(segment, &short, scale.map(Arc::as_ref), stretch)?);
        }
        let open = |posting: &&Posting| {
            List::open(segment, posting, posting.weight, IndexRecordOption::WithFreqs, scale)
        };
        let lists = all.iter().map(open).collect::<Result<_, _>>()?;
        let mut cursor = Self { lists, rest, doc: 0 };
        cursor.doc = cursor.lowest();
        Ok(cursor)
    }

    fn lowest(&self) -> DocId {
        let lists = self.lists.iter().map(|list| list.postings.doc());
        lists.chain(self.rest.as_ref().map(Sum::doc)).min().unwrap_or(TERMINATED)
    }

    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            let lists = self.lists.iter_mut().map(|list| list.seek(target));
            let rest = self.rest.as_mut().map(|rest| rest.seek(target));
            self.doc = lists.chain(rest).min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    /// What weighted occurrences by the half-way point come to at most in documents from `target` on, and the last document for which
    /// that holds.
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
        let (lists, end) = most_of_lists(&mut self.lists, target);
        let (rest, last) = self.rest.as_mut().map_or((0.0, TERMINATED), |rest| rest.most(target));
        (lists + rest, end.min(last))
    }

    /// Weighted occurrences in the current document.
    pub fn occurrences(&self) -> f32 {
        let here = self.lists.iter().filter(|list| list.postings.doc() == self.doc);
        let lists: f32 = here.map(|list| list.weight * list.postings.term_freq() as f32).sum();
        let rest = self.rest.as_ref().filter(|rest| rest.doc() == self.doc);
        lists + rest.map_or(0.0, Sum::occurrences)
    }
}
