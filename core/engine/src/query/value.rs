//! Text of a query -> words: what hangs together, names with signs, addresses.
use super::{Node, Scope, Word};
use crate::words::{Kind, Token, address_words, fold, joins, signed, tokens, unversioned};

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

/// The words of a version by its figures alone: `v1.2.3` is `1.2.3`, too.
pub(crate) fn without_letter(words: &[Word]) -> Option<Vec<Word>> {
    let (first, rest) = words.split_first()?;
    let first = Word { text: unversioned(&first.text)?.to_owned(), ..first.clone() };
    Some(std::iter::once(first).chain(rest.iter().cloned()).collect())
}

/// What stood between blanks: one word, a name with its signs (`c++`), or words that hang together.
pub(super) fn bare(text: &str, scope: Scope, open: bool) -> Node {
    if let Some(name) = signed(text) {
        return Node::Word(whole(&name, scope, false));
    }
    let mut words = words_of(text, scope);
    end(&mut words, text, open);
    together(words, parts_figures(text))
}

/// Whether it is figures, parted by what never makes one number of them: `1.2.34` is no `1234`.
fn parts_figures(text: &str) -> bool {
    let part = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    let (mut before, mut is_figures, mut is_apart): (Option<Token>, _, _) = (None, true, false);
    tokens(text, |token| {
        is_figures &= part(&token).bytes().all(|b| b.is_ascii_digit());
        if let Some(before) = before.replace(token) {
            let mut signs = text.get(before.end..token.start).unwrap_or_default().chars();
            let sign = signs.next().filter(|_| signs.next().is_none());
            is_apart |= !sign.is_some_and(|sign| joins(sign, part(&before), part(&token)));
        }
    });
    is_figures && is_apart
}

/// Words that hang together; `apart`: they are never written as one.
fn together(mut words: Vec<Word>, apart: bool) -> Node {
    let grams = words.iter().all(|word| word.kind != Kind::Word);
    match words.len() {
        1 => words.pop().map_or(Node::Any(vec![]), Node::Word),
        more if grams && more > FEW_GRAMS => Node::All(words.into_iter().map(Node::Word).collect()),
        _ if grams || apart => Node::Phrase(words),
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
