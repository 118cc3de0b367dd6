//! One-time codes: a short number of its own (or capitals and digits), close to words that say what it is for.
mod words;

use super::digits::{Gap, Group, after, before, gap};
use super::finder::Finder;
use std::ops::Range;
use std::sync::LazyLock;
use words::{
    ANYWHERE, BINDS, COMPOUNDS, LEADS, LOOSE, NAMES, OTHER_CODES, PURPOSES, STEMS, USES, VOUCHERS, YOUR,
};

/// How far from the number the words are looked for, in characters.
const NEAR: usize = 70;

fn words_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|')
}

fn is_one_of(list: &'static str, word: &str) -> bool {
    words_of(list).any(|one| one == word)
}

/// A number that may be a code.
struct Number {
    start: usize,
    end: usize,
    /// 1900 to 2099 in one piece.
    is_year: bool,
}

/// Where one-time codes stand.
pub(super) fn find(text: &str, groups: &[Group]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = groups;
    let mut stems = Stems::new(text);
    while let Some(first) = rest.first() {
        let (chain, others) = rest.split_at(chained(text, rest));
        rest = others;
        let end = chain.last().map_or(first.end, |last| last.end);
        if !stems.are_near(first.start, end) {
            continue;
        }
        if let Some(word) = word_around(text, first).filter(|word| is_named_word(text, word)) {
            found.push(Number { start: word.start, end: word.end, is_year: false });
            continue;
        }
        let lengths: Vec<_> = chain.iter().map(|g| g.digits.len()).collect();
        let number = |last: &Group| Number {
            start: first.start,
            end: last.end,
            is_year: lengths.len() == 1 && matches!(first.digits.as_slice(), [1, 9, _, _] | [2, 0, _, _]),
        };
        let in_boxes = (4..=8).contains(&lengths.len()) && lengths.iter().all(|length| *length == 1);
        match lengths.as_slice() {
            _ if in_boxes => {
                found.extend(chain.last().map(number).filter(|n| is_apart(text, n) && is_named(text, n)));
            }
            [4..=8] | [3, 3] | [4, 4] | [2, 2] | [2, 2, 2] | [2, 2, 2, 2] => {
                found.extend(chain.last().map(number).filter(|n| is_apart(text, n) && is_named(text, n)));
            }
            // A number follows that is not part of it ("code 482913 10 minutes").
            [4..=8, ..] => {
                found
                    .extend(Some(number(first)).filter(|n| is_apart(text, n) && is_bound(&left_of(text, n))));
            }
            _ => {}
        }
    }
    found.into_iter().map(|n| n.start..n.end).collect()
}

static STEMS_OF_ALL: LazyLock<Finder> = LazyLock::new(|| Finder::new(STEMS.iter().copied()));

/// Where words stand that any code needs beside it, found in one pass: most numbers have none near.
struct Stems<'a> {
    text: &'a [u8],
    /// All before this were looked at.
    until: usize,
    /// The newest.
    last: Option<usize>,
}

impl<'a> Stems<'a> {
    fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), until: 0, last: None }
    }

    /// Whether one stands near; asked from left to right.
    fn are_near(&mut self, start: usize, end: usize) -> bool {
        const BYTES: usize = 4 * NEAR;
        let from = start.saturating_sub(BYTES);
        if self.last.is_some_and(|last| last >= from) {
            return true;
        }
        self.until = self.until.max(from);
        let to = (end + BYTES).min(self.text.len());
        if self.until >= to {
            return false;
        }
        let found = STEMS_OF_ALL.find(self.text, self.until, to).next().map(|(at, _)| at);
        self.until = found.map_or(to, |at| at + 1);
        self.last = found.or(self.last);
        found.is_some()
    }
}

/// How many groups hang together: a grouped code, a code in boxes, or a telephone number, a date.
fn chained(text: &str, groups: &[Group]) -> usize {
    let hangs = |pair: &&[Group]| match pair {
        [left, right] => gap(text, left, right)
            .is_some_and(|gap| gap != Gap::Line || (left.digits.len() == 1 && right.digits.len() == 1)),
        _ => false,
    };
    1 + groups.windows(2).take_while(hangs).count()
}

/// The word of capitals and digits around a group ("7F3-K9Q").
fn word_around(text: &str, group: &Group) -> Option<Range<usize>> {
    const LONGEST: usize = 14;
    let is_in = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '-';
    let left: usize = text.get(..group.start)?.chars().rev().take(LONGEST).take_while(is_in).count();
    let right: usize = text.get(group.end..)?.chars().take(LONGEST).take_while(is_in).count();
    let word = text.get(group.start - left..group.end + right)?;
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    let length = letters + word.bytes().filter(u8::is_ascii_digit).count();
    let alone = !before(text, group.start - left)
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '/'))
        && !after(text, group.end + right)
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '/'));
    let fits = letters > 0 && (5..=12).contains(&length) && !word.starts_with('-') && !word.ends_with('-');
    (alone && fits).then(|| group.start - left..group.end + right)
}

/// Whether such a word stands right behind a full name ("Your verification code is 7F3K9Q").
fn is_named_word(text: &str, word: &Range<usize>) -> bool {
    let left = tail(text.get(..word.start).unwrap_or_default());
    let mut rest = left.as_str();
    for _ in 0..4 {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        if ends_with_name(rest) {
            return true;
        }
        let last = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if !is_one_of(BINDS, last) {
            return false;
        }
        rest = rest.strip_suffix(last).unwrap_or_default();
    }
    false
}

fn ends_with_name(left: &str) -> bool {
    let whole =
        |name: &str| left.strip_suffix(name).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    words_of(NAMES).any(whole)
        || words_of(COMPOUNDS).any(|name| left.ends_with(name))
        || words_of(ANYWHERE).any(|name| left.ends_with(name))
}

/// No part of a longer number, a date, a time, a price, an amount or a word. "G-482913" is a code's own form.
fn is_apart(text: &str, number: &Number) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@');
    let left_free = before(text, number.start).is_none_or(|c| {
        let further = before(text, number.start - c.len_utf8());
        match c {
            '-' => letters_with_dash(text, number.start) || !further.is_some_and(is_word),
            '.' | ',' | '/' | ':' => !is_digit(further),
            _ => !is_word(c) && !matches!(c, '+' | '#' | '$' | '€' | '£' | '¥'),
        }
    });
    let right_free = after(text, number.end).is_none_or(|c| match c {
        '-' | '.' | ',' | '/' | ':' => !is_digit(after(text, number.end + c.len_utf8())),
        _ => !is_word(c) && !matches!(c, '%' | '°' | '$' | '€' | '£' | '¥'),
    });
    left_free && right_free
}

/// One to three capitals and a dash, as in "G-482913", that begin a word.
fn letters_with_dash(text: &str, at: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|left| left.strip_suffix('-')) else { return false };
    let capitals = head.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    let inside = head.chars().rev().nth(capitals).is_some_and(char::is_alphanumeric);
    (1..=3).contains(&capitals) && !inside
}

/// Whether the words around say that it is a one-time code.
fn is_named(text: &str, number: &Number) -> bool {
    let left = left_of(text, number);
    let right = head(text.get(number.end..).unwrap_or_default());
    if is_voucher(&right) {
        return false;
    }
    if number.is_year {
        return is_bound(&left);
    }
    has_name(&left)
        || has_name(&right)
        || is_bound(&left)
        || is_bound_backwards(&right)
        || is_used(&left, &right)
}

/// "… at checkout", "… for 20 % off": what the number opens is a price.
fn is_voucher(right: &str) -> bool {
    words_of(VOUCHERS).any(|word| right.contains(word))
}

/// "Use 482913 to sign in", "Geben Sie 482913 ein, um sich anzumelden".
fn is_used(left: &str, right: &str) -> bool {
    let mut words = left.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).rev().take(3);
    words.any(|word| is_one_of(USES, word)) && words_of(PURPOSES).any(|purpose| right.contains(purpose))
}

/// The words before the number, and before the letters of "G-482913".
fn left_of(text: &str, number: &Number) -> String {
    let mut left = text.get(..number.start).unwrap_or_default();
    if letters_with_dash(text, number.start) {
        left = left.trim_end_matches('-').trim_end_matches(|c: char| c.is_ascii_uppercase());
    }
    tail(left)
}

/// The last characters before the number. A code may stand on a line of its own below its words.
fn tail(text: &str) -> String {
    let cut = text.char_indices().rev().nth(NEAR - 1).map_or(0, |(i, _)| i);
    let near = text.get(cut..).unwrap_or_default();
    let sentence =
        near.rfind(['.', '!', '?', '。']).filter(|i| near.get(*i..).is_some_and(|s| s.trim_end().len() > 1));
    near.get(sentence.unwrap_or(0)..).unwrap_or_default().to_lowercase()
}

/// The first characters after the number, to the end of the sentence or line.
fn head(text: &str) -> String {
    let cut = text.char_indices().nth(NEAR).map_or(text.len(), |(i, _)| i);
    let near = text.get(..cut).unwrap_or_default();
    near.split(['.', '!', '?', '。', '\n', ';']).next().unwrap_or_default().to_lowercase()
}

static WHOLE: LazyLock<Finder> = LazyLock::new(|| Finder::new(NAMES.split('|')));
static ENDS: LazyLock<Finder> = LazyLock::new(|| Finder::new(COMPOUNDS.split('|')));
static PARTS: LazyLock<Finder> = LazyLock::new(|| Finder::new(ANYWHERE.split('|')));

/// Whether a full name stands in it: as a whole word, as the end of one, or anywhere, by its kind.
fn has_name(near: &str) -> bool {
    let bytes = near.as_bytes();
    let begins = |at: usize| !before(near, at).is_some_and(char::is_alphanumeric);
    let ends = |at: usize| !after(near, at).is_some_and(char::is_alphanumeric);
    WHOLE.find(bytes, 0, bytes.len()).any(|(at, length)| begins(at) && ends(at + length))
        || ENDS.find(bytes, 0, bytes.len()).any(|(at, length)| ends(at + length))
        || PARTS.find(bytes, 0, bytes.len()).next().is_some()
}

/// "code is 482913", "PIN: 4829": the words before the number lead back to a loose word by binding words alone.
fn is_bound(left: &str) -> bool {
    let words: Vec<_> = left.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for (i, word) in words.iter().enumerate().rev().take(4) {
        if is_one_of(LOOSE, word) || has_name(word) {
            let other =
                i.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| is_one_of(OTHER_CODES, w));
            return !other;
        }
        if !is_one_of(BINDS, word) {
            return false;
        }
    }
    false
}

/// "482913 is your login code": such a word ends the clause, and "your" or "as" leads to it.
fn is_bound_backwards(right: &str) -> bool {
    let words: Vec<_> =
        right.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(7).collect();
    let leads =
        words.first().is_some_and(|w| is_one_of(LEADS, w)) && words.iter().any(|w| is_one_of(YOUR, w));
    let named = words.iter().position(|w| is_one_of(LOOSE, w) || w.ends_with("code"));
    let other = named.and_then(|i| words.get(i.checked_sub(1)?)).is_some_and(|w| is_one_of(OTHER_CODES, w));
    leads && named.is_some() && !other
}
