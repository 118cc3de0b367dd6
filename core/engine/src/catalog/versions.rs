//! The versions of each page: one after the other, and by what they say, so that a page of many costs no more than one of few.
use super::Catalog;
use super::rows::{Capture, Page, PageKey};
use crate::page::CaptureNo;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

/// Captures by page and content.
#[derive(Default)]
pub(super) struct Versions {
    /// Eight bytes of both, and the capture.
    by_content: BTreeSet<(u64, CaptureNo)>,
    /// A capture came that is older than its page's newest: the rows of versions are to be made anew.
    pub is_torn: bool,
    /// How many captures were passed on the way to another.
    walked: AtomicU64,
}

impl Versions {
    pub fn insert(&mut self, page: PageKey, hash: &[u8; 16], no: CaptureNo) {
        self.by_content.insert((content(page, hash), no));
    }

    pub fn remove(&mut self, page: PageKey, hash: &[u8; 16], no: CaptureNo) {
        self.by_content.remove(&(content(page, hash), no));
    }

    fn step(&self) {
        self.walked.fetch_add(1, Ordering::Relaxed);
    }
}

/// Pages and contents are told apart by their own bytes again: that two share these costs a look.
fn content(page: PageKey, hash: &[u8; 16]) -> u64 {
    let eight = |bytes: &[u8; 16]| bytes.first_chunk().copied().map_or(0, u64::from_be_bytes);
    eight(&page.0) ^ eight(hash)
}

impl Catalog {
    /// The captures of a page, the newest first.
    pub fn versions(&self, page: &Page) -> impl Iterator<Item = &Capture> {
        let newest = self.capture(page.latest).filter(|_| page.captures > 0);
        std::iter::successors(newest, |capture| self.capture(capture.older?))
            .inspect(|_| self.versions.step())
    }

    /// The captures of an address that have this content, the newest first.
    pub fn versions_of(&self, url: &str, hash: &[u8; 16]) -> impl Iterator<Item = CaptureNo> {
        let (page, hash) = (PageKey::of(url), *hash);
        let number = self.page_of.get(&page).copied();
        let content = content(page, &hash);
        let same = self.versions.by_content.range((content, 0)..=(content, CaptureNo::MAX)).rev();
        same.inspect(|_| self.versions.step()).map(|(_, no)| *no).filter(move |no| {
            self.capture(*no).is_some_and(|capture| Some(capture.page) == number && capture.hash == hash)
        })
    }

    /// How many captures were passed so far on the way to another, for who bounds that.
    pub fn walked(&self) -> u64 {
        self.versions.walked.load(Ordering::Relaxed)
    }

    /// Takes captures of a page out of the row of its versions. It passes those alone that are newer than the oldest of them.
    pub(super) fn unlink(&mut self, number: u32, lost: &BTreeSet<CaptureNo>) {
        let Some(page) = self.pages.get(number as usize) else { return };
        let (key, mut kept, mut gone) = (page.key, Vec::new(), Vec::new());
        for capture in self.versions(page) {
            if lost.contains(&capture.no) {
                gone.push((capture.no, capture.hash));
            } else {
                kept.push((capture.no, capture.older));
                if gone.len() == lost.len() {
                    break;
                }
            }
        }
        for (no, hash) in &gone {
            self.versions.remove(key, hash, *no);
        }
        for (at, (no, older)) in kept.iter().enumerate() {
            let next = kept.get(at + 1).map(|(no, _)| *no);
            // The last that was passed stands behind all that are lost, or they reach to the oldest.
            let older = older.filter(|no| next.is_none() && !lost.contains(no)).or(next);
            if let Some(capture) = self.capture_mut(*no) {
                capture.older = older;
            }
        }
        if let Some(page) = self.pages.get_mut(number as usize) {
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

    /// Puts each capture behind the one before it of its page, and all where they are found by what they say.
    pub(super) fn link_versions(&mut self) {
        self.versions.is_torn = false;
        let mut latest: Vec<Option<CaptureNo>> = vec![None; self.pages.len()];
        let mut by_content = Vec::with_capacity(self.captures.len());
        for capture in self.captures.iter_mut() {
            let at = capture.page as usize;
            if let (Some(latest), Some(page)) = (latest.get_mut(at), self.pages.get(at)) {
                capture.older = latest.replace(capture.no);
                by_content.push((content(page.key, &capture.hash), capture.no));
            }
        }
        self.versions.by_content = by_content.into_iter().collect();
    }
}
