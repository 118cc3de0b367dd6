//! Which segments make up the index, and up to where in the journal: two slots, written in turn, each checksummed.
use crate::ports::{FileError, Files};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};

/// The two files.
pub(super) const SLOTS: [&str; 2] = ["manifest-a", "manifest-b"];
/// First bytes of a slot; the ninth is the version of the whole index format.
const MAGIC: &[u8; 8] = b"WMINDEX\0";
/// Raised whenever segments are written differently: tantivy's format, the schema, how words are made, lengths.
const VERSION: u32 = 6;
/// Magic, version, length, checksum.
const HEAD: usize = 20;

/// What the index consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Counted up with every write.
    pub generation: u64,
    /// Oldest first.
    pub segments: Vec<Entry>,
    /// The caller's position in the journal.
    pub mark: Vec<u8>,
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its number, which makes its file's name.
    pub no: u64,
    /// Its file's length in bytes.
    pub len: u64,
    /// Its documents.
    pub docs: u32,
    /// Checksum of its directory, which has those of all its bytes: one segment is not taken for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<u32>,
}

/// The manifest and the slot it was read from.
pub(super) struct Loaded {
    pub manifest: Manifest,
    /// The slot that holds it; the other one is free. `None` when there is no manifest yet.
    pub slot: Option<usize>,
}

enum Slot {
    Missing,
    Torn,
    Whole(Manifest),
}

impl Manifest {
    /// Reads the newest whole slot. No slot at all, or one alone that was never finished, is an empty index.
    pub fn load(files: &dyn Files) -> Result<Loaded, EngineError> {
        let [a, b] = SLOTS;
        match (read_slot(files, a)?, read_slot(files, b)?) {
            (Slot::Whole(a), Slot::Whole(b)) if b.generation > a.generation => {
                Ok(Loaded { manifest: b, slot: Some(1) })
            }
            (Slot::Whole(a), _) => Ok(Loaded { manifest: a, slot: Some(0) }),
            (_, Slot::Whole(b)) => Ok(Loaded { manifest: b, slot: Some(1) }),
            (Slot::Missing, Slot::Missing) | (Slot::Torn, Slot::Missing) => {
                Ok(Loaded { manifest: Self::default(), slot: None })
            }
            _ => Err(EngineError::new(ErrorKind::Corrupt, "index: no manifest is whole")),
        }
    }

    /// Writes into one slot, durably.
    pub fn store(&self, files: &dyn Files, slot: usize) -> Result<(), EngineError> {
        let body = serde_json::to_vec(self).map_err(|e| EngineError::new(ErrorKind::Bug, e.to_string()))?;
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        let name = SLOTS.get(slot).copied().unwrap_or(SLOTS[0]);
        files.write(name, 0, &bytes)?;
        Ok(files.flush(name)?)
    }
}

fn read_slot(files: &dyn Files, name: &str) -> Result<Slot, EngineError> {
    let mut head = [0; HEAD];
    match files.read(name, 0, &mut head) {
        Err(FileError::Missing) => return Ok(Slot::Missing),
        Err(other) => return Err(other.into()),
        Ok(got) if got < HEAD => return Ok(Slot::Torn),
        Ok(_) => {}
    }
    let number = |at: usize| {
        head.get(at..at + 4).unwrap_or_default().iter().rev().fold(0_u32, |n, byte| n << 8 | u32::from(*byte))
    };
    if !head.starts_with(MAGIC) {
        return Ok(Slot::Torn);
    }
    if number(8) != VERSION {
        return Err(EngineError::new(
            ErrorKind::Update,
            format!("index: format {} is not {VERSION}", number(8)),
        ));
    }
    let len = number(12) as usize;
    if len > 1 << 24 {
        return Ok(Slot::Torn);
    }
    let mut body = vec![0; len];
    let whole = files.read(name, HEAD as u64, &mut body)? == len && crc32fast::hash(&body) == number(16);
    let manifest = if whole { serde_json::from_slice(&body).ok() } else { None };
    Ok(manifest.map_or(Slot::Torn, Slot::Whole))
}
