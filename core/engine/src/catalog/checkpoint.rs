//! The checkpoint: the catalog as one file, so that waking does not replay the whole journal. A cache, two slots.
use super::looks::Stale;
use super::rows::{Capture, IconRow, Operation, Origin, Page, PageKey, PictureRow, Visit};
use super::shared_bytes::{get_shared, put_shared};
use super::{Catalog, Names, Words};
use crate::EngineError;
use crate::bytes::{Reader, Writer};
use crate::journal::{PartFacts, Place, Position};
use crate::page::{Millis, VisitId};
use crate::policy::clock::Reading;
use crate::ports::{FileError, Files};

/// Changes with every change of the columns, and of what one page is (`policy/tracking.txt`): an older checkpoint is thrown away, the journal is replayed.
const VERSION: u32 = 9;
const MAGIC: [u8; 4] = *b"WMC1";
const NAMES: [&str; 2] = ["catalog-a.wmc", "catalog-b.wmc"];
/// Read and written in pieces of this size.
const HEAD: usize = 16;

/// Which of the two slots holds the newest whole checkpoint, and its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    turn: u64,
}

/// A whole checkpoint: a word on what the journal had when it was written.
pub struct Checkpoint {
    /// The catalog.
    pub catalog: Catalog,
    /// The journal up to here is in it.
    pub position: Position,
    /// The parts that it was made from, as they were.
    pub parts: Vec<PartFacts>,
    /// Its slot.
    pub slot: Slot,
}

impl Checkpoint {
    /// Whether it was made from exactly these parts of the journal, of which the last may have grown since.
    pub fn fits(&self, journal: &[PartFacts]) -> bool {
        let is_there = |known: &PartFacts| {
            journal.iter().any(|part| {
                part.seq == known.seq && part.generation == known.generation && part.len >= known.len
            })
        };
        let is_known = |part: &PartFacts| {
            part.seq > self.position.seq || self.parts.iter().any(|known| known.seq == part.seq)
        };
        self.parts.iter().all(is_there) && journal.iter().all(is_known)
    }

    /// Removes its file.
    pub fn remove(&self, files: &dyn Files) -> Result<(), EngineError> {
        Ok(files.remove(self.slot.name())?)
    }
}

impl Slot {
    fn name(self) -> &'static str {
        NAMES[usize::from(self.turn % 2 == 1)]
    }
}

impl Catalog {
    /// Reads the whole checkpoints, the newest first. A file that is none, or stands in the other's place, is removed: it may
    /// name what was erased since.
    pub fn load(files: &dyn Files) -> Result<Vec<Checkpoint>, EngineError> {
        let mut found = Vec::new();
        for name in NAMES {
            let decoded = read_whole(files, name)?.and_then(|bytes| decode(&bytes));
            match decoded.filter(|checkpoint| checkpoint.slot.name() == name) {
                Some(checkpoint) => found.push(checkpoint),
                None => files.remove(name)?,
            }
        }
        found.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.slot.turn));
        Ok(found)
    }

    /// Writes a checkpoint into the other slot, durably.
    pub fn save(
        &self,
        files: &dyn Files,
        slot: Slot,
        position: Position,
        parts: &[PartFacts],
    ) -> Result<Slot, EngineError> {
        let slot = Slot { turn: slot.turn + 1 };
        let bytes = self.encode(position, parts, slot.turn);
        files.write(slot.name(), 0, &bytes)?;
        files.cut(slot.name(), bytes.len() as u64)?;
        files.flush(slot.name())?;
        Ok(slot)
    }

    /// Removes both slots.
    pub fn remove_checkpoints(files: &dyn Files) -> Result<(), EngineError> {
        NAMES.iter().try_for_each(|name| files.remove(name)).map_err(EngineError::from)
    }

    fn encode(&self, position: Position, parts: &[PartFacts], turn: u64) -> Vec<u8> {
        let mut w = Writer::default();
        w.u64(turn);
        w.u32(position.seq);
        w.u64(position.offset);
        w.list(parts, |w, part| {
            w.u32(part.seq);
            w.u32(part.generation);
            w.u64(part.len);
        });
        for number in [self.next_op, self.next_no, self.generation] {
            w.u32(number);
        }
        for names in [&self.hosts, &self.langs, &self.labels] {
            w.list(&names.list, |w, name| w.text(name));
        }
        w.list(&self.visits, put_visit);
        w.list(&self.captures, put_capture);
        w.list(&self.pages, put_page);
        let icons: Vec<_> = self.icons.iter().collect();
        w.list(&icons, |w, (host, icon)| {
            w.u32(**host);
            w.raw(&icon.key);
            w.list(&icon.named_in, |w, seq| w.u32(*seq));
        });
        let operations: Vec<_> = self.operations.iter().collect();
        w.list(&operations, |w, (op, operation)| {
            w.u32(**op);
            put_operation(w, operation);
        });
        let stale: Vec<_> = self.stale.iter().collect();
        w.list(&stale, |w, (seq, stale)| put_stale(w, **seq, stale));
        w.u8(u8::from(self.reading.is_some()));
        let reading = self.reading.unwrap_or_default();
        [reading.said, reading.believed, reading.top].into_iter().for_each(|at| w.i64(at));
        w.u32(reading.run);
        put_shared(&mut w, &self.shared);
        let mut bytes = Vec::with_capacity(HEAD + w.bytes.len());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(w.bytes.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&w.bytes).to_le_bytes());
        bytes.extend_from_slice(&w.bytes);
        bytes
    }
}

fn decode(bytes: &[u8]) -> Option<Checkpoint> {
    let (head, body) = bytes.split_at_checked(HEAD)?;
    let mut head = Reader::new(head);
    let known = head.array::<4>()? == MAGIC && head.u32()? == VERSION;
    let body = body.get(..head.u32()? as usize)?;
    if !known || head.u32()? != crc32fast::hash(body) {
        return None;
    }
    let mut r = Reader::new(body);
    let turn = r.u64()?;
    let position = Position { seq: r.u32()?, offset: r.u64()? };
    let parts = r.list(|r| Some(PartFacts { seq: r.u32()?, generation: r.u32()?, len: r.u64()? }))?;
    let mut catalog =
        Catalog { next_op: r.u32()?, next_no: r.u32()?, generation: r.u32()?, ..Catalog::default() };
    for names in [&mut catalog.hosts, &mut catalog.langs, &mut catalog.labels] {
        let list = r.list(Reader::text)?;
        // An empty name was wiped (or stands for "unknown", which is found again at its first use).
        let named = list.iter().enumerate().filter(|(_, name)| !name.is_empty());
        let of = named.map(|(number, name)| (name.clone(), number as u32)).collect();
        *names = Names { list, of };
    }
    catalog.visits = r.list(get_visit)?;
    catalog.settled = catalog.visits.len();
    catalog.times = catalog.visits.iter().map(|visit| (visit.id, visit.at)).collect();
    catalog.captures = r.list(get_capture)?;
    catalog.pages = r.list(get_page)?;
    catalog.page_of = catalog.pages.iter().enumerate().map(|(at, page)| (page.key, at as u32)).collect();
    catalog.icons = r.list(|r| Some((r.u32()?, get_icon(r)?)))?.into_iter().collect();
    catalog.operations = r.list(|r| Some((r.u32()?, get_operation(r)?)))?.into_iter().collect();
    catalog.stale = r.list(get_stale)?.into_iter().collect();
    let is_read = r.u8()? != 0;
    let reading = Reading { said: r.i64()?, believed: r.i64()?, top: r.i64()?, run: r.u32()? };
    catalog.reading = is_read.then_some(reading);
    catalog.shared = get_shared(&mut r)?;
    catalog.link_versions();
    catalog.columns.touch_all();
    r.is_empty().then_some(Checkpoint { catalog, position, parts, slot: Slot { turn } })
}

fn read_whole(files: &dyn Files, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
    let mut head = [0; HEAD];
    match files.read(name, 0, &mut head) {
        Ok(HEAD) => {}
        Ok(_) | Err(FileError::Missing) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let len = head.get(8..12).and_then(|len| len.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let held = files.list()?.into_iter().find(|entry| entry.name == name).map_or(0, |entry| entry.len);
    if head.get(..4) != Some(&MAGIC) || (HEAD + len) as u64 > held {
        return Ok(None);
    }
    let mut bytes = vec![0; HEAD + len];
    let found = files.read(name, 0, &mut bytes)?;
    Ok((found == bytes.len()).then_some(bytes))
}

fn put_place(w: &mut Writer, place: Place) {
    w.u32(place.seq);
    w.u64(place.offset);
    w.u32(place.meta_len);
    w.u32(place.data_len);
}

fn get_place(r: &mut Reader<'_>) -> Option<Place> {
    Some(Place { seq: r.u32()?, offset: r.u64()?, meta_len: r.u32()?, data_len: r.u32()? })
}

fn put_visit(w: &mut Writer, visit: &Visit) {
    w.i64(visit.at);
    w.raw(&visit.id.0);
    w.u32(visit.no);
    w.u32(visit.op);
    w.i16(visit.offset_min);
    w.u32(visit.part);
    w.u16(visit.origin.number());
    w.u16(visit.look);
}

fn get_visit(r: &mut Reader<'_>) -> Option<Visit> {
    Some(Visit {
        at: r.i64()?,
        id: VisitId(r.array()?),
        no: r.u32()?,
        op: r.u32()?,
        offset_min: r.i16()?,
        part: r.u32()?,
        origin: Origin::of(r.u16()?),
        look: r.u16()?,
    })
}

fn get_icon(r: &mut Reader<'_>) -> Option<IconRow> {
    Some(IconRow { key: r.array()?, named_in: r.list(Reader::u32)? })
}

fn put_capture(w: &mut Writer, capture: &Capture) {
    for number in [capture.no, capture.page, capture.host, capture.lang, capture.alive, capture.visits] {
        w.u32(number);
    }
    put_place(w, capture.place);
    w.u32(capture.began.unwrap_or(u32::MAX));
    w.raw(&capture.hash);
    w.i64(capture.newest.0);
    w.raw(&capture.newest.1.0);
    w.u8(capture.picture.map_or(0, |picture| 1 + u8::from(picture.is_lent)));
    if let Some(picture) = &capture.picture {
        w.raw(&picture.hash);
        w.raw(&picture.colour);
        put_place(w, picture.place);
    }
    w.u32(capture.changes);
    match capture.words {
        Words::Own => w.u8(0),
        Words::Vault => w.u8(1),
        Words::Later(place) => {
            w.u8(2);
            put_place(w, place);
        }
    }
}

fn get_capture(r: &mut Reader<'_>) -> Option<Capture> {
    Some(Capture {
        no: r.u32()?,
        page: r.u32()?,
        host: r.u32()?,
        lang: r.u32()?,
        alive: r.u32()?,
        visits: r.u32()?,
        place: get_place(r)?,
        began: Some(r.u32()?).filter(|seq| *seq != u32::MAX),
        hash: r.array()?,
        newest: (r.i64()?, VisitId(r.array()?)),
        picture: match r.u8()? {
            0 => None,
            kind => {
                let (hash, colour, place) = (r.array()?, r.array()?, get_place(r)?);
                Some(PictureRow { hash, colour, place, is_lent: kind == 2 })
            }
        },
        changes: r.u32()?,
        words: match r.u8()? {
            0 => Words::Own,
            1 => Words::Vault,
            _ => Words::Later(get_place(r)?),
        },
        older: None,
    })
}

fn put_page(w: &mut Writer, page: &Page) {
    w.raw(&page.key.0);
    w.u8(u8::from(page.star));
    w.list(&page.labels, |w, label| w.u32(*label));
    w.u32(page.latest);
    w.u32(page.captures);
    w.list(&page.named_in, |w, seq| w.u32(*seq));
}

fn get_page(r: &mut Reader<'_>) -> Option<Page> {
    Some(Page {
        key: PageKey(r.array()?),
        star: r.u8()? != 0,
        labels: r.list(Reader::u32)?,
        latest: r.u32()?,
        captures: r.u32()?,
        named_in: r.list(Reader::u32)?,
    })
}

fn put_stale(w: &mut Writer, seq: u32, stale: &Stale) {
    w.u32(seq);
    w.u64(stale.bytes);
    let pages: Vec<_> = stale.pages.iter().collect();
    w.list(&pages, |w, page| w.raw(&page.0));
}

fn get_stale(r: &mut Reader<'_>) -> Option<(u32, Stale)> {
    let (seq, bytes) = (r.u32()?, r.u64()?);
    Some((seq, Stale { bytes, pages: r.list(|r| r.array().map(PageKey))?.into_iter().collect() }))
}

fn put_operation(w: &mut Writer, operation: &Operation) {
    match operation {
        Operation::Forget { at, count, aged } => {
            w.u8(0);
            w.i64(*at);
            w.u32(*count);
            put_aged(w, *aged);
        }
        Operation::Star { at, pages, on } => {
            w.u8(1);
            w.i64(*at);
            w.list(pages, |w, page| w.raw(&page.0));
            w.u8(u8::from(*on));
        }
        Operation::Label { at, pages, label, on } => {
            w.u8(2);
            w.i64(*at);
            w.list(pages, |w, page| w.raw(&page.0));
            w.u32(*label);
            w.u8(u8::from(*on));
        }
    }
}

pub(super) fn put_aged(w: &mut Writer, aged: Option<Millis>) {
    w.u8(u8::from(aged.is_some()));
    w.i64(aged.unwrap_or_default());
}

pub(super) fn get_aged(r: &mut Reader<'_>) -> Option<Option<Millis>> {
    let (is_aged, at) = (r.u8()? != 0, r.i64()?);
    Some(is_aged.then_some(at))
}

fn get_operation(r: &mut Reader<'_>) -> Option<Operation> {
    let page = |r: &mut Reader<'_>| r.array().map(PageKey);
    Some(match r.u8()? {
        0 => Operation::Forget { at: r.i64()?, count: r.u32()?, aged: get_aged(r)? },
        1 => Operation::Star { at: r.i64()?, pages: r.list(page)?, on: r.u8()? != 0 },
        2 => Operation::Label { at: r.i64()?, pages: r.list(page)?, label: r.u32()?, on: r.u8()? != 0 },
        _ => return None,
    })
}
