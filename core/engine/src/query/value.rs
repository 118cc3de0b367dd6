//! Text of a query -> words: what hangs together, names with signs, addresses.
use super::{Node, Scope, Word};
use crate::words::{Kind, address_words, fold, signed, tokens};

/// Most words of a phrase.
pub(super) const MOST_WORDS: usize = 64;
/// So many neighbouring characters of a script without blanks are looked for together; more are likely several words.
const FEW_GRAMS: usize = 3;

/// The words of a piece of text.
pub(super) fn words_of(text: &str, scope: Scope) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    tokens(text, |token| {
        if token.kind != Kind::Tail {
            let mut normal = String::new();
            fold::normalise(text.get(token.start..token.end).unwrap_or_default(), &mut normal);
            if !normal.is_empty() {
                words.push(Word {
                    text: normal,
                    kind: token.kind,
                    prefix: token.kind == Kind::Short,
                    scope,
                    at,
                });
            }
        }
        at += 1;
    });
    words
}

/// A value that is looked up as it stands.
pub(super) fn whole(text: &str, scope: Scope, prefix: bool) -> Word {
    Word { text: text.to_owned(), kind: Kind::Gram, prefix, scope, at: 0 }
}

/// The words of a compound as one: `wi-fi` is `wifi`, too.
pub(crate) fn joined(words: &[Word]) -> Word {
    let text = words.iter().map(|word| word.text.as_str()).collect();
    let last = words.last();
    Word {
        text,
        kind: Kind::Word,
        prefix: last.is_some_and(|last| last.prefix),
        scope: last.map_or(Scope::Anywhere, |last| last.scope),
        at: 0,
    }
}

/// What stood between blanks: one word, a name with its signs (`c++`), or words that hang together.
pub(super) fn bare(text: &str, scope: Scope, open: bool) -> Node {
    if let Some(name) = signed(text) {
        return Node::Word(whole(&name, scope, false));
    }
    let mut words = words_of(text, scope);
    end(&mut words, text, open);
    together(words)
}

/// Words that hang together.
fn together(mut words: Vec<Word>) -> Node {
    let grams = words.iter().all(|word| word.kind != Kind::Word);
    match words.len() {
        1 => words.pop().map_or(Node::Any(vec![]), Node::Word),
        more if grams && more > FEW_GRAMS => Node::All(words.into_iter().map(Node::Word).collect()),
        _ if grams => Node::Phrase(words),
        _ => Node::Compound(words),
    }
}

/// What stood in quotes.
pub(super) fn quoted(text: &str, scope: Scope, open: bool) -> Node {
    let mut words = words_of(text, scope);
    if open || text.ends_with('*') {
        end(&mut words, text, open);
    }
    phrase(words)
}

/// Words side by side.
pub(super) fn phrase(mut words: Vec<Word>) -> Node {
    if words.len() == 1 { words.pop().map_or(Node::Any(vec![]), Node::Word) } else { Node::Phrase(words) }
}

/// An address, or how one begins.
pub(super) fn address(text: &str, open: bool) -> Vec<Word> {
    let mut words = words_of(&address_words(text), Scope::Address);
    end(&mut words, text, open);
    words
}

/// The last word may only have begun: it is marked so by a star, or still being typed.
fn end(words: &mut [Word], text: &str, open: bool) {
    let touches_end = text.ends_with(|c: char| c.is_alphanumeric());
    if let Some(last) = words.last_mut().filter(|last| last.kind == Kind::Word) {
        last.prefix |= text.ends_with('*') || (open && touches_end);
    }
}
