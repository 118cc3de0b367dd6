//! What may stand where one is typing: names of filters, their values, signs. Everything offered is of [`super::grammar`] or of the
//! memory, and has been read as the lexer and the parser read it: none is offered that would not be understood.
use super::dates::names::{Means, NAMES};
use super::grammar::{DATES, FILTERS, Filter, MARKS, NOT, OR, Tongue, Value};
use super::lexer::{Clock, Item, items};
use super::parse;
use crate::Millis;
use serde::Serialize;

/// Most that is offered at once.
pub const MOST: usize = 8;
/// Letters of a word from which it may become the name of a filter: fewer are the beginning of any word.
const FEWEST_LETTERS: usize = 2;
/// Words of a date that is still being typed: `last 7 days`.
const DATE_WORDS: usize = 3;
/// Nobody types a longer query, in bytes.
const LONGEST: usize = 4_096;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The name of a filter, with its colon.
    Filter,
    /// `OR` or `NOT`, in whatever language.
    Sign,
    /// A host.
    Site,
    /// A label.
    Label,
    /// A device.
    Device,
    /// The code of a language.
    Lang,
    /// What a page can be.
    Mark,
    /// A date.
    Date,
}

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// Where what it takes the place of begins.
    pub from: usize,
    /// And where that ends.
    pub to: usize,
    /// What is put there: in quotes where it needs them, with a blank behind it where the query ends and the part is whole.
    pub insert: String,
    /// What is shown of it.
    pub shown: String,
    /// What it is.
    pub kind: Kind,
    /// The key of the filter whose name or value it is; `or`, `not`.
    pub key: &'static str,
    /// How many remembered pages have it, where that is counted.
    pub pages: Option<u32>,
}

/// What a memory has of the values of filters.
pub trait Known {
    /// Those of a filter that fit what is typed, in small letters: at most `most`, those of most pages first.
    fn values(&self, value: Value, typed: &str, most: usize) -> Vec<(String, Option<u32>)>;
}

/// Whose completions they are: the language of the browser, and what "today" is.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    /// The language.
    pub tongue: Tongue,
    /// Now, in ms.
    pub now: Millis,
    /// Local time minus UTC, in minutes.
    pub offset_min: i16,
}

/// What may stand at the caret, a byte offset; few of them. It is offered at the end of a piece alone: within one, what follows
/// the caret is meant too.
pub fn complete(text: &str, caret: usize, asker: Asker, known: &dyn Known) -> Vec<Completion> {
    let (Some(head), Some(tail)) = (text.get(..caret), text.get(caret..)) else { return vec![] };
    if text.len() > LONGEST || tail.starts_with(|c: char| !c.is_whitespace() && c != ')') {
        return vec![];
    }
    let clock = Clock { now: asker.now, offset_min: asker.offset_min };
    let pieces = items(head, clock);
    let Some(last) = pieces.last().filter(|last| last.open && last.sign.is_none()) else { return vec![] };
    let desk = Desk { text, head, tail, clock, known, tongue: asker.tongue, odd: odd(text, clock) };
    let offered = dated(head, &pieces).map_or_else(Vec::new, |slot| desk.values(&slot));
    if !offered.is_empty() {
        return offered;
    }
    match last.filter {
        Some(filter) => desk.values(&Slot::of(last, filter, last.text.to_owned())),
        None => desk.names(last),
    }
}

/// A filter's value that is being typed.
struct Slot {
    /// Where its piece begins.
    at: usize,
    /// Where the value does, quote included.
    from: usize,
    filter: &'static Filter,
    typed: String,
}

impl Slot {
    fn of(item: &Item<'_>, filter: &'static Filter, typed: String) -> Self {
        Self { at: item.at, from: item.from, filter, typed }
    }
}

/// A date of several words of which not all are there yet: `on:last we` is no date, and its last word a piece by itself.
fn dated(head: &str, pieces: &[Item<'_>]) -> Option<Slot> {
    let behind = pieces
        .iter()
        .rev()
        .take(DATE_WORDS - 1)
        .take_while(|item| item.filter.is_none() && item.sign.is_none() && !item.not && !item.quoted);
    let words = behind.count();
    let item = pieces.iter().rev().nth(words).filter(|item| words > 0 && !item.quoted)?;
    let filter = item.filter.filter(|filter| matches!(filter.value, Value::Date(_)))?;
    let slot = Slot::of(item, filter, String::new());
    let typed = head.get(slot.from..)?.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Slot { typed, ..slot })
}

/// How much of a query is not understood.
fn odd(text: &str, clock: Clock) -> usize {
    parse(text, clock.now, clock.offset_min).complaints.len()
}

/// The query as it stands, and who is at it.
struct Desk<'a> {
    text: &'a str,
    head: &'a str,
    tail: &'a str,
    clock: Clock,
    known: &'a dyn Known,
    tongue: Tongue,
    /// How much of it is not understood.
    odd: usize,
}

impl Desk<'_> {
    /// The values of a filter.
    fn values(&self, slot: &Slot) -> Vec<Completion> {
        let typed = slot.typed.to_lowercase();
        let plain = |values: Vec<&str>| values.into_iter().map(|one| (one.to_owned(), None)).collect();
        let (kind, values): (Kind, Vec<(String, Option<u32>)>) = match slot.filter.value {
            Value::Words(_) => return vec![],
            Value::Date(_) => (Kind::Date, plain(self.dates(&typed))),
            // They all mean the same.
            Value::Mark => (
                Kind::Mark,
                plain(MARKS.into_iter().filter(|mark| mark.starts_with(&typed)).take(1).collect()),
            ),
            Value::Site => (Kind::Site, self.known.values(Value::Site, &typed, MOST + 1)),
            Value::Label => (Kind::Label, self.known.values(Value::Label, &typed, MOST + 1)),
            Value::Device => (Kind::Device, self.known.values(Value::Device, &typed, MOST + 1)),
            Value::Lang => (Kind::Lang, self.known.values(Value::Lang, &typed, MOST + 1)),
        };
        // What is there already needs no completing.
        let others = values.into_iter().filter(|(value, _)| value.to_lowercase() != typed);
        let offered = others.filter_map(|(value, pages)| {
            let insert = self.written(slot, &value)?;
            Some(self.completion(slot.from, insert, value, (kind, slot.filter.key()), pages))
        });
        offered.take(MOST).collect()
    }

    /// Words for dates that begin with what is typed.
    fn dates(&self, typed: &str) -> Vec<&'static str> {
        let phrases = DATES.iter().map(|date| date.in_tongue(self.tongue));
        let named = NAMES.iter().filter(|name| matches!(name.means, Means::Weekday(_) | Means::Month(_)));
        let named = named.filter_map(|name| {
            let german = if self.tongue == Tongue::German { name.german } else { &[] };
            german.iter().chain(name.english).copied().next()
        });
        // Of nothing typed yet the phrases are enough.
        phrases.chain(named).filter(|date| date.to_lowercase().starts_with(typed)).take(MOST + 1).collect()
    }

    /// How a value is put into the query: as it is, else in quotes; `None` when it would be read as something else either way.
    fn written(&self, slot: &Slot, value: &str) -> Option<String> {
        // Behind it another part begins, so that it counts as whole.
        let end = if self.tail.is_empty() { " " } else { "" };
        let quoted = format!("\"{value}\"");
        [value, &quoted].into_iter().map(|insert| format!("{insert}{end}")).find(|insert| {
            let text = self.with(slot.from, insert);
            let all = items(&text, self.clock);
            let read = all.iter().find(|item| item.at == slot.at);
            read.is_some_and(|item| item.filter == Some(slot.filter) && item.text == value)
                && self.fits(&text)
        })
    }

    /// Names of filters that begin with the word that is being typed, and the signs that it may be.
    fn names(&self, word: &Item<'_>) -> Vec<Completion> {
        let typed = word.text.to_lowercase();
        let is_name = typed.chars().count() >= FEWEST_LETTERS && typed.chars().all(char::is_alphabetic);
        // A name without a value, with more behind it, is complained of.
        if word.quoted || !is_name || !self.tail.is_empty() {
            return vec![];
        }
        let from = word.at + usize::from(word.not);
        let filters = FILTERS.iter().filter_map(|filter| {
            let name = filter.names_in(self.tongue).find(|name| name.starts_with(&typed))?;
            Some((format!("{name}:"), Kind::Filter, filter.key()))
        });
        let signs = [(&OR[..], "or"), (&NOT[..], "not")].into_iter().filter_map(|(words, key)| {
            // In capitals as they are written, else as a whole: "no" begins many a word.
            let fits = |sign: &&&str| sign.starts_with(word.text) || sign.to_lowercase() == typed;
            Some(((*words.iter().find(fits)?).to_owned(), Kind::Sign, key))
        });
        let offered = filters.chain(signs.filter(|_| !word.not));
        let fits = offered.filter(|(insert, ..)| self.fits(&self.with(from, insert)));
        let made =
            fits.map(|(insert, kind, key)| self.completion(from, insert.clone(), insert, (kind, key), None));
        made.take(MOST).collect()
    }

    fn completion(
        &self,
        from: usize,
        insert: String,
        shown: String,
        (kind, key): (Kind, &'static str),
        pages: Option<u32>,
    ) -> Completion {
        Completion { from, to: self.head.len(), insert, shown, kind, key, pages }
    }

    /// The query with this in the place of what stands from `from` to the caret.
    fn with(&self, from: usize, insert: &str) -> String {
        let before = self.text.get(..from).unwrap_or_default();
        format!("{before}{insert}{}", self.tail)
    }

    /// Whether no more of the query is complained of than before.
    fn fits(&self, text: &str) -> bool {
        odd(text, self.clock) <= self.odd
    }
}
