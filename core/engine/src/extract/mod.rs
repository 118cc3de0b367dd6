//! HTML and visible text -> title, main text, the rest, site, language.

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
pub fn extract(_html: &str, _hints: Hints<'_>) -> Extracted {
    Extracted::default()
}

/// Primary language of a text ("en"), the hint where the text does not say; empty when unsure.
pub fn language(text: &str, hint: Option<&str>) -> String {
    if text.chars().filter(|c| c.is_alphabetic()).count() < 20 {
        return hint.and_then(|hint| hint.split('-').next()).unwrap_or_default().to_lowercase();
    }
    whichlang::detect_language(text).three_letter_code().to_owned()
}
