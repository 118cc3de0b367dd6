//! The parts of the journal as files: names, heads, and which generation of a rewritten part counts.
use super::frame::{self, HEAD, Head, find_magic};
use crate::bytes::{Reader, Writer};
use crate::event::{Event, PartFacts};
use crate::ports::{Files, read_file};
use crate::{EngineError, ErrorKind};
use std::collections::BTreeMap;

/// Bytes before the first frame of a part.
pub const PART_HEAD: u64 = 16;
const MAGIC: [u8; 4] = *b"WMJ1";
/// Bytes of the meta of a part's word: those that JSON does not need are blanks, so that it can be written when all behind it is.
const WORD: usize = 80;
/// Where the frames begin of a part that says its own length.
pub const FIRST_FRAME: u64 = PART_HEAD + (HEAD + WORD) as u64;

/// One file of the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How often it was rewritten.
    pub generation: u32,
    /// Behind its last frame; 0 while it has no file yet.
    pub end: u64,
    /// So many bytes of it are known to have been acknowledged: see [`super::Journal::vouch`].
    pub known: u64,
}

impl Part {
    /// Name of the file.
    pub fn name(&self, seq: u32) -> String {
        format!("journal-{seq:06}-{:04}.wmj", self.generation)
    }
}

/// The head of a part. A rewritten part gets it last: without it, the rewrite did not finish.
pub fn head(seq: u32, generation: u32) -> Vec<u8> {
    let mut head = Writer::default();
    head.raw(&MAGIC);
    head.u32(seq);
    head.u32(generation);
    head.u32(crc32fast::hash(&head.bytes));
    head.bytes
}

/// The word on a closed part, as the first frame of part `seq`.
pub fn word(closed: PartFacts, seq: u32) -> Result<Vec<u8>, EngineError> {
    let mut meta = serde_json::to_vec(&Event::Part(closed))
        .map_err(|error| EngineError::new(ErrorKind::Bug, error.to_string()))?;
    meta.resize(meta.len().max(WORD), b' ');
    let mut frame = Vec::new();
    frame::write_raw(&mut frame, &meta, &[], seq, PART_HEAD)?;
    Ok(frame)
}

/// The word that the first frame of a part is, on itself or on the part before.
pub fn first_word(files: &dyn Files, seq: u32, part: Part) -> Result<Option<PartFacts>, EngineError> {
    let mut bytes = [0; HEAD + WORD];
    let len = files.read(&part.name(seq), PART_HEAD, &mut bytes)?;
    let bytes = bytes.get(..len).unwrap_or_default();
    let event = Head::read(bytes, seq, PART_HEAD).and_then(|head| head.event(bytes.get(HEAD..)?));
    Ok(match event {
        Some(Event::Part(facts)) => Some(facts),
        _ => None,
    })
}

/// Finds all parts; of several generations of one, the newest finished one counts, and the others are removed.
pub fn find(files: &dyn Files) -> Result<BTreeMap<u32, Part>, EngineError> {
    bring_home(files)?;
    let mut found: BTreeMap<u32, Vec<Part>> = BTreeMap::new();
    for entry in files.list()? {
        if let Some((seq, generation)) = parse(&entry.name)? {
            found.entry(seq).or_default().push(Part { generation, end: entry.len, known: 0 });
        }
    }
    let mut parts = BTreeMap::new();
    for (seq, mut generations) in found {
        generations.sort_by_key(|part| part.generation);
        let mut chosen = generations.len() - 1;
        while chosen > 0 && !is_finished(files, seq, generations[chosen])? {
            chosen -= 1;
        }
        for (at, part) in generations.iter().enumerate() {
            if at != chosen {
                files.remove(&part.name(seq))?;
            }
        }
        parts.insert(seq, generations[chosen]);
    }
    Ok(parts)
}

/// Gives parts that lie under the name of another kind of file their own again, before that is thrown away as a cache that cannot be read. Nothing
/// is written over that may hold a frame.
fn bring_home(files: &dyn Files) -> Result<(), EngineError> {
    for file in files.list()? {
        if parse(&file.name)?.is_some() {
            continue;
        }
        let Some((seq, generation)) = said_in(files, &file.name)? else { continue };
        let own = Part { generation, ..Part::default() }.name(seq);
        let there = read_file(files, &own, u64::MAX)?.unwrap_or_default();
        if find_magic(&there, 0).is_some() {
            continue;
        }
        let part = read_file(files, &file.name, u64::MAX)?.unwrap_or_default();
        files.write(&own, 0, &part)?;
        files.cut(&own, part.len() as u64)?;
        files.flush(&own)?;
        files.remove(&file.name)?;
    }
    Ok(())
}

/// Whether a part has the head that its name says.
pub fn is_finished(files: &dyn Files, seq: u32, part: Part) -> Result<bool, EngineError> {
    Ok(read_head(files, seq, part)? == Some((seq, part.generation)))
}

/// The number and generation that the head of a part says; `None` where there is no whole head.
pub fn read_head(files: &dyn Files, seq: u32, part: Part) -> Result<Option<(u32, u32)>, EngineError> {
    said_in(files, &part.name(seq))
}

fn said_in(files: &dyn Files, name: &str) -> Result<Option<(u32, u32)>, EngineError> {
    let mut bytes = [0; PART_HEAD as usize];
    let len = files.read(name, 0, &mut bytes)?;
    Ok(said_by(bytes.get(..len).unwrap_or_default()))
}

/// The name of the file that begins so, where that is a part of the journal.
pub fn name_of(bytes: &[u8]) -> Option<String> {
    said_by(bytes).map(|(seq, generation)| Part { generation, ..Part::default() }.name(seq))
}

/// The number and generation that a whole head says.
fn said_by(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut numbers = Reader::new(bytes.get(MAGIC.len()..)?);
    let (seq, generation) = (numbers.u32()?, numbers.u32()?);
    bytes.starts_with(&head(seq, generation)).then_some((seq, generation))
}

/// `journal-000012-0001.wmj` -> (12, 1); `None` for other files. Errors: `Update` for a journal of a newer version.
fn parse(name: &str) -> Result<Option<(u32, u32)>, EngineError> {
    let Some(rest) = name.strip_prefix("journal-") else { return Ok(None) };
    let numbers = rest.strip_suffix(".wmj").and_then(|rest| rest.split_once('-'));
    match numbers.and_then(|(seq, generation)| Some((seq.parse().ok()?, generation.parse().ok()?))) {
        Some(numbers) => Ok(Some(numbers)),
        None => Err(EngineError::new(ErrorKind::Update, format!("unknown journal file {name}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_head_says_the_name_of_its_file() {
        let mut bytes = head(12, 3);
        bytes.extend(b"frames");
        assert_eq!(name_of(&bytes).as_deref(), Some("journal-000012-0003.wmj"));
        for at in 0..PART_HEAD as usize {
            let mut torn = bytes.clone();
            torn[at] ^= 1;
            assert_eq!(name_of(&torn), None, "byte {at}");
            assert_eq!(name_of(&bytes[..at]), None, "{at} bytes");
        }
    }
}
