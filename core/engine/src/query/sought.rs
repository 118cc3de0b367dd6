//! What a query wants of a text, and what of it was found in the part that was looked through.
use super::matcher::{Match, Matcher};
use super::{Terms, Want};
use std::collections::HashMap;

/// Bytes between two words that stand side by side, at most: blanks and signs.
const BESIDE: usize = 32;

/// A want that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    /// Which one.
    pub want: usize,
    /// Its first and its last match.
    pub first: usize,
    pub last: usize,
}

/// See above.
pub(super) struct Sought<'a> {
    terms: &'a Terms,
    /// By a word's text: the rows that end with it, and of which want they are.
    rows: HashMap<&'a str, Vec<(usize, &'a [usize])>>,
    /// By want: where it was found last, in characters.
    newest: Vec<Option<usize>>,
    /// The words in order.
    pub matches: Vec<Match>,
    /// What was found whole, in the order of its last words.
    pub wholes: Vec<Whole>,
}

impl<'a> Sought<'a> {
    /// Nothing yet of these wants.
    pub fn new(terms: &'a Terms, wants: impl Iterator<Item = &'a Want>) -> Self {
        let mut rows: HashMap<_, Vec<_>> = HashMap::new();
        let mut count = 0;
        for (want, ways) in wants.enumerate() {
            count = want + 1;
            for row in ways {
                let last = row.last().and_then(|last| terms.words.get(*last));
                if let Some(last) = last {
                    rows.entry(last.text.as_str()).or_default().push((want, row.as_slice()));
                }
            }
        }
        Self { terms, rows, newest: vec![None; count], matches: Vec::new(), wholes: Vec::new() }
    }

    /// Looks through a text until all that is wanted stands within so many characters; how many bytes that were.
    pub fn look(&mut self, matcher: &mut Matcher, text: &str, within: usize) -> usize {
        matcher.find(text, |found| {
            self.take(text, found);
            let oldest = self.newest.iter().copied().min().flatten();
            oldest.is_some_and(|oldest| found.char_end.saturating_sub(oldest) <= within)
        })
    }

    /// Whether a want was found.
    pub fn has(&self, want: usize) -> bool {
        self.newest.get(want).is_some_and(Option::is_some)
    }

    fn take(&mut self, text: &str, found: Match) {
        let last = self.matches.len();
        self.matches.push(found);
        let rows = self.rows.get(self.text_of(found.term)).map_or(&[][..], Vec::as_slice);
        let ends = |(want, row): &(usize, &[usize])| {
            Some(Whole { want: *want, first: self.first_of(text, row, last)?, last })
        };
        for whole in rows.iter().filter_map(ends).collect::<Vec<_>>() {
            let at = self.matches.get(whole.first).map(|first| first.char_start);
            if let Some(newest) = self.newest.get_mut(whole.want) {
                *newest = at;
            }
            self.wholes.push(whole);
        }
    }

    /// The match with which a row begins that ends with the match `last`.
    fn first_of(&self, text: &str, row: &[usize], last: usize) -> Option<usize> {
        let mut at = last;
        for term in row.iter().rev().skip(1) {
            let before = at.checked_sub(1)?;
            let (one, next) = (self.matches.get(before)?, self.matches.get(at)?);
            let gap = text.get(one.end..next.start).unwrap_or_default();
            let is_beside = gap.len() <= BESIDE && !gap.contains(char::is_alphanumeric);
            if !is_beside || self.text_of(one.term) != self.text_of(*term) {
                return None;
            }
            at = before;
        }
        Some(at)
    }

    fn text_of(&self, term: usize) -> &str {
        self.terms.words.get(term).map_or("", |term| term.text.as_str())
    }
}
