//! Finds the pages that match a query and ranks them: BM25F over title, main text, the rest and the address.
mod all;
mod attempt;
mod bounds;
mod cursor;
mod eval;
mod loose;
mod meter;
mod near;
mod phrase;
mod plan;
mod score;
mod sum;
mod terms;
mod titled;
mod top;
mod window;
mod word;

pub use all::All;

use super::Weights;
use super::segment::Opened;
use crate::query::{Query, Terms};
use crate::words::lang::Stems;
use crate::{EngineError, Millis};
use attempt::{Attempt, Strictness};
use meter::Meter;
pub use meter::Work;
use plan::Plan;
use std::borrow::Cow;
use std::sync::Arc;
use tantivy::DocId;
use terms::{Known, Lexicon};

/// What the index asks about documents while it searches.
pub trait Facts {
    /// The page of a document; `None` for one that is gone.
    fn page(&self, doc: u32) -> Option<u32>;
    /// Whether a fact of the query, by its number in [`Query::facts`], holds of a document.
    fn holds(&self, _fact: usize, _doc: u32) -> bool {
        false
    }
    /// Whether it may hold of one at all: where not, none is asked.
    fn may_hold(&self, _fact: usize) -> bool {
        true
    }
    /// When it was last visited.
    fn time(&self, doc: u32) -> Millis;
    /// How much higher than by its words a page stands.
    fn bonus(&self, _page: u32) -> f32 {
        0.0
    }
    /// Whether some page has one.
    fn has_bonus(&self) -> bool {
        false
    }
    /// By what factor a page stands higher than by its words alone, for what is known of it: from 1 to [`MOST_STANDING`], so that it
    /// decides between pages that match about alike and buries none that matches clearly better. What is more counts as that.
    fn standing(&self, _page: u32, _doc: u32) -> f32 {
        1.0
    }
    /// Whether [`Facts::standing`] of a document may be more than [`USUAL_STANDING`]: asked of many, so it is told by less.
    fn may_stand_out(&self, _doc: u32) -> bool {
        true
    }
    /// The languages (codes) of the memory's pages.
    fn langs(&self) -> Vec<String>;
}

/// The most that [`Facts::standing`] can say.
pub const MOST_STANDING: f32 = 1.1;

/// The most that it says of a document of which no more is known than of most.
pub const USUAL_STANDING: f32 = 1.03;

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

/// What is wanted beside the best hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Nothing: what cannot be among them is passed over.
    Best,
    /// How many pages match.
    #[default]
    Total,
}

/// How much is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// In which order.
    pub sort: Sort,
    /// How many hits, the best ones.
    pub most: usize,
    /// What beside them.
    pub extent: Extent,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best hits in order, one a page, with their scores.
    pub top: Vec<(u32, f32)>,
    /// Behind them: pages with some of the words, where only few match as typed.
    pub loose: Vec<(u32, f32)>,
    /// How many pages match; of those that were looked at, where not all had to be.
    pub total: usize,
    /// Whether all were.
    pub is_counted: bool,
    /// True when nothing matched as typed and near words, or some of the words, were searched instead.
    pub forgiving: bool,
    /// True when these pages need not have all of the words.
    pub partly: bool,
    /// The words to light up.
    pub terms: Terms,
    /// What it cost.
    pub work: Work,
}

/// Where fewer pages match as typed, others with some of the words follow, so that there are so many.
const FEW: usize = 10;

/// Searches all segments.
pub(super) fn search(
    segments: &[Arc<Opened>],
    query: &Query,
    facts: &dyn Facts,
    want: Want,
    weights: &Weights,
) -> Result<Found, EngineError> {
    let search = Search::new(segments, query, facts, want, weights)?;
    let found = search.all(query)?;
    Ok(Found { work: search.meter.read(), ..found })
}

/// Does one slice of finding all documents that match; true when there is more.
pub(super) fn search_all(
    segments: &[Arc<Opened>],
    query: &Query,
    facts: &dyn Facts,
    weights: &Weights,
    all: &mut All,
) -> Result<bool, EngineError> {
    if all.is_between() {
        return all.look_up(&Search::new(segments, query, facts, Want::default(), weights)?, query);
    }
    all.walk(segments, facts)
}

struct Search<'a> {
    segments: &'a [Arc<Opened>],
    facts: &'a dyn Facts,
    want: Want,
    weights: &'a Weights,
    /// By segment, the documents whose title is exactly what was asked.
    titled: Vec<Vec<DocId>>,
    langs: Vec<(String, Stems)>,
    known: Known,
    meter: Meter,
}

impl<'a> Search<'a> {
    fn new(
        segments: &'a [Arc<Opened>],
        query: &Query,
        facts: &'a dyn Facts,
        want: Want,
        weights: &'a Weights,
    ) -> Result<Self, EngineError> {
        let titled = titled::titled(segments, query)?;
        let langs = terms::languages(&facts.langs());
        let (known, meter) = (Known::default(), Meter::default());
        Ok(Self { segments, facts, want, weights, titled, langs, known, meter })
    }

    /// What matches as typed; where nothing does, what near words or some of the words match.
    fn all(&self, query: &Query) -> Result<Found, EngineError> {
        let mut attempt = Attempt::typed(Cow::Borrowed(query));
        loop {
            let found = match attempt.strictness() {
                Strictness::Typed => self.typed(attempt.query())?,
                strictness => self.run(attempt.query(), strictness, self.want)?,
            };
            if found.total > 0 || !attempt.advance(&self.lexicon())? {
                let any = found.total > 0;
                let (forgiving, partly) = (attempt.is_forgiving() && any, attempt.is_partly() && any);
                return Ok(Found { forgiving, partly, ..found });
            }
        }
    }

    /// What has all that must be there; and where that is little, pages with some of the words: how many does not depend on what is
    /// wanted.
    fn typed(&self, query: &Query) -> Result<Found, EngineError> {
        let want = Want { most: self.want.most.max(FEW), ..self.want };
        let mut found = self.run(query, Strictness::Typed, want)?;
        if self.want.sort == Sort::Best && (1..FEW).contains(&found.total) && plan::word_count(query) > 1 {
            let some = Want { most: FEW, extent: Extent::Best, ..want };
            let strictness =
                if plan::is_sentence(query) { Strictness::Sentence } else { Strictness::SomeWords };
            let some = self.run(query, strictness, some)?;
            let pages: Vec<_> = found.top.iter().map(|(doc, _)| self.facts.page(*doc)).collect();
            let more = some.top.into_iter().filter(|(doc, _)| !pages.contains(&self.facts.page(*doc)));
            found.loose = more.take(FEW - found.total).collect();
        }
        found.top.truncate(self.want.most);
        Ok(found)
    }

    fn lexicon(&self) -> Lexicon<'_> {
        Lexicon {
            segments: self.segments,
            langs: &self.langs,
            weights: self.weights,
            takes_apart: true,
            cuts: self.want.sort == Sort::Best && self.want.extent == Extent::Best,
            known: &self.known,
            meter: &self.meter,
        }
    }

    fn plan(&self, query: &Query, strictness: Strictness) -> Result<Plan, EngineError> {
        Plan::new(&self.lexicon(), query, strictness, self.titled.clone())
    }

    fn run(&self, query: &Query, strictness: Strictness, want: Want) -> Result<Found, EngineError> {
        let plan = self.plan(query, strictness)?;
        let found = eval::run(self.segments, &plan, self.facts, want, &self.meter)?;
        Ok(Found { terms: Terms::of(query).with_compounds(&plan.compounds), ..found })
    }
}
