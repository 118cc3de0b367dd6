//! Words -> query tree + complaints (never fails), filters, ranking, snippets.
mod dates;
mod doubts;
mod lexer;
mod matcher;
mod parse;
mod passage;
mod terms;

pub use doubts::doubts;
pub use parse::parse;
pub use passage::{Span, highlight, passage};
pub use terms::{Term, Terms};

use crate::Millis;
use crate::words::Kind;
use serde::Serialize;

/// What a person asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What a page must say. Empty: anything.
    pub clauses: Vec<Clause>,
    /// What must be known about it.
    pub filters: Filters,
    /// What was not understood; the rest of the query holds all the same.
    pub complaints: Vec<Complaint>,
    /// Its words behind a minus, to be told where they leave nothing.
    pub exclusions: Vec<Complaint>,
}

/// One part of a query; all parts count together.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// True when pages with it are left out.
    pub not: bool,
    /// What is looked for.
    pub what: What,
}

/// See [`Clause::what`].
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A word.
    Word(Word),
    /// Words side by side, in this order.
    Phrase(Vec<Word>),
    /// Any of these: `a OR b`.
    Any(Vec<What>),
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its normal form (compatibility forms resolved, lower case), not stemmed.
    pub text: String,
    /// What kind of word.
    pub kind: Kind,
    /// True when it also stands for all words that begin with it.
    pub prefix: bool,
    /// Where it must stand.
    pub scope: Scope,
}

/// Where in a page a word must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// In the title, the text or the address.
    #[default]
    Anywhere,
    /// `title:`
    Title,
    /// `url:`
    Address,
    /// `site:`, a host or one of its parents.
    Site,
    /// `lang:`
    Lang,
}

/// What the catalog knows and the index does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// `is:webmark`, `-is:webmark`.
    pub webmark: Option<bool>,
    /// `label:`, all of them.
    pub labels: Vec<String>,
    /// `-label:`, none of them.
    pub not_labels: Vec<String>,
    /// `device:`, what all of them saw.
    pub devices: Vec<String>,
    /// `-device:`, what none of them saw.
    pub not_devices: Vec<String>,
    /// Visited at or after.
    pub from: Option<Millis>,
    /// Visited before.
    pub to: Option<Millis>,
}

/// Something in a query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Complaint {
    /// Byte offset in the query.
    pub at: usize,
    /// The piece of the query.
    pub what: String,
    /// `badDate`, `unknownValue`, `emptyFilter`; `leftOut` of an exclusion without which something would have been found.
    pub code: &'static str,
}

impl Query {
    /// The same without the words that leave pages out.
    pub fn without_exclusions(&self) -> Self {
        let clauses = self.clauses.iter().filter(|clause| !clause.not).cloned().collect();
        Self { clauses, ..self.clone() }
    }

    /// True when nothing is asked of a page's words.
    pub fn is_wordless(&self) -> bool {
        self.clauses.is_empty()
    }
}
