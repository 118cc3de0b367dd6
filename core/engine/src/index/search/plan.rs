//! A query resolved against all segments: which lists stand for each part, what each part says, what a page must have.
use super::cursor::WordCursor;
use super::phrase::PhraseCursor;
use super::score::{Collection, score};
use super::terms::{Postings, look_up};
use crate::EngineError;
use crate::index::segment::Opened;
use crate::words::lang::Stems;
use crate::query::{Query, Scope, What, Word};
use std::sync::Arc;
use tantivy::{DocId, TERMINATED};

/// Up to so many words are a search for pages that have them; more are a sentence.
const FEW_WORDS: f32 = 3.0;
/// The share of what the words say together that a page must have. Of few words it may lack only one that says next
/// to nothing ("the"); of a sentence it must have some that says anything.
const NEED_FEW: f32 = 0.8;
const NEED_SENTENCE: f32 = 0.1;

/// A resolved query.
pub(super) struct Plan {
    /// Each page must have all of these.
    pub must: Vec<Part>,
    /// Of these it must have so many that what they say comes to `need`.
    pub loose: Vec<Part>,
    pub need: f32,
    /// It must have none of these.
    pub not: Vec<Part>,
    pub collection: Collection,
}

/// A part of a query, in all segments.
pub(super) struct Part {
    what: Resolved,
    /// What it says.
    pub idf: f32,
    scored: bool,
}

enum Resolved {
    Word(Vec<Postings>),
    Phrase(Vec<Vec<Postings>>),
    Any(Vec<Part>),
}

/// A part of a query, in one segment.
pub(super) struct Cursor {
    at: Walk,
    idf: f32,
    scored: bool,
}

enum Walk {
    Word(WordCursor),
    Phrase(PhraseCursor),
    Any(Vec<Cursor>),
}

/// How much of a query a page must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// What was typed.
    Typed,
    /// Any of its words will do; quotes and other conditions hold.
    SomeWords,
    /// Any of its words will do, quoted ones too.
    AnyWord,
}

impl Plan {
    /// Looks all words up.
    pub fn new(
        segments: &[Arc<Opened>],
        query: &Query,
        langs: &[(String, Stems)],
        strictness: Strictness,
    ) -> Result<Self, EngineError> {
        let collection = Collection::of(segments);
        let mut plan = Self { must: vec![], loose: vec![], need: 0.0, not: vec![], collection };
        let words = query.clauses.iter().filter(|clause| !clause.not && is_plain(&clause.what)).count();
        // What is quoted in a sentence is a part of the sentence, no condition.
        let quotes_are_words = words as f32 > FEW_WORDS || strictness == Strictness::AnyWord;
        for clause in &query.clauses {
            match &clause.what {
                What::Phrase(quoted) if quotes_are_words && !clause.not && is_anywhere(quoted) => {
                    for word in quoted {
                        let word = What::Word(word.clone());
                        plan.loose.push(Part::new(segments, &word, langs, &plan.collection)?);
                    }
                }
                what => {
                    let part = Part::new(segments, what, langs, &plan.collection)?;
                    let place = match what {
                        _ if clause.not => &mut plan.not,
                        _ if is_plain(what) => &mut plan.loose,
                        _ => &mut plan.must,
                    };
                    place.push(part);
                }
            }
        }
        plan.settle_need(strictness);
        Ok(plan)
    }

    /// How much of what the words say a page must have. A sentence may hold words that stand nowhere.
    fn settle_need(&mut self, strictness: Strictness) {
        let asked = !self.loose.is_empty();
        let sentence = self.loose.len() as f32 > FEW_WORDS;
        if sentence || strictness != Strictness::Typed {
            self.loose.retain(|part| !part.is_nowhere());
        }
        self.need = match strictness {
            _ if asked && self.loose.is_empty() => f32::INFINITY,
            Strictness::SomeWords | Strictness::AnyWord => 0.0,
            Strictness::Typed => {
                let share = if sentence { NEED_SENTENCE } else { NEED_FEW };
                share * self.loose.iter().map(|part| part.idf).sum::<f32>()
            }
        };
        self.loose.sort_by(|a, b| a.idf.total_cmp(&b.idf));
    }
}

/// True for a word that may stand anywhere.
pub(super) fn is_plain(what: &What) -> bool {
    matches!(what, What::Word(word) if word.scope == Scope::Anywhere)
}

fn is_anywhere(words: &[Word]) -> bool {
    words.iter().all(|word| word.scope == Scope::Anywhere)
}

impl Part {
    fn new(
        segments: &[Arc<Opened>],
        what: &What,
        langs: &[(String, Stems)],
        collection: &Collection,
    ) -> Result<Self, EngineError> {
        let everywhere = |word: &Word| segments.iter().map(|segment| look_up(segment, word, langs)).collect();
        Ok(match what {
            What::Word(word) => {
                let postings: Vec<Postings> = everywhere(word)?;
                let idf = collection.idf(postings.iter().map(|p| p.docs).sum());
                Self { what: Resolved::Word(postings), idf, scored: says_something(word) }
            }
            What::Phrase(words) => {
                let words: Vec<Vec<Postings>> = words.iter().map(everywhere).collect::<Result<_, _>>()?;
                let idf = words.iter().map(|word| collection.idf(word.iter().map(|p| p.docs).sum())).sum();
                Self { what: Resolved::Phrase(words), idf, scored: true }
            }
            What::Any(parts) => {
                let parts = parts.iter().map(|part| Self::new(segments, part, langs, collection));
                Self { what: Resolved::Any(parts.collect::<Result<_, _>>()?), idf: 0.0, scored: true }
            }
        })
    }

    /// True when no page has it.
    fn is_nowhere(&self) -> bool {
        matches!(&self.what, Resolved::Word(postings) if postings.iter().all(|p| p.all.is_empty()))
    }

    /// Opens it in the segment with index `at`.
    pub fn open(&self, segment: &Opened, at: usize) -> Result<Cursor, EngineError> {
        let nothing = Postings::default();
        let walk = match &self.what {
            Resolved::Word(postings) => {
                Walk::Word(WordCursor::open(segment, postings.get(at).unwrap_or(&nothing))?)
            }
            Resolved::Phrase(words) => {
                let here: Vec<Postings> =
                    words.iter().map(|w| w.get(at).cloned().unwrap_or_default()).collect();
                Walk::Phrase(PhraseCursor::open(segment, &here)?)
            }
            Resolved::Any(parts) => {
                Walk::Any(parts.iter().map(|part| part.open(segment, at)).collect::<Result<_, _>>()?)
            }
        };
        Ok(Cursor { at: walk, idf: self.idf, scored: self.scored })
    }
}

/// A site or a language is a condition: it says nothing about how well a page answers.
fn says_something(word: &Word) -> bool {
    !matches!(word.scope, Scope::Site | Scope::Lang)
}

impl Cursor {
    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        match &self.at {
            Walk::Word(word) => word.doc(),
            Walk::Phrase(phrase) => phrase.doc(),
            Walk::Any(cursors) => cursors.iter().map(Self::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match &mut self.at {
            Walk::Word(word) => word.seek(target),
            Walk::Phrase(phrase) => phrase.seek(target),
            Walk::Any(cursors) => {
                cursors.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
        }
    }

    /// What it says.
    pub fn idf(&self) -> f32 {
        self.idf
    }

    /// How well the current document answers it.
    pub fn score(&self, half: f32) -> f32 {
        if !self.scored {
            return 0.0;
        }
        match &self.at {
            Walk::Word(word) => score(self.idf, word.occurrences(), half),
            Walk::Phrase(phrase) => score(self.idf, phrase.occurrences(), half),
            Walk::Any(cursors) => {
                let doc = self.doc();
                cursors.iter().filter(|cursor| cursor.doc() == doc).map(|cursor| cursor.score(half)).sum()
            }
        }
    }
}
