//! All that a query matches: counted behind the first answer, in slices, and begun anew where the memory changes meanwhile.
use super::Archive;
use super::facts::{CatalogFacts, Resolved};
use super::newest::Newest;
use super::search::SearchRequest;
use super::visited::Visited;
use crate::EngineError;
use crate::catalog::{Catalog, DayCounts, PageCounts};
use crate::index::All;
use crate::page::{Millis, Ordinal};
use crate::query::{Query, parse};
use serde::Serialize;
use std::collections::BTreeSet;

/// Hosts and labels that are counted by name.
const NAMED: usize = 20;
/// How often it is begun anew; then it is done in one go.
const TRIES: u32 = 3;
/// A slice ends when so much was looked at: keys, lists, documents and steps between them; visits; matches that are counted.
pub(super) const SLICE: usize = 1 << 13;

/// All that a query matches, beside what is shown of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Matches {
    /// The timeline's generation.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// The newest visit of each matching capture, ascending.
    pub ordinals: Vec<Ordinal>,
    /// All visits of these captures, as far as the query wants them, ascending.
    pub visits: Vec<Ordinal>,
    /// How many pages match.
    pub pages: u32,
    /// How many of them are WebMarks.
    pub webmarks: u32,
    /// Pages by host, most first, at most 20.
    pub sites: Vec<SiteCount>,
    /// Pages by label, most first, at most 20.
    pub labels: Vec<LabelCount>,
    /// Pages by day of the visits that `ordinals` are, ascending; all days.
    pub days: DayCounts,
}

/// See [`Matches::sites`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteCount {
    /// The host.
    pub site: String,
    /// Matching pages.
    pub count: u32,
}

/// See [`Matches::labels`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabelCount {
    /// The label.
    pub label: String,
    /// Matching pages.
    pub count: u32,
}

/// The matches of a query while they are looked for.
pub struct Matching {
    request: SearchRequest,
    done: Option<Done>,
    tries: u32,
    looked: usize,
}

/// What is known of the matches after some slices, while the memory is as it was.
struct Done {
    /// The memory it is of, as [`Archive::moment`] says it.
    moment: [u64; 3],
    query: Query,
    resolved: Resolved,
    all: All,
    /// All documents are found; their visits come next.
    has_docs: bool,
    newest: Newest,
    visited: Visited,
    counts: PageCounts,
    /// Matches from this ordinal on are still to be counted.
    uncounted: Ordinal,
}

impl Matching {
    /// Nothing is looked for yet.
    pub fn of(request: SearchRequest) -> Self {
        Self { request, done: None, tries: 0, looked: 0 }
    }

    /// How much the last slice looked at: keys, lists, documents and steps between them, visits, matches.
    pub fn looked(&self) -> usize {
        self.looked
    }
}

impl Archive {
    /// What matches in all: as typed, or, where nothing does, as [`Archive::search`] shows it. Errors: as of a search.
    pub fn matches(&self, request: &SearchRequest) -> Result<Matches, EngineError> {
        let mut matching = Matching::of(request.clone());
        loop {
            if let Some(matches) = self.matches_some(&mut matching)? {
                return Ok(matches);
            }
        }
    }

    /// Does one slice of it: the matches when it was the last. How much it looks at does not hang on how much is remembered or matches,
    /// but for what a search looks up of its words and facts, in the first. Errors: as of a search.
    pub fn matches_some(&self, matching: &mut Matching) -> Result<Option<Matches>, EngineError> {
        let moment = self.moment();
        let mut done = match matching.done.take().filter(|done| done.moment == moment) {
            Some(done) => done,
            None => {
                matching.tries += 1;
                self.begin(&matching.request, moment)
            }
        };
        matching.looked = 0;
        while let Some(looked) = self.look_on(&mut done, matching.request.now)? {
            matching.looked += looked;
            if matching.looked >= SLICE && matching.tries <= TRIES {
                matching.done = Some(done);
                return Ok(None);
            }
        }
        Ok(Some(self.told(&done)))
    }

    /// The pages that a query finds as typed, by their numbers.
    pub(super) fn pages_matching(&self, query: &Query) -> Result<BTreeSet<u32>, EngineError> {
        // How a page stands does not matter, and neither does the time.
        let (resolved, mut all) = (Resolved::of(&self.catalog, query), All::default());
        let facts = CatalogFacts::new(&self.catalog, query, &resolved, 0);
        while self.find_on(query, &facts, &mut all)? {}
        // A destructive command must not act on a guess.
        let docs = if all.is_forgiving() { &[][..] } else { &all.docs };
        Ok(docs.iter().filter_map(|doc| self.catalog.columns().page(*doc)).collect())
    }

    /// Another one whenever a row of the catalog or a document of the index is.
    pub(super) fn moment(&self) -> [u64; 3] {
        [self.lives, self.catalog.revision(), self.index.changes()]
    }

    fn begin(&self, request: &SearchRequest, moment: [u64; 3]) -> Done {
        let query = parse(&request.q, request.now, request.offset_min);
        let resolved = Resolved::of(&self.catalog, &query);
        let (all, newest, visited, counts) = <(All, Newest, Visited, PageCounts)>::default();
        Done { moment, query, resolved, all, has_docs: false, newest, visited, counts, uncounted: 0 }
    }

    /// Goes on: finds documents, then their newest visits, then all of them, then counts the newest. Gives how much it looked at, `None` at the end.
    fn look_on(&self, done: &mut Done, now: Millis) -> Result<Option<usize>, EngineError> {
        let facts = CatalogFacts::new(&self.catalog, &done.query, &done.resolved, now);
        if !done.has_docs {
            let known = done.all.docs.len();
            done.has_docs = !self.find_on(&done.query, &facts, &mut done.all)?;
            for doc in done.all.docs.iter().skip(known) {
                let no = Catalog::capture_no(*doc);
                done.newest.want(no);
                done.visited.want(&self.catalog, no);
            }
            return Ok(Some(done.all.work.looks()));
        }
        if let Some(looked) = done.newest.step(&self.catalog, &facts, SLICE) {
            return Ok(Some(looked));
        }
        if let Some(looked) = done.visited.step(&self.catalog, &facts, &done.newest, SLICE) {
            return Ok(Some(looked));
        }
        let mut counted = None;
        for ordinal in done.newest.ordinals().numbers_from(done.uncounted).take(SLICE) {
            if let Some(visit) = self.catalog.visit(ordinal) {
                done.counts.add(&self.catalog, visit);
            }
            done.uncounted = ordinal + 1;
            counted = Some(counted.unwrap_or(0) + 1);
        }
        Ok(counted)
    }

    fn find_on(&self, query: &Query, facts: &CatalogFacts<'_>, all: &mut All) -> Result<bool, EngineError> {
        self.index.search_all(query, facts, all).inspect_err(|error| self.suspect(error))
    }

    fn told(&self, done: &Done) -> Matches {
        let counts = &done.counts;
        let site = |(host, count): (&str, u32)| SiteCount { site: host.to_owned(), count };
        let label = |(label, count): (&str, u32)| LabelCount { label: label.to_owned(), count };
        Matches {
            generation: self.catalog.generation(),
            ordinals: done.newest.ordinals().numbers().collect(),
            visits: done.visited.ordinals().to_vec(),
            pages: counts.count,
            webmarks: counts.webmarks,
            sites: counts.hosts(&self.catalog, NAMED).into_iter().map(site).collect(),
            labels: counts.labels(&self.catalog, NAMED).into_iter().map(label).collect(),
            days: counts.days.clone(),
        }
    }
}
