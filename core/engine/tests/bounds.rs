//! What hostile queries cost: reading them takes a few looks at each letter, and what they have looked up does not grow with them
//! beyond what is taken of a query.
use crate::common::faulty::FaultyFiles;
use crate::common::model::open;
use crate::common::request::request;
use crate::common::secret::NOW;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchAnswer};
use webmynd_engine::index::Work;
use webmynd_engine::query::{doubts, parse};

/// Looks at each byte of a query, at most: a date may be as many words as the eleven that begin within it.
const LOOKS: usize = 14;
/// Pages of the memory that is searched.
const PAGES: usize = 120;

/// What a query is made of, again and again up to so many characters.
const PIECES: [(&str, &str); 32] = [
    ("brackets that open", "("),
    ("brackets that close", ")"),
    ("groups", "(ferry "),
    ("groups in groups", "((ferry) OR (boat)) "),
    ("minuses", "-"),
    ("minuses apart", "- "),
    ("what is left out", "-ferry -(boat) "),
    ("quotes", "\""),
    ("quotes that open", "„"),
    ("phrases", "\"ferry boat\" "),
    ("quotes in words", "a\"b„c"),
    ("OR", "ferry OR boat OR "),
    ("OR alone", "OR "),
    ("signs without blanks", "a|b&&c||d"),
    ("signs alone", "|"),
    ("sites in one filter", "site:a.b,c.d,e.f,g.h,"),
    ("filters before groups", "site:(a|b) "),
    ("colons", ":"),
    ("names", "a:b:"),
    ("filters in filters", "on:on:site:"),
    ("dates", "on:last on:3 on:march on:from "),
    ("a date of many words", "on:monday to friday and from 3 to 5 to 7 to 9 to 11 "),
    ("after dates", "after:2020 OR before:2021 OR "),
    ("addresses", "https://a.example/%41%42?c=%43 "),
    ("one address", "https://a.example/%25%32%35"),
    ("sites", "site:a.b.c.d.e.f "),
    ("beginnings", "a* b* c* d* ab* "),
    ("one letter", "a"),
    ("what hangs together", "wi-fi."),
    ("marks", "a\u{301}\u{302}"),
    ("Chinese", "搜索引擎寻找"),
    ("Chinese words", "搜索 引擎 寻找 "),
];

/// A search does no more here, whatever is typed: lists of 256 beginnings, documents in the three ways in which a query is tried.
const MOST: Work = Work { keys: 2_000, lists: 16_000, documents: 3 * PAGES, steps: 300 * PAGES };

/// Keys of the whole dictionary and a few more: a word that stands nowhere is looked for among all.
const DICTIONARY: usize = 1_300;

/// Words that differ, as a hostile query may hold them.
fn words(chars: usize) -> String {
    let mut text = String::new();
    let mut n = 0_u32;
    while text.len() < chars {
        n += 1;
        text.push_str(&format!("{}{n} ", ["ferry", "maschine", "harbour", "q"][n as usize % 4]));
    }
    text
}

fn queries(chars: usize) -> Vec<(String, String)> {
    let repeated = |piece: &str| piece.repeat(chars / piece.chars().count());
    let mut all: Vec<(String, String)> =
        PIECES.iter().map(|(name, piece)| ((*name).to_owned(), repeated(piece))).collect();
    all.push(("words that differ".into(), words(chars)));
    all.push(("a phrase of words that differ".into(), format!("\"{}\"", words(chars))));
    all.push(("phrases of words that differ".into(), format!("\"{}\"", words(chars).replace("q", "\" \""))));
    all.push(("beginnings that differ".into(), words(chars).replace(' ', "* ")));
    all.push(("behind a date".into(), format!("on:{}", repeated("1 2 3 4 5 "))));
    all
}

#[test]
fn a_query_is_read_in_a_few_looks_at_each_letter() {
    let steps = |text: &str| parse(text, NOW, 0).steps;
    for ((name, half), (_, whole)) in queries(50_000).into_iter().zip(queries(100_000)) {
        assert!(steps(&whole) <= LOOKS * whole.len(), "{name}: {} of {}", steps(&whole), whole.len());
        let (before, after) = (steps(&half), steps(&whole));
        assert!(after <= before * 21 / 10 + 1_000, "{name}: {before}, and {after} for twice as much");
        let query = parse(&whole, NOW, 0);
        assert!(query.complaints.len() <= 16 && query.facts.len() <= 256, "{name}");
        // What a forget asks beside.
        doubts(&whole);
    }
}

fn memory() -> Archive {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let page = |n: usize| {
        let lang = ["en", "de", "zh"][n % 3];
        let text =
            ["The ferry boat number", "Die Kaffeemaschine steht am Hafen", "我们使用搜索引擎寻找"][n % 3];
        let text = format!("{text} {n} ferry{n} harbour{} a{n} b{} wi-fi {}", n / 2, n * 7 % 50, words(400));
        serde_json::json!({ "id": n.to_string(), "url": format!("https://a.example/{n}"), "title": format!("Page {n}"), "text": text, "lang": lang })
            .to_string()
    };
    let lines: Vec<String> = (0..PAGES).map(page).collect();
    archive.import(&lines.join("\n"), 1, NOW).unwrap();
    archive
}

fn search(archive: &Archive, q: String) -> SearchAnswer {
    archive.search(&request(q, NOW)).unwrap()
}

#[test]
fn what_a_query_has_looked_up_is_bounded() {
    let archive = memory();
    let work = |q: String| search(&archive, q).work;
    for ((name, half), (_, whole)) in queries(50_000).into_iter().zip(queries(100_000)) {
        let (half, whole) = (work(half), work(whole));
        assert_eq!(half, whole, "{name}: what is taken of both is the same");
        assert!(whole.keys <= MOST.keys && whole.lists <= MOST.lists, "{name}: {whole:?}");
        assert!(whole.documents <= MOST.documents && whole.steps <= MOST.steps, "{name}: {whole:?}");
    }
    // Twice as many words; and a query that finds nothing as it was typed is tried in another way.
    for ((name, short), (_, long)) in queries(300).into_iter().zip(queries(600)) {
        let (before, after) = (work(short), work(long));
        assert!(after.lists <= 4 * before.lists + 100, "{name}: {before:?}, and {after:?} for twice as much");
        assert!(
            after.keys <= 2 * before.keys + DICTIONARY,
            "{name}: {before:?}, and {after:?} for twice as much"
        );
    }
}
