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

    /// Where words begin from `from` on and before `to`, and how long the longest is that begins there.
    pub fn find<'a>(
        &'a self,
        text: &'a [u8],
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let ahead = self.first - 1;
        let mask = u32::MAX >> (32 - 8 * self.first as u32);
        let start = text.get(from..from + ahead).unwrap_or_default();
        let mut number = start.iter().fold(0, |number, byte| next(number, *byte));
        let ends = text.get(from + ahead..(to + ahead).min(text.len())).unwrap_or_default();
        ends.iter().zip(from..).filter_map(move |(byte, at)| {
            number = next(number, *byte) & mask;
            self.is_sieved(number).then(|| Some((at, self.longest(text.get(at..)?, number)?))).flatten()
        })
    }

    /// The length of the longest word that a text begins with.
    pub fn begins(&self, text: &[u8]) -> Option<usize> {
        let beginning = beginning(text, self.first)?;
        if self.is_sieved(beginning) { self.longest(text, beginning) } else { None }
    }

    fn is_sieved(&self, beginning: u32) -> bool {
        let (of, bit) = place(beginning);
        self.sieve.get(of).is_some_and(|bits| bits & bit != 0)
    }

    fn longest(&self, rest: &[u8], beginning: u32) -> Option<usize> {
        let from = self.words.partition_point(|(known, _)| *known < beginning);
        let here = self.words.get(from..)?.iter().take_while(|(known, _)| *known == beginning);
        let is_here =
            |word: &&str| rest.get(..word.len()).is_some_and(|r| r.eq_ignore_ascii_case(word.as_bytes()));
        here.map(|(_, word)| *word).filter(is_here).map(str::len).max()
    }
}

/// The first bytes of a text as a number, letters in lower case; `None` where it is shorter.
fn beginning(text: &[u8], bytes: usize) -> Option<u32> {
    Some(text.get(..bytes)?.iter().fold(0, |number, byte| next(number, *byte)))
}

fn next(number: u32, byte: u8) -> u32 {
    number << 8 | u32::from(byte.to_ascii_lowercase())
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
        let found: Vec<_> = finder.find(text, 0, text.len()).collect();
        assert_eq!(found, [(3, 7), (12, 3), (17, 8), (26, 9)]);
        assert_eq!(finder.find(text, 4, 17).collect::<Vec<_>>(), [(12, 3)]);
        for at in 0..=text.len() {
            let here = finder.begins(&text[at..]).map(|length| (at, length));
            assert_eq!(finder.find(text, at, at + 1).next(), here, "{at}");
        }
        let short = Finder::new(["a", "bc"].into_iter());
        assert_eq!(short.find(b"xBCa", 0, 4).collect::<Vec<_>>(), [(1, 2), (3, 1)]);
    }
}
