//! Export and import of everything: JSON Lines as in docs/format.md; also plain lines of other programs.
mod line;
mod time;

use super::Archive;
use super::address::Address;
use super::cards::what_is_cut;
use super::remember::Content;
use crate::address::host_of;
use crate::card::{BadLine, Card};
use crate::catalog::{Capture, Visit, short_hash};
use crate::event::{Event, Iconed, Labelled, Starred, VisitFacts};
use crate::extract::{Extracted, Hints, extract};
use crate::page::{CaptureNo, Millis, VisitId};
use crate::policy::redaction::redact;
use crate::ports::{Picture, PictureKey};
use crate::said::bounds::{LABEL, WORDS, is_time};
use crate::{EngineError, ErrorKind};
use line::{CaptureLine, Line};
use serde::Serialize;

pub(super) use line::own_address;
pub use line::{end_line, picture_line};

/// Whether an address is one that stands for an imported page without an address of the web.
pub(super) fn is_own_address(url: &str) -> bool {
    own_address(url).as_deref() == Some(url)
}

/// An export part is cut after so many bytes of lines, and after so many captures.
const PART: usize = 1 << 20;
const PART_CAPTURES: usize = 1024;

/// Some whole lines of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportPart {
    /// The lines, each ended by '\n'.
    pub text: String,
    /// Captures that are damaged on the disk and were left out.
    pub skipped: u32,
    /// Captures whose text is in the vault alone: their lines have none.
    pub away: u32,
    /// Where to go on; `None` at the end (pictures follow by [`picture_line`], from the picture store, and [`end_line`] at last).
    pub next: Option<String>,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Visits that are new.
    pub added: u32,
    /// Visits that were known already.
    pub known: u32,
    /// Visits that were forgotten for good, and stay so.
    pub gone: u32,
    /// Pages that were not known before, of those that came as cards.
    pub pages: u32,
    /// Exports that began, less those that came to their end: where it is not 0 in the end, a part of the file is missing.
    pub unended: i32,
    /// Lines that could not be read.
    pub bad: Vec<BadLine>,
}

impl ImportReport {
    /// Adds what another part of the same import did.
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.known += other.known;
        self.gone += other.gone;
        self.pages += other.pages;
        self.unended += other.unended;
        self.bad.extend(other.bad);
    }

    /// Notes a line that is bad. Errors: every other error than a bad line's.
    fn leave_out(&mut self, line: u64, error: EngineError) -> Result<(), EngineError> {
        if error.kind != ErrorKind::Invalid {
            return Err(error);
        }
        self.bad.push(BadLine::new(line, error.fact));
        Ok(())
    }
}

/// An import's report, and the pictures that the caller has to put into the picture store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The report.
    pub report: ImportReport,
    /// Pictures to keep.
    pub pictures: Vec<(PictureKey, Picture)>,
}

impl Archive {
    /// The next part of the export, from a cursor ("" to begin): a head line, then a line for each capture and favicon.
    /// Errors: `Invalid` for a cursor that is none; else what the files say. What is damaged is left out and counted.
    pub fn export(&self, cursor: &str, now: Millis) -> Result<ExportPart, EngineError> {
        let (mut text, mut next, mut skipped, mut away) = (String::new(), 0, 0, 0);
        if cursor.is_empty() {
            text.push_str(&line::head(now)?);
            for (host, key) in self.catalog.shown_icons() {
                line::push(&mut text, &Line::Icon { host: host.to_owned(), hash: VisitId(key).to_string() })?;
            }
        } else {
            next = cursor
                .parse()
                .map_err(|_| EngineError::new(ErrorKind::Invalid, "the cursor is not one of an export"))?;
        }
        let from = self.catalog.captures().partition_point(|capture| capture.no < next);
        let mut left = self.catalog.captures().range(from..usize::MAX);
        for capture in left.by_ref().take(PART_CAPTURES) {
            if text.len() >= PART {
                return Ok(ExportPart { text, skipped, away, next: Some(capture.no.to_string()) });
            }
            if capture.alive > 0 {
                match self.capture_line(capture.no, self.remembered_visits(capture.no)) {
                    Ok((line, is_away)) => {
                        away += u32::from(is_away);
                        line::push(&mut text, &Line::Capture(Box::new(line)))?;
                    }
                    // The others must not be kept back for it.
                    Err(error) if error.kind == ErrorKind::Corrupt => skipped += 1,
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(ExportPart { text, skipped, away, next: left.next().map(|capture| capture.no.to_string()) })
    }

    fn remembered_visits(&self, no: CaptureNo) -> Vec<VisitFacts> {
        let visits = self.catalog.visits_of(no).into_iter().filter_map(|at| self.catalog.visit(at));
        let facts = |visit: &Visit| VisitFacts { device: None, look: 0, ..self.catalog.facts_of(visit) };
        visits.filter(|visit| visit.is_alive()).map(facts).collect()
    }

    /// Imports some lines, durable when it returns; `first` is the number of the first of them. A bad line is reported
    /// and the others are kept. Errors: what the files say; lines before it may have been kept, importing again is safe.
    pub fn import(&mut self, lines: &str, first: u64, now: Millis) -> Result<Imported, EngineError> {
        self.in_bulk(|archive| archive.import_lines(lines, first, now))
    }

    /// Imports cards, durable when it returns. Errors: as of [`Archive::import`].
    pub fn import_cards(&mut self, cards: Vec<Card>, now: Millis) -> Result<ImportReport, EngineError> {
        self.in_bulk(|archive| {
            let mut imported = Imported::default();
            for card in cards {
                archive.import_line(Line::Card(Box::new(card)), now, 0, &mut imported)?;
            }
            Ok(imported.report)
        })
    }

    fn import_lines(&mut self, lines: &str, first: u64, now: Millis) -> Result<Imported, EngineError> {
        let mut imported = Imported::default();
        for (number, text) in (first..).zip(lines.lines()) {
            if text.trim().is_empty() {
                continue;
            }
            match line::parse(text) {
                Ok(line) => self.import_line(line, now, number, &mut imported)?,
                Err(reason) => imported.report.bad.push(BadLine::new(number, reason)),
            }
        }
        Ok(imported)
    }

    fn import_line(
        &mut self,
        line: Line,
        now: Millis,
        number: u64,
        into: &mut Imported,
    ) -> Result<(), EngineError> {
        match line {
            Line::Head { ends, .. } => into.report.unended += i32::from(ends),
            Line::End => into.report.unended -= 1,
            Line::Card(card) => {
                let number = if card.line > 0 { card.line } else { number };
                let cut = what_is_cut(&card.labels);
                match self.import_card(*card, now, &mut into.report) {
                    Ok(()) => {
                        let cut = cut.map(|reason| BadLine { line: number, reason, kept: true });
                        into.report.bad.extend(cut);
                    }
                    Err(error) => into.report.leave_out(number, error)?,
                }
            }
            Line::Picture(picture) => match picture.decode() {
                Ok(picture) => into.pictures.push(picture),
                Err(reason) => into.report.bad.push(BadLine::new(number, reason)),
            },
            Line::Icon { host, hash } => {
                let known = |(of, key): (&str, [u8; 16])| of == host && VisitId(key).to_string() == hash;
                if !self.catalog.icons().any(known) {
                    self.record(Event::Icon(Iconed { host, hash }), vec![])?;
                }
            }
            Line::Capture(capture) => {
                if let Err(error) = self.import_capture(*capture, now, &mut into.report) {
                    into.report.leave_out(number, error)?;
                }
            }
        }
        Ok(())
    }

    fn import_capture(
        &mut self,
        line: CaptureLine,
        now: Millis,
        report: &mut ImportReport,
    ) -> Result<(), EngineError> {
        let address = line.address()?;
        if address.page().len() > WORDS {
            return Err(EngineError::new(ErrorKind::Invalid, "the page's id is longer than any address"));
        }
        let visits = line.visits(address.whole(), now)?;
        let mut new = self.unknown(visits, report);
        report.added += new.len() as u32;
        let page = line.extracted(address.whole());
        let visible = Some(line.text).filter(|text| !text.is_empty());
        let marks = (line.star, line.labels, line.picture);
        if !new.is_empty() {
            let first = new.remove(0);
            let content = Content::of(&address, page, visible.as_deref(), line.name);
            let (no, _) = self.keep(content, first, true)?;
            for visit in new {
                self.record(Event::Visit(crate::event::Visited { no, visit }), vec![])?;
            }
            if let Some(facts) = marks.2 {
                self.record_picture(no, facts)?;
            }
        }
        self.import_marks(address.page(), marks.0, marks.1, now)
    }

    pub(super) fn import_marks(
        &mut self,
        url: &str,
        star: bool,
        labels: Vec<String>,
        now: Millis,
    ) -> Result<(), EngineError> {
        let Some(page) = self.catalog.page(url) else { return Ok(()) };
        // No operations: nobody is told their numbers, and they must not push out what a person can still take back.
        if star && !page.star {
            let pages = vec![url.to_owned()];
            let starred = Starred { op: 0, at: now, pages, on: true, stamp: self.stamp() };
            self.record(Event::Star(starred), vec![])?;
        }
        for label in labels {
            let label = redact(&label);
            let label = label.get(..label.floor_char_boundary(LABEL)).unwrap_or_default().to_owned();
            let missing = self.catalog.page(url).is_some_and(|page| !self.catalog.has_label(page, &label));
            if missing {
                let pages = vec![url.to_owned()];
                let labelled = Labelled { op: 0, at: now, pages, label, on: true, stamp: self.stamp() };
                self.record(Event::Label(labelled), vec![])?;
            }
        }
        Ok(())
    }

    /// The visits of which nothing is known: a file brings nothing back that was forgotten for good. The others are
    /// counted.
    fn unknown(&self, mut visits: Vec<VisitFacts>, report: &mut ImportReport) -> Vec<VisitFacts> {
        visits.retain(|visit| match VisitId::parse(&visit.id) {
            Some(id) if self.catalog.holds(id) => {
                report.known += 1;
                false
            }
            Some(id) if !self.catalog.is_unknown(id) => {
                report.gone += 1;
                false
            }
            _ => true,
        });
        visits
    }

    /// The line of a capture, and whether its text is in the vault alone.
    fn capture_line(
        &self,
        no: CaptureNo,
        visits: Vec<VisitFacts>,
    ) -> Result<(CaptureLine, bool), EngineError> {
        let (captured, words) = self.words(no)?;
        let capture = self.catalog.capture(no);
        let page = capture.and_then(|capture| self.catalog.page_of(capture));
        let is_away = capture.is_some_and(Capture::is_card);
        let line = CaptureLine {
            url: Some(captured.url),
            visited: captured.visited,
            title: captured.title,
            site: captured.site,
            lang: captured.lang,
            published: captured.published,
            text: words.text,
            rest: words.rest,
            name: captured.name,
            visits,
            star: page.is_some_and(|page| page.star),
            labels: page.map_or_else(Vec::new, |page| self.catalog.labels_of(page)),
            picture: capture.map(|capture| self.whole_picture(capture)).transpose()?.flatten(),
            ..CaptureLine::default()
        };
        Ok((line, is_away))
    }
}

/// A visit id for a line that has none: the same line gives the same id, so importing twice adds nothing.
fn derived_id(name: &str, url: &str, at: Option<Millis>) -> String {
    let at = at.map(|at| at.to_string()).unwrap_or_default();
    VisitId(short_hash(format!("import\0{name}\0{url}\0{at}").as_bytes())).to_string()
}

impl CaptureLine {
    /// The address; a line without one gets one of its own that opens nothing.
    fn address(&self) -> Result<Address, EngineError> {
        match self.url.as_deref().filter(|url| !url.is_empty()) {
            Some(url) => Address::known(url, self.visited.as_deref())
                .map_err(|error| EngineError { fact: format!("url: {}", error.fact), ..error }),
            None => {
                let id = self
                    .id
                    .as_ref()
                    .ok_or_else(|| EngineError::new(ErrorKind::Invalid, "neither url nor id"))?;
                Address::known(&line::made_address(id), None)
            }
        }
    }

    fn visits(&self, url: &str, now: Millis) -> Result<Vec<VisitFacts>, EngineError> {
        if !self.visits.is_empty() {
            let is_id = |visit: &VisitFacts| VisitId::parse(&visit.id).is_some();
            if self.visits.iter().any(|visit| !is_id(visit)) {
                return Err(EngineError::new(ErrorKind::Invalid, "visits: an id is not 32 hex digits"));
            }
            if !self.visits.iter().all(|visit| is_time(visit.at, visit.offset_min)) {
                return Err(EngineError::new(ErrorKind::Invalid, "visits: a time that no calendar has"));
            }
            return Ok(self.visits.clone());
        }
        let moment = self.time.as_ref().map(time::time).transpose()?;
        let at = moment.map(|(at, _)| at);
        let id = derived_id(self.name.as_deref().or(self.id.as_deref()).unwrap_or_default(), url, at);
        let offset_min = moment.map_or(0, |(_, offset)| offset);
        Ok(vec![VisitFacts { id, at: at.unwrap_or(now), offset_min, ..VisitFacts::default() }])
    }

    /// What the line says of the page; HTML is taken apart where it is given.
    fn extracted(&self, url: &str) -> Extracted {
        let hints = Hints {
            url: Some(url),
            title: Some(&self.title).filter(|title| !title.is_empty()).map(String::as_str),
            visible: Some(&self.text).filter(|text| !text.is_empty()).map(String::as_str),
            lang: Some(&self.lang).filter(|lang| !lang.is_empty()).map(String::as_str),
        };
        if let Some(html) = &self.html {
            return extract(html, hints);
        }
        // Our own lines say what was found out when the page was seen; others may leave it to us.
        let lang = if self.lang.is_empty() && self.visits.is_empty() {
            crate::extract::language(&format!("{}\n{}", self.title, self.text), None)
        } else {
            self.lang.clone()
        };
        let site = if self.site.is_empty() { host_of(url).to_owned() } else { self.site.clone() };
        Extracted {
            title: self.title.clone(),
            site,
            lang,
            text: self.text.clone(),
            rest: self.rest.clone(),
            published: self.published.clone(),
            flow: String::new(),
        }
    }
}
