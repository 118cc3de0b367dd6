//! Which blocks are the main text: libreadability proposes, kinship among the blocks decides about the short ones.
//!
//! A long block of prose speaks for itself. A short one (byline, caption, "read also", but also a line of dialogue
//! or a list item) is judged by its kin: it stays when it stands where the long ones stand.
use super::blocks::{self, Block};
use super::notices;
use super::parse::{self, Parsed};
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use std::collections::{HashMap, HashSet};

/// A block of so many words with few links needs no further evidence.
const STRONG_WORDS: usize = 20;
const STRONG_LINKS: f32 = 0.5;
/// Where strong blocks hold less of the words than this, the page is no prose (a list, a table, a poem, an
/// index): nothing can be learned from them, and all that was proposed stays.
const PROSE_SHARE: f32 = 0.5;
/// A block with more of its words in links and fewer words than this leads away from the text.
const LINK_SHARE: f32 = 0.7;
const LINK_WORDS: usize = 40;
/// The body is the deepest element with so much of the strong words.
const BODY_SHARE: f32 = 0.9;
/// How far above a block its being a caption is told.
const CAPTION_LEVELS: usize = 3;
/// A main element with so many words that are no links has something to say.
const MAIN_WORDS: usize = 12;
/// Larger trees are not given to the reader: its passes copy the tree.
const READER_NODES: usize = 40_000;
/// Nor those that hold more text than a book: a log or a dump has no frame around it.
const READER_BYTES: usize = 4 << 20;

/// The main text and what it was made of.
pub(super) struct MainText {
    lines: Vec<String>,
    /// Indices of the page's blocks that went into it.
    pub used: HashSet<usize>,
}

impl MainText {
    /// Its blocks, joined with '\n'.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// A proposed block and the page's own block it came from.
struct Proposed {
    block: Block,
    at: Option<usize>,
}

/// Chooses among the page's blocks `all`.
pub(super) fn choose(html: &str, page: &Parsed, all: &[Block]) -> MainText {
    if all.is_empty() {
        return MainText { lines: Vec::new(), used: HashSet::new() };
    }
    let over = notices::find(page, all);
    let mut proposed = match read(html, page, &over) {
        Some(blocks) => align(blocks, all),
        None => outside_of_frame(page, all),
    };
    proposed
        .retain(|p| !p.at.and_then(|i| all.get(i)).is_some_and(|block| notices::holds(&over, page, block)));
    let proposed = within_main(proposed, page, all);
    let kept = Kin::among(&proposed, page, all).map_or_else(
        || proposed.iter().collect::<Vec<_>>(),
        |kin| proposed.iter().filter(|p| kin.keeps(p, page, all)).collect(),
    );
    MainText {
        used: kept.iter().filter_map(|p| p.at).collect(),
        lines: kept.into_iter().map(|p| p.block.text.clone()).collect(),
    }
}

/// What libreadability takes for the article, as blocks; `None` when it finds none or the page is too large.
fn read(html: &str, page: &Parsed, over: &HashSet<NodeId>) -> Option<Vec<Block>> {
    if page.tree.tree.nodes().len() > READER_NODES || page.bytes > READER_BYTES {
        return None;
    }
    let mut reader = libreadability::Parser::new();
    let article = if page.whole && over.is_empty() {
        reader.parse(html, None)
    } else {
        let mut tree = page.tree.clone();
        for notice in over {
            if let Some(mut node) = tree.tree.get_mut(*notice) {
                node.detach();
            }
        }
        reader.parse(&tree.html(), None)
    };
    let article = article.ok()?;
    let found = blocks::blocks(parse::parse(&article.content).tree.tree.root());
    (!found.is_empty()).then_some(found)
}

/// Finds each proposed block among the page's own, in order where a text occurs more than once.
fn align(proposed: Vec<Block>, all: &[Block]) -> Vec<Proposed> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, block) in all.iter().enumerate() {
        places.entry(&block.text).or_default().push(i);
    }
    let mut next = 0;
    let mut place = |block: Block| {
        let here = places.get(block.text.as_str());
        let at = here.and_then(|p| p.iter().find(|i| **i >= next).or(p.last()).copied());
        next = at.map_or(next, |i| next.max(i + 1));
        Proposed { block, at }
    };
    proposed.into_iter().map(&mut place).collect()
}

/// Where a page says which element is its main one, and most of what is proposed stands elsewhere: what stands there. A short page
/// is little beside its menus.
fn within_main(proposed: Vec<Proposed>, page: &Parsed, all: &[Block]) -> Vec<Proposed> {
    let is_main = |n: &NodeRef<'_, Node>| {
        n.value().as_element().is_some_and(|e| e.name() == "main" || e.attr("role") == Some("main"))
    };
    let mut mains = page.tree.tree.root().descendants().filter(is_main);
    let (Some(main), None) = (mains.next(), mains.next()) else { return proposed };
    let inside = |block: &Block| owner(page, block).is_some_and(|o| line_up(o).any(|n| n.id() == main.id()));
    let words = |list: &[&Block]| list.iter().map(|block| block.words).sum::<usize>();
    let own: Vec<&Block> = all.iter().filter(|block| inside(block)).collect();
    let prose: usize = own.iter().map(|block| block.words - block.link_words.min(block.words)).sum();
    let there: Vec<&Block> = proposed.iter().filter_map(|p| all.get(p.at?)).filter(|b| inside(b)).collect();
    if prose < MAIN_WORDS || 2 * words(&there) >= proposed.iter().map(|p| p.block.words).sum() {
        return proposed;
    }
    let propose = |(i, block): (usize, &Block)| Proposed { block: block.clone(), at: Some(i) };
    all.iter().enumerate().filter(|(_, block)| inside(block)).map(propose).collect()
}

/// Without a reader: everything that does not stand in the page's frame.
fn outside_of_frame(page: &Parsed, all: &[Block]) -> Vec<Proposed> {
    let framed = |block: &Block| {
        owner(page, block).into_iter().flat_map(line_up).any(|n| {
            n.value()
                .as_element()
                .is_some_and(|e| matches!(e.name(), "nav" | "footer" | "aside" | "form" | "menu"))
        })
    };
    let propose = |(i, block): (usize, &Block)| Proposed { block: block.clone(), at: Some(i) };
    all.iter().enumerate().filter(|(_, b)| !framed(b)).map(propose).collect()
}

/// Where the strong blocks of a page stand.
struct Kin {
    /// The elements whose paragraphs, items or cells they are.
    homes: HashSet<NodeId>,
    /// Their own tags and classes.
    looks: HashSet<(String, String, String)>,
    body: Option<NodeId>,
}

impl Kin {
    /// Learns from the strong blocks; `None` where the page is no prose.
    fn among(proposed: &[Proposed], page: &Parsed, all: &[Block]) -> Option<Self> {
        let words: usize = proposed.iter().map(|p| p.block.words).sum();
        let strong: Vec<_> = proposed.iter().filter(|p| is_strong(&p.block)).collect();
        let strong_words: usize = strong.iter().map(|p| p.block.words).sum();
        if words == 0 || (strong_words as f32) < PROSE_SHARE * words as f32 {
            return None;
        }
        let mut kin = Self { homes: HashSet::new(), looks: HashSet::new(), body: None };
        let mut above: HashMap<NodeId, (usize, usize)> = HashMap::new();
        for one in strong {
            let Some(owner) = one.at.and_then(|i| all.get(i)).and_then(|b| owner(page, b)) else { continue };
            kin.homes.insert(home(owner));
            kin.looks.insert(look(owner));
            let line: Vec<_> = line_up(owner).collect();
            for (i, node) in line.iter().enumerate() {
                let entry = above.entry(node.id()).or_insert((0, line.len() - i));
                entry.0 += one.block.words;
            }
        }
        let aligned = above.values().map(|(words, _)| *words).max().unwrap_or(0) as f32;
        let wide = above.iter().filter(|(_, (words, _))| *words as f32 >= BODY_SHARE * aligned);
        kin.body = wide.max_by_key(|(_, (_, depth))| *depth).map(|(id, _)| *id);
        Some(kin)
    }

    fn keeps(&self, one: &Proposed, page: &Parsed, all: &[Block]) -> bool {
        let block = &one.block;
        if block.link_share() > LINK_SHARE && block.words < LINK_WORDS {
            return false;
        }
        if is_strong(block) {
            return true;
        }
        // A block that the reader has put together itself has no place to judge it by.
        let Some(owner) = one.at.and_then(|i| all.get(i)).and_then(|b| owner(page, b)) else { return true };
        let in_body = self.body.is_none_or(|body| line_up(owner).any(|n| n.id() == body));
        in_body
            && !is_caption(owner)
            && (self.homes.contains(&home(owner)) || self.looks.contains(&look(owner)))
    }
}

fn is_strong(block: &Block) -> bool {
    block.words >= STRONG_WORDS && block.link_share() <= STRONG_LINKS
}

fn owner<'a>(page: &'a Parsed, block: &Block) -> Option<NodeRef<'a, Node>> {
    page.tree.tree.get(block.owner?)
}

/// The node and all above it.
fn line_up<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = NodeRef<'a, Node>> {
    std::iter::once(node).chain(node.ancestors())
}

/// The element a block's owner stands in, lists, tables and quotes looked through.
fn home(owner: NodeRef<'_, Node>) -> NodeId {
    let is_wrap = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| looked_through(e.name()));
    owner.ancestors().find(|n| !is_wrap(n)).unwrap_or(owner).id()
}

fn looked_through(name: &str) -> bool {
    matches!(
        name,
        "li" | "ul"
            | "ol"
            | "dl"
            | "dd"
            | "dt"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "p"
            | "center"
    )
}

/// Its tag, class and id.
fn look(owner: NodeRef<'_, Node>) -> (String, String, String) {
    owner.value().as_element().map_or_else(Default::default, |e| {
        let of = |name| e.attr(name).unwrap_or_default().to_owned();
        (e.name().to_owned(), of("class"), of("id"))
    })
}

fn is_caption(owner: NodeRef<'_, Node>) -> bool {
    line_up(owner).take(CAPTION_LEVELS).filter_map(|n| n.value().as_element()).any(|e| {
        let named = |name| {
            e.attr(name).is_some_and(|v| {
                let v = v.to_ascii_lowercase();
                ["caption", "credit", "copyright", "attribution"].iter().any(|word| v.contains(word))
            })
        };
        matches!(e.name(), "figure" | "figcaption")
            || (!matches!(e.name(), "body" | "html") && (named("class") || named("id")))
    })
}
