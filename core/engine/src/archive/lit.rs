//! Which words of a picture were searched for.
use super::facts::{CatalogFacts, Resolved};
use super::{Archive, SearchRequest};
use crate::EngineError;
use crate::index::{Extent, Want};
use crate::page::Ordinal;
use crate::picture::{PictureWords, WordBox};
use crate::query::{Terms, lit, parse};
use std::collections::HashSet;

/// Bytes of a text that are looked through for words of scripts without blanks.
const LOOKED_THROUGH: usize = 256 << 10;

impl Archive {
    /// What a query lights: its words, and those that were found in their place. Asks the index for one page.
    pub fn lit_terms(&self, request: &SearchRequest) -> Result<Terms, EngineError> {
        let query = parse(&request.q, request.now, request.offset_min);
        let resolved = Resolved::of(&self.catalog, &query);
        let facts = CatalogFacts::new(&self.catalog, &query, &resolved, request.now);
        let want = Want { sort: request.sort, most: 1, extent: Extent::Best };
        self.look_up(&query, &facts, want).map(|found| found.terms)
    }

    /// Of the words that stand on a picture of a visit those that the kept text of its page has. That text has lost its secrets by all that the
    /// page says; what is on the screen may be a piece of one, or one without the words that tell it. Errors: `NotFound` when the visit is gone.
    pub fn known_words(&self, visit: &str, words: &PictureWords) -> Result<PictureWords, EngineError> {
        let (captured, text) = self.words(self.capture_of(visit)?)?;
        let said = [captured.title, text.text, text.rest].map(|part| part.to_lowercase());
        let known: HashSet<&str> = said.iter().flat_map(|part| runs(part)).collect();
        let holds = |run: &str| {
            known.contains(run) || (is_unspaced(run) && said.iter().any(|part| head(part).contains(run)))
        };
        Ok(words.only(|word| {
            let word = words.text().get(word).unwrap_or_default().to_lowercase();
            runs(&word).next().is_some() && runs(&word).all(holds)
        }))
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

/// Whether its first letter is Hebrew, Arabic or of a script that is written as they are.
fn is_from_right(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphabetic());
    first.is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'),
    )
}

/// Letters and digits of a text that stand together.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty())
}

/// Whether it is of scripts without blanks, from Thai on: of these a line of the screen has a part of what stands together.
fn is_unspaced(run: &str) -> bool {
    run.chars().all(|c| c >= '\u{e00}' && !c.is_numeric())
}

/// What of a text is looked through for such a part.
fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LOOKED_THROUGH)).unwrap_or_default()
}

/// The part of a word's box in which some of its bytes stand, as if all its letters were equally wide.
fn part(word: &str, bytes: std::ops::Range<usize>, [x, y, width, height]: WordBox) -> Option<WordBox> {
    let chars = |to: usize| word.get(..to).map(|head| head.chars().count() as u32);
    let (from, to, all) = (chars(bytes.start)?, chars(bytes.end)?, chars(word.len())?);
    // Where letters stand below one another no part of the box is told from another.
    if u32::from(height) > 2 * u32::from(width) && all > 1 {
        return Some([x, y, width, height]);
    }
    let (from, to) = if is_from_right(word) { (all - to, all - from) } else { (from, to) };
    let at = |chars: u32| (u32::from(width) * chars / all.max(1)) as u16;
    Some([x + at(from), y, at(to) - at(from), height])
}
