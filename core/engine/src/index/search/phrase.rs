//! Words side by side: within one zone of a page, in the page's language, at following positions.
use super::cursor::read;
use super::terms::{Posting, Postings};
use crate::EngineError;
use crate::index::doc::weight;
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
    /// For each word of the phrase, the lists that stand for it.
    words: Vec<Vec<SegmentPostings>>,
    weight: f32,
    doc: DocId,
    times: u32,
}

impl PhraseCursor {
    /// Opens the lists of the phrase's words, in order.
    pub fn open(segment: &Opened, words: &[Postings]) -> Result<Self, EngineError> {
        let mut places: Vec<_> =
            words.first().into_iter().flat_map(|word| &word.all).map(|p| (p.zone, p.lang)).collect();
        places.sort_unstable_by_key(|(zone, lang)| (*zone as u8, *lang));
        places.dedup();
        let mut walks = Vec::new();
        for (zone, lang) in places {
            let here = |word: &Postings| -> Vec<Posting> {
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
            let open = |lists: &Vec<Posting>| {
                lists.iter().map(|p| read(segment, p, IndexRecordOption::WithFreqsAndPositions)).collect()
            };
            let words = lists.iter().map(open).collect::<Result<Vec<Vec<_>>, _>>()?;
            let mut walk = Walk { words, weight: weight(zone), doc: 0, times: 0 };
            walk.settle(0);
            walks.push(walk);
        }
        let doc = lowest(&walks);
        Ok(Self { walks, doc })
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

    /// The first document at or after `target` that has all words somewhere.
    fn together(&mut self, mut target: DocId) -> DocId {
        let mut agreed = 0;
        while agreed < self.words.len() && target != TERMINATED {
            agreed = 0;
            for lists in &mut self.words {
                let doc = seek_any(lists, target);
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
        let mut starts = Vec::new();
        let mut here = Vec::new();
        for (at, lists) in self.words.iter_mut().enumerate() {
            here.clear();
            for list in lists.iter_mut().filter(|list| list.doc() == self.doc) {
                list.append_positions_with_offset(0, &mut here);
            }
            here.sort_unstable();
            let at = at as u32;
            if at == 0 {
                starts.clone_from(&here);
            } else {
                starts.retain(|start| here.binary_search(&(start + at)).is_ok());
            }
            if starts.is_empty() {
                return 0;
            }
        }
        starts.len() as u32
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
