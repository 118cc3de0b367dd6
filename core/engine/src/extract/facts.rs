//! What a page declares about itself: meta tags, JSON-LD, headings, times.
use super::{date, json_ld};
use scraper::{Html, Node, node::Element};

/// Declared facts, as found, white space collapsed.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// `<title>`.
    pub title: String,
    /// Titles declared elsewhere: `og:title`, JSON-LD headline, the first `<h1>`.
    pub headlines: Vec<String>,
    /// Names of the site, the surest first.
    pub sites: Vec<String>,
    /// `<html lang>` or its older forms.
    pub lang: Option<String>,
    dates: Vec<(DateFrom, String)>,
}

/// Where a date was declared, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DateFrom {
    Meta,
    JsonLd,
    Property,
    OtherMeta,
    Time,
}

impl Facts {
    /// Those of a document that declares nothing but its title.
    pub fn of_title(title: String) -> Self {
        Self { title, ..Self::default() }
    }

    /// The surest date that can be read.
    pub fn published(&self) -> Option<String> {
        let mut dates: Vec<_> = self.dates.iter().collect();
        dates.sort_by_key(|(from, _)| *from);
        dates.into_iter().find_map(|(_, value)| date::normalise(value))
    }

    fn date(&mut self, from: DateFrom, value: Option<&str>) {
        if let Some(value) = value {
            self.dates.push((from, value.to_owned()));
        }
    }
}

/// One pass over the tree.
pub(super) fn gather(page: &Html) -> Facts {
    let mut facts = Facts::default();
    let mut site_names = [None, None];
    let mut h1 = None;
    for node in page.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            "html" => facts.lang = element.attr("lang").or(element.attr("xml:lang")).map(str::to_owned),
            "title" if facts.title.is_empty() && !in_svg(node) => facts.title = text_of(node),
            "meta" => meta(element, &mut facts, &mut site_names),
            "h1" if h1.is_none() => h1 = Some(text_of(node)).filter(|t| !t.is_empty()),
            "time" => facts.date(DateFrom::Time, element.attr("datetime")),
            "script" => {
                let text: String =
                    node.children().filter_map(|c| c.value().as_text().map(|t| &**t)).collect();
                let found = json_ld::read(&text);
                facts.headlines.extend(found.headline);
                facts.sites.extend(found.site);
                facts.date(DateFrom::JsonLd, found.published.as_deref());
            }
            _ => {}
        }
        if element.attr("itemprop").is_some_and(|p| p == "datePublished") {
            facts.date(DateFrom::Property, element.attr("content").or(element.attr("datetime")));
        }
    }
    let [og, application] = site_names;
    facts.sites.extend(application);
    facts.sites = og.into_iter().chain(std::mem::take(&mut facts.sites)).collect();
    facts.headlines.extend(h1);
    facts
}

fn meta(element: &Element, facts: &mut Facts, site_names: &mut [Option<String>; 2]) {
    let Some(content) = element.attr("content").map(squeeze).filter(|c| !c.is_empty()) else { return };
    let name =
        element.attr("property").or(element.attr("name")).unwrap_or_default().trim().to_ascii_lowercase();
    let [og, application] = site_names;
    match name.as_str() {
        "og:title" | "twitter:title" => facts.headlines.push(content),
        "og:site_name" => *og = og.take().or(Some(content)),
        "application-name" => *application = application.take().or(Some(content)),
        "article:published_time" | "og:published_time" | "og:article:published_time" | "parsely-pub-date" => {
            facts.date(DateFrom::Meta, Some(&content));
        }
        "date"
        | "pubdate"
        | "publishdate"
        | "publish-date"
        | "publication_date"
        | "dc.date"
        | "dc.date.issued"
        | "dcterms.date"
        | "dcterms.created"
        | "dcterms.issued"
        | "sailthru.date"
        | "cxenseparse:recs:publishtime"
        | "citation_publication_date" => facts.date(DateFrom::OtherMeta, Some(&content)),
        _ => {}
    }
    let equiv = element.attr("http-equiv").unwrap_or_default();
    if equiv.eq_ignore_ascii_case("content-language") && facts.lang.is_none() {
        facts.lang = element.attr("content").map(str::to_owned);
    }
}

fn in_svg(node: ego_tree::NodeRef<'_, Node>) -> bool {
    node.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == "svg"))
}

/// All text below a node, white space collapsed.
fn text_of(node: ego_tree::NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for below in node.descendants() {
        if let Node::Text(part) = below.value() {
            text.push_str(part);
        } else {
            text.push(' ');
        }
    }
    squeeze(&text)
}

/// Collapses white space.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
