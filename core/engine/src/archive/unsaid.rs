//! What the vault does not have yet: new visits as records of packs, WebMarks, changed stars and labels, forgets.
use super::Archive;
use crate::catalog::{Mark, Origin, Owed, PackId, PackRow, Page, Visit, marked_len};
use crate::event::VisitFacts;
use crate::page::{CaptureNo, VisitId};
use crate::said::bounds::{MARKS as MOST_MARKS, VISITS};
use crate::said::{DeedSaid, MarkSaid, Record, Thumb, VisitSaid};
use crate::{EngineError, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// A pack is closed after so many bytes of text: they become about half of it, and a pack is to have 1 to 4 MiB.
pub const PACK: usize = 6 << 20;
/// Packs of one entry, at most.
const PACKS: usize = 16;
/// Bytes of the marks of one entry before it takes no further ones, and visits of its deeds, at most: an entry has 256 KiB.
const MARKS: usize = 48 << 10;
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
    /// Captures and marks that are damaged on the disk, and stay unsaid.
    pub skipped: u32,
}

impl Unsaid {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.marks.is_empty() && self.deeds.is_empty()
    }
}

/// Records of one pack: texts or thumbnails.
#[derive(Default)]
pub struct Group {
    /// Kept for ever.
    pub mark: bool,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The texts.
    pub records: Vec<Record>,
    /// The thumbnails, as they are written, with the pages they are of. With them the pack is one of thumbnails.
    pub thumbs: Vec<([u8; 16], Vec<u8>)>,
    /// The visits in them.
    pub visits: Vec<VisitId>,
}

impl Group {
    /// Adds a text with the visits that saw it.
    fn add_text(&mut self, record: Record, visits: &[&Visit]) {
        self.records.push(record);
        self.visits.extend(visits.iter().map(|visit| visit.id));
    }

    /// Adds a thumbnail, unless it is of nothing or does not travel.
    pub fn add(&mut self, thumb: &Thumb) -> bool {
        let record = thumb.write().filter(|_| !thumb.visits.is_empty());
        let fits = record.is_some();
        if let Some(record) = record {
            self.thumbs.push((thumb.page, record));
            self.visits.extend(&thumb.visits);
        }
        fits
    }
}

impl Archive {
    /// What the vault does not have yet, as much as one entry takes, in packs of `most` bytes of text at most, unless a single one has more.
    pub fn unsaid(&mut self, most: usize) -> Result<Unsaid, EngineError> {
        let mut unsaid = self.unsaid_words()?;
        let mut days: BTreeMap<u32, BTreeMap<CaptureNo, Vec<&Visit>>> = BTreeMap::new();
        for visit in self.given_back(&unsaid.deeds).into_iter().chain(self.catalog.unsent_visits()) {
            days.entry(visit.utc_day()).or_default().entry(visit.no).or_default().push(visit);
        }
        for (day, captures) in days {
            self.group((false, day), captures, most.min(PACK), &mut unsaid)?;
        }
        self.unsaid_webmarks(most.min(PACK), &mut unsaid)?;
        Ok(unsaid)
    }

    /// Visits that were given back after others had been told to forget them: some may have erased them by now, so they are said again, with the
    /// word that gives them back.
    fn given_back(&self, deeds: &[DeedSaid]) -> Vec<&Visit> {
        // What others hear of a visit first: where that is a forget, they have it when they hear that it is taken back.
        let mut first: BTreeMap<&String, bool> = BTreeMap::new();
        for deed in deeds {
            for id in &deed.visits {
                first.entry(id).or_insert(deed.forgets);
            }
        }
        let back = first.into_iter().filter(|(_, forgets)| !forgets);
        let visits = back.filter_map(|(id, _)| self.catalog.visit_of(VisitId::parse(id)?));
        visits.filter(|visit| visit.is_alive() && visit.origin != Origin::Here).collect()
    }

    /// What of it needs no pack: no text is read for it.
    pub fn unsaid_words(&mut self) -> Result<Unsaid, EngineError> {
        self.catalog.settle();
        let mut unsaid = Unsaid { clock: self.catalog.shared().sent_clock(), ..Unsaid::default() };
        self.unsaid_changes(&mut unsaid)?;
        Ok(unsaid)
    }

    /// How many visits, marks and forgets the vault does not have yet.
    pub fn unsaid_count(&self) -> u32 {
        let shared = self.catalog.shared();
        let changes = shared.unsent_marks().count() + shared.unsent_deeds().len();
        self.catalog.unsent_count() + changes as u32
    }

    /// Adds packs of a class and day, each with so many bytes of text at most, unless a single one has more.
    pub(super) fn group(
        &self,
        (mark, day): (bool, u32),
        captures: BTreeMap<CaptureNo, Vec<&Visit>>,
        bytes: usize,
        unsaid: &mut Unsaid,
    ) -> Result<(), EngineError> {
        let Unsaid { groups, skipped, .. } = unsaid;
        let mut size = usize::MAX;
        // What is in the vault alone is there already; a WebMark's text is brought back before it is said.
        let is_here = |no: &CaptureNo| self.catalog.capture(*no).is_some_and(|capture| !capture.is_card());
        let captures = captures.into_iter().filter(|(no, _)| is_here(no));
        for (no, visits) in captures.flat_map(|(no, visits)| some_each(no, &visits)) {
            let Some(record) = self.readable_record(no, &visits)? else {
                *skipped += 1;
                continue;
            };
            let more = record.size() + 512;
            if size.saturating_add(more) > bytes {
                if groups.len() >= PACKS {
                    return Ok(());
                }
                groups.push(Group { mark, day, ..Group::default() });
                size = 0;
            }
            size += more;
            if let Some(group) = groups.last_mut() {
                group.add_text(record, &visits);
            }
        }
        Ok(())
    }

    /// Pages that were starred here and are in no pack of ours, and in no orphan, that is kept for ever: whoever saw them first.
    fn unsaid_webmarks(&mut self, most: usize, unsaid: &mut Unsaid) -> Result<(), EngineError> {
        let mut settled = vec![];
        for day in self.catalog.stirred(Owed::Webmarks) {
            let captures = self.unsaid_webmarks_of(day);
            if captures.is_empty() {
                settled.push(day);
            }
            self.group((true, day), captures, most, unsaid)?;
        }
        self.catalog.settle_days(Owed::Webmarks, &settled);
        Ok(())
    }

    fn unsaid_webmarks_of(&self, day: u32) -> BTreeMap<CaptureNo, Vec<&Visit>> {
        let shared = self.catalog.shared();
        let packs = shared.packs().of_day(day).chain(shared.orphans_of_day(day));
        let kept: BTreeSet<VisitId> = packs
            .filter(|(_, pack)| pack.mark && !pack.is_lost)
            .flat_map(|(_, pack)| pack.visits.iter().copied())
            .collect();
        let mut captures: BTreeMap<CaptureNo, Vec<&Visit>> = BTreeMap::new();
        for visit in self.catalog.starred_visits_of(day).filter(|visit| !kept.contains(&visit.id)) {
            let page = self.catalog.capture(visit.no).and_then(|capture| self.catalog.page_of(capture));
            if page.is_some_and(|page| self.catalog.starred_here(page.key)) {
                captures.entry(visit.no).or_default().push(visit);
            }
        }
        captures
    }

    /// Whether the vault has all of a day that is this device's to say, in packs of a class.
    pub fn has_said(&self, mark: bool, day: u32) -> bool {
        if mark {
            return self.unsaid_webmarks_of(day).is_empty();
        }
        self.catalog.visits_of_day(day).all(|visit| visit.origin != Origin::Here)
    }

    /// What is here of the visits of a pack, as records of another one in its place. What is damaged on the disk is left out.
    pub fn said_again(&self, pack: &PackRow) -> Result<Group, EngineError> {
        let mut captures: BTreeMap<CaptureNo, Vec<&Visit>> = BTreeMap::new();
        let here = pack.visits.iter().filter(|id| self.belongs(**id, pack.mark));
        for visit in here.filter_map(|id| self.catalog.visit_of(*id)) {
            captures.entry(visit.no).or_default().push(visit);
        }
        let mut group = Group { mark: pack.mark, day: pack.day, ..Group::default() };
        for (no, visits) in captures {
            if let Some(record) = self.readable_record(no, &visits)? {
                group.add_text(record, &visits);
            }
        }
        Ok(group)
    }

    /// The record of a capture; `None` where its text is damaged: it cannot be sent, and the others can.
    fn readable_record(&self, no: CaptureNo, visits: &[&Visit]) -> Result<Option<Record>, EngineError> {
        match self.shared_record(no, visits) {
            Err(error) if error.kind == ErrorKind::Corrupt => Ok(None),
            record => record.map(Some),
        }
    }

    fn shared_record(&self, no: CaptureNo, visits: &[&Visit]) -> Result<Record, EngineError> {
        let (captured, words) = self.words(no)?;
        let facts = visits.iter().map(|visit| self.catalog.facts_of(visit));
        let page = self.catalog.capture(no).and_then(|capture| self.catalog.page_of(capture));
        let marks = page.map_or_else(Vec::new, |page| self.marks_of(&captured.url, page));
        Ok(Record {
            url: captured.url,
            visited: captured.visited,
            title: captured.title,
            site: captured.site,
            lang: captured.lang,
            published: captured.published,
            name: captured.name,
            text: words.text,
            rest: words.rest,
            visits: facts.map(VisitSaid::from).collect(),
            marks,
            unknown: BTreeMap::new(),
        })
    }

    /// What was said of a page's star and labels last, also that they were taken off.
    fn marks_of(&self, url: &str, page: &Page) -> Vec<MarkSaid> {
        let marks = self.catalog.shared().marks_of(page.key);
        let said = marks.take(MOST_MARKS).map(|(mark, clock, by)| {
            let on = page_has(page, mark);
            MarkSaid {
                page: url.to_owned(),
                label: self.label_of(mark),
                on,
                clock,
                by: self.catalog.shared().device_of(by),
            }
        });
        said.collect()
    }

    /// A record with the stars and labels that its page has now.
    pub fn with_marks(&self, record: Record) -> Record {
        let Some(page) = self.catalog.page(&record.url) else { return record };
        Record { marks: self.marks_of(&record.url, page), ..record }
    }

    fn label_of(&self, mark: Mark) -> Option<String> {
        if let Mark::Label(number) = mark { Some(self.catalog.label_name(number).to_owned()) } else { None }
    }

    fn unsaid_changes(&self, unsaid: &mut Unsaid) -> Result<(), EngineError> {
        let shared = self.catalog.shared();
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
        let (marks, are_all) = self.unsaid_marks(unsaid)?;
        let until = whole(usize::from(!are_all), 0, marks.last().map(|mark| mark.clock)).min(whole(
            shared.unsent_deeds().len(),
            deeds.len(),
            deeds.last().map(|deed| deed.clock),
        ));
        let newest = shared.next_clock() - 1;
        unsaid.clock = until.min(newest);
        unsaid.marks = marks.into_iter().filter(|mark| mark.clock <= until).collect();
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

    /// Marks that others do not know, the earliest first, all of one clock or none; and whether these are all.
    fn unsaid_marks(&self, unsaid: &mut Unsaid) -> Result<(Vec<MarkSaid>, bool), EngineError> {
        let mut marks: Vec<_> = self.catalog.shared().unsent_marks().collect();
        marks.sort_by_key(|(_, _, clock)| *clock);
        let (mut said, mut bytes) = (Vec::<MarkSaid>::new(), 0);
        for (page, mark, clock) in marks {
            if bytes > MARKS && said.last().is_some_and(|last| last.clock < clock) {
                return Ok((said, false));
            }
            let Some(row) = self.catalog.page_by_key(page) else { continue };
            let (pages, left) = self.addresses_of(&[page])?;
            unsaid.skipped += left;
            for page in pages {
                bytes += marked_len(&page);
                said.push(MarkSaid {
                    label: self.label_of(mark),
                    on: page_has(row, mark),
                    clock,
                    by: None,
                    page,
                });
            }
        }
        Ok((said, true))
    }

    /// A pack of ours, or an orphan, that holds what is gone for good, or a page that is no WebMark any more, or one that cannot be read.
    /// Thumbnails first: in a full vault they make room for texts that are to be written anew.
    pub fn stale_pack(&mut self) -> Option<(PackId, PackRow)> {
        self.catalog.settle();
        self.stale_among(Owed::StaleThumbs).or_else(|| self.stale_among(Owed::StaleTexts))
    }

    fn stale_among(&mut self, owed: Owed) -> Option<(PackId, PackRow)> {
        let (mut found, mut settled) = (None, vec![]);
        for day in self.catalog.stirred(owed) {
            found = self.stale_of(owed, day);
            if found.is_some() {
                break;
            }
            settled.push(day);
        }
        self.catalog.settle_days(owed, &settled);
        found
    }

    fn stale_of(&self, owed: Owed, day: u32) -> Option<(PackId, PackRow)> {
        let is_stale = |(_, pack): &(&PackId, &PackRow)| {
            pack.is_outdated || pack.is_lost || pack.visits.iter().any(|id| !self.belongs(*id, pack.mark))
        };
        let shared = self.catalog.shared();
        let found = if owed == Owed::StaleThumbs {
            shared.kept_up_thumbs(day).find(is_stale)
        } else {
            let others = shared.orphans_of_day(day).chain(shared.lost_of_day(day));
            let is_doubled = |entry: &(&PackId, &PackRow)| !self.said_by_another(entry.1).is_empty();
            shared.packs().of_day(day).chain(others).find(|entry| is_stale(entry) || is_doubled(entry))
        };
        found.map(|(id, pack)| (*id, pack.clone()))
    }

    /// Whether what a record says of a visit belongs into a pack of this class: nothing that it showed only before it was
    /// looked at again.
    pub fn still_shows(&self, visit: &VisitFacts, mark: bool) -> bool {
        VisitId::parse(&visit.id).is_some_and(|id| {
            self.belongs(id, mark) && self.catalog.look_of(id).is_none_or(|look| look <= visit.look)
        })
    }

    /// Whether a visit belongs into a pack of this class. What only this device gave up, by its own retention, does.
    pub fn belongs(&self, id: VisitId, mark: bool) -> bool {
        let Some(visit) = self.catalog.visit_of(id) else { return !self.catalog.shared().is_gone(id) };
        let page = self.catalog.capture(visit.no).and_then(|capture| self.catalog.page_of(capture));
        !mark || page.is_none_or(|page| page.star)
    }
}

/// A capture's visits, as many as one record holds.
fn some_each<'a>(no: CaptureNo, visits: &[&'a Visit]) -> Vec<(CaptureNo, Vec<&'a Visit>)> {
    visits.chunks(VISITS).map(|some| (no, some.to_vec())).collect()
}

fn page_has(page: &Page, mark: Mark) -> bool {
    match mark {
        Mark::Star => page.star,
        Mark::Label(label) => page.labels().contains(&label),
    }
}
