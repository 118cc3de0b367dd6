//! Where the parts of a segment lie in its file: the pack's directory and trailer.
use super::BLOCK;
use crate::{EngineError, ErrorKind};

/// First bytes of every pack.
pub(in crate::index) const HEAD: &[u8; 8] = b"WMPACK\0\x01";
/// Length of the trailer: where the directory begins (8), its length (4), its checksum (4).
pub(in crate::index) const TRAILER: usize = 16;

/// A run of one part's bytes in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) struct Piece {
    /// Where it lies in the file.
    pub offset: u64,
    /// How long it is.
    pub len: u32,
}

/// One of tantivy's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::index) struct Part {
    /// Tantivy's extension: `term`, `idx`, `pos`, `fast`, `fieldnorm`, `store`.
    pub name: String,
    /// Its bytes, in order.
    pub pieces: Vec<Piece>,
}

/// The directory of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::index) struct Layout {
    /// Documents in the segment.
    pub docs: u32,
    /// Its parts.
    pub parts: Vec<Part>,
    /// CRC-32 of each [`BLOCK`] of the file before the directory; the last block may be short.
    pub sums: Vec<u32>,
    /// Where the directory begins.
    pub end: u64,
}

impl Layout {
    /// The directory and the trailer as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let number =
            |out: &mut Vec<u8>, n: usize| out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(self.docs.to_le_bytes());
        number(&mut out, self.parts.len());
        for part in &self.parts {
            number(&mut out, part.name.len());
            out.extend(part.name.as_bytes());
            number(&mut out, part.pieces.len());
            for piece in &part.pieces {
                out.extend(piece.offset.to_le_bytes());
                out.extend(piece.len.to_le_bytes());
            }
        }
        number(&mut out, self.sums.len());
        self.sums.iter().for_each(|sum| out.extend(sum.to_le_bytes()));
        let sum = crc32fast::hash(&out);
        let len = out.len();
        out.extend(self.end.to_le_bytes());
        number(&mut out, len);
        out.extend(sum.to_le_bytes());
        out
    }

    /// Reads a trailer: where the directory begins, its length and its checksum.
    pub fn trailer(bytes: &[u8]) -> Result<(u64, usize, u32), EngineError> {
        let mut input = Input(bytes);
        Ok((input.long()?, input.number()? as usize, input.number()?))
    }

    /// Reads a directory that begins at `end` in a file.
    pub fn decode(bytes: &[u8], sum: u32, end: u64) -> Result<Self, EngineError> {
        if crc32fast::hash(bytes) != sum {
            return Err(bad("the directory does not match its checksum"));
        }
        let mut input = Input(bytes);
        let mut layout = Self { docs: input.number()?, end, ..Self::default() };
        for _ in 0..input.number()? {
            let name = input.number()? as usize;
            let name = std::str::from_utf8(input.take(name)?).map_err(|_| bad("a part's name is no text"))?;
            let mut part = Part { name: name.to_owned(), pieces: Vec::new() };
            for _ in 0..input.number()? {
                let piece = Piece { offset: input.long()?, len: input.number()? };
                if piece.offset.checked_add(u64::from(piece.len)).is_none_or(|to| to > end) {
                    return Err(bad("a piece lies outside the file"));
                }
                part.pieces.push(piece);
            }
            layout.parts.push(part);
        }
        for _ in 0..input.number()? {
            layout.sums.push(input.number()?);
        }
        if layout.sums.len() as u64 != end.div_ceil(BLOCK as u64) {
            return Err(bad("checksums are missing"));
        }
        Ok(layout)
    }
}

/// A pack whose bytes are not what they should be.
pub(in crate::index) fn bad(fact: &str) -> EngineError {
    EngineError::new(ErrorKind::Corrupt, format!("index segment: {fact}"))
}

/// Reads numbers off the front of a slice.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], EngineError> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or_else(|| bad("the directory is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, EngineError> {
        Ok(self.take(4)?.iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte)))
    }

    fn long(&mut self) -> Result<u64, EngineError> {
        Ok(self.take(8)?.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_every_flipped_bit_is_seen() {
        let pieces = vec![Piece { offset: 8, len: 100 }, Piece { offset: 200, len: 3 }];
        let part = Part { name: "idx".into(), pieces };
        let layout = Layout { docs: 7, parts: vec![part], sums: vec![1, 2], end: BLOCK as u64 + 1 };
        let bytes = layout.encode();
        let (body, trailer) = bytes.split_at(bytes.len() - TRAILER);
        let (end, len, sum) = Layout::trailer(trailer).unwrap();
        assert_eq!(len, body.len());
        assert_eq!(Layout::decode(body, sum, end).unwrap(), layout);
        for bit in 0..body.len() * 8 {
            let mut torn = body.to_vec();
            torn[bit / 8] ^= 1 << (bit % 8);
            assert!(Layout::decode(&torn, sum, end).is_err());
        }
    }
}
