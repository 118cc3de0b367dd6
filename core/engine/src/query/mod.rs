//! Words -> query tree + complaints (never fails), filters, passages.
mod beginnings;
mod complete;
mod dates;
mod doubts;
mod grammar;
mod lexer;
mod matcher;
mod matchers;
mod node;
mod parse;
mod passage;
mod snippet;
mod sought;
mod terms;
mod value;

pub use complete::{Asker, Completion, Kind, Known, complete};
pub use dates::When;
pub use doubts::doubts;
pub use grammar::{AND, Bound, DATES, FILTERS, FORMS, Filter, MARKS, NOT, OR, Said, Tongue, Value};
pub use matchers::Matchers;
pub use node::{Fact, Node, Scope, Seen, Word};
pub use parse::parse;
pub use passage::{Span, highlight, lit};
pub use snippet::{Looking, Words, snippet};
pub use terms::{Term, Terms, Want};
pub(crate) use value::{joined, without_letter};

use serde::Serialize;

/// What a person asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// As it was typed.
    pub typed: String,
    /// What a page must say and be.
    pub root: Node,
    /// What must be known about it: what the [`Node::Fact`]s of the tree mean, by their number.
    pub facts: Vec<Fact>,
    /// What was not understood; the rest of the query holds all the same.
    pub complaints: Vec<Complaint>,
    /// Its words behind a minus, to be told where they leave nothing.
    pub exclusions: Vec<Complaint>,
    /// How many bytes were looked at to read it, those that were looked at again counted again.
    pub steps: usize,
}

/// Something in a query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Complaint {
    /// Byte offset in the query.
    pub at: usize,
    /// The piece of the query.
    pub what: String,
    /// `badDate`, `reversed`, `unknownValue`, `emptyFilter`, `noWords`, `strayOr`, `tooDeep`, `tooLong`; `leftOut` of an exclusion without which
    /// something would have been found. Of what is only in doubt: see [`doubts`].
    pub code: &'static str,
}

impl Query {
    /// The same without the words that leave pages out.
    pub fn without_exclusions(&self) -> Self {
        let root = match &self.root {
            Node::All(parts) => {
                Node::All(parts.iter().filter(|part| !matches!(part, Node::Not(_))).cloned().collect())
            }
            Node::Not(_) => Node::All(vec![]),
            other => other.clone(),
        };
        Self { root, ..self.clone() }
    }

    /// True when nothing is asked: every page matches.
    pub fn is_empty(&self) -> bool {
        matches!(&self.root, Node::All(parts) if parts.is_empty())
    }
}
