//! Nothing of a query is dropped unsaid: a word that stands nowhere, a path, a sign, a group; and its days are those of the pages.
use crate::common::model::hex;
use crate::common::pages::{DAY, Memory, NOW};
use crate::common::request::request;
use webmynd_engine::archive::SearchRequest;
use webmynd_engine::index::Sort;
use webmynd_engine::page::Seen;
use webmynd_engine::query::parse;

fn codes(q: &str, now: i64) -> Vec<&'static str> {
    parse(q, now, 0).complaints.iter().map(|one| one.code).collect()
}

#[test]
fn words_that_stand_nowhere_find_nothing_whatever_stands_beside_them() {
    let mut memory = Memory::new();
    for n in 0..30 {
        memory.see(&format!("p{n}"), "pizza and the oven", NOW - DAY);
    }
    for words in ["qqqzzz", "qqqzzz wwwyyy", "\"qqqzzz wwwyyy\"", "qqqzzz-wwwyyy", "qq zz ww yy vv", "搜索"]
    {
        for beside in [
            "",
            "lang:en",
            "site:site.example",
            "on:2026-11",
            "is:webmark OR lang:en",
            "-walrus",
            "-qqqzzz",
            "-(walrus OR wwwyyy)",
        ] {
            let q = format!("{words} {beside} ");
            let answer = memory.ask(&q, Sort::Best, 10, 0);
            assert_eq!((answer.total, answer.hits.len(), answer.forgiving), (0, 0, false), "{q}");
            let all =
                memory.archive.matches(&SearchRequest { limit: 1, ..request(q.as_str(), NOW) }).unwrap();
            assert_eq!(all.pages, 0, "{q}");
        }
    }
    // A word that is there is enough, and what is missing is told; a near word is another thing.
    for (q, partly) in [("pizza qqqzzz ", true), ("pizza qqqzzz lang:en ", true), ("pizzza lang:en ", false)]
    {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.forgiving, answer.partly), (30, true, partly), "{q}");
    }
    assert!(!memory.ask("pizza ", Sort::Best, 10, 0).partly);
}

#[test]
fn a_site_with_a_path_or_a_port_is_no_more_than_that() {
    let mut memory = Memory::new();
    for url in [
        "https://x.example/1",
        "https://x.example/1/a",
        "https://x.example/2",
        "http://x.example:8080/1",
        "https://b\u{fc}cher.example/k/1",
        "https://b\u{fc}cher.example/k/2",
        "https://other.example/1",
    ] {
        memory.see(url, "what it says", NOW - DAY);
    }
    for (q, pages) in [
        ("site:x.example ", 4),
        ("site:https://x.example/ ", 4),
        ("site:x.example/1 ", 2),
        ("site:https://www.x.example/1 says ", 2),
        ("site:x.example/1/a ", 1),
        ("site:x.example/3 ", 0),
        ("site:x.example:8080 ", 1),
        ("site:x.example:8080/1 ", 1),
        ("site:x.example:9 ", 0),
        ("site:b\u{fc}cher.example/k/1 ", 1),
        ("site:x.example/2,other.example ", 2),
        ("-site:x.example/1 ", 5),
    ] {
        assert_eq!(memory.ask(q, Sort::Best, 10, 0).total, pages, "{q}");
        assert_eq!(codes(q, NOW), [""; 0], "{q}");
    }
    assert_eq!(codes("site:x.example/? ", NOW), ["unknownValue"]);
}

#[test]
fn a_group_that_is_nested_too_deep_is_told_and_never_turned_round() {
    let mut memory = Memory::new();
    memory.see("with", "ferry island", NOW - DAY);
    memory.see("without", "harbour", NOW - DAY);
    for deep in 1..40 {
        let (open, close) = ("(".repeat(deep), ")".repeat(deep));
        for (inner, outer) in [("-ferry", ""), ("NOT ferry", ""), ("ferry", "-"), ("ferry", "NOT ")] {
            let q = format!("{outer}{open}{inner}{close} ");
            let right = if deep <= 16 { "without" } else { "" };
            assert_eq!(memory.set(&q), right, "{q}");
            assert_eq!(codes(&q, NOW).contains(&"tooDeep"), deep > 16, "{q}");
            let q = format!("{outer}{open}{inner}{close} island ");
            let right = if deep <= 16 { "" } else { "with" };
            assert_eq!(memory.set(&q), right, "{q}");
        }
    }
}

#[test]
fn a_sign_that_says_nothing_is_told() {
    for q in [
        "a AND OR b ",
        "a OR AND b ",
        "a AND AND b ",
        "a NOT OR b ",
        "a NOT AND b ",
        "a && || b ",
        "(a UND ODER b) ",
    ] {
        assert_eq!(codes(q, NOW), ["strayOr"], "{q}");
    }
    for q in ["a AND NOT b ", "a OR NOT b ", "a OR -b ", "a AND b OR c "] {
        assert_eq!(codes(q, NOW), [""; 0], "{q}");
    }
    // What is passed over takes its sign with it.
    let mut memory = Memory::new();
    memory.see("with", "ferry island", NOW - DAY);
    memory.see("without", "harbour", NOW - DAY);
    for q in ["NOT on:never ferry ", "NOT is:nothing ferry ", "NOT () ferry "] {
        assert_eq!(memory.set(q), "with", "{q}");
    }
}

/// Monday to Sunday, weeks and months: what is asked from one to the other holds that, whichever day it is.
#[test]
fn from_a_weekday_to_another_is_the_last_such_span() {
    let mut memory = Memory::new();
    for day in 0..40 {
        memory.see(&format!("{day:02}"), "ferry", NOW - day * DAY);
    }
    let found = |q: &str, now: i64| {
        let answer = memory.archive.search(&SearchRequest { limit: 100, ..request(q, now) }).unwrap();
        assert_eq!(answer.complaints, [], "{q}");
        answer.total
    };
    // The pages end on Friday 20 November; of the days behind there are none.
    for (ahead, pages) in [(0, 4), (1, 4), (-1, 4), (-2, 4), (-3, 4), (-4, 4), (-5, 4), (-11, 4)] {
        for q in ["after:monday before:friday ", "nach:montag vor:freitag ", "before:fri ferry since:mon "] {
            assert_eq!(found(q, NOW + ahead * DAY), pages, "{q} {ahead}");
        }
    }
    assert_eq!(found("after:friday before:wednesday ", NOW + 3 * DAY), 1);
    assert_eq!(found("after:october before:march ", NOW), 40);
    for q in [
        "after:2026-03 before:2026-01 ",
        "after:today before:yesterday ",
        "ferry before:2026-01-01 nach:2026-01-01 ",
    ] {
        assert_eq!(codes(q, NOW), ["reversed"], "{q}");
    }
    assert_eq!(codes("after:2026-03 before:2026", NOW), [""; 0], "it is still being typed");
}

/// A day is the one where the page was seen, whatever the clock of who asks says of summer and winter.
#[test]
fn days_are_those_where_the_page_was_seen() {
    let mut memory = Memory::new();
    // 2026-07-01T00:30, 2026-10-01T00:30 and 2026-10-20T00:10, two hours east of UTC.
    for (n, at) in [(1, 1_782_858_600_000), (2, 1_790_807_400_000), (3, 1_792_447_800_000)] {
        let (url, text) = (format!("https://site.example/{n}"), Some("ferry".to_owned()));
        memory
            .archive
            .remember(&Seen { id: hex(n), at, url, text, offset_min: 120, ..Seen::default() })
            .unwrap();
    }
    // 30 November, noon, an hour east.
    let now = NOW + 10 * DAY;
    for (q, pages) in [
        ("on:july ", "1"),
        ("on:june ", ""),
        ("on:october ", "2 3"),
        ("on:\"20 october\" ", "3"),
        ("on:\"19 october\" ", ""),
        ("on:2026-10-20 ", "3"),
        ("on:\"last month\" ", "2 3"),
        ("after:october before:november ", "2 3"),
        ("on:\"41 days ago\" ", "3"),
        ("on:\"summer\" ", "1"),
    ] {
        let request = SearchRequest { offset_min: 60, ..request(q, now) };
        let mut found: Vec<_> = memory
            .archive
            .search(&request)
            .unwrap()
            .hits
            .iter()
            .map(|hit| hit.url.rsplit('/').next().unwrap().to_owned())
            .collect();
        found.sort();
        assert_eq!(found.join(" "), pages, "{q}");
    }
}

/// Persian parts words by half a blank, a whole one or none.
#[test]
fn half_a_blank_is_a_blank_or_none() {
    let mut memory = Memory::new();
    memory.see("half", "من کتاب می\u{200C}خوانم", NOW - DAY);
    memory.see("whole", "من کتاب می خوانم", NOW - DAY);
    memory.see("other", "من کتاب دارم", NOW - DAY);
    for q in ["می\u{200C}خوانم ", "می خوانم ", "کتاب می خوانم "] {
        assert_eq!(memory.set(q), "half whole", "{q}");
    }
    assert_eq!(memory.set("\"می خوانم\" "), "whole");
    let lit = |q: &str| {
        let hits = memory.ask(q, Sort::Best, 10, 0).hits;
        hits.iter().filter(|hit| hit.snippet.iter().any(|span| span.lit)).count()
    };
    assert_eq!([lit("می\u{200C}خوانم "), lit("می خوانم ")], [2, 2]);
}
