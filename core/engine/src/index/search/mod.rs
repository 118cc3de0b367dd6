//! Finds the pages that match a query and ranks them: BM25F over title, main text, the rest and the address.
mod cursor;
mod eval;
mod near;
mod phrase;
mod plan;
mod score;
mod terms;
mod top;

use super::segment::Opened;
use crate::query::{Query, Terms};
use crate::{CaptureNo, EngineError, Millis};
use std::sync::Arc;

/// What the index asks about captures while it searches.
pub trait Facts {
    /// False for captures that are gone or that a filter leaves out.
    fn admits(&self, no: CaptureNo) -> bool;
    /// When it was last visited.
    fn time(&self, no: CaptureNo) -> Millis;
    /// The languages (codes) of the memory's pages.
    fn langs(&self) -> Vec<String>;
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    /// By rank.
    #[default]
    Best,
    /// By time of the last visit.
    Newest,
}

/// How much is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// In which order.
    pub sort: Sort,
    /// How many hits.
    pub limit: usize,
    /// How many to leave out before them.
    pub offset: usize,
    /// Also the numbers of all matching captures.
    pub all: bool,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Hits `offset..offset + limit` in order, with their scores.
    pub top: Vec<(CaptureNo, f32)>,
    /// All matching captures, ascending; empty unless asked for.
    pub all: Vec<CaptureNo>,
    /// How many match.
    pub total: usize,
    /// True when nothing matched as typed and near words, or some of the words, were searched instead.
    pub forgiving: bool,
    /// The words to light up.
    pub terms: Terms,
}

/// Searches all segments.
pub(super) fn search(
    segments: &[Arc<Opened>],
    query: &Query,
    facts: &dyn Facts,
    want: Want,
) -> Result<Found, EngineError> {
    let langs = terms::languages(facts.langs());
    let terms = Terms::of(query);
    let strict = plan::Plan::new(segments, query, &langs)?;
    let found = eval::run(segments, &strict, facts, want)?;
    if found.total > 0 || query.clauses.iter().all(|clause| clause.not) {
        return Ok(Found { terms, ..found });
    }
    let mut forgiving = query.clone();
    let corrected = near::correct(segments, &mut forgiving, &langs)?;
    let terms = Terms::of(&forgiving);
    if corrected {
        let plan = plan::Plan::new(segments, &forgiving, &langs)?;
        let found = eval::run(segments, &plan, facts, want)?;
        if found.total > 0 {
            return Ok(Found { forgiving: true, terms, ..found });
        }
    }
    let loosest = plan::Plan::new(segments, &forgiving, &langs)?.loosened();
    let found = eval::run(segments, &loosest, facts, want)?;
    Ok(Found { forgiving: found.total > 0, terms, ..found })
}
