//! What other devices said, applied entry by entry: all that one brought, or nothing of it.
use super::Archive;
use super::address::Address;
use super::sameness::{content_hash, exact_hash, is_of};
use crate::address::host_of;
use crate::catalog::{Capture, Origin, PackId, PageKey, Visit, parse_hash};
use crate::event::{
    Captured, Checked, Cured, Event, Forgot, Labelled, Received, Reread, Restored, Stamp, Starred,
    VisitFacts, Visited,
};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, VisitId, to_hex};
use crate::said::{DeedSaid, MarkSaid, Record};
use crate::{EngineError, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// What an entry of another device brought.
#[derive(Default)]
pub struct Arrived {
    /// Captures and visits.
    pub records: Vec<Record>,
    /// Stars and labels.
    pub marks: Vec<MarkSaid>,
    /// Forgets and their undos.
    pub deeds: Vec<DeedSaid>,
}

/// Who says something, who hears it, and when.
struct Ear<'a> {
    /// The device that says it, hex digits.
    from: &'a str,
    /// This one.
    own: &'a str,
    now: Millis,
}

impl Archive {
    /// Applies what an entry of another device brought, all of it or nothing; gives how many visits are new. `packed`: the
    /// visits in its packs, 16 bytes each; `own`: this device's id. What is gone for good stays gone, unless that was taken back; what is known is
    /// passed over.
    pub fn receive(
        &mut self,
        arrived: Arrived,
        received: &Received,
        packed: Vec<u8>,
        own: &[u8; 16],
        now: Millis,
    ) -> Result<u32, EngineError> {
        let ear = Ear { from: &received.device, own: &to_hex(own), now };
        self.in_bulk(|archive| {
            let count = archive.receive_all(arrived, &ear)?;
            archive.record(Event::Received(received.clone()), packed).map(|_| count)
        })
    }

    /// Applies what a pack brought that had been in quarantine, and what was said of its pages meanwhile (`since`: by which devices, hex
    /// digits, in the order of the log): all of it or nothing. Gives how many visits are new.
    pub fn receive_cured(
        &mut self,
        from: &str,
        records: Vec<Record>,
        since: Vec<(String, Arrived)>,
        (cured, packed): (Cured, Vec<u8>),
        own: &[u8; 16],
        now: Millis,
    ) -> Result<u32, EngineError> {
        let own = to_hex(own);
        self.in_bulk(|archive| {
            let ear = Ear { from, own: &own, now };
            let count = archive.receive_all(Arrived { records, ..Arrived::default() }, &ear)?;
            for (from, arrived) in since {
                archive.receive_all(arrived, &Ear { from: &from, own: &own, now })?;
            }
            archive.record(Event::Cured(cured), packed).map(|_| count)
        })
    }

    /// Applies what an entry of another device says, of which more is known now than when it was heard first: all of it or nothing.
    pub fn receive_again(
        &mut self,
        from: &str,
        arrived: Arrived,
        reread: Reread,
        own: &[u8; 16],
        now: Millis,
    ) -> Result<(), EngineError> {
        let ear = Ear { from, own: &to_hex(own), now };
        self.in_bulk(|archive| {
            archive.receive_all(arrived, &ear)?;
            archive.record(Event::Reread(reread), vec![]).map(drop)
        })
    }

    /// Notes that a pack cannot be read, unless that is known: it is said anew, or its device is asked for it.
    pub fn note_lost(&mut self, pack: &PackId) -> Result<(), EngineError> {
        let shared = self.catalog.shared();
        let is_others = shared.pack(pack).is_some_and(|row| !row.is_lost && row.by != Origin::Here);
        // What was set apart may be this device's to say by now.
        let is_news = !shared.is_missed(pack) || is_others && shared.kept_up(pack).is_some();
        if is_news { self.note_checked(pack, true) } else { Ok(()) }
    }

    /// Notes that a pack was looked at, because another device could not read it; `lost`: it cannot be read.
    pub fn note_checked(&mut self, pack: &PackId, lost: bool) -> Result<(), EngineError> {
        self.record(Event::Checked(Checked { pack: to_hex(pack), lost }), vec![]).map(drop)
    }

    fn receive_all(&mut self, arrived: Arrived, ear: &Ear<'_>) -> Result<u32, EngineError> {
        let mut count = 0;
        // What was taken back in time comes back though it is gone here: it is unknown before its device says it again.
        let (forgets, given_back): (Vec<_>, Vec<_>) =
            arrived.deeds.into_iter().partition(|deed| deed.forgets);
        self.catalog.settle();
        for deed in given_back {
            self.receive_deed(&deed, ear)?;
        }
        let forgotten = self.forgotten_early(&arrived.records);
        for record in arrived.records {
            count += self.receive_record(record, ear)?;
        }
        self.catalog.settle();
        for (from, deed) in forgotten {
            self.receive_deed(&deed, &Ear { from: &from, ..*ear })?;
        }
        for mark in arrived.marks {
            self.receive_mark(mark, ear)?;
        }
        for deed in forgets {
            self.receive_deed(&deed, ear)?;
        }
        Ok(count)
    }

    /// What other devices forgot of these records before this one heard of it, and by which of them, as hex digits. It is in the log
    /// before what it is about where a page is said again by a device that has not heard of the forget.
    fn forgotten_early(&self, records: &[Record]) -> Vec<(String, DeedSaid)> {
        let shared = self.catalog.shared();
        let mut deeds: BTreeMap<(u64, String), Vec<String>> = BTreeMap::new();
        for visit in records.iter().flat_map(|record| &record.visits) {
            let id = &visit.facts.id;
            if let Some(said) = VisitId::parse(id).and_then(|id| shared.early_forget(id)) {
                deeds.entry(said).or_default().push(id.clone());
            }
        }
        let deed = |((clock, from), visits)| (from, DeedSaid { at: 0, clock, forgets: true, visits });
        deeds.into_iter().map(deed).collect()
    }

    fn receive_record(&mut self, mut record: Record, ear: &Ear<'_>) -> Result<u32, EngineError> {
        // What no device of ours writes is passed over, not believed.
        if super::address::known_address(&record.url).is_err()
            && !super::transfer::is_own_address(&record.url)
        {
            return Ok(0);
        }
        if record.visits.iter().any(|visit| visit.facts.look > 0) {
            // Whether a look is later is known of visits that are in their places.
            self.catalog.settle();
        }
        let new = |visit: &VisitFacts| {
            VisitId::parse(&visit.id).is_some_and(|id| self.is_news(id, visit.look, ear))
        };
        let mut visits: Vec<_> =
            std::mem::take(&mut record.visits).into_iter().map(|said| said.facts).filter(new).collect();
        let mut named = BTreeSet::new();
        for visit in &mut visits {
            // The devices of an account are few: one that has ever more of them makes them up.
            let shared = self.catalog.shared();
            let seen_by = visit.device.take().filter(|device| shared.takes_device(device, &mut named));
            visit.device = Some(seen_by.unwrap_or_else(|| ear.from.to_owned()));
        }
        let (count, mut visits) = (visits.len() as u32, visits.into_iter());
        let marks = std::mem::take(&mut record.marks);
        if count > 0 {
            let words =
                Text { text: std::mem::take(&mut record.text), rest: std::mem::take(&mut record.rest) };
            let hash = content_hash(&record.title, &words);
            let no = match self.version_of(&record, &hash, &words)? {
                Some(no) => no,
                None => match visits.next() {
                    Some(first) => self.receive_capture(record, &words, hash, first)?,
                    None => return Ok(0),
                },
            };
            for visit in visits {
                self.record(Event::Visit(Visited { no, visit }), vec![])?;
            }
        }
        for mark in marks {
            self.receive_mark(mark, ear)?;
        }
        Ok(count)
    }

    /// Whether a visit of another device is not known here, or is by a look before this one. What it shows now the device alone says that saw
    /// it: no other puts its words in their place.
    fn is_news(&self, id: VisitId, look: u16, ear: &Ear<'_>) -> bool {
        let Some(visit) = self.catalog.visit_of(id) else {
            return self.catalog.is_unknown(id);
        };
        let has_seen =
            || self.catalog.shared().device_of(visit.origin).is_some_and(|seen_by| seen_by == ear.from);
        visit.look < look && visit.is_alive() && has_seen()
    }

    /// Whether a record has the words that visits of it have here which the vault does not have yet.
    pub fn says_what_is_here(&self, record: &Record) -> bool {
        let ids = record.visits.iter().filter_map(|visit| VisitId::parse(&visit.facts.id));
        let mut unsaid = ids.filter(|id| self.is_unsaid(*id)).peekable();
        if unsaid.peek().is_none() {
            return true;
        }
        let words = Text { text: record.text.clone(), rest: record.rest.clone() };
        unsaid.all(|id| {
            let capture = self.catalog.visit_of(id).and_then(|visit| self.catalog.capture(visit.no));
            capture.is_none_or(|capture| is_of(capture.hash, &record.title, &words))
        })
    }

    /// So many of these visits, 16 bytes each, the vault does not have yet.
    pub fn unsaid_among(&self, visits: &[u8]) -> u32 {
        VisitId::all_in(visits).filter(|id| self.is_unsaid(*id)).count() as u32
    }

    /// Whether a visit is this device's, and the vault does not have it yet.
    pub fn is_unsaid(&self, id: VisitId) -> bool {
        self.catalog.visit_of(id).is_some_and(|visit| visit.origin == Origin::Here)
    }

    fn receive_capture(
        &mut self,
        record: Record,
        words: &Text,
        hash: [u8; 16],
        visit: VisitFacts,
    ) -> Result<CaptureNo, EngineError> {
        let card = self.blank_card(&record.url)?;
        let no = self.catalog.next_no();
        let address = Address::known(&record.url, record.visited.as_deref())?;
        let site = if record.site.is_empty() { host_of(&record.url).to_owned() } else { record.site };
        let captured = Captured {
            no,
            url: address.page().to_owned(),
            visited: address.visited(),
            title: record.title,
            site,
            lang: record.lang,
            published: record.published,
            hash: to_hex(&hash),
            name: record.name,
            card: false,
            changes: 0,
            visit,
        };
        if let Some(card) = card {
            self.fill_card(card, captured, words)?;
            return Ok(card);
        }
        self.record(Event::Capture(captured.clone()), words.pack())?;
        self.index_new(&captured, words);
        Ok(no)
    }

    /// The capture that a record is of: one of its content; for a card without words the page's newest, for none stands
    /// beside what was seen.
    fn version_of(
        &self,
        record: &Record,
        hash: &[u8; 16],
        words: &Text,
    ) -> Result<Option<CaptureNo>, EngineError> {
        let Some(page) = self.catalog.page(&record.url) else { return Ok(None) };
        for no in self.catalog.versions_of(&record.url, hash) {
            if self.says(no, &record.title, words)? {
                return Ok(Some(no));
            }
        }
        let is_card = words.text.is_empty() && words.rest.is_empty();
        Ok(Some(page.latest).filter(|_| is_card))
    }

    /// Whether a capture says this to the letter: devices show one visit alike, clocks and counters as well.
    fn says(&self, no: CaptureNo, title: &str, words: &Text) -> Result<bool, EngineError> {
        let (captured, kept) = match self.words(no) {
            Err(error) if error.kind == ErrorKind::Corrupt => return Ok(false),
            read => read?,
        };
        let is_card = self.catalog.capture(no).is_some_and(Capture::is_card);
        Ok(captured.title == title && (is_card || exact_hash(title, &kept) == exact_hash(title, words)))
    }

    /// Takes a star or label, unless a later one is known.
    fn receive_mark(&mut self, mark: MarkSaid, ear: &Ear<'_>) -> Result<(), EngineError> {
        if !self.catalog.knows(PageKey::of(&mark.page)) {
            return Ok(());
        }
        // What this device said itself is heard like all else: it may have forgotten its own word with the page, where others kept it. But what
        // it has not said yet is the word of the one that says so.
        let shared = self.catalog.shared();
        let is_its = |by: &String| match by == ear.own {
            true => mark.clock <= shared.sent_clock(),
            false => shared.takes_device(by, &mut BTreeSet::new()),
        };
        let by = mark.by.filter(is_its).unwrap_or_else(|| ear.from.to_owned());
        let stamp = Stamp { clock: mark.clock.max(1), by: (by != ear.own).then_some(by) };
        let (pages, on) = (vec![mark.page], mark.on);
        let event = match mark.label {
            None => Event::Star(Starred { op: 0, at: ear.now, pages, on, stamp }),
            Some(label) => Event::Label(Labelled { op: 0, at: ear.now, pages, label, on, stamp }),
        };
        self.record(event, vec![]).map(drop)
    }

    /// Takes a forget or an undo, of each visit unless a later word on it is known; also of those that this device is told of later, or that are
    /// gone here.
    fn receive_deed(&mut self, deed: &DeedSaid, ear: &Ear<'_>) -> Result<(), EngineError> {
        let (by, catalog) = (parse_hash(ear.from), &self.catalog);
        let ids = deed.visits.iter().filter_map(|id| VisitId::parse(id));
        let (held, early): (Vec<VisitId>, Vec<VisitId>) =
            ids.filter(|id| catalog.shared().is_news(*id, deed.clock, by)).partition(|id| catalog.holds(*id));
        let (alive, hidden): (Vec<&Visit>, Vec<&Visit>) = held
            .iter()
            .filter_map(|id| catalog.visit_of(*id))
            .partition(|visit| visit.is_alive() || catalog.is_aged(visit));
        let heard_of = alive.iter().chain(&hidden).map(|visit| &visit.id);
        let data: Vec<u8> = heard_of.chain(&early).flat_map(|id| id.0).collect();
        if data.is_empty() {
            return Ok(());
        }
        let stamp = Stamp { clock: deed.clock, by: Some(ear.from.to_owned()) };
        let event = if deed.forgets {
            let known = alive.len() as u32;
            // One that hides nothing is no operation: there is nothing to undo.
            let op = if alive.is_empty() { 0 } else { self.catalog.next_op() };
            let hides = (known < (data.len() / 16) as u32).then_some(known);
            let early = early.len() as u32;
            // The time to undo it begins when it is heard of: the other device's clock may be years away.
            Event::Forget(Forgot { op, at: ear.now, last: false, aged: None, known, hides, early, stamp })
        } else {
            Event::Restore(Restored { of: 0, at: deed.at, stamp })
        };
        self.record(event, data).map(drop)
    }
}
