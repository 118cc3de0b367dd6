//! A parsed page -> its blocks: the runs of text between block tags, as a reader sees them, in order.
use super::words;
use ego_tree::{NodeRef, iter::Edge};
use scraper::{Node, node::Element};

/// A run of text between block tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// White space collapsed; a single `<br>` is a '\n'.
    pub text: String,
    /// Words in it.
    pub words: usize,
    /// Words of them inside links.
    pub link_words: usize,
    /// The block element it stands in directly.
    pub owner: Option<ego_tree::NodeId>,
}

impl Block {
    /// Share of its words that are links.
    pub fn link_share(&self) -> f32 {
        if self.words == 0 { 0.0 } else { self.link_words as f32 / self.words as f32 }
    }
}

/// What an element does to the flow of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Inline,
    Block,
    Break,
    Hidden,
    /// Not text of the page, but it parts the words around it.
    Gap,
}

/// All blocks below `root` that are not hidden by their own markup.
pub(super) fn blocks(root: NodeRef<'_, Node>) -> Vec<Block> {
    let mut flow = Walk::default();
    let mut edges = root.traverse();
    while let Some(edge) = edges.next() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) => flow.text(text),
                Node::Element(element) => match flow_of(element) {
                    Flow::Hidden | Flow::Gap => {
                        flow.gap(flow_of(element));
                        skip(&mut edges, node);
                    }
                    kind => flow.open(node, element.name(), kind),
                },
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    flow.close(element.name(), flow_of(element));
                }
            }
        }
    }
    flow.end_block();
    flow.done
}

fn skip<'a>(edges: &mut impl Iterator<Item = Edge<'a, Node>>, node: NodeRef<'a, Node>) {
    for edge in edges {
        if matches!(edge, Edge::Close(closed) if closed.id() == node.id()) {
            return;
        }
    }
}

#[derive(Default)]
struct Walk {
    done: Vec<Block>,
    now: Block,
    /// Text waiting to be counted, with whether it is a link.
    run: String,
    links: usize,
    pre: usize,
    owners: Vec<ego_tree::NodeId>,
    space: bool,
    breaks: usize,
}

impl Walk {
    fn open(&mut self, node: NodeRef<'_, Node>, name: &str, kind: Flow) {
        match (name, kind) {
            ("a", _) => {
                self.count();
                self.links += 1;
            }
            (_, Flow::Break) => self.line_break(),
            (_, Flow::Block) => {
                self.end_block();
                self.owners.push(node.id());
                self.pre += usize::from(name == "pre");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, kind: Flow) {
        match (name, kind) {
            ("a", _) => {
                self.count();
                self.links = self.links.saturating_sub(1);
            }
            (_, Flow::Block) => {
                self.end_block();
                self.owners.pop();
                self.pre = self.pre.saturating_sub(usize::from(name == "pre"));
            }
            _ => {}
        }
    }

    fn gap(&mut self, kind: Flow) {
        self.space |= kind == Flow::Gap;
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.end_block();
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' && self.pre > 0 {
                self.breaks = 1;
            } else if c.is_whitespace() || c == '\0' {
                self.space = true;
            } else if !is_invisible(c) {
                self.part();
                self.run.push(c);
            }
        }
    }

    /// Writes the white space that came before a visible character.
    fn part(&mut self) {
        let at_start = self.run.is_empty() && self.now.text.is_empty();
        if !at_start && self.breaks > 0 {
            self.run.push('\n');
        } else if !at_start && self.space {
            self.run.push(' ');
        }
        self.breaks = 0;
        self.space = false;
    }

    /// Adds the waiting run to the block, as link words or not.
    fn count(&mut self) {
        let count = words::count(&self.run);
        self.now.words += count;
        self.now.link_words += if self.links > 0 { count } else { 0 };
        self.now.text.push_str(&self.run);
        self.run.clear();
    }

    fn end_block(&mut self) {
        self.count();
        self.space = false;
        self.breaks = 0;
        if !self.now.text.is_empty() {
            let mut block = std::mem::take(&mut self.now);
            block.owner = self.owners.last().copied();
            self.done.push(block);
        }
    }
}

/// Zero-width and direction marks: they only break words for the search.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
}

fn flow_of(element: &Element) -> Flow {
    match element.name() {
        "br" => Flow::Break,
        "script" | "style" | "noscript" | "template" | "head" | "title" | "noembed" | "noframes"
        | "datalist" => Flow::Hidden,
        "dialog" if element.attr("open").is_none() => Flow::Hidden,
        "svg" | "iframe" | "object" | "canvas" | "audio" | "video" | "textarea" | "select" | "embed" => {
            Flow::Gap
        }
        _ if is_hidden(element) => Flow::Hidden,
        name if is_block(name) => Flow::Block,
        _ => Flow::Inline,
    }
}

/// Elements that begin and end a block.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
            | "listing"
            | "plaintext"
            | "frameset"
    )
}

fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some_and(|v| v != "until-found") {
        return true;
    }
    element.attr("style").is_some_and(|style| {
        let squeezed: String =
            style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
        squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
    })
}
