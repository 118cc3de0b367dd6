//! What a filter's value asks: a site, perhaps with a path, and dates, which are asked of one visit together.
use super::super::grammar::Bound;
use super::super::lexer::Item;
use super::super::value::{MOST_WORDS, address, phrase, whole, words_of};
use super::super::{Node, Scope, Seen, When, dates};
use super::{Parser, Part, is_begun};
use crate::Millis;
use crate::address::{beyond_site, host, typed_site};
use crate::calendar::DAY_MS;
use std::ops::Range;

/// What is asked of a visit.
pub(super) struct Asked<'a> {
    pub seen: Seen,
    /// The date's piece, and which end of a span it is.
    of: Option<(Bound, &'a Item<'a>)>,
}

impl<'a> Asked<'a> {
    /// By a device.
    pub fn by(device: &str) -> Self {
        Self { seen: Seen::By(device.to_owned()), of: None }
    }

    /// Where a span begins, or ends, if it is that end of one.
    fn edge(&self, wanted: Bound, offset_ms: i64) -> Option<(Millis, &'a Item<'a>)> {
        let (bound, item) = self.of.filter(|(bound, _)| *bound == wanted)?;
        let of = |span: &Range<i64>| if bound == Bound::Before { span.end } else { span.start };
        let Seen::In(when, _) = &self.seen else { return None };
        let edge = match when {
            When::Days(days) => of(days) * DAY_MS - offset_ms,
            When::Moments(moments) => of(moments),
        };
        Some((edge, item))
    }
}

impl<'a> Parser<'a> {
    /// `site:example.org` is that host and all below it; `site:example` is `example.` anything, too; several are parted by signs.
    pub(super) fn site(&mut self, item: &Item<'_>) -> Option<Node> {
        let last = item.text.len();
        let mut at = 0;
        let mut sites = Vec::new();
        for one in item.text.split([',', ';']) {
            if sites.len() == MOST_WORDS {
                self.complain(item, "tooLong");
                break;
            }
            at += one.len() + 1;
            let is_open = item.open && at > last || one.ends_with('*');
            match self.site_and_path(item, one, is_open) {
                Some(node) if sites.contains(&node) => {}
                Some(node) => sites.push(node),
                None if one.is_empty() && item.text.len() > 1 => {}
                None => {
                    self.unknown(item);
                    return None;
                }
            }
        }
        if sites.len() == 1 { sites.pop() } else { Some(Node::Any(sites)) }
    }

    /// A host, and, where more of an address is typed, what addresses of it begin with: `site:example.org/docs`.
    fn site_and_path(&mut self, item: &Item<'_>, one: &str, is_open: bool) -> Option<Node> {
        let beyond = beyond_site(one);
        if beyond.is_empty() {
            return site(one, is_open);
        }
        let host = typed_site(one)?;
        self.query.steps += one.len();
        let mut words = address(&format!("{host}{beyond}"), is_open);
        let most = MOST_WORDS.min(self.left);
        if words.len() > most {
            self.complain(item, "tooLong");
            words.truncate(most);
        }
        self.left -= words.len();
        // Signs alone are no path that could be looked for.
        let is_more = words.len() > words_of(&host, Scope::Address).len();
        is_more.then(|| Node::All(vec![Node::Word(whole(&host, Scope::Site, false)), phrase(words)]))
    }

    pub(super) fn date(&mut self, item: &'a Item<'a>, bound: Bound) -> Option<Part<'a>> {
        let Some((when, unknown)) = dates::asked(item.text, self.clock.now, self.clock.offset_min) else {
            if !is_begun(item) {
                self.complain(item, "badDate");
            }
            return None;
        };
        Some(Part::Seen(vec![Asked {
            seen: Seen::In(bounded(when, bound), unknown),
            of: Some((bound, item)),
        }]))
    }

    /// Dates that stand beside each other: an end that would lie before its beginning is the next one behind it, where one of them floats;
    /// else it is told.
    pub(super) fn settled(&mut self, mut asked: Vec<Asked<'a>>) -> Vec<Seen> {
        let offset_ms = i64::from(self.clock.offset_min) * 60_000;
        for at in 0..asked.len() {
            let from = asked.iter().enumerate();
            let from = from.filter_map(|(at, one)| Some((one.edge(Bound::From, offset_ms)?, at)));
            let from = from.max_by_key(|((edge, _), _)| *edge);
            let end = asked.get(at).and_then(|one| one.edge(Bound::Before, offset_ms));
            let (Some(((start, first), of)), Some((end, last))) = (from, end) else { continue };
            if start < end || is_begun(last) {
                continue;
            }
            match dates::span(first.text, last.text, self.clock.now, self.clock.offset_min) {
                Some(span) => {
                    for (at, bound, when) in [(of, Bound::From, span.0), (at, Bound::Before, span.1)] {
                        if let Some(Asked { seen: Seen::In(known, _), .. }) = asked.get_mut(at) {
                            *known = bounded(when, bound);
                        }
                    }
                }
                None => self.complain(last, "reversed"),
            }
        }
        asked.into_iter().map(|one| one.seen).collect()
    }
}

fn bounded(when: When, bound: Bound) -> When {
    match (bound, when) {
        (Bound::On, when) => when,
        (Bound::From, When::Days(days)) => When::Days(days.start..i64::MAX),
        (Bound::From, When::Moments(moments)) => When::Moments(moments.start..Millis::MAX),
        (Bound::Before, When::Days(days)) => When::Days(i64::MIN..days.start),
        (Bound::Before, When::Moments(moments)) => When::Moments(Millis::MIN..moments.start),
    }
}

/// One host; nothing where it is none.
fn site(text: &str, is_open: bool) -> Option<Node> {
    let address = text.to_lowercase();
    let typed = typed_site(&address).filter(|_| !is_open);
    let host = typed.as_deref().unwrap_or_else(|| host(&address));
    let host = host.trim_matches(['.', '*']);
    if host.is_empty() || host.contains(['(', ')']) {
        return None;
    }
    if host.contains('.') {
        return Some(Node::Word(whole(host, Scope::Site, is_open)));
    }
    let beginning = if is_open { host.to_owned() } else { format!("{host}.") };
    let parts = [whole(host, Scope::Site, false), whole(&beginning, Scope::Site, true)];
    Some(Node::Any(parts.map(Node::Word).to_vec()))
}
