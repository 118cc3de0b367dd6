//! Cards of the past: pages that the browser knows and this memory does not, by title, address and times. They are pages like
//! all others, without words; the first visit that brings some gives them to the card, and no second version stands beside it.
use super::Archive;
use super::address::Address;
use super::remember::Content;
use super::sameness::content_hash;
use super::transfer::ImportReport;
use crate::address::host_of;
use crate::card::{Card, CardVisit};
use crate::catalog::{Capture, short_hash};
use crate::event::{Captured, Event, VisitFacts, Visited};
use crate::extract::{Extracted, language};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, VisitId};
use crate::policy::redaction::redact;
use crate::said::bounds::is_time;
use crate::{EngineError, ErrorKind};
use std::collections::BTreeMap;

/// A label has so many bytes at most, a card so many labels.
const LABEL: usize = 100;
const LABELS: usize = 32;

impl Archive {
    /// Takes a card in. An address that is not known becomes a page with all its visits; one that is known by a card alone gets
    /// the visits that it lacks; one that was seen here has its visits already, and gets star and labels only. Errors: `Invalid`
    /// for what is no page; else what the files say.
    pub(super) fn import_card(
        &mut self,
        card: Card,
        now: Millis,
        report: &mut ImportReport,
    ) -> Result<(), EngineError> {
        let address = Address::known(&card.url, None)?;
        let url = address.page();
        let told = card.visits.len().max(1) as u32;
        let known = self.catalog.page(url).map(|page| page.latest);
        // That of a bookmark is a day on which the page was looked at: a history knows better.
        let takes = match known {
            None => true,
            Some(no) => !card.star && self.is_of_past(no)?,
        };
        let visits = if takes { self.new_visits(url, &card.visits, now)? } else { vec![] };
        report.added += visits.len() as u32;
        report.known += told.saturating_sub(visits.len() as u32);
        let mut visits = visits.into_iter();
        let no = match known {
            Some(no) => Some(no),
            None => visits.next().map(|first| self.make_card(&address, &card, first)).transpose()?,
        };
        report.pages += u32::from(known.is_none() && no.is_some());
        if let Some(no) = no {
            for visit in visits {
                self.record(Event::Visit(Visited { no, visit }), vec![])?;
            }
        }
        self.import_marks(url, card.star, labels(card.labels), now)
    }

    fn make_card(
        &mut self,
        address: &Address,
        card: &Card,
        visit: VisitFacts,
    ) -> Result<CaptureNo, EngineError> {
        let url = address.page();
        let title = if card.title.trim().is_empty() { url } else { card.title.trim() };
        let page = Extracted {
            title: title.to_owned(),
            site: host_of(url).to_owned(),
            lang: language(&format!("{title}\n{}", card.text), None),
            text: card.text.trim().to_owned(),
            ..Extracted::default()
        };
        self.keep(Content::of(address, page, None, None), visit, true).map(|(no, _)| no)
    }

    /// The visits that are neither known nor gone for good, the oldest first. Each has an id that is made of address and time:
    /// taken in again, it is the same. Errors: `Invalid`.
    fn new_visits(&self, url: &str, told: &[CardVisit], now: Millis) -> Result<Vec<VisitFacts>, EngineError> {
        let undated = if told.is_empty() { &[CardVisit::default()][..] } else { &[] };
        let mut visits = BTreeMap::new();
        for visit in told.iter().chain(undated) {
            let at = visit.at.unwrap_or(now);
            if !is_time(at, visit.offset_min) {
                return Err(EngineError::new(ErrorKind::Invalid, format!("{at} is no time")));
            }
            visits.insert((at, past_id(url, visit.at)), visit.offset_min);
        }
        let new = visits.into_iter().filter(|((_, id), _)| self.catalog.is_unknown(*id));
        let facts = |((at, id), offset_min): ((Millis, VisitId), i16)| VisitFacts {
            id: id.to_string(),
            at,
            offset_min,
            ..VisitFacts::default()
        };
        Ok(new.map(facts).collect())
    }

    /// Whether all that is known of a capture came from a past that was taken in: no visit of it was seen here.
    fn is_of_past(&self, no: CaptureNo) -> Result<bool, EngineError> {
        let captured = self.captured(no)?;
        let ids = [past_id(&captured.url, Some(captured.visit.at)), past_id(&captured.url, None)];
        Ok(captured.changes == 0 && ids.iter().any(|id| id.to_string() == captured.visit.id))
    }

    /// Whether this very visit gave a card its words, and may give it others.
    pub(super) fn is_filled_by(&self, capture: &Capture, id: &str) -> Result<bool, EngineError> {
        /// Changes of one capture have four bits in the index: some stay for texts that leave and come back.
        const MOST: u32 = 12;
        if capture.changes == 0 || capture.changes >= MOST || capture.is_card() {
            return Ok(false);
        }
        let captured = self.captured(capture.no)?;
        Ok(captured.changes > 0 && captured.visit.id == id)
    }

    /// The newest capture of an address, where it has no words and no picture: a visit that brings some fills it.
    pub(super) fn blank_card(&self, url: &str) -> Result<Option<CaptureNo>, EngineError> {
        let page = self.catalog.page(url).filter(|page| page.captures > 0);
        let newest = page.and_then(|page| self.catalog.capture(page.latest));
        let Some(capture) = newest.filter(|capture| capture.picture().is_none()) else { return Ok(None) };
        let captured = match self.captured(capture.no) {
            // One that cannot be read is not filled: what is seen stands beside it.
            Err(error) if error.kind == ErrorKind::Corrupt => return Ok(None),
            captured => captured?,
        };
        let is_blank = capture.hash == content_hash(&captured.title, &Text::default());
        Ok(is_blank.then_some(capture.no))
    }

    /// Says a capture anew: title, words and all else are those of `captured` from now on, its visits stay, and that of
    /// `captured` is one more. Errors: what the files say; nothing is changed then.
    pub(super) fn fill_card(
        &mut self,
        no: CaptureNo,
        captured: Captured,
        words: &Text,
    ) -> Result<(), EngineError> {
        let card = self.captured(no)?;
        let changes = self.catalog.capture(no).map_or(0, |capture| capture.changes) + 1;
        let captured = Captured { no, changes, name: captured.name.or(card.name), ..captured };
        self.record(Event::Capture(captured.clone()), words.pack())?;
        self.index_again(&captured, words);
        Ok(())
    }
}

/// The id of a visit of the past.
fn past_id(url: &str, at: Option<Millis>) -> VisitId {
    let at = at.map(|at| at.to_string()).unwrap_or_default();
    VisitId(short_hash(format!("past\0{url}\0{at}").as_bytes()))
}

/// What of a card's labels finds no room, in words.
pub(super) fn what_is_cut(told: &[String]) -> Option<String> {
    let is_long = told.iter().any(|label| label.trim().len() > LABEL);
    let too_many = told.len() > LABELS;
    (is_long || too_many).then(|| match is_long {
        true => format!("a label of more than {LABEL} bytes was shortened"),
        false => format!("of {} labels {LABELS} were taken", told.len()),
    })
}

/// Labels as they can be put on a page: none empty, none twice.
fn labels(told: Vec<String>) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in told {
        let label = redact(label.trim());
        let label = label.get(..label.floor_char_boundary(LABEL)).unwrap_or_default().trim();
        if !label.is_empty() && labels.len() < LABELS && !labels.iter().any(|known| known == label) {
            labels.push(label.to_owned());
        }
    }
    labels
}
