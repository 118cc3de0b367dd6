//! A set of small numbers, a bit each.

/// See the module. It grows with the largest number in it.
#[derive(Clone, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// True when it was not in it.
    pub fn insert(&mut self, no: u32) -> bool {
        let at = no as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let bit = 1 << (no % 64);
        self.0.get_mut(at).is_some_and(|bits| {
            let is_new = *bits & bit == 0;
            *bits |= bit;
            is_new
        })
    }

    /// True when it was in it.
    pub fn remove(&mut self, no: u32) -> bool {
        let had = self.has(no);
        if let Some(bits) = self.0.get_mut(no as usize / 64) {
            *bits &= !(1 << (no % 64));
        }
        had
    }

    pub fn has(&self, no: u32) -> bool {
        self.0.get(no as usize / 64).is_some_and(|bits| bits & (1 << (no % 64)) != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    /// Ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.numbers_from(0)
    }

    /// Those from a number on, ascending.
    pub fn numbers_from(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        let first = from / 64;
        let words = self.0.get(first as usize..).unwrap_or_default();
        (first..).zip(words).flat_map(move |(at, bits): (u32, &u64)| {
            let mut bits = if at == first { *bits & (u64::MAX << (from % 64)) } else { *bits };
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_and_go() {
        let mut bits = Bits::default();
        assert!(bits.is_empty());
        assert!([200, 0, 63, 64].into_iter().all(|no| bits.insert(no)));
        assert!(!bits.is_empty() && !bits.insert(63) && bits.has(64) && !bits.has(1_000));
        assert_eq!(bits.numbers().collect::<Vec<_>>(), [0, 63, 64, 200]);
        assert!(bits.remove(64) && !bits.remove(64) && !bits.remove(1_000));
        assert_eq!(bits.numbers().collect::<Vec<_>>(), [0, 63, 200]);
        for (from, rest) in [(1, &[63, 200][..]), (63, &[63, 200]), (64, &[200]), (201, &[]), (9_999, &[])] {
            assert_eq!(bits.numbers_from(from).collect::<Vec<_>>(), rest, "{from}");
        }
        assert!([0, 63, 200].into_iter().all(|no| bits.remove(no)) && bits.is_empty());
    }
}
