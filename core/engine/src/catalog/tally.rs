//! How much is remembered, in all and of each host and language, counted as captures come and go: neither the memory in numbers nor what
//! completes a query may walk through it. It follows the columns, row by row.
use super::{Capture, Catalog, Mark, Names, Page};

/// See the module.
#[derive(Default)]
pub(super) struct Tally {
    /// By number of the capture: whose counts it is in.
    counted: Vec<Option<Of>>,
    /// Remembered captures by page.
    captures: Vec<u32>,
    /// Pages by host, of which a page has one.
    hosts: Vec<u32>,
    /// Captures by language: versions of a page may be in several.
    langs: Vec<u32>,
    counts: Counts,
}

/// The memory in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Remembered visits.
    pub visits: u32,
    /// Pages of which something is remembered.
    pub pages: u32,
    /// Versions of pages, each with a remembered visit.
    pub captures: u32,
    /// Pages with a star.
    pub webmarks: u32,
}

#[derive(Clone, Copy)]
struct Of {
    page: u32,
    host: u32,
    lang: u32,
    visits: u32,
}

impl Tally {
    /// Counts a capture as it is now; `None` for one that is not remembered. `pages` are all there are.
    pub fn renew(&mut self, no: u32, capture: Option<&Capture>, pages: &[Page]) {
        let now = capture.filter(|capture| capture.alive > 0);
        let now = now.map(|one| Of { page: one.page, host: one.host, lang: one.lang, visits: one.alive });
        let at = no as usize;
        if at >= self.counted.len() {
            self.counted.resize(at + 1, None);
        }
        let Some(counted) = self.counted.get_mut(at) else { return };
        let before = std::mem::replace(counted, now);
        let stars = |page: u32| u32::from(pages.get(page as usize).is_some_and(|page| page.star));
        let counts = &mut self.counts;
        if let Some(before) = before {
            counts.visits -= before.visits;
            counts.captures -= 1;
            less(&mut self.langs, before.lang);
            if less(&mut self.captures, before.page) {
                less(&mut self.hosts, before.host);
                counts.pages -= 1;
                counts.webmarks -= stars(before.page);
            }
        }
        if let Some(now) = now {
            counts.visits += now.visits;
            counts.captures += 1;
            more(&mut self.langs, now.lang);
            if more(&mut self.captures, now.page) {
                more(&mut self.hosts, now.host);
                counts.pages += 1;
                counts.webmarks += stars(now.page);
            }
        }
    }

    /// A page has got its star, or lost it.
    pub fn star(&mut self, page: u32, on: bool) {
        let is_counted = self.captures.get(page as usize).is_some_and(|count| *count > 0);
        match u32::from(is_counted) {
            one if on => self.counts.webmarks += one,
            one => self.counts.webmarks -= one,
        }
    }
}

/// One more; true when it is the first.
pub(super) fn more(counts: &mut Vec<u32>, of: u32) -> bool {
    let at = of as usize;
    if at >= counts.len() {
        counts.resize(at + 1, 0);
    }
    let Some(count) = counts.get_mut(at) else { return false };
    *count += 1;
    *count == 1
}

/// One less; true when none is left.
fn less(counts: &mut [u32], of: u32) -> bool {
    let Some(count) = counts.get_mut(of as usize) else { return false };
    *count = count.saturating_sub(1);
    *count == 0
}

/// The counts by name, without those of which there is none.
pub(super) fn named<'a>(counts: &[u32], names: &'a Names) -> impl Iterator<Item = (&'a str, u32)> {
    counts
        .iter()
        .zip(&names.list)
        .filter(|(count, _)| **count > 0)
        .map(|(count, name)| (name.as_str(), *count))
}

impl Catalog {
    /// The memory in numbers, as of the last [`Catalog::settle`].
    pub fn counts(&self) -> Counts {
        self.tally.counts
    }

    /// The hosts of which something is remembered and whose names fit, with their pages: at most `most`, those of most pages first. It looks at
    /// each host once, however many pages it has.
    pub fn hosts_named(&self, fits: impl Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let named = named(&self.tally.hosts, &self.hosts);
        top(named.filter(|(name, _)| !name.is_empty() && fits(name)).collect(), most)
    }

    /// The same of languages, with their captures.
    pub fn langs_named(&self, fits: impl Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let named = named(&self.tally.langs, &self.langs);
        top(named.filter(|(name, _)| !name.is_empty() && fits(name)).collect(), most)
    }

    /// The same of labels. It looks at the pages that ever had a star or a label, and at no others.
    pub fn labels_like(&self, fits: impl Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let fitting: Vec<bool> =
            self.labels.list.iter().map(|label| !label.is_empty() && fits(label)).collect();
        let mut counts = Vec::new();
        for (key, mark) in self.shared.marks.keys() {
            let Mark::Label(label) = *mark else { continue };
            let page = self.page_of.get(key).filter(|_| fitting.get(label as usize) == Some(&true));
            let is_shown =
                |page: &&u32| self.tally.captures.get(**page as usize).is_some_and(|count| *count > 0);
            let Some(page) = page.filter(is_shown) else { continue };
            if self.pages.get(*page as usize).is_some_and(|page| page.labels.contains(&label)) {
                more(&mut counts, label);
            }
        }
        top(named(&counts, &self.labels).collect(), most)
    }

    /// The names of the account's devices that fit, in the order of its list; of two by one name the first.
    pub fn devices_named(&self, fits: impl Fn(&str) -> bool) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for device in self.shared.listed() {
            let name = device.name.as_str();
            if !name.is_empty() && fits(name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// The first of those with most pages, and of as many by name.
pub(super) fn top(mut named: Vec<(&str, u32)>, most: usize) -> Vec<(&str, u32)> {
    let order = |a: &(&str, u32), b: &(&str, u32)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if most > 0 && most < named.len() {
        named.select_nth_unstable_by(most - 1, order);
        named.truncate(most);
    }
    named.sort_unstable_by(order);
    named
}
