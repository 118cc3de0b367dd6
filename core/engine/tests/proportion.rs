//! What one page costs does not grow with the memory: bytes written for it with a quiet moment after it, at 1,000 and at 16,000 pages.
use crate::common::counted::Counted;
use crate::common::model::{hex, open};
use std::sync::Arc;
use webmynd_engine::archive::Archive;
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
