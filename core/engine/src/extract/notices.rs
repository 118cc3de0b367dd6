//! What lies over or beside a page and is none of it: consent walls, dialogs, newsletter boxes. On a short page they are longer than
//! the text. They are told by the names that consent tools give them, by roles, and by what they say.
use super::blocks::{self, Block};
use super::parse::Parsed;
use ego_tree::{NodeId, NodeRef};
use scraper::{Node, node::Element};
use std::collections::{HashMap, HashSet};

/// Parts of ids and classes of consent tools, in lower case: OneTrust, Cookiebot, Usercentrics, Didomi, Quantcast, Sourcepoint, TrustArc,
/// Osano, iubenda, CookieYes, Complianz, Borlabs, Klaro, tarteaucitron, Axeptio, Google, consentmanager, Ketch, Termly, and others.
const TOOLS: [&str; 43] = [
    "onetrust",
    "ot-sdk",
    "cybotcookiebot",
    "cookiebot",
    "usercentrics",
    "uc-banner",
    "didomi",
    "qc-cmp",
    "sp_message",
    "truste-",
    "trustarc",
    "consent_blackbar",
    "cc-window",
    "cc_banner",
    "osano-cm",
    "iubenda-cs",
    "cookie-law-info",
    "cky-consent",
    "cky-modal",
    "cmplz-",
    "borlabscookie",
    "borlabs-cookie",
    "klaro",
    "tarteaucitron",
    "axeptio",
    "fc-consent",
    "cmpbox",
    "cmpwrapper",
    "ketch-banner",
    "termly",
    "eu-cookie",
    "eucookie",
    "evidon",
    "cookiescript",
    "ccm-root",
    "ccm-widget",
    "moove_gdpr",
    "wpcc-",
    "cookieconsent",
    "cookie-consent",
    "gdpr-cookie",
    "appconsent",
    "cookiefirst",
];
/// A name with one of these and one of [`SHAPES`] is a consent wall.
const SUBJECTS: [&str; 6] = ["cookie", "consent", "gdpr", "ccpa", "dsgvo", "rgpd"];
const SHAPES: [&str; 17] = [
    "banner", "notice", "bar", "popup", "pop-up", "modal", "dialog", "overlay", "message", "wall", "box",
    "alert", "prompt", "layer", "hint", "hinweis", "info",
];
/// Names of what covers a page.
const COVERS: [&str; 7] = ["modal", "popup", "pop-up", "overlay", "lightbox", "interstitial", "toast"];
/// Names of what asks for an address or for money.
const OFFERS: [&str; 8] = [
    "newsletter",
    "subscribe",
    "mailing-list",
    "mailinglist",
    "signup-box",
    "sign-up-box",
    "paywall",
    "regwall",
];
/// What walls and offers say, in the languages of many readers.
const SAID: [&str; 30] = [
    "cookie",
    "consent",
    "privacy",
    "partners",
    "gdpr",
    "einwillig",
    "zustimm",
    "datenschutz",
    "consentement",
    "confidentialit",
    "rgpd",
    "consenso",
    "informativa",
    "consentimiento",
    "privacidad",
    "privacidade",
    "toestemming",
    "samtycke",
    "samtykke",
    "zgod",
    "newsletter",
    "subscribe",
    "abonn",
    "suscr",
    "iscriv",
    "персональн",
    "同意",
    "クッキー",
    "隐私",
    "쿠키",
];
/// So many of those make it one.
const SAYS: usize = 2;
/// Longest offer, and longest wall that is told by its name alone, in words.
const OFFER_WORDS: usize = 150;
const WALL_WORDS: usize = 600;
/// An offer stands out where the page has at most so many times its words.
const OFFER_SHARE: usize = 8;
/// Least that must stand outside, in words: what is all of a page is the page.
const OUTSIDE_WORDS: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tool,
    Wall,
    Cover,
    Offer,
}

/// An element that may be a notice.
struct Candidate {
    kind: Kind,
    words: usize,
    said: String,
    /// It holds the page's own text, by its landmarks.
    holds_page: bool,
    /// It holds a headline of the first rank.
    holds_headline: bool,
    /// It can be answered.
    asks: bool,
}

/// The roots of all notices of a page whose blocks are `all`.
pub(super) fn find(page: &Parsed, all: &[Block]) -> HashSet<NodeId> {
    let mut candidates = HashMap::new();
    for node in page.tree.tree.root().descendants() {
        if let Some(kind) = node.value().as_element().and_then(kind) {
            let candidate = Candidate {
                kind,
                words: 0,
                said: String::new(),
                holds_page: false,
                holds_headline: false,
                asks: false,
            };
            candidates.insert(node.id(), candidate);
        }
    }
    if candidates.is_empty() {
        return HashSet::new();
    }
    mark(page, &mut candidates);
    let (mut outside, mut strong_outside) = (0, false);
    for block in all {
        let owner = block.owner.and_then(|id| page.tree.tree.get(id));
        let mut inside = false;
        for node in owner.into_iter().flat_map(line_up) {
            if let Some(candidate) = candidates.get_mut(&node.id()) {
                inside = true;
                candidate.words += block.words;
                if candidate.said.len() < 4_096 {
                    candidate.said.extend(block.text.chars().flat_map(char::to_lowercase));
                }
            }
        }
        if !inside {
            outside += block.words;
            strong_outside |= block.words >= 20 && block.link_share() <= 0.5;
        }
    }
    let is_notice = |one: &Candidate| outside >= OUTSIDE_WORDS && one.is_notice(outside, strong_outside);
    candidates.into_iter().filter(|(_, one)| is_notice(one)).map(|(id, _)| id).collect()
}

/// Whether a block stands in one of these.
pub(super) fn holds(notices: &HashSet<NodeId>, page: &Parsed, block: &Block) -> bool {
    !notices.is_empty()
        && block
            .owner
            .and_then(|id| page.tree.tree.get(id))
            .into_iter()
            .flat_map(line_up)
            .any(|node| notices.contains(&node.id()))
}

impl Candidate {
    fn is_notice(&self, outside: usize, strong_outside: bool) -> bool {
        let speaks = SAID.iter().filter(|word| self.said.contains(**word)).count() >= SAYS;
        match self.kind {
            _ if self.holds_page => false,
            _ if self.holds_headline && !(speaks && self.words <= WALL_WORDS) => false,
            Kind::Tool => true,
            Kind::Wall => speaks || (self.asks && self.words <= WALL_WORDS),
            Kind::Cover => speaks || strong_outside,
            // A few words of it within a long article do no harm, and may be meant for its readers.
            Kind::Offer => {
                self.asks
                    && self.words <= OFFER_WORDS
                    && strong_outside
                    && OFFER_SHARE * self.words >= outside
            }
        }
    }
}

/// Tells every candidate what it holds.
fn mark(page: &Parsed, candidates: &mut HashMap<NodeId, Candidate>) {
    for node in page.tree.tree.root().descendants() {
        let Some(element) = node.value().as_element() else { continue };
        let role = element.attr("role").unwrap_or_default();
        let is_page = matches!(element.name(), "main" | "article") || role == "main";
        let asks = matches!(element.name(), "button" | "input" | "form") || role == "button";
        let is_headline = element.name() == "h1";
        if !(is_page || asks || is_headline) {
            continue;
        }
        for above in line_up(node) {
            if let Some(candidate) = candidates.get_mut(&above.id()) {
                candidate.holds_page |= is_page;
                candidate.holds_headline |= is_headline;
                candidate.asks |= asks;
            }
        }
    }
}

fn kind(element: &Element) -> Option<Kind> {
    let stands_apart = blocks::is_block(element.name()) || element.name().contains('-');
    if !stands_apart || matches!(element.name(), "html" | "body" | "main" | "article") {
        return None;
    }
    let names = || ["id", "class"].iter().filter_map(|name| element.attr(name));
    let names = names().map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ");
    let any = |list: &[&str], text: &str| list.iter().any(|word| text.contains(word));
    let is_wall = |name: &str| any(&SUBJECTS, name) && any(&SHAPES, name);
    let role = element.attr("role").unwrap_or_default();
    if any(&TOOLS, &names) {
        Some(Kind::Tool)
    } else if names.split_whitespace().any(is_wall) {
        Some(Kind::Wall)
    } else if matches!(role, "dialog" | "alertdialog")
        || element.attr("aria-modal") == Some("true")
        || element.name() == "dialog"
        || names.split_whitespace().any(|name| name.split(['-', '_']).any(|part| COVERS.contains(&part)))
    {
        Some(Kind::Cover)
    } else {
        any(&OFFERS, &names).then_some(Kind::Offer)
    }
}

/// The node and all above it.
fn line_up<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = NodeRef<'a, Node>> {
    std::iter::once(node).chain(node.ancestors())
}
