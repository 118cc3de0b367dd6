//! What a query asks of the catalog: which documents were seen then or there, are WebMarks, have a label.
use super::standing::Standing;
use crate::bits::Bits;
use crate::calendar::DAY_MS;
use crate::catalog::{Catalog, Visit};
use crate::index::Facts;
use crate::page::{CaptureNo, Millis, Ordinal};
use crate::query::{Fact, Node, Query, Seen, When};
use std::cell::OnceCell;
use std::ops::Range;

/// So many visits are found one by one sooner than by going through all.
const FEW: usize = 256;
/// By so much a page stands higher whose very address was looked for: above all others.
const NAMED: f32 = 1.0e6;

/// The facts of one query.
pub(super) struct CatalogFacts<'a> {
    catalog: &'a Catalog,
    facts: Vec<Held>,
    /// Which visits the query wants, where it wants some more than others: any of these.
    wanted: Vec<&'a [Seen]>,
    /// When each capture was last visited as wanted, where that is another time than its newest: for what is asked by time.
    times: OnceCell<Option<Vec<Millis>>>,
    /// The pages whose addresses were looked for.
    named: Vec<u32>,
    standing: Standing<'a>,
}

/// A fact, resolved.
enum Held {
    Captures(Bits),
    WebMark,
    Labels(Vec<u32>),
}

impl<'a> CatalogFacts<'a> {
    /// `now`: in ms, for what was visited lately.
    pub fn new(catalog: &'a Catalog, query: &'a Query, now: Millis) -> Self {
        let mut wanted: Vec<&[Seen]> = Vec::new();
        query.root.wanted(&mut |leaf| {
            if let Node::Fact(fact) = leaf
                && let Some(Fact::Seen(seen)) = query.facts.get(*fact)
            {
                wanted.push(seen);
            }
        });
        let facts = query.facts.iter().map(|fact| held(catalog, fact)).collect();
        let named = query.addresses.iter().filter_map(|address| page_at(catalog, address)).collect();
        let standing = Standing::new(catalog, now);
        Self { catalog, facts, wanted, times: OnceCell::new(), named, standing }
    }

    fn wanted_times(&self) -> Option<Vec<Millis>> {
        if self.wanted.is_empty() {
            return None;
        }
        let mut times = vec![Millis::MIN; self.catalog.next_no() as usize];
        for (_, visit) in self.visits() {
            if let Some(time) = times.get_mut(visit.no as usize) {
                *time = visit.at;
            }
        }
        Some(times)
    }

    /// The remembered visits that the query may want, in order.
    fn visits(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Visit)> {
        let spans = self.wanted.iter().map(|seen| span(seen));
        let time = spans.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        let catalog = self.catalog;
        let wanted = self.wanted.clone();
        within(catalog, &time.unwrap_or(Millis::MIN..Millis::MAX)).filter(move |(_, visit)| {
            wanted.is_empty() || wanted.iter().any(|seen| seen.iter().all(|one| is_so(catalog, visit, one)))
        })
    }

    /// The newest wanted visit of each capture, ascending by ordinal; of one that is wanted for another reason its newest.
    pub fn ordinals(&self, captures: impl Iterator<Item = CaptureNo>) -> Vec<(CaptureNo, Ordinal)> {
        let mut left = Bits::default();
        let mut count = 0;
        captures.for_each(|no| count += usize::from(left.insert(no)));
        if self.wanted.is_empty() && count <= FEW {
            return self.newest_of(&left);
        }
        let mut found = Vec::with_capacity(count);
        newest(self.visits(), &mut left, count, &mut found);
        if found.len() < count && !self.wanted.is_empty() {
            newest(within(self.catalog, &(Millis::MIN..Millis::MAX)), &mut left, count, &mut found);
        }
        found.sort_unstable_by_key(|(_, ordinal)| *ordinal);
        found
    }

    /// The newest visits of few captures, each looked up by its time.
    fn newest_of(&self, captures: &Bits) -> Vec<(CaptureNo, Ordinal)> {
        let visits = self.catalog.visits();
        let newest = |no| {
            let key = self.catalog.capture(no)?.newest;
            visits.search(&key, Visit::key).ok().map(|at| (no, at as Ordinal))
        };
        let mut found: Vec<_> = captures.numbers().filter_map(newest).collect();
        found.sort_unstable_by_key(|(_, ordinal)| *ordinal);
        found
    }
}

/// Finds the last visit of each capture that is left, until there are `count`.
fn newest<'a>(
    visits: impl DoubleEndedIterator<Item = (usize, &'a Visit)>,
    left: &mut Bits,
    count: usize,
    found: &mut Vec<(CaptureNo, Ordinal)>,
) {
    let mut visits = visits.rev();
    while let Some((at, visit)) = visits.next().filter(|_| found.len() < count) {
        if left.remove(visit.no) {
            found.push((visit.no, at as Ordinal));
        }
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
        Fact::Seen(seen) => {
            let mut bits = Bits::default();
            for (_, visit) in within(catalog, &span(seen)) {
                if seen.iter().all(|one| is_so(catalog, visit, one)) {
                    bits.insert(visit.no);
                }
            }
            Held::Captures(bits)
        }
    }
}

/// The remembered visits in a time, with their places.
fn within<'a>(
    catalog: &'a Catalog,
    time: &Range<Millis>,
) -> impl DoubleEndedIterator<Item = (usize, &'a Visit)> + use<'a> {
    let (start, end) = (catalog.first_at(time.start), catalog.first_at(time.end));
    let visits = catalog.visits().range(start..end);
    visits.enumerate().map(move |(at, visit)| (start + at, visit)).filter(|(_, visit)| visit.is_alive())
}

/// A time that no visit for which all of this holds lies outside of.
fn span(seen: &[Seen]) -> Range<Millis> {
    let mut span = Millis::MIN..Millis::MAX;
    for one in seen {
        let Seen::In(when) = one else { continue };
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
        Seen::In(When::Days(days)) => days.contains(&i64::from(visit.day())),
        Seen::In(When::Moments(moments)) => moments.contains(&visit.at),
        Seen::By(device) => catalog.is_of_device(visit, device),
    }
}

impl Facts for CatalogFacts<'_> {
    fn page(&self, doc: u32) -> Option<u32> {
        self.catalog.columns().page(doc)
    }

    fn holds(&self, fact: usize, doc: u32) -> bool {
        let Some(page) = self.page(doc) else { return false };
        let marks =
            |is: &dyn Fn(&crate::catalog::Page) -> bool| self.catalog.page_numbered(page).is_some_and(is);
        match self.facts.get(fact) {
            Some(Held::Captures(captures)) => captures.has(Catalog::capture_no(doc)),
            Some(Held::WebMark) => marks(&|page| page.star),
            Some(Held::Labels(labels)) => {
                marks(&|page| page.labels().iter().any(|label| labels.contains(label)))
            }
            None => false,
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
        if self.named.contains(&page) { NAMED } else { 0.0 }
    }

    fn has_bonus(&self) -> bool {
        !self.named.is_empty()
    }

    fn standing(&self, page: u32, doc: u32) -> f32 {
        self.standing.of(page, doc)
    }

    fn langs(&self) -> Vec<String> {
        self.catalog.languages().to_vec()
    }
}
