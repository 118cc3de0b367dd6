//! HTML -> tree, bounded in depth, nodes and bytes whatever the page does, with scripts and styles left empty.
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, local_name};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

mod pieces;

/// Most elements open at once (formatting that awaits reopening included). What is nested deeper keeps its text
/// and loses its own tags. Browsers stop at 512; the builder's scope checks walk this stack for each tag.
const MAX_OPEN: usize = 220;
/// Nodes a tree may have; the rest of the page is left out. (The largest of 284 real pages has 18,000.)
const MAX_NODES: usize = 250_000;
/// Bytes of text and attributes a tree may hold.
const MAX_BYTES: usize = 8 << 20;
/// Longer attributes are dropped: inline pictures and programs hold no text.
const MAX_ATTRIBUTE: usize = 4 << 10;
/// Tags `html` and `body` that are read; there should be one of each.
const MAX_FRAMES: usize = 16;
/// JSON-LD longer than this is dropped.
const MAX_JSON: usize = 256 << 10;

/// A page's tree.
pub(super) struct Parsed {
    pub tree: Html,
    /// Bytes of text and attributes in it.
    pub bytes: usize,
    /// False when something was left out: then the HTML itself is not safe to parse without these bounds.
    pub whole: bool,
}

/// Parses a whole page. Never fails; what is beyond the bounds is not in the tree.
pub(super) fn parse(html: &str) -> Parsed {
    parse_as(html, false)
}

/// The same of a page as XML has it: a tag that closes itself is closed, whatever HTML makes of its name.
pub(super) fn parse_xhtml(html: &str) -> Parsed {
    parse_as(html, true)
}

/// XML's sections of plain characters as HTML writes them.
pub(super) fn without_cdata(html: &str) -> String {
    let mut parts = html.split("<![CDATA[");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (plain, after) = part.split_once("]]>").unwrap_or((part, ""));
        text.push_str(&plain.replace('&', "&amp;").replace('<', "&lt;"));
        text.push_str(after);
    }
    text
}

fn parse_as(html: &str, xml: bool) -> Parsed {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Bounded::over(builder, xml), TokenizerOpts::default());
    let all = pieces::feed(&tokenizer, html);
    tokenizer.end();
    let bounded = tokenizer.sink;
    let whole = all && !xml && !bounded.full.get() && bounded.dropped.borrow().is_empty();
    Parsed { bytes: bounded.bytes.get(), tree: bounded.builder.sink.finish(), whole }
}

type Builder = TreeBuilder<ego_tree::NodeId, HtmlTreeSink>;

/// Stands between tokenizer and tree builder and lets through what is within the bounds.
struct Bounded {
    builder: Builder,
    /// Start tags that were left out, by name: as many end tags must go with them.
    dropped: RefCell<HashMap<LocalName, usize>>,
    /// True when nothing but left-out tags has come since one of them was replaced by a break.
    parted: Cell<bool>,
    bytes: Cell<usize>,
    /// Bytes of raw text (script, style) that may still come.
    raw: Cell<Option<usize>>,
    full: Cell<bool>,
    /// Tokens that came.
    tokens: Cell<usize>,
    /// The page is XML.
    xml: bool,
    /// Tags of the whole page that came: `html`, `body`. The attributes of each are added to the one that is there.
    frames: Cell<usize>,
}

impl Bounded {
    fn over(builder: Builder, xml: bool) -> Self {
        Self {
            builder,
            dropped: RefCell::default(),
            parted: Cell::new(false),
            bytes: Cell::new(0),
            raw: Cell::new(None),
            full: Cell::new(false),
            tokens: Cell::new(0),
            xml,
            frames: Cell::new(0),
        }
    }

    /// How many tokens came, errors not counted.
    fn tokens(&self) -> usize {
        self.tokens.get()
    }

    /// Whether what comes is the text of a script or style.
    fn is_raw(&self) -> bool {
        self.raw.get().is_some()
    }

    /// Counts the elements the builder holds open.
    fn open(&self) -> usize {
        let count = Count(Cell::new(0));
        self.builder.trace_handles(&count);
        count.0.get()
    }

    /// True when there is room for `bytes` more.
    fn take(&self, bytes: usize) -> bool {
        let sum = self.bytes.get().saturating_add(bytes);
        self.bytes.set(sum);
        let nodes = self.builder.sink.0.borrow().tree.nodes().len();
        self.full.set(self.full.get() || sum > MAX_BYTES || nodes > MAX_NODES);
        !self.full.get()
    }

    /// The beginning of a text for which there is room.
    fn what_fits(&self, text: StrTendril) -> StrTendril {
        let room = MAX_BYTES.saturating_sub(self.bytes.get());
        if self.full.get() || text.len() <= room {
            return text;
        }
        StrTendril::from_slice(text.get(..text.floor_char_boundary(room)).unwrap_or_default())
    }

    fn start(&self, mut tag: Tag, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        tag.attrs.retain(|a| a.value.len() <= MAX_ATTRIBUTE);
        if matches!(tag.name, local_name!("html") | local_name!("body")) {
            self.frames.set(self.frames.get() + 1);
            if self.frames.get() > MAX_FRAMES {
                return TokenSinkResult::Continue;
            }
        }
        let bytes = tag.attrs.iter().map(|a| a.value.len() + 16).sum();
        if !self.take(bytes) {
            return TokenSinkResult::Continue;
        }
        if self.open() > MAX_OPEN && !is_leaf(&tag.name) {
            *self.dropped.borrow_mut().entry(tag.name.clone()).or_default() += 1;
            return self.part(&tag.name, line);
        }
        self.parted.set(false);
        self.raw.set(match tag.name {
            local_name!("script") => Some(if is_json_ld(&tag.attrs) { MAX_JSON } else { 0 }),
            local_name!("style") => Some(0),
            _ => None,
        });
        self.builder.process_token(Token::TagToken(tag), line)
    }

    fn end_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        self.raw.set(None);
        let was_dropped = self.dropped.borrow_mut().get_mut(&tag.name).is_some_and(|n| {
            let any = *n > 0;
            *n = n.saturating_sub(1);
            any
        });
        if was_dropped {
            return self.part(&tag.name, line);
        }
        if self.full.get() {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(Token::TagToken(tag), line)
    }

    /// An element of XML that is written as one tag. HTML knows such in drawings and formulas itself.
    fn closes_itself(&self, tag: &Tag) -> bool {
        let in_html = || !self.adjusted_current_node_present_but_not_in_html_namespace();
        let foreign = matches!(tag.name, local_name!("svg") | local_name!("math"));
        self.xml && tag.self_closing && !foreign && in_html() && !is_void(&tag.name)
    }

    /// What a left-out tag leaves behind, so that the words around it do not run together.
    fn part(&self, name: &LocalName, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        if super::blocks::is_block(name) && !self.parted.replace(true) && self.take(0) {
            let name = local_name!("br");
            let tag = Tag {
                kind: StartTag,
                name,
                self_closing: false,
                attrs: vec![],
                had_duplicate_attributes: false,
            };
            return self.builder.process_token(Token::TagToken(tag), line);
        }
        TokenSinkResult::Continue
    }

    fn characters(&self, text: &StrTendril, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        if let Some(left) = self.raw.get() {
            if text.len() > left {
                return TokenSinkResult::Continue;
            }
            self.raw.set(Some(left - text.len()));
        }
        let fits = self.what_fits(text.clone());
        if fits.is_empty() || !self.take(fits.len()) {
            return TokenSinkResult::Continue;
        }
        self.parted.set(false);
        let result = self.builder.process_token(Token::CharacterTokens(fits.clone()), line);
        self.full.set(self.full.get() || fits.len() < text.len());
        result
    }
}

impl TokenSink for Bounded {
    type Handle = ego_tree::NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        match token {
            Token::TagToken(tag) if tag.kind == StartTag && self.closes_itself(&tag) => {
                let end = Tag { kind: EndTag, self_closing: false, attrs: vec![], ..tag.clone() };
                // No text of it comes, whatever the tag asks for.
                let _ = self.start(tag, line);
                let _ = self.end_tag(end, line);
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) if tag.kind == StartTag => self.start(tag, line),
            Token::TagToken(tag) => self.end_tag(tag, line),
            Token::CharacterTokens(text) => self.characters(&text, line),
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            other => self.builder.process_token(other, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = ego_tree::NodeId;

    fn trace_handle(&self, _: &Self::Handle) {
        self.0.set(self.0.get() + 1);
    }
}

/// Elements that are never left out: they hold nothing, or their content is not markup.
fn is_leaf(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("br")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("meta")
            | local_name!("link")
            | local_name!("script")
            | local_name!("style")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("wbr")
    )
}

/// Elements of HTML that have no end tag.
fn is_void(name: &LocalName) -> bool {
    matches!(
        &**name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_json_ld(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|a| a.name.local == local_name!("type") && a.value.eq_ignore_ascii_case("application/ld+json"))
}
