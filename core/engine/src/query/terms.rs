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

/// What a query wants to stand in a text: any of these rows of words, each side by side in its order, as numbers of [`Terms::words`].
pub type Want = Vec<Vec<usize>>;

/// What to light up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Each word once.
    pub words: Vec<Term>,
    /// All that must stand in a page's words; not what is asked of its title, its address or its visits.
    pub wants: Vec<Want>,
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
        terms.wants = match &query.root {
            Node::All(parts) => parts.iter().filter_map(|part| terms.want(part)).collect(),
            node => terms.want(node).into_iter().collect(),
        };
        terms
    }

    /// What a part of a query wants of a text; nothing where something else may stand for it.
    fn want(&self, part: &Node) -> Option<Want> {
        match part {
            Node::Word(word) => Some(vec![self.row(std::slice::from_ref(word))?]),
            Node::Phrase(words) => Some(vec![self.row(words)?]),
            Node::Compound(words) => {
                let whole = self.row(&[super::value::joined(words)])?;
                Some(vec![self.row(words)?, whole])
            }
            Node::Any(ways) | Node::All(ways) => {
                let ways: Option<Vec<Want>> = ways.iter().map(|way| self.want(way)).collect();
                ways.map(|ways| ways.concat()).filter(|ways| !ways.is_empty())
            }
            Node::Not(_) | Node::Fact(_) => None,
        }
    }

    fn row(&self, words: &[Word]) -> Option<Vec<usize>> {
        let is_anywhere = words.iter().all(|word| word.scope == Scope::Anywhere);
        let number = |word: &Word| self.words.iter().position(|term| term.text == word.text);
        if is_anywhere { words.iter().map(number).collect() } else { None }
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
