//! Rows one after the other in leaves of bounded size: one that comes or goes in between moves its neighbours, not all that follow, and
//! none is copied because room for more is wanted.
use std::ops::Range;
use std::slice;
use std::sync::OnceLock;

/// Rows of a leaf at most.
const LEAF: usize = 512;

/// See the module. Each leaf may carry a note that is made of its rows and holds until one of them changes.
pub struct Sequence<T, N = ()> {
    /// None of them is empty.
    leaves: Vec<Leaf<T, N>>,
    len: usize,
}

struct Leaf<T, N> {
    /// Where its first row stands.
    start: usize,
    rows: Vec<T>,
    note: OnceLock<N>,
}

impl<T, N> Default for Sequence<T, N> {
    fn default() -> Self {
        Self { leaves: Vec::new(), len: 0 }
    }
}

impl<T, N> Leaf<T, N> {
    fn new(start: usize, rows: Vec<T>) -> Self {
        Self { start, rows, note: OnceLock::new() }
    }

    fn end(&self) -> usize {
        self.start + self.rows.len()
    }

    /// Its rows, to be changed.
    fn change(&mut self) -> &mut Vec<T> {
        touch(1);
        self.note.take();
        &mut self.rows
    }
}

impl<T, N> Sequence<T, N> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<&T> {
        touch(1);
        let leaf = self.leaves.get(self.leaf_of(at)?)?;
        leaf.rows.get(at - leaf.start)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        let leaf = self.leaf_of(at)?;
        let leaf = self.leaves.get_mut(leaf)?;
        let within = at - leaf.start;
        leaf.change().get_mut(within)
    }

    /// All rows.
    pub fn iter(&self) -> Iter<'_, T, N> {
        self.range(0..self.len)
    }

    /// All rows, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.leaves.iter_mut().flat_map(|leaf| leaf.change().iter_mut())
    }

    /// The rows at some places, as far as there are any.
    pub fn range(&self, places: Range<usize>) -> Iter<'_, T, N> {
        let Range { start, end } = places.start..places.end.min(self.len);
        let leaves = (start < end).then(|| Some((self.leaf_of(start)?, self.leaf_of(end - 1)?)));
        let Some((first, last)) = leaves.flatten() else { return Iter::default() };
        let rows = |leaf: usize| {
            let leaf = self.leaves.get(leaf)?;
            leaf.rows.get(start.saturating_sub(leaf.start)..end.min(leaf.end()) - leaf.start)
        };
        let front = rows(first).unwrap_or_default().iter();
        let back = if last > first { rows(last).unwrap_or_default().iter() } else { [].iter() };
        let between = self.leaves.get(first + 1..last).unwrap_or_default().iter();
        Iter { front, between, back, left: end - start }
    }

    /// How many rows, from the first on, a condition holds of that holds of no row behind one of which it does not.
    pub fn partition_point(&self, holds: impl Fn(&T) -> bool) -> usize {
        let whole = self.leaves.partition_point(|leaf| leaf.rows.last().is_some_and(&holds));
        self.leaves.get(whole).map_or(self.len, |leaf| leaf.start + leaf.rows.partition_point(holds))
    }

    /// The place of the row with a key, or where it belongs. Rows ascend by it.
    pub fn search<K: Ord>(&self, key: &K, key_of: impl Fn(&T) -> K) -> Result<usize, usize> {
        let at = self.partition_point(|row| key_of(row) < *key);
        if self.get(at).is_some_and(|row| key_of(row) == *key) { Ok(at) } else { Err(at) }
    }

    /// Puts a row behind all others.
    pub fn push(&mut self, row: T) {
        match self.leaves.last_mut().filter(|leaf| leaf.rows.len() < LEAF) {
            Some(leaf) => leaf.change().push(row),
            None => {
                // Where there are many, this one will be full, too.
                let room = if self.leaves.is_empty() { 1 } else { LEAF };
                let mut rows = Vec::with_capacity(room);
                rows.push(row);
                self.leaves.push(Leaf::new(self.len, rows));
            }
        }
        self.len += 1;
    }

    /// Puts a row before the one at a place.
    pub fn insert(&mut self, at: usize, row: T) {
        let Some(mut leaf) = self.leaf_of(at) else { return self.push(row) };
        self.split_full(leaf);
        if self.leaves.get(leaf).is_some_and(|leaf| leaf.end() <= at) {
            leaf += 1;
        }
        if let Some(leaf) = self.leaves.get_mut(leaf) {
            let within = at - leaf.start;
            touch(leaf.rows.len() - within);
            leaf.change().insert(within, row);
        }
        self.number_from(leaf);
    }

    /// Takes the rows at some places out, which ascend.
    pub fn remove_all(&mut self, places: &[usize]) {
        let mut places = places.iter().copied().peekable();
        for leaf in &mut self.leaves {
            if places.peek().is_some_and(|at| *at < leaf.end()) {
                let mut at = leaf.start;
                touch(leaf.rows.len());
                leaf.change().retain(|_| {
                    at += 1;
                    places.next_if_eq(&(at - 1)).is_none()
                });
            }
        }
        self.tidy();
    }

    /// Takes the rows from a place on out.
    pub fn split_off(&mut self, at: usize) -> Vec<T> {
        let Some(place) = self.leaf_of(at) else { return Vec::new() };
        let mut leaves = self.leaves.split_off(place).into_iter();
        let mut off = Vec::with_capacity(self.len - at);
        if let Some(mut leaf) = leaves.next() {
            let within = at - leaf.start;
            off.extend(leaf.change().split_off(within));
            self.leaves.extend(Some(leaf).filter(|leaf| !leaf.rows.is_empty()));
        }
        off.extend(leaves.flat_map(|leaf| leaf.rows));
        self.len = at;
        off
    }

    /// The notes of all leaves, with the places of their rows; those that are missing are made of a leaf's rows.
    pub fn notes(&self, make: impl Fn(&[T]) -> N) -> impl DoubleEndedIterator<Item = (Range<usize>, &N)> {
        self.leaves.iter().map(move |leaf| {
            touch(1);
            let note = || {
                touch(leaf.rows.len());
                make(&leaf.rows)
            };
            (leaf.start..leaf.end(), leaf.note.get_or_init(note))
        })
    }

    /// The note of the leaf with the row at a place does not hold any more.
    pub fn forget_note(&mut self, at: usize) {
        if let Some(leaf) = self.leaf_of(at).and_then(|leaf| self.leaves.get_mut(leaf)) {
            leaf.change();
        }
    }

    fn leaf_of(&self, at: usize) -> Option<usize> {
        if at >= self.len {
            return None;
        }
        // While none was split or joined, all but the last are full.
        let guess = at / LEAF;
        let is_it = |leaf: &Leaf<T, N>| (leaf.start..leaf.end()).contains(&at);
        if self.leaves.get(guess).is_some_and(is_it) {
            return Some(guess);
        }
        self.leaves.partition_point(|leaf| leaf.start <= at).checked_sub(1)
    }

    fn split_full(&mut self, at: usize) {
        let Some(leaf) = self.leaves.get_mut(at).filter(|leaf| leaf.rows.len() >= LEAF) else { return };
        let start = leaf.start + LEAF / 2;
        let rows = leaf.change().split_off(LEAF / 2);
        self.leaves.insert(at + 1, Leaf::new(start, rows));
    }

    /// Empty leaves go; one that has few rows takes in those of the next.
    fn tidy(&mut self) {
        self.leaves.retain(|leaf| !leaf.rows.is_empty());
        self.leaves.dedup_by(|next, leaf| {
            let is_small = leaf.rows.len() + next.rows.len() <= LEAF / 2;
            if is_small {
                leaf.change().append(&mut next.rows);
            }
            is_small
        });
        self.number_from(0);
    }

    /// Says anew where leaves begin.
    fn number_from(&mut self, at: usize) {
        touch(self.leaves.len().saturating_sub(at));
        let mut start = at.checked_sub(1).and_then(|before| self.leaves.get(before)).map_or(0, Leaf::end);
        for leaf in self.leaves.iter_mut().skip(at) {
            leaf.start = start;
            start = leaf.end();
        }
        self.len = start;
    }
}

impl<T, N> Extend<T> for Sequence<T, N> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, rows: I) {
        rows.into_iter().for_each(|row| self.push(row));
    }
}

impl<'a, T, N> IntoIterator for &'a Sequence<T, N> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T, N>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Goes through rows, from either end.
pub struct Iter<'a, T, N> {
    front: slice::Iter<'a, T>,
    between: slice::Iter<'a, Leaf<T, N>>,
    back: slice::Iter<'a, T>,
    left: usize,
}

impl<T, N> Default for Iter<'_, T, N> {
    fn default() -> Self {
        Self { front: [].iter(), between: [].iter(), back: [].iter(), left: 0 }
    }
}

impl<'a, T, N> Iterator for Iter<'a, T, N> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        touch(1);
        let row = loop {
            if let Some(row) = self.front.next() {
                break row;
            }
            match self.between.next() {
                Some(leaf) => self.front = leaf.rows.iter(),
                None => break self.back.next()?,
            }
        };
        self.left -= 1;
        Some(row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T, N> DoubleEndedIterator for Iter<'_, T, N> {
    fn next_back(&mut self) -> Option<Self::Item> {
        touch(1);
        let row = loop {
            if let Some(row) = self.back.next_back() {
                break row;
            }
            match self.between.next_back() {
                Some(leaf) => self.back = leaf.rows.iter(),
                None => break self.front.next_back()?,
            }
        };
        self.left -= 1;
        Some(row)
    }
}

impl<T, N> ExactSizeIterator for Iter<'_, T, N> {}

/// Rows or leaves are read, written or moved: tests count them.
fn touch(rows: usize) {
    #[cfg(test)]
    tests::TOUCHED.with(|touched| touched.set(touched.get() + rows as u64));
    #[cfg(not(test))]
    let _ = rows;
}

#[cfg(test)]
pub(in crate::catalog) use tests::touched;

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        pub static TOUCHED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    /// Rows and leaves that this thread has read, written or moved.
    pub fn touched() -> u64 {
        TOUCHED.with(std::cell::Cell::get)
    }

    fn as_vec<N>(sequence: &Sequence<u32, N>) -> Vec<u32> {
        sequence.iter().copied().collect()
    }

    /// The same done to a vector gives the same, whatever is done.
    #[test]
    fn it_is_what_a_vector_is() {
        let (mut seed, mut vec, mut sequence) = (7_u64, Vec::new(), Sequence::<u32, u32>::default());
        let mut random = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % most.max(1)
        };
        for step in 0..20_000 {
            let at = random(vec.len() + 1);
            match random(if step < 12_000 { 10 } else { 18 }) {
                0..=3 => {
                    vec.insert(at, step);
                    sequence.insert(at, step);
                }
                4..=7 => {
                    vec.push(step);
                    sequence.push(step);
                }
                8..=16 if at < vec.len() => {
                    vec.remove(at);
                    sequence.remove_all(&[at]);
                }
                17 if random(50) == 0 => assert_eq!(sequence.split_off(at), vec.split_off(at)),
                17 => {
                    let places: Vec<usize> = (at..vec.len()).step_by(1 + random(40)).take(9).collect();
                    sequence.remove_all(&places);
                    for at in places.iter().rev() {
                        vec.remove(*at);
                    }
                }
                _ => {}
            }
            assert_eq!((sequence.len(), sequence.is_empty()), (vec.len(), vec.is_empty()));
            assert_eq!(sequence.get(at), vec.get(at));
            if step % 97 == 0 {
                assert_eq!(as_vec(&sequence), vec);
                let to = at + random(2 * LEAF);
                let there = vec.get(at..to.min(vec.len())).unwrap_or_default();
                assert!(sequence.range(at..to).eq(there), "{at}..{to}");
                assert!(sequence.range(at..to).rev().eq(there.iter().rev()), "{at}..{to}");
                assert_eq!(sequence.range(at..to).len(), there.len());
                let sums = sequence.notes(|rows| rows.iter().sum());
                assert_eq!(sums.map(|(_, sum)| sum).sum::<u32>(), vec.iter().sum::<u32>());
            }
        }
        assert!(sequence.leaves.iter().all(|leaf| (1..=LEAF).contains(&leaf.rows.len())));
    }

    #[test]
    fn rows_in_order_are_found() {
        let mut sequence = Sequence::<u32>::default();
        sequence.extend((0..3_000).map(|n| 2 * n));
        sequence.insert(1_500, 2_999);
        for key in 0..6_100 {
            let vec = as_vec(&sequence);
            assert_eq!(sequence.search(&key, |row| *row), vec.binary_search(&key), "{key}");
        }
        let mut it = sequence.iter();
        assert_eq!((it.next(), it.next_back(), it.len()), (Some(&0), Some(&5_998), 2_999));
        *sequence.get_mut(1_500).unwrap() = 3_000;
        assert_eq!(sequence.get(1_500), Some(&3_000));
    }
}
