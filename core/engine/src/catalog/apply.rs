//! Events -> rows. Total and idempotent: an event that does not fit (its capture is gone) changes nothing.
use super::revisits::NEVER;
use super::rows::{Capture, IconRow, Operation, Origin, Page, PageKey, PictureRow, Visit};
use super::{Catalog, Gone, Mark, Words};
use crate::address::host_of;
use crate::event::{Captured, Event, Iconed, Labelled, Pictured, Starred, VisitFacts};
use crate::journal::Place;
use crate::page::{VisitId, parse_hex};

/// Bytes of what is said at one clock of stars or of a label: one entry holds it.
const TURN: usize = 48 << 10;

/// How many bytes of an entry a mark on a page takes, about.
pub fn marked_len(url: &str) -> usize {
    url.len() + 128
}

/// How many star and label operations can be undone.
const UNDO_DEPTH: usize = 100;

impl Catalog {
    /// Applies one event that stands at `place`; `data` is its frame's data. Says what is gone for good by it.
    pub fn apply(&mut self, event: &Event, data: &[u8], place: Place) -> Gone {
        self.revision += 1;
        match event {
            Event::Capture(captured) => return self.add_capture(captured, place),
            Event::Visit(visited) => return self.add_visit(visited.no, &visited.visit, place.seq),
            Event::Picture(pictured) => return self.set_picture(pictured, place),
            Event::Icon(iconed) => return self.set_icon(iconed, place.seq),
            Event::Star(starred) => return self.star(starred, place.seq),
            Event::Label(labelled) => return self.label(labelled, place.seq),
            Event::Forget(forgot) => {
                let ids: Vec<VisitId> = VisitId::all_in(data).collect();
                self.forget(forgot, ids.iter().copied().take(forgot.hidden(ids.len())));
                self.note_forget(forgot, ids);
                if forgot.last {
                    return self.purge(forgot.op, VisitId::all_in(data).collect());
                }
            }
            Event::Restore(restored) => self.restore(restored, VisitId::all_in(data).collect()),
            Event::Purge(purged) => {
                let visits = self.note_gone(purged.of);
                return self.purge(purged.of, visits);
            }
            Event::Sent(sent) => self.sent(sent, data),
            Event::Received(received) => self.received(received, data),
            Event::Devices(devices) => self.shared.list_devices(devices),
            Event::Thin(_) => return self.thin(data),
            Event::Fill(filled) => return self.fill(filled, place),
            Event::Thumbs(thumbs) => self.shared.took_thumbs(thumbs, data),
            Event::Clock(reading) => self.reading = Some(*reading),
            Event::Cured(cured) => self.cured(cured, data),
            Event::Checked(checked) => self.checked(checked),
            Event::Reread(reread) => self.shared.note_unknown(reread.version, &reread.unknown),
            Event::Vault(facts) => self.enter_vault(facts),
            Event::Part(_) => {}
        }
        Gone::default()
    }

    fn add_capture(&mut self, captured: &Captured, place: Place) -> Gone {
        self.next_no = self.next_no.max(captured.no.saturating_add(1));
        let at = match self.captures.search(&captured.no, |capture| capture.no) {
            Ok(_) => return self.rewrite(captured, place),
            Err(at) => at,
        };
        let key = PageKey::of(&captured.url);
        let (page, older) = self.page_number(key, captured.no);
        // While a journal is read whose frames were moved, an older one may come later.
        self.versions.is_torn |= older.is_some_and(|older| older > captured.no);
        let capture = Capture {
            no: captured.no,
            page,
            place,
            began: None.into(),
            hash: parse_hash(&captured.hash),
            host: self.hosts.number(host_of(&captured.url)),
            lang: self.langs.number(&captured.lang),
            alive: 0,
            visits: 0,
            newest: NEVER,
            framed: None,
            words: if captured.card { Words::Vault } else { Words::Own },
            changes: captured.changes + u32::from(captured.card),
            older: older.into(),
        };
        self.hosts_used.more(capture.host);
        self.captures.insert(at, capture);
        self.note_content(captured.no);
        self.columns.touch(captured.no);
        self.add_visit(captured.no, &captured.visit, place.seq)
    }

    /// The number of the page of a new capture, and its capture before.
    fn page_number(&mut self, key: PageKey, no: u32) -> (u32, Option<u32>) {
        let mut older = None;
        if let Some(number) = self.pages.number(key) {
            if let Some(page) = self.pages.get_mut(number) {
                older = Some(page.latest).filter(|_| page.captures > 0);
                page.latest = page.latest.max(no);
                page.captures += 1;
            }
            return (number, older);
        }
        let page = Page { latest: no, captures: 1, ..Page::new(key) };
        (self.pages.add(page), older)
    }

    pub(super) fn add_visit(&mut self, no: u32, facts: &VisitFacts, part: u32) -> Gone {
        let Some(id) = VisitId::parse(&facts.id) else { return Gone::default() };
        if self.times.contains_key(&id) {
            return self.look(id, no, facts, part);
        }
        if self.capture(no).is_none() {
            return Gone::of_part(part);
        }
        let origin = facts.device.as_ref().map_or(Origin::Here, |device| self.shared.number(device));
        let (at, offset_min, look) = (facts.at, facts.offset_min, facts.look);
        let visit = Visit { at, id, no, op: 0, offset_min, part, origin, look, from_gap: self.gap_of(facts) };
        self.gain(&visit);
        self.times.insert(id, at);
        self.await_source(id, facts);
        self.unsend(&visit);
        self.visits.push(visit);
        Gone::default()
    }

    fn set_picture(&mut self, pictured: &Pictured, place: Place) -> Gone {
        let (hash, is_lent) = (parse_hash(&pictured.hash), pictured.width == 0);
        let row = PictureRow { hash, colour: pictured.colour, place, is_lent };
        let Some(capture) = self.capture_mut(pictured.no) else {
            return Gone { pictures: vec![row.hash], ..Gone::of_part(place.seq) };
        };
        let (old, page) = (capture.framed.replace(Box::new(row)), capture.page);
        if let Some(old) = &old {
            self.pictures.remove(&old.hash, pictured.no);
        }
        self.pictures.insert(&row.hash, pictured.no);
        self.stir_capture(pictured.no);
        let Some(old) = old else { return Gone::default() };
        self.outdate(old.place, page);
        Gone {
            pictures: Some(old.hash).filter(|old| *old != row.hash).into_iter().collect(),
            ..Gone::default()
        }
    }

    fn set_icon(&mut self, iconed: &Iconed, seq: u32) -> Gone {
        let (host, key) = (self.hosts.number(&iconed.host), parse_hash(&iconed.hash));
        let icon = self.icons.entry(host).or_insert_with(|| IconRow { key, named_in: vec![] });
        let old = std::mem::replace(&mut icon.key, key);
        if !icon.named_in.contains(&seq) {
            icon.named_in.push(seq);
        }
        Gone { icons: Some(old).filter(|old| *old != key).into_iter().collect(), ..Gone::default() }
    }

    fn star(&mut self, starred: &Starred, seq: u32) -> Gone {
        let (mut changed, mut gone) = (Vec::new(), Gone::default());
        let said = self.shared.stamp(&starred.stamp);
        for (at, turn) in self.named_pages(&starred.pages, seq, &mut gone) {
            let said = self.shared.in_turn(said, turn);
            let Some(page) = self.pages.get_mut(at) else { continue };
            if !self.shared.wins(page.key, Mark::Star, said) {
                continue;
            }
            // Also where it had the star: it may be this device's to say now.
            self.restarred.push(at);
            if page.star != starred.on {
                page.star = starred.on;
                self.tally.star(at, starred.on);
                changed.push(page.key);
                if starred.on && !self.columns.is_often(at) {
                    self.let_stand_out(at);
                }
            }
        }
        self.note(starred.op, Operation::Star { at: starred.at, pages: changed, on: starred.on });
        gone
    }

    fn label(&mut self, labelled: &Labelled, seq: u32) -> Gone {
        let label = self.labels.number(&labelled.label);
        let (mut changed, mut gone) = (Vec::new(), Gone::default());
        let said = self.shared.stamp(&labelled.stamp);
        for (page, turn) in self.named_pages(&labelled.pages, seq, &mut gone) {
            let said = self.shared.in_turn(said, turn);
            let Some(page) = self.pages.get_mut(page) else { continue };
            if self.shared.wins(page.key, Mark::Label(label), said) && page.set_label(label, labelled.on) {
                changed.push(page.key);
            }
        }
        self.note(labelled.op, Operation::Label { at: labelled.at, pages: changed, label, on: labelled.on });
        gone
    }

    /// Numbers of the pages of addresses, each with the turn in which others are told of it; remembers that part `seq` names them.
    fn named_pages(&mut self, urls: &[String], seq: u32, gone: &mut Gone) -> Vec<(u32, u64)> {
        let (mut numbers, mut bytes, mut turn) = (Vec::with_capacity(urls.len()), 0, 0);
        for url in urls {
            bytes += marked_len(url);
            if bytes > TURN {
                (bytes, turn) = (marked_len(url), turn + 1);
            }
            let key = PageKey::of(url);
            match self.pages.number(key) {
                Some(number) => numbers.push((number, turn)),
                None => gone.unknown.push((key, seq)),
            }
        }
        for (number, _) in &numbers {
            if let Some(page) = self.pages.get_mut(*number) {
                page.name_in(seq);
            }
        }
        numbers
    }

    pub(super) fn note(&mut self, op: u32, operation: Operation) {
        if op == 0 {
            return;
        }
        self.next_op = self.next_op.max(op.saturating_add(1));
        self.operations.insert(op, operation);
        let light = |operation: &Operation| !matches!(operation, Operation::Forget { .. });
        let oldest = self.operations.iter().filter(|(_, operation)| light(operation)).map(|(op, _)| *op);
        let oldest: Vec<u32> = oldest.collect();
        for op in oldest.iter().take(oldest.len().saturating_sub(UNDO_DEPTH)) {
            self.operations.remove(op);
        }
    }
}

/// Hex digits -> bytes; anything else is hash zero, which no content has.
pub fn parse_hash<const N: usize>(hex: &str) -> [u8; N] {
    parse_hex(hex).unwrap_or([0; N])
}
