//! A memory of pages that a test makes up, and what it answers.
use super::model::{hex, open};
use super::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchAnswer, SearchRequest};
use webmynd_engine::index::Sort;
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;

/// Friday 2026-11-20, noon in UTC.
pub const NOW: i64 = 1_795_176_000_000;
pub const DAY: i64 = 86_400_000;

pub struct Memory {
    pub archive: Archive,
    visits: u64,
}

impl Memory {
    pub fn new() -> Self {
        Self { archive: open(&Arc::new(MemoryFiles::default())).unwrap(), visits: 0 }
    }

    pub fn see(&mut self, path: &str, text: &str, at: i64) {
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

    pub fn ask(&self, q: &str, sort: Sort, limit: usize, offset: usize) -> SearchAnswer {
        let request = SearchRequest { sort, limit, offset, ..request(q, NOW) };
        self.archive.search(&request).unwrap()
    }

    /// The paths of all pages that match as typed, best first.
    pub fn paths(&self, q: &str) -> Vec<String> {
        let answer = self.ask(q, Sort::Best, 100, 0);
        let hits = answer.hits.iter().filter(|hit| !hit.loose && !answer.forgiving);
        hits.map(|hit| hit.url.rsplit('/').next().unwrap().to_owned()).collect()
    }

    /// The same in the order of the alphabet.
    pub fn set(&self, q: &str) -> String {
        let mut paths = self.paths(q);
        paths.sort();
        paths.join(" ")
    }
}
