//! The answers of a search: one hit a page, hits over all offsets are the total, nothing depends on the limit; and what it can be asked.
use crate::common::model::hex;
use crate::common::pages::{DAY, Memory, NOW};
use crate::common::request::request;
use webmynd_engine::archive::{Change, Matching, SearchRequest, Which};
use webmynd_engine::index::Sort;
use webmynd_engine::page::Seen;

/// A front page of many versions, and others.
fn versions() -> Memory {
    let mut memory = Memory::new();
    // Figures alone make no version.
    let name =
        |n: i64| n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
    for n in 0..60 {
        let text = format!("ferry ferry ferry edition {} with its own news of the day", name(n).repeat(3));
        memory.see("front", &text, NOW - (100 - n) * DAY);
    }
    for n in 0..25 {
        memory.see(
            &format!("p{n}"),
            &format!("a ferry to the island of {}", name(n)),
            NOW - 200 * DAY + n * DAY,
        );
    }
    memory
}

#[test]
fn hits_over_all_offsets_are_the_total() {
    let memory = versions();
    for sort in [Sort::Best, Sort::Newest] {
        for limit in [1, 3, 7, 50] {
            let mut all = Vec::new();
            for offset in (0..).step_by(limit) {
                let answer = memory.ask("ferry ", sort, limit, offset);
                assert_eq!(answer.total, 26);
                if answer.hits.is_empty() {
                    break;
                }
                all.extend(answer.hits.into_iter().map(|hit| (hit.rank, hit.url)));
            }
            assert_eq!(all.len(), 26, "{sort:?} {limit}");
            assert_eq!(
                all,
                memory
                    .ask("ferry ", sort, 100, 0)
                    .hits
                    .into_iter()
                    .map(|hit| (hit.rank, hit.url))
                    .collect::<Vec<_>>()
            );
            assert!(all.iter().enumerate().all(|(at, (rank, _))| *rank == at + 1));
        }
    }
    let request = SearchRequest { limit: 1, ..request("ferry ", NOW) };
    let matches = memory.archive.matches(&request).unwrap();
    assert_eq!(matches.ordinals.len(), 85, "every version has its visit");
    assert!(matches.ordinals.is_sorted());
    assert_eq!(
        matches.sites.iter().map(|site| (site.site.as_str(), site.count)).collect::<Vec<_>>(),
        [("site.example", 26)]
    );
}

#[test]
fn pages_with_some_of_the_words_are_told_apart_and_do_not_count() {
    let mut memory = Memory::new();
    memory.see("both", "ferry baker", NOW);
    for n in 0..30 {
        memory.see(&format!("ferry{n}"), &format!("ferry {n}"), NOW);
        memory.see(&format!("baker{n}"), &format!("baker {n}"), NOW);
    }
    for limit in [1, 5, 10, 100] {
        let answer = memory.ask("ferry baker ", Sort::Best, limit, 0);
        assert_eq!((answer.total, answer.forgiving), (1, false));
        assert_eq!(answer.hits.len(), limit.min(10));
        assert_eq!(answer.hits.iter().filter(|hit| !hit.loose).count(), 1);
    }
    let request = SearchRequest { limit: 1, ..request("ferry baker ", NOW) };
    assert_eq!(memory.archive.matches(&request).unwrap().ordinals.len(), 1);
}

#[test]
fn filters_are_parts_like_others() {
    let mut memory = Memory::new();
    for (path, text, at) in [
        ("a", "walrus ice", NOW - DAY),
        ("b", "walrus sand", NOW - 3 * DAY),
        ("c", "seal ice", NOW - 40 * DAY),
        ("d", "seal sand", NOW - 400 * DAY),
    ] {
        memory.see(path, text, at);
    }
    for (path, label) in [("a", "Work"), ("c", "home")] {
        let page = format!("https://site.example/{path}");
        memory
            .archive
            .mutate(&Which::Page { page }, &Change::Label { label: label.to_owned(), on: true }, NOW)
            .unwrap();
    }
    memory
        .archive
        .mutate(&Which::Page { page: "https://site.example/d".to_owned() }, &Change::Star { on: true }, NOW)
        .unwrap();
    for (q, expected) in [
        ("walrus ", "a b"),
        ("-walrus ", "c d"),
        ("walrus -ice ", "b"),
        ("walrus OR ice ", "a b c"),
        ("(walrus ice) OR (seal sand) ", "a d"),
        ("-(walrus ice) ", "b c d"),
        ("NOT (walrus OR ice) ", "d"),
        ("label:work ", "a"),
        ("label:WORK OR label:home ", "a c"),
        ("-label:work ", "b c d"),
        ("is:webmark ", "d"),
        ("is:webmark OR walrus ", "a b d"),
        ("-is:webmark seal ", "c"),
        ("on:yesterday ", "a"),
        ("-on:yesterday ", "b c d"),
        ("on:yesterday OR is:webmark ", "a d"),
        ("after:4 days ago ", "a b"),
        ("-after:4 days ago ", "c d"),
        ("before:2026 ", "d"),
        ("ice (on:yesterday OR before:last month) ", "a"),
        ("ice -(on:yesterday OR label:home) ", ""),
        ("after:2026-10-01 before:yesterday ", "b c"),
        ("on:\"3 days ago\" ", "b"),
        ("walrus after:2 weeks ago -label:work ", "b"),
    ] {
        assert_eq!(memory.set(q), expected, "{q}");
        assert!(memory.ask(q, Sort::Best, 1, 0).complaints.is_empty(), "{q}");
    }
}

#[test]
fn one_visit_is_what_dates_beside_each_other_ask_for() {
    let mut memory = Memory::new();
    memory.see("twice", "walrus", NOW - 10 * DAY);
    memory.see("twice", "walrus", NOW - 2 * DAY);
    memory.see("once", "walrus", NOW - 5 * DAY);
    assert_eq!(memory.set("after:2026-11-12 before:2026-11-17 "), "once");
    assert_eq!(memory.set("after:2026-11-12 "), "once twice");
    let hit = &memory.ask("on:2026-11-10 ", Sort::Newest, 10, 0).hits[0];
    assert_eq!(hit.at, NOW - 10 * DAY, "the visit that was asked for is shown");
}

/// By time stands what is asked for by time at the time that was meant, not at that of a later visit.
#[test]
fn what_is_asked_by_time_is_sorted_by_the_visits_that_were_meant() {
    let mut memory = Memory::new();
    memory.see("twice", "walrus", NOW - 10 * DAY);
    memory.see("once", "walrus", NOW - 9 * DAY);
    memory.see("never", "walrus", NOW - 4 * DAY);
    memory.see("twice", "walrus", NOW - DAY);
    let asked = |q: &str| {
        let hits = memory.ask(q, Sort::Newest, 10, 0).hits;
        hits.iter()
            .map(|hit| (hit.url.rsplit('/').next().unwrap().to_owned(), (NOW - hit.at) / DAY))
            .collect::<Vec<_>>()
    };
    let named =
        |all: &[(&str, i64)]| all.iter().map(|(name, days)| ((*name).to_owned(), *days)).collect::<Vec<_>>();
    assert_eq!(asked("walrus before:2026-11-12 "), named(&[("once", 9), ("twice", 10)]));
    assert_eq!(asked("walrus on:2026-11-10 OR on:2026-11-16 "), named(&[("never", 4), ("twice", 10)]));
    assert_eq!(asked("walrus "), named(&[("twice", 1), ("never", 4), ("once", 9)]));
    assert_eq!(asked("walrus on:2026-11-11 OR never "), named(&[("never", 4), ("once", 9)]));
}

/// A page is not found by a visit that was forgotten, also where it has others.
#[test]
fn a_forgotten_visit_answers_no_date() {
    let mut memory = Memory::new();
    memory.see("twice", "walrus", NOW - 10 * DAY);
    memory.see("twice", "walrus", NOW - DAY);
    assert_eq!(memory.set("walrus on:2026-11-10 "), "twice");
    memory.archive.mutate(&Which::Visits { visits: vec![hex(1)] }, &Change::Forget, NOW).unwrap();
    assert_eq!(memory.set("walrus on:2026-11-10 "), "");
    assert_eq!(memory.set("walrus on:2026-11-19 "), "twice");
}

#[test]
fn an_address_finds_its_page_first() {
    let mut memory = Memory::new();
    memory.see("https://docs.example/api/users?page=2", "how users are listed", NOW);
    memory.see("https://docs.example/api/users?page=2&sort=name", "users by name", NOW);
    for n in 0..20 {
        let text = format!(
            "see https://docs.example/api/users?page=2 and once more https://docs.example/api/users?page=2 {n}"
        );
        memory.see(&format!("about{n}"), &text, NOW);
    }
    for q in ["https://docs.example/api/users?page=2", "https://docs.example/api/users?page=2 "] {
        let answer = memory.ask(q, Sort::Best, 3, 0);
        assert_eq!(answer.hits[0].url, "https://docs.example/api/users?page=2", "{q}");
        assert!(answer.total >= 21, "{q}: {}", answer.total);
    }
    let mut memory = Memory::new();
    memory.see("https://docs.example/a", "of users", NOW - 300 * DAY);
    let titled = Seen {
        id: hex(99),
        at: NOW,
        url: "https://blog.example/docs.example/a".into(),
        title: "https://docs.example/a".into(),
        text: Some("https://docs.example/a and again https://docs.example/a".into()),
        ..Seen::default()
    };
    memory.archive.remember(&titled).unwrap();
    let answer = memory.ask("https://docs.example/a ", Sort::Best, 3, 0);
    assert_eq!(
        (answer.hits[0].url.as_str(), answer.total),
        ("https://docs.example/a", 2),
        "before what is called so"
    );
    let mut memory = Memory::new();
    memory.see("https://de.example/wiki/K%C3%B6ln", "am Rhein", NOW);
    assert_eq!(memory.set("köln "), "K%C3%B6ln");
    assert_eq!(memory.set("url:de.example/wiki/Köln "), "K%C3%B6ln");
}

#[test]
fn signs_alone_find_nothing_and_say_so() {
    let memory = versions();
    for q in ["???", "🎉 ", "\"\"", "\"!?\" ", "→ ", "-🎉 ", "- ", "*", "— ", "& /", ": "] {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.complaints.len()), (0, 1), "{q}: {:?}", answer.complaints);
    }
    // What has just begun asks nothing yet.
    for q in ["-", "(", "\"", "„", "-„", "«"] {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.complaints.len()), (26, 0), "{q}");
    }
}

/// Words behind a minus are told where they leave nothing, and only where something would have been found.
#[test]
fn an_exclusion_that_leaves_nothing_is_told() {
    let mut memory = Memory::new();
    memory.see("1", "The ferry to the island is late.", NOW - DAY);
    memory.see("2", "The harbour is closed.", NOW - DAY);
    let told = |q: &str| {
        let complaints = memory.ask(q, Sort::Best, 10, 0).complaints;
        complaints.into_iter().map(|one| (one.what, one.code)).collect::<Vec<_>>()
    };
    assert_eq!(told("ferry -island "), [("-island".to_owned(), "leftOut")]);
    assert_eq!(told("ferry -harbour "), [], "it is found all the same");
    assert_eq!(told("walrus -island "), [], "there is nothing to be found without it either");
    assert_eq!(told("ferry -site:site.example "), [("-site:site.example".to_owned(), "leftOut")]);
}

/// All that matches is of the memory as it is when that is told.
#[test]
fn matches_are_looked_for_anew_where_the_memory_changed() {
    let mut memory = Memory::new();
    memory.see("1", "The ferry is late.", NOW - DAY);
    let mut matching = Matching::of(request("ferry ", NOW));
    assert_eq!(memory.archive.matches_some(&mut matching).unwrap().unwrap().pages, 1);
    memory.see("2", "The ferry is early.", NOW - DAY);
    assert_eq!(memory.archive.matches_some(&mut matching).unwrap().unwrap().pages, 2);
}

/// A passage is of the main text where that says what was asked, else of the rest; where neither does, the page's beginning.
#[test]
fn the_passage_is_of_the_text_that_was_found() {
    let mut memory = Memory::new();
    let html = "<html lang='en'><head><title>Timetable</title></head><body><nav><a href='/x'>Harbour and lighthouse</a></nav><article>\
        <p>The ferry does not leave today, because the wind is too strong for it, and nobody knows when it will.</p></article></body></html>";
    let seen = Seen {
        id: hex(1),
        at: NOW - DAY,
        url: "https://site.example/1".into(),
        html: html.into(),
        ..Seen::default()
    };
    memory.archive.remember(&seen).unwrap();
    let shown = |q: &str| {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        answer.hits[0]
            .snippet
            .iter()
            .map(|span| if span.lit { format!("[{}]", span.text) } else { span.text.clone() })
            .collect::<String>()
    };
    assert!(shown("ferry ").contains("The [ferry] does not leave"), "{}", shown("ferry "));
    assert!(shown("lighthouse ").contains("[lighthouse]"), "{}", shown("lighthouse "));
    assert!(shown("timetable ").starts_with("The ferry does not leave"), "{}", shown("timetable "));
}

/// Four words are more than a search for a word, and still all of them are wanted; what has a part of them is told apart.
#[test]
fn a_page_with_all_of_many_words_is_what_matches() {
    let mut memory = Memory::new();
    memory.see("all", &format!("zeppelin {} budget quarterly approved", "and so on ".repeat(200)), NOW - DAY);
    for n in 0..20 {
        memory.see(&format!("z{n}"), "zeppelin", NOW - DAY);
        memory.see(&format!("b{n}"), "budget quarterly", NOW - DAY);
    }
    for q in ["zeppelin budget quarterly approved ", "\"zeppelin\" AND budget \"quarterly\" approved "] {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.forgiving), (1, false), "{q}");
        assert!(answer.hits[0].url.contains("all") && answer.hits.len() > 1, "{q}");
        assert!(
            answer.hits.iter().skip(1).all(|hit| hit.loose),
            "{q}: pages with some of the words stand behind it"
        );
    }
    let answer = memory.ask("zeppelin budget quarterly walrus ", Sort::Best, 10, 0);
    assert!(answer.total > 0 && answer.forgiving, "pages with some of them, and that is told");
}

/// A beginning stands for all words that begin so, however many, also where it leaves out and where it is forgotten by.
#[test]
fn a_beginning_stands_for_all_its_words() {
    let mut memory = Memory::new();
    for n in 0..700 {
        memory.see(&format!("p{n}"), &format!("part{n:04} of it"), NOW - DAY);
    }
    memory.see("other", "another of it", NOW - DAY);
    let total = |q: &str| memory.ask(q, Sort::Best, 10, 0).total;
    assert_eq!([total("part* "), total("part"), total("-part* "), total("it -part* ")], [700, 700, 1, 1]);
}

/// An address as one copies it finds its page, whatever hangs on it.
#[test]
fn a_copied_address_finds_its_page() {
    let mut memory = Memory::new();
    for url in
        ["https://ex.example/d/file", "https://xn--bcher-kva.example/stra%C3%9Fe", "https://ex.example/other"]
    {
        memory.see(url, "what it says", NOW - DAY);
    }
    for (q, page) in [
        ("https://ex.example/d/file#sec", "d/file"),
        ("https://ex.example/d/file?utm_source=x ", "d/file"),
        ("url:https://ex.example/d/file#sec ", "d/file"),
        ("https://bücher.example/straße", "stra"),
    ] {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.forgiving), (1, false), "{q}");
        assert!(answer.hits[0].url.contains(page), "{q}: {}", answer.hits[0].url);
    }
}
