//! All that a query matches: counted behind the first answer, in slices, and begun anew where the memory changes meanwhile.
use super::Archive;
use super::facts::CatalogFacts;
use super::search::SearchRequest;
use crate::EngineError;
use crate::catalog::Catalog;
use crate::index::All;
use crate::page::Ordinal;
use crate::query::{Query, parse};
use serde::Serialize;
use std::collections::BTreeSet;

/// Hosts that are counted by name.
const NAMED: usize = 20;
/// How often it is begun anew; then it is done in one go.
const TRIES: u32 = 3;

/// All that a query matches, beside what is shown of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Matches {
    /// The timeline's generation.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// The newest visit of each matching capture, ascending.
    pub ordinals: Vec<Ordinal>,
    /// How many pages match.
    pub pages: u32,
    /// How many of them are WebMarks.
    pub webmarks: u32,
    /// Pages by host, most first, at most 20.
    pub sites: Vec<SiteCount>,
}

/// See [`Matches::sites`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteCount {
    /// The host.
    pub site: String,
    /// Matching pages.
    pub count: u32,
}

/// The matches of a query while they are looked for.
pub struct Matching {
    request: SearchRequest,
    all: All,
    /// The memory it is of, as [`Archive::moment`] says it.
    moment: Option<[u64; 3]>,
    tries: u32,
}

impl Matching {
    /// Nothing is looked for yet.
    pub fn of(request: SearchRequest) -> Self {
        Self { request, all: All::default(), moment: None, tries: 0 }
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

    /// Does one slice of it: the matches when it was the last. Errors: as of a search.
    pub fn matches_some(&self, matching: &mut Matching) -> Result<Option<Matches>, EngineError> {
        if matching.moment != Some(self.moment()) {
            (matching.all, matching.moment) = (All::default(), Some(self.moment()));
            matching.tries += 1;
        }
        let request = &matching.request;
        let query = parse(&request.q, request.now, request.offset_min);
        let facts = CatalogFacts::new(&self.catalog, &query, request.now);
        while self.look_on(&query, &facts, &mut matching.all)? {
            if matching.tries <= TRIES {
                return Ok(None);
            }
        }
        Ok(Some(self.counted(&facts, &matching.all)))
    }

    /// The pages that a query finds as typed, by their numbers.
    pub(super) fn pages_matching(&self, query: &Query) -> Result<BTreeSet<u32>, EngineError> {
        // How a page stands does not matter, and neither does the time.
        let (facts, mut all) = (CatalogFacts::new(&self.catalog, query, 0), All::default());
        while self.look_on(query, &facts, &mut all)? {}
        // A destructive command must not act on a guess.
        let docs = if all.is_forgiving() { &[][..] } else { &all.docs };
        Ok(docs.iter().filter_map(|doc| self.catalog.columns().page(*doc)).collect())
    }

    /// Another one whenever a row of the catalog or a document of the index is.
    fn moment(&self) -> [u64; 3] {
        [self.lives, self.catalog.revision(), self.index.changes()]
    }

    fn look_on(&self, query: &Query, facts: &CatalogFacts<'_>, all: &mut All) -> Result<bool, EngineError> {
        self.index.search_all(query, facts, all).inspect_err(|error| self.suspect(error))
    }

    fn counted(&self, facts: &CatalogFacts<'_>, all: &All) -> Matches {
        let numbers = all.docs.iter().map(|doc| Catalog::capture_no(*doc));
        let ordinals = facts.ordinals(numbers.clone()).into_iter().map(|(_, ordinal)| ordinal).collect();
        let counted = self.catalog.pages_of_captures(numbers);
        let (pages, webmarks) = (counted.count, counted.webmarks);
        let site = |(host, count): (&str, u32)| SiteCount { site: host.to_owned(), count };
        let sites = counted.hosts(NAMED).into_iter().map(site).collect();
        Matches { generation: self.catalog.generation(), ordinals, pages, webmarks, sites }
    }
}
