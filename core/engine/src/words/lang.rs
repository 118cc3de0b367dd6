//! Languages: their codes as they stand in the index, and their stemmers.
use super::{Kind, accents, article, fold};
use crate::interned::Interned;
use frostem::{Algorithm, Stemmer};

/// Words remembered with their stems before the memory starts over, and bytes of them.
const REMEMBERED: usize = 1 << 14;
const REMEMBERED_BYTES: usize = 1 << 19;

/// A stem of no more letters says little.
const SHORT: usize = 2;

/// The code of a language as the index keeps it: at most three small letters, empty when unknown.
pub fn code(lang: &str) -> &str {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    let known = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    if known { primary } else { "" }
}

/// Reduces words of one language to the form under which they are indexed. Remembers stems: text repeats itself.
pub struct Stems {
    /// The code.
    pub(super) lang: String,
    stemmer: Option<Stemmer>,
    /// Its words are written with their articles.
    has_articles: bool,
    /// Those with accents that people leave out.
    endings: &'static [&'static str],
    known: Known,
    normal: String,
}

impl Stems {
    /// For a language code as of [`code`]; words of unknown languages are only folded.
    pub fn new(lang: &str) -> Self {
        let stemmer = Algorithm::from_name(lang).ok().map(Stemmer::new);
        let has_articles = lang == "ar";
        Self {
            lang: lang.to_owned(),
            stemmer,
            has_articles,
            endings: accents::endings(lang),
            known: Known::default(),
            normal: String::new(),
        }
    }

    /// The indexed form of a token's text.
    pub fn form(&mut self, word: &str, kind: Kind) -> &str {
        fold::normalise(word, &mut self.normal);
        if kind != Kind::Word {
            return &self.normal;
        }
        let Self { stemmer, has_articles, known, normal, .. } = self;
        known.form(normal, || stem(stemmer.as_ref(), *has_articles, normal))
    }

    /// The forms under which pages may hold what a person typed: its stem, and, since people leave accents out and
    /// stemmers take an accented ending for another (`café`, `cafe`), the word itself, its stem without them, and
    /// those of what it may be with them.
    pub fn forms(&self, normal: &str) -> Vec<String> {
        let plain = fold::strip(normal);
        let mut forms = vec![self.stem(normal), self.stem(&plain)];
        let accented = accents::accented(normal, self.endings).map(|word| self.stem(&word));
        // Two letters are left of most words that are no words: they stand for short ones alone.
        forms.extend(
            accented
                .filter(|form| form.chars().nth(SHORT).is_some() || plain.chars().nth(2 * SHORT).is_none()),
        );
        forms.push(plain);
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The indexed form of a normalised word.
    pub fn stem(&self, normal: &str) -> String {
        stem(self.stemmer.as_ref(), self.has_articles, normal)
    }
}

/// Words and their stems.
#[derive(Default)]
struct Known {
    words: Interned,
    stems: Interned,
    /// By word.
    stem_of: Vec<u32>,
}

impl Known {
    /// The stem of a word, found once.
    fn form(&mut self, word: &str, stem: impl FnOnce() -> String) -> &str {
        if self.words.len() >= REMEMBERED || self.words.bytes() >= REMEMBERED_BYTES {
            *self = Self::default();
        }
        let word = self.words.number(word) as usize;
        if word == self.stem_of.len() {
            self.stem_of.push(self.stems.number(&stem()));
        }
        self.stems.text(self.stem_of.get(word).copied().unwrap_or_default())
    }
}

fn stem(stemmer: Option<&Stemmer>, has_articles: bool, normal: &str) -> String {
    let normal = if has_articles { article::without(normal) } else { normal };
    match stemmer {
        Some(stemmer) => fold::strip(&stemmer.stem(normal)),
        None => fold::strip(normal),
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

    #[test]
    fn accents_are_optional() {
        let words = [
            (
                "fr",
                "première dernière manière rivière électricité sécurité employée employés forêt été naïve égoïste",
            ),
            (
                "pt",
                "pão mãe mãos pães informação informações coração ciência possível terrível canção aviões saúde irmã",
            ),
            ("ca", "població cançó estació València ciència història català també però"),
            ("es", "canción todavía habló comería están después corazón país pingüino"),
            ("it", "città però perché caffè università"),
            ("ro", "nație națiune informații orașe mâncând știință școală"),
            ("cs", "dobrých velkého městům příští čeština"),
            ("pl", "książkę chłopców miłość pisał robić będąc kobietą"),
            ("nl", "financiële creëren"),
            ("de", "Häuser schön Größe"),
        ];
        for (lang, words) in words {
            let mut stems = Stems::new(lang);
            for word in words.split(' ') {
                let form = stems.form(word, Kind::Word).to_owned();
                let normal = word.to_lowercase();
                for typed in [fold::strip(&normal), normal] {
                    assert!(
                        stems.forms(&typed).contains(&form),
                        "{lang}: {typed} does not find {word} ({form})"
                    );
                }
            }
        }
    }

    #[test]
    fn a_word_has_few_forms() {
        for (lang, word, most) in
            [("fr", "riviere", 3), ("fr", "petite", 3), ("pl", "praca", 3), ("en", "cafe", 2)]
        {
            let forms = Stems::new(lang).forms(word);
            assert!(forms.len() <= most, "{lang} {word}: {forms:?}");
        }
    }
}
