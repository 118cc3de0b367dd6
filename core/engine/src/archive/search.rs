//! Searching: the query's facts from the catalog, its words from the index, passages from the journal.
use super::Archive;
use crate::catalog::{Capture, Visit};
use crate::index::{Facts, Found, Sort, Want};
use crate::page::{CaptureNo, Millis, Ordinal};
use crate::query::{Complaint, Filters, Query, Span, highlight, parse, passage};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

/// Length of a passage in characters: two lines of a result.
const PASSAGE: usize = 240;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// The words as typed.
    pub q: String,
    /// Best or newest first.
    pub sort: Sort,
    /// Most hits to give.
    pub limit: usize,
    /// Hits to skip.
    #[serde(default)]
    pub offset: usize,
    /// Now, in ms (for "yesterday").
    pub now: Millis,
    /// Local time minus UTC, in minutes.
    #[serde(default)]
    pub offset_min: i16,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchAnswer {
    /// The timeline's generation.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// How many pages match.
    pub total: usize,
    /// The hits, best (or newest) first; one a page.
    pub hits: Vec<Hit>,
    /// What in the query could not be understood.
    pub complaints: Vec<Complaint>,
    /// The newest visit of each matching capture, ascending.
    pub ordinals: Vec<Ordinal>,
    /// Hits by host, most first, at most 20.
    pub sites: Vec<SiteCount>,
    /// True when nothing matched as typed and near words were searched instead.
    pub forgiving: bool,
}

/// See [`SearchAnswer::sites`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteCount {
    /// The host.
    pub site: String,
    /// Matching captures.
    pub count: u32,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// The newest visit of the capture.
    pub ordinal: Ordinal,
    /// 1 for the best.
    pub rank: usize,
    /// Its score.
    pub score: f32,
    /// The visit, 32 hex digits; for an imported page the id it came with.
    pub id: String,
    /// Title with the found words lit.
    pub title: Vec<Span>,
    /// Address.
    pub url: String,
    /// As it was visited first, for opening it, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
    /// Site.
    pub site: String,
    /// When, in ms.
    pub at: Millis,
    /// Local time minus UTC, in minutes.
    pub offset_min: i16,
    /// See `catalog::Flag`.
    pub flags: u8,
    /// The passage with the found words lit.
    pub snippet: Vec<Span>,
    /// The other device that saw it, as a person calls it; `None` for this one.
    pub device: Option<String>,
}

impl Archive {
    /// Searches. Errors only when files cannot be read: a query is never wrong, see [`SearchAnswer::complaints`].
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, EngineError> {
        let mut query = parse(&request.q, request.now, request.offset_min);
        let left_out = std::mem::take(&mut query.exclusions);
        let filters = query.filters.clone();
        let facts = CatalogFacts::new(self, &filters);
        let wanted = request.offset.saturating_add(request.limit);
        // One hit a page: versions of it are folded, so some more are asked for.
        let want = Want {
            sort: request.sort,
            limit: wanted.saturating_mul(2).saturating_add(20),
            offset: 0,
            all: true,
        };
        let found = self.look_up(&query, &facts, want)?;
        if !left_out.is_empty() && (found.total == 0 || found.forgiving) {
            let plain =
                self.look_up(&query.without_exclusions(), &facts, Want { limit: 1, all: false, ..want })?;
            if plain.total > 0 && !plain.forgiving {
                query.complaints.extend(left_out);
            }
        }
        let mut pages = BTreeSet::new();
        let distinct = found
            .top
            .iter()
            .filter(|(no, _)| self.catalog.capture(*no).is_some_and(|c| pages.insert(c.page)));
        let chosen: Vec<(CaptureNo, f32)> =
            distinct.skip(request.offset).take(request.limit).copied().collect();
        let mut hits = Vec::with_capacity(chosen.len());
        for (at, (no, score)) in chosen.into_iter().enumerate() {
            hits.extend(self.hit(no, score, request.offset + at + 1, &facts, &found)?);
        }
        let all: Vec<&Capture> = found.all.iter().filter_map(|no| self.catalog.capture(*no)).collect();
        let pages: BTreeSet<u32> = all.iter().map(|capture| capture.page).collect();
        let mut ordinals: Vec<Ordinal> = all.iter().filter_map(|capture| facts.ordinal(capture)).collect();
        ordinals.sort_unstable();
        Ok(SearchAnswer {
            generation: self.catalog.generation(),
            total: pages.len(),
            hits,
            complaints: query.complaints,
            ordinals,
            sites: self.sites(&all),
            forgiving: found.forgiving,
        })
    }

    /// Every capture that a query finds.
    pub(super) fn matching(&self, query: &Query) -> Result<Vec<CaptureNo>, EngineError> {
        let facts = CatalogFacts::new(self, &query.filters);
        let want = Want { sort: Sort::Newest, limit: 1, offset: 0, all: true };
        let found = self.look_up(query, &facts, want)?;
        // A destructive command must not act on a guess.
        Ok(if found.forgiving { vec![] } else { found.all })
    }

    /// Asks the index; remembers when it seems to be damaged.
    fn look_up(&self, query: &Query, facts: &dyn Facts, want: Want) -> Result<Found, EngineError> {
        let mut found = self.index.search(query, facts, want).inspect_err(|error| {
            self.suspect.fetch_or(error.kind == ErrorKind::Corrupt, Ordering::Relaxed);
        })?;
        let number = |doc: u32| self.catalog.capture_of_doc(doc).map(|capture| capture.no);
        found.top = found.top.iter().filter_map(|(doc, score)| Some((number(*doc)?, *score))).collect();
        found.all = found.all.iter().filter_map(|doc| number(*doc)).collect();
        found.all.sort_unstable();
        Ok(found)
    }

    fn hit(
        &self,
        no: CaptureNo,
        score: f32,
        rank: usize,
        facts: &CatalogFacts<'_>,
        found: &Found,
    ) -> Result<Option<Hit>, EngineError> {
        let Some(ordinal) = self.catalog.capture(no).and_then(|capture| facts.ordinal(capture)) else {
            return Ok(None);
        };
        let Some(visit) = self.catalog.visit(ordinal).copied() else { return Ok(None) };
        let Some(capture) = self.catalog.capture(no) else { return Ok(None) };
        let (captured, words) = match self.words(no) {
            // One page that is damaged on the disk must not hide the others.
            Err(error) if error.kind == ErrorKind::Corrupt => return Ok(None),
            read => read?,
        };
        let mut snippet = passage(&found.terms, &words.text, &captured.lang, PASSAGE);
        if !snippet.iter().any(|span| span.lit) {
            let other = passage(&found.terms, &words.rest, &captured.lang, PASSAGE);
            if snippet.is_empty() || other.iter().any(|span| span.lit) {
                snippet = other;
            }
        }
        Ok(Some(Hit {
            ordinal,
            rank,
            score,
            id: captured.name.unwrap_or_else(|| visit.id.to_string()),
            title: highlight(&found.terms, &captured.title, &captured.lang),
            url: captured.url,
            visited: captured.visited,
            site: captured.site,
            at: visit.at,
            offset_min: visit.offset_min,
            flags: self.catalog.flags(ordinal, &visit, capture),
            snippet,
            device: self.catalog.device_name(&visit).map(str::to_owned),
        }))
    }

    fn sites(&self, captures: &[&Capture]) -> Vec<SiteCount> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for capture in captures {
            *counts.entry(self.catalog.host(capture)).or_default() += 1;
        }
        let mut sites: Vec<SiteCount> =
            counts.into_iter().map(|(site, count)| SiteCount { site: site.to_owned(), count }).collect();
        sites.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.site.cmp(&b.site)));
        sites.truncate(20);
        sites
    }
}

/// What the index asks of the catalog while it searches.
struct CatalogFacts<'a> {
    archive: &'a Archive,
    filters: &'a Filters,
    /// With a filter by time or device: the newest remembered visit of each capture within it.
    within: Option<BTreeMap<CaptureNo, Ordinal>>,
}

impl<'a> CatalogFacts<'a> {
    fn new(archive: &'a Archive, filters: &'a Filters) -> Self {
        let of_visits = filters.from.is_some()
            || filters.to.is_some()
            || !filters.devices.is_empty()
            || !filters.not_devices.is_empty();
        let within = of_visits.then(|| {
            let catalog = &archive.catalog;
            let start = filters.from.map_or(0, |from| catalog.first_at(from));
            let end = filters.to.map_or(catalog.visits().len(), |to| catalog.first_at(to));
            let visits = catalog.visits().iter().enumerate().take(end).skip(start);
            let by = |visit: &Visit| {
                filters.devices.iter().all(|name| catalog.is_of_device(visit, name))
                    && !filters.not_devices.iter().any(|name| catalog.is_of_device(visit, name))
            };
            visits
                .filter(|(_, visit)| visit.is_alive() && by(visit))
                .map(|(at, visit)| (visit.no, at as Ordinal))
                .collect()
        });
        Self { archive, filters, within }
    }

    /// The visit that stands for a capture.
    fn ordinal(&self, capture: &Capture) -> Option<Ordinal> {
        match &self.within {
            Some(within) => within.get(&capture.no).copied(),
            None => self.archive.catalog.ordinal(capture.newest.1),
        }
    }
}

impl Facts for CatalogFacts<'_> {
    fn admits(&self, doc: u32) -> bool {
        let catalog = &self.archive.catalog;
        let Some(capture) = catalog.capture_of_doc(doc).filter(|capture| capture.alive > 0) else {
            return false;
        };
        let Some(page) = catalog.page_of(capture) else { return false };
        self.within.as_ref().is_none_or(|within| within.contains_key(&capture.no))
            && self.filters.webmark.is_none_or(|webmark| page.star == webmark)
            && self.filters.labels.iter().all(|label| catalog.has_label(page, label))
            && !self.filters.not_labels.iter().any(|label| catalog.has_label(page, label))
    }

    fn time(&self, doc: u32) -> Millis {
        let capture = self.archive.catalog.capture_of_doc(doc);
        let visit =
            capture.and_then(|capture| self.ordinal(capture)).and_then(|at| self.archive.catalog.visit(at));
        visit.map_or(Millis::MIN, |visit| visit.at)
    }

    fn langs(&self) -> Vec<String> {
        self.archive.catalog.languages().to_vec()
    }
}
