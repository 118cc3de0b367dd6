//! Which words of a picture were searched for.
use super::facts::{CatalogFacts, Resolved};
use super::{Archive, SearchRequest};
use crate::EngineError;
use crate::index::{Extent, Want};
use crate::page::Ordinal;
use crate::picture::{PictureWords, WordBox};
use crate::query::{Terms, lit, parse};

impl Archive {
    /// What a query lights: its words, and those that were found in their place. Asks the index for one page.
    pub fn lit_terms(&self, request: &SearchRequest) -> Result<Terms, EngineError> {
        let query = parse(&request.q, request.now, request.offset_min);
        let resolved = Resolved::of(&self.catalog, &query);
        let facts = CatalogFacts::new(&self.catalog, &query, &resolved, request.now);
        let want = Want { sort: request.sort, most: 1, extent: Extent::Best };
        self.look_up(&query, &facts, want).map(|found| found.terms)
    }

    /// Where on the picture of a frame the words of a query stand, in reading order; of a word that is found in part, that part.
    pub fn lit_words(&self, terms: &Terms, ordinal: Ordinal, words: &PictureWords) -> Vec<WordBox> {
        let capture = self.catalog.visit(ordinal).and_then(|visit| self.catalog.capture(visit.no));
        let lang = capture.map_or("", |capture| self.catalog.lang(capture));
        let found = lit(terms, words.text(), lang);
        let mut next = found.iter().peekable();
        let mut boxes = Vec::new();
        for (at, word, place) in words.words() {
            let end = at + word.len();
            while let Some(range) = next.next_if(|range| range.start < end) {
                boxes.extend(part(word, range.start.saturating_sub(at)..(range.end.min(end) - at), place));
            }
        }
        boxes
    }
}

/// The part of a word's box in which some of its bytes stand, as if all its letters were equally wide.
fn part(word: &str, bytes: std::ops::Range<usize>, [x, y, width, height]: WordBox) -> Option<WordBox> {
    let chars = |to: usize| word.get(..to).map(|head| head.chars().count() as u32);
    let (from, to, all) = (chars(bytes.start)?, chars(bytes.end)?, chars(word.len())?);
    let at = |chars: u32| (u32::from(width) * chars / all.max(1)) as u16;
    Some([x + at(from), y, at(to) - at(from), height])
}
