//! The addresses of a page: the one by which it is known, and the one that was visited, for opening it again.
use super::transfer::own_address;
use crate::address::page_address;
use crate::policy::redaction::redact_url;
use crate::{EngineError, ErrorKind};

/// An address longer than this is a page's data in disguise.
const MAX_URL: usize = 8192;
/// One that is kept may be longer than the one that was seen: letters were encoded, secrets have a word in their place.
const MAX_KEPT_URL: usize = 4 * MAX_URL;

/// See the module.
pub(super) struct Address {
    /// As it was visited, in its normal form, secrets and all: never written.
    whole: String,
    page: String,
    visited: String,
}

impl Address {
    /// Of a page that is seen. Errors: `Invalid` for what is not a page of the web.
    pub fn seen(url: &str) -> Result<Self, EngineError> {
        let parsed = parse(url, MAX_URL)?;
        Ok(Self::of(&normal(parsed.clone()), parsed.as_str()))
    }

    /// Of a page that was kept before, here or elsewhere, also one of an import that has none of the web. `visited`: what was
    /// kept beside it. Errors: `Invalid`.
    pub fn known(url: &str, visited: Option<&str>) -> Result<Self, EngineError> {
        let whole = any_address(url)?;
        let visited = visited.or(Some(url)).and_then(|url| parse(url, MAX_KEPT_URL).ok());
        // It must be of this page.
        let visited = visited.filter(|url| page_of(&normal(url.clone())) == page_of(&whole));
        Ok(Self::of(&whole, visited.as_ref().map_or(&whole, |url| url.as_str())))
    }

    fn of(whole: &str, visited: &str) -> Self {
        Self { whole: whole.to_owned(), page: page_of(whole), visited: redact_url(visited).into_owned() }
    }

    /// As it was visited, for what a page says of itself: never written.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// By which the page is known.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// As it was visited, secrets redacted, where that is not how the page is known.
    pub fn visited(&self) -> Option<String> {
        (self.visited != self.page).then(|| self.visited.clone())
    }
}

/// The address by which a page is known that was seen at `url`, also one that was imported: whoever asks with the address that
/// the browser shows finds the page. Errors: `Invalid`.
pub(super) fn kept_address(url: &str) -> Result<String, EngineError> {
    Ok(page_of(&any_address(url)?))
}

/// In its normal form, one that was kept already, here or elsewhere. Errors: `Invalid`.
pub(super) fn known_address(url: &str) -> Result<String, EngineError> {
    Ok(normal(parse(url, MAX_KEPT_URL)?))
}

/// The same, or the address of its own that an imported page has which has none of the web. Errors: `Invalid`.
pub(super) fn any_address(url: &str) -> Result<String, EngineError> {
    known_address(url).or_else(|error| own_address(url).ok_or(error))
}

fn page_of(whole: &str) -> String {
    redact_url(&page_address(whole)).into_owned()
}

/// Without fragment; `#/` and `#!` are routes of a page that lives in one document, and stay.
fn normal(mut url: url::Url) -> String {
    // What follows `:~:` says where to scroll to.
    let route = url.fragment().map(|fragment| fragment.split(":~:").next().unwrap_or_default().to_owned());
    let route = route.filter(|fragment| fragment.starts_with(['/', '!']));
    url.set_fragment(route.as_deref());
    url.into()
}

/// http or https, without name and password. Errors: `Invalid`.
fn parse(url: &str, max: usize) -> Result<url::Url, EngineError> {
    if url.len() > max {
        return Err(invalid(format!("the address is longer than {max} bytes")));
    }
    let mut url =
        url::Url::parse(url).map_err(|error| invalid(format!("the address is not one: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(format!("{} is not a page of the web", url.scheme())));
    }
    if url.fragment() == Some("") {
        url.set_fragment(None);
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Both succeed for http and https, whose addresses have a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    Ok(url)
}

fn invalid(fact: impl Into<String>) -> EngineError {
    EngineError::new(ErrorKind::Invalid, fact)
}

#[cfg(test)]
mod tests {
    use super::{Address, kept_address};

    #[test]
    fn a_fragment_is_a_place_in_a_page_and_a_route_is_a_page() {
        let kept = |url| kept_address(url).unwrap_or_default();
        assert_eq!(kept("https://a.test/x#chapter-2"), "https://a.test/x");
        assert_eq!(kept("https://a.test/#/inbox/7"), "https://a.test/#/inbox/7");
        assert_eq!(kept("https://a.test/#!/inbox"), "https://a.test/#!/inbox");
        assert_eq!(kept("https://a.test/#/inbox:~:text=hello"), "https://a.test/#/inbox");
        assert_eq!(kept("https://me:secret@a.test/"), "https://a.test/");
        assert!(Address::seen("ftp://a.test/").is_err());
    }

    #[test]
    fn the_address_as_visited_stands_beside_the_one_of_the_page() {
        let of = |url| Address::seen(url).map(|address| (address.page().to_owned(), address.visited()));
        let url = "https://me:x@a.test/x?utm_source=m&b=1&token=abcdef0123456789#top";
        let visited = "https://a.test/x?utm_source=m&b=1&token=redacted#top".to_owned();
        assert_eq!(of(url).ok(), Some(("https://a.test/x?b=1&token=redacted".to_owned(), Some(visited))));
        assert_eq!(of("https://a.test/x?b=1").ok(), Some(("https://a.test/x?b=1".to_owned(), None)));
        let other = Address::known("https://a.test/x", Some("https://evil.test/?utm_source=m"));
        assert_eq!(other.ok().and_then(|address| address.visited()), None);
    }
}
