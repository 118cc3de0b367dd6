//! How a page stands - exact title, visits, newness, WebMark - decides between pages that match about alike, and buries no better match.
use crate::common::model::{hex, open};
use crate::common::request::request;
use proptest::prelude::*;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Hit, SearchRequest, Which};
use webmynd_engine::index::{Doc, Extent, Facts, Index, MOST_STANDING, Sort, Want, Weights};
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::parse;
use webmynd_engine::{CaptureNo, Millis};

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

    fn see(&mut self, path: &str, title: &str, text: &str, days_ago: i64) {
        self.visits += 1;
        let seen = Seen {
            id: hex(self.visits),
            at: NOW - days_ago * DAY + self.visits as i64,
            url: format!("https://site.example/{path}"),
            title: title.to_owned(),
            text: Some(text.to_owned()),
            lang: Some("en".to_owned()),
            ..Seen::default()
        };
        self.archive.remember(&seen).unwrap();
    }

    fn star(&mut self, path: &str) {
        let page = format!("https://site.example/{path}");
        self.archive.mutate(&Which::Page { page }, &Change::Star { on: true }, NOW).unwrap();
    }

    fn hits(&self, q: &str, limit: usize) -> Vec<Hit> {
        let request = SearchRequest { limit, ..request(q, NOW) };
        self.archive.search(&request).unwrap().hits
    }

    fn first(&self, q: &str) -> String {
        self.hits(q, 10)[0].url.rsplit('/').next().unwrap().to_owned()
    }
}

/// Pages that say the same; the last of them is the newest capture, and first where nothing else decides.
fn alike(count: i64) -> Memory {
    let mut memory = Memory::new();
    for n in 0..count {
        memory.see(&format!("p{n}"), "Notes", "the walrus sleeps on the ice", 300);
    }
    assert_eq!(memory.first("walrus "), format!("p{}", count - 1));
    memory
}

#[test]
fn each_part_alone_decides_between_equals() {
    let mut memory = alike(9);
    memory.star("p2");
    assert_eq!(memory.first("walrus "), "p2", "a WebMark");
    let mut memory = alike(9);
    for days_ago in [299, 298, 300] {
        memory.see("p3", "Notes", "the walrus sleeps on the ice", days_ago);
    }
    assert_eq!(memory.first("walrus "), "p3", "visited often");
    let mut memory = Memory::new();
    memory.see("lately", "Notes", "the walrus sleeps on the ice", 3);
    memory.see("p1", "Notes", "the walrus sleeps on the ice", 300);
    assert_eq!(memory.first("walrus "), "lately");
    let mut memory = Memory::new();
    memory.see("exact", "Walrus sleep", "about animals of the ice", 300);
    memory.see("more", "Walrus sleep walrus", "about animals of the ice", 1);
    memory.see("other", "Sleep walrus", "about animals of the ice", 1);
    assert_eq!(memory.first("walrus sleep "), "exact");
    assert_eq!(memory.first("WALRUS sleep"), "exact");
}

#[test]
fn visits_count_as_far_as_they_are_remembered() {
    let mut memory = alike(3);
    for _ in 0..5 {
        memory.see("p0", "Notes", "the walrus sleeps on the ice", 300);
        // Another text is another capture of the page: its visits are the page's.
        memory.see("p1", "Notes", "the walrus sleeps on the stone", 300);
    }
    memory.see("p1", "Notes", "the walrus sleeps on the ice", 300);
    assert_eq!(memory.first("walrus ice "), "p1");
    let change = Change::Forget;
    memory.archive.mutate(&Which::Page { page: "https://site.example/p1".to_owned() }, &change, NOW).unwrap();
    memory.see("p1", "Notes", "the walrus sleeps on the ice", 300);
    assert_eq!(memory.first("walrus ice "), "p0");
}

#[test]
fn no_standing_buries_a_better_match() {
    let mut memory = Memory::new();
    memory.see("better", "How the walrus sleeps", "A walrus sleeps on the ice. The walrus sleeps long.", 900);
    for n in 0..200 {
        let text = "A page about ships and their harbours, with a map, and in it, once, far from that it sleeps, a walrus. More ships follow.";
        memory.see("worse", "Ships", text, n % 3);
    }
    memory.star("worse");
    for n in 0..30 {
        memory.see(&format!("other{n}"), "Ships", "ships and harbours", 2);
    }
    assert_eq!(memory.first("walrus sleeps "), "better");
    assert_eq!(memory.first("walrus "), "better");
}

#[test]
fn scores_hang_on_no_limit() {
    let mut memory = Memory::new();
    for n in 0..40 {
        let text = format!("walrus {} ice {}", "sleeps ".repeat(n % 7), "stone ".repeat(n % 5));
        memory.see(&format!("p{n}"), if n % 9 == 0 { "Walrus ice" } else { "Notes" }, &text, n as i64);
        if n % 4 == 0 {
            memory.star(&format!("p{n}"));
        }
    }
    let of = |hits: Vec<Hit>| hits.into_iter().map(|hit| (hit.url, hit.score)).collect::<Vec<_>>();
    let all = of(memory.hits("walrus ice ", 100));
    assert_eq!(all.len(), 40);
    for limit in [1, 2, 5, 10, 33] {
        assert_eq!(of(memory.hits("walrus ice ", limit)), all[..limit]);
    }
}

/// What a page is told to stand by.
struct Told(Vec<f32>);

impl Facts for Told {
    fn page(&self, doc: u32) -> Option<u32> {
        Some(doc)
    }
    fn time(&self, _: CaptureNo) -> Millis {
        0
    }
    fn standing(&self, _: u32, doc: u32) -> f32 {
        self.0[doc as usize]
    }
    fn langs(&self) -> Vec<String> {
        vec!["en".to_owned()]
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is told of pages, one that matches better by more than the bound stays before the other, and scores stay within it.
    #[test]
    fn standing_is_bounded(
        pages in prop::collection::vec((1_usize..9, 0_usize..40, any::<bool>(), -10.0_f32..10.0), 2..30),
        commit in 0_usize..30,
    ) {
        let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
        for (no, (times, others, titled, _)) in (0..).zip(&pages) {
            let text = format!("{} {}", "walrus ".repeat(*times), "stone ".repeat(*others));
            let title = if *titled { "Walrus" } else { "Notes of a walrus" };
            index.add(&Doc { no, title, text: &text, lang: "en", ..Doc::default() }).unwrap();
            if no as usize == commit {
                index.commit(b"").unwrap();
            }
        }
        let ask = |standing: Vec<f32>, most| {
            let want = Want { sort: Sort::Best, most, extent: Extent::Total };
            index.search(&parse("walrus ", 0, 0), &Told(standing), want).unwrap().top
        };
        let told: Vec<f32> = pages.iter().map(|page| page.3).collect();
        let plain = ask(vec![1.0; pages.len()], 100);
        let standing = ask(told, 100);
        let said = |doc: u32| {
            let factor = if pages[doc as usize].2 { 1.0 + Weights::SET.whole_title } else { 1.0 };
            plain.iter().find(|(no, _)| *no == doc).unwrap().1 / factor
        };
        for (doc, score) in &standing {
            let most = MOST_STANDING + if pages[*doc as usize].2 { Weights::SET.whole_title } else { 0.0 };
            prop_assert!(*score >= said(*doc) * 0.999 && *score <= said(*doc) * most * 1.001);
        }
        let most = (MOST_STANDING + Weights::SET.whole_title) * 1.001;
        for pair in standing.windows(2) {
            prop_assert!(said(pair[1].0) <= said(pair[0].0) * most);
        }
        for limit in [1, 3] {
            let first: Vec<_> = standing.iter().take(limit).copied().collect();
            prop_assert_eq!(ask(pages.iter().map(|page| page.3).collect(), limit), first);
        }
    }
}
