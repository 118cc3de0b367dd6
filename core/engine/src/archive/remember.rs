//! Remembering: extract, redact, journal, flush, acknowledge; searchable in the same breath.
use super::Archive;
use crate::catalog::{Capture, short_hash};
use crate::event::{Captured, Event, VisitFacts, Visited};
use crate::extract::{Extracted, Hints, extract};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Remembered, RememberedKind, Seen, VisitId};
use crate::policy::redaction::{redact, redact_url};
use crate::{EngineError, ErrorKind};

/// An address longer than this is a page's data in disguise.
const MAX_URL: usize = 8192;
/// One that is kept may be longer than the one that was seen: letters were encoded, secrets have a word in their place.
const MAX_KEPT_URL: usize = 4 * MAX_URL;
const MAX_TITLE: usize = 2048;

impl Archive {
    /// Remembers a page. When this returns, the page is durable and can be found. The same visit sent again changes
    /// nothing. Errors: `Invalid` for what is not a page of the web; else what the files say, and nothing is changed.
    pub fn remember(&mut self, seen: &Seen) -> Result<Remembered, EngineError> {
        let url = address(&seen.url)?;
        let id = VisitId::parse(&seen.id).ok_or_else(|| invalid("the visit's id is not 32 hex digits"))?;
        if let Some(again) = self.again(id) {
            return Ok(again);
        }
        let hints = Hints {
            url: Some(&url),
            title: Some(&seen.title),
            visible: seen.text.as_deref(),
            lang: seen.lang.as_deref(),
        };
        let page = extract(&seen.html, hints);
        let from = seen.referrer.as_deref().and_then(|referrer| self.newest_visit(referrer));
        let visit =
            VisitFacts { id: seen.id.clone(), at: seen.at, offset_min: seen.offset_min, from, device: None };
        let (no, kind) = self.keep(&url, page, visit, None, false)?;
        self.remembered(id, no, kind)
    }

    /// Keeps an extracted page: a visit of known content, a new version, or a new page.
    pub(super) fn keep(
        &mut self,
        url: &str,
        page: Extracted,
        visit: VisitFacts,
        name: Option<String>,
        always_new: bool,
    ) -> Result<(CaptureNo, RememberedKind), EngineError> {
        let url = redact_url(url).into_owned();
        let title = cut(&redact(&page.title), MAX_TITLE).to_owned();
        let words = Text { text: redact(&page.text).into_owned(), rest: redact(&page.rest).into_owned() };
        let hash = content_hash(&title, &words);
        let known = self.catalog.page(&url).map(|page| page.latest);
        let same =
            known.filter(|no| !always_new && self.catalog.capture(*no).is_some_and(|kept| kept.hash == hash));
        if let Some(no) = same {
            // Its text had left, and is here again.
            self.fill(no, &words)?;
            self.record(Event::Visit(Visited { no, visit }), vec![])?;
            return Ok((no, RememberedKind::Revisit));
        }
        let no = self.catalog.next_no();
        let captured = Captured {
            no,
            url,
            title,
            site: page.site,
            lang: page.lang,
            published: page.published,
            hash: VisitId(hash).to_string(),
            name,
            card: false,
            visit,
        };
        self.record(Event::Capture(captured.clone()), words.pack())?;
        self.index_new(&captured, &words);
        let kind = if known.is_some() { RememberedKind::Version } else { RememberedKind::New };
        Ok((no, kind))
    }

    fn again(&self, id: VisitId) -> Option<Remembered> {
        let ordinal = self.catalog.ordinal(id)?;
        let no = self.catalog.visit(ordinal)?.no;
        self.remembered(id, no, RememberedKind::Again).ok()
    }

    fn remembered(
        &self,
        id: VisitId,
        no: CaptureNo,
        kind: RememberedKind,
    ) -> Result<Remembered, EngineError> {
        let ordinal = self.catalog.ordinal(id);
        let ordinal =
            ordinal.ok_or_else(|| EngineError::new(ErrorKind::Bug, "a remembered visit has no place"))?;
        let wants_picture = self.catalog.capture(no).is_some_and(Capture::wants_picture);
        Ok(Remembered { capture: no, ordinal, kind, wants_picture })
    }

    /// The newest visit of an address, as hex.
    fn newest_visit(&self, url: &str) -> Option<String> {
        let page = self.catalog.page(&kept_address(url).ok()?)?;
        let capture = self.catalog.capture(page.latest).filter(|capture| capture.alive > 0)?;
        Some(capture.newest.1.to_string())
    }
}

/// The address under which a page that was seen at `url` is kept, also one that was imported: secrets are redacted in it, so that
/// whoever asks with the address that the browser shows finds the page. Errors: `Invalid`.
pub(super) fn kept_address(url: &str) -> Result<String, EngineError> {
    Ok(redact_url(&any_address(url)?).into_owned())
}

/// The address as it identifies a page: http or https, without password and fragment; `#/` and `#!` are routes of a
/// page that lives in one document, and stay. Errors: `Invalid`.
fn address(url: &str) -> Result<String, EngineError> {
    address_within(url, MAX_URL)
}

/// The same for one that was kept already, here or elsewhere. Errors: `Invalid`.
pub(super) fn known_address(url: &str) -> Result<String, EngineError> {
    address_within(url, MAX_KEPT_URL)
}

/// The same, or the address of its own that an imported page has which has none of the web. Errors: `Invalid`.
pub(super) fn any_address(url: &str) -> Result<String, EngineError> {
    known_address(url).or_else(|error| super::transfer::own_address(url).ok_or(error))
}

fn address_within(url: &str, max: usize) -> Result<String, EngineError> {
    if url.len() > max {
        return Err(invalid(format!("the address is longer than {max} bytes")));
    }
    let mut url =
        url::Url::parse(url).map_err(|error| invalid(format!("the address is not one: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(format!("{} is not a page of the web", url.scheme())));
    }
    if !url.fragment().is_some_and(|fragment| fragment.starts_with(['/', '!'])) {
        url.set_fragment(None);
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Both succeed for http and https, whose addresses have a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    Ok(url.into())
}

/// What makes two visits see the same: title and main text; all text where there is no main text. Counters, adverts
/// and comments around an article do not make a new version of it.
pub(crate) fn content_hash(title: &str, words: &Text) -> [u8; 16] {
    let text = if words.text.is_empty() { &words.rest } else { &words.text };
    let mut bytes = Vec::with_capacity(title.len() + 1 + text.len());
    bytes.extend_from_slice(title.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(text.as_bytes());
    short_hash(&bytes)
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or_default()
}

fn invalid(fact: impl Into<String>) -> EngineError {
    EngineError::new(ErrorKind::Invalid, fact)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_fragment_is_a_place_in_a_page_and_a_route_is_a_page() {
        let kept = |url| address(url).unwrap_or_default();
        assert_eq!(kept("https://a.test/x#chapter-2"), "https://a.test/x");
        assert_eq!(kept("https://a.test/#/inbox/7"), "https://a.test/#/inbox/7");
        assert_eq!(kept("https://a.test/#!/inbox"), "https://a.test/#!/inbox");
        assert_eq!(kept("https://me:secret@a.test/"), "https://a.test/");
        assert!(address("ftp://a.test/").is_err());
    }
}
