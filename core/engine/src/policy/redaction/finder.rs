//! Many words looked for in one pass over a text, ASCII letters in either case.

/// Bits of the sieve: with a few hundred words one place in a hundred passes by chance.
const SIEVE_BITS: u32 = 14;

/// Words by their first bytes, in lower case.
pub(super) struct Finder {
    /// How many bytes that are: all of the shortest word, at most four.
    first: usize,
    /// A bit for each beginning, at a place that is made of it: most places of a text are passed by one look at it.
    sieve: Vec<u64>,
    /// Ascending by beginning.
    words: Vec<(u32, &'static str)>,
}

impl Finder {
    /// Of words of a byte or more.
    pub fn new(list: impl Iterator<Item = &'static str>) -> Self {
        let list: Vec<_> = list.filter(|word| !word.is_empty()).collect();
        let first = list.iter().map(|word| word.len()).min().unwrap_or(1).min(4);
        let mut words: Vec<_> =
            list.iter().filter_map(|word| Some((beginning(word.as_bytes(), first)?, *word))).collect();
        words.sort_unstable();
        let mut sieve = vec![0; 1 << (SIEVE_BITS - 6)];
        for (beginning, _) in &words {
            let (of, bit) = place(*beginning);
            if let Some(bits) = sieve.get_mut(of) {
                *bits |= bit;
            }
        }
        Self { first, sieve, words }
    }

    /// The length of the longest word that begins at `at`.
    pub fn at(&self, text: &[u8], at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let beginning = beginning(rest, self.first)?;
        let (of, bit) = place(beginning);
        if self.sieve.get(of)? & bit == 0 {
            return None;
        }
        let from = self.words.partition_point(|(known, _)| *known < beginning);
        let here = self.words.get(from..)?.iter().take_while(|(known, _)| *known == beginning);
        let is_here =
            |word: &&str| rest.get(..word.len()).is_some_and(|r| r.eq_ignore_ascii_case(word.as_bytes()));
        here.map(|(_, word)| *word).filter(is_here).map(str::len).max()
    }
}

/// The first bytes of a text as a number, letters in lower case; `None` where it is shorter.
fn beginning(text: &[u8], bytes: usize) -> Option<u32> {
    let number = |number: u32, byte: &u8| number << 8 | u32::from(byte.to_ascii_lowercase());
    Some(text.get(..bytes)?.iter().fold(0, number))
}

fn place(beginning: u32) -> (usize, u64) {
    // Knuth's multiplicative hash.
    let number = beginning.wrapping_mul(2_654_435_769) >> (32 - SIEVE_BITS);
    ((number >> 6) as usize, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_longest_word_wherever_it_begins() {
        let finder = Finder::new(["pin", "pincode", "códigos", "备用码"].into_iter());
        let text = "My PinCode, PIN; CóDIGOS 备用码 pi".as_bytes();
        let found: Vec<_> = (0..text.len()).filter_map(|at| Some((at, finder.at(text, at)?))).collect();
        assert_eq!(found, [(3, 7), (12, 3), (17, 8), (26, 9)]);
    }
}
