//! The words of a query in each language of the texts that they are looked for in: made once for an answer, and what they learn of one text holds for the next.
use super::Terms;
use super::matcher::Matcher;
use crate::words::lang::code;
use std::collections::HashMap;

/// See above.
pub struct Matchers<'a> {
    pub(super) terms: &'a Terms,
    by_lang: HashMap<String, Matcher>,
}

impl<'a> Matchers<'a> {
    /// For these words.
    pub fn new(terms: &'a Terms) -> Self {
        Self { terms, by_lang: HashMap::new() }
    }

    /// For texts in `lang`.
    pub(super) fn of(&mut self, lang: &str) -> &mut Matcher {
        let terms = self.terms;
        self.by_lang.entry(code(lang).to_owned()).or_insert_with(|| Matcher::new(terms, lang))
    }
}
