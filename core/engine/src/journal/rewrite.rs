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

impl Journal {
    /// Writes part `seq` anew: `judge` says what becomes of each frame. The new one counts when this
    /// returns; [`Journal::sweep`] removes the old file. Errors: the old part stays as it was.
    pub fn rewrite(
        &mut self,
        seq: u32,
        judge: &mut dyn FnMut(&Found<'_>) -> Fate,
    ) -> Result<Vec<Moved>, EngineError> {
        let old = *self.part(seq)?;
        let mut writer = Writer {
            journal: self,
            seq,
            part: Part { generation: old.generation + 1, end: PART_HEAD, known: 0 },
            bytes: vec![0; PART_HEAD as usize],
            written: 0,
            moved: Vec::new(),
        };
        let files = writer.journal.files.clone();
        files.remove(&writer.part.name(seq))?;
        scan_part(&*files, seq, old, PART_HEAD, &mut Scan::default(), &mut |found| {
            let fate = judge(&found);
            writer.push(&found, fate)
        })?;
        let (new, moved) = writer.finish()?;
        self.parts.insert(seq, new);
        self.litter.insert(old.name(seq));
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

    /// The frames first, durable; only then the head that makes them count.
    fn finish(mut self) -> Result<(Part, Vec<Moved>), EngineError> {
        self.write_out()?;
        let (files, name) = (&self.journal.files, self.part.name(self.seq));
        files.flush(&name)?;
        files.write(&name, 0, &parts::head(self.seq, self.part.generation))?;
        files.flush(&name)?;
        Ok((Part { known: self.part.end, ..self.part }, self.moved))
    }
}
