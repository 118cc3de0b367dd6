//! The archive's side of sync: what is unsaid, what arrived from other devices, and the outbox.
use super::Archive;
use super::remember::content_hash;
use crate::catalog::{Mark, Origin, PackRow, PageKey, Visit, host_of};
use crate::event::{
    Captured, Event, Forgot, Labelled, Received, Restored, Sent, Stamp, Starred, VisitFacts, Visited,
};
use crate::journal::text::Text;
use crate::page::{CaptureNo, Millis, VisitId, to_hex};
use crate::ports::FileError;
use crate::sync::{DeedSaid, MarkSaid, Record};
use crate::{EngineError, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

const OUTBOX: &str = "outbox";
const DAY: Millis = 86_400_000;
/// A pack is closed after so many bytes of text: they become about half of it, and a pack is to have 1 to 4 MiB.
const PACK: usize = 6 << 20;
/// Packs of one entry, at most.
const PACKS: usize = 16;
/// Marks of one entry, and visits of its deeds, at most: an entry has 256 KiB.
const MARKS: usize = 500;
const DEEDS: usize = 2_000;

/// What other devices do not know yet, as much as one entry takes.
#[derive(Default)]
pub struct Unsaid {
    /// Packs to be made.
    pub groups: Vec<Group>,
    /// Stars and labels.
    pub marks: Vec<MarkSaid>,
    /// Forgets and their undos.
    pub deeds: Vec<DeedSaid>,
    /// Changes up to this clock are said with it.
    pub clock: u64,
}

impl Unsaid {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.marks.is_empty() && self.deeds.is_empty()
    }
}

/// Records of one pack.
pub struct Group {
    /// Kept for ever.
    pub mark: bool,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The records.
    pub records: Vec<Record>,
    /// The visits in them.
    pub visits: Vec<VisitId>,
}

/// Who says something, who hears it, and when.
struct Ear<'a> {
    /// The device that says it, hex digits.
    from: &'a str,
    /// This one.
    own: &'a str,
    now: Millis,
}

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

impl Archive {
    /// What the vault does not have yet, as much as one entry takes.
    pub fn unsaid(&self) -> Result<Unsaid, EngineError> {
        let mut unsaid = Unsaid { clock: self.catalog.shared().sent_clock(), ..Unsaid::default() };
        self.unsaid_changes(&mut unsaid)?;
        let new = |visit: &&Visit| visit.is_alive() && visit.origin == Origin::Here;
        let mut days: BTreeMap<u32, BTreeMap<CaptureNo, Vec<&Visit>>> = BTreeMap::new();
        for visit in self.catalog.visits().iter().filter(new) {
            days.entry(day_of(visit.at)).or_default().entry(visit.no).or_default().push(visit);
        }
        for (day, captures) in days {
            self.group(false, day, captures, &mut unsaid.groups)?;
        }
        self.unsaid_webmarks(&mut unsaid.groups)?;
        Ok(unsaid)
    }

    fn group(
        &self,
        mark: bool,
        day: u32,
        captures: BTreeMap<CaptureNo, Vec<&Visit>>,
        groups: &mut Vec<Group>,
    ) -> Result<(), EngineError> {
        let mut size = usize::MAX;
        for (no, visits) in captures {
            let record = match self.shared_record(no, &visits) {
                // A damaged text cannot be sent; the others can.
                Err(error) if error.kind == ErrorKind::Corrupt => continue,
                record => record?,
            };
            if size > PACK {
                if groups.len() >= PACKS {
                    return Ok(());
                }
                groups.push(Group { mark, day, records: vec![], visits: vec![] });
                size = 0;
            }
            size += record.text.len() + record.rest.len() + 512;
            if let Some(group) = groups.last_mut() {
                group.records.push(record);
                group.visits.extend(visits.iter().map(|visit| visit.id));
            }
        }
        Ok(())
    }

    /// Pages that were starred here and are in no pack of ours that is kept for ever: whoever saw them first.
    fn unsaid_webmarks(&self, groups: &mut Vec<Group>) -> Result<(), EngineError> {
        let shared = self.catalog.shared();
        let kept: BTreeSet<VisitId> = shared
            .packs()
            .values()
            .filter(|pack| pack.mark)
            .flat_map(|pack| pack.visits.iter().copied())
            .collect();
        let own = |key: PageKey| {
            shared.mark(key, Mark::Star).is_some_and(|(_, by)| !matches!(by, Origin::Elsewhere(_)))
        };
        let mut days: BTreeMap<u32, BTreeMap<CaptureNo, Vec<&Visit>>> = BTreeMap::new();
        for visit in
            self.catalog.visits().iter().filter(|visit| visit.is_alive() && !kept.contains(&visit.id))
        {
            let page = self.catalog.capture(visit.no).and_then(|capture| self.catalog.page_of(capture));
            if page.is_some_and(|page| page.star && own(page.key)) {
                days.entry(day_of(visit.at)).or_default().entry(visit.no).or_default().push(visit);
            }
        }
        days.into_iter().try_for_each(|(day, captures)| self.group(true, day, captures, groups))
    }

    fn shared_record(&self, no: CaptureNo, visits: &[&Visit]) -> Result<Record, EngineError> {
        let (captured, words) = self.words(no)?;
        let facts = visits.iter().map(|visit| VisitFacts {
            id: visit.id.to_string(),
            at: visit.at,
            offset_min: visit.offset_min,
            from: None,
            device: self.device_of(visit.origin),
        });
        let page = self.catalog.capture(no).and_then(|capture| self.catalog.page_of(capture));
        let marks = page.map_or_else(Vec::new, |page| self.marks_of(&captured.url, page));
        Ok(Record {
            url: captured.url,
            title: captured.title,
            site: captured.site,
            lang: captured.lang,
            published: captured.published,
            name: captured.name,
            text: words.text,
            rest: words.rest,
            visits: facts.collect(),
            marks,
        })
    }

    fn marks_of(&self, url: &str, page: &crate::catalog::Page) -> Vec<MarkSaid> {
        let stars = page.star.then_some(Mark::Star);
        let marks = stars.into_iter().chain(page.labels.iter().map(|label| Mark::Label(*label)));
        let said = marks.filter_map(|mark| {
            let (clock, by) = self.catalog.shared().mark(page.key, mark)?;
            Some(MarkSaid {
                page: url.to_owned(),
                label: self.label_of(mark),
                on: true,
                clock,
                by: self.device_of(by),
            })
        });
        said.collect()
    }

    fn label_of(&self, mark: Mark) -> Option<String> {
        if let Mark::Label(number) = mark { Some(self.catalog.label_name(number).to_owned()) } else { None }
    }

    /// The id of another device that is the origin of something, hex digits.
    pub(super) fn device_of(&self, origin: Origin) -> Option<String> {
        let Origin::Elsewhere(number) = origin else { return None };
        self.catalog.shared().device(number).map(|id| to_hex(id))
    }

    fn unsaid_changes(&self, unsaid: &mut Unsaid) -> Result<(), EngineError> {
        let shared = self.catalog.shared();
        let mut marks: Vec<_> = shared.unsent_marks().collect();
        marks.sort_by_key(|(_, _, clock)| *clock);
        let mut room = DEEDS;
        let deeds: Vec<_> = shared
            .unsent_deeds()
            .iter()
            .take_while(|deed| {
                let fits = room == DEEDS || deed.visits.len() <= room;
                room = room.saturating_sub(deed.visits.len());
                fits
            })
            .collect();
        // All up to one clock, so that one number tells what was said.
        let whole = |all: usize, taken: usize, last: Option<u64>| {
            if taken < all { last.unwrap_or(0) } else { u64::MAX }
        };
        let some: Vec<_> = marks.iter().take(MARKS).copied().collect();
        let until = whole(marks.len(), some.len(), some.last().map(|(_, _, clock)| *clock)).min(whole(
            shared.unsent_deeds().len(),
            deeds.len(),
            deeds.last().map(|deed| deed.clock),
        ));
        let newest = shared.next_clock() - 1;
        unsaid.clock = until.min(newest);
        for (page, mark, clock) in marks.into_iter().filter(|(_, _, clock)| *clock <= until) {
            let Some(row) = self.catalog.page_by_key(page) else { continue };
            let on = match mark {
                Mark::Star => row.star,
                Mark::Label(label) => row.labels.contains(&label),
            };
            for page in self.addresses_of(&[page])? {
                unsaid.marks.push(MarkSaid { page, label: self.label_of(mark), on, clock, by: None });
            }
        }
        unsaid.deeds = deeds
            .into_iter()
            .filter(|deed| deed.clock <= until)
            .map(|deed| DeedSaid {
                at: deed.at,
                clock: deed.clock,
                forgets: deed.forgets,
                visits: deed.visits.iter().map(ToString::to_string).collect(),
            })
            .collect();
        Ok(())
    }

    /// A pack of ours that holds what is gone for good, or a page that is no WebMark any more.
    pub fn stale_pack(&self) -> Option<([u8; 32], PackRow)> {
        let stale = |pack: &PackRow| pack.visits.iter().any(|id| !self.belongs(*id, pack.mark));
        let shared = self.catalog.shared();
        shared.packs().iter().find(|(_, pack)| stale(pack)).map(|(id, pack)| (*id, pack.clone()))
    }

    /// Whether a visit belongs into a pack of this class. What only this device gave up, by its own retention, does.
    pub fn belongs(&self, id: VisitId, mark: bool) -> bool {
        let visit = self.catalog.ordinal(id).and_then(|ordinal| self.catalog.visit(ordinal));
        let Some(visit) = visit else { return !self.catalog.shared().is_gone(id) };
        let page = self.catalog.capture(visit.no).and_then(|capture| self.catalog.page_of(capture));
        !mark || page.is_none_or(|page| page.star)
    }

    /// The outbox's bytes, as they were written.
    pub fn outbox(&self) -> Result<Option<Vec<u8>>, EngineError> {
        let len = self.files.list()?.into_iter().find(|file| file.name == OUTBOX).map(|file| file.len);
        let Some(len) = len else { return Ok(None) };
        let mut bytes = vec![0; len as usize];
        match self.files.read(OUTBOX, 0, &mut bytes) {
            Ok(found) => {
                bytes.truncate(found);
                Ok(Some(bytes))
            }
            Err(FileError::Missing) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the outbox, durably, or empties it.
    pub fn set_outbox(&mut self, bytes: Option<&[u8]>) -> Result<(), EngineError> {
        self.files.remove(OUTBOX)?;
        if let Some(bytes) = bytes {
            self.files.write(OUTBOX, 0, bytes)?;
            self.files.flush(OUTBOX)?;
        }
        Ok(())
    }

    /// Notes that the vault has taken an entry, and empties the outbox. `visits`: the ids, 16 bytes each.
    pub fn note_sent(&mut self, sent: Sent, visits: Vec<u8>) -> Result<(), EngineError> {
        self.record(Event::Sent(sent), visits)?;
        self.set_outbox(None)
    }

    /// Applies what an entry of another device brought, all of it or nothing; gives how many visits are new. `own`: this
    /// device's id. What is gone for good stays gone, what is known is passed over.
    pub fn receive(
        &mut self,
        arrived: Arrived,
        received: &Received,
        own: &[u8; 16],
        now: Millis,
    ) -> Result<u32, EngineError> {
        self.journal.hold();
        let ear = Ear { from: &received.device, own: &to_hex(own), now };
        let count = self.receive_all(arrived, &ear);
        let noted =
            count.and_then(|count| self.record(Event::Received(received.clone()), vec![]).map(|_| count));
        let durable = self.journal.release();
        self.catalog.settle();
        if let Err(error) = durable {
            self.reload()?;
            return Err(error);
        }
        self.commit_bulk()?;
        noted
    }

    fn receive_all(&mut self, arrived: Arrived, ear: &Ear<'_>) -> Result<u32, EngineError> {
        let mut count = 0;
        for record in arrived.records {
            count += self.receive_record(record, ear)?;
        }
        self.catalog.settle();
        for mark in arrived.marks {
            self.receive_mark(mark, ear)?;
        }
        for deed in arrived.deeds {
            self.receive_deed(&deed, ear)?;
        }
        Ok(count)
    }

    fn receive_record(&mut self, mut record: Record, ear: &Ear<'_>) -> Result<u32, EngineError> {
        // What no device of ours writes is passed over, not believed.
        if super::remember::address(&record.url).is_err() && !super::transfer::is_own_address(&record.url) {
            return Ok(0);
        }
        let new = |visit: &VisitFacts| {
            VisitId::parse(&visit.id)
                .is_some_and(|id| !self.catalog.holds(id) && !self.catalog.shared().is_gone(id))
        };
        let mut visits: Vec<_> = std::mem::take(&mut record.visits).into_iter().filter(new).collect();
        for visit in &mut visits {
            visit.device.get_or_insert_with(|| ear.from.to_owned());
        }
        let (count, mut visits) = (visits.len() as u32, visits.into_iter());
        let marks = std::mem::take(&mut record.marks);
        if count > 0 {
            let url = record.url.clone();
            let words =
                Text { text: std::mem::take(&mut record.text), rest: std::mem::take(&mut record.rest) };
            let hash = content_hash(&record.title, &words);
            let no = match self.catalog.version_of(&url, &hash) {
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

    fn receive_capture(
        &mut self,
        record: Record,
        words: &Text,
        hash: [u8; 16],
        visit: VisitFacts,
    ) -> Result<CaptureNo, EngineError> {
        let no = self.catalog.next_no();
        let site = if record.site.is_empty() { host_of(&record.url) } else { record.site };
        let captured = Captured {
            no,
            url: record.url,
            title: record.title,
            site,
            lang: record.lang,
            published: record.published,
            hash: to_hex(&hash),
            name: record.name,
            visit,
        };
        self.record(Event::Capture(captured.clone()), words.pack())?;
        self.index_new(&captured, words);
        Ok(no)
    }

    /// Takes a star or label, unless a later one is known.
    fn receive_mark(&mut self, mark: MarkSaid, ear: &Ear<'_>) -> Result<(), EngineError> {
        if !self.catalog.knows(PageKey::of(&mark.page)) || mark.by.as_deref() == Some(ear.own) {
            return Ok(());
        }
        let stamp = Stamp { clock: mark.clock, by: Some(mark.by.unwrap_or_else(|| ear.from.to_owned())) };
        let (pages, on) = (vec![mark.page], mark.on);
        let event = match mark.label {
            None => Event::Star(Starred { op: 0, at: ear.now, pages, on, stamp }),
            Some(label) => Event::Label(Labelled { op: 0, at: ear.now, pages, label, on, stamp }),
        };
        self.record(event, vec![]).map(drop)
    }

    fn receive_deed(&mut self, deed: &DeedSaid, ear: &Ear<'_>) -> Result<(), EngineError> {
        let held = deed.visits.iter().filter_map(|id| self.catalog.ordinal(VisitId::parse(id)?));
        let held: Vec<Visit> = held.filter_map(|ordinal| self.catalog.visit(ordinal).copied()).collect();
        let stamp = Stamp { clock: deed.clock, by: Some(ear.from.to_owned()) };
        if !deed.forgets {
            let ops: BTreeSet<u32> = held.iter().map(|visit| visit.op).filter(|op| *op != 0).collect();
            return ops.into_iter().try_for_each(|of| {
                self.record(Event::Restore(Restored { of, at: deed.at, stamp: stamp.clone() }), vec![])
                    .map(drop)
            });
        }
        let data: Vec<u8> =
            held.iter().filter(|visit| visit.is_alive()).flat_map(|visit| visit.id.0).collect();
        if data.is_empty() {
            return Ok(());
        }
        let (op, known) = (self.catalog.next_op(), (data.len() / 16) as u32);
        self.record(Event::Forget(Forgot { op, at: deed.at, last: false, known, stamp }), data).map(drop)
    }
}

fn day_of(at: Millis) -> u32 {
    u32::try_from(at.div_euclid(DAY)).unwrap_or(0)
}
