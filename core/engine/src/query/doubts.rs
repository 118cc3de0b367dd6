//! What of a query may mean something else than it is taken for: a search goes on all the same, a forget must not.
use super::lexer::{Item, items};
use super::parse::{MOST_CLAUSES, words_of};
use super::{Complaint, Scope};

/// Signs that people put before a word, in the belief that it is left out or wanted by them.
const SIGNS: [char; 12] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '−', '!', '+', '(', '~', '^'];

/// The parts of a query that are in doubt, in order. Codes: `openQuote`, `unknownFilter`, `unknownSign`, `strayOr`, `noWords`,
/// `noNot`, `unknownValue`, `tooLong`.
pub fn doubts(text: &str) -> Vec<Complaint> {
    let items = items(text);
    let told =
        |item: &Item<'_>, code| Complaint { at: item.at, what: item.whole.trim_end().to_owned(), code };
    let mut found: Vec<Complaint> = (0..items.len())
        .filter_map(|at| {
            let item = items.get(at)?;
            let before = at.checked_sub(1).and_then(|at| items.get(at));
            code(item, before, items.get(at + 1)).map(|code| told(item, code))
        })
        .collect();
    if let Some(item) = items.get(MOST_CLAUSES) {
        found.push(told(item, "tooLong"));
    }
    found
}

fn code(item: &Item<'_>, before: Option<&Item<'_>>, after: Option<&Item<'_>>) -> Option<&'static str> {
    if item.quoted && item.open {
        return Some("openQuote");
    }
    match item.name {
        Some("before" | "after" | "on") if item.not => Some("noNot"),
        Some("site") if item.text.contains(['(', ')', ',', '|', ';']) => Some("unknownValue"),
        Some(_) => None,
        None if item.quoted => words_of(item.text, Scope::Anywhere).is_empty().then_some("noWords"),
        None if item.is_or() && !item.not => {
            let joins = |side: Option<&Item<'_>>| side.is_some_and(is_clause);
            (!joins(before) || !joins(after)).then_some("strayOr")
        }
        None if item.is_and() => None,
        None if matches!(item.text, "NOT" | "NICHT") => Some("unknownSign"),
        None => code_of_word(item.text),
    }
}

fn code_of_word(word: &str) -> Option<&'static str> {
    let is_group = word.ends_with(')') && !word.contains('(');
    if word.starts_with(SIGNS) || is_group {
        return Some("unknownSign");
    }
    if let Some((name, value)) = word.split_once(':') {
        let is_name = name.len() > 1 && name.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-');
        if is_name && !value.starts_with("//") {
            return Some("unknownFilter");
        }
    }
    words_of(word, Scope::Anywhere).is_empty().then_some("noWords")
}

/// What `OR` can stand beside: what is looked for, and not left out.
fn is_clause(item: &Item<'_>) -> bool {
    let is_looked_for = matches!(item.name, None | Some("title" | "url" | "site" | "lang"));
    is_looked_for && !item.not && !item.is_or()
}

#[cfg(test)]
mod tests {
    use super::doubts;

    /// The codes of what is in doubt; a change's query is whole.
    fn codes(query: &str) -> Vec<&'static str> {
        doubts(&format!("{query} ")).into_iter().map(|doubt| doubt.code).collect()
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
            "12:30 c++ node.js f(x) walrus*",
            "a AND b",
        ] {
            assert!(codes(query).is_empty(), "{query}: {:?}", codes(query));
        }
    }

    #[test]
    fn what_may_mean_something_else_is() {
        for (query, code) in [
            ("walrus -host:w1.example", "unknownFilter"),
            ("walrus -tag:keep", "unknownFilter"),
            ("walrus foo:bar", "unknownFilter"),
            ("walrus sites:w1.example", "unknownFilter"),
            ("walrus since:2026-01-01", "unknownFilter"),
            ("walrus –site:w1.example", "unknownSign"),
            ("walrus −seal", "unknownSign"),
            ("walrus --site:w1.example", "unknownSign"),
            ("walrus !seal", "unknownSign"),
            ("walrus NOT seal", "unknownSign"),
            ("walrus (seal OR whale)", "unknownSign"),
            ("walrus -before:2026", "noNot"),
            ("walrus OR", "strayOr"),
            ("OR walrus", "strayOr"),
            ("walrus OR before:2020", "strayOr"),
            ("walrus OR -seal", "strayOr"),
            ("walrus OR OR seal", "strayOr"),
            ("walrus \"a b", "openQuote"),
            ("walrus - seal", "unknownSign"),
            ("walrus -*", "noWords"),
            ("site:(w1.example)", "unknownValue"),
            ("-site:w1.example,w2.example walrus", "unknownValue"),
        ] {
            assert!(codes(query).contains(&code), "{query}: {:?}", codes(query));
        }
        assert_eq!(codes(&"a ".repeat(300)), ["tooLong"]);
    }
}
