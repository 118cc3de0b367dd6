//! One frame of the journal: a checksummed head, JSON meta, binary data. Layout in docs/format.md.
use crate::bytes::{Reader, Writer};
use crate::event::Event;
use crate::{EngineError, ErrorKind};

/// Bytes before the meta.
pub const HEAD: usize = 24;
/// So many of them the last four are a checksum of.
const SUMMED: usize = 20;
/// A frame larger than this is not ours (a page's text is cut at 8 MiB before it is written).
pub const MAX_PART: u32 = 64 << 20;
const MAGIC: [u8; 4] = *b"WMF1";

/// The head of a frame, as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Length of the JSON meta.
    pub meta_len: u32,
    /// Length of the data.
    pub data_len: u32,
    meta_crc: u32,
    data_crc: u32,
}

impl Head {
    /// Length of the whole frame in bytes.
    pub fn frame_len(&self) -> u64 {
        HEAD as u64 + u64::from(self.meta_len) + u64::from(self.data_len)
    }

    /// Reads a head that stands at `offset` of file `seq`. `None` when it is torn or stands elsewhere.
    pub fn read(bytes: &[u8], seq: u32, offset: u64) -> Option<Self> {
        let head = bytes.get(..HEAD)?;
        let mut numbers = Reader::new(head.strip_prefix(&MAGIC)?);
        let found = Self {
            meta_len: numbers.u32()?,
            data_len: numbers.u32()?,
            meta_crc: numbers.u32()?,
            data_crc: numbers.u32()?,
        };
        if numbers.u32()? != place_sum(head.get(..SUMMED)?, seq, offset) {
            return None;
        }
        (found.meta_len <= MAX_PART && found.data_len <= MAX_PART).then_some(found)
    }

    /// The event, when `meta` is whole.
    pub fn event(&self, meta: &[u8]) -> Option<Event> {
        (crc32fast::hash(meta) == self.meta_crc).then(|| serde_json::from_slice(meta).ok())?
    }

    /// Whether `data` is whole.
    pub fn data_is_whole(&self, data: &[u8]) -> bool {
        data.len() == self.data_len as usize && crc32fast::hash(data) == self.data_crc
    }

    /// Whether `meta` is whole (its event may still be of a newer version).
    pub fn meta_is_whole(&self, meta: &[u8]) -> bool {
        meta.len() == self.meta_len as usize && crc32fast::hash(meta) == self.meta_crc
    }
}

/// Appends to `out` the frame of `event` that will stand at `offset` of file `seq`.
pub fn write(
    out: &mut Vec<u8>,
    event: &Event,
    data: &[u8],
    seq: u32,
    offset: u64,
) -> Result<Head, EngineError> {
    let meta =
        serde_json::to_vec(event).map_err(|error| EngineError::new(ErrorKind::Bug, error.to_string()))?;
    write_raw(out, &meta, data, seq, offset)
}

/// As [`write()`], of meta that is encoded already (compaction).
pub fn write_raw(
    out: &mut Vec<u8>,
    meta: &[u8],
    data: &[u8],
    seq: u32,
    offset: u64,
) -> Result<Head, EngineError> {
    let too_large = || EngineError::new(ErrorKind::Invalid, "an event is larger than a frame may be");
    let meta_len = u32::try_from(meta.len()).ok().filter(|len| *len <= MAX_PART).ok_or_else(too_large)?;
    let data_len = u32::try_from(data.len()).ok().filter(|len| *len <= MAX_PART).ok_or_else(too_large)?;
    let head = Head { meta_len, data_len, meta_crc: crc32fast::hash(meta), data_crc: crc32fast::hash(data) };
    let mut bytes = Writer::default();
    bytes.raw(&MAGIC);
    [meta_len, data_len, head.meta_crc, head.data_crc].into_iter().for_each(|number| bytes.u32(number));
    bytes.u32(place_sum(&bytes.bytes, seq, offset));
    out.extend_from_slice(&bytes.bytes);
    out.extend_from_slice(meta);
    out.extend_from_slice(data);
    Ok(head)
}

/// Where the next head could begin in `bytes`, from `from` on.
pub fn find_magic(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(MAGIC.len()).position(|window| window == MAGIC).map(|at| from + at)
}

/// The head's checksum covers its place: bytes of a page that look like a frame are none, wherever they lie.
fn place_sum(head: &[u8], seq: u32, offset: u64) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(head);
    sum.update(&seq.to_le_bytes());
    sum.update(&offset.to_le_bytes());
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Purged;

    #[test]
    fn a_frame_is_whole_only_in_its_place() {
        let event = Event::Purge(Purged { of: 7, at: 8 });
        let mut bytes = Vec::new();
        write(&mut bytes, &event, b"data", 3, 100).unwrap();
        let head = Head::read(&bytes, 3, 100).unwrap();
        assert_eq!(head.frame_len(), bytes.len() as u64);
        let (meta, data) = bytes[HEAD..].split_at(head.meta_len as usize);
        assert_eq!(head.event(meta), Some(event));
        assert!(head.data_is_whole(data));
        assert_eq!(Head::read(&bytes, 3, 101), None);
        assert_eq!(Head::read(&bytes, 4, 100), None);
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let mut bytes = Vec::new();
        write(&mut bytes, &Event::Purge(Purged { of: 1, at: 2 }), b"abc", 0, 0).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut torn = bytes.clone();
            torn[bit / 8] ^= 1 << (bit % 8);
            let whole = Head::read(&torn, 0, 0).is_some_and(|head| {
                let (meta, data) = torn[HEAD..].split_at(head.meta_len as usize);
                head.meta_is_whole(meta) && head.data_is_whole(data)
            });
            assert!(!whole, "bit {bit}");
        }
    }
}
