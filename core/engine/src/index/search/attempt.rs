//! The ways in which a query is tried, one after the other until something is found.
use super::plan::Strictness;
use super::{near, terms::Lexicon};
use crate::EngineError;
use crate::query::Query;
use std::borrow::Cow;

/// A query, tried in one way.
pub(super) struct Attempt<'q> {
    query: Cow<'q, Query>,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Typed,
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
        if self.way == Way::AnyWord { Strictness::AnyWord } else { Strictness::Typed }
    }

    /// Whether what it finds is near what was typed, or has some of its words.
    pub fn is_forgiving(&self) -> bool {
        self.way != Way::Typed
    }

    /// Goes on to the next way, since this one found nothing; false where there is none.
    pub fn advance(&mut self, lexicon: &Lexicon<'_>) -> Result<bool, EngineError> {
        if self.way == Way::AnyWord || !self.query.root.has_words() {
            return Ok(false);
        }
        let is_near = self.way == Way::Typed && near::correct(lexicon, self.query.to_mut())?;
        self.way = if is_near { Way::Near } else { Way::AnyWord };
        Ok(true)
    }
}
