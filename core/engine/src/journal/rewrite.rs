//! Compaction: a part is written anew without what is gone for good. A crash leaves the old part or the new one.
use super::frame;
use super::parts::{self, FIRST_FRAME, PART_HEAD, Part};
use super::scan::{Scan, scan_part};
use super::{Found, Journal, Place};
use crate::EngineError;
use crate::event::{Event, PartFacts};

/// Written in pieces of this size.
const CHUNK: usize = 1 << 20;

/// What becomes of a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// Kept as it is.
    Keep,
    /// Left out.
    Drop,
    /// Kept with another event or other data.
    Change(Box<Event>, Vec<u8>),
}

/// Where a kept frame stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Before.
    pub from: Place,
    /// After.
    pub to: Place,
}

/// A part that was written anew and does not count yet: [`Journal::replace`].
#[must_use]
pub struct Rewritten {
    seq: u32,
    part: Part,
    moved: Vec<Moved>,
    /// Bytes of the old one that hold no whole frame, and are not in it.
    pub damaged: u64,
    /// Bytes at the end of the old one that are gone, by what the journal says of it.
    pub cut_off: u64,
}

impl Rewritten {
    /// The number of the part.
    pub fn seq(&self) -> u32 {
        self.seq
    }
}

impl Journal {
    /// Writes part `seq` anew: `judge` says what becomes of each frame. The old one stays as it is.
    pub fn rewrite(
        &self,
        seq: u32,
        judge: &mut dyn FnMut(&Found<'_>) -> Fate,
    ) -> Result<Rewritten, EngineError> {
        let old = *self.part(seq)?;
        let mut writer = Writer {
            journal: self,
            seq,
            part: Part { generation: old.generation + 1, end: FIRST_FRAME, known: 0 },
            bytes: vec![0; FIRST_FRAME as usize],
            written: 0,
            moved: Vec::new(),
        };
        let (files, mut scan) = (&self.files, Scan::default());
        files.remove(&writer.part.name(seq))?;
        scan_part(&**files, seq, old, PART_HEAD, &mut scan, &mut |found| {
            let fate = judge(&found);
            writer.push(&found, fate)
        })?;
        let damaged = scan.damage.iter().map(|damage| damage.len).sum();
        let cut_off = self.said_of(seq)?.map_or(0, |said| said.len.saturating_sub(old.end));
        let (part, moved) = writer.finish()?;
        Ok(Rewritten { seq, part, moved, damaged, cut_off })
    }

    /// Lets a part that was written anew take the place of the old one: it counts when this returns; [`Journal::sweep`] removes the old
    /// file. Gives where its frames stand now.
    pub fn replace(&mut self, anew: Rewritten) -> Result<Vec<Moved>, EngineError> {
        let Rewritten { seq, part, moved, .. } = anew;
        let name = part.name(seq);
        self.files.write(&name, 0, &parts::head(seq, part.generation))?;
        self.files.flush(&name)?;
        if let Some(old) = self.parts.insert(seq, part) {
            self.litter.insert(old.name(seq));
        }
        self.met.forget(seq);
        Ok(moved)
    }

    /// Writes a part anew with nothing in it, whatever is left of it.
    pub(super) fn empty(&mut self, seq: u32) -> Result<(), EngineError> {
        let generation = self.part(seq)?.generation + 1;
        let part = Part { generation, end: FIRST_FRAME, known: FIRST_FRAME };
        self.files.remove(&part.name(seq))?;
        let (bytes, moved) = (vec![0; FIRST_FRAME as usize], Vec::new());
        let (part, moved) = Writer { journal: self, seq, part, bytes, written: 0, moved }.finish()?;
        self.replace(Rewritten { seq, part, moved, damaged: 0, cut_off: 0 }).map(drop)
    }

    /// Removes the files that rewrites replaced; true when there were any. Errors: what the files say; call it again.
    pub fn sweep(&mut self) -> Result<bool, EngineError> {
        let had_some = !self.litter.is_empty();
        while let Some(name) = self.litter.first().cloned() {
            self.files.remove(&name)?;
            self.litter.remove(&name);
        }
        Ok(had_some)
    }
}

struct Writer<'a> {
    journal: &'a Journal,
    seq: u32,
    part: Part,
    bytes: Vec<u8>,
    written: u64,
    moved: Vec<Moved>,
}

impl Writer<'_> {
    fn push(&mut self, found: &Found<'_>, fate: Fate) -> Result<(), EngineError> {
        let (seq, offset) = (self.seq, self.part.end);
        // Its word on itself is said anew.
        if matches!(&found.event, Some(Event::Part(of)) if of.seq == seq) {
            return Ok(());
        }
        let head = match fate {
            Fate::Drop => return Ok(()),
            Fate::Keep => frame::write_raw(&mut self.bytes, found.meta, found.data, seq, offset)?,
            Fate::Change(event, data) => frame::write(&mut self.bytes, &event, &data, seq, offset)?,
        };
        let to = Place::of(seq, offset, &head);
        self.moved.push(Moved { from: found.place, to });
        self.part.end += head.frame_len();
        if self.bytes.len() > CHUNK { self.write_out() } else { Ok(()) }
    }

    fn write_out(&mut self) -> Result<(), EngineError> {
        self.journal.files.write(&self.part.name(self.seq), self.written, &self.bytes)?;
        self.written += self.bytes.len() as u64;
        self.bytes.clear();
        Ok(())
    }

    /// The frames, and how long they are, durable; the head that makes them count comes later.
    fn finish(mut self) -> Result<(Part, Vec<Moved>), EngineError> {
        self.write_out()?;
        let Self { journal: Journal { files, .. }, seq, part: Part { generation, end, .. }, .. } = self;
        let (name, word) = (self.part.name(seq), parts::word(PartFacts { seq, generation, len: end }, seq)?);
        files.write(&name, PART_HEAD, &word)?;
        files.flush(&name)?;
        Ok((Part { known: end, ..self.part }, self.moved))
    }
}
