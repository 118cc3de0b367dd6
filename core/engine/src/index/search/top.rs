//! The best so many pages of any number of hits, and how many pages there are.
use crate::bits::Bits;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

/// A hit: what it is ordered by, and what is told of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub rank: f64,
    pub doc: u32,
    pub page: u32,
    pub score: f32,
}

impl Ord for Hit {
    /// Equal ranks: the newer capture first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(self.doc.cmp(&other.doc))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Hit {}

/// Keeps the best hit of each of the best `most` pages: versions of a page never push another page out.
pub(super) struct Top {
    most: usize,
    best: BTreeSet<Hit>,
    of_page: HashMap<u32, Hit>,
    pages: Pages,
}

impl Top {
    pub fn new(most: usize) -> Self {
        Self { most, best: BTreeSet::new(), of_page: HashMap::new(), pages: Pages::default() }
    }

    /// Whether there are as many as wanted.
    pub fn is_full(&self) -> bool {
        self.best.len() >= self.most
    }

    /// The rank below which nothing is kept any more.
    pub fn threshold(&self) -> f64 {
        let worst = self.best.first().filter(|_| self.is_full());
        worst.map_or(if self.most == 0 { f64::INFINITY } else { f64::NEG_INFINITY }, |hit| hit.rank)
    }

    /// Counts the page of a hit.
    pub fn count(&mut self, page: u32) {
        self.pages.insert(page);
    }

    pub fn push(&mut self, hit: Hit) {
        if hit.rank < self.threshold() || self.most == 0 {
            return;
        }
        match self.of_page.get(&hit.page) {
            Some(known) if *known >= hit => return,
            Some(known) => {
                self.best.remove(known);
            }
            None if self.is_full() => {
                let Some(worst) = self.best.first() else { return };
                if *worst >= hit {
                    return;
                }
                self.of_page.remove(&worst.page);
                self.best.pop_first();
            }
            None => {}
        }
        self.of_page.insert(hit.page, hit);
        self.best.insert(hit);
    }

    /// How many pages were counted.
    pub fn total(&self) -> usize {
        self.pages.count
    }

    /// Best first.
    pub fn into_hits(self) -> Vec<Hit> {
        self.best.into_iter().rev().collect()
    }
}

/// A set of pages by their numbers, and how many they are.
#[derive(Default)]
struct Pages {
    bits: Bits,
    count: usize,
}

impl Pages {
    fn insert(&mut self, page: u32) {
        self.count += usize::from(self.bits.insert(page));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_folded() {
        let mut top = Top::new(2);
        for (rank, doc, page) in
            [(1.0, 0, 7), (5.0, 1, 8), (4.0, 2, 8), (6.0, 3, 8), (2.0, 4, 9), (0.5, 5, 7)]
        {
            top.count(page);
            top.push(Hit { rank, doc, page, score: 0.0 });
        }
        assert_eq!(top.total(), 3);
        assert_eq!(
            top.into_hits().iter().map(|hit| (hit.doc, hit.page)).collect::<Vec<_>>(),
            [(3, 8), (4, 9)]
        );
    }
}
