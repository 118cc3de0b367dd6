//! HTML and visible text -> title, main text, the rest, site, language.
mod blocks;
mod date;
mod facts;
mod json_ld;
mod language;
mod main_text;
mod parse;
mod rest;
mod stop_words;
mod title;
mod words;

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
    let page = parse::parse(html);
    let all = blocks::blocks(page.tree.tree.root());
    let main = main_text::choose(html, &page, &all);
    let facts = facts::gather(&page.tree);
    let text = main.text();
    let rest = match hints.visible {
        Some(visible) => rest::of_visible(visible, &text),
        None => rest::of_blocks(&all, &main),
    };
    let site = title::site(&facts, hints.url);
    let sample = if text.is_empty() { &rest } else { &text };
    Extracted {
        title: title::title(&facts, hints.title, &site),
        lang: language::detect(sample, hints.lang.or(facts.lang.as_deref())),
        published: facts.published(),
        site,
        text,
        rest,
    }
}

/// Primary language of a text ("en"), the hint where the text does not say; empty when unsure.
pub fn language(text: &str, hint: Option<&str>) -> String {
    language::detect(text, hint)
}
