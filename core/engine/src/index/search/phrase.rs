//! Words side by side: within one zone of a page, in the page's language, at following positions.
use super::bounds::{Scale, together};
use super::meter::Stretch;
use super::score::MOST;
use super::terms::{Posting, Postings};
use super::word::{List, most_of_lists};
use crate::EngineError;
use crate::index::Weights;
use crate::index::segment::Opened;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED};

/// Most words that stand for the last, half-typed word of a phrase where only the best pages are wanted, or how near words stand is weighed.
pub(super) const MOST_ENDS: usize = 32;

/// A phrase in one segment: one walk for each zone and language that has all its words.
pub(super) struct PhraseCursor {
    walks: Vec<Walk>,
    doc: DocId,
    /// It stops where the words are somewhere; whether they stand side by side is asked of [`PhraseCursor::verify`].
    is_rough: bool,
}

/// A phrase in one zone and language.
struct Walk {
    /// The words of the phrase, the rarest first.
    words: Vec<Place>,
    weight: f32,
    /// Where all words are.
    doc: DocId,
    /// How often they stand side by side there; `None` before it was counted.
    times: Option<u32>,
    /// Where they do.
    starts: Vec<u32>,
}

/// A word of a phrase.
struct Place {
    /// The lists that stand for it.
    lists: Vec<List>,
    /// How far it stands behind the first.
    at: u32,
    /// In how many documents it stands, about.
    docs: u32,
    /// Where it stands in the current document, ascending.
    here: Vec<u32>,
}

impl PhraseCursor {
    /// Opens the lists of the phrase's words, in order; `at`: how far behind the first each stands. Stands nowhere before
    /// [`PhraseCursor::begin`]. `ends`: most words that stand for a half-typed one, in a zone and language.
    pub fn open(
        segment: &Opened,
        words: &[&Postings],
        (at, ends): (&[u32], usize),
        weights: &Weights,
        scale: Option<&Arc<Scale>>,
    ) -> Result<Self, EngineError> {
        let mut by_place: BTreeMap<(u8, usize), Vec<Vec<Posting>>> = BTreeMap::new();
        for (nth, word) in words.iter().enumerate() {
            for posting in &word.all {
                // What the first word has not, the phrase has not.
                let place = (posting.zone as u8, posting.lang);
                if nth == 0 {
                    by_place.entry(place).or_insert_with(|| vec![Vec::new(); words.len()]);
                }
                let lists = by_place.get_mut(&place).and_then(|words| words.get_mut(nth));
                lists.into_iter().for_each(|lists| lists.push(posting.clone()));
            }
        }
        let mut walks = Vec::new();
        for mut lists in by_place.into_values() {
            let Some(zone) = lists.first().and_then(|first| first.first()).map(|posting| posting.zone) else {
                continue;
            };
            if lists.iter().any(Vec::is_empty) {
                continue;
            }
            for list in &mut lists {
                list.sort_by_key(|posting| std::cmp::Reverse(posting.info.doc_freq));
                list.truncate(ends);
            }
            let open = |(lists, at): (&Vec<Posting>, &u32)| {
                let docs = lists.iter().map(|posting| posting.info.doc_freq).sum();
                let option = IndexRecordOption::WithFreqsAndPositions;
                let open = |posting| List::open(segment, posting, 1.0, option, scale);
                Ok(Place {
                    lists: lists.iter().map(open).collect::<Result<_, EngineError>>()?,
                    at: *at,
                    docs,
                    here: Vec::new(),
                })
            };
            let mut words = lists.iter().zip(at).map(open).collect::<Result<Vec<_>, EngineError>>()?;
            words.sort_by_key(|word| word.docs);
            walks.push(Walk { words, weight: weights.of(zone), doc: 0, times: None, starts: Vec::new() });
        }
        Ok(Self { walks, doc: 0, is_rough: false })
    }

    /// How many lists it reads.
    pub fn lists(&self) -> usize {
        self.walks.iter().flat_map(|walk| &walk.words).map(|word| word.lists.len()).sum()
    }

    /// Goes to the first document that holds the phrase; roughly: all its words.
    pub fn begin(&mut self, roughly: bool, stretch: Stretch<'_>) {
        self.is_rough = roughly;
        self.walks.iter_mut().for_each(|walk| walk.approach(stretch.from, stretch));
        self.doc = lowest(&self.walks);
        self.settle(stretch);
    }

    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes to the first document at or after `target` that holds the phrase; roughly: all its words.
    pub fn seek(&mut self, target: DocId, stretch: Stretch<'_>) -> DocId {
        if self.doc < target {
            self.approach(target, stretch);
            self.settle(stretch);
        }
        self.doc
    }

    fn approach(&mut self, target: DocId, stretch: Stretch<'_>) {
        for walk in self.walks.iter_mut().filter(|walk| walk.doc < target) {
            walk.approach(target, stretch);
        }
        self.doc = lowest(&self.walks);
    }

    fn settle(&mut self, stretch: Stretch<'_>) {
        while !self.is_rough && self.doc < stretch.end && !self.verify() {
            self.approach(self.doc + 1, stretch);
        }
    }

    /// Whether the words stand side by side in the current document.
    pub fn verify(&mut self) -> bool {
        let doc = self.doc;
        let here = self.walks.iter_mut().filter(|walk| walk.doc == doc);
        // All are counted: the score is of all of them.
        here.map(Walk::times).sum::<u32>() > 0
    }

    /// Weighted occurrences in the current document; before it was verified the most that they can be.
    pub fn occurrences(&self) -> f32 {
        let here = self.walks.iter().filter(|walk| walk.doc == self.doc);
        here.map(|walk| walk.weight * walk.times.unwrap_or_else(|| walk.most_times()) as f32).sum()
    }

    /// What weighted occurrences by the half-way point come to at most in documents from `target` on, and the last document for which
    /// that holds: a phrase stands nowhere more often than any of its words.
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
        together(self.walks.iter_mut().map(|walk| walk.most(target)))
    }

    /// The most that weighted occurrences can be in a document at or after the one that was asked for last: a phrase stands nowhere more
    /// often than any of its words.
    pub fn most_at(&mut self, doc: DocId) -> f32 {
        let here = self.walks.iter_mut().filter_map(|walk| walk.is_at(doc).then_some(&*walk));
        here.map(|walk| walk.weight * walk.most_times() as f32).sum()
    }

    /// Weighted occurrences in the document of which [`PhraseCursor::most_at`] was asked last.
    pub fn occurrences_at(&mut self, doc: DocId) -> f32 {
        let here = self.walks.iter_mut().filter(|walk| walk.doc == doc);
        here.map(|walk| walk.weight * walk.times() as f32).sum()
    }
}

fn lowest(walks: &[Walk]) -> DocId {
    walks.iter().map(|walk| walk.doc).min().unwrap_or(TERMINATED)
}

impl Walk {
    fn most(&mut self, target: DocId) -> (f32, DocId) {
        if self.doc > target {
            return (0.0, self.doc - 1);
        }
        let each = self.words.iter_mut().map(|word| most_of_lists(&mut word.lists, target));
        let (most, end) =
            each.fold((MOST, TERMINATED), |(least, end), (most, last)| (least.min(most), end.min(last)));
        (self.weight * most, end)
    }

    /// Goes to the first document at or after `target` that has all words.
    fn approach(&mut self, target: DocId, stretch: Stretch<'_>) {
        self.doc = self.together(target, stretch);
        self.times = None;
    }

    /// Whether all words are in a document; goes there if so, else nowhere.
    fn is_at(&mut self, doc: DocId) -> bool {
        let has_all = self.words.iter_mut().all(|word| seek_any(&mut word.lists, doc) == doc);
        self.doc = if has_all { doc } else { TERMINATED };
        self.times = None;
        has_all
    }

    /// The first document at or after `target` that has all words somewhere.
    fn together(&mut self, mut target: DocId, stretch: Stretch<'_>) -> DocId {
        let mut agreed = 0;
        while agreed < self.words.len() && target < stretch.end {
            agreed = 0;
            for word in &mut self.words {
                stretch.meter.steps(1);
                let doc = seek_any(&mut word.lists, target);
                if doc != target {
                    target = doc;
                    break;
                }
                agreed += 1;
            }
        }
        target
    }

    /// As often as the rarest word.
    fn most_times(&self) -> u32 {
        self.words.iter().map(|word| word.times(self.doc)).min().unwrap_or(0)
    }

    /// How often the words stand side by side in the current document.
    fn times(&mut self) -> u32 {
        if let Some(times) = self.times {
            return times;
        }
        for (nth, word) in self.words.iter_mut().enumerate() {
            word.read(self.doc);
            if nth == 0 {
                self.starts.clear();
                self.starts.extend(word.here.iter().filter_map(|place| place.checked_sub(word.at)));
            } else {
                let mut here = word.here.iter().copied().peekable();
                self.starts.retain(|start| {
                    let place = start + word.at;
                    while here.next_if(|at| *at < place).is_some() {}
                    here.peek() == Some(&place)
                });
            }
            if self.starts.is_empty() {
                break;
            }
        }
        let times = self.starts.len() as u32;
        self.times = Some(times);
        times
    }
}

impl Place {
    fn at(&self, doc: DocId) -> impl Iterator<Item = &SegmentPostings> {
        self.lists.iter().map(|list| &list.postings).filter(move |list| list.doc() == doc)
    }

    /// How often the word stands in a document.
    fn times(&self, doc: DocId) -> u32 {
        self.at(doc).map(SegmentPostings::term_freq).sum()
    }

    /// Reads where it stands in a document.
    fn read(&mut self, doc: DocId) {
        self.here.clear();
        let mut lists = 0;
        for list in self.lists.iter_mut().filter(|list| list.postings.doc() == doc) {
            list.postings.append_positions_with_offset(0, &mut self.here);
            lists += 1;
        }
        if lists > 1 {
            self.here.sort_unstable();
        }
    }
}

fn seek_any(lists: &mut [List], target: DocId) -> DocId {
    lists.iter_mut().map(|list| list.seek(target)).min().unwrap_or(TERMINATED)
}
