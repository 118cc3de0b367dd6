//! Remembering: extract, redact, journal, flush, acknowledge; searchable in the same breath.
use super::address::{Address, kept_address};
use super::sameness::content_hash;
use super::{Archive, PictureFacts};
use crate::catalog::{Capture, Stage, Visit};
use crate::event::{Captured, Event, VisitFacts, Visited};
use crate::extract::{Extracted, Hints, extract};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, Remembered, RememberedKind, Seen, VisitId};
use crate::policy::redaction::{redact_id, redact_page};
use crate::said::bounds::{OFFSETS, TIMES, WORDS};
use crate::{EngineError, ErrorKind};

const MAX_TITLE: usize = 2048;

impl Archive {
    /// Remembers a page. When this returns, the page is durable and can be found. The same visit sent again changes
    /// nothing. Errors: `Invalid` for what is not a page of the web; else what the files say, and nothing is changed.
    pub fn remember(&mut self, seen: &Seen) -> Result<Remembered, EngineError> {
        let address = Address::seen(&seen.url)?;
        let id = VisitId::parse(&seen.id).ok_or_else(|| invalid("the visit's id is not 32 hex digits"))?;
        // What an earlier call wrote and could not make durable is known, and must not be acknowledged before it is.
        self.journal.flush_owed()?;
        if let Some(visit) = self.catalog.visit_of(id).copied() {
            return self.look(seen, &address, &visit);
        }
        if self.catalog.stage(id) == Stage::Gone {
            return Ok(Remembered::forgotten(id));
        }
        let content = Content::of(&address, extracted(seen, &address), seen.text.as_deref(), None);
        if let Some(stay) = self.stay(seen, &content) {
            return self.remembered(stay.id, stay.no, RememberedKind::Again);
        }
        let from = self.source_of(seen);
        let (id_text, look) = (seen.id.clone(), seen.look);
        let visit = VisitFacts {
            id: id_text,
            at: time(seen.at),
            offset_min: offset(seen.offset_min),
            from,
            device: None,
            look,
        };
        let (no, kind) = self.keep(content, visit, false)?;
        let became = self.remembered(id, no, kind)?;
        // The first picture may be of a page whose own pictures were not there yet: it is renewed on the second visit, the
        // fourth, the eighth …
        let visits = self.catalog.capture(no).map_or(0, |capture| capture.visits);
        let is_due = kind == RememberedKind::Revisit && visits.is_power_of_two();
        Ok(Remembered { wants_picture: became.wants_picture || is_due, ..became })
    }

    /// The same of pages that came at once: they are made durable together, and each has its own answer, in their order. Errors: what the files
    /// say where nothing of them is durable; then the memory is read anew.
    pub fn remember_all(
        &mut self,
        seen: &[Seen],
    ) -> Result<Vec<Result<Remembered, EngineError>>, EngineError> {
        if let [one] = seen {
            return Ok(vec![self.remember(one)]);
        }
        self.journal.hold();
        let became = seen.iter().map(|one| self.remember(one)).collect();
        self.release()?;
        Ok(became)
    }

    /// The visit that goes on: its page was loaded again, and shows what it showed.
    fn stay(&self, seen: &Seen, content: &Content) -> Option<Visit> {
        let id = VisitId::parse(seen.stays.as_deref()?)?;
        let visit = self.catalog.visit_of(id).filter(|visit| visit.is_alive())?;
        let capture = self.catalog.capture(visit.no)?;
        let page = self.catalog.page(&content.url)?;
        (capture.hash == content.hash && self.catalog.page_of(capture) == Some(page)).then_some(*visit)
    }

    /// Keeps a page: a visit of known content, a new version, or a new page.
    pub(super) fn keep(
        &mut self,
        content: Content,
        visit: VisitFacts,
        always_new: bool,
    ) -> Result<(CaptureNo, RememberedKind), EngineError> {
        let same = self.catalog.version_of(&content.url, &content.hash).filter(|_| !always_new);
        if let Some(no) = same {
            self.revisit(no, &content.words, visit)?;
            return Ok((no, RememberedKind::Revisit));
        }
        if !always_new && let Some(no) = self.blank_card(&content.url)? {
            let (captured, words) = content.captured(no, visit);
            self.fill_card(no, captured, &words)?;
            return Ok((no, RememberedKind::New));
        }
        let is_known = self.catalog.page(&content.url).is_some_and(|page| page.captures > 0);
        let no = self.keep_new(content, visit, None)?;
        Ok((no, if is_known { RememberedKind::Version } else { RememberedKind::New }))
    }

    /// Keeps one more visit of a capture that says these words.
    pub(super) fn revisit(
        &mut self,
        no: CaptureNo,
        words: &Text,
        visit: VisitFacts,
    ) -> Result<(), EngineError> {
        // Its text may have left, and is here again.
        self.fill(no, words)?;
        self.record(Event::Visit(Visited { no, visit }), vec![]).map(drop)
    }

    /// Keeps what no capture holds yet, with the picture that an earlier look has.
    pub(super) fn keep_new(
        &mut self,
        content: Content,
        visit: VisitFacts,
        picture: Option<PictureFacts>,
    ) -> Result<CaptureNo, EngineError> {
        let no = self.catalog.next_no();
        let (captured, words) = content.captured(no, visit);
        let mut batch = vec![(Event::Capture(captured.clone()), words.pack())];
        batch.extend(picture.map(|picture| (Event::Picture(picture.of(no)), vec![])));
        self.record_all(&batch)?;
        self.index_new(&captured, &words);
        Ok(no)
    }

    pub(super) fn remembered(
        &self,
        id: VisitId,
        no: CaptureNo,
        kind: RememberedKind,
    ) -> Result<Remembered, EngineError> {
        let ordinal = self.catalog.ordinal(id);
        let ordinal =
            ordinal.ok_or_else(|| EngineError::new(ErrorKind::Bug, "a remembered visit has no place"))?;
        let wants_picture = self.catalog.capture(no).is_some_and(Capture::wants_picture);
        Ok(Remembered { visit: id.to_string(), capture: no, ordinal, kind, wants_picture })
    }

    /// The visit that a page was come to from, as hex: the one that the browser knows of, else the newest of the address that the page tells.
    pub(super) fn source_of(&self, seen: &Seen) -> Option<String> {
        let named = seen.from.as_deref().and_then(VisitId::parse).filter(|id| self.catalog.holds(*id));
        let told = || self.newest_visit(seen.referrer.as_deref()?);
        named.map(|id| id.to_string()).or_else(told)
    }

    /// The newest visit of an address, as hex.
    fn newest_visit(&self, url: &str) -> Option<String> {
        let page = self.catalog.page(&kept_address(url).ok()?)?;
        let capture = self.catalog.capture(page.latest).filter(|capture| capture.alive > 0)?;
        Some(capture.newest.1.to_string())
    }
}

/// A page that was seen, taken apart.
pub(super) fn extracted(seen: &Seen, address: &Address) -> Extracted {
    let hints = Hints {
        url: Some(address.whole()),
        title: Some(&seen.title),
        visible: seen.text.as_deref(),
        lang: seen.lang.as_deref(),
    };
    extract(&seen.html, hints)
}

/// What is kept of a page. All that is written of one goes through here, and secrets stay outside.
pub(super) struct Content {
    pub url: String,
    pub title: String,
    pub words: Text,
    pub hash: [u8; 16],
    visited: Option<String>,
    site: String,
    lang: String,
    published: Option<String>,
    name: Option<String>,
}

impl Content {
    /// `visible`: the page's text as the browser laid it out.
    pub fn of(address: &Address, mut page: Extracted, visible: Option<&str>, name: Option<String>) -> Self {
        redact_page(&mut page, visible);
        let Extracted { title, site, lang, published, text, rest, .. } = page;
        let (title, words) = (cut(&title, MAX_TITLE).to_owned(), Text { text, rest });
        let hash = content_hash(&title, &words);
        let (url, visited) = (address.page().to_owned(), address.visited());
        let name = name.map(|name| redact_id(&name).into_owned());
        let short = |told: String| cut(&told, WORDS).to_owned();
        let (site, lang) = (short(site), short(lang));
        let (published, name) = (published.map(short), name.map(short));
        Self { url, title, words, hash, visited, site, lang, published, name }
    }

    pub fn captured(self, no: CaptureNo, visit: VisitFacts) -> (Captured, Text) {
        let Self { url, title, words, hash, visited, site, lang, published, name } = self;
        let hash = VisitId(hash).to_string();
        let (card, changes) = (false, 0);
        let captured =
            Captured { no, url, visited, title, site, lang, published, hash, name, card, changes, visit };
        (captured, words)
    }
}

/// A time that is in a calendar: a clock may have stopped anywhere.
fn time(at: Millis) -> Millis {
    at.clamp(*TIMES.start(), *TIMES.end())
}

fn offset(min: i16) -> i16 {
    min.clamp(*OFFSETS.start(), *OFFSETS.end())
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or_default()
}

fn invalid(fact: impl Into<String>) -> EngineError {
    EngineError::new(ErrorKind::Invalid, fact)
}
