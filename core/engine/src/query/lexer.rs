//! A query's text -> its pieces: signs, bare words, quoted phrases, `name:value`, each perhaps behind a minus.
use super::dates;
use super::grammar::{AND, Filter, NOT, OR, Value, filter};
use crate::Millis;
use std::cell::Cell;

/// Groups within groups; one that is deeper is passed over as a whole, and told.
const DEEPEST: usize = 16;
/// Words that are looked at for a date.
const LONGEST_DATE: usize = 10;

/// A piece of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// Where it begins.
    pub at: usize,
    /// All of it.
    pub whole: &'a str,
    /// It stands behind a minus.
    pub not: bool,
    /// It joins or groups other pieces.
    pub sign: Option<Sign>,
    /// The filter, its own or that of the group it stands in: `site:(a OR b)`.
    pub filter: Option<&'static Filter>,
    /// The word, the phrase without its quotes, or the filter's value.
    pub text: &'a str,
    /// Where that begins, its quote included.
    pub from: usize,
    /// It stood in quotes.
    pub quoted: bool,
    /// The query ends with it: more may yet be typed.
    pub open: bool,
}

/// What joins or groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Or,
    And,
    Not,
    Open,
    Close,
    /// A whole group that is nested too deep.
    TooDeep,
}

/// What "today" is.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// In ms.
    pub now: Millis,
    /// Local time minus UTC, in minutes.
    pub offset_min: i16,
}

/// All pieces of a query, in order.
pub(super) fn items(text: &str, clock: Clock) -> Vec<Item<'_>> {
    some_items(text, clock, usize::MAX).0
}

/// The first pieces of a query, at most `most`, and how many bytes were looked at for them, those that were looked at again counted again.
pub(super) fn some_items(text: &str, clock: Clock, most: usize) -> (Vec<Item<'_>>, usize) {
    let mut lexer = Lexer { text, clock, groups: Vec::new(), signed: None, steps: Cell::new(0) };
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(first) = rest(text, at).chars().next().filter(|_| items.len() < most) {
        lexer.step(1);
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (item, end) = lexer.item(at);
        // Always forward, whatever was there.
        at = end.max(at + first.len_utf8());
        items.push(item);
    }
    (items, lexer.steps.get())
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

struct Lexer<'a> {
    text: &'a str,
    clock: Clock,
    /// Groups that are open, each with the filter that stands before it or it stands in.
    groups: Vec<Option<&'static Filter>>,
    /// Where the last sign ends: what follows it without a blank begins anew.
    signed: Option<usize>,
    /// Bytes that were looked at.
    steps: Cell<usize>,
}

impl<'a> Lexer<'a> {
    fn step(&self, bytes: usize) {
        self.steps.set(self.steps.get() + bytes);
    }

    fn item(&mut self, at: usize) -> (Item<'a>, usize) {
        let here = rest(self.text, at);
        if here.starts_with(')') && self.groups.pop().is_some() {
            return self.sign(Sign::Close, at, at + 1, false);
        }
        // A minus behind a closing quote is a hyphen, "Model C"-Schulen, unless what it stands before is quoted, too.
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        let free = before.is_none_or(char::is_whitespace) || self.signed == Some(at);
        // Two of them stand before the name of an option: `git commit --amend`.
        let excludes = |after: &&str| after.starts_with(|c: char| !c.is_whitespace() && c != '-');
        let not =
            here.strip_prefix('-').filter(excludes).is_some_and(|after| free || after.starts_with(OPENING));
        let start = at + usize::from(not);
        let (own, value_at) = named(self.text, start);
        let around = self.groups.last().copied().flatten();
        if (free || own.is_some()) && rest(self.text, value_at).starts_with('(') {
            if self.groups.len() >= DEEPEST {
                return self.sign(Sign::TooDeep, at, self.group_end(value_at), not);
            }
            self.groups.push(own.or(around));
            return self.sign(Sign::Open, at, value_at + 1, not);
        }
        let (inner, end, quoted) = self.value(value_at, own.is_none());
        let sign = if own.is_none() && !quoted && !not { sign_of(inner) } else { None };
        self.signed = sign.map(|_| end);
        let filter = own.or(around.filter(|_| sign.is_none()));
        let (inner, end) = match filter.map(|filter| filter.value) {
            Some(Value::Date(_)) if !quoted => self.date(value_at, end),
            _ => (inner, end),
        };
        let closed =
            quoted && self.text.get(..end).is_some_and(|t| t.ends_with(CLOSING)) && end > value_at + 1;
        let open = end == self.text.len() && !closed;
        let whole = self.text.get(at..end).unwrap_or_default();
        (Item { at, whole, not, sign, filter, text: inner, from: value_at, quoted, open }, end)
    }

    /// Where the group ends that opens at `at`.
    fn group_end(&self, at: usize) -> usize {
        let mut open = 0_usize;
        let group = rest(self.text, at);
        let closes = |(_, c): &(usize, char)| {
            open = match c {
                '(' => open + 1,
                ')' => open.saturating_sub(1),
                _ => open,
            };
            open == 0
        };
        let end = group.char_indices().find(closes).map_or(group.len(), |(end, _)| end + 1);
        self.step(end);
        at + end
    }

    fn sign(&mut self, sign: Sign, at: usize, end: usize, not: bool) -> (Item<'a>, usize) {
        self.signed = Some(end);
        let whole = self.text.get(at..end).unwrap_or_default();
        let open = end == self.text.len();
        (
            Item {
                at,
                whole,
                not,
                sign: Some(sign),
                filter: None,
                text: whole,
                from: at,
                quoted: false,
                open,
            },
            end,
        )
    }

    /// The quoted or bare text at `at`, where it ends, and whether it was quoted. Signs between words end it, quotes a bare word.
    fn value(&self, at: usize, is_bare: bool) -> (&'a str, usize, bool) {
        let here = rest(self.text, at);
        if let Some(quote) = here.chars().next().filter(|c| OPENING.contains(c)) {
            let inner_at = at + quote.len_utf8();
            let inner = rest(self.text, inner_at);
            let closing = inner.char_indices().find(|(_, c)| CLOSING.contains(c));
            self.step(closing.map_or(inner.len(), |(len, _)| len));
            return match closing {
                Some((len, close)) => {
                    (inner.get(..len).unwrap_or_default(), inner_at + len + close.len_utf8(), true)
                }
                None => (inner, self.text.len(), true),
            };
        }
        let word = bare(here, is_bare);
        self.step(word.len());
        let word = self.without_closing(word);
        (word, at + word.len(), false)
    }

    /// A word up to the bracket that closes an open group, as in `(f(x))`.
    fn without_closing(&self, word: &'a str) -> &'a str {
        let mut opened = 0_usize;
        let closes = |c: char| {
            match c {
                '(' => opened += 1,
                ')' if opened == 0 => return true,
                ')' => opened -= 1,
                _ => {}
            }
            false
        };
        let end = if self.groups.is_empty() { None } else { word.find(closes) };
        word.get(..end.unwrap_or(word.len())).unwrap_or_default()
    }

    /// A date of several words: `3 days ago`.
    fn date(&self, at: usize, first_end: usize) -> (&'a str, usize) {
        let mut words: Vec<(&str, usize)> = Vec::new();
        let mut next = at;
        while words.len() < LONGEST_DATE {
            let here = rest(self.text, next);
            next += here.len() - here.trim_start().len();
            let (word, end, quoted) = self.value(next, true);
            // A minus before a word leaves that out: `on:2026-02 -march` is no range. One that stands alone is `to`.
            let excludes = next > at && word.len() > 1 && word.starts_with('-');
            if word.is_empty() || quoted || excludes {
                break;
            }
            words.push((word, end));
            next = end;
            if rest(self.text, end).starts_with(')') {
                break;
            }
        }
        let texts: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let taken = dates::read(&texts, self.clock.now, self.clock.offset_min).map_or(0, |dated| dated.words);
        let end = taken.checked_sub(1).and_then(|last| words.get(last)).map_or(first_end, |(_, end)| *end);
        (self.text.get(at..end).unwrap_or_default(), end)
    }
}

/// The filter that is named at `start`, and where its value begins.
fn named(text: &str, start: usize) -> (Option<&'static Filter>, usize) {
    let here = rest(text, start);
    let colon = here.char_indices().take(12).find(|(_, c)| *c == ':').map(|(at, _)| at);
    let found = colon.and_then(|at| Some((filter(here.get(..at)?)?, start + at + 1)));
    found.map_or((None, start), |(filter, value_at)| (Some(filter), value_at))
}

/// What stands before the next blank, or before a sign within what has no blanks (`a|b`, `a&&b`), or the sign that it begins with. An address has
/// signs of its own. `ends_at_quote`: a quote ends it, too.
fn bare(here: &str, ends_at_quote: bool) -> &str {
    let mut is_address = false;
    for (at, c) in here.char_indices() {
        let rest = rest(here, at);
        let is_sign = || here.get(..at).and_then(sign_of).is_some();
        if c.is_whitespace() || (ends_at_quote && (OPENING.contains(&c) || c == '(' && is_sign())) {
            return here.get(..at).unwrap_or_default();
        }
        is_address |= c == ':' && rest.starts_with("://");
        let sign = ["||", "&&", "|"].into_iter().find(|sign| rest.starts_with(sign));
        if let Some(sign) = sign.filter(|_| !is_address) {
            return here.get(..if at == 0 { sign.len() } else { at }).unwrap_or_default();
        }
    }
    here
}

fn sign_of(word: &str) -> Option<Sign> {
    [(&OR[..], Sign::Or), (&AND[..], Sign::And), (&NOT[..], Sign::Not)]
        .into_iter()
        .find(|(words, _)| words.contains(&word))
        .map(|(_, sign)| sign)
}

pub(super) const OPENING: [char; 4] = ['"', '“', '„', '«'];
const CLOSING: [char; 4] = ['"', '”', '“', '»'];

#[cfg(test)]
mod tests {
    use super::*;

    const CLOCK: Clock = Clock { now: 1_795_176_000_000, offset_min: 0 };

    fn read(text: &str) -> Vec<Item<'_>> {
        items(text, CLOCK)
    }

    #[test]
    fn pieces() {
        let all = read("a -b \"c d\" -\"e\" site:x.org on:last week title:\"f g\" h\"i\" -");
        let name = |item: &Item<'_>| item.filter.map_or("", Filter::key);
        let brief: Vec<_> = all.iter().map(|i| (i.not, name(i), i.text, i.quoted, i.open)).collect();
        assert_eq!(
            brief,
            [
                (false, "", "a", false, false),
                (true, "", "b", false, false),
                (false, "", "c d", true, false),
                (true, "", "e", true, false),
                (false, "site", "x.org", false, false),
                (false, "on", "last week", false, false),
                (false, "title", "f g", true, false),
                (false, "", "h", false, false),
                (false, "", "i", true, false),
                (false, "", "-", false, true),
            ]
        );
    }

    #[test]
    fn groups_and_the_brackets_of_words() {
        let brief = |text| read(text).iter().map(|i| (i.not, i.text, i.sign.is_some())).collect::<Vec<_>>();
        let (open, close) = ((false, "(", true), (false, ")", true));
        assert_eq!(brief("(a b)"), [open, (false, "a", false), (false, "b", false), close]);
        assert_eq!(brief("(f(x))"), [open, (false, "f(x)", false), close]);
        assert_eq!(brief("f(x) y)"), [(false, "f(x)", false), (false, "y)", false)]);
        assert_eq!(
            brief("((f(x)) y)"),
            [open, open, (false, "f(x)", false), close, (false, "y", false), close]
        );
        assert_eq!(brief("-(on:last week)")[0], (true, "-(", true));
        assert_eq!(brief("-(on:last week)")[1], (false, "last week", false));
        assert_eq!(brief("((\"a b\") OR c)")[2], (false, "a b", false));
        assert_eq!(read(&"(".repeat(5_000)).len(), DEEPEST + 1);
    }

    #[test]
    fn signs_part_words_without_blanks() {
        let brief = |text| read(text).iter().map(|i| (i.not, i.text, i.sign.is_some())).collect::<Vec<_>>();
        let (or, word) = ((false, "|", true), |text| (false, text, false));
        assert_eq!(brief("a|b c&&d"), [word("a"), or, word("b"), word("c"), (false, "&&", true), word("d")]);
        assert_eq!(brief("a||-b R&D"), [word("a"), (false, "||", true), (true, "b", false), word("R&D")]);
        assert_eq!(brief("(a|b) https://x.test/a|b")[1..4], [word("a"), or, word("b")]);
        assert_eq!(brief("https://x.test/a|b"), [word("https://x.test/a|b")]);
        assert_eq!(brief("title:a|b"), [word("a"), or, word("b")]);
        let (open, close) = ((false, "(", true), (false, ")", true));
        assert_eq!(brief("(title:a)|b"), [open, word("a"), close, or, word("b")]);
        assert_eq!(brief("(title:a)(b)c"), [open, word("a"), close, open, word("b"), close, word("c")]);
        let (not, or) = ((false, "NOT", true), (false, "OR", true));
        assert_eq!(brief("NOT(a)OR(b)"), [not, open, word("a"), close, or, open, word("b"), close]);
        assert_eq!(brief("(a)-(b)")[3], (true, "-(", true));
        assert_eq!(brief("\"a\"-\"b\" \"c\"-d"), [word("a"), (true, "b", false), word("c"), word("-d")]);
    }

    #[test]
    fn a_filter_before_a_group_is_of_each_part() {
        let brief = |text| {
            let of = |item: &Item<'_>| item.filter.map_or("", Filter::key);
            read(text).iter().map(|item| (of(item), item.text, item.not)).collect::<Vec<_>>()
        };
        assert_eq!(
            brief("site:(a OR -b) c"),
            [
                ("", "site:(", false),
                ("site", "a", false),
                ("", "OR", false),
                ("site", "b", true),
                ("", ")", false),
                ("", "c", false)
            ]
        );
        assert_eq!(
            brief("-on:(last week | (title:x \"2026\"))")[..5],
            [
                ("", "-on:(", true),
                ("on", "last week", false),
                ("", "|", false),
                ("", "(", false),
                ("title", "x", false)
            ]
        );
        assert_eq!(brief("-on:(last week | (title:x \"2026\"))")[5], ("on", "2026", false));
    }

    #[test]
    fn one_minus_excludes_and_two_are_of_the_word() {
        let not = |text| read(text).iter().map(|item| (item.not, item.text)).collect::<Vec<_>>();
        assert_eq!(not("commit --amend"), [(false, "commit"), (false, "--amend")]);
        assert_eq!(
            not("ls ---x -- --a=b -c "),
            [(false, "ls"), (false, "---x"), (false, "--"), (false, "--a=b"), (true, "c")]
        );
        assert_eq!(not("-\"a b\" --\"c\""), [(true, "a b"), (false, "--"), (false, "c")]);
    }

    #[test]
    fn the_end_is_open_until_something_follows() {
        assert!(read("a b")[1].open);
        assert!(!read("a b ")[1].open);
        assert!(!read("\"a b\"")[0].open);
        assert!(read("\"a b")[0].open);
        assert!(read("\"")[0].open);
    }
}
