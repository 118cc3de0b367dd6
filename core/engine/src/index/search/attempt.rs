//! The ways in which a query is tried, one after the other until something is found.
use super::plan::is_sentence;
use super::{near, terms::Lexicon};
use crate::EngineError;
use crate::query::Query;
use std::borrow::Cow;

/// How much of a query a page must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// What was typed.
    Typed,
    /// Of many words, what says a part of all that they say.
    Sentence,
    /// Any of its words will do; quotes and other conditions hold.
    SomeWords,
    /// Any of its words will do, quoted ones too.
    AnyWord,
}

/// A query, tried in one way.
pub(super) struct Attempt<'q> {
    query: Cow<'q, Query>,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Typed,
    /// Many words: pages with a part of them.
    Sentence,
    /// With near words for those that stand nowhere.
    Near,
    AnyWord,
}

impl<'q> Attempt<'q> {
    /// The first way: as it was typed.
    pub fn typed(query: Cow<'q, Query>) -> Self {
        Self { query, way: Way::Typed }
    }

    /// The query, its words replaced where near ones stand for them.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// How much of it a page must have.
    pub fn strictness(&self) -> Strictness {
        match self.way {
            Way::Typed | Way::Near => Strictness::Typed,
            Way::Sentence => Strictness::Sentence,
            Way::AnyWord => Strictness::AnyWord,
        }
    }

    /// Whether what it finds is near what was typed, or has some of its words.
    pub fn is_forgiving(&self) -> bool {
        self.way != Way::Typed
    }

    /// Whether what it finds need not have all of its words.
    pub fn is_partly(&self) -> bool {
        matches!(self.way, Way::Sentence | Way::AnyWord)
    }

    /// Goes on to the next way, since this one found nothing; false where there is none.
    pub fn advance(&mut self, lexicon: &Lexicon<'_>) -> Result<bool, EngineError> {
        if self.way == Way::AnyWord || !self.query.root.has_words() {
            return Ok(false);
        }
        if self.way == Way::Typed && is_sentence(&self.query) {
            self.way = Way::Sentence;
            return Ok(true);
        }
        let is_near = self.way != Way::Near && near::correct(lexicon, self.query.to_mut())?;
        self.way = if is_near { Way::Near } else { Way::AnyWord };
        Ok(true)
    }
}
