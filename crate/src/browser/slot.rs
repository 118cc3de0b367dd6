//! The header block of a slot file: which name of the files port the slot holds at present, and since when.

/// Bytes before the content of every slot. A block of its own, so that a header never shares one with content.
pub const HEADER: u64 = 4096;

const MAGIC: &[u8; 8] = b"wmslot1\n";
/// Magic, generation (u64), length of the name (u8), name (64), then the checksum (u32), little endian.
const SUM_AT: usize = 8 + 8 + 1 + 64;
/// Bytes of the header that are written and read; the rest of the block is left alone.
pub const USED: usize = SUM_AT + 4;

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// The slot is spare. Content behind a blank header is left over from a crash and worth nothing.
    Blank,
    /// The slot holds a file.
    Holds {
        /// Its name in the port.
        name: String,
        /// Counts up with every file created; of two slots with one name the higher is right.
        generation: u64,
    },
    /// Neither: damaged, or written by a later version. Such a slot is left alone, unless its content says what it is.
    Unknown,
}

impl Header {
    /// The bytes of a header; `name` is at most 64 bytes long.
    pub fn encode(name: &str, generation: u64) -> [u8; USED] {
        let mut bytes = [0; USED];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..16].copy_from_slice(&generation.to_le_bytes());
        let len = name.len().min(64);
        bytes[16] = len as u8;
        bytes[17..17 + len].copy_from_slice(&name.as_bytes()[..len]);
        let sum = crc32fast::hash(&bytes[..SUM_AT]);
        bytes[SUM_AT..].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// The bytes of a spare slot's header.
    pub fn blank() -> [u8; USED] {
        [0; USED]
    }

    /// Reads a header; `bytes` may be short when the slot file is.
    pub fn decode(bytes: &[u8]) -> Self {
        if bytes.iter().all(|byte| *byte == 0) {
            return Self::Blank;
        }
        Self::decode_held(bytes).unwrap_or(Self::Unknown)
    }

    /// Whether a header that is unknown is one of a later version, and not damaged.
    pub fn is_later(bytes: &[u8]) -> bool {
        bytes.starts_with(b"wmslot") && !bytes.starts_with(MAGIC)
    }

    fn decode_held(bytes: &[u8]) -> Option<Self> {
        let sum = u32::from_le_bytes(bytes.get(SUM_AT..USED)?.try_into().ok()?);
        if bytes.get(..8)? != MAGIC || crc32fast::hash(bytes.get(..SUM_AT)?) != sum {
            return None;
        }
        let generation = u64::from_le_bytes(bytes.get(8..16)?.try_into().ok()?);
        let len = usize::from(*bytes.get(16)?);
        let name = std::str::from_utf8(bytes.get(17..17 + len)?).ok()?;
        webmynd_engine::ports::files::name_allowed(name)
            .then(|| Self::Holds { name: name.to_owned(), generation })
    }
}
