//! A memory that never gets a quiet moment is still opened with every page at hand.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchRequest};
use webmynd_engine::page::Seen;

const MORNING: i64 = 1_780_000_000_000;
const MINUTE: i64 = 60_000;

/// A word that no other page has.
fn word(n: u64) -> String {
    let letter = |x: u64| char::from(b'a' + u8::try_from(x % 26).unwrap());
    ["quince".to_owned(), [letter(n), letter(n / 26), letter(n / 676)].iter().collect()].concat()
}

fn see(archive: &mut Archive, n: u64) {
    let seen = Seen {
        id: hex(n + 1),
        at: MORNING + i64::try_from(n).unwrap() * MINUTE,
        url: format!("https://orchard.example/{n}"),
        title: format!("Tree {n}"),
        html: format!(
            "<article><h1>Tree {n}</h1><p>Here stands the {}, beside pears.</p></article>",
            word(n)
        ),
        ..Seen::default()
    };
    archive.remember(&seen).unwrap();
}

fn finds(archive: &Archive, n: u64) -> bool {
    let request = SearchRequest { limit: 3, ..request(word(n), MORNING) };
    let found = archive.search(&request).unwrap();
    found.hits.first().is_some_and(|hit| hit.url == format!("https://orchard.example/{n}"))
}

#[test]
fn without_idle_work_every_page_is_found_after_each_opening() {
    let files = Arc::new(FaultyFiles::default());
    for round in 0..4 {
        let mut archive = open(&files).unwrap();
        for n in round * 400..(round + 1) * 400 {
            see(&mut archive, n);
        }
        drop(archive);
        let archive = open(&files).unwrap();
        for n in (0..(round + 1) * 400).rev().step_by(37) {
            assert!(finds(&archive, n), "page {n} in round {round}");
        }
    }
}
