//! What of a query may mean something else than it is taken for: a search goes on all the same, and tells what is likely; a forget must not.
use super::Complaint;
use super::grammar::is_like_filter;
use super::lexer::{Clock, Item, Sign, items};

/// Signs that people put before a word, in the belief that it is left out or wanted by them.
const SIGNS: [char; 12] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '−', '!', '+', '(', '~', '^'];

/// The parts of a query that are in doubt, in order: `openQuote`, `openGroup`, `unknownFilter`, `unknownSign`,
/// `unknownValue`. What was not understood at all is told by [`super::parse`].
pub fn doubts(text: &str) -> Vec<Complaint> {
    let items = items(text, Clock { now: 0, offset_min: 0 });
    let told =
        |item: &Item<'_>, code| Complaint { at: item.at, what: item.whole.trim_end().to_owned(), code };
    let mut found: Vec<Complaint> =
        items.iter().filter_map(|item| code(item).map(|code| told(item, code))).collect();
    let of = |sign| items.iter().filter(move |item| item.sign == Some(sign));
    let unclosed = of(Sign::Open).count() - of(Sign::Close).count();
    if let Some(item) = of(Sign::Open).next().filter(|_| unclosed > 0) {
        found.push(told(item, "openGroup"));
    }
    found.sort_by_key(|complaint| complaint.at);
    found
}

fn code(item: &Item<'_>) -> Option<&'static str> {
    if item.quoted && item.open {
        return Some("openQuote");
    }
    let is_word = item.filter.is_none() && item.sign.is_none() && !item.quoted;
    if is_word { code_of_word(item.text) } else { None }
}

/// How a piece is told, in every search, that is searched as words and was likely meant otherwise.
pub(super) fn misread(item: &Item<'_>) -> Option<&'static str> {
    if item.quoted {
        return None;
    }
    let named = item.filter.is_none().then(|| item.text.split_once(':')).flatten();
    if named.is_some_and(|(name, value)| !value.is_empty() && is_like_filter(name)) {
        return Some("unknownFilter");
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut stars = item.text.match_indices('*');
    let is_within = stars.any(|(at, star)| {
        let [before, behind] =
            [item.text.get(..at), item.text.get(at + star.len()..)].map(Option::unwrap_or_default);
        is_letter(before.chars().next_back()) && is_letter(behind.chars().next())
    });
    let is_minus =
        item.filter.is_some() && is_letter(item.text.strip_prefix('-').and_then(|word| word.chars().next()));
    (is_within || is_minus).then_some("unknownSign")
}

fn code_of_word(word: &str) -> Option<&'static str> {
    let is_group = word.ends_with(')') && !word.contains('(');
    if word.starts_with(SIGNS) || is_group {
        return Some("unknownSign");
    }
    let (name, value) = word.split_once(':')?;
    let is_name = name.len() > 1 && name.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-');
    // What is most likely meant for a filter is told by whoever reads the query.
    let is_doubted = is_name && !value.starts_with("//") && (value.is_empty() || !is_like_filter(name));
    is_doubted.then_some("unknownFilter")
}

#[cfg(test)]
mod tests {
    use super::doubts;
    use crate::query::parse;

    /// The codes of what is not understood or in doubt; a change's query is whole.
    fn codes(query: &str) -> Vec<&'static str> {
        let text = format!("{query} ");
        parse(&text, 0, 0).complaints.into_iter().chain(doubts(&text)).map(|doubt| doubt.code).collect()
    }

    #[test]
    fn what_is_meant_is_not_in_doubt() {
        for query in [
            "walrus",
            "walrus -seal",
            "-\"black cat\" dog",
            "a OR b",
            "\"a b\" OR c d",
            "site:w1.example OR site:w2.example",
            "walrus -site:w1.example before:2026",
            "label:work -label:home is:webmark",
            "https://a.test/b?c=d",
            "C:\\temp walrus",
            "12:30 c++ node.js f(x) walrus*",
            "a AND b",
            "walrus (seal OR whale)",
            "walrus NOT seal",
            "walrus -before:2026",
            "walrus OR before:2020",
            "walrus OR -seal",
            "walrus -host:w1.example",
            "walrus since:2026-01-01",
            "tag:a ODER NICHT (label:b c)",
            "Ferries · timetable",
            "-site:w1.example,w2.example walrus",
            "site:(w1.example OR w2.example)",
            "walrus|seal a&&b R&D 2*3",
            "\"walru*\"",
        ] {
            assert!(codes(query).is_empty(), "{query}: {:?}", codes(query));
        }
    }

    #[test]
    fn what_may_mean_something_else_is() {
        for (query, code) in [
            ("walrus -hosts:w1.example", "unknownFilter"),
            ("walrus -folder:keep", "unknownFilter"),
            ("walrus foo:bar", "unknownFilter"),
            ("walrus sites:w1.example", "unknownFilter"),
            ("walrus –site:w1.example", "unknownSign"),
            ("walrus −seal", "unknownSign"),
            ("walrus --site:w1.example", "unknownSign"),
            ("walrus !seal", "unknownSign"),
            ("walrus (seal OR whale", "openGroup"),
            ("walrus seal)", "unknownSign"),
            ("(walrus) seal)", "unknownSign"),
            (") walrus", "unknownSign"),
            ("walrus ()", "noWords"),
            ("*", "noWords"),
            ("— ", "noWords"),
            ("& /", "noWords"),
            ("walrus OR", "strayOr"),
            ("OR walrus", "strayOr"),
            ("AND walrus", "strayOr"),
            ("walrus AND", "strayOr"),
            ("walrus NOT", "strayOr"),
            ("walrus (seal NOT) whale", "strayOr"),
            ("NOT", "strayOr"),
            ("walrus OR OR seal", "strayOr"),
            ("walrus \"a b", "openQuote"),
            ("walrus - seal", "unknownSign"),
            ("walrus -???", "noWords"),
            ("walrus 🎉", "noWords"),
            ("walrus site:.", "unknownValue"),
            ("walrus site:f(x)", "unknownValue"),
            ("walrus lang:\"", "emptyFilter"),
            ("walrus on:\"", "emptyFilter"),
            ("walrus url:/", "noWords"),
            ("walrus title:-seal", "unknownSign"),
            ("walrus -site:-a.test", "unknownSign"),
            ("walrus -label:*", "unknownValue"),
            ("walrus -label:-x", "unknownSign"),
            ("fe*ry", "unknownSign"),
            ("filetype:pdf", "unknownFilter"),
        ] {
            assert!(codes(query).contains(&code), "{query}: {:?}", codes(query));
        }
        assert_eq!(codes(&"a ".repeat(300)), ["tooLong"]);
    }

    #[test]
    fn what_is_in_doubt_is_told_with_its_place_in_order() {
        let found = doubts("walrus (seal foo:bar ");
        let told: Vec<_> = found.iter().map(|doubt| (doubt.at, doubt.what.as_str(), doubt.code)).collect();
        assert_eq!(told, [(7, "(", "openGroup"), (13, "foo:bar", "unknownFilter")]);
    }
}
