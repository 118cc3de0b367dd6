//! The words of a query that are lit up in titles and passages.
use super::{Node, Query, Scope, Word};
use crate::words::Kind;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// See [`Terms::words`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Term {
    /// Normal form, not stemmed.
    pub text: String,
    /// True for words of spaced scripts, which are stemmed.
    pub stemmed: bool,
    /// True when words that begin so are lit too.
    pub prefix: bool,
    /// Indexed forms of compounds that it is a part of.
    pub compounds: Vec<String>,
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
        let (mut terms, mut known) = (Self::default(), HashSet::new());
        let mut push = |word: &Word| terms.push(word, &mut known);
        query.root.wanted(&mut |node| match node {
            Node::Word(word) => push(word),
            Node::Phrase(words) => words.iter().for_each(&mut push),
            Node::Compound(words) => {
                words.iter().for_each(&mut push);
                push(&super::value::joined(words));
            }
            _ => {}
        });
        terms
    }

    /// The same with what compounds (indexed forms) stand for words (as typed).
    #[must_use]
    pub fn with_compounds(mut self, compounds: &BTreeMap<String, BTreeSet<String>>) -> Self {
        for term in self.words.iter_mut().filter(|term| term.stemmed) {
            term.compounds = compounds.get(&term.text).into_iter().flatten().cloned().collect();
        }
        self
    }

    fn push(&mut self, word: &Word, known: &mut HashSet<Term>) {
        if matches!(word.scope, Scope::Site | Scope::Lang) {
            return;
        }
        let (text, stemmed) = (word.text.clone(), word.kind == Kind::Word);
        let term = Term { text, stemmed, prefix: word.prefix, compounds: Vec::new() };
        if known.insert(term.clone()) {
            self.words.push(term);
        }
    }
}
