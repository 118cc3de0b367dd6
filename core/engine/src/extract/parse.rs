//! HTML -> tree, bounded in depth, nodes and bytes whatever the page does, with scripts and styles left empty.
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, local_name};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Most elements open at once (formatting that awaits reopening included). What is nested deeper keeps its text
/// and loses its own tags. Browsers stop at 512; the builder's scope checks walk this stack for each tag.
const MAX_OPEN: usize = 220;
/// Nodes a tree may have; the rest of the page is left out. (The largest of 284 real pages has 18,000.)
const MAX_NODES: usize = 250_000;
/// Bytes of text and attributes a tree may hold.
const MAX_BYTES: usize = 8 << 20;
/// Longer attributes are dropped: inline pictures and programs hold no text.
const MAX_ATTRIBUTE: usize = 4 << 10;
/// JSON-LD longer than this is dropped.
const MAX_JSON: usize = 256 << 10;

/// A page's tree.
pub(super) struct Parsed {
    pub tree: Html,
    /// False when something was left out: then the HTML itself is not safe to parse without these bounds.
    pub whole: bool,
}

/// Parses a whole page. Never fails; what is beyond the bounds is not in the tree.
pub(super) fn parse(html: &str) -> Parsed {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Bounded::over(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // It stops at each script and each declared charset; neither matters here.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let bounded = tokenizer.sink;
    let whole = !bounded.full.get() && bounded.dropped.borrow().is_empty();
    Parsed { tree: bounded.builder.sink.finish(), whole }
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
}

impl Bounded {
    fn over(builder: Builder) -> Self {
        Self {
            builder,
            dropped: RefCell::default(),
            parted: Cell::new(false),
            bytes: Cell::new(0),
            raw: Cell::new(None),
            full: Cell::new(false),
        }
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

    fn start(&self, mut tag: Tag, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        tag.attrs.retain(|a| a.value.len() <= MAX_ATTRIBUTE);
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

    fn characters(&self, text: StrTendril, line: u64) -> TokenSinkResult<ego_tree::NodeId> {
        if let Some(left) = self.raw.get() {
            if text.len() > left {
                return TokenSinkResult::Continue;
            }
            self.raw.set(Some(left - text.len()));
        }
        if !self.take(text.len()) {
            return TokenSinkResult::Continue;
        }
        self.parted.set(false);
        self.builder.process_token(Token::CharacterTokens(text), line)
    }
}

impl TokenSink for Bounded {
    type Handle = ego_tree::NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match token {
            Token::TagToken(tag) if tag.kind == StartTag => self.start(tag, line),
            Token::TagToken(tag) => self.end_tag(tag, line),
            Token::CharacterTokens(text) => self.characters(text, line),
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

fn is_json_ld(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|a| a.name.local == local_name!("type") && a.value.eq_ignore_ascii_case("application/ld+json"))
}
