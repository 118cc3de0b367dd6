//! The first two letters of what a text is looked through for: most of its words begin otherwise, and are passed over by their bytes alone.
use std::collections::HashSet;

/// The first letter of a word, and its second.
type Letters = (char, Option<char>);

/// How all that is sought begins.
pub(super) struct Beginnings {
    letters: Vec<Letters>,
    /// By a first letter: the second ones, a bit each. Where some letter is none of ASCII: nothing is passed over.
    seconds: Option<Box<[u128; 128]>>,
}

impl Beginnings {
    /// Of these words, in their normal form.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let letters: HashSet<Letters> = words.filter_map(letters).collect();
        let mut seconds = Box::new([0_u128; 128]);
        let all_ascii = letters.iter().all(|(first, second)| {
            let place = seconds.get_mut(*first as usize);
            let bits = second.map_or(Some(u128::MAX), |second| 1_u128.checked_shl(second as u32));
            place.zip(bits).map(|(place, bits)| *place |= bits).is_some()
        });
        Self { letters: letters.into_iter().collect(), seconds: all_ascii.then_some(seconds) }
    }

    /// Nothing is known: nothing is passed over.
    #[cfg(test)]
    pub fn unknown() -> Self {
        Self { letters: vec![('é', None)], seconds: None }
    }

    /// The first place from `at` on, where a word may begin, from which on a text must be looked at: words that begin otherwise are passed over as long as
    /// they are of ASCII and written in no second way.
    pub fn pass(&self, text: &str, mut at: usize) -> usize {
        let Some(seconds) = &self.seconds else { return at };
        let text = text.as_bytes();
        loop {
            at += text.get(at..).map_or(0, |rest| rest.iter().take_while(|b| is_break(**b)).count());
            match plain_end(text, at) {
                Some(end) if !begin_within(seconds, text.get(at..end).unwrap_or_default()) => at = end,
                _ => return at,
            }
        }
    }

    /// Whether a word begins otherwise, as far as that is seen before it has its normal form.
    pub fn begin_otherwise(&self, word: &str) -> bool {
        let Some(seconds) = &self.seconds else { return false };
        word.bytes().take(2).all(|byte| byte.is_ascii()) && !begins(seconds, word.as_bytes())
    }

    /// Stems change endings, and beginnings by no more than an accent: words whose first letters differ are not stemmed.
    pub fn may_begin(&self, normal: &str) -> bool {
        let Some((first, second)) = letters(normal) else { return false };
        let differ = |a: char, b: char| a.is_ascii() && b.is_ascii() && a != b;
        self.letters.iter().any(|(theirs, next)| {
            // Other scripts: Arabic stems lose their first letters.
            let is_free = !first.is_ascii() || !theirs.is_ascii();
            is_free
                || (first == *theirs && !second.zip(*next).is_some_and(|(second, next)| differ(second, next)))
        })
    }
}

fn letters(word: &str) -> Option<Letters> {
    let mut letters = word.chars();
    letters.next().map(|first| (first, letters.next()))
}

const fn is_break(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

/// Whether something that is sought begins as this word does, whatever the case.
fn begins(seconds: &[u128; 128], word: &[u8]) -> bool {
    let bits = |letter: &u8| seconds.get(usize::from(letter.to_ascii_lowercase())).copied().unwrap_or(0);
    let first = word.first().map_or(0, bits);
    word.get(1).map_or(first, |second| first & (1_u128 << (second.to_ascii_lowercase() & 127))) != 0
}

/// The same of the word, and of the parts that it may have: each begins with a capital (`IndexWriter`).
fn begin_within(seconds: &[u128; 128], word: &[u8]) -> bool {
    let is_part = |at: usize| at == 0 || word.get(at).is_some_and(u8::is_ascii_uppercase);
    (0..word.len()).any(|at| is_part(at) && begins(seconds, word.get(at..).unwrap_or_default()))
}

/// Where the word that begins at `at` ends, when it is of ASCII and stands for nothing but itself: see [`crate::words::extras`]. What it is joined to
/// begins with its own letters.
fn plain_end(text: &[u8], at: usize) -> Option<usize> {
    let word = text.get(at..)?;
    let length = word.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (word, behind) = (word.get(..length)?, word.get(length));
    let is_whole = length > 0 && behind.is_none_or(u8::is_ascii);
    let has_dot = at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'.');
    let is_version = matches!(word, [b'v' | b'V', figure, ..] if figure.is_ascii_digit());
    (is_whole && !has_dot && !is_version).then_some(at + length)
}
