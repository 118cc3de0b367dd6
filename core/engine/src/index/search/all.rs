//! All documents that match, in slices: as typed, or, where nothing does, as a search answers it.
use super::eval::{self, Place};
use super::plan::Strictness;
use super::{Search, near};
use crate::EngineError;
use crate::query::Query;

/// So many documents of one slice.
const SLICE: usize = 1 << 13;

/// How far it has come.
#[derive(Clone, Debug, Default)]
pub struct All {
    /// What was found so far, in no order.
    pub docs: Vec<u32>,
    attempt: Attempt,
    from: Place,
}

/// What is tried, one after the other until something is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Attempt {
    #[default]
    Typed,
    /// With near words.
    Corrected,
    AnyWord,
}

impl All {
    /// Whether nothing matches as typed: what is found is near it, or has some of the words.
    pub fn is_forgiving(&self) -> bool {
        self.attempt != Attempt::Typed && !self.docs.is_empty()
    }

    /// Does a slice of it; true when there is more. It is to be begun anew where a document has come or gone since the last.
    pub(super) fn step(&mut self, search: &Search<'_>, query: &Query) -> Result<bool, EngineError> {
        let mut query = query.clone();
        if self.attempt != Attempt::Typed && !near::correct(&search.lexicon(), &mut query)? {
            self.attempt = Attempt::AnyWord;
        }
        let strictness =
            if self.attempt == Attempt::AnyWord { Strictness::AnyWord } else { Strictness::Typed };
        let plan = search.plan(&query, strictness)?;
        let (some, next) = eval::some(search.segments, &plan, search.facts, self.from, SLICE, &search.meter)?;
        self.docs.extend(some);
        if let Some(next) = next {
            self.from = next;
            return Ok(true);
        }
        let is_answered = !self.docs.is_empty() || !query.root.has_words();
        self.from = Place::default();
        self.attempt = match self.attempt {
            Attempt::Typed if !is_answered => Attempt::Corrected,
            Attempt::Corrected if !is_answered => Attempt::AnyWord,
            _ => return Ok(false),
        };
        Ok(true)
    }
}
