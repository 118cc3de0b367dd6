//! Words side by side: within one zone of a page, in the page's language, at following positions.
use super::terms::{Posting, Postings};
use super::word::read;
use crate::EngineError;
use crate::index::Weights;
use crate::index::segment::Opened;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Most words that stand for the last, half-typed word of a phrase.
const MOST_ENDS: usize = 32;

/// A phrase in one segment: one walk for each zone and language that has all its words.
pub(super) struct PhraseCursor {
    walks: Vec<Walk>,
    doc: DocId,
}

/// A phrase in one zone and language.
struct Walk {
    /// The words of the phrase, the rarest first.
    words: Vec<Place>,
    weight: f32,
    doc: DocId,
    times: u32,
}

/// A word of a phrase.
struct Place {
    /// The lists that stand for it.
    lists: Vec<SegmentPostings>,
    /// How far it stands behind the first.
    at: u32,
    /// In how many documents it stands, about.
    docs: u32,
}

impl PhraseCursor {
    /// Opens the lists of the phrase's words, in order; `at`: how far behind the first each stands. Stands nowhere before
    /// [`PhraseCursor::begin`].
    pub fn open(
        segment: &Opened,
        words: &[&Postings],
        at: &[u32],
        weights: &Weights,
    ) -> Result<Self, EngineError> {
        let mut places: Vec<_> =
            words.first().into_iter().flat_map(|word| &word.all).map(|p| (p.zone, p.lang)).collect();
        places.sort_unstable_by_key(|(zone, lang)| (*zone as u8, *lang));
        places.dedup();
        let mut walks = Vec::new();
        for (zone, lang) in places {
            let here = |word: &&Postings| -> Vec<Posting> {
                let mut here: Vec<_> =
                    word.all.iter().filter(|p| p.zone == zone && p.lang == lang).cloned().collect();
                here.sort_by_key(|posting| std::cmp::Reverse(posting.info.doc_freq));
                here.truncate(MOST_ENDS);
                here
            };
            let lists: Vec<Vec<Posting>> = words.iter().map(here).collect();
            if lists.iter().any(Vec::is_empty) {
                continue;
            }
            let open = |(lists, at): (&Vec<Posting>, &u32)| {
                let docs = lists.iter().map(|posting| posting.info.doc_freq).sum();
                let lists = lists
                    .iter()
                    .map(|p| read(segment, p, IndexRecordOption::WithFreqsAndPositions))
                    .collect();
                Ok(Place {
                    lists: {
                        let lists: Result<_, EngineError> = lists;
                        lists?
                    },
                    at: *at,
                    docs,
                })
            };
            let mut words = lists.iter().zip(at).map(open).collect::<Result<Vec<_>, EngineError>>()?;
            words.sort_by_key(|word| word.docs);
            walks.push(Walk { words, weight: weights.of(zone), doc: 0, times: 0 });
        }
        Ok(Self { walks, doc: 0 })
    }

    /// Goes to the first document that holds the phrase.
    pub fn begin(&mut self) {
        self.walks.iter_mut().for_each(|walk| walk.settle(0));
        self.doc = lowest(&self.walks);
    }

    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes to the first document at or after `target` that holds the phrase.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            for walk in &mut self.walks {
                if walk.doc < target {
                    walk.settle(target);
                }
            }
            self.doc = lowest(&self.walks);
        }
        self.doc
    }

    /// Weighted occurrences in the current document.
    pub fn occurrences(&self) -> f32 {
        let here = self.walks.iter().filter(|walk| walk.doc == self.doc);
        here.map(|walk| walk.weight * walk.times as f32).sum()
    }

    /// Weighted occurrences in a document at or after the one that was asked for last, without looking for another.
    pub fn occurrences_at(&mut self, doc: DocId) -> f32 {
        self.walks.iter_mut().map(|walk| walk.weight * walk.times_in(doc) as f32).sum()
    }
}

fn lowest(walks: &[Walk]) -> DocId {
    walks.iter().map(|walk| walk.doc).min().unwrap_or(TERMINATED)
}

impl Walk {
    /// Goes to the first document at or after `target` with the words side by side.
    fn settle(&mut self, mut target: DocId) {
        loop {
            target = self.together(target);
            self.doc = target;
            if target == TERMINATED {
                return;
            }
            self.times = self.count();
            if self.times > 0 {
                return;
            }
            target += 1;
        }
    }

    fn times_in(&mut self, doc: DocId) -> u32 {
        self.doc = doc;
        let has_all = self.words.iter_mut().all(|word| seek_any(&mut word.lists, doc) == doc);
        if has_all { self.count() } else { 0 }
    }

    /// The first document at or after `target` that has all words somewhere.
    fn together(&mut self, mut target: DocId) -> DocId {
        let mut agreed = 0;
        while agreed < self.words.len() && target != TERMINATED {
            agreed = 0;
            for word in &mut self.words {
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

    /// How often the words stand side by side in the current document.
    fn count(&mut self) -> u32 {
        let mut starts: Option<Vec<u32>> = None;
        let mut here = Vec::new();
        for word in &mut self.words {
            here.clear();
            for list in word.lists.iter_mut().filter(|list| list.doc() == self.doc) {
                list.append_positions_with_offset(0, &mut here);
            }
            here.sort_unstable();
            match &mut starts {
                None => starts = Some(here.iter().filter_map(|place| place.checked_sub(word.at)).collect()),
                Some(starts) => starts.retain(|start| here.binary_search(&(start + word.at)).is_ok()),
            }
            if starts.as_ref().is_some_and(Vec::is_empty) {
                return 0;
            }
        }
        starts.map_or(0, |starts| starts.len() as u32)
    }
}

fn seek_any(lists: &mut [SegmentPostings], target: DocId) -> DocId {
    let mut lowest = TERMINATED;
    for list in lists {
        let doc = if list.doc() < target { list.seek(target) } else { list.doc() };
        lowest = lowest.min(doc);
    }
    lowest
}
