//! Finds a query's words in a text: stems only words that begin like one of them, and remembers their stems.
use super::Terms;
use crate::words::lang::{Stems, code};
use crate::words::{Kind, Token, extras, fold, tokens};
use std::collections::{HashMap, HashSet};

/// A word of the query in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The same in characters; zero where passages are not measured.
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

    /// All matches in order. With `within`, stops once a run of so many characters has every word.
    pub fn find(&mut self, text: &str, within: Option<usize>) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        if self.terms == 0 {
            return found;
        }
        let (mut byte, mut chars) = (0, 0);
        // More words than characters: never all of them.
        let may_end = within.is_some_and(|within| self.terms <= within);
        let mut last_of: Vec<Option<usize>> = vec![None; if may_end { self.terms } else { 0 }];
        let mut done = false;
        tokens(text, |token| {
            // What is written in one stands for its parts, too: they are lit already.
            let is_lit = token.kind == Kind::Word && found.last().is_some_and(|last| token.start < last.end);
            if done || is_lit || token.kind == Kind::Tail {
                return;
            }
            let Some((start, end, term)) = self.here(text, token) else { return };
            let word = text.get(token.start..end).unwrap_or_default();
            let mut hit = Match { start, end, char_start: 0, char_end: 0, term };
            if let Some(within) = within {
                chars += text.get(byte..token.start).map_or(0, |gap| gap.chars().count());
                byte = token.start;
                hit.char_start = chars;
                hit.char_end = chars + word.chars().count();
                if let Some(last) = last_of.get_mut(term) {
                    *last = Some(hit.char_start);
                }
                let oldest = last_of.iter().copied().min().flatten();
                done = oldest.is_some_and(|oldest| hit.char_end - oldest <= within);
            }
            found.push(hit);
        });
        found
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
