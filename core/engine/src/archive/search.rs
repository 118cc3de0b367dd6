//! Searching: the query's facts from the catalog, its words from the index, passages from the journal.
use super::Archive;
use super::facts::{CatalogFacts, Resolved};
use super::newest::Newest;
use crate::catalog::Catalog;
use crate::index::{Extent, Found, Sort, Want, Work};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, Ordinal};
use crate::query::{self, Complaint, Looking, Matchers, Query, Span, highlight, parse, snippet};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Length of a passage in characters: two lines of a result.
const PASSAGE: usize = 240;
/// Bytes of long articles that an answer looks at beyond what each of its hits may.
const LONG_ARTICLES: usize = 8 << 20;

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
    /// How many of the hits that were asked for cannot be shown: what says their addresses is damaged on the disk.
    pub damaged: usize,
    /// The hits, best (or newest) first; one a page. Behind the `total` that match follow, where these are few, pages with some of the
    /// words.
    pub hits: Vec<Hit>,
    /// What in the query could not be understood.
    pub complaints: Vec<Complaint>,
    /// True when nothing matched as typed and near words, or some of the words, were searched instead.
    pub forgiving: bool,
    /// True when these are pages that need not have all of the words.
    pub partly: bool,
    /// What it cost, reading the query left out.
    #[serde(skip)]
    pub work: Work,
    /// Bytes of the hits' texts that were looked at for what is shown of them.
    #[serde(skip)]
    pub looked: usize,
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
        let resolved = Resolved::of(&self.catalog, &query);
        let facts = CatalogFacts::new(&self.catalog, &query, &resolved, request.now);
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
        let mut looking = Looking { left: LONG_ARTICLES, looked: 0 };
        let (hits, damaged) = self.hits(request, &facts, &found, &mut looking)?;
        Ok(SearchAnswer {
            generation: self.catalog.generation(),
            total: found.total,
            counted: found.is_counted,
            damaged,
            hits,
            complaints,
            forgiving: found.forgiving,
            partly: found.partly,
            work: found.work,
            looked: looking.looked,
        })
    }

    /// Asks the index.
    pub(super) fn look_up(
        &self,
        query: &Query,
        facts: &CatalogFacts<'_>,
        want: Want,
    ) -> Result<Found, EngineError> {
        self.index.search(query, facts, want).inspect_err(|error| self.suspect(error))
    }

    /// Remembers when the index seems to be damaged.
    pub(super) fn suspect(&self, error: &EngineError) {
        self.suspect.fetch_or(error.kind == ErrorKind::Corrupt, Ordering::Relaxed);
    }

    /// The hits that can be shown, and how many cannot.
    fn hits(
        &self,
        request: &SearchRequest,
        facts: &CatalogFacts<'_>,
        found: &Found,
        looking: &mut Looking,
    ) -> Result<(Vec<Hit>, usize), EngineError> {
        let number = |(doc, score): &(u32, f32)| (Catalog::capture_no(*doc), *score);
        let exact = found.top.iter().map(number).map(|(no, score)| (no, score, false));
        let loose = found.loose.iter().map(number).map(|(no, score)| (no, score, true));
        let shown = exact.chain(loose).enumerate().skip(request.offset).take(request.limit);
        let chosen: Vec<_> = shown.collect();
        let matchers = &mut Matchers::new(&found.terms);
        let ordinals = self.newest(facts, chosen.iter().map(|(_, (no, _, _))| *no));
        let (mut hits, mut damaged) = (Vec::with_capacity(chosen.len()), 0);
        for (at, (no, score, loose)) in chosen {
            let Some(ordinal) = ordinals.get(&no) else { continue };
            match self.hit(no, *ordinal, matchers, looking) {
                // One page that is damaged on the disk must not hide the others.
                Err(error) if error.kind == ErrorKind::Corrupt => damaged += 1,
                hit => hits.extend(hit?.map(|hit| Hit { rank: at + 1, score, loose, ..hit })),
            }
        }
        Ok((hits, damaged))
    }

    /// The newest visits of captures, as the query wants them.
    fn newest(
        &self,
        facts: &CatalogFacts<'_>,
        captures: impl Iterator<Item = CaptureNo>,
    ) -> BTreeMap<CaptureNo, Ordinal> {
        let mut newest = Newest::default();
        captures.for_each(|no| newest.want(no));
        while newest.step(&self.catalog, facts, usize::MAX).is_some() {}
        let visit = |ordinal| Some((self.catalog.visit(ordinal)?.no, ordinal));
        newest.ordinals().numbers().filter_map(visit).collect()
    }

    /// A hit, without its place among the others; one whose text is damaged has no passage.
    fn hit(
        &self,
        no: CaptureNo,
        ordinal: Ordinal,
        matchers: &mut Matchers<'_>,
        looking: &mut Looking,
    ) -> Result<Option<Hit>, EngineError> {
        let Some(visit) = self.catalog.visit(ordinal).copied() else { return Ok(None) };
        let Some(capture) = self.catalog.capture(no) else { return Ok(None) };
        let (captured, Text { text, rest }) = self.words_left(no)?;
        let words = query::Words { title: &captured.title, main: &text, rest: &rest, lang: &captured.lang };
        let snippet = snippet(matchers, words, PASSAGE, looking);
        Ok(Some(Hit {
            ordinal,
            rank: 0,
            score: 0.0,
            loose: false,
            id: captured.name.unwrap_or_else(|| visit.id.to_string()),
            title: highlight(matchers, &captured.title, &captured.lang),
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
}
