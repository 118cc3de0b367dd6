//! The journal: the truth. Append-only parts of checksummed frames; an event is acknowledged when its part is flushed.
pub mod frame;
mod health;
mod met;
mod parts;
mod rewrite;
mod scan;
pub mod text;

pub use parts::{PART_HEAD, name_of};
pub use rewrite::{Fate, Moved, Rewritten};
pub use scan::{Damage, Found, Scan};

use crate::event::{Event, PartFacts};
use crate::ports::{FileError, Files};
use crate::{EngineError, ErrorKind};
use frame::{HEAD, Head};
use met::Met;
use parts::Part;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A part is closed when it is longer than this: it is rewritten in one slice when something of it is forgotten. 4 MiB hold about 3,500 pages, so 30
/// handles serve 100,000.
pub const PART_LIMIT: u64 = 4 << 20;

/// Where a frame stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the part.
    pub seq: u32,
    /// Offset of its head in the part, in bytes.
    pub offset: u32,
    /// Length of the meta in bytes.
    pub meta_len: u32,
    /// Length of the data in bytes.
    pub data_len: u32,
}

impl Place {
    /// Of a frame with this head. No part is so long that an offset does not fit: see [`PART_LIMIT`].
    fn of(seq: u32, offset: u64, head: &Head) -> Self {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        Self { seq, offset, meta_len: head.meta_len, data_len: head.data_len }
    }
}

/// A point between frames: everything before it has been seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Number of the part.
    pub seq: u32,
    /// Offset in it, in bytes.
    pub offset: u64,
}

/// The journal over a folder of files.
pub struct Journal {
    files: Arc<dyn Files>,
    parts: BTreeMap<u32, Part>,
    /// The last append failed: what lies behind the end is cut before the next.
    torn: bool,
    /// While it is held, appends are not flushed.
    is_held: bool,
    /// Names of the files that were written to and not flushed, or whose flush failed.
    unflushed: BTreeSet<String>,
    /// Files of rewritten parts that could not be removed yet.
    litter: BTreeSet<String>,
    /// What was read and is damaged.
    met: Met,
}

impl Journal {
    /// Finds the parts and drops what an unfinished rewrite left. Reads no frame: see [`Journal::scan`].
    pub fn open(files: Arc<dyn Files>) -> Result<Self, EngineError> {
        let parts = parts::find(&*files)?;
        let (unflushed, litter, met) = Default::default();
        Ok(Self { files, parts, torn: false, is_held: false, unflushed, litter, met })
    }

    /// Finds the parts again, whatever became of the last append. What could not be flushed can be read, and is not durable yet: it stays owed.
    pub fn reopen(&mut self) -> Result<(), EngineError> {
        let opened = Self::open(self.files.clone())?;
        let unflushed = std::mem::take(&mut self.unflushed);
        *self = Self { unflushed, ..opened };
        Ok(())
    }

    /// Appends events with their data in one write and flushes. Errors: nothing of the batch is acknowledged, and
    /// none of it will stand in the way of a later call.
    pub fn append(&mut self, batch: &[(Event, Vec<u8>)]) -> Result<Vec<Place>, EngineError> {
        let (seq, start) = self.room()?;
        let part = *self.part(seq)?;
        let name = part.name(seq);
        let mut bytes = Vec::new();
        if start == 0 {
            self.begin(seq, part, &mut bytes)?;
        }
        let mut places = Vec::with_capacity(batch.len());
        for (event, data) in batch {
            let offset = start + bytes.len() as u64;
            let head = frame::write(&mut bytes, event, data, seq, offset)?;
            places.push(Place::of(seq, offset, &head));
        }
        self.torn = true;
        self.files.write(&name, start, &bytes)?;
        self.unflushed.insert(name);
        if !self.is_held {
            self.flush()?;
        }
        self.torn = false;
        let end = start + bytes.len() as u64;
        let part = self.part_mut(seq)?;
        (part.end, part.known) = (end, end);
        Ok(places)
    }

    /// The beginning of a new part, with the word on the one before, which is durable from then on.
    fn begin(&mut self, seq: u32, part: Part, bytes: &mut Vec<u8>) -> Result<(), EngineError> {
        bytes.extend_from_slice(&parts::head(seq, part.generation));
        let before = seq.checked_sub(1).and_then(|seq| self.parts.get_key_value(&seq));
        let Some((before, closed)) = before.filter(|(_, part)| part.end > 0) else { return Ok(()) };
        let closed = PartFacts { seq: *before, generation: closed.generation, len: closed.end };
        self.flush()?;
        bytes.extend(parts::word(closed, seq)?);
        Ok(())
    }

    /// From here on appends are not flushed (an import of many pages); nothing of them may be acknowledged before
    /// [`Journal::release`].
    pub fn hold(&mut self) {
        self.is_held = true;
    }

    /// Ends a hold: everything appended is durable when it returns. Errors: what the files say; then it is owed.
    pub fn release(&mut self) -> Result<(), EngineError> {
        self.is_held = false;
        self.flush()
    }

    /// Flushes what an earlier call could not, but for a hold. To be called before something is acknowledged that is known already.
    pub fn flush_owed(&mut self) -> Result<(), EngineError> {
        if self.is_held || self.unflushed.is_empty() {
            return Ok(());
        }
        self.cut_torn()?;
        self.flush()
    }

    /// Flushes everything that was appended, held or not.
    pub fn flush(&mut self) -> Result<(), EngineError> {
        while let Some(name) = self.unflushed.first() {
            match self.files.flush(name) {
                // A file that was removed since, with its part, owes nothing.
                Err(FileError::Missing) if !self.is_part(name) => {}
                flushed => flushed?,
            }
            self.unflushed.pop_first();
        }
        Ok(())
    }

    fn is_part(&self, name: &str) -> bool {
        self.parts.iter().any(|(seq, part)| part.name(*seq) == name)
    }

    /// The event of a frame. Errors: `Corrupt`, or what the files say.
    pub fn event(&self, place: Place) -> Result<Event, EngineError> {
        let bytes = self.read(place, HEAD + place.meta_len as usize)?;
        let head = Head::read(&bytes, place.seq, place.offset.into());
        head.and_then(|head| head.event(bytes.get(HEAD..)?)).ok_or_else(|| self.corrupt(place))
    }

    /// The event of a frame and its data. Errors: `Corrupt`, or what the files say.
    pub fn frame(&self, place: Place) -> Result<(Event, Vec<u8>), EngineError> {
        let meta_end = HEAD + place.meta_len as usize;
        let mut bytes = self.read(place, meta_end + place.data_len as usize)?;
        let data = bytes.split_off(meta_end.min(bytes.len()));
        let head = Head::read(&bytes, place.seq, place.offset.into());
        let event =
            head.filter(|head| head.data_is_whole(&data)).and_then(|head| head.event(bytes.get(HEAD..)?));
        event.map(|event| (event, data)).ok_or_else(|| self.corrupt(place))
    }

    /// Bytes of the frames that were found damaged since it was opened.
    pub fn damage_met(&self) -> u64 {
        self.met.bytes()
    }

    /// Behind the last frame.
    pub fn end(&self) -> Position {
        self.parts
            .last_key_value()
            .map_or_else(Position::default, |(seq, part)| Position { seq: *seq, offset: part.end })
    }

    /// Bytes of all parts.
    pub fn bytes(&self) -> u64 {
        self.parts.values().map(|part| part.end).sum()
    }

    /// Bytes of a part.
    pub fn len_of(&self, seq: u32) -> Option<u64> {
        self.parts.get(&seq).map(|part| part.end)
    }

    /// Closes the last part, so that it can be rewritten: the next append begins a new one.
    pub fn close_part(&mut self) {
        let next = self.parts.last_key_value().map_or(0, |(seq, _)| seq + 1);
        self.parts.entry(next).or_default();
    }

    /// Removes every part. What rewrites replaced goes first: alone, it would count again. Then parts are emptied, the oldest
    /// first, so that a forget is never gone before what it forgot; and removed from the last on, so that none seems to be
    /// missing when that is cut short.
    pub fn clear(&mut self) -> Result<(), EngineError> {
        self.sweep()?;
        for part in self.facts() {
            self.empty(part.seq)?;
            self.sweep()?;
        }
        while let Some((seq, part)) = self.parts.last_key_value() {
            self.files.remove(&part.name(*seq))?;
            self.parts.pop_last();
        }
        self.torn = false;
        Ok(())
    }

    /// The part and offset for the next frame, the torn tail of a failed append cut off.
    fn room(&mut self) -> Result<(u32, u64), EngineError> {
        if self.parts.last_key_value().is_none_or(|(_, part)| part.end > PART_LIMIT) {
            self.close_part();
        }
        self.cut_torn()?;
        let Position { seq, offset } = self.end();
        Ok((seq, offset))
    }

    /// Cuts off what a failed append has left behind the end.
    fn cut_torn(&mut self) -> Result<(), EngineError> {
        if self.torn {
            let Position { seq, offset } = self.end();
            match self.files.cut(&self.part(seq)?.name(seq), offset) {
                Ok(()) | Err(FileError::Missing) => self.torn = false,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn read(&self, place: Place, len: usize) -> Result<Vec<u8>, EngineError> {
        let mut bytes = vec![0; len];
        let found =
            self.files.read(&self.part(place.seq)?.name(place.seq), place.offset.into(), &mut bytes)?;
        if found == len { Ok(bytes) } else { Err(self.corrupt(place)) }
    }

    /// A frame that is not whole: noted, for it may be all that anybody meets of it.
    fn corrupt(&self, place: Place) -> EngineError {
        self.met.note(place);
        let Place { seq, offset, .. } = place;
        EngineError::new(ErrorKind::Corrupt, format!("journal part {seq} is damaged at byte {offset}"))
    }

    fn part(&self, seq: u32) -> Result<&Part, EngineError> {
        self.parts
            .get(&seq)
            .ok_or_else(|| EngineError::new(ErrorKind::Corrupt, format!("journal part {seq} is missing")))
    }

    fn part_mut(&mut self, seq: u32) -> Result<&mut Part, EngineError> {
        let missing = || EngineError::new(ErrorKind::Corrupt, format!("journal part {seq} is missing"));
        self.parts.get_mut(&seq).ok_or_else(missing)
    }
}

impl Position {
    /// Before the first frame of a journal.
    pub const START: Self = Self { seq: 0, offset: 0 };
    fn first_frame(self) -> u64 {
        self.offset.max(PART_HEAD)
    }
}
