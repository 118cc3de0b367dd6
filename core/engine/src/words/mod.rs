//! Text to words: where words begin and end in any script, and the form under which each is indexed.
mod accents;
mod address;
mod article;
pub mod compound;
mod distance;
mod endings;
mod extra;
pub mod fold;
pub mod lang;
mod script;
mod variants;
mod whole;

pub use address::address_words;
pub use distance::Distances;
pub use extra::{Extra, extras, joins, signed_at, unversioned};
pub use whole::whole;

use script::{Class, class, voices};

/// Longest indexed word in bytes; what is longer is cut (encoded data, not language).
pub const LONGEST: usize = 64;

/// What kind of word a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A word between breaks: normalised and stemmed.
    Word,
    /// Two (Han, Kana, Hangul) or three (Thai, Lao, Khmer, Myanmar) neighbouring characters.
    Gram,
    /// A run of such characters too short for a whole gram: in a query it stands for every gram that begins so.
    Short,
    /// The end of a longer run, indexed so that a short query finds it; no word of a query.
    Tail,
}

/// One word of a text: the bytes `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How to read it.
    pub kind: Kind,
}

/// Calls `each` with every word of `text`, in order.
pub fn tokens(text: &str, mut each: impl FnMut(Token)) {
    tokens_until(text, |token| {
        each(token);
        false
    });
}

/// The same until `is_enough`; how many bytes were looked at.
fn tokens_until(text: &str, is_enough: impl FnMut(Token) -> bool) -> usize {
    tokens_passing(text, |at| at, is_enough)
}

/// The same without those that are passed over: `pass` gives, of a place between two words, the place between two words from which on they count.
pub fn tokens_passing(
    text: &str,
    pass: impl Fn(usize) -> usize,
    mut is_enough: impl FnMut(Token) -> bool,
) -> usize {
    let mut at = pass(0);
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let kind = class(first);
        let (end, done) = match kind {
            Class::Break | Class::Mark => (at + first.len_utf8(), false),
            Class::Word => {
                let end = run_end(text, at, Class::Word);
                (end, is_enough(Token { start: at, end: cut(text, at, end), kind: Kind::Word }))
            }
            Class::Pair => {
                let end = run_end(text, at, Class::Pair);
                (end, grams(text, at, end, 2, &mut is_enough))
            }
            Class::Triple => {
                let end = run_end(text, at, Class::Triple);
                (end, grams(text, at, end, 3, &mut is_enough))
            }
        };
        if done {
            return end;
        }
        at = pass(end);
    }
    at
}

/// How many tokens `text` has, tails not counted.
#[cfg(test)]
pub fn count(text: &str) -> usize {
    let mut n = 0;
    tokens(text, |token| n += usize::from(token.kind != Kind::Tail));
    n
}

/// Where the run of `wanted` that begins at `start` ends; marks belong to the run they follow.
fn run_end(text: &str, start: usize, wanted: Class) -> usize {
    // Most letters are of ASCII: those need no look at what they are.
    let ascii = |text: &str| text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let start = start + if wanted == Class::Word { text.get(start..).map_or(0, ascii) } else { 0 };
    let rest = text.get(start..).unwrap_or_default();
    let mut end = rest.len();
    for (i, c) in rest.char_indices() {
        let this = class(c);
        if this != wanted && this != Class::Mark {
            end = i;
            break;
        }
    }
    start + end
}

/// The end of a word, at most [`LONGEST`] bytes on, at a character's boundary.
fn cut(text: &str, start: usize, end: usize) -> usize {
    let mut end = end.min(start + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The `n`-grams of `text[start..end]`, until `is_enough`; whether it was. A mark of kana is part of the character before it: `ｶﾞ` is `ガ`.
fn grams(text: &str, start: usize, end: usize, n: usize, is_enough: &mut impl FnMut(Token) -> bool) -> bool {
    let run = text.get(start..end).unwrap_or_default();
    let mut window = [start; 4];
    let mut seen = 0;
    for (i, _) in run.char_indices().filter(|(_, c)| !voices(*c)) {
        window.rotate_left(1);
        window[3] = start + i;
        seen += 1;
        if seen > n && is_enough(Token { start: window[3 - n], end: window[3], kind: Kind::Gram }) {
            return true;
        }
    }
    if seen < n {
        return is_enough(Token { start, end, kind: Kind::Short });
    }
    is_enough(Token { start: window[4 - n], end, kind: Kind::Gram })
        || is_enough(Token { start: window[5 - n], end, kind: Kind::Tail })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, Kind)> {
        let mut all = Vec::new();
        tokens(text, |t| all.push((&text[t.start..t.end], t.kind)));
        all
    }

    #[test]
    fn words_of_many_scripts() {
        use Kind::{Gram, Short, Tail, Word};
        assert_eq!(
            words("The cat's 3 lives"),
            [("The", Word), ("cat", Word), ("s", Word), ("3", Word), ("lives", Word)]
        );
        assert_eq!(
            words("搜索引擎 好"),
            [("搜索", Gram), ("索引", Gram), ("引擎", Gram), ("擎", Tail), ("好", Short)]
        );
        assert_eq!(words("ไทยแล้ว").first(), Some(&("ไทย", Gram)));
        assert_eq!(words("हिन्दी में"), [("हिन्दी", Word), ("में", Word)]);
        assert_eq!(words("日本go"), [("日本", Gram), ("本", Tail), ("go", Word)]);
        assert_eq!(words("ｶﾞｷﾞ"), [("ｶﾞｷﾞ", Gram), ("ｷﾞ", Tail)]);
        assert_eq!(words("か\u{3099}"), [("か\u{3099}", Short)]);
        assert_eq!(words(""), []);
        assert_eq!(count("搜索引擎 good"), 4);
    }

    #[test]
    fn who_has_enough_looks_no_further() {
        let upto = |text: &str, last: &str| tokens_until(text, |t| &text[t.start..t.end] == last);
        assert_eq!(upto("one two three", "two"), "one two".len());
        assert_eq!(upto("one two three", "four"), "one two three".len());
        let mut seen = 0;
        tokens_until("搜索引擎 好", |_| {
            seen += 1;
            true
        });
        assert_eq!(seen, 1);
    }

    #[test]
    fn long_words_are_cut_at_a_boundary() {
        let text = "é".repeat(100);
        let all = words(&text);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].0.len(), LONGEST);
    }
}
