//! The best so many of any number of hits.
use crate::CaptureNo;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// A hit: what it is ordered by, and what is told of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub rank: f64,
    pub no: CaptureNo,
    pub score: f32,
}

impl Ord for Hit {
    /// Equal ranks: the newer capture first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(self.no.cmp(&other.no))
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

/// Keeps the best `most` hits.
pub(super) struct Top {
    most: usize,
    heap: BinaryHeap<Reverse<Hit>>,
}

impl Top {
    pub fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
    }

    pub fn push(&mut self, hit: Hit) {
        if self.heap.len() < self.most {
            self.heap.push(Reverse(hit));
        } else if let Some(mut worst) = self.heap.peek_mut() {
            if worst.0 < hit {
                worst.0 = hit;
            }
        }
    }

    /// All but the first `offset`, best first.
    pub fn into_hits(self, offset: usize) -> Vec<(CaptureNo, f32)> {
        let best_first = self.heap.into_sorted_vec();
        best_first.into_iter().skip(offset).map(|Reverse(hit)| (hit.no, hit.score)).collect()
    }
}
