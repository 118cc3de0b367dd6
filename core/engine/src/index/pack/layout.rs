//! Where the components of a segment lie in its file: the pack's directory and trailer.
use super::BLOCK;
use crate::bytes::{Reader, Writer};
use crate::{EngineError, ErrorKind};

/// First bytes of every pack.
pub(in crate::index) const HEAD: &[u8; 8] = b"WMPACK\0\x01";
/// Length of the trailer: where the directory begins (8), its length (4), its checksum (4).
pub(in crate::index) const TRAILER: usize = 16;

/// A run of one component's bytes in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) struct Piece {
    /// Where it lies in the file.
    pub offset: u64,
    /// How long it is.
    pub len: u32,
}

/// One of tantivy's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::index) struct Component {
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
    /// Its components.
    pub components: Vec<Component>,
    /// CRC-32 of each [`BLOCK`] of the file before the directory; the last block may be short.
    pub sums: Vec<u32>,
    /// Where the directory begins.
    pub end: u64,
}

impl Layout {
    /// The directory and the trailer as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32(self.docs);
        out.list(&self.components, |out, component| {
            out.text(&component.name);
            out.list(&component.pieces, |out, piece| {
                out.u64(piece.offset);
                out.u32(piece.len);
            });
        });
        out.list(&self.sums, |out, sum| out.u32(*sum));
        let (sum, len) = (crc32fast::hash(&out.bytes), out.bytes.len());
        out.u64(self.end);
        out.u32(u32::try_from(len).unwrap_or(u32::MAX));
        out.u32(sum);
        out.bytes
    }

    /// Reads a trailer: where the directory begins, its length and its checksum.
    pub fn trailer(bytes: &[u8]) -> Result<(u64, usize, u32), EngineError> {
        let mut input = Reader::new(bytes);
        let mut read = || Some((input.u64()?, input.u32()? as usize, input.u32()?));
        read().ok_or_else(|| bad("the trailer is cut off"))
    }

    /// Reads a directory that begins at `end` in a file.
    pub fn decode(bytes: &[u8], sum: u32, end: u64) -> Result<Self, EngineError> {
        if crc32fast::hash(bytes) != sum {
            return Err(bad("the directory does not match its checksum"));
        }
        let layout = Self::read(bytes, end).ok_or_else(|| bad("the directory is cut off"))?;
        let outside =
            |piece: &Piece| piece.offset.checked_add(u64::from(piece.len)).is_none_or(|to| to > end);
        if layout.components.iter().flat_map(|component| &component.pieces).any(outside) {
            return Err(bad("a piece lies outside the file"));
        }
        if layout.sums.len() as u64 != end.div_ceil(BLOCK as u64) {
            return Err(bad("checksums are missing"));
        }
        Ok(layout)
    }

    fn read(bytes: &[u8], end: u64) -> Option<Self> {
        let mut input = Reader::new(bytes);
        let piece = |input: &mut Reader<'_>| Some(Piece { offset: input.u64()?, len: input.u32()? });
        Some(Self {
            docs: input.u32()?,
            components: input
                .list(|input| Some(Component { name: input.text()?, pieces: input.list(piece)? }))?,
            sums: input.list(Reader::u32)?,
            end,
        })
    }
}

/// A pack whose bytes are not what they should be.
pub(in crate::index) fn bad(fact: &str) -> EngineError {
    EngineError::new(ErrorKind::Corrupt, format!("index segment: {fact}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_every_flipped_bit_is_seen() {
        let pieces = vec![Piece { offset: 8, len: 100 }, Piece { offset: 200, len: 3 }];
        let component = Component { name: "idx".into(), pieces };
        let layout = Layout { docs: 7, components: vec![component], sums: vec![1, 2], end: BLOCK as u64 + 1 };
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
