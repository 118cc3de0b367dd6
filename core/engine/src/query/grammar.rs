//! The query language as one table: the filters by their names, the signs between parts, how it is shown to people, and what is offered of
//! it while one types. Lexer, parser, completion and help read it; none of them has a list of its own.
use super::Scope;
use crate::words::Distances;

/// A filter, `name:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Its names; the first is the one that is shown, and the key of its sentence.
    pub english: &'static [&'static str],
    /// Its names in German that are none in English; empty where there are none.
    pub german: &'static [&'static str],
    /// What its value is.
    pub value: Value,
    /// A value to show it with.
    pub example: Said,
}

/// The same in both languages that people may say it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// In English.
    pub english: &'static str,
    /// In German.
    pub german: &'static str,
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

const fn said(english: &'static str, german: &'static str) -> Said {
    Said { english, german }
}

const fn filter_of(
    english: &'static [&'static str],
    german: &'static [&'static str],
    value: Value,
    example: Said,
) -> Filter {
    Filter { english, german, value, example }
}

/// All filters.
pub const FILTERS: [Filter; 10] = [
    filter_of(&["site", "host", "domain"], &[], Value::Site, said("example.org", "example.org")),
    filter_of(&["title"], &["titel"], Value::Words(Scope::Title), said("ferry", "fähre")),
    filter_of(
        &["url", "address"],
        &["adresse"],
        Value::Words(Scope::Address),
        said("example.org/docs", "example.org/docs"),
    ),
    filter_of(&["on"], &["am"], Value::Date(Bound::On), said("yesterday", "gestern")),
    filter_of(
        &["after", "since"],
        &["nach", "seit"],
        Value::Date(Bound::From),
        said("last week", "letzte Woche"),
    ),
    filter_of(&["before"], &["vor"], Value::Date(Bound::Before), said("2026-03", "2026-03")),
    filter_of(&["is"], &["ist"], Value::Mark, said("webmark", "webmark")),
    filter_of(&["label", "tag"], &[], Value::Label, said("work", "arbeit")),
    filter_of(&["lang"], &["sprache"], Value::Lang, said("en", "de")),
    filter_of(&["device"], &["gerät"], Value::Device, said("laptop", "laptop")),
];

/// What a page can be, by `is:`.
pub const MARKS: [&str; 4] = ["webmark", "starred", "star", "stern"];

/// Between two parts: either will do. It binds more tightly than a blank.
pub const OR: [&str; 4] = ["OR", "ODER", "|", "||"];
/// Between two parts: both, as a blank says.
pub const AND: [&str; 4] = ["AND", "UND", "&", "&&"];
/// Before a part: without it, as a minus says.
pub const NOT: [&str; 2] = ["NOT", "NICHT"];

/// Names of filters that other searches have and this one does not: who types one of them means no word.
const FOREIGN: [&str; 27] = [
    "allintext",
    "allintitle",
    "author",
    "cache",
    "category",
    "date",
    "ext",
    "filename",
    "filetype",
    "folder",
    "from",
    "has",
    "in",
    "info",
    "intext",
    "intitle",
    "inurl",
    "language",
    "link",
    "newer",
    "older",
    "path",
    "related",
    "subject",
    "type",
    "until",
    "year",
];

/// Dates that are offered, those asked for most first. A few of all that is understood: see `query/dates`.
pub const DATES: [Said; 10] = [
    said("today", "heute"),
    said("yesterday", "gestern"),
    said("this week", "diese Woche"),
    said("last week", "letzte Woche"),
    said("last weekend", "letztes Wochenende"),
    said("this month", "dieser Monat"),
    said("last month", "letzter Monat"),
    said("this year", "dieses Jahr"),
    said("last year", "letztes Jahr"),
    said("last 7 days", "letzte 7 Tage"),
];

/// What a query has beside words and filters, to be shown: the key of its sentence, and an example.
pub const FORMS: [(&str, Said); 6] = [
    ("phrase", said("\"night train\"", "\"kalter Kaffee\"")),
    ("not", said("ferry -boat", "Fähre -Boot")),
    ("or", said("ferry OR boat", "Fähre ODER Boot")),
    ("group", said("(ferry OR boat) -winter", "(Fähre ODER Boot) -Winter")),
    ("prefix", said("univers*", "univers*")),
    ("compound", said("wi-fi", "Wi-Fi")),
];

impl Filter {
    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.english.iter().chain(self.german).copied()
    }

    /// The key of its sentence: the first of its names.
    pub fn key(&self) -> &'static str {
        self.english.first().copied().unwrap_or_default()
    }

    /// Its names for people of a language, the one to show first: who reads German may know the others too, but not the other way.
    pub fn names_in(&self, tongue: Tongue) -> impl Iterator<Item = &'static str> {
        let german = if tongue == Tongue::German { self.german } else { &[] };
        german.iter().chain(self.english).copied()
    }
}

/// In which language the table is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Everyone's whose own language the table does not have.
    English,
    /// Of those who read German.
    German,
}

impl Tongue {
    /// By the code of a browser's language: `de-AT`.
    pub fn of(lang: &str) -> Self {
        let primary = lang.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }
}

impl Said {
    /// In this language.
    pub fn in_tongue(&self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::English => self.english,
            Tongue::German => self.german,
        }
    }
}

/// The filter of this name, in whatever case.
pub(super) fn filter(name: &str) -> Option<&'static Filter> {
    // No name is longer; a text without blanks may be.
    let name = if name.len() <= 10 { name.to_lowercase() } else { return None };
    FILTERS.iter().find(|filter| filter.names().any(|known| known == name))
}

/// Whether a name is none of a filter's, and is most likely meant for one: another search has it, or it is mistyped.
pub(super) fn is_like_filter(name: &str) -> bool {
    let name = if name.len() <= 12 { name.to_lowercase() } else { return false };
    let letters: Vec<char> = name.chars().collect();
    let is_mistyped = || {
        let mut from_name = Distances::to(&letters, 1);
        letters.len() >= 3
            && FILTERS.iter().flat_map(Filter::names).any(|known| {
                known.len() > 3 && from_name.distance(known).is_some()
                    || name.strip_suffix('s') == Some(known)
            })
    };
    filter(&name).is_none() && (FOREIGN.contains(&name.as_str()) || is_mistyped())
}

#[cfg(test)]
mod tests {
    use super::is_like_filter;

    #[test]
    fn names_that_are_meant_for_filters() {
        for name in
            ["sites", "Site_s", "tilte", "hst", "befor", "labels", "inurl", "FileType", "spache", "tags"]
        {
            assert_eq!(is_like_filter(name), name != "Site_s", "{name}");
        }
        for name in ["site", "Titel", "std", "note", "error", "https", "re", "todo", "x"] {
            assert!(!is_like_filter(name), "{name}");
        }
    }
}
