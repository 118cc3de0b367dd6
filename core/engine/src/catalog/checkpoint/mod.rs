//! The checkpoint: the catalog as one file, so that waking does not replay the whole journal. A cache, two slots.
mod piece;
mod rows;
mod saving;
mod sections;
mod shared;

pub use saving::{Saved, Saving};

use super::Catalog;
use crate::EngineError;
use crate::bytes::{Reader, Writer};
use crate::event::PartFacts;
use crate::journal::Position;
use crate::policy::clock::Reading;
use crate::ports::{FileError, Files};
use piece::{Pieces, checksum};

/// Changes with every change of the columns, and of what one page is (`policy/tracking.txt`): an older checkpoint is thrown away, the journal is replayed.
const VERSION: u32 = 18;
const MAGIC: [u8; 4] = *b"WMC1";
const NAMES: [&str; 2] = ["catalog-a.wmc", "catalog-b.wmc"];
/// Magic, version, turn, where the summary stands, its length, its checksum. It is zero until all that it names is durable.
const HEAD: usize = 32;
/// No summary is longer, in bytes.
const LONGEST_SUMMARY: usize = 1 << 24;

/// Which of the two slots holds the newest whole checkpoint, and its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    turn: u64,
}

impl Slot {
    fn name(self) -> &'static str {
        NAMES[usize::from(self.turn % 2 == 1)]
    }

    fn next(self) -> Self {
        Self { turn: self.turn + 1 }
    }
}

/// A whole checkpoint: a word on what the journal had when it was written. Its rows are read by [`Checkpoint::read`] only.
pub struct Checkpoint {
    /// The journal up to here is in it.
    pub position: Position,
    /// The parts that it was made from, as they were.
    pub parts: Vec<PartFacts>,
    /// Its slot.
    pub slot: Slot,
    numbers: Numbers,
    /// Where its pieces end.
    end: u64,
}

/// What of a catalog is no row.
#[derive(Clone, Copy, Default)]
struct Numbers {
    next_op: u32,
    next_no: u32,
    generation: u32,
    /// How many visits, captures and pages there are: room for them is asked for once.
    rows: [u32; 3],
    reading: Option<Reading>,
}

impl Checkpoint {
    /// Whether it was made from exactly these parts of the journal, of which the last may have grown since.
    pub fn fits(&self, journal: &[PartFacts]) -> bool {
        let is_as_known = |known: &PartFacts| {
            let may_grow = known.seq >= self.position.seq;
            len_now(known, journal).is_some_and(|len| len == known.len || may_grow && len > known.len)
        };
        let is_known = |part: &PartFacts| {
            part.seq > self.position.seq || self.parts.iter().any(|known| known.seq == part.seq)
        };
        self.parts.iter().all(is_as_known) && journal.iter().all(is_known)
    }

    /// Whether a closed part of the journal is longer than it was when this was made: it was short then, and was put back.
    pub fn is_outgrown(&self, journal: &[PartFacts]) -> bool {
        let has_grown = |known: &PartFacts| len_now(known, journal).is_some_and(|len| len > known.len);
        self.parts.iter().any(|known| known.seq < self.position.seq && has_grown(known))
    }

    /// Removes its file.
    pub fn remove(&self, files: &dyn Files) -> Result<(), EngineError> {
        Ok(files.remove(self.slot.name())?)
    }

    /// The catalog; `None` where a piece of it is damaged. Errors: what the files say.
    pub fn read(&self, files: &dyn Files) -> Result<Option<Catalog>, EngineError> {
        let mut catalog = Catalog::with_room(&self.numbers);
        let mut pieces = Pieces::new(files, self.slot.name(), self.slot.turn, (HEAD as u64, self.end));
        while !pieces.is_done() {
            let taken = pieces.next()?.and_then(|piece| catalog.take_rows(piece));
            if taken.is_none() {
                return Ok(None);
            }
        }
        let counts = [catalog.visits.len(), catalog.captures.len(), catalog.pages.len()];
        if counts != self.numbers.rows.map(|count| count as usize) {
            return Ok(None);
        }
        catalog.settled = catalog.visits.len();
        catalog.times.extend(catalog.visits.iter().map(|visit| (visit.id, visit.at)));
        catalog.count_uses();
        catalog.link_versions();
        catalog.link_contents();
        catalog.link_visits();
        catalog.link_pictures();
        catalog.columns.touch_all();
        Ok(Some(catalog))
    }
}

impl Catalog {
    /// The whole checkpoints there are, the newest first, without their rows. A file that is none, or stands in the other's place, is removed: it may
    /// name what was erased since.
    pub fn checkpoints(files: &dyn Files) -> Result<Vec<Checkpoint>, EngineError> {
        let mut found = Vec::new();
        for name in NAMES {
            match read_summary(files, name)?.filter(|checkpoint| checkpoint.slot.name() == name) {
                Some(checkpoint) => found.push(checkpoint),
                None => files.remove(name)?,
            }
        }
        found.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.slot.turn));
        Ok(found)
    }

    /// Removes both slots.
    pub fn remove_checkpoints(files: &dyn Files) -> Result<(), EngineError> {
        NAMES.iter().try_for_each(|name| files.remove(name)).map_err(EngineError::from)
    }

    /// One without rows, with room for them where they are found by a hash.
    fn with_room(numbers: &Numbers) -> Self {
        let Numbers { next_op, next_no, generation, rows, reading } = *numbers;
        let [visits, _, pages] = rows.map(|count| count as usize);
        let mut catalog = Self { next_op, next_no, generation, reading, ..Self::default() };
        catalog.times.reserve(visits);
        catalog.pages.reserve(pages);
        catalog
    }

    /// Counts the captures of hosts, and finds the pages that have none.
    fn count_uses(&mut self) {
        let bare = (0..).zip(self.pages.rows_from(0)).filter(|(_, page)| page.captures == 0);
        self.bare = bare.filter(|(_, page)| !page.is_vacant()).map(|(number, _)| number).collect();
        for capture in &self.captures {
            self.hosts_used.more(capture.host);
        }
    }

    fn numbers(&self) -> Numbers {
        let rows = [self.visits.len(), self.captures.len(), self.pages.len()].map(|count| count as u32);
        Numbers {
            next_op: self.next_op,
            next_no: self.next_no,
            generation: self.generation,
            rows,
            reading: self.reading,
        }
    }
}

/// How long a part is in the journal, in the generation that is known.
fn len_now(known: &PartFacts, journal: &[PartFacts]) -> Option<u64> {
    let is_it = |part: &&PartFacts| part.seq == known.seq && part.generation == known.generation;
    journal.iter().find(is_it).map(|part| part.len)
}

fn put_summary(position: Position, parts: &[PartFacts], numbers: &Numbers) -> Vec<u8> {
    let mut w = Writer::default();
    w.u32(position.seq);
    w.u64(position.offset);
    w.list(parts, |w, part| {
        w.u32(part.seq);
        w.u32(part.generation);
        w.u64(part.len);
    });
    for number in [numbers.next_op, numbers.next_no, numbers.generation] {
        w.u32(number);
    }
    numbers.rows.into_iter().for_each(|count| w.u32(count));
    w.u8(u8::from(numbers.reading.is_some()));
    let reading = numbers.reading.unwrap_or_default();
    [reading.said, reading.believed, reading.top].into_iter().for_each(|at| w.i64(at));
    w.u32(reading.run);
    w.bytes
}

/// The head of a checkpoint whose summary stands at `at`.
fn put_head(slot: Slot, at: u64, summary: &[u8]) -> Vec<u8> {
    let mut w = Writer::default();
    w.raw(&MAGIC);
    w.u32(VERSION);
    w.u64(slot.turn);
    w.u64(at);
    w.u32(summary.len() as u32);
    w.u32(checksum(slot.turn.wrapping_add(at), summary));
    w.bytes
}

fn read_summary(files: &dyn Files, name: &str) -> Result<Option<Checkpoint>, EngineError> {
    let mut head = [0; HEAD];
    match files.read(name, 0, &mut head) {
        Ok(HEAD) => {}
        Ok(_) | Err(FileError::Missing) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let mut r = Reader::new(&head);
    if r.array() != Some(MAGIC) || r.u32() != Some(VERSION) {
        return Ok(None);
    }
    let (Some(turn), Some(end), Some(len), sum) = (r.u64(), r.u64(), r.u32(), r.u32()) else {
        return Ok(None);
    };
    let len = len as usize;
    if len > LONGEST_SUMMARY {
        return Ok(None);
    }
    let mut summary = vec![0; len];
    let found = files.read(name, end, &mut summary)?;
    let is_whole = found == len && sum == Some(checksum(turn.wrapping_add(end), &summary));
    Ok(Some(&summary).filter(|_| is_whole).and_then(|bytes| get_summary(bytes, turn, end)))
}

fn get_summary(bytes: &[u8], turn: u64, end: u64) -> Option<Checkpoint> {
    let mut r = Reader::new(bytes);
    let position = Position { seq: r.u32()?, offset: r.u64()? };
    let parts = r.list(|r| Some(PartFacts { seq: r.u32()?, generation: r.u32()?, len: r.u64()? }))?;
    let (next_op, next_no, generation) = (r.u32()?, r.u32()?, r.u32()?);
    let rows = [r.u32()?, r.u32()?, r.u32()?];
    let is_read = r.u8()? != 0;
    let reading = Reading { said: r.i64()?, believed: r.i64()?, top: r.i64()?, run: r.u32()? };
    let numbers = Numbers { next_op, next_no, generation, rows, reading: is_read.then_some(reading) };
    r.is_empty().then_some(Checkpoint { position, parts, slot: Slot { turn }, numbers, end })
}
