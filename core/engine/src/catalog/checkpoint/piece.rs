//! A piece of a checkpoint: some rows of one section, checked by themselves and bound to the turn of their checkpoint.
use crate::EngineError;
use crate::bytes::{Reader, Writer};
use crate::ports::Files;

/// Length and checksum.
const HEAD: usize = 8;
/// Section and number of rows.
const LABEL: usize = 5;
/// No piece is longer, in bytes: a length that says otherwise is damage, and nothing of that size is asked for.
const LONGEST: usize = 1 << 30;

/// The checksum of bytes that belong to one turn: what an older checkpoint left in the same file is never taken for a part of
/// this one.
pub(super) fn checksum(turn: u64, bytes: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&turn.to_le_bytes());
    sum.update(bytes);
    sum.finalize()
}

/// A piece that is being made.
pub(super) struct Draft {
    writer: Writer,
}

impl Draft {
    /// One of a section, without rows.
    pub fn of(section: u8) -> Self {
        let mut writer = Writer::default();
        writer.raw(&[0; HEAD]);
        writer.u8(section);
        writer.u32(0);
        Self { writer }
    }

    /// Where its rows are put.
    pub fn rows(&mut self) -> &mut Writer {
        &mut self.writer
    }

    /// Its bytes as the file has them.
    pub fn finish(self, turn: u64, rows: u32) -> Vec<u8> {
        let mut bytes = self.writer.bytes;
        let len = (bytes.len() - HEAD) as u32;
        put_at(&mut bytes, HEAD + 1, rows);
        let sum = checksum(turn, bytes.get(HEAD..).unwrap_or_default());
        put_at(&mut bytes, 0, len);
        put_at(&mut bytes, 4, sum);
        bytes
    }
}

fn put_at(bytes: &mut [u8], at: usize, number: u32) {
    if let Some(place) = bytes.get_mut(at..at + 4) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

/// Reads the pieces of a file, one after the other.
pub(super) struct Pieces<'a> {
    files: &'a dyn Files,
    name: &'static str,
    turn: u64,
    at: u64,
    end: u64,
    /// The bytes of one piece; kept, so that not each asks for its own.
    bytes: Vec<u8>,
}

/// A whole piece.
pub(super) struct Piece<'a> {
    /// The section its rows are of.
    pub section: u8,
    /// How many there are.
    pub rows: u32,
    /// The rows.
    pub reader: Reader<'a>,
}

impl<'a> Pieces<'a> {
    /// Those between two offsets of a file.
    pub fn new(files: &'a dyn Files, name: &'static str, turn: u64, (at, end): (u64, u64)) -> Self {
        Self { files, name, turn, at, end, bytes: Vec::new() }
    }

    /// Whether all were read.
    pub fn is_done(&self) -> bool {
        self.at >= self.end
    }

    /// The next piece; `None` where the bytes are not one of this checkpoint. Errors: what the files say.
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, EngineError> {
        let mut head = [0; HEAD];
        if self.files.read(self.name, self.at, &mut head)? < HEAD {
            return Ok(None);
        }
        let mut numbers = Reader::new(&head);
        let (len, sum) = (numbers.u32().unwrap_or(0) as usize, numbers.u32());
        let end = self.at + (HEAD + len) as u64;
        if !(LABEL..LONGEST).contains(&len) || end > self.end {
            return Ok(None);
        }
        self.bytes.resize(len, 0);
        let found = self.files.read(self.name, self.at + HEAD as u64, &mut self.bytes)?;
        if found < len || sum != Some(checksum(self.turn, &self.bytes)) {
            return Ok(None);
        }
        self.at = end;
        let mut reader = Reader::new(&self.bytes);
        Ok(reader.u8().zip(reader.u32()).map(|(section, rows)| Piece { section, rows, reader }))
    }
}
