//! What may stand where one is typing a query, and what the language has: for the search fields and their help.
use super::Archive;
use crate::address::in_letters;
use crate::catalog::Catalog;
use crate::page::Millis;
use crate::query::{Asker, Completion, FILTERS, FORMS, Known, Tongue, Value, complete};
use serde::{Deserialize, Serialize};

/// A query that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CompletionRequest {
    /// The words as typed.
    pub q: String,
    /// Where the caret stands, in units of UTF-16, as text fields count.
    pub caret: usize,
    /// The language of the browser: `de-AT`.
    pub lang: String,
    /// Now, in ms.
    pub now: Millis,
    /// Local time minus UTC, in minutes.
    #[serde(default)]
    pub offset_min: i16,
}

/// A part of the query language, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Operator {
    /// The key of its sentence: a filter's first name, else what it is.
    pub key: &'static str,
    /// Whether it is a filter.
    #[serde(rename = "isFilter")]
    pub is_filter: bool,
    /// A filter's names, the first is the one to show.
    pub names: Vec<&'static str>,
    /// A query that has it.
    pub example: String,
}

impl Archive {
    /// What may stand at the caret; positions count units of UTF-16.
    pub fn complete(&self, request: &CompletionRequest) -> Vec<Completion> {
        let Some(caret) = byte_at(&request.q, request.caret) else { return vec![] };
        let (now, offset_min) = (request.now, request.offset_min);
        let asker = Asker { tongue: Tongue::of(&request.lang), now, offset_min };
        let units = |at: usize| request.q.get(..at).map_or(0, |head| head.encode_utf16().count());
        let offered = complete(&request.q, caret, asker, &self.catalog).into_iter();
        offered.map(|one| Completion { from: units(one.from), to: units(one.to), ..one }).collect()
    }
}

/// All that the query language has, filters first, for people of a language.
pub fn operators(lang: &str) -> Vec<Operator> {
    let tongue = Tongue::of(lang);
    let filters = FILTERS.iter().map(|filter| {
        let names: Vec<&str> = filter.names_in(tongue).collect();
        let (name, value) = (names.first().copied().unwrap_or_default(), filter.example.in_tongue(tongue));
        let example = format!("{name}:{value}");
        Operator { key: filter.key(), is_filter: true, names, example }
    });
    let forms = FORMS.iter().map(|(key, example)| {
        let example = example.in_tongue(tongue).to_owned();
        Operator { key, is_filter: false, names: vec![], example }
    });
    filters.chain(forms).collect()
}

/// The byte at which a unit of UTF-16 begins; `None` within a character and beyond the end.
fn byte_at(text: &str, unit: usize) -> Option<usize> {
    let mut units = 0;
    let begins = text.char_indices().map(|(at, c)| {
        let here = (units, at);
        units += c.len_utf16();
        here
    });
    let begins: Option<usize> =
        begins.take_while(|(here, _)| *here <= unit).find(|(here, _)| *here == unit).map(|(_, at)| at);
    begins.or_else(|| (text.encode_utf16().count() == unit).then_some(text.len()))
}

impl Known for Catalog {
    fn values(&self, value: Value, typed: &str, most: usize) -> Vec<(String, Option<u32>)> {
        let holds = |name: &str| name.to_lowercase().contains(typed);
        match value {
            // Hosts are kept in small letters; an address that has none stands there as a whole, and is no site.
            Value::Site => {
                let is_host = |name: &str| name.starts_with('[') || !name.contains([':', '/']);
                let named = |fits: &dyn Fn(&str) -> bool, most| {
                    let in_either =
                        |name: &str| fits(name) || in_letters(name).is_some_and(|letters| fits(&letters));
                    self.hosts_named(&|name| is_host(name) && in_either(name), most)
                };
                let all = best_first(typed, most, named).into_iter();
                let shown = |name: &str| in_letters(name).unwrap_or_else(|| name.to_owned());
                all.map(|(name, pages)| (shown(name), Some(pages))).collect()
            }
            Value::Label => {
                let named = |fits: &dyn Fn(&str) -> bool, most| {
                    self.labels_like(&|name| fits(&name.to_lowercase()), most)
                };
                let all = best_first(typed, most, named).into_iter();
                all.map(|(name, pages)| (name.to_owned(), Some(pages))).collect()
            }
            // Versions are counted, not pages: it orders them, and is not shown.
            Value::Lang => {
                let all = self.langs_named(&|lang| lang.starts_with(typed), most);
                all.into_iter().map(|(lang, _)| (lang.to_owned(), None)).collect()
            }
            Value::Device => {
                let all = self.devices_named(&holds).into_iter().take(most);
                all.map(|name| (name.to_owned(), None)).collect()
            }
            Value::Words(_) | Value::Mark | Value::Date(_) => vec![],
        }
    }
}

/// What begins as typed, then what has a part that does (`docs.example.org` of `exa`), then what has it elsewhere; `named` gives those that fit, the
/// ones of most pages first.
fn best_first<'a>(
    typed: &str,
    most: usize,
    named: impl Fn(&dyn Fn(&str) -> bool, usize) -> Vec<(&'a str, u32)>,
) -> Vec<(&'a str, u32)> {
    let mut best: Vec<(&str, u32)> = Vec::new();
    for fit in [Fit::Begins, Fit::PartBegins, Fit::Holds] {
        let others = named(&|name| Fit::of(name, typed) == Some(fit), most);
        let others = others.into_iter().filter(|other| !best.contains(other)).collect::<Vec<_>>();
        best.extend(others);
        best.truncate(most);
        if best.len() == most {
            break;
        }
    }
    best
}

/// Where in a name something that is typed stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Begins,
    PartBegins,
    Holds,
}

impl Fit {
    fn of(name: &str, typed: &str) -> Option<Self> {
        let is_begin = |at: usize| !name.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric);
        let mut places = name.match_indices(typed).map(|(at, _)| at).peekable();
        let first = *places.peek()?;
        match first {
            0 => Some(Self::Begins),
            _ if places.any(is_begin) => Some(Self::PartBegins),
            _ => Some(Self::Holds),
        }
    }
}
