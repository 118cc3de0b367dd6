//! The query language: words, "phrases", -not, OR, (groups), prefix*, and filters as `name:value`. Never fails.
mod filters;

use super::doubts::misread;
use super::grammar::{MARKS, Value};
use super::lexer::{Clock, Item, OPENING, Sign, some_items};
use super::value::{MOST_WORDS, address, bare, cut, is_address, phrase, quoted, whole, words_in, words_of};
use super::{Complaint, Fact, Node, Query, Scope};
use crate::Millis;
use crate::words::lang;
use filters::Asked;

/// Most pieces of a query; what follows them is left out.
const MOST_PIECES: usize = 256;
/// Most words of a query, all pieces together.
const MOST_IN_ALL: usize = 512;
/// Most complaints that are told.
const MOST_COMPLAINTS: usize = 16;

/// Reads a query. `now` and `offset_min` (local time minus UTC) say what "yesterday" means.
///
/// A blank between two parts wants both, `OR` either, and it binds more tightly; a minus or `NOT` leaves out what follows; groups stand in
/// brackets. `after:` a day includes it, `before:` does not. A last word that is still being typed (nothing follows it) also
/// stands for the words that begin with it.
///
/// ```
/// use webmynd_engine::query::{Node, parse};
/// let query = parse("\"black cat\" -dog site:example.org on:nonsense is:webmark", 0, 0);
/// assert!(matches!(&query.root, Node::All(parts) if parts.len() == 4));
/// assert_eq!(query.complaints[0].code, "badDate");
/// ```
pub fn parse(text: &str, now: Millis, offset_min: i16) -> Query {
    let clock = Clock { now, offset_min };
    let (items, steps) = some_items(text, clock, MOST_PIECES + 1);
    let root = Node::All(vec![]);
    let typed = text.to_owned();
    let query = Query { typed, root, facts: vec![], complaints: vec![], exclusions: vec![], steps };
    let mut parser = Parser { items: &items, at: 0, query, clock, left: MOST_IN_ALL, is_nothing: false };
    if let Some(item) = items.get(MOST_PIECES) {
        parser.complain(item, "tooLong");
        parser.items = items.get(..MOST_PIECES).unwrap_or_default();
    }
    let mut parts = Vec::new();
    while parser.at < parser.items.len() {
        parts.extend(parser.parts());
    }
    if let Some(first) = items.first().filter(|_| parts.is_empty() && !parser.is_nothing && is_signs(text)) {
        parser.is_nothing = true;
        parser.query.complaints.clear();
        parser.complain(first, "noWords");
    }
    parser.is_nothing |= parser.query.complaints.iter().any(|complaint| complaint.code == "strayOr");
    // Signs alone: there is nothing that could be found by them.
    parser.query.root =
        if parts.is_empty() && parser.is_nothing { Node::Any(vec![]) } else { Node::All(parts) };
    parser.query.complaints.sort_by_key(|complaint| complaint.at);
    parser.query.complaints.truncate(MOST_COMPLAINTS);
    parser.query
}

/// Whether a query is signs alone that begin nothing that may yet be typed.
fn is_signs(text: &str) -> bool {
    /// More of them begin nothing.
    const MOST_BEGINNING: usize = 2;
    let signs = text.trim();
    let begins = |sign: char| matches!(sign, '-' | '(' | '”') || OPENING.contains(&sign);
    let few = signs.chars().nth(MOST_BEGINNING).is_none();
    let is_begun = text.trim_end() == text && few && signs.chars().all(begins);
    !signs.is_empty() && !signs.contains(char::is_alphanumeric) && !is_begun
}

struct Parser<'a> {
    items: &'a [Item<'a>],
    at: usize,
    query: Query,
    clock: Clock,
    /// How many words may still come.
    left: usize,
    /// Some piece has nothing that could be looked for.
    is_nothing: bool,
}

/// A part of a group, before it is known what stands beside it.
enum Part<'a> {
    /// What is asked of a visit: all of it that stands side by side is asked of one.
    Seen(Vec<Asked<'a>>),
    Node(Node),
}

impl<'a> Parser<'a> {
    /// The parts of a group, up to its end.
    fn parts(&mut self) -> Vec<Node> {
        let mut parts: Vec<Part<'a>> = Vec::new();
        let mut or: Option<&Item<'_>> = None;
        // `AND` and `NOT` that nothing has followed yet.
        let mut joint: Option<&Item<'_>> = None;
        let mut not = false;
        while let Some(item) = self.items.get(self.at) {
            self.at += 1;
            let told = self.query.complaints.len();
            let part = match item.sign {
                Some(Sign::Close) => break,
                Some(Sign::Or) if or.is_some() || joint.is_some() || parts.is_empty() => {
                    self.complain(item, "strayOr");
                    continue;
                }
                Some(Sign::Or) => {
                    or = Some(item);
                    continue;
                }
                Some(Sign::And) if or.is_some() || joint.is_some() || parts.is_empty() => {
                    self.complain(item, "strayOr");
                    continue;
                }
                Some(sign @ (Sign::Not | Sign::And)) => {
                    not ^= sign == Sign::Not;
                    joint = Some(item);
                    continue;
                }
                Some(Sign::Open) => self.group(item),
                Some(Sign::TooDeep) => {
                    self.is_nothing = true;
                    self.complain(item, "tooDeep");
                    None
                }
                None => self.leaf(item),
            };
            let Some(part) = part else {
                // What is still being typed will be a part: the `OR` before it is none that strays.
                or = or.filter(|_| !self.is_being_typed());
                joint = joint.filter(|_| !self.is_being_typed());
                // What is passed over takes its `NOT` with it, which would turn what follows into its opposite.
                not &= self.query.complaints.len() == told;
                continue;
            };
            joint = None;
            let part = if item.not != std::mem::take(&mut not) { self.negated(item, part) } else { part };
            self.push(&mut parts, part, or.take().is_some());
        }
        for item in or.into_iter().chain(joint).filter(|item| !item.open) {
            self.complain(item, "strayOr");
        }
        self.merged(parts)
    }

    /// The piece that was read last is a part of which more may yet be typed.
    fn is_being_typed(&self) -> bool {
        let last = self.at.checked_sub(1).and_then(|last| self.items.get(last));
        last.is_some_and(|last| last.open && last.sign.is_none())
    }

    fn group(&mut self, opening: &Item<'_>) -> Option<Part<'a>> {
        let told = self.query.complaints.len();
        let mut parts = self.parts();
        match parts.len() {
            0 => {
                // What is wrong with its parts is told of them.
                let is_told = self.query.complaints.len() > told;
                if !is_told && !opening.open && !self.is_being_typed() {
                    self.complain(opening, "noWords");
                }
                None
            }
            1 => parts.pop().map(Part::Node),
            _ => Some(Part::Node(Node::All(parts))),
        }
    }

    fn negated(&mut self, item: &Item<'_>, part: Part<'a>) -> Part<'a> {
        let node = self.node(part);
        if node.has_words() && item.sign.is_none() {
            self.query.exclusions.push(Complaint {
                at: item.at,
                what: item.whole.to_owned(),
                code: "leftOut",
            });
        }
        Part::Node(Node::Not(Box::new(node)))
    }

    /// Adds a part; after `OR` it is one more way to satisfy the part before.
    fn push(&mut self, parts: &mut Vec<Part<'a>>, part: Part<'a>, or: bool) {
        let before = if or { parts.pop() } else { None };
        let Some(before) = before else { return parts.push(part) };
        let mut ways = match self.node(before) {
            Node::Any(ways) => ways,
            other => vec![other],
        };
        let way = self.node(part);
        // What is said twice is looked for once.
        if !ways.contains(&way) {
            ways.push(way);
        }
        let only = if ways.len() == 1 { ways.pop() } else { None };
        parts.push(Part::Node(only.unwrap_or(Node::Any(ways))));
    }

    fn node(&mut self, part: Part<'a>) -> Node {
        match part {
            Part::Seen(asked) => self.fact(Fact::Seen(asked.into_iter().map(|one| one.seen).collect())),
            Part::Node(node) => node,
        }
    }

    /// What is asked twice is asked once: each fact is a walk through the visits.
    fn fact(&mut self, fact: Fact) -> Node {
        let known = self.query.facts.iter().position(|known| *known == fact);
        Node::Fact(known.unwrap_or_else(|| {
            self.query.facts.push(fact);
            self.query.facts.len() - 1
        }))
    }

    fn merged(&mut self, parts: Vec<Part<'a>>) -> Vec<Node> {
        let mut seen = Vec::new();
        let mut nodes = Vec::new();
        for part in parts {
            match part {
                Part::Seen(more) => seen.extend(more),
                // Parts that follow each other are wanted all the same, whoever set them together.
                Part::Node(Node::All(inner)) => nodes.extend(inner),
                Part::Node(node) => nodes.push(node),
            }
        }
        if !seen.is_empty() {
            let seen = self.settled(seen);
            nodes.push(self.fact(Fact::Seen(seen)));
        }
        nodes
    }

    fn leaf(&mut self, item: &'a Item<'a>) -> Option<Part<'a>> {
        let Some(filter) = item.filter else { return self.words(item, Scope::Anywhere).map(Part::Node) };
        if item.text.trim().is_empty() {
            if !is_begun(item) {
                self.complain(item, "emptyFilter");
            }
            return None;
        }
        if matches!(filter.value, Value::Label | Value::Device) && !item.quoted && item.text == "*" {
            return self.unknown(item);
        }
        if !matches!(filter.value, Value::Words(_)) {
            self.tell_misread(item);
        }
        match filter.value {
            Value::Words(scope) => self.words(item, scope).map(Part::Node),
            Value::Site => self.site(item).map(Part::Node),
            Value::Lang => match lang::code(&item.text.to_lowercase()) {
                "" => self.unknown(item),
                code => Some(Part::Node(Node::Word(whole(code, Scope::Lang, false)))),
            },
            Value::Label => Some(Part::Node(self.fact(Fact::Label(item.text.to_owned())))),
            Value::Device => Some(Part::Seen(vec![Asked::by(item.text)])),
            Value::Mark if MARKS.contains(&item.text.to_lowercase().as_str()) => {
                Some(Part::Node(self.fact(Fact::WebMark)))
            }
            Value::Mark => self.unknown(item),
            Value::Date(bound) => self.date(item, bound),
        }
    }

    fn unknown(&mut self, item: &Item<'_>) -> Option<Part<'a>> {
        if !is_begun(item) {
            self.complain(item, "unknownValue");
        }
        None
    }

    fn tell_misread(&mut self, item: &Item<'_>) {
        if let Some(code) = misread(item).filter(|_| !item.open) {
            self.complain(item, code);
        }
    }

    fn words(&mut self, item: &Item<'_>, scope: Scope) -> Option<Node> {
        self.query.steps += item.text.len();
        self.tell_misread(item);
        let is_pasted = !item.quoted && is_address(item.text);
        let node = match scope {
            _ if item.quoted && scope != Scope::Address => quoted(item.text, scope, item.open),
            _ if is_pasted => self.pasted(item, scope),
            Scope::Address => phrase(address(item.text, item.open && !item.quoted)),
            _ => bare(item.text, scope, item.open),
        };
        let most = MOST_WORDS.min(self.left);
        let words = words_in(&node);
        self.left = self.left.saturating_sub(words.min(most));
        match node {
            Node::Phrase(words) | Node::Compound(words) if words.is_empty() => {
                self.without_words(item);
                None
            }
            _ if most == 0 => {
                self.complain(item, "tooLong");
                None
            }
            // Both ways to read an address are cut already.
            node if words <= most || is_pasted => Some(node),
            node => {
                self.complain(item, "tooLong");
                Some(cut(node, most))
            }
        }
    }

    /// An address as it is copied: of that page, of what begins so, or, unless addresses alone are asked, written in a page's text.
    fn pasted(&mut self, item: &Item<'_>, scope: Scope) -> Node {
        let page = self.fact(Fact::At(item.text.to_owned()));
        let short = item.text.split_once("://").map_or(item.text, |(_, rest)| rest);
        let mut said = if scope == Scope::Address { vec![] } else { words_of(short, scope) };
        said.truncate(MOST_WORDS);
        let mut stands = address(item.text, item.open);
        stands.truncate(MOST_WORDS);
        let words = [stands, said].into_iter().filter(|words| !words.is_empty()).map(phrase);
        Node::Any(words.chain([page]).collect())
    }

    /// Nothing in it can be looked for: it is told, unless it only parts other words, or is just being typed.
    fn without_words(&mut self, item: &Item<'_>) {
        let parts =
            |c: char| matches!(c, '-' | '–' | '—' | '·' | '•' | '/' | ':' | ';' | ',' | '.' | '…' | '*');
        let is_bare = !item.quoted && item.filter.is_none();
        let begins = item.open && (item.text.is_empty() || !is_bare || matches!(item.text, "-" | "("));
        if begins || (is_bare && item.text.chars().all(parts)) {
            return;
        }
        self.is_nothing = true;
        self.complain(item, "noWords");
    }

    fn complain(&mut self, item: &Item<'_>, code: &'static str) {
        self.query.complaints.push(Complaint { at: item.at, what: item.whole.trim_end().to_owned(), code });
    }
}

/// More of it may yet be typed: not where a blank follows, though its quote is open.
fn is_begun(item: &Item<'_>) -> bool {
    item.open && !item.whole.ends_with(char::is_whitespace)
}
