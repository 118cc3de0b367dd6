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
use crate::words::lang::Stems;
use crate::query::{Query, Terms};
use crate::{CaptureNo, EngineError, Millis};
use plan::{Plan, Strictness};
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
    let search = Search { segments, facts, want, langs: terms::languages(&facts.langs()) };
    let found = search.typed(query)?;
    if found.total > 0 || query.clauses.iter().all(|clause| clause.not) {
        return Ok(found);
    }
    let mut corrected = query.clone();
    if near::correct(segments, &mut corrected, &search.langs)? {
        let found = search.typed(&corrected)?;
        if found.total > 0 {
            return Ok(Found { forgiving: true, ..found });
        }
    }
    let found = search.run(&corrected, Strictness::AnyWord, want)?;
    Ok(Found { forgiving: found.total > 0, ..found })
}

struct Search<'a> {
    segments: &'a [Arc<Opened>],
    facts: &'a dyn Facts,
    want: Want,
    langs: Vec<(String, Stems)>,
}

impl Search<'_> {
    /// What matches as typed. When that is less than was wanted, pages with some of the words follow.
    fn typed(&self, query: &Query) -> Result<Found, EngineError> {
        let Want { sort, limit, offset, .. } = self.want;
        let most = limit.saturating_add(offset);
        let want = Want { limit: most, offset: 0, ..self.want };
        let mut found = self.run(query, Strictness::Typed, want)?;
        if sort == Sort::Best && (1..most).contains(&found.total) && has_several_words(query) {
            let loose = self.run(query, Strictness::SomeWords, Want { all: false, ..want })?;
            let exact: Vec<_> = found.top.iter().map(|(no, _)| *no).collect();
            let more = loose.top.into_iter().filter(|(no, _)| !exact.contains(no)).take(most - exact.len());
            found.top.extend(more);
            found.total = found.top.len();
            if want.all {
                found.all = found.top.iter().map(|(no, _)| *no).collect();
                found.all.sort_unstable();
            }
        }
        found.top.drain(..offset.min(found.top.len()));
        Ok(found)
    }

    fn run(&self, query: &Query, strictness: Strictness, want: Want) -> Result<Found, EngineError> {
        let plan = Plan::new(self.segments, query, &self.langs, strictness)?;
        let found = eval::run(self.segments, &plan, self.facts, want)?;
        Ok(Found { terms: Terms::of(query), ..found })
    }
}

fn has_several_words(query: &Query) -> bool {
    query.clauses.iter().filter(|clause| !clause.not && plan::is_plain(&clause.what)).count() > 1
}
