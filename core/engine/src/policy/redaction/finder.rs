//! Many words looked for in one pass over a text, ASCII letters in either case.
use std::collections::HashMap;

/// Words by their first two bytes, in lower case.
pub(super) struct Finder {
    /// A bit for each pair of bytes that a word begins with.
    pairs: Vec<u64>,
    words: HashMap<[u8; 2], Vec<&'static str>>,
}

impl Finder {
    /// Of words of two bytes or more.
    pub fn new(list: impl Iterator<Item = &'static str>) -> Self {
        let mut finder = Self { pairs: vec![0; 1024], words: HashMap::new() };
        for word in list {
            let Some(pair) = pair(word.as_bytes()) else { continue };
            let (word_of, bit) = place(pair);
            if let Some(bits) = finder.pairs.get_mut(word_of) {
                *bits |= bit;
            }
            finder.words.entry(pair).or_default().push(word);
        }
        finder
    }

    /// The length of a word that begins at `at`.
    pub fn at(&self, text: &[u8], at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let pair = pair(rest)?;
        let (word_of, bit) = place(pair);
        if self.pairs.get(word_of)? & bit == 0 {
            return None;
        }
        let is_here =
            |word: &&&str| rest.get(..word.len()).is_some_and(|r| r.eq_ignore_ascii_case(word.as_bytes()));
        self.words.get(&pair)?.iter().filter(is_here).map(|word| word.len()).max()
    }
}

fn pair(bytes: &[u8]) -> Option<[u8; 2]> {
    Some([bytes.first()?.to_ascii_lowercase(), bytes.get(1)?.to_ascii_lowercase()])
}

fn place([first, second]: [u8; 2]) -> (usize, u64) {
    let number = (usize::from(first) << 8) | usize::from(second);
    (number >> 6, 1 << (number & 63))
}
