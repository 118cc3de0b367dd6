//! The versions of each page: one after the other, and by what they say, so that a page of many costs no more than one of few.
use super::pages::PageTable;
use super::rows::{Capture, Page, PageKey, Visit};
use super::{Catalog, Sequence};
use crate::bytes::first_eight;
use crate::page::{CaptureNo, Ordinal};
use hashbrown::HashTable;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most versions of a page that one call gives.
const MOST: usize = 512;

/// Captures by page and content.
#[derive(Default)]
pub(super) struct Versions {
    by_content: HashTable<CaptureNo>,
    /// A capture came that is older than its page's newest: the rows of versions are to be made anew.
    pub is_torn: bool,
    /// How many captures were passed on the way to another.
    walked: AtomicU64,
}

/// The versions of a page that are remembered, each by its newest visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeptVersions {
    /// The newest version first, at most 512.
    pub ordinals: Vec<Ordinal>,
    /// Which of them is asked about; none where it is older than all of them.
    pub at: Option<u32>,
    /// How many there are.
    pub total: u32,
}

/// The visits of a page that are remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeptVisits {
    /// The newest first, at most as many as were asked for, and 512.
    pub ordinals: Vec<Ordinal>,
    /// The oldest of all.
    pub first: Option<Ordinal>,
    /// How many there are.
    pub total: u32,
}

impl Versions {
    fn step(&self) {
        self.walked.fetch_add(1, Ordering::Relaxed);
    }
}

/// Pages and contents are told apart by their own bytes again: that two share these costs a look.
fn content(page: PageKey, hash: &[u8; 16]) -> u64 {
    first_eight(&page.0) ^ first_eight(hash)
}

impl Catalog {
    /// The captures of a page, the newest first.
    pub fn versions(&self, page: &Page) -> impl Iterator<Item = &Capture> {
        let newest = self.capture(page.latest).filter(|_| page.captures > 0);
        std::iter::successors(newest, |capture| self.capture(capture.older.get()?))
            .inspect(|_| self.versions.step())
    }

    /// The versions of a frame's page.
    pub fn versions_at(&self, of: Ordinal) -> KeptVersions {
        let shown = self.visit(of).and_then(|visit| self.capture(visit.no));
        let Some((shown, page)) = shown.and_then(|shown| Some((shown, self.page_of(shown)?))) else {
            return KeptVersions::default();
        };
        let kept: Vec<&Capture> = self.versions(page).filter(|capture| capture.alive > 0).collect();
        let at = kept.iter().take(MOST).position(|capture| capture.no == shown.no);
        let newest = |capture: &&Capture| self.visits().search(&capture.newest, Visit::key).ok();
        KeptVersions {
            ordinals: kept.iter().take(MOST).filter_map(newest).map(|at| at as Ordinal).collect(),
            at: at.map(|at| at as u32),
            total: kept.len() as u32,
        }
    }

    /// Whether a page has other remembered versions than a capture, and whether one of them is newer.
    pub(super) fn other_versions(&self, capture: &Capture) -> (bool, bool) {
        let Some(page) = self.page_of(capture).filter(|page| page.captures > 1) else {
            return (false, false);
        };
        let other = self.versions(page).find(|other| other.alive > 0 && other.no != capture.no);
        (other.is_some(), other.is_some_and(|other| other.no > capture.no))
    }

    /// The visits of a frame's page. It looks at each, and at no other page's.
    pub fn visits_at(&self, of: Ordinal, most: usize) -> KeptVisits {
        let page = self.visit(of).and_then(|visit| self.page_of(self.capture(visit.no)?));
        let visits = page.map_or_else(Vec::new, |page| self.visits_of_page(page));
        let alive = |ordinal: &Ordinal| self.visit(*ordinal).is_some_and(Visit::is_alive);
        let kept: Vec<Ordinal> = visits.into_iter().filter(alive).collect();
        KeptVisits {
            first: kept.first().copied(),
            total: kept.len() as u32,
            ordinals: kept.into_iter().rev().take(most.min(MOST)).collect(),
        }
    }

    /// The captures of an address that have this content, the newest first.
    pub fn versions_of(&self, url: &str, hash: &[u8; 16]) -> impl Iterator<Item = CaptureNo> {
        let (page, hash) = (PageKey::of(url), *hash);
        let number = self.pages.number(page);
        let same = self.versions.by_content.iter_hash(content(page, &hash));
        let is_it = |capture: &&Capture| Some(capture.page) == number && capture.hash == hash;
        let found = same.inspect(|_| self.versions.step()).filter_map(|no| self.capture(*no));
        let mut found: Vec<CaptureNo> = found.filter(is_it).map(|capture| capture.no).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.into_iter()
    }

    /// A capture is found by what it says.
    pub(super) fn note_content(&mut self, no: CaptureNo) {
        let content_of = |no: &CaptureNo| content_of(&self.captures, &self.pages, *no);
        self.versions.by_content.insert_unique(content_of(&no), no, content_of);
    }

    /// The opposite: its row still says it.
    pub(super) fn drop_content(&mut self, no: CaptureNo) {
        let content = content_of(&self.captures, &self.pages, no);
        if let Ok(entry) = self.versions.by_content.find_entry(content, |other| *other == no) {
            entry.remove();
        }
    }

    /// How many captures were passed so far on the way to another, for who bounds that.
    pub fn walked(&self) -> u64 {
        self.versions.walked.load(Ordering::Relaxed)
    }

    /// Takes captures of a page out of the row of its versions. It passes those alone that are newer than the oldest of them.
    pub(super) fn unlink(&mut self, number: u32, lost: &BTreeSet<CaptureNo>) {
        let Some(page) = self.pages.get(number) else { return };
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for capture in self.versions(page) {
            if lost.contains(&capture.no) {
                gone.push(capture.no);
            } else {
                kept.push((capture.no, capture.older.get()));
                if gone.len() == lost.len() {
                    break;
                }
            }
        }
        for no in &gone {
            self.drop_content(*no);
        }
        for (at, (no, older)) in kept.iter().enumerate() {
            let next = kept.get(at + 1).map(|(no, _)| *no);
            // The last that was passed stands behind all that are lost, or they reach to the oldest.
            let older = older.filter(|no| next.is_none() && !lost.contains(no)).or(next);
            if let Some(capture) = self.capture_mut(*no) {
                capture.older = older.into();
            }
        }
        if let Some(page) = self.pages.get_mut(number) {
            page.captures = page.captures.saturating_sub(gone.len() as u32);
            page.latest = kept.first().map_or(page.latest, |(no, _)| *no);
        }
    }

    /// Puts each capture behind the one before it of its page, where one came late.
    pub(super) fn mend_versions(&mut self) {
        if self.versions.is_torn {
            self.link_versions();
        }
    }

    /// The same for all.
    pub(super) fn link_versions(&mut self) {
        self.versions.is_torn = false;
        let mut latest: Vec<Option<CaptureNo>> = vec![None; self.pages.len()];
        for capture in self.captures.iter_mut() {
            if let Some(latest) = latest.get_mut(capture.page as usize) {
                capture.older = latest.replace(capture.no).into();
            }
        }
    }

    /// Finds all captures by what they say anew.
    pub(super) fn link_contents(&mut self) {
        let content_of = |no: &CaptureNo| content_of(&self.captures, &self.pages, *no);
        let mut by_content = HashTable::with_capacity(self.captures.len());
        for capture in &self.captures {
            by_content.insert_unique(content_of(&capture.no), capture.no, content_of);
        }
        self.versions.by_content = by_content;
    }
}

fn content_of(captures: &Sequence<Capture>, pages: &PageTable, no: CaptureNo) -> u64 {
    let capture = numbered(captures, no);
    let page = capture.and_then(|capture| Some((pages.get(capture.page)?, capture)));
    page.map_or(0, |(page, capture)| content(page.key, &capture.hash))
}

/// A capture by its number: while none is gone, each stands where its number says.
pub(super) fn numbered(captures: &Sequence<Capture>, no: CaptureNo) -> Option<&Capture> {
    let guess = captures.get(no as usize).filter(|capture| capture.no == no);
    guess.or_else(|| captures.get(captures.search(&no, |capture| capture.no).ok()?))
}
