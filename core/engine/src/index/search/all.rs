//! All documents that match, in slices: as typed, or, where nothing does, as a search answers it.
use super::attempt::Attempt;
use super::eval::{self, Place};
use super::meter::{Meter, Work};
use super::plan::Plan;
use super::{Facts, Search};
use crate::EngineError;
use crate::index::segment::Opened;
use crate::query::Query;
use std::borrow::Cow;
use std::sync::Arc;

/// How far it has come. What was looked up is kept from slice to slice.
#[derive(Default)]
pub struct All {
    /// What was found so far, in no order.
    pub docs: Vec<u32>,
    /// What the last slice did.
    pub work: Work,
    attempt: Option<Attempt<'static>>,
    /// The attempt's plan, while documents are walked through by it.
    plan: Option<Plan>,
    from: Place,
}

impl All {
    /// Whether nothing matches as typed: what is found is near it, or has some of the words.
    pub fn is_forgiving(&self) -> bool {
        self.attempt.as_ref().is_some_and(Attempt::is_forgiving) && !self.docs.is_empty()
    }

    /// Whether words are to be looked up in the next slice, for the next way in which the query is tried.
    pub(super) fn is_between(&self) -> bool {
        self.plan.is_none()
    }

    /// Looks the words up of the next way; false where there is none.
    pub(super) fn look_up(&mut self, search: &Search<'_>, query: &Query) -> Result<bool, EngineError> {
        if let Some(attempt) = &mut self.attempt
            && !attempt.advance(&search.lexicon())?
        {
            return Ok(false);
        }
        let attempt = self.attempt.get_or_insert_with(|| Attempt::typed(Cow::Owned(query.clone())));
        self.plan = Some(search.plan(attempt.query(), attempt.strictness())?);
        self.work = search.meter.read();
        Ok(true)
    }

    /// Walks on through the documents; true when there is more, or another way to be tried.
    pub(super) fn walk(&mut self, segments: &[Arc<Opened>], facts: &dyn Facts) -> Result<bool, EngineError> {
        let Some(plan) = &self.plan else { return Ok(true) };
        let meter = Meter::default();
        let (some, next) = eval::some(segments, plan, facts, self.from, &meter)?;
        self.work = meter.read();
        self.docs.extend(some);
        self.from = next.unwrap_or_default();
        if next.is_none() {
            self.plan = None;
        }
        Ok(next.is_some() || self.docs.is_empty())
    }
}
