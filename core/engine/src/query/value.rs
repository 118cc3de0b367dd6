//! Text of a query -> words: what hangs together, names with signs, addresses.
use super::{Node, Scope, Word};
use crate::words::{Extra, Kind, Token, address_words, fold, joins, signed_at, tokens, unversioned};
use std::borrow::Cow;

/// Most words of a phrase.
pub(super) const MOST_WORDS: usize = 64;
/// So many neighbouring characters of a script without blanks are looked for together; more are likely several words.
const FEW_GRAMS: usize = 3;

/// The words of a piece of text.
pub(super) fn words_of(text: &str, scope: Scope) -> Vec<Word> {
    words_by(text, |token, at| word_of(text, token, scope, at))
}

/// The same where a name with signs is one word: `have c++ in`.
fn words_with_signs(text: &str, scope: Scope) -> Vec<Word> {
    words_by(text, |token, at| {
        let named = |name: Extra| Word { text: name.text, kind: name.kind, prefix: false, scope, at };
        signed_at(text, token).map_or_else(|| word_of(text, token, scope, at), named)
    })
}

fn words_by(text: &str, word: impl Fn(Token, u32) -> Word) -> Vec<Word> {
    let (mut words, mut at) = (Vec::new(), 0);
    tokens(text, |token| {
        if token.kind != Kind::Tail {
            words.extend(Some(word(token, at)).filter(|word| !word.text.is_empty()));
        }
        at += 1;
    });
    words
}

fn word_of(text: &str, token: Token, scope: Scope, at: u32) -> Word {
    let mut normal = String::new();
    fold::normalise(text.get(token.start..token.end).unwrap_or_default(), &mut normal);
    Word { text: normal, kind: token.kind, prefix: token.kind == Kind::Short, scope, at }
}

/// Whether it is a name with its signs.
fn is_signed(word: &Word) -> bool {
    word.kind == Kind::Gram && word.text.contains(['+', '#', '.'])
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
    // Half a blank of Persian: what it parts is written with a whole one, too, or with none.
    let is_persian = text.contains('\u{200C}') && text.contains(|c| ('\u{600}'..='\u{6FF}').contains(&c));
    let apart = if is_persian { Cow::Owned(text.replace('\u{200C}', "-")) } else { Cow::Borrowed(text) };
    let text = apart.as_ref();
    let mut words = words_with_signs(text, scope);
    end(&mut words, text, open);
    let apart = parts_figures(text) || words.iter().any(is_signed);
    together(words, apart)
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
    let mut words = words_with_signs(text, scope);
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
    let may_begin = |last: &&mut Word| last.kind == Kind::Word || last.text.starts_with('.');
    if let Some(last) = words.last_mut().filter(may_begin) {
        last.prefix |= text.ends_with('*') || (open && touches_end);
    }
}

/// How many words a piece became.
pub(super) fn words_in(node: &Node) -> usize {
    match node {
        Node::Phrase(words) | Node::Compound(words) => words.len(),
        Node::All(parts) | Node::Any(parts) => parts.iter().map(words_in).sum(),
        _ => 1,
    }
}

/// The first words of what one piece became.
pub(super) fn cut(node: Node, most: usize) -> Node {
    match node {
        Node::Phrase(words) => Node::Phrase(words.into_iter().take(most).collect()),
        Node::Compound(words) => Node::Compound(words.into_iter().take(most).collect()),
        Node::All(parts) => Node::All(parts.into_iter().take(most).collect()),
        other => other,
    }
}

/// Whether it is an address as browsers show it.
pub(super) fn is_address(text: &str) -> bool {
    let behind = |start: &str| {
        let head = text.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start));
        head.and_then(|_| text.get(start.len()..))
    };
    // A host may have no dot (`intranet`, `localhost`), and may be figures in brackets.
    let is_host = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    ["http://", "https://", "www."].into_iter().filter_map(behind).any(is_host)
}
