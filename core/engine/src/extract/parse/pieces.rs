//! A page's text -> the tokenizer, without the attributes that are too many in one tag: it compares each with all before it, so that a
//! tag of 60,000 takes seconds. The text goes in pieces that end where a tag may, and what the tokenizer makes of a piece's end says
//! where it stands.
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tokenizer;

use super::Bounded;

/// Attributes that a tag may have; those that follow are left out. (No tag of 284 real pages has 60.)
const MAX_ATTRIBUTES: usize = 256;

/// Feeds all of `html`; true when nothing of it was left out.
pub(super) fn feed(tokenizer: &Tokenizer<Bounded>, html: &str) -> bool {
    let input = BufferQueue::default();
    let push = |text: &str| {
        input.push_back(StrTendril::from_slice(text));
        // It stops at each script and each declared charset; neither matters here.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    };
    let (mut tag, mut whole) = (Tag::default(), true);
    for piece in html.split_inclusive('>') {
        let kept = tag.scan(piece, tokenizer.sink.is_raw());
        let ends = piece.ends_with('>');
        if kept < piece.len() {
            whole = false;
            push(piece.get(..kept).unwrap_or_default());
            if ends && tag.state == State::Text {
                push(">");
            }
            continue;
        }
        push(piece.strip_suffix('>').unwrap_or(piece));
        if ends {
            let before = tokenizer.sink.tokens();
            push(">");
            // It was the end of a tag, of a comment, or text: what follows begins afresh.
            if tokenizer.sink.tokens() != before {
                tag = Tag::default();
            }
        }
    }
    whole
}

/// The tag that is being read, if one is.
#[derive(Default)]
struct Tag {
    state: State,
    attributes: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// Behind `<`, or `</`.
    Open,
    Name,
    /// Before the name of an attribute.
    Between,
    Attribute,
    /// Behind its `=`.
    Equals,
    Bare,
    Quoted(u8),
    /// A comment and its like: it ends where the tokenizer says so.
    Other,
}

impl Tag {
    /// Reads a piece; gives how much of it is kept.
    fn scan(&mut self, piece: &str, is_raw: bool) -> usize {
        let mut kept = if self.attributes > MAX_ATTRIBUTES { 0 } else { piece.len() };
        for (at, byte) in piece.bytes().enumerate() {
            self.step(byte, is_raw);
            if self.attributes > MAX_ATTRIBUTES {
                kept = kept.min(at);
            }
        }
        kept
    }

    /// A byte, as the tokenizer of HTML goes. In raw text only an end tag is a tag.
    fn step(&mut self, byte: u8, is_raw: bool) {
        let before = self.state;
        self.state = match (before, byte) {
            (State::Text, b'<') => State::Open,
            (State::Text | State::Other, _) => before,
            (State::Open, b'/') => State::Name,
            (State::Open, _) if byte.is_ascii_alphabetic() && !is_raw => State::Name,
            (State::Open, b'!' | b'?') if !is_raw => State::Other,
            (State::Open, b'<') => State::Open,
            (State::Open, _) => State::Text,
            (State::Quoted(quote), _) if byte != quote => before,
            (State::Quoted(_), _) => State::Between,
            (_, b'>') => State::Text,
            (State::Equals, b'"' | b'\'') => State::Quoted(byte),
            (State::Equals, _) if byte.is_ascii_whitespace() => before,
            (State::Equals | State::Bare, _) if !byte.is_ascii_whitespace() => State::Bare,
            (State::Attribute, b'=') => State::Equals,
            (State::Name | State::Attribute | State::Bare | State::Between, _) if is_gap(byte) => {
                State::Between
            }
            // `a =1`: what stood before goes on. It counts as one more, which does no harm.
            (State::Between, b'=') if self.attributes > 0 => State::Equals,
            (State::Between, _) => State::Attribute,
            _ => before,
        };
        if self.state == State::Attribute && before == State::Between {
            self.attributes += 1;
        }
        if self.state == State::Text {
            self.attributes = 0;
        }
    }
}

fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}
