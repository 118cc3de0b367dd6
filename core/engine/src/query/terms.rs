//! The words of a query that are lit up in titles and passages.
use super::{Node, Query, Scope, Word};
use crate::words::Kind;

/// See [`Terms::words`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Normal form, not stemmed.
    pub text: String,
    /// True for words of spaced scripts, which are stemmed.
    pub stemmed: bool,
    /// True when words that begin so are lit too.
    pub prefix: bool,
}

/// What to light up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Each word once.
    pub words: Vec<Term>,
}

impl Terms {
    /// The words a query looks for.
    pub fn of(query: &Query) -> Self {
        let mut terms = Self::default();
        query.root.wanted(&mut |node| match node {
            Node::Word(word) => terms.push(word),
            Node::Phrase(words) => words.iter().for_each(|word| terms.push(word)),
            Node::Compound(words) => {
                words.iter().for_each(|word| terms.push(word));
                terms.push(&super::value::joined(words));
            }
            _ => {}
        });
        terms
    }

    fn push(&mut self, word: &Word) {
        if matches!(word.scope, Scope::Site | Scope::Lang) {
            return;
        }
        let term = Term { text: word.text.clone(), stemmed: word.kind == Kind::Word, prefix: word.prefix };
        if !self.words.contains(&term) {
            self.words.push(term);
        }
    }
}
