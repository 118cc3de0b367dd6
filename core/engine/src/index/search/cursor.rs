//! Walks through the documents of one segment that match a part of a query.
use super::Facts;
use super::bounds::together;
use super::meter::Stretch;
use super::phrase::PhraseCursor;
use super::score::score;
use super::word::WordCursor;
use crate::index::segment::Opened;
use tantivy::{DocId, TERMINATED};

/// A part of a query, in one segment.
pub(super) struct Cursor<'a> {
    at: Walk<'a>,
    /// What it says.
    idf: f32,
    scored: bool,
    stretch: Stretch<'a>,
}

/// See [`Cursor`].
pub(super) enum Walk<'a> {
    Word(WordCursor),
    Phrase(PhraseCursor),
    Any(Vec<Cursor<'a>>),
    All { parts: Vec<Cursor<'a>>, doc: DocId },
    Not { part: Box<Cursor<'a>>, docs: DocId, doc: DocId },
    Fact(FactCursor<'a>),
}

/// The documents of which something is known.
pub(super) struct FactCursor<'a> {
    segment: &'a Opened,
    facts: &'a dyn Facts,
    fact: usize,
    doc: DocId,
}

impl<'a> FactCursor<'a> {
    pub fn new(segment: &'a Opened, facts: &'a dyn Facts, fact: usize) -> Self {
        Self { segment, facts, fact, doc: 0 }
    }

    fn settle(&mut self, target: DocId, stretch: Stretch<'_>) {
        let end = if self.facts.may_hold(self.fact) { stretch.end.min(self.segment.docs) } else { target };
        let holds = |doc: &DocId| {
            stretch.meter.steps(1);
            self.facts.holds(self.fact, self.segment.number(*doc))
        };
        self.doc = (target..end).find(holds).unwrap_or(stretch.end);
    }
}

impl<'a> Cursor<'a> {
    /// `roughly`: a phrase stops wherever its words are, until it is verified.
    pub fn new(at: Walk<'a>, idf: f32, scored: bool, roughly: bool, stretch: Stretch<'a>) -> Self {
        let mut cursor = Self { at, idf, scored, stretch };
        cursor.begin(roughly);
        cursor
    }

    /// Whether the current document is one; true of all but phrases that were walked through roughly.
    pub fn verify(&mut self) -> bool {
        if let Walk::Phrase(phrase) = &mut self.at { phrase.verify() } else { true }
    }

    /// What has no list of its own stands at its first document.
    fn begin(&mut self, roughly: bool) {
        let stretch = self.stretch;
        match &mut self.at {
            Walk::Phrase(phrase) => phrase.begin(roughly, stretch),
            Walk::All { parts, doc } => *doc = all_at(parts, stretch.from, stretch),
            Walk::Not { part, docs, doc } => *doc = first_without(part, *docs, stretch.from, stretch),
            Walk::Fact(fact) => fact.settle(stretch.from, stretch),
            Walk::Word(_) | Walk::Any(_) => {}
        }
    }

    /// The current document, or `TERMINATED`.
    pub fn doc(&self) -> DocId {
        match &self.at {
            Walk::Word(word) => word.doc(),
            Walk::Phrase(phrase) => phrase.doc(),
            Walk::Any(cursors) => cursors.iter().map(Self::doc).min().unwrap_or(TERMINATED),
            Walk::All { doc, .. } | Walk::Not { doc, .. } => *doc,
            Walk::Fact(fact) => fact.doc,
        }
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let stretch = self.stretch;
        match &mut self.at {
            Walk::Word(word) => word.seek(target),
            Walk::Phrase(phrase) => phrase.seek(target, stretch),
            Walk::Any(cursors) => {
                cursors.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
            Walk::All { parts, doc } => {
                if *doc < target {
                    *doc = all_at(parts, target, stretch);
                }
                *doc
            }
            Walk::Not { part, docs, doc } => {
                if *doc < target {
                    *doc = first_without(part, *docs, target, stretch);
                }
                *doc
            }
            Walk::Fact(fact) => {
                if fact.doc < target {
                    fact.settle(target, stretch);
                }
                fact.doc
            }
        }
    }

    /// The word that it is, where that is all and stands in so many documents that these are better looked at by the window.
    pub fn as_frequent_word(&mut self) -> Option<&mut WordCursor> {
        match &mut self.at {
            Walk::Word(word) if self.scored && word.is_frequent() => Some(word),
            _ => None,
        }
    }

    /// What it says.
    pub fn idf(&self) -> f32 {
        self.idf
    }

    /// How well documents from `target` on answer it at most, and the last document for which that holds.
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
        if !self.scored {
            return (0.0, TERMINATED);
        }
        match &mut self.at {
            Walk::Word(word) => {
                let (most, end) = word.most(target);
                (score(self.idf, most, 1.0), end)
            }
            Walk::Phrase(phrase) => {
                let (most, end) = phrase.most(target);
                (score(self.idf, most, 1.0), end)
            }
            Walk::Any(parts) | Walk::All { parts, .. } => most_of(parts.iter_mut(), target),
            Walk::Not { .. } | Walk::Fact(_) => (0.0, TERMINATED),
        }
    }

    /// How well any document answers it at most.
    pub fn ceiling(&self) -> f32 {
        match &self.at {
            _ if !self.scored => 0.0,
            Walk::Word(_) | Walk::Phrase(_) => self.idf,
            Walk::Any(parts) | Walk::All { parts, .. } => parts.iter().map(Self::ceiling).sum(),
            Walk::Not { .. } | Walk::Fact(_) => 0.0,
        }
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
            Walk::All { parts, .. } => parts.iter().map(|part| part.score(half)).sum(),
            Walk::Not { .. } | Walk::Fact(_) => 0.0,
        }
    }
}

/// What some parts say together at most from `target` on, and the last document for which that holds.
pub(super) fn most_of<'a, 'b: 'a>(
    parts: impl Iterator<Item = &'a mut Cursor<'b>>,
    target: DocId,
) -> (f32, DocId) {
    together(parts.map(|part| part.most(target)))
}

/// The first document at or after `target` that all parts hold.
pub(super) fn all_at(parts: &mut [Cursor<'_>], mut target: DocId, stretch: Stretch<'_>) -> DocId {
    let mut agreed = 0;
    while agreed < parts.len() && target < stretch.end {
        agreed = 0;
        for part in parts.iter_mut() {
            stretch.meter.steps(1);
            let doc = part.seek(target);
            if doc != target {
                target = doc;
                break;
            }
            agreed += 1;
        }
    }
    target
}

/// The first document at or after `target` that the part does not hold.
fn first_without(part: &mut Cursor<'_>, docs: DocId, target: DocId, stretch: Stretch<'_>) -> DocId {
    let lacks = |doc: &DocId| {
        stretch.meter.steps(1);
        part.seek(*doc) != *doc
    };
    (target..docs.min(stretch.end)).find(lacks).unwrap_or(stretch.end)
}
