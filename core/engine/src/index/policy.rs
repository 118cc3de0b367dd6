//! When to merge: a pure function of the segments' sizes.
use std::ops::Range;

/// Segments smaller than this are cheap to rewrite: they are gathered without weighing.
const SMALL: u64 = 16 * 1024;
/// More segments than this that are not full are merged whatever their sizes.
const MOST: usize = 12;
/// A segment of so many bytes is full: it is merged no more, so that what is forgotten is erased by writing a piece anew, and not the whole index.
const FULL: u64 = 32 << 20;

/// More are not read at once: each takes memory while it is.
const AT_ONCE: usize = 10;

/// Which neighbouring segments to merge next, given their sizes in bytes, oldest first; `None` when all is well.
///
/// The newest segments are merged into the one before them when together they have grown to a third of it (each
/// document is then rewritten a logarithmic number of times), when both are small, or when there are too many. None of them is full.
pub(super) fn next_merge(sizes: &[u64]) -> Option<Range<usize>> {
    let full = sizes.iter().rposition(|size| *size >= FULL).map_or(0, |at| at + 1);
    // What was full and is not any more, for what was forgotten, is joined with its like.
    let left = sizes.get(..full)?.windows(2).position(|pair| pair.iter().sum::<u64>() <= FULL / 2);
    if let Some(at) = left {
        return Some(at..at + 2);
    }
    let mut newer = sizes.get(full..)?.last().copied()?;
    let mut from = sizes.len() - 1;
    for (at, older) in sizes.iter().enumerate().skip(full).rev().skip(1) {
        let worth = newer.saturating_mul(3) >= *older || newer.max(*older) < SMALL;
        if !worth {
            break;
        }
        newer += older;
        from = at;
    }
    if from + 1 < sizes.len() {
        return Some(cheapest(sizes, from));
    }
    if sizes.len() - full > MOST { Some(sizes.len() - 2..sizes.len()) } else { None }
}

/// Of the segments from `from` on all, or the neighbours that are the least to write.
fn cheapest(sizes: &[u64], from: usize) -> Range<usize> {
    let most = sizes.len() - from;
    if most <= AT_ONCE {
        return from..sizes.len();
    }
    let sum = |at: &usize| sizes.iter().skip(*at).take(AT_ONCE).sum::<u64>();
    let at = (from..=sizes.len() - AT_ONCE).min_by_key(sum).unwrap_or(from);
    at..at + AT_ONCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_segments_and_few_rewrites() {
        let mut sizes: Vec<u64> = Vec::new();
        let mut rewritten = 0;
        let commits = 1_000;
        for _ in 0..commits {
            sizes.push(100_000);
            while let Some(range) = next_merge(&sizes) {
                let sum: u64 = sizes[range.clone()].iter().sum();
                rewritten += sum;
                sizes.splice(range, [sum]);
            }
            assert!(sizes.len() <= MOST, "{sizes:?}");
        }
        let once = commits * 100_000;
        assert_eq!(sizes.iter().sum::<u64>(), once);
        assert!(sizes.iter().all(|size| *size < 3 * FULL / 2), "{sizes:?}");
        assert!(rewritten < once * 30, "every document was rewritten {} times", rewritten / once);
    }

    #[test]
    fn many_at_once_are_merged_in_few_steps() {
        let mut sizes = vec![100_000; 500];
        let mut rewritten = 0;
        while let Some(range) = next_merge(&sizes) {
            assert!(range.len() <= AT_ONCE);
            let sum: u64 = sizes[range.clone()].iter().sum();
            rewritten += sum;
            sizes.splice(range, [sum]);
        }
        assert!(rewritten <= 500 * 100_000 * 4, "{rewritten} {sizes:?}");
        assert!(sizes.iter().all(|size| *size < 3 * FULL / 2), "{sizes:?}");
    }

    #[test]
    fn nothing_to_do() {
        assert_eq!(next_merge(&[]), None);
        assert_eq!(next_merge(&[5]), None);
        assert_eq!(next_merge(&[30_000_000, 3_000_000, 300_000]), None);
        assert_eq!(next_merge(&[30_000_000, 3_000_000, 1_000_000]), Some(1..3));
        assert_eq!(next_merge(&[30_000_000, 10_000_000, 3_400_000]), Some(0..3));
        assert_eq!(next_merge(&[FULL, 30_000_000, 10_000_000]), Some(1..3));
        assert_eq!(next_merge(&[FULL, 1, FULL, FULL]), None);
        assert_eq!(next_merge(&[FULL, 9_000_000, 7_000_000, FULL, 1]), Some(1..3));
    }
}
