//! Finds a query's words in a text: stems only words that begin like one of them, and remembers their stems.
use super::Terms;
use crate::words::lang::{Stems, code};
use crate::words::{Kind, Token, extras, fold, tokens_until};
use std::collections::{HashMap, HashSet};

/// A word of the query in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The same in characters.
    pub char_start: usize,
    pub char_end: usize,
    /// Which word of the query.
    pub term: usize,
}

/// The words of a query in one language.
pub(super) struct Matcher {
    stems: Stems,
    /// How many words the query has.
    terms: usize,
    /// The indexed forms of each (for words of scripts without blanks: the text), and of compounds that it is a part of -> which it is.
    forms: HashMap<String, usize>,
    /// Those that stand for words that begin so.
    prefixes: Vec<Prefix>,
    seen: HashMap<String, Option<usize>>,
    /// The first two letters of each term and compound, each pair once.
    beginnings: Vec<(char, Option<char>)>,
    /// The same where all are letters of English.
    ascii_beginnings: Option<Vec<(u8, Option<u8>)>>,
}

/// A word of the query that is a beginning.
struct Prefix {
    term: usize,
    /// The text without what people leave out.
    plain: String,
    stemmed: bool,
}

impl Matcher {
    /// For texts in `lang`.
    pub fn new(terms: &Terms, lang: &str) -> Self {
        let stems = Stems::new(code(lang));
        let (mut forms, mut prefixes, mut beginnings) = (HashMap::new(), Vec::new(), HashSet::new());
        for (at, term) in terms.words.iter().enumerate() {
            let own = if term.stemmed { stems.forms(&term.text) } else { vec![term.text.clone()] };
            let plain = fold::strip(&term.text);
            beginnings.extend(term.compounds.iter().chain([&plain]).filter_map(|word| beginning(word)));
            for form in own.into_iter().chain(term.compounds.iter().cloned()) {
                forms.entry(form).or_insert(at);
            }
            if term.prefix {
                prefixes.push(Prefix { term: at, plain, stemmed: term.stemmed });
            }
        }
        let beginnings: Vec<_> = beginnings.into_iter().collect();
        let of_ascii = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
        let ascii = |(first, second): &(char, Option<char>)| {
            Some((of_ascii(*first)?, second.map_or(Some(None), |second| of_ascii(second).map(Some))?))
        };
        let ascii_beginnings = beginnings.iter().map(ascii).collect();
        let (terms, seen) = (terms.words.len(), HashMap::new());
        Self { stems, terms, forms, prefixes, seen, beginnings, ascii_beginnings }
    }

    /// Calls `is_enough` with the matches of a text, in order, until it is; how many bytes were looked at.
    pub fn find(&mut self, text: &str, mut is_enough: impl FnMut(Match) -> bool) -> usize {
        if self.terms == 0 {
            return 0;
        }
        let (mut byte, mut chars, mut lit) = (0, 0, 0);
        tokens_until(text, |token| {
            // What is written in one stands for its parts, too: they are lit already.
            if (token.kind == Kind::Word && token.start < lit) || token.kind == Kind::Tail {
                return false;
            }
            let Some((start, end, term)) = self.here(text, token) else { return false };
            chars += text.get(byte..token.start).map_or(0, |gap| gap.chars().count());
            (byte, lit) = (token.start, end);
            let word = text.get(token.start..end).map_or(0, |word| word.chars().count());
            is_enough(Match { start, end, char_start: chars, char_end: chars + word, term })
        })
    }

    /// What a token stands for, and where that begins and ends: the word itself, or another way to write it.
    fn here(&mut self, text: &str, token: Token) -> Option<(usize, usize, usize)> {
        let word = text.get(token.start..token.end)?;
        if let Some(term) = self.term(word, token.kind) {
            return Some((token.start, token.end, term));
        }
        let mut found = None;
        extras(text, token, |extra| {
            if found.is_none() {
                found = self.term(&extra.text, extra.kind).map(|term| (extra.start, extra.end, term));
            }
        });
        found
    }

    /// Which word of the query this is.
    fn term(&mut self, word: &str, kind: Kind) -> Option<usize> {
        if self.begins_otherwise(word) {
            return None;
        }
        let mut normal = String::new();
        fold::normalise(word, &mut normal);
        if kind != Kind::Word {
            return self.which(&normal, &normal, |prefix| !prefix.stemmed);
        }
        if !self.may_match(&normal) {
            return None;
        }
        if let Some(known) = self.seen.get(&normal) {
            return *known;
        }
        let form = self.stems.stem(&normal);
        let plain = fold::strip(&normal);
        let found = self.which(&form, &plain, |_| true);
        self.seen.insert(normal, found);
        found
    }

    /// The first word of the query that has this form, or that `plain` begins with.
    fn which(&self, form: &str, plain: &str, may: impl Fn(&Prefix) -> bool) -> Option<usize> {
        let exact = self.forms.get(form).copied();
        let begun = self.prefixes.iter().find(|prefix| may(prefix) && plain.starts_with(&prefix.plain));
        exact.into_iter().chain(begun.map(|prefix| prefix.term)).min()
    }

    /// The same as [`Matcher::may_match`] says of its normal form, of most words of a text without making that.
    fn begins_otherwise(&self, word: &str) -> bool {
        let mut letters = word.bytes().take(2).map(|byte| byte.to_ascii_lowercase());
        let (first, second) = (letters.next(), letters.next());
        first.is_some_and(|byte| byte.is_ascii())
            && second.is_none_or(|byte| byte.is_ascii())
            && self.ascii_beginnings.as_ref().is_some_and(|beginnings| {
                beginnings.iter().all(|(a, b)| Some(*a) != first || (second.is_some() && *b != second))
            })
    }

    /// Stems change endings, and beginnings by no more than an accent: words whose first letters differ are not stemmed.
    fn may_match(&self, normal: &str) -> bool {
        let mut ours = normal.chars();
        let (first, second) = (ours.next(), ours.next());
        self.beginnings.iter().any(|(theirs, next)| match first {
            Some(first) if first.is_ascii() && theirs.is_ascii() => {
                first == *theirs
                    && match (second, *next) {
                        (Some(a), Some(b)) if a.is_ascii() && b.is_ascii() => a == b,
                        _ => true,
                    }
            }
            None => false,
            // Other scripts: Arabic stems lose their first letters.
            _ => true,
        })
    }
}

fn beginning(word: &str) -> Option<(char, Option<char>)> {
    let mut letters = word.chars();
    letters.next().map(|first| (first, letters.next()))
}
