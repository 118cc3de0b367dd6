//! How much is remembered, in all and of each host and language, counted as captures come and go: neither the memory in numbers nor what
//! completes a query may walk through it. It follows the columns, row by row.
use super::columns::Row;
use super::pages::PageTable;
use super::uses::Uses;
use super::{Catalog, Mark, Names};
use crate::bits::Bits;

/// See the module.
#[derive(Default)]
pub(super) struct Tally {
    /// Remembered captures by page.
    captures: Uses,
    /// Pages by host, of which a page has one.
    hosts: Uses,
    /// Captures by language: versions of a page may be in several.
    langs: Uses,
    /// Pages with a star of which something is remembered.
    webmarks: Bits,
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

impl Tally {
    /// Counts a capture by what it was and what it is. `pages` are all there are.
    pub fn renew(&mut self, before: &Row, now: &Row, pages: &PageTable) {
        let has_star = |page: u32| pages.get(page).is_some_and(|page| page.star);
        let counts = &mut self.counts;
        if before.is_shown() {
            counts.visits -= before.visits;
            counts.captures -= 1;
            self.langs.less(before.lang());
            if self.captures.less(before.page) {
                self.hosts.less(before.host);
                counts.pages -= 1;
                counts.webmarks -= u32::from(self.webmarks.remove(before.page));
            }
        }
        if now.is_shown() {
            counts.visits += now.visits;
            counts.captures += 1;
            self.langs.more(now.lang());
            if self.captures.more(now.page) {
                self.hosts.more(now.host);
                counts.pages += 1;
                counts.webmarks += u32::from(has_star(now.page) && self.webmarks.insert(now.page));
            }
        }
    }

    /// A page has got its star, or lost it.
    pub fn star(&mut self, page: u32, on: bool) {
        if !on {
            self.counts.webmarks -= u32::from(self.webmarks.remove(page));
        } else if self.captures.has(page) {
            self.counts.webmarks += u32::from(self.webmarks.insert(page));
        }
    }
}

/// The counts by name, without those of which there is none.
pub(super) fn named<'a>(counts: &Uses, names: &'a Names) -> impl Iterator<Item = (&'a str, u32)> {
    counts.used().map(|(number, count)| (names.name(number), count))
}

impl Catalog {
    /// The memory in numbers, as of the last [`Catalog::settle`].
    pub fn counts(&self) -> Counts {
        self.tally.counts
    }

    /// Whether a page of which something is remembered is a WebMark, by its number, as of the last [`Catalog::settle`].
    pub fn is_webmark(&self, page: u32) -> bool {
        self.tally.webmarks.has(page)
    }

    /// The hosts of which something is remembered and whose names fit, with their pages: at most `most`, those of most pages first. It looks at
    /// each host once, however many pages it has.
    pub fn hosts_named(&self, fits: &dyn Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let named = named(&self.tally.hosts, &self.hosts);
        top(named.filter(|(name, _)| !name.is_empty() && fits(name)).collect(), most)
    }

    /// The same of languages, with their captures.
    pub fn langs_named(&self, fits: &dyn Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let named = named(&self.tally.langs, &self.langs);
        top(named.filter(|(name, _)| !name.is_empty() && fits(name)).collect(), most)
    }

    /// The same of labels. It looks at the pages that ever had a star or a label, and at no others.
    pub fn labels_like(&self, fits: &dyn Fn(&str) -> bool, most: usize) -> Vec<(&str, u32)> {
        let fitting: Vec<bool> =
            self.labels.list.iter().map(|label| !label.is_empty() && fits(label)).collect();
        let mut counts = Uses::default();
        for (key, mark) in self.shared.marks.keys() {
            let Mark::Label(label) = *mark else { continue };
            let page = self.pages.number(*key).filter(|_| fitting.get(label as usize) == Some(&true));
            let is_shown = |page: &u32| self.tally.captures.has(*page);
            let Some(page) = page.filter(is_shown) else { continue };
            if self.pages.get(page).is_some_and(|page| page.labels().contains(&label)) {
                counts.more(label);
            }
        }
        top(named(&counts, &self.labels).collect(), most)
    }

    /// The names of the account's devices that fit, in the order of its list; of two by one name the first.
    pub fn devices_named(&self, fits: &dyn Fn(&str) -> bool) -> Vec<&str> {
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
