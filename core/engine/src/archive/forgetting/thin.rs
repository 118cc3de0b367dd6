//! Thinning: old texts that the vault keeps leave this device, their title cards stay; and texts that come back.
use crate::archive::Archive;
use crate::archive::sameness::is_of;
use crate::bytes::Writer;
use crate::calendar::DAY_MS;
use crate::catalog::{Capture, Origin, PackId, PackRow, Visit};
use crate::event::{Captured, Event, Filled, Thinned};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, VisitId};
use crate::said::Record;
use crate::{EngineError, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// So many captures are thinned in one slice.
const SLICE: usize = 256;
/// A text of more bytes than this stays: a pack may have taken but a part of it.
const LARGEST: usize = 2 << 20;

/// What a slice of thinning did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Captures whose text is in the vault alone now.
    pub thinned: u32,
    /// True when there is more to do.
    pub more: bool,
}

impl Archive {
    /// The packs, by the account's version whose entry added them, of which one must still be in the vault so that texts
    /// last seen more than `days` ago may be given up here.
    pub fn thinnable(&self, days: u32, now: Millis) -> BTreeMap<u64, BTreeSet<PackId>> {
        let packs = self.catalog.packs_of_visits();
        let mut wanted: BTreeMap<u64, BTreeSet<PackId>> = BTreeMap::new();
        for (_, visits) in self.old(days, now) {
            for (id, version) in visits.iter().filter_map(|visit| packs.get(visit)).flatten() {
                wanted.entry(*version).or_default().insert(*id);
            }
        }
        wanted
    }

    /// Gives up texts last seen more than `days` ago of which one of the packs `kept` has a copy, some at a time; WebMarks
    /// never, and never what is only here. Titles, addresses, times and thumbnails stay, and are found. Errors: what the
    /// files say; nothing of the slice is changed then.
    pub fn thin(&mut self, days: u32, kept: &BTreeSet<PackId>, now: Millis) -> Result<Slice, EngineError> {
        self.read_clock(now)?;
        let packs = self.catalog.packs_of_visits();
        let is_kept = |visits: &[VisitId]| {
            visits.iter().filter_map(|visit| packs.get(visit)).flatten().any(|(id, _)| kept.contains(id))
        };
        let old = self.old(days, now).into_iter().filter(|(_, visits)| is_kept(visits));
        let chosen: Vec<CaptureNo> = old.map(|(no, _)| no).take(SLICE + 1).collect();
        let more = chosen.len() > SLICE;
        let mut cards = Vec::new();
        for no in chosen.into_iter().take(SLICE) {
            cards.extend(self.card_of(no)?);
        }
        let thinned = cards.len() as u32;
        if thinned == 0 {
            // What is left cannot be read: the next slice would choose the same.
            return Ok(Slice::default());
        }
        let nothing = Text::default();
        self.index_changed(cards.iter().map(|(doc, card)| (*doc, card, &nothing)))?;
        let mut data = Writer::default();
        for (_, card) in &cards {
            let changes = self.catalog.capture(card.no).map_or(0, |capture| capture.changes + 1);
            data.u32(card.no);
            data.u32(changes);
        }
        self.record(Event::Thin(Thinned { at: now }), data.bytes)?;
        Ok(Slice { thinned, more })
    }

    /// Puts a text that the vault gave back into its place, for good. Errors: `Invalid` for another text than the one that
    /// left; `NotFound` when the capture is gone; else what the files say.
    pub fn fill(&mut self, no: CaptureNo, words: &Text) -> Result<(), EngineError> {
        let capture = self.catalog.capture(no).ok_or_else(|| missing(no))?;
        if !capture.is_card() {
            return Ok(());
        }
        if !is_of(capture.hash, &self.captured(no)?.title, words) {
            return Err(EngineError::new(ErrorKind::Invalid, "this is another text than the one that left"));
        }
        self.fill_all(&[(no, words)]).map(drop)
    }

    /// The same for the texts that a pack gave back; gives how many came. What is not the text that left is passed over, and so is what is
    /// here, what is gone, and a card that is damaged. Errors: what the files say; nothing has come then.
    pub fn fill_from(&mut self, records: &[Record]) -> Result<u32, EngineError> {
        let mut words = BTreeMap::new();
        for record in records {
            let text = Text { text: record.text.clone(), rest: record.rest.clone() };
            let ids = record.visits.iter().filter_map(|visit| VisitId::parse(&visit.facts.id));
            for no in ids.filter_map(|id| self.card(id)).filter(|card| is_of(card.hash, &record.title, &text))
            {
                words.insert(no.no, text.clone());
            }
        }
        self.fill_all(&words.iter().map(|(no, text)| (*no, text)).collect::<Vec<_>>())
    }

    fn fill_all(&mut self, words: &[(CaptureNo, &Text)]) -> Result<u32, EngineError> {
        let mut captured = Vec::new();
        for (no, words) in words {
            let Some(capture) = self.catalog.capture(*no) else { continue };
            let (doc, filled) = (capture.next_doc(), Filled { no: *no, changes: capture.changes + 1 });
            match self.captured(*no) {
                Ok(card) => captured.push((doc, card, filled, *words)),
                Err(error) if error.kind == ErrorKind::Corrupt => {}
                Err(error) => return Err(error),
            }
        }
        if captured.is_empty() {
            return Ok(0);
        }
        self.index_changed(captured.iter().map(|(doc, card, _, words)| (*doc, card, *words)))?;
        let count = captured.len() as u32;
        self.in_bulk(|archive| {
            let mut come = captured.into_iter();
            come.try_for_each(|(_, _, filled, words)| {
                archive.record(Event::Fill(filled), words.pack()).map(drop)
            })
        })?;
        Ok(count)
    }

    /// The packs, by the account's version whose entry added them, that may hold texts which left this device: those of some UTC days, or
    /// all.
    pub fn packs_of_cards(&self, days: Option<&BTreeSet<u32>>) -> BTreeMap<u64, BTreeSet<PackId>> {
        let mut wanted: BTreeMap<u64, BTreeSet<PackId>> = BTreeMap::new();
        for (id, pack) in self.packs_of_history(days) {
            if pack.visits.iter().any(|visit| self.card(*visit).is_some()) {
                wanted.entry(pack.version).or_default().insert(*id);
            }
        }
        wanted
    }

    fn packs_of_history(&self, days: Option<&BTreeSet<u32>>) -> impl Iterator<Item = (&PackId, &PackRow)> {
        let is_asked = move |day: u32| days.is_none_or(|days| days.contains(&day));
        let all = self.catalog.shared().readable_packs();
        all.filter(move |(_, pack)| !pack.mark && is_asked(pack.day))
    }

    /// How many texts are in the vault alone, of pages that are remembered: those in packs of some UTC days, or all.
    pub fn texts_away(&self, days: Option<&BTreeSet<u32>>) -> u32 {
        if days.is_some() {
            let visits = self.packs_of_history(days).flat_map(|(_, pack)| &pack.visits);
            let away: BTreeSet<CaptureNo> =
                visits.filter_map(|visit| self.card(*visit)).map(|card| card.no).collect();
            return away.len() as u32;
        }
        self.catalog.captures().iter().filter(|capture| capture.is_card() && capture.alive > 0).count() as u32
    }

    /// The capture of a visit, when its text is in the vault alone.
    pub fn card(&self, visit: VisitId) -> Option<&Capture> {
        let visit = self.catalog.visit_of(visit)?;
        self.catalog.capture(visit.no).filter(|capture| capture.is_card())
    }

    /// WebMarks whose text is in the vault alone: it is to come back, for a WebMark's text is kept here.
    pub fn webmark_cards(&self) -> Vec<CaptureNo> {
        let seen: BTreeSet<CaptureNo> = self.catalog.starred_visits().map(|visit| visit.no).collect();
        let is_card = |no: &CaptureNo| self.catalog.capture(*no).is_some_and(Capture::is_card);
        seen.into_iter().filter(is_card).collect()
    }

    /// The event of a capture: title, address and the like.
    pub(in crate::archive) fn captured(&self, no: CaptureNo) -> Result<Captured, EngineError> {
        let place = self.catalog.capture(no).ok_or_else(|| missing(no))?.place;
        match self.journal.event(place)? {
            Event::Capture(captured) => Ok(captured),
            _ => Err(EngineError::new(ErrorKind::Corrupt, format!("capture {no} stands elsewhere"))),
        }
    }

    /// Captures with words here that were last seen more than `days` ago and may be thinned, with their visits: all of them
    /// known to the vault, none of them forgotten, of pages that are no WebMarks.
    fn old(&self, days: u32, now: Millis) -> Vec<(CaptureNo, Vec<VisitId>)> {
        let before = self.believed(now).saturating_sub(Millis::from(days) * DAY_MS);
        let may = |capture: &&Capture| {
            !capture.is_card()
                // Packs of the time when it was a card without words have none to give back.
                && capture.began.get().is_none()
                && capture.newest.0 < before
                && capture.alive > 0
                && capture.alive == capture.visits
                && (capture.no < self.cursor || self.ahead.contains(&capture.no))
                && self.catalog.page_of(capture).is_some_and(|page| !page.star)
        };
        let mut old: BTreeMap<CaptureNo, Vec<VisitId>> =
            self.catalog.captures().iter().filter(may).map(|capture| (capture.no, vec![])).collect();
        let mut own = BTreeSet::new();
        let end = self.catalog.first_at(before);
        for visit in self.catalog.visits().iter().take(end) {
            let Visit { id, no, origin, .. } = *visit;
            if origin == Origin::Here {
                own.insert(no);
            } else if let Some(visits) = old.get_mut(&no) {
                visits.push(id);
            }
        }
        old.into_iter().filter(|(no, _)| !own.contains(no)).collect()
    }

    /// What stays of a capture in the index, by its new document; `None` for one that has to stay whole: its text cannot
    /// be read, or is not the one its hash says, or is too long.
    fn card_of(&self, no: CaptureNo) -> Result<Option<(u32, Captured)>, EngineError> {
        let Some(capture) = self.catalog.capture(no) else { return Ok(None) };
        let (captured, words) = match self.words(no) {
            Err(error) if error.kind == ErrorKind::Corrupt => return Ok(None),
            read => read?,
        };
        let is_whole = is_of(capture.hash, &captured.title, &words);
        let small = words.text.len() + words.rest.len() <= LARGEST;
        Ok((is_whole && small).then(|| (capture.next_doc(), captured)))
    }

    /// Puts documents into the index, durably, that stand for nothing until the event that follows makes them count. What a
    /// call that failed later left there is not put in twice.
    fn index_changed<'a>(
        &mut self,
        docs: impl Iterator<Item = (u32, &'a Captured, &'a Text)>,
    ) -> Result<(), EngineError> {
        let held: BTreeSet<u32> = self.index.numbers()?.into_iter().collect();
        for (doc, captured, words) in docs.filter(|(doc, ..)| !held.contains(doc)) {
            self.index_as(doc, captured, words)?;
        }
        self.commit_index()
    }
}

fn missing(no: CaptureNo) -> EngineError {
    EngineError::new(ErrorKind::NotFound, format!("capture {no} is not there"))
}
