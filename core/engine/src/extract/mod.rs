//! HTML and visible text -> title, main text, the rest, site, language.
mod blocks;
mod parse;
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
pub fn extract(html: &str, _hints: Hints<'_>) -> Extracted {
    let page = parse::parse(html);
    let all = blocks::blocks(page.tree.root());
    let mut reader = libreadability::Parser::new();
    let main = match reader.parse(html, None) {
        Ok(article) => blocks::blocks(parse::parse(&article.content).tree.root()),
        Err(_) => Vec::new(),
    };
    let kept = main.iter().filter(|b| !(b.link_share() > 0.7 && b.words < 40));
    let text: Vec<_> = kept.map(|b| b.text.as_str()).collect();
    let rest: Vec<_> = all.iter().map(|b| b.text.as_str()).collect();
    Extracted { text: text.join("\n"), rest: rest.join("\n"), ..Extracted::default() }
}
