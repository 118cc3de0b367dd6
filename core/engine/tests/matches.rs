//! All that a query matches: counts by site, label and day, and slices that look at no more in a large memory than in a small one.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Matches, Matching, SearchRequest, Which};
use webmynd_engine::index::{All, Doc, Facts, Index};
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::parse;

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;
const TODAY: i32 = (NOW / DAY) as i32;
/// A slice ends when so much was looked at; what it does last may come to as much for each part of the query.
const SLICE: usize = 1 << 13;

#[derive(Default)]
struct Memory {
    archive: Option<Archive>,
    visits: u64,
}

impl Memory {
    fn archive(&mut self) -> &mut Archive {
        self.archive.get_or_insert_with(|| open(&Arc::new(FaultyFiles::default())).unwrap())
    }

    fn see_at(&mut self, path: &str, text: &str, at: i64, offset_min: i16) {
        self.visits += 1;
        let seen = Seen {
            id: hex(self.visits),
            at,
            offset_min,
            url: format!("https://{path}"),
            text: Some(text.to_owned()),
            lang: Some("en".to_owned()),
            ..Seen::default()
        };
        self.archive().remember(&seen).unwrap();
    }

    fn see(&mut self, path: &str, text: &str, at: i64) {
        self.see_at(path, text, at, 0);
    }

    fn label(&mut self, path: &str, label: &str) {
        let which = Which::Page { page: format!("https://{path}") };
        let change = Change::Label { label: label.to_owned(), on: true };
        assert_eq!(self.archive().mutate(&which, &change, NOW).unwrap().count, 1);
    }

    fn matches(&mut self, q: &str) -> Matches {
        self.archive().matches(&asked(q)).unwrap()
    }

    fn labels(&mut self, q: &str) -> Vec<(String, u32)> {
        self.matches(q).labels.into_iter().map(|label| (label.label, label.count)).collect()
    }

    /// Days before today, and the pages of each.
    fn days(&mut self, q: &str) -> Vec<(i32, u32)> {
        let days = self.matches(q).days;
        assert_eq!(days.day_no.len(), days.count.len());
        assert!(days.day_no.is_sorted_by(|a, b| a < b), "{days:?}");
        days.day_no.iter().map(|day| TODAY - day).zip(days.count).collect()
    }
}

fn asked(q: &str) -> SearchRequest {
    SearchRequest { limit: 1, ..request(q, NOW) }
}

#[test]
fn pages_are_counted_by_label() {
    let mut memory = Memory::default();
    for (path, text) in [("a.example/", "ferry"), ("b.example/", "ferry"), ("c.example/", "baker")] {
        memory.see(path, text, NOW - DAY);
        memory.see(path, &format!("{text} {text} once more, and another version of it"), NOW);
        memory.label(path, "travel");
    }
    memory.label("b.example/", "to read \"soon\"");
    memory.label("c.example/", "bread");
    let named =
        |all: &[(&str, u32)]| all.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(
        memory.labels("ferry "),
        named(&[("travel", 2), ("to read \"soon\"", 1)]),
        "pages, not versions"
    );
    assert_eq!(memory.labels("baker "), named(&[("bread", 1), ("travel", 1)]), "of as many by name");
    assert_eq!(memory.labels("ferry -label:travel "), []);
    let many = |n: usize| format!("label {n:02}");
    (0..30).for_each(|n| memory.label("a.example/", &many(n)));
    let most: Vec<_> = memory.labels("ferry ").into_iter().map(|(label, _)| label).collect();
    let rest: Vec<_> = (0..19).map(many).collect();
    assert_eq!((most[0].as_str(), &most[1..]), ("travel", rest.as_slice()));
}

#[test]
fn pages_are_counted_by_the_days_of_the_visits_that_stand_for_them() {
    let mut memory = Memory::default();
    for n in 0..3 {
        memory.see(&format!("a.example/{n}"), "ferry", NOW - 9 * DAY);
    }
    memory.see("a.example/0", "ferry", NOW - 4 * DAY);
    memory.see("a.example/1", "the ferry timetable of the winter season is out", NOW);
    memory.see("a.example/1", "the ferry was late again and nobody could say why", NOW);
    assert_eq!(
        memory.days("ferry "),
        [(9, 2), (4, 1), (0, 1)],
        "each version by its newest visit, a page once a day"
    );
    assert_eq!(memory.matches("ferry ").pages, 3);
    assert_eq!(memory.days("ferry on:2026-11-11 "), [(9, 3)], "the visits that were asked for");
    assert_eq!(memory.days("ferry OR on:2026-11-16 "), [(9, 2), (4, 1), (0, 1)]);
    assert_eq!(memory.days("quince "), []);
    // Local days, which do not go back on a journey.
    memory.see_at("b.example/", "ferry", NOW + DAY / 2, 60);
    memory.see_at("c.example/", "ferry", NOW + DAY / 2 + 1_000, -60);
    assert_eq!(memory.days("ferry site:a.example "), [(9, 2), (4, 1), (0, 1)]);
    assert_eq!(memory.days("ferry -site:a.example "), [(-1, 2)]);
}

#[test]
fn older_visits_of_a_found_page_are_hits_too() {
    let mut memory = Memory::default();
    memory.see("a.example/", "ferry", NOW - 9 * DAY);
    memory.see("b.example/", "baker", NOW - 8 * DAY);
    memory.see("a.example/", "ferry", NOW - 7 * DAY);
    memory.see("a.example/", "another version of it, of another thing", NOW - 6 * DAY);
    memory.see("a.example/", "ferry", NOW - 5 * DAY);
    let found = |memory: &mut Memory, q: &str| {
        let matches = memory.matches(q);
        (matches.ordinals, matches.visits, matches.pages)
    };
    assert_eq!(
        found(&mut memory, "ferry "),
        (vec![4], vec![0, 2, 4], 1),
        "the version without the word is none"
    );
    assert_eq!(
        found(&mut memory, "ferry on:2026-11-13 "),
        (vec![2], vec![2], 1),
        "the visits that were asked for"
    );
    let either = found(&mut memory, "ferry OR on:2026-11-12 ");
    assert_eq!(either, (vec![1, 4], vec![0, 1, 2, 4], 2), "of a page that was found by its words any");
    assert_eq!(found(&mut memory, "quince "), (vec![], vec![], 0));
    let forgotten = Which::Visits { visits: vec![hex(3)] };
    memory.archive().mutate(&forgotten, &Change::Forget, NOW).unwrap();
    assert_eq!(found(&mut memory, "ferry ").1, [0, 4]);
}

/// One after the other, and by a walk through the timeline where they are many: the same.
#[test]
fn the_visits_of_few_and_of_many_are_found_alike_and_in_slices() {
    let mut memory = Memory::default();
    let line = |n: usize| {
        let visits: Vec<_> = (0..100).map(|k| serde_json::json!({ "id": hex((n * 100 + k) as u64 + 1), "at": NOW - DAY * k as i64 - n as i64 })).collect();
        serde_json::json!({ "type": "capture", "url": format!("https://a.example/{n}"), "title": "", "text": format!("common w{n}"), "lang": "en", "visits": visits }).to_string()
    };
    let lines: Vec<String> = (0..200).map(line).collect();
    let report = memory.archive().import(&lines.join("\n"), 1, NOW).unwrap();
    assert_eq!(report.report.bad.len(), 0, "{:?}", report.report.bad);
    memory.archive().settle().unwrap();
    let few = memory.matches("w7 ");
    assert_eq!((few.pages, few.ordinals.len(), few.visits.len()), (1, 1, 100));
    let (looked, many) = slices(memory.archive(), "common ");
    assert_eq!((many.pages, many.ordinals.len(), many.visits.len()), (200, 200, 20_000));
    assert!(
        many.visits.is_sorted() && few.visits.iter().all(|visit| many.visits.binary_search(visit).is_ok())
    );
    assert!(looked.len() > 2 && looked.iter().all(|most| *most < 3 * SLICE), "{looked:?}");
}

/// Pages with the words that `words` says, in one segment; the last but one is a WebMark.
fn large(pages: usize, words: impl Fn(usize) -> String) -> Memory {
    let mut memory = Memory::default();
    let line = |n: usize| {
        let at = NOW - (pages - n) as i64 * 60_000;
        serde_json::json!({ "id": hex(n as u64 + 1), "at": at, "url": format!("https://site{}.example/{n}", n % 7), "title": "", "text": words(n), "lang": "en" }).to_string()
    };
    let lines: Vec<String> = (0..pages).map(line).collect();
    memory.archive().import(&lines.join("\n"), 1, NOW).unwrap();
    memory.archive().settle().unwrap();
    while memory.archive().tend(NOW).unwrap().more {}
    let page = Which::Page { page: format!("https://site{}.example/{}", (pages - 2) % 7, pages - 2) };
    memory.archive().mutate(&page, &Change::Star { on: true }, NOW).unwrap();
    memory
}

/// What each slice looks at, and the answer.
fn slices(archive: &Archive, q: &str) -> (Vec<usize>, Matches) {
    let (mut matching, mut looked) = (Matching::of(asked(q)), Vec::new());
    loop {
        let matches = archive.matches_some(&mut matching).unwrap();
        looked.push(matching.looked());
        if let Some(matches) = matches {
            return (looked, matches);
        }
    }
}

#[test]
fn a_slice_looks_at_no_more_however_many_pages_match_or_are_there() {
    let words = |n: usize| {
        format!("common w{} {}", n % 500, if n.is_multiple_of(2) { "ferry harbour" } else { "harbour ferry" })
    };
    // Of how many pages in a thousand it is true.
    let queries = [
        ("common ", 1_000),
        ("", 1_000),
        ("w* ", 1_000),
        ("ferry harbour ", 1_000),
        ("\"ferry harbour\" ", 500),
        // It stands nowhere: any of its words will do.
        ("\"harbour common\" ", 1_000),
        ("-common ", 0),
        ("(common -ferry) OR w7 ", 2),
        ("is:webmark ", 0),
        ("common -is:webmark ", 1_000),
        ("on:2026 ", 1_000),
        ("common on:2025 ", 0),
        ("comon w19 ", 2),
    ];
    let mut longest = Vec::new();
    for pages in [10_000, 40_000] {
        let mut memory = large(pages, words);
        for (q, thousandth) in queries {
            let (looked, matches) = slices(memory.archive(), q);
            let expected = pages * thousandth / 1_000;
            assert!(matches.pages.abs_diff(expected as u32) <= 2, "{q}: {} of {pages}", matches.pages);
            assert_eq!(matches.pages as usize, matches.ordinals.len(), "{q}");
            assert_eq!(matches.visits, matches.ordinals, "{q}: one each");
            assert_eq!(matches.days.count.iter().sum::<u32>(), matches.pages, "{q}: a visit each");
            let most = looked.iter().copied().max().unwrap_or(0);
            println!("{q}: {} slices, at most {most}", looked.len());
            longest.push(most);
            assert_eq!(memory.matches(q), matches, "{q}");
        }
    }
    // Most for a beginning: it stands for up to 512 lists, of each of which whole blocks of 128 are read.
    assert!(longest.iter().all(|most| *most < 12 * SLICE), "{longest:?}");
}

struct English;

impl Facts for English {
    fn page(&self, doc: u32) -> Option<u32> {
        Some(doc)
    }
    fn time(&self, _doc: u32) -> i64 {
        0
    }
    fn langs(&self) -> Vec<String> {
        vec!["en".to_owned()]
    }
}

#[test]
fn near_words_are_looked_for_once_and_not_in_each_slice() {
    let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
    for no in 0..20_000 {
        let text = format!("common w{}", no % 100);
        let (title, rest, url, site) = ("", "", "https://a.example/", "a.example");
        index.add(&Doc { no, title, text: &text, rest, url, site, lang: "en" }).unwrap();
    }
    let (mut all, mut keys, query) = (All::default(), Vec::new(), parse("comon ", NOW, 0));
    while index.search_all(&query, &English, &mut all).unwrap() {
        keys.push(all.work.keys);
    }
    assert!(all.is_forgiving() && all.docs.len() == 20_000);
    assert!(keys.len() > 4 && keys.iter().filter(|keys| **keys > 0).count() == 1, "{keys:?}");
}

#[test]
fn what_has_changed_meanwhile_is_counted_too() {
    let mut memory = large(10_000, |n| format!("common w{n}"));
    let pages = 10_000;
    let mut matching = Matching::of(asked("common "));
    assert!(memory.archive().matches_some(&mut matching).unwrap().is_none());
    memory.visits = 1 << 32;
    memory.see("new.example/", "common ground", NOW + 1);
    let mut matches = None;
    while matches.is_none() {
        matches = memory.archive().matches_some(&mut matching).unwrap();
    }
    assert_eq!(matches.unwrap().pages, pages + 1, "it is begun anew");
    // One that changes with each slice ends all the same.
    let mut matching = Matching::of(asked("common "));
    let mut slices = 0;
    while memory.archive().matches_some(&mut matching).unwrap().is_none() {
        slices += 1;
        memory.see(&format!("new.example/{slices}"), "common ground", NOW + 1 + slices);
    }
    assert_eq!(slices, 3);
}
