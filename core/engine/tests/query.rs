//! The query language, read from text to tree and filters.
use webmynd_engine::query::{Query, Scope, What, Word, parse};

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;

fn word(word: &Word) -> String {
    let scope = match word.scope {
        Scope::Anywhere => "",
        Scope::Title => "title:",
        Scope::Address => "url:",
        Scope::Site => "site:",
        Scope::Lang => "lang:",
    };
    format!("{scope}{}{}", word.text, if word.prefix { "*" } else { "" })
}

fn what(part: &What) -> String {
    match part {
        What::Word(one) => word(one),
        What::Phrase(words) => format!("\"{}\"", words.iter().map(word).collect::<Vec<_>>().join(" ")),
        What::Any(parts) => format!("({})", parts.iter().map(what).collect::<Vec<_>>().join(" | ")),
    }
}

fn tree(query: &Query) -> String {
    let clause = |clause: &webmynd_engine::query::Clause| {
        format!("{}{}", if clause.not { "-" } else { "" }, what(&clause.what))
    };
    query.clauses.iter().map(clause).collect::<Vec<_>>().join(" ")
}

#[test]
fn trees() {
    let cases = [
        ("Rust wasm ", "rust wasm"),
        ("rust was", "rust was*"),
        ("rust, was.", "rust was"),
        ("wi-fi ", "wi fi"),
        ("-wi-fi x ", "-\"wi fi\" x"),
        ("\"black cat\" dog", "\"black cat\" dog*"),
        ("\"black ca", "\"black ca*\""),
        ("a OR b OR c d ", "(a | b | c) d"),
        ("OR a ", "a"),
        ("a OR -b ", "a -b"),
        ("univers* ", "univers*"),
        ("title:\"big cats\" ", "\"title:big title:cats\""),
        ("title:big ", "title:big"),
        ("url:github.com/rust ", "\"url:github url:com url:rust\""),
        ("site:https://www.Example.org/x ", "site:example.org"),
        ("site:example ", "(site:example | site:example.*)"),
        ("lang:DE ", "lang:de"),
        ("https://a.b ", "https a b"),
        ("搜索引擎 ", "搜索 索引 引擎"),
        ("搜 ", "搜*"),
        ("„Model C“-Schulen ", "\"model c\" schulen"),
        ("- ", ""),
        ("ＣＡＦÉ ", "café"),
    ];
    for (text, expected) in cases {
        assert_eq!(tree(&parse(text, NOW, 0)), expected, "{text}");
    }
}

#[test]
fn filters() {
    let filters = |text: &str| parse(text, NOW, 0).filters;
    let today = NOW.div_euclid(DAY) * DAY;
    assert_eq!(filters("is:webmark ").webmark, Some(true));
    assert_eq!(filters("-is:webmark ").webmark, Some(false));
    assert_eq!(filters("label:\"to read\" -label:done label:x ").labels, ["to read", "x"]);
    assert_eq!(filters("label:a -label:done ").not_labels, ["done"]);
    assert_eq!(filters("on:today ").from, Some(today));
    assert_eq!(filters("on:today ").to, Some(today + DAY));
    assert_eq!(filters("on:last week ").to, Some(today - 4 * DAY));
    assert_eq!(filters("on:\"letzte Woche\" ").to, Some(today - 4 * DAY));
    let between = filters("after:2026-11-01 before:2026-11-10 ");
    assert_eq!((between.from, between.to), (Some(today - 19 * DAY), Some(today - 10 * DAY)));
}

#[test]
fn complaints_name_the_piece() {
    let query = parse("cat on:someday is:nice site: lang:klingon x", NOW, 0);
    let complaints: Vec<_> = query.complaints.iter().map(|c| (c.at, c.what.as_str(), c.code)).collect();
    let expected = [
        (4, "on:someday", "badDate"),
        (15, "is:nice", "unknownValue"),
        (23, "site:", "emptyFilter"),
        (29, "lang:klingon", "unknownValue"),
    ];
    assert_eq!(complaints, expected);
    assert!(parse("on:yester", NOW, 0).complaints.is_empty(), "it is still being typed");
}
