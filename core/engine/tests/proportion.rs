//! What one page costs does not grow with the memory: bytes written for it with a quiet moment after it, at 1,000 and at 16,000 pages, and
//! the days of which a round of sync asks what the vault is owed.
use crate::common::counted::Counted;
use crate::common::model::{hex, open};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::catalog::Owed;
use webmynd_engine::page::Seen;

const NOW: i64 = 1_790_000_000_000;

/// A page of about 2 kB of words.
fn see(archive: &mut Archive, n: u64) {
    let words = |i: u64| format!("word{} ", n.wrapping_mul(0x9e37_79b9).wrapping_add(i * i) % 5_000);
    let seen = Seen {
        id: hex(n + 1),
        at: NOW + n as i64 * 60_000,
        url: format!("https://site{}.example/{n}", n % 300),
        title: format!("Page {n}"),
        text: Some((0..200).map(words).collect()),
        lang: Some("en".to_owned()),
        ..Seen::default()
    };
    archive.remember(&seen).unwrap();
}

fn quiet(archive: &mut Archive) {
    while archive.tend(NOW).unwrap().more {}
    archive.settle().unwrap();
}

/// Bytes written for each of so many pages.
fn cost(files: &Counted, archive: &mut Archive, from: u64, pages: u64) -> u64 {
    let before = files.written();
    for n in from..from + pages {
        see(archive, n);
        quiet(archive);
    }
    (files.written() - before) / pages
}

#[test]
fn a_page_writes_no_more_in_a_large_memory_than_in_a_small_one() {
    let files = Arc::new(Counted::default());
    let mut archive = open(&files).unwrap();
    let mut last = 0;
    let mut costs = Vec::new();
    for pages in [1_000, 16_000] {
        (last..pages).for_each(|n| see(&mut archive, n));
        quiet(&mut archive);
        // More than lie between two checkpoints.
        let many = 1_000;
        costs.push(cost(&files, &mut archive, pages, many));
        last = pages + many;
    }
    println!("bytes written for a page of 1.7 kB and its quiet: {costs:?}");
    let [small, large] = costs[..] else { panic!("{costs:?}") };
    assert!(large * 2 < small * 3, "{small} at 1,000 pages, {large} at 16,000");
    assert!(large < 40_000, "{large} bytes for a page");
}

/// The days of which a round asks what the vault is owed.
fn asked(archive: &Archive) -> Vec<Vec<u32>> {
    let all = [Owed::StaleThumbs, Owed::StaleTexts, Owed::Webmarks, Owed::Thumbs, Owed::Scattered];
    all.map(|owed| archive.catalog().stirred(owed)).to_vec()
}

/// Asks as a round does where nothing is owed.
fn ask(archive: &mut Archive) {
    assert!(archive.unsaid(usize::MAX).unwrap().groups.iter().all(|group| !group.mark));
    assert_eq!(archive.stale_pack(), None);
    assert!(archive.unsent_thumbs().is_empty());
    assert!(archive.scattered(u32::MAX, 0).unwrap().is_none());
}

#[test]
fn a_round_asks_of_the_days_that_something_changed_on() {
    let mut archive = open(&Arc::new(Counted::default())).unwrap();
    let day = |n: u64| ((NOW + n as i64 * 60_000) / 86_400_000) as u32;
    (0..6_000).for_each(|n| see(&mut archive, n));
    let all: Vec<u32> = (day(0)..=day(5_999)).collect();
    assert_eq!(asked(&archive), vec![all; 5]);
    ask(&mut archive);
    assert!(asked(&archive).iter().all(Vec::is_empty), "nothing is asked twice");
    see(&mut archive, 6_000);
    assert_eq!(asked(&archive), vec![vec![day(6_000)]; 5]);
    ask(&mut archive);
    let page = |n: u64| Which::Page { page: format!("https://site{}.example/{n}", n % 300) };
    archive.mutate(&page(1_500), &Change::Star { on: true }, NOW).unwrap();
    archive.mutate(&page(4_500), &Change::Forget, NOW).unwrap();
    archive.settle().unwrap();
    assert_eq!(asked(&archive), vec![vec![day(1_500), day(4_500)]; 5]);
    // A WebMark is owed until it is said; also to whoever starts again.
    assert_eq!(archive.unsaid(usize::MAX).unwrap().groups.iter().filter(|group| group.mark).count(), 1);
    assert_eq!(archive.catalog().stirred(Owed::Webmarks), [day(1_500)]);
}

/// In a full vault stars and forgets are said without the pages that have no room there: their texts are not read for it.
#[test]
fn words_that_need_no_room_cost_as_much_beside_many_unsaid_pages_as_beside_few() {
    let costs = [10, 1_000].map(|pages| {
        let files = Arc::new(Counted::default());
        let mut archive = open(&files).unwrap();
        (0..pages).for_each(|n| see(&mut archive, n));
        let page = Which::Page { page: "https://site7.example/7".to_owned() };
        archive.mutate(&page, &Change::Star { on: true }, NOW).unwrap();
        let before = files.read_so_far();
        let said = archive.unsaid_words().unwrap();
        assert_eq!((said.marks.len(), said.groups.len()), (1, 0));
        files.read_so_far() - before
    });
    assert!(costs[0] > 0 && costs[1] <= 2 * costs[0], "{costs:?}");
}
