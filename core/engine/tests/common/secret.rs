//! A page with a rare word in each of its places, among plain ones; its events lie in several parts of the journal.
use super::faulty::FaultyFiles;
use super::model::{hex, open, seen};
use super::request::request;
use super::traces::{everything, holds};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, PictureFacts, Which};
use webmynd_engine::page::Seen;
use webmynd_engine::ports::PictureKey;

pub const URL: &str = "https://xhostq.example/jpathq?b=vqueryq";
pub const NOW: i64 = 1_790_000_000_000;
/// Where each word was put: address, title, main text, the rest, label, the blurred placeholder. Each begins with a
/// letter that no other word of the same field begins with: a dictionary keeps a common beginning but once.
pub const WORDS: [&str; 9] =
    ["xhostq", "jpathq", "vqueryq", "ktitleq", "qtextq", "ynewtextq", "urestq", "wlabelq", "othumbq"];
/// Keys of its pictures, and of the favicons of its site, the second in the place of the first.
pub const PICTURES: [u64; 2] = [900, 901];
pub const ICONS: [u64; 2] = [910, 911];

/// A life in which the page was seen in two versions, starred, labelled, and got pictures and favicons; between these
/// other pages were forgotten for good, so that the journal has several parts.
pub fn lived(files: &Arc<FaultyFiles>) -> Archive {
    let mut archive = open(files).unwrap();
    let mut life = Life { archive: &mut archive, next: 0 };
    life.plain();
    life.seen(
        800,
        "qtextq stands here, with enough words beside it to be the main text of a page that was read.",
    );
    life.picture(800, PICTURES[0]);
    life.icon(800, ICONS[0]);
    life.next_part();
    life.seen(
        801,
        "ynewtextq stands here now, with enough words beside it to be the main text of a page again.",
    );
    life.picture(801, PICTURES[1]);
    life.icon(801, ICONS[1]);
    life.next_part();
    let page = Which::Page { page: URL.into() };
    archive.mutate(&page, &Change::Star { on: true }, NOW).unwrap();
    let mut life = Life { archive: &mut archive, next: 500 };
    life.next_part();
    let label = Change::Label { label: "wlabelq".into(), on: true };
    archive.mutate(&page, &label, NOW).unwrap();
    let mut life = Life { archive: &mut archive, next: 600 };
    life.next_part();
    life.plain();
    archive.settle().unwrap();
    archive
}

struct Life<'a> {
    archive: &'a mut Archive,
    next: u64,
}

impl Life<'_> {
    /// Three pages that nobody forgets.
    fn plain(&mut self) {
        for _ in 0..3 {
            self.next += 1;
            let page = self.next % 12;
            self.archive.remember(&seen(self.next, NOW - 9_000_000 + self.next as i64, page, 0)).unwrap();
        }
    }

    fn seen(&mut self, id: u64, text: &str) {
        let html = format!(
            "<html><head><title>ktitleq</title></head><body><nav><a href=/>urestq</a></nav>\
             <article><h1>ktitleq</h1><p>{text}</p></article></body></html>"
        );
        let page = Seen {
            id: hex(id),
            at: NOW - 5_000_000 + id as i64,
            url: URL.into(),
            title: "ktitleq".into(),
            html,
            ..Seen::default()
        };
        self.archive.remember(&page).unwrap();
    }

    fn picture(&mut self, visit: u64, hash: u64) {
        let thumbhash = "othumbq".to_owned();
        let facts =
            PictureFacts { hash: hex(hash), thumbhash, width: 8, height: 5, ..PictureFacts::default() };
        self.archive.attach_picture(&hex(visit), facts).unwrap();
    }

    fn icon(&mut self, visit: u64, hash: u64) {
        self.archive.attach_icon(&hex(visit), &hex(hash)).unwrap();
    }

    /// Forgets a page for good: the part that holds it is closed, and what follows stands in the next.
    fn next_part(&mut self) {
        self.next += 1;
        let page = Seen { url: format!("https://gone.example/{}", self.next), ..seen(self.next, NOW, 1, 1) };
        self.archive.remember(&page).unwrap();
        let forgot = self.archive.mutate(&Which::Page { page: page.url }, &Change::Forget, NOW).unwrap();
        self.archive.forget_now(forgot.op, NOW).unwrap();
        tend(self.archive, NOW);
    }
}

/// Does all idle work; gives the pictures that nothing refers to any more.
pub fn tend(archive: &mut Archive, now: i64) -> Vec<PictureKey> {
    let mut orphans = Vec::new();
    for _ in 0..1_000 {
        let tended = archive.tend(now).unwrap();
        orphans.extend(tended.orphans);
        if !tended.more {
            return orphans;
        }
    }
    panic!("idle work does not end");
}

/// Forgets the page; gives the operation.
pub fn forget(archive: &mut Archive) -> u32 {
    archive.mutate(&Which::Page { page: URL.into() }, &Change::Forget, NOW).unwrap().op
}

/// Each of its words with the files that hold it; empty when no trace is left.
pub fn left(files: &FaultyFiles) -> Vec<(&'static str, Vec<String>)> {
    let all = files.quietly(|| everything(files));
    let holding = |word: &str| {
        let held = all.iter().filter(|(_, bytes)| holds(bytes, word));
        held.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    WORDS.map(|word| (word, holding(word))).into_iter().filter(|(_, files)| !files.is_empty()).collect()
}

/// How many pages a search finds.
pub fn total(archive: &Archive, q: &str) -> usize {
    let answer = archive.search(&request(q, NOW)).unwrap();
    if answer.forgiving { 0 } else { answer.total }
}
