//! Compaction: a part is written anew without what is gone for good. A crash leaves the old part or the new one.
use super::frame;
use super::parts::{self, PART_HEAD, Part};
use super::scan::{Scan, scan_part};
use super::{Found, Journal, Place};
use crate::EngineError;
use crate::event::Event;

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
            part: Part { generation: old.generation + 1, end: PART_HEAD, known: 0 },
            bytes: vec![0; PART_HEAD as usize],
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
        let (part, moved) = writer.finish()?;
        Ok(Rewritten { seq, part, moved, damaged })
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

    /// The frames, durable; the head that makes them count comes later.
    fn finish(mut self) -> Result<(Part, Vec<Moved>), EngineError> {
        self.write_out()?;
        self.journal.files.flush(&self.part.name(self.seq))?;
        Ok((Part { known: self.part.end, ..self.part }, self.moved))
    }
}
