//! Searching: the query's facts from the catalog, its words from the index, passages from the journal.
use super::Archive;
use super::facts::CatalogFacts;
use crate::catalog::Catalog;
use crate::index::{Extent, Found, Sort, Want, Work};
use crate::page::{CaptureNo, Millis, Ordinal};
use crate::query::{Complaint, Query, Span, highlight, parse, passage};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

/// Length of a passage in characters: two lines of a result.
const PASSAGE: usize = 240;

/// All that matches, in no order.
const ALL: Want = Want { sort: Sort::Newest, most: 0, extent: Extent::All };

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
    /// Whether the total is wanted: all that match are looked at then, not only what may be among the hits.
    #[serde(default = "yes")]
    pub counting: bool,
}

fn yes() -> bool {
    true
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchAnswer {
    /// The timeline's generation.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// How many pages match, whatever the limit.
    pub total: usize,
    /// Whether `total` is all; else so many match at least, and [`Archive::matches`] counts them.
    pub counted: bool,
    /// The hits, best (or newest) first; one a page. Behind the `total` that match follow, where these are few, pages with some of the
    /// words.
    pub hits: Vec<Hit>,
    /// What in the query could not be understood.
    pub complaints: Vec<Complaint>,
    /// True when nothing matched as typed and near words were searched instead.
    pub forgiving: bool,
    /// What it cost, reading the query left out.
    #[serde(skip)]
    pub work: Work,
}

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
    pub pages: usize,
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

/// One hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// The newest visit of the capture.
    pub ordinal: Ordinal,
    /// 1 for the best.
    pub rank: usize,
    /// It has only some of the words.
    pub loose: bool,
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
        let facts = CatalogFacts::new(&self.catalog, &query, request.now);
        let most = request.offset.saturating_add(request.limit);
        let extent = if request.counting { Extent::Total } else { Extent::Best };
        let want = Want { sort: request.sort, most, extent };
        let found = self.look_up(&query, &facts, want)?;
        let mut complaints = query.complaints.clone();
        if !left_out.is_empty() && (found.total == 0 || found.forgiving) {
            let plain = self.look_up(
                &query.without_exclusions(),
                &facts,
                Want { most: 1, extent: Extent::Best, ..want },
            )?;
            if plain.total > 0 && !plain.forgiving {
                complaints.extend(left_out);
            }
        }
        Ok(SearchAnswer {
            generation: self.catalog.generation(),
            total: found.total,
            counted: found.is_counted,
            hits: self.hits(request, &facts, &found)?,
            complaints,
            forgiving: found.forgiving,
            work: found.work,
        })
    }

    /// What matches in all: as typed, or, where nothing does, as [`Archive::search`] shows it.
    pub fn matches(&self, request: &SearchRequest) -> Result<Matches, EngineError> {
        let query = parse(&request.q, request.now, request.offset_min);
        let facts = CatalogFacts::new(&self.catalog, &query, request.now);
        let found = self.look_up(&query, &facts, ALL)?;
        let numbers = found.all.iter().map(|doc| Catalog::capture_no(*doc));
        let ordinals = facts.ordinals(numbers.clone()).into_iter().map(|(_, ordinal)| ordinal).collect();
        Ok(Matches {
            generation: self.catalog.generation(),
            ordinals,
            pages: found.total,
            sites: self.sites(numbers),
        })
    }

    /// The pages that a query finds as typed, by their numbers.
    pub(super) fn pages_matching(&self, query: &Query) -> Result<BTreeSet<u32>, EngineError> {
        // By time: how a page stands does not matter.
        let facts = CatalogFacts::new(&self.catalog, query, 0);
        let found = self.look_up(query, &facts, ALL)?;
        // A destructive command must not act on a guess.
        let all = if found.forgiving { vec![] } else { found.all };
        Ok(all.iter().filter_map(|doc| self.catalog.columns().page(*doc)).collect())
    }

    /// Asks the index; remembers when it seems to be damaged.
    fn look_up(&self, query: &Query, facts: &CatalogFacts<'_>, want: Want) -> Result<Found, EngineError> {
        self.index.search(query, facts, want).inspect_err(|error| {
            self.suspect.fetch_or(error.kind == ErrorKind::Corrupt, Ordering::Relaxed);
        })
    }

    fn hits(
        &self,
        request: &SearchRequest,
        facts: &CatalogFacts<'_>,
        found: &Found,
    ) -> Result<Vec<Hit>, EngineError> {
        let number = |(doc, score): &(u32, f32)| (Catalog::capture_no(*doc), *score);
        let exact = found.top.iter().map(number).map(|(no, score)| (no, score, false));
        let loose = found.loose.iter().map(number).map(|(no, score)| (no, score, true));
        let shown = exact.chain(loose).enumerate().skip(request.offset).take(request.limit);
        let chosen: Vec<_> = shown.collect();
        let ordinals: BTreeMap<CaptureNo, Ordinal> =
            facts.ordinals(chosen.iter().map(|(_, (no, _, _))| *no)).into_iter().collect();
        let mut hits = Vec::with_capacity(chosen.len());
        for (at, (no, score, loose)) in chosen {
            let Some(ordinal) = ordinals.get(&no) else { continue };
            let hit = self.hit(no, *ordinal, found)?;
            hits.extend(hit.map(|hit| Hit { rank: at + 1, score, loose, ..hit }));
        }
        Ok(hits)
    }

    /// A hit, without its place among the others.
    fn hit(&self, no: CaptureNo, ordinal: Ordinal, found: &Found) -> Result<Option<Hit>, EngineError> {
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
            rank: 0,
            score: 0.0,
            loose: false,
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

    fn sites(&self, captures: impl Iterator<Item = CaptureNo>) -> Vec<SiteCount> {
        let mut pages = BTreeSet::new();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for capture in captures.filter_map(|no| self.catalog.capture(no)) {
            if pages.insert(capture.page) {
                *counts.entry(self.catalog.host(capture)).or_default() += 1;
            }
        }
        let mut sites: Vec<SiteCount> =
            counts.into_iter().map(|(site, count)| SiteCount { site: site.to_owned(), count }).collect();
        sites.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.site.cmp(&b.site)));
        sites.truncate(20);
        sites
    }
}
