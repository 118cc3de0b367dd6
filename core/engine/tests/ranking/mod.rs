//! Ranking, measured: on judged collections, on pages that are known and asked for as people do, and what else weights would do.
mod judged;
mod known;
mod made;
mod pages;
mod weights;

use webmynd_engine::index::Facts;
use webmynd_engine::{CaptureNo, Millis};

/// Every document is a page, and all were visited at one time.
struct Everything<'a> {
    langs: Vec<String>,
    standing: &'a dyn Fn(u32) -> f32,
}

/// No page stands higher than another.
fn level(_: u32, _: bool) -> f32 {
    1.0
}

impl Facts for Everything<'_> {
    fn page(&self, doc: u32) -> Option<u32> {
        Some(doc)
    }
    fn time(&self, _: CaptureNo) -> Millis {
        0
    }
    fn standing(&self, _: u32, doc: u32) -> f32 {
        (self.standing)(doc)
    }
    fn langs(&self) -> Vec<String> {
        self.langs.clone()
    }
}
