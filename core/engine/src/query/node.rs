//! The tree that a query becomes.
use super::When;
use crate::words::Kind;

/// What a page must say or be.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// All of these; of none: any page.
    All(Vec<Node>),
    /// Any of these; of none: no page.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word.
    Word(Word),
    /// Words side by side, in this order.
    Phrase(Vec<Word>),
    /// Words that hang together without blanks (`wi-fi`, `node.js`, `192.168.1.5`): side by side, or as one word.
    Compound(Vec<Word>),
    /// What is known of the page, by its number in [`super::Query::facts`].
    Fact(usize),
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its normal form (compatibility forms resolved, lower case), not stemmed.
    pub text: String,
    /// What kind of word.
    pub kind: Kind,
    /// True when it also stands for all words that begin with it.
    pub prefix: bool,
    /// Where it must stand.
    pub scope: Scope,
    /// In a phrase: how many words after the first of the phrase's text.
    pub at: u32,
}

/// Where in a page a word must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the title, the text or the address.
    #[default]
    Anywhere,
    /// `title:`
    Title,
    /// `url:`
    Address,
    /// `site:`, a host or one of its parents.
    Site,
    /// `lang:`
    Lang,
}

/// What the catalog knows and the index does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// One visit of which all of these hold.
    Seen(Vec<Seen>),
    /// It is a WebMark.
    WebMark,
    /// It has this label.
    Label(String),
    /// It is the page of this address, as one copies it: with a fragment, with what only tracks, in letters.
    At(String),
}

/// What a visit can be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// In this time; a visit of which it is not known where it was (its offset is zero) has its days by this offset, in minutes.
    In(When, i16),
    /// By this device.
    By(String),
}

impl Node {
    /// Whether it is a word that may stand anywhere.
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Word(word) if word.scope == Scope::Anywhere)
    }

    /// Whether some of it is looked for by words.
    pub fn has_words(&self) -> bool {
        let mut any = false;
        self.wanted(&mut |leaf| any |= !matches!(leaf, Self::Fact(_)));
        any
    }

    /// Calls `each` with every part that is looked for, itself among them; what is not wanted is left out.
    pub fn wanted<'a>(&'a self, each: &mut impl FnMut(&'a Self)) {
        match self {
            Self::Not(_) => {}
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.wanted(each)),
            leaf => each(leaf),
        }
    }
}
