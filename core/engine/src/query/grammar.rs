//! The query language as one table: the filters by their names, the signs between parts, and what can be complained of.
use super::Scope;

/// A filter, `name:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Its names, the first is the one that is shown.
    pub names: &'static [&'static str],
    /// What its value is.
    pub value: Value,
    /// A value to show it with.
    pub example: &'static str,
}

/// What stands behind a filter's colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words that stand in this part of a page.
    Words(Scope),
    /// A host.
    Site,
    /// The code of a language.
    Lang,
    /// A label.
    Label,
    /// A device, as a person calls it.
    Device,
    /// One of [`MARKS`].
    Mark,
    /// A date, or a span of dates.
    Date(Bound),
}

/// Which visits a date admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Those within it.
    On,
    /// Those from its first day on.
    From,
    /// Those before its first day.
    Before,
}

/// All filters.
pub const FILTERS: [Filter; 10] = [
    Filter { names: &["site", "host", "domain"], value: Value::Site, example: "example.org" },
    Filter { names: &["title", "titel"], value: Value::Words(Scope::Title), example: "ferry" },
    Filter {
        names: &["url", "address", "adresse"],
        value: Value::Words(Scope::Address),
        example: "example.org/docs",
    },
    Filter { names: &["on", "am"], value: Value::Date(Bound::On), example: "yesterday" },
    Filter {
        names: &["after", "since", "nach", "seit"],
        value: Value::Date(Bound::From),
        example: "last week",
    },
    Filter { names: &["before", "vor"], value: Value::Date(Bound::Before), example: "2026-03" },
    Filter { names: &["is", "ist"], value: Value::Mark, example: "webmark" },
    Filter { names: &["label", "tag"], value: Value::Label, example: "work" },
    Filter { names: &["lang", "sprache"], value: Value::Lang, example: "de" },
    Filter { names: &["device", "gerät"], value: Value::Device, example: "laptop" },
];

/// What a page can be, by `is:`.
pub const MARKS: [&str; 4] = ["webmark", "starred", "star", "stern"];

/// Between two parts: either will do. It binds more tightly than a blank.
pub const OR: [&str; 4] = ["OR", "ODER", "|", "||"];
/// Between two parts: both, as a blank says.
pub const AND: [&str; 4] = ["AND", "UND", "&", "&&"];
/// Before a part: without it, as a minus says.
pub const NOT: [&str; 2] = ["NOT", "NICHT"];

/// The filter of this name, in whatever case.
pub(super) fn filter(name: &str) -> Option<&'static Filter> {
    // No name is longer; a text without blanks may be.
    let name = if name.len() <= 10 { name.to_lowercase() } else { return None };
    FILTERS.iter().find(|filter| filter.names.contains(&name.as_str()))
}
