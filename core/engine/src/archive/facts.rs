//! What a query asks of the catalog: which documents were seen then or there, are WebMarks, have a label.
use super::standing::Standing;
use crate::bits::Bits;
use crate::calendar::DAY_MS;
use crate::catalog::{Catalog, Visit};
use crate::index::Facts;
use crate::page::Millis;
use crate::query::{Fact, Node, Query, Seen, When};
use std::cell::OnceCell;
use std::ops::Range;

/// By so much a page stands higher whose very address was looked for: above all others.
const NAMED: f32 = 1.0e6;

/// What a query asks of the catalog, looked up there: it holds as long as the catalog stays as it is.
pub(super) struct Resolved {
    facts: Vec<Held>,
    /// The pages whose addresses were looked for.
    named: Vec<u32>,
}

impl Resolved {
    pub fn of(catalog: &Catalog, query: &Query) -> Self {
        let facts: Vec<Held> = query.facts.iter().map(|fact| held(catalog, fact)).collect();
        let page = |held: &Held| if let Held::Page(page) = held { *page } else { None };
        let named = facts.iter().filter_map(page).collect();
        Self { facts, named }
    }
}

/// The facts of one query.
pub(super) struct CatalogFacts<'a> {
    catalog: &'a Catalog,
    resolved: &'a Resolved,
    /// Which visits the query wants, where it wants some more than others: any of these.
    wanted: Vec<&'a [Seen]>,
    /// When each capture was last visited as wanted, where that is another time than its newest: for what is asked by time.
    times: OnceCell<Option<Vec<Millis>>>,
    standing: Standing<'a>,
}

/// A fact, resolved.
enum Held {
    Captures(Bits),
    WebMark,
    Labels(Vec<u32>),
    Page(Option<u32>),
}

impl<'a> CatalogFacts<'a> {
    /// `now`: in ms, for what was visited lately.
    pub fn new(catalog: &'a Catalog, query: &'a Query, resolved: &'a Resolved, now: Millis) -> Self {
        let mut wanted: Vec<&[Seen]> = Vec::new();
        query.root.wanted(&mut |leaf| {
            if let Node::Fact(fact) = leaf
                && let Some(Fact::Seen(seen)) = query.facts.get(*fact)
            {
                wanted.push(seen);
            }
        });
        let standing = Standing::new(catalog, now);
        Self { catalog, resolved, wanted, times: OnceCell::new(), standing }
    }

    fn wanted_times(&self) -> Option<Vec<Millis>> {
        if !self.is_choosy() {
            return None;
        }
        let mut times = vec![Millis::MIN; self.catalog.next_no() as usize];
        for visit in self.catalog.visits().range(self.reach()).filter(|visit| self.wants(visit)) {
            if let Some(time) = times.get_mut(visit.no as usize) {
                *time = visit.at;
            }
        }
        Some(times)
    }

    /// Whether the query wants some visits more than others.
    pub fn is_choosy(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Where visits that the query wants may stand in the timeline.
    pub fn reach(&self) -> Range<usize> {
        let spans = self.wanted.iter().map(|seen| span(seen));
        let time = spans.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        between(self.catalog, &time.unwrap_or(Millis::MIN..Millis::MAX))
    }

    /// Whether a visit is remembered and one that the query wants.
    pub fn wants(&self, visit: &Visit) -> bool {
        let is_wanted = |seen: &&[Seen]| seen.iter().all(|one| is_so(self.catalog, visit, one));
        visit.is_alive() && (self.wanted.is_empty() || self.wanted.iter().any(is_wanted))
    }
}

/// A page by its address as it was typed, with or without what only tracks.
fn page_at(catalog: &Catalog, address: &str) -> Option<u32> {
    let kept = super::address::kept_address(address).ok()?;
    catalog.page_number_of(&kept)
}

fn held(catalog: &Catalog, fact: &Fact) -> Held {
    match fact {
        Fact::WebMark => Held::WebMark,
        Fact::Label(name) => Held::Labels(catalog.labels_named(name)),
        Fact::At(address) => Held::Page(page_at(catalog, address)),
        Fact::Seen(seen) => {
            let mut bits = Bits::default();
            let visits = catalog.visits().range(between(catalog, &span(seen)));
            for visit in visits.filter(|visit| visit.is_alive()) {
                if seen.iter().all(|one| is_so(catalog, visit, one)) {
                    bits.insert(visit.no);
                }
            }
            Held::Captures(bits)
        }
    }
}

/// Where the visits of a time stand in the timeline.
fn between(catalog: &Catalog, time: &Range<Millis>) -> Range<usize> {
    catalog.first_at(time.start)..catalog.first_at(time.end)
}

/// A time that no visit for which all of this holds lies outside of.
fn span(seen: &[Seen]) -> Range<Millis> {
    let mut span = Millis::MIN..Millis::MAX;
    for one in seen {
        let Seen::In(when, _) = one else { continue };
        // Local days begin up to a day before or after those of UTC.
        let of = match when {
            When::Days(days) => {
                (days.start.saturating_sub(1)).saturating_mul(DAY_MS)
                    ..days.end.saturating_add(1).saturating_mul(DAY_MS)
            }
            When::Moments(moments) => moments.clone(),
        };
        span = span.start.max(of.start)..span.end.min(of.end);
    }
    span.start..span.end.max(span.start)
}

fn is_so(catalog: &Catalog, visit: &Visit, seen: &Seen) -> bool {
    match seen {
        Seen::In(When::Days(days), unknown) => {
            let offset_min = if visit.offset_min == 0 { *unknown } else { visit.offset_min };
            days.contains(&i64::from(Visit { offset_min, ..*visit }.day()))
        }
        Seen::In(When::Moments(moments), _) => moments.contains(&visit.at),
        Seen::By(device) => catalog.is_of_device(visit, device),
    }
}

impl Facts for CatalogFacts<'_> {
    fn page(&self, doc: u32) -> Option<u32> {
        self.catalog.columns().page(doc)
    }

    fn holds(&self, fact: usize, doc: u32) -> bool {
        let Some(page) = self.page(doc) else { return false };
        match self.resolved.facts.get(fact) {
            Some(Held::Captures(captures)) => captures.has(Catalog::capture_no(doc)),
            Some(Held::WebMark) => self.catalog.is_webmark(page),
            Some(Held::Labels(labels)) => {
                let page = self.catalog.page_numbered(page);
                page.is_some_and(|page| page.labels().iter().any(|label| labels.contains(label)))
            }
            Some(Held::Page(at)) => *at == Some(page),
            None => false,
        }
    }

    fn may_hold(&self, fact: usize) -> bool {
        match self.resolved.facts.get(fact) {
            Some(Held::Page(page)) => page.is_some(),
            Some(Held::Labels(labels)) => !labels.is_empty(),
            held => held.is_some(),
        }
    }

    fn time(&self, doc: u32) -> Millis {
        let wanted = self
            .times
            .get_or_init(|| self.wanted_times())
            .as_ref()
            .and_then(|times| times.get(Catalog::capture_no(doc) as usize));
        wanted
            .copied()
            .filter(|time| *time != Millis::MIN)
            .unwrap_or_else(|| self.catalog.columns().newest(doc))
    }

    fn bonus(&self, page: u32) -> f32 {
        if self.resolved.named.contains(&page) { NAMED } else { 0.0 }
    }

    fn has_bonus(&self) -> bool {
        !self.resolved.named.is_empty()
    }

    fn standing(&self, page: u32, doc: u32) -> f32 {
        self.standing.of(page, doc)
    }

    fn may_stand_out(&self, doc: u32) -> bool {
        self.standing.may_stand_out(doc)
    }

    fn langs(&self) -> Vec<String> {
        self.catalog.languages().to_vec()
    }
}
