//! HTML and visible text -> title, main text, the rest, site, language.
mod blocks;
mod date;
mod document;
mod facts;
mod json_ld;
mod language;
mod main_text;
mod notices;
mod parse;
mod rest;
mod stop_words;
mod title;
mod words;

use document::{Document, Kind};
use facts::Facts;

/// What a page says, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extracted {
    /// The page's title, cleaned of the site's name where that is certain.
    pub title: String,
    /// The site's own name, or its host.
    pub site: String,
    /// BCP 47 primary language, lower case ("en"), or empty when unknown.
    pub lang: String,
    /// The main text: blocks separated by '\n'.
    pub text: String,
    /// All other visible text (menus, comments, captions): blocks separated by '\n'.
    pub rest: String,
    /// When it was published, RFC 3339 or a date, as the page declares it.
    pub published: Option<String>,
    /// All of it in the page's own order, where no browser has laid it out: what stands together there may be parted above.
    #[serde(skip)]
    pub flow: String,
}

/// Facts known beside the HTML.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Address of the page, if known.
    pub url: Option<&'a str>,
    /// `document.title`, if known.
    pub title: Option<&'a str>,
    /// Visible text as the browser laid it out, if known.
    pub visible: Option<&'a str>,
    /// `<html lang>`, if known.
    pub lang: Option<&'a str>,
}

/// Takes a page apart. Never fails: a broken page gives what it has.
///
/// ```
/// use webmynd_engine::extract::{Hints, extract};
/// let page = "<title>Tea</title><nav><a href=/>Home</a></nav><p>Pour the water before it boils, \
///             wait three minutes, and take the leaves out again, or it will turn bitter on you.";
/// let found = extract(page, Hints::default());
/// assert_eq!(found.title, "Tea");
/// assert!(found.text.starts_with("Pour the water") && found.rest == "Home");
/// ```
pub fn extract(html: &str, hints: Hints<'_>) -> Extracted {
    extract_as(html, None, hints)
}

/// The same of a document of this media type, where it is known; else how it begins says what it is: HTML, XHTML, other XML, JSON, text.
pub fn extract_as(document: &str, media: Option<&str>, hints: Hints<'_>) -> Extracted {
    match document::kind(document, media) {
        Kind::Html => of_page(document, &parse::parse(document), hints),
        Kind::Xhtml => {
            let html = parse::without_cdata(document);
            of_page(&html, &parse::parse_xhtml(&html), hints)
        }
        kind => of_document(document::read(document, kind), hints),
    }
}

/// What is no page has no frame of menus around its text.
fn of_document(found: Document, hints: Hints<'_>) -> Extracted {
    let Document { title, text } = found;
    let facts = Facts::of_title(title);
    let site = title::site(&facts, hints.url);
    let rest = hints.visible.map(|visible| rest::of_visible(visible, &text)).unwrap_or_default();
    let lang = language::detect(&text, hints.lang);
    let (title, flow) = (title::title(&facts, hints.title, &site), text.clone());
    Extracted { title, lang, published: None, site, text, rest, flow }
}

fn of_page(html: &str, page: &parse::Parsed, hints: Hints<'_>) -> Extracted {
    let all = blocks::blocks(page.tree.tree.root());
    let main = main_text::choose(html, page, &all);
    let facts = facts::gather(&page.tree);
    let text = main.text();
    let rest = match hints.visible {
        Some(visible) => rest::of_visible(visible, &text),
        None => rest::of_blocks(&all, &main),
    };
    let flow = if hints.visible.is_some() { String::new() } else { rest::in_order(&all) };
    let site = title::site(&facts, hints.url);
    let sample = if text.is_empty() { &rest } else { &text };
    Extracted {
        title: title::title(&facts, hints.title, &site),
        lang: language::detect(sample, hints.lang.or(facts.lang.as_deref())),
        published: facts.published(),
        site,
        text,
        rest,
        flow,
    }
}

/// Primary language of a text ("en"), the hint where the text does not say; empty when unsure.
pub fn language(text: &str, hint: Option<&str>) -> String {
    language::detect(text, hint)
}
