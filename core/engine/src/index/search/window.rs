//! The documents of a word, added up a window at a time: where it is all that is asked and stands in many pages, to walk from one to the next
//! costs more than to look at all of a few thousand and to stop at those alone that may be among the best.
use std::ops::Range;
use tantivy::DocId;

/// Documents of a window: what is added up of them stays in the processor's nearest cache.
const WIDTH: DocId = 2048;

/// See the module.
#[derive(Default)]
pub(super) struct Window {
    from: DocId,
    /// Weighted occurrences by document, none where the word does not stand. Of no document before the first is added.
    sums: Vec<f32>,
    /// So many lists and documents were added up.
    added: usize,
}

impl Window {
    /// The window that begins with a document, empty.
    pub fn moved(self, from: DocId) -> Self {
        let mut sums = self.sums;
        sums.clear();
        Self { from, sums, added: 0 }
    }

    /// The documents in it.
    pub fn docs(&self) -> Range<DocId> {
        self.from..self.from.saturating_add(WIDTH)
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// What was added.
    pub fn added(&self) -> usize {
        self.added
    }

    /// Adds occurrences in a document; what does not lie in the window is not added.
    pub fn add(&mut self, doc: DocId, times: f32) {
        if self.sums.is_empty() {
            self.sums.resize(WIDTH as usize, 0.0);
        }
        let at = doc.wrapping_sub(self.from) as usize;
        if let Some(sum) = self.sums.get_mut(at) {
            *sum += times;
            self.added += 1;
        }
    }

    /// Weighted occurrences in a document.
    pub fn of(&self, doc: DocId) -> f32 {
        self.sums.get(doc.wrapping_sub(self.from) as usize).copied().unwrap_or(0.0)
    }

    /// The first document at or after `target` of which `says` holds, and how many of those with the word were passed.
    pub fn first(&self, target: DocId, says: impl Fn(DocId, f32) -> bool) -> (Option<DocId>, usize) {
        let (before, mut passed) = (target.saturating_sub(self.from), 0);
        let sums = self.sums.get(before as usize..).unwrap_or_default();
        for (doc, times) in (self.from + before..).zip(sums).filter(|(_, times)| **times > 0.0) {
            if says(doc, *times) {
                return (Some(doc), passed);
            }
            passed += 1;
        }
        (None, passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_found_in_its_window() {
        let mut window = Window::default().moved(100);
        assert!(window.is_empty() && window.docs() == (100..100 + WIDTH));
        for (doc, times) in [(100, 1.0), (150, 2.0), (150, 0.5), (99, 9.0), (100 + WIDTH, 9.0)] {
            window.add(doc, times);
        }
        assert_eq!(
            (window.of(100), window.of(150), window.of(99), window.of(100 + WIDTH)),
            (1.0, 2.5, 0.0, 0.0)
        );
        assert_eq!(window.added(), 3);
        assert_eq!(window.first(100, |_, times| times > 2.0), (Some(150), 1));
        assert_eq!(window.first(101, |_, times| times > 3.0), (None, 1));
        assert_eq!(window.first(151, |_, _| true), (None, 0));
        let window = window.moved(5_000);
        assert!(
            window.is_empty() && window.of(5_000) == 0.0 && window.first(5_000, |_, _| true) == (None, 0)
        );
    }
}
