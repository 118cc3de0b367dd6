//! The body of a pack: records, each compressed by itself, padding, and an index at the end that finds them.
//!
//! `records | zeros | index: (page id 16, offset 4, length 4, hash 16) each | index length 4`, numbers little-endian.
//! A record is a byte (0 as it is, 1 deflated) and its bytes. The zeros bring the whole to a length that Padmé allows
//! (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019): at most 12 %.
//! Records stand one behind the other, none in another; what they are before compression is bounded for each, and for all together: whoever
//! has the keys of the account may still not fill the memory of its devices.
use crate::CryptoError;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use sha2::{Digest, Sha256};

/// Which page a record is of.
pub type PageId = [u8; 16];

/// A record may be so long before it was compressed, in bytes: a text's limit with room to spare.
pub const LONGEST: usize = 16 << 20;
/// All records of a body together, before they were compressed: some times what a client puts into one.
pub const WHOLE: usize = 64 << 20;
const ENTRY: usize = 16 + 4 + 4 + 16;
const LEVEL: u8 = 6;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its page.
    pub page: PageId,
    /// Its first byte in the body.
    pub offset: u32,
    /// Its length in the body.
    pub length: u32,
    /// The first half of SHA-256 of what it holds.
    pub hash: [u8; 16],
}

/// Packs records into a body of `least` bytes or more.
pub fn pack(records: &[(PageId, &[u8])], least: usize) -> Result<Vec<u8>, CryptoError> {
    let mut body = Vec::new();
    let mut index = Vec::with_capacity(records.len() * ENTRY);
    let mut whole = 0;
    for (page, record) in records {
        whole += record.len();
        if record.len() > LONGEST || whole > WHOLE {
            return Err(CryptoError::TooLarge);
        }
        let offset = size(body.len())?;
        let deflated = compress_to_vec(record, LEVEL);
        let (codec, bytes) =
            if deflated.len() < record.len() { (1, deflated.as_slice()) } else { (0, *record) };
        body.push(codec);
        body.extend(bytes);
        index.extend(page);
        index.extend(offset.to_le_bytes());
        index.extend((size(body.len())? - offset).to_le_bytes());
        index.extend(hash_of(record));
    }
    let trailer = index.len() + 4;
    body.resize(padded((body.len() + trailer).max(least)) - trailer, 0);
    let index_len = size(index.len())?;
    body.extend(index);
    body.extend(index_len.to_le_bytes());
    Ok(body)
}

/// The entries of a body. Errors: [`CryptoError::Malformed`], also where one record reaches into another.
pub fn entries(body: &[u8]) -> Result<Vec<Entry>, CryptoError> {
    let (rest, len) = body.split_last_chunk::<4>().ok_or(CryptoError::Malformed)?;
    let len = u32::from_le_bytes(*len) as usize;
    let start =
        rest.len().checked_sub(len).filter(|_| len.is_multiple_of(ENTRY)).ok_or(CryptoError::Malformed)?;
    let index = rest.get(start..).ok_or(CryptoError::Malformed)?;
    let mut end = 0;
    let next = |bytes| {
        let entry = read_entry(bytes).filter(|entry| entry.offset as usize >= end)?;
        end = (entry.offset as usize).checked_add(entry.length as usize).filter(|end| *end <= start)?;
        Some(entry)
    };
    let entries: Option<Vec<Entry>> = index.chunks_exact(ENTRY).map(next).collect();
    entries.ok_or(CryptoError::Malformed)
}

/// All records of a body, with their pages. Errors: as those of [`entries`] and [`record`]; [`CryptoError::TooLarge`] when they are more than
/// [`WHOLE`] together.
pub fn records(body: &[u8]) -> Result<Vec<(PageId, Vec<u8>)>, CryptoError> {
    let (mut records, mut left) = (Vec::new(), WHOLE);
    for entry in entries(body)? {
        let record = record_within(body, &entry, left.min(LONGEST))?;
        left -= record.len();
        records.push((entry.page, record));
    }
    Ok(records)
}

/// The record of an entry, decompressed and held against its hash. Errors: [`CryptoError::TooLarge`] when it is longer than [`LONGEST`].
pub fn record(body: &[u8], entry: &Entry) -> Result<Vec<u8>, CryptoError> {
    record_within(body, entry, LONGEST)
}

fn record_within(body: &[u8], entry: &Entry, most: usize) -> Result<Vec<u8>, CryptoError> {
    let from = entry.offset as usize;
    let stored = body.get(from..from.saturating_add(entry.length as usize)).ok_or(CryptoError::Malformed)?;
    let record = match stored.split_first() {
        Some((0, bytes)) if bytes.len() > most => return Err(CryptoError::TooLarge),
        Some((0, bytes)) => bytes.to_vec(),
        Some((1, bytes)) => {
            decompress_to_vec_with_limit(bytes, most).map_err(|error| match error.status {
                TINFLStatus::HasMoreOutput => CryptoError::TooLarge,
                _ => CryptoError::Malformed,
            })?
        }
        Some(_) => return Err(CryptoError::Newer),
        None => return Err(CryptoError::Malformed),
    };
    if hash_of(&record) == entry.hash { Ok(record) } else { Err(CryptoError::Malformed) }
}

/// Padmé: the length with as many low bits zero as its exponent has no need to tell.
pub fn padded(len: usize) -> usize {
    let Some(exponent) = len.checked_ilog2().filter(|exponent| *exponent > 0) else { return len };
    let bits = exponent - (exponent.ilog2() + 1).min(exponent);
    let mask = (1 << bits) - 1;
    (len + mask) & !mask
}

fn hash_of(record: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(record)[..16]);
    half
}

fn size(len: usize) -> Result<u32, CryptoError> {
    u32::try_from(len).map_err(|_| CryptoError::TooLarge)
}

fn read_entry(bytes: &[u8]) -> Option<Entry> {
    let (page, rest) = bytes.split_first_chunk()?;
    let (offset, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let hash = rest.first_chunk()?;
    Some(Entry {
        page: *page,
        offset: u32::from_le_bytes(*offset),
        length: u32::from_le_bytes(*length),
        hash: *hash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn records_come_back_by_their_pages() {
        let long = b"the same words again and again ".repeat(1_000);
        let records: [(PageId, &[u8]); 3] = [([1; 16], b"short"), ([2; 16], &long), ([3; 16], b"")];
        let body = pack(&records, 0).unwrap();
        assert!(body.len() < long.len() / 10);
        assert_eq!(pack(&records, 4_096).unwrap().len(), 4_096);
        assert_eq!(entries(&pack(&records, 4_096).unwrap()).unwrap(), entries(&body).unwrap());
        let entries = entries(&body).unwrap();
        assert_eq!(entries.len(), 3);
        for (entry, (page, bytes)) in entries.iter().zip(records) {
            assert_eq!((entry.page, record(&body, entry).unwrap().as_slice()), (page, bytes));
        }
        assert_eq!(super::entries(&pack(&[], 0).unwrap()), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn padding_hides_the_length_and_costs_at_most_12_percent(len in 1_usize..10_000_000) {
            let padded = padded(len);
            prop_assert!(padded >= len && padded as f64 <= len as f64 * 1.12 + 1.0);
            prop_assert_eq!(super::padded(padded), padded);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(found) = entries(&bytes) {
                for entry in found {
                    let _ = record(&bytes, &entry);
                }
            }
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = compress_to_vec(&vec![0; LONGEST + 1], LEVEL);
        let mut body = vec![1];
        body.extend(&bomb);
        let entry = Entry { page: [0; 16], offset: 0, length: body.len() as u32, hash: [0; 16] };
        assert_eq!(record(&body, &entry), Err(CryptoError::TooLarge));
    }

    /// A body with this index behind it.
    fn with_index(mut body: Vec<u8>, index: &[Entry]) -> Vec<u8> {
        for entry in index {
            body.extend(entry.page);
            body.extend(entry.offset.to_le_bytes());
            body.extend(entry.length.to_le_bytes());
            body.extend(entry.hash);
        }
        body.extend(((index.len() * ENTRY) as u32).to_le_bytes());
        body
    }

    #[test]
    fn records_stand_behind_each_other_and_are_bounded_together() {
        let long = vec![0; LONGEST];
        let mut stored = vec![1];
        stored.extend(compress_to_vec(&long, LEVEL));
        let length = stored.len() as u32;
        let one = Entry { page: [0; 16], offset: 0, length, hash: hash_of(&long) };
        let same = with_index(stored.clone(), &vec![one; 1_000]);
        assert_eq!(records(&same), Err(CryptoError::Malformed), "one record under a thousand names");
        let inside = with_index(stored.clone(), &[one, Entry { offset: 1, length: 3, ..one }]);
        assert_eq!(entries(&inside), Err(CryptoError::Malformed));
        let index = with_index(stored.clone(), &[Entry { length: length + 9, ..one }]);
        assert_eq!(entries(&index), Err(CryptoError::Malformed), "the index is no record");
        let far = with_index(stored.clone(), &[Entry { offset: u32::MAX, length: u32::MAX, ..one }]);
        assert_eq!(entries(&far), Err(CryptoError::Malformed));

        let all: Vec<Entry> = (0..5).map(|n| Entry { offset: n * length, ..one }).collect();
        let bomb = with_index(stored.repeat(5), &all);
        assert_eq!(entries(&bomb).unwrap().len(), 5);
        assert_eq!(records(&bomb), Err(CryptoError::TooLarge));
        assert_eq!(records(&with_index(stored.repeat(4), &all[..4])).unwrap().len(), 4);
        let five: Vec<(PageId, &[u8])> = vec![([0; 16], &long); 5];
        assert_eq!(pack(&five, 0), Err(CryptoError::TooLarge));
    }
}
