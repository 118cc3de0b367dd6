//! Finds a query's words in a text: stems only words that begin like one of them, and remembers their stems.
use super::Terms;
use super::beginnings::Beginnings;
use crate::words::lang::{Stems, code};
use crate::words::{Kind, Token, extras, fold, tokens_passing};
use std::collections::HashMap;
use std::rc::Rc;

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
    /// Of terms and compounds.
    beginnings: Rc<Beginnings>,
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
        let (mut forms, mut prefixes, mut begun) = (HashMap::new(), Vec::new(), Vec::new());
        for (at, term) in terms.words.iter().enumerate() {
            let own = if term.stemmed { stems.forms(&term.text) } else { vec![term.text.clone()] };
            let plain = fold::strip(&term.text);
            begun.extend(term.compounds.iter().chain([&plain]).cloned());
            for form in own.into_iter().chain(term.compounds.iter().cloned()) {
                forms.entry(form).or_insert(at);
            }
            if term.prefix {
                prefixes.push(Prefix { term: at, plain, stemmed: term.stemmed });
            }
        }
        let beginnings = Rc::new(Beginnings::of(begun.iter().map(String::as_str)));
        Self { stems, terms: terms.words.len(), forms, prefixes, seen: HashMap::new(), beginnings }
    }

    /// Calls `is_enough` with the matches of a text, in order, until it is; how many bytes were looked at.
    pub fn find(&mut self, text: &str, mut is_enough: impl FnMut(Match) -> bool) -> usize {
        if self.terms == 0 {
            return 0;
        }
        let (mut byte, mut chars, mut lit) = (0, 0, 0);
        let beginnings = Rc::clone(&self.beginnings);
        tokens_passing(
            text,
            |at| beginnings.pass(text, at),
            |token| {
                // What is written in one stands for its parts, too: they are lit already.
                if (token.kind == Kind::Word && token.start < lit) || token.kind == Kind::Tail {
                    return false;
                }
                let Some((start, end, term)) = self.here(text, token) else { return false };
                chars += text.get(byte..token.start).map_or(0, |gap| gap.chars().count());
                (byte, lit) = (token.start, end);
                let word = text.get(token.start..end).map_or(0, |word| word.chars().count());
                is_enough(Match { start, end, char_start: chars, char_end: chars + word, term })
            },
        )
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
        if self.beginnings.begin_otherwise(word) {
            return None;
        }
        let mut normal = String::new();
        fold::normalise(word, &mut normal);
        if kind != Kind::Word {
            return self.which(&normal, &normal, |prefix| !prefix.stemmed);
        }
        if !self.beginnings.may_begin(&normal) {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// Pieces of which every two may stand side by side, and words that are looked for among them.
    const PIECES: [&str; 40] = [
        "ferry",
        "Ferry",
        "FERRY",
        "fe",
        "f",
        "C",
        "c",
        "++",
        "#",
        ".net",
        "net",
        "node.js",
        "js",
        "Wi-Fi",
        "wifi",
        "fi",
        "v1.2.3",
        "1.2.3",
        "v2",
        "2",
        "IndexWriter",
        "parseJSON",
        "writer",
        "json",
        "U.S.A.",
        "don't",
        "+49 30",
        "naïve",
        "naive",
        "Ärger",
        "ärger",
        "搜索引擎",
        "паром",
        "\u{ad}",
        "é",
        " ",
        " ",
        "\n",
        ", ",
        ". ",
    ];
    const QUERIES: [&str; 20] = [
        "ferry ",
        "fer",
        "f",
        "c ",
        "c++ ",
        "c# ",
        ".net ",
        "node.js ",
        "wifi ",
        "wi-fi ",
        "1.2.3 ",
        "1.2",
        "writer ",
        "json ",
        "usa ",
        "dont ",
        "naive ",
        "ärger ",
        "搜索 ",
        "ferry паром ",
    ];

    fn matches(matcher: &mut Matcher, text: &str) -> Vec<Match> {
        let mut all = Vec::new();
        matcher.find(text, |found| {
            all.push(found);
            false
        });
        all
    }

    #[test]
    fn what_is_passed_over_holds_nothing() {
        let (mut state, mut found) = (7_u64, 0);
        for _ in 0..20_000 {
            let mut pick = |of: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % of
            };
            let text: String = (0..1 + pick(12)).map(|_| PIECES[pick(PIECES.len())]).collect();
            let terms = Terms::of(&parse(QUERIES[pick(QUERIES.len())], 0, 0));
            let mut all =
                Matcher { beginnings: Rc::new(Beginnings::unknown()), ..Matcher::new(&terms, "en") };
            let wanted = matches(&mut all, &text);
            assert_eq!(
                matches(&mut Matcher::new(&terms, "en"), &text),
                wanted,
                "{:?} in {text:?}",
                terms.words
            );
            found += wanted.len();
        }
        assert!(found > 1_000, "{found} words were found in all");
    }
}
