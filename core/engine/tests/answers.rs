//! The answers of a search: one hit a page, hits over all offsets are the total, nothing depends on the limit; and what it can be asked.
use crate::common::model::{hex, open};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, SearchAnswer, SearchRequest, Which};
use webmynd_engine::index::Sort;
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;

struct Memory {
    archive: Archive,
    visits: u64,
}

impl Memory {
    fn new() -> Self {
        Self { archive: open(&Arc::new(MemoryFiles::default())).unwrap(), visits: 0 }
    }

    fn see(&mut self, path: &str, text: &str, at: i64) {
        self.visits += 1;
        let url = if path.contains("://") { path.to_owned() } else { format!("https://site.example/{path}") };
        let seen = Seen {
            id: hex(self.visits),
            at,
            url,
            text: Some(text.to_owned()),
            lang: Some("en".to_owned()),
            ..Seen::default()
        };
        self.archive.remember(&seen).unwrap();
    }

    fn ask(&self, q: &str, sort: Sort, limit: usize, offset: usize) -> SearchAnswer {
        let request = SearchRequest { sort, limit, offset, ..request(q, NOW) };
        self.archive.search(&request).unwrap()
    }

    /// The paths of all pages that match as typed, best first.
    fn paths(&self, q: &str) -> Vec<String> {
        let answer = self.ask(q, Sort::Best, 100, 0);
        let hits = answer.hits.iter().filter(|hit| !hit.loose && !answer.forgiving);
        hits.map(|hit| hit.url.rsplit('/').next().unwrap().to_owned()).collect()
    }

    /// The same in the order of the alphabet.
    fn set(&self, q: &str) -> String {
        let mut paths = self.paths(q);
        paths.sort();
        paths.join(" ")
    }
}

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
    memory.see("https://de.example/wiki/K%C3%B6ln", "am Rhein", NOW);
    assert_eq!(memory.set("köln "), "K%C3%B6ln");
    assert_eq!(memory.set("url:de.example/wiki/Köln "), "K%C3%B6ln");
}

#[test]
fn signs_alone_find_nothing_and_say_so() {
    let memory = versions();
    for q in ["???", "🎉 ", "\"\"", "\"!?\" ", "→ ", "-🎉 "] {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.complaints.len()), (0, 1), "{q}: {:?}", answer.complaints);
    }
    assert_eq!(memory.ask("- ", Sort::Best, 10, 0).total, 26);
}
