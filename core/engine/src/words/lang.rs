//! Languages: their codes as they stand in the index, and their stemmers.
use super::{Kind, fold};
use frostem::{Algorithm, Stemmer};
use std::collections::HashMap;

/// Words remembered with their stems before the memory starts over.
const REMEMBERED: usize = 1 << 14;

/// The code of a language as the index keeps it: at most three small letters, empty when unknown.
pub fn code(lang: &str) -> &str {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    let known = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    if known { primary } else { "" }
}

/// Reduces words of one language to the form under which they are indexed. Remembers stems: text repeats itself.
pub struct Stems {
    stemmer: Option<Stemmer>,
    known: HashMap<String, String>,
    normal: String,
}

impl Stems {
    /// For a language code as of [`code`]; words of unknown languages are only folded.
    pub fn new(lang: &str) -> Self {
        let stemmer = Algorithm::from_name(lang).ok().map(Stemmer::new);
        Self { stemmer, known: HashMap::new(), normal: String::new() }
    }

    /// The indexed form of a token's text.
    pub fn form(&mut self, word: &str, kind: Kind) -> &str {
        fold::normalise(word, &mut self.normal);
        if kind != Kind::Word {
            return &self.normal;
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(&self.normal) {
            let form = self.stem(&self.normal);
            self.known.insert(self.normal.clone(), form);
        }
        self.known.get(&self.normal).map_or("", String::as_str)
    }

    /// The forms under which pages may hold what a person typed: its stem, and, since people leave accents out and
    /// stemmers take an accented ending for another (`café`, `cafe`), the word itself and its stem without them.
    pub fn forms(&self, normal: &str) -> Vec<String> {
        let plain = fold::strip(normal);
        let mut forms = vec![self.stem(normal), self.stem(&plain), plain];
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The indexed form of a normalised word.
    pub fn stem(&self, normal: &str) -> String {
        match &self.stemmer {
            Some(stemmer) => fold::strip(&stemmer.stem(normal)),
            None => fold::strip(normal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(
            [code("en"), code("pt-BR"), code(""), code("Deutsch"), code("x")],
            ["en", "pt", "", "", ""]
        );
    }

    #[test]
    fn stems_by_language() {
        assert_eq!(Stems::new("en").form("Running", Kind::Word), "run");
        assert_eq!(Stems::new("de").form("Häusern", Kind::Word), "haus");
        assert_eq!(Stems::new("ru").form("книгами", Kind::Word), "книг");
        assert_eq!(Stems::new("").form("Running", Kind::Word), "running");
    }
}
