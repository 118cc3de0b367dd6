//! What the documents of a list can say at most, block by block, without reading the blocks.
//!
//! Before a long list stands, for each full block of 128 documents, which is its last, and of the document of the block that says most
//! how often the word stands in it and how long it is (as tantivy's norm, see `merge/words.rs`). "Most" is by BM25 with tantivy's
//! constants and the mean length of the segment when it was written: from that follows a bound for ours.
use super::score::{Collection, MOST};
use crate::EngineError;
use crate::index::pack::from_io;
use crate::index::segment::Opened;
use std::sync::Arc;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::{DocId, HasLen, TERMINATED};

/// Documents of a full block.
const BLOCK: u32 = 128;
/// Shorter lists are read faster than bounded.
pub(super) const LONG: u32 = 4 * BLOCK;
/// Bytes of a block's entry: its last document (4), bits of documents and of occurrences (1 each), the sum of occurrences (4), norm (1)
/// and occurrences (1) of the document that says most.
const ENTRY: usize = 12;
/// Occurrences that are written so are as many or more.
const MANY: u8 = u8::MAX;
/// Tantivy's constants of BM25 (`query/bm25.rs`).
const TANTIVY_K1: f32 = 1.2;
const TANTIVY_B: f32 = 0.75;

/// What parts come to together at most, and the last document for which that holds of all.
pub(super) fn together(parts: impl Iterator<Item = (f32, DocId)>) -> (f32, DocId) {
    parts.fold((0.0, TERMINATED), |(sum, end), (most, last)| (sum + most, end.min(last)))
}

/// Of one segment: what turns occurrences and norm of a block's best document into a bound.
pub(super) struct Scale {
    /// By norm.
    most: [f32; 256],
    /// By length code: see [`Collection::half`].
    half: [f32; 256],
}

impl Scale {
    /// Of a segment among all pages, by which they are scored now.
    pub fn of(segment: &Opened, collection: &Collection) -> Self {
        let Collection { mean, k1, b, .. } = *collection;
        let written =
            (segment.words.total_num_tokens() as f32 / segment.docs.max(1) as f32).max(f32::MIN_POSITIVE);
        // The best document is best by occurrences / (k (1 - b + b length / written)), the score grows with
        // occurrences / (k1 (1 - b + b length / mean)). What lies between both is largest for no length or for a very great one.
        let between = (TANTIVY_K1 / k1) * ((1.0 - TANTIVY_B) / (1.0 - b)).max(TANTIVY_B / written * mean / b);
        let most = |norm: usize| {
            let length = FieldNormReader::id_to_fieldnorm(norm as u8) as f32;
            between / (TANTIVY_K1 * (1.0 - TANTIVY_B + TANTIVY_B * length / written))
        };
        Self {
            most: std::array::from_fn(most),
            half: std::array::from_fn(|code| collection.half(code as u8)),
        }
    }

    /// The half-way point of a page.
    pub fn half(&self, length_code: u8) -> f32 {
        self.half.get(usize::from(length_code)).copied().unwrap_or(MOST)
    }
}

/// The bounds of one list, walked through beside it.
pub(super) struct Bounds {
    scale: Arc<Scale>,
    entries: OwnedBytes,
    /// The last document of the present block.
    last: DocId,
    /// The most that occurrences by half-way point come to in it.
    most: f32,
}

impl Bounds {
    /// Of a long list of a segment that knows them.
    pub fn open(segment: &Opened, info: &TermInfo, scale: &Arc<Scale>) -> Result<Option<Self>, EngineError> {
        let Some(lists) = segment.lists.as_ref().filter(|_| info.doc_freq >= LONG) else { return Ok(None) };
        let entries = read_entries(&lists.slice(info.postings_range.clone())).map_err(|e| from_io(&e))?;
        if entries.len() != (info.doc_freq / BLOCK) as usize * ENTRY {
            return Ok(None);
        }
        let mut bounds = Self { scale: Arc::clone(scale), entries, last: 0, most: MOST };
        bounds.next();
        Ok(Some(bounds))
    }

    /// What documents from `target` on say at most, and the last document for which that holds.
    pub fn at(&mut self, target: DocId) -> (f32, DocId) {
        while self.last < target {
            self.next();
        }
        (self.most, self.last)
    }

    /// What documents in `from..end` say at most.
    pub fn most_in(&mut self, from: DocId, end: DocId) -> f32 {
        let (mut most, mut last) = self.at(from);
        while last < end - 1 {
            let (next, reach) = self.at(last + 1);
            (most, last) = (most.max(next), reach);
        }
        most
    }

    fn next(&mut self) {
        let Some(entry) = self.entries.as_slice().first_chunk::<ENTRY>() else {
            // The last documents fill no block.
            (self.last, self.most) = (TERMINATED, MOST);
            return;
        };
        let [a, b, c, d, .., norm, times] = *entry;
        self.last = u32::from_le_bytes([a, b, c, d]);
        let most = self.scale.most.get(usize::from(norm)).copied().unwrap_or(MOST);
        self.most = if times == MANY { MOST } else { most * f32::from(times) };
        self.entries.advance(ENTRY);
    }
}

/// The entries before a list: how many bytes they are comes first, in seven bits a byte, the last one marked.
fn read_entries(list: &FileSlice) -> std::io::Result<OwnedBytes> {
    let head = list.read_bytes_slice(0..list.len().min(8))?;
    let (mut len, mut at) = (0_usize, 0);
    for byte in head.iter() {
        len |= usize::from(byte & 0x7f) << (7 * at);
        at += 1;
        if byte & 0x80 != 0 {
            break;
        }
    }
    list.read_bytes_slice(at..at + len)
}
