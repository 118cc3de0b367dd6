//! Walks through the documents that hold a word, counting its occurrences over zones, languages and forms.
use super::bounds::{Bounds, LONG, Scale, together};
use super::meter::{Meter, Stretch};
use super::score::MOST;
use super::sum::Sum;
use super::terms::{Posting, Postings};
use super::window::Window;
use crate::EngineError;
use crate::index::pack::from_io;
use crate::index::segment::Opened;
use std::ops::Range;
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
    /// In how many documents the word stands, about.
    docs: u32,
    /// Where the documents are added up window by window, the present one.
    window: Option<Window>,
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

    /// See [`WordCursor::may_say`].
    fn most_in(&mut self, from: DocId, end: DocId) -> f32 {
        let doc = self.postings.doc().max(from);
        match &mut self.bounds {
            _ if doc >= end => 0.0,
            Some(bounds) => self.weight * bounds.most_in(doc, end),
            None => MOST,
        }
    }

    /// Adds what stands before `end` to a window.
    fn add_to(&mut self, window: &mut Window, end: DocId) {
        let mut doc = self.postings.doc();
        while doc < end {
            window.add(doc, self.weight * self.postings.term_freq() as f32);
            doc = self.postings.advance();
        }
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
        let mut cursor = Self { lists, rest, doc: 0, docs: postings.docs, window: None };
        cursor.doc = cursor.lowest();
        Ok(cursor)
    }

    fn lowest(&self) -> DocId {
        let lists = self.lists.iter().map(|list| list.postings.doc());
        lists.chain(self.rest.as_ref().map(Sum::doc)).min().unwrap_or(TERMINATED)
    }

    /// Whether it stands in so many documents that they are better added up than walked through.
    pub fn is_frequent(&self) -> bool {
        self.docs >= LONG
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

    /// Goes on to the window of documents that `target` stands in, or to the first behind it that the word stands in; which documents these
    /// are. Where it was called once, the documents come by [`WordCursor::first_saying`] alone.
    pub fn window(&mut self, target: DocId) -> Option<Range<DocId>> {
        if let Some(window) = self.window.as_ref().filter(|window| window.docs().contains(&target)) {
            return Some(window.docs());
        }
        let from = self.seek(target);
        let next = self.window.take().unwrap_or_default().moved(from);
        let docs = (from != TERMINATED).then(|| next.docs());
        self.window = Some(next);
        docs
    }

    /// Whether a document of the window may say enough, by the most that weighted occurrences by the half-way point come to in them; of one that
    /// was added up, the documents tell.
    pub fn may_say(&mut self, is_enough: impl Fn(f32) -> bool) -> bool {
        let Some(Range { start, end }) =
            self.window.as_ref().filter(|window| window.is_empty()).map(Window::docs)
        else {
            return true;
        };
        let lists: f32 = self.lists.iter_mut().map(|list| list.most_in(start, end)).sum();
        is_enough(lists + self.rest.as_mut().map_or(0.0, |rest| rest.most_in(start, end)))
    }

    /// The first document of the window at or after `target` of which `says` holds, by its weighted occurrences; and how many of those with the
    /// word were passed.
    pub fn first_saying(
        &mut self,
        target: DocId,
        meter: &Meter,
        says: impl Fn(DocId, f32) -> bool,
    ) -> (Option<DocId>, usize) {
        let Some(window) = &mut self.window else { return (None, 0) };
        if window.is_empty() {
            let end = window.docs().end;
            for list in &mut self.lists {
                list.add_to(window, end);
            }
            if let Some(rest) = &mut self.rest {
                rest.add_to(window, end);
            }
            meter.steps(window.added());
        }
        let (found, passed) = window.first(target, says);
        self.doc = found.unwrap_or(self.doc);
        (found, passed)
    }

    /// Weighted occurrences in the current document.
    pub fn occurrences(&self) -> f32 {
        if let Some(window) = &self.window {
            return window.of(self.doc);
        }
        let here = self.lists.iter().filter(|list| list.postings.doc() == self.doc);
        let lists: f32 = here.map(|list| list.weight * list.postings.term_freq() as f32).sum();
        let rest = self.rest.as_ref().filter(|rest| rest.doc() == self.doc);
        lists + rest.map_or(0.0, Sum::occurrences)
    }
}
