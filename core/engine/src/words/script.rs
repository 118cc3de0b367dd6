//! Which characters make words, pairs or triples.
use unicode_normalization::char::is_combining_mark;

/// What a character does to the word it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Ends a word.
    Break,
    /// Continues whatever it follows: combining marks, joiners, soft hyphens.
    Mark,
    /// Letters and digits of scripts that put spaces between words.
    Word,
    /// Han, Kana and Hangul: indexed as pairs.
    Pair,
    /// Scripts without spaces and with many marks: indexed as triples.
    Triple,
}

/// True for the marks that make `が` of `か` where they are characters of their own: decomposed, and of half width.
pub(super) const fn voices(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}')
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Word } else { Class::Break };
    }
    match u32::from(c) {
        0x00AD | 0x200C | 0x200D => Class::Mark,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
            if c.is_alphanumeric() || is_combining_mark(c) =>
        {
            Class::Triple
        }
        // Kana with their marks, Hangul, Han, and the half-width forms; the middle dot and brackets between are breaks.
        0x3005..=0x3007 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF => {
            Class::Pair
        }
        0x1100..=0x11FF | 0x3131..=0x318E | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF => {
            Class::Pair
        }
        0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFF66..=0xFFDC | 0x20000..=0x3FFFD => {
            Class::Pair
        }
        _ if c.is_alphanumeric() => Class::Word,
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Break,
    }
}
