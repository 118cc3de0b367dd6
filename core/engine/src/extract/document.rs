//! What a document is when it is no HTML, and its title and text: plain text, JSON, drawings, feeds and other XML.
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// So much of a document is looked at for what it is, in bytes.
const HEAD: usize = 4 << 10;
/// Most text that is taken, in bytes.
const MAX_TEXT: usize = 8 << 20;
/// Longest first line that is a title, in characters.
const TITLE: usize = 200;
/// Text with one of these is HTML, also without a tag.
const ENTITIES: [&str; 4] = ["&amp;", "&lt;", "&nbsp;", "&#"];
/// Elements whose text nobody reads.
const UNREAD: [&str; 16] = [
    "script",
    "style",
    "metadata",
    "link",
    "guid",
    "id",
    "pubdate",
    "lastbuilddate",
    "generator",
    "docs",
    "ttl",
    "updated",
    "published",
    "language",
    "width",
    "height",
];

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    /// HTML as XML has it.
    Xhtml,
    Xml,
    Json,
    Plain,
}

/// Title and text of a document that is no HTML.
pub(super) struct Document {
    pub title: String,
    pub text: String,
}

/// By its media type, where that is known, else by how it begins.
pub(super) fn kind(text: &str, media: Option<&str>) -> Kind {
    let media =
        media.and_then(|media| media.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}']).trim_start();
    match media.as_str() {
        "text/html" => Kind::Html,
        "application/xhtml+xml" => Kind::Xhtml,
        "application/json" => Kind::Json,
        media if media.ends_with("+json") => Kind::Json,
        media if media == "text/xml" || media == "application/xml" || media.ends_with("+xml") => {
            by_root(text)
        }
        media if media.starts_with("text/") => Kind::Plain,
        _ if text.starts_with("<?xml") || text.starts_with("<svg") || text.starts_with("<rss") => {
            by_root(text)
        }
        _ if head(text).contains("xmlns=\"http://www.w3.org/1999/xhtml\"") => Kind::Xhtml,
        _ if text.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
            Kind::Json
        }
        _ if !text.is_empty()
            && !text.contains('<')
            && !ENTITIES.iter().any(|entity| text.contains(entity)) =>
        {
            Kind::Plain
        }
        _ => Kind::Html,
    }
}

/// XML whose root is HTML's is a page.
fn by_root(text: &str) -> Kind {
    let head = head(text).to_ascii_lowercase();
    if head.contains("<html") { Kind::Xhtml } else { Kind::Xml }
}

fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default()
}

/// Takes it apart.
pub(super) fn read(text: &str, kind: Kind) -> Document {
    match kind {
        Kind::Json => json(text),
        Kind::Xml => xml(text),
        Kind::Plain | Kind::Html | Kind::Xhtml => plain(text),
    }
}

/// Lines as they are; the first is the title.
fn plain(text: &str) -> Document {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let text = limited(lines.map(str::to_owned));
    let first = text.lines().next().unwrap_or_default().trim_start_matches(['#', '=', '*', ' ', '\u{feff}']);
    Document { title: first.chars().take(TITLE).collect(), text }
}

/// Names and values, a line each, as they are read; titled by what says so at the top.
fn json(text: &str) -> Document {
    let mut document = plain(text);
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let said = |name: &&str| value.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
    document.title = ["title", "name", "headline", "id"].iter().find_map(said).unwrap_or_default();
    document
}

/// The first title, and the texts of all elements.
fn xml(text: &str) -> Document {
    let tokenizer = Tokenizer::new(Elements::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let mut found = tokenizer.sink.0.into_inner();
    found.end_block("");
    Document { title: found.title.chars().take(TITLE).collect(), text: limited(found.blocks.into_iter()) }
}

fn limited(lines: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for line in lines {
        if text.len() + line.len() >= MAX_TEXT {
            let room = MAX_TEXT.saturating_sub(text.len() + 1);
            text.push_str(line.get(..line.floor_char_boundary(room)).unwrap_or_default());
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// The texts of XML's elements, as the tokenizer of HTML sees them.
#[derive(Default)]
struct Elements(RefCell<Found>);

#[derive(Default)]
struct Found {
    title: String,
    blocks: Vec<String>,
    /// The text of the block that is being read.
    now: String,
    /// Open elements: whether each stands in the middle of a text, or its text is read by nobody.
    open: Vec<(bool, bool)>,
    unread: usize,
}

impl TokenSink for Elements {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == StartTag => found.start(&tag),
            Token::TagToken(tag) => found.end(&tag.name),
            Token::CharacterTokens(text) if found.unread == 0 => found.now.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// So that `<![CDATA[…]]>` is text.
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        true
    }
}

impl Found {
    fn start(&mut self, tag: &Tag) {
        let unread = UNREAD.contains(&local(&tag.name));
        let inline = !self.now.trim().is_empty();
        if !tag.self_closing {
            self.open.push((inline, unread));
            self.unread += usize::from(unread);
        }
    }

    fn end(&mut self, name: &str) {
        let (inline, unread) = self.open.pop().unwrap_or_default();
        self.unread = self.unread.saturating_sub(usize::from(unread));
        if !inline {
            self.end_block(local(name));
        }
    }

    fn end_block(&mut self, name: &str) {
        let text = std::mem::take(&mut self.now);
        // Feeds have HTML inside of texts.
        let text = if text.contains("</") || text.contains("/>") {
            of_html(&text)
        } else {
            super::facts::squeeze(&text)
        };
        if text.is_empty() {
        } else if name == "title" && self.title.is_empty() {
            self.title = text;
        } else {
            self.blocks.push(text);
        }
    }
}

fn of_html(text: &str) -> String {
    let page = super::parse::parse(text);
    let blocks = super::blocks::blocks(page.tree.tree.root());
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
