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
    terms: Vec<Wanted>,
    seen: HashMap<String, Option<usize>>,
    /// The first two letters of each term and compound.
    beginnings: Vec<(char, Option<char>)>,
    /// The same where all are letters of English; `None` when one is no letter of English.
    ascii_beginnings: Option<Vec<(u8, Option<u8>)>>,
}

struct Wanted {
    /// Its indexed forms, for words of spaced scripts; else the text.
    forms: Vec<String>,
    /// The text without what people leave out.
    plain: String,
    stemmed: bool,
    prefix: bool,
    /// Compounds that it is a part of.
    compounds: HashSet<String>,
}

impl Matcher {
    /// For texts in `lang`.
    pub fn new(terms: &Terms, lang: &str) -> Self {
        let stems = Stems::new(code(lang));
        let wanted = |term: &super::Term| Wanted {
            forms: if term.stemmed { stems.forms(&term.text) } else { vec![term.text.clone()] },
            plain: fold::strip(&term.text),
            stemmed: term.stemmed,
            prefix: term.prefix,
            compounds: term.compounds.iter().cloned().collect(),
        };
        let terms: Vec<Wanted> = terms.words.iter().map(wanted).collect();
        let beginnings = beginnings(&terms);
        let of_ascii = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
        let ascii = |(first, second): &(char, Option<char>)| {
            Some((of_ascii(*first)?, second.map_or(Some(None), |second| of_ascii(second).map(Some))?))
        };
        let ascii_beginnings = beginnings.iter().map(ascii).collect();
        Self { stems, terms, seen: HashMap::new(), beginnings, ascii_beginnings }
    }

    /// All matches in order. With `within`, stops once a run of so many characters has every word.
    pub fn find(&mut self, text: &str, within: Option<usize>) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        if self.terms.is_empty() {
            return found;
        }
        let (mut byte, mut chars) = (0, 0);
        let mut last_of: Vec<Option<usize>> = vec![None; self.terms.len()];
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
            return self.terms.iter().position(|term| {
                term.forms.contains(&normal)
                    || (term.prefix && !term.stemmed && normal.starts_with(&term.plain))
            });
        }
        if !self.may_match(&normal) {
            return None;
        }
        if let Some(known) = self.seen.get(&normal) {
            return *known;
        }
        let form = self.stems.stem(&normal);
        let plain = fold::strip(&normal);
        let is = |term: &Wanted| {
            term.forms.contains(&form)
                || term.compounds.contains(&form)
                || (term.prefix && plain.starts_with(&term.plain))
        };
        let found = self.terms.iter().position(is);
        self.seen.insert(normal, found);
        found
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

/// The first two letters of all words that stand for one of the terms, each pair once.
fn beginnings(terms: &[Wanted]) -> Vec<(char, Option<char>)> {
    let words = terms.iter().flat_map(|term| std::iter::once(&term.plain).chain(&term.compounds));
    let beginning = |word: &String| {
        let mut letters = word.chars();
        letters.next().map(|first| (first, letters.next()))
    };
    let all: HashSet<_> = words.filter_map(beginning).collect();
    all.into_iter().collect()
}
