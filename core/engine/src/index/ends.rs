//! German words by their ends: which words of a segment a compound's end may be typed for. See [`crate::words::compound`].
use super::key::{Key, Zone};
use super::merge::Turn;
use super::pack::{engine_error, from_io};
use crate::bytes::{Reader, Writer};
use crate::words::compound::{
    SHORTEST_END, TELLING_END, has_compounds, is_linked, may_be_compound, may_begin,
};
use crate::{EngineError, ErrorKind};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::io::{self, Write};
use std::path::PathBuf;
use tantivy::directory::{Directory, FileSlice, OwnedBytes, TerminatingWrite as _};

/// The part of a segment's file: what tantivy calls an extension.
pub(super) const PART: &str = "ends";
/// Words lie in buckets by their last letters: so many while they are collected, neighbours together while these are small.
const BUCKETS: usize = 256;
const BUCKET: usize = 4 << 10;
/// Ends a word while it is collected; no letter, and no flags.
const END: u8 = b'\n';
/// What a word costs, in places of words that are copied.
const WORD: usize = 8;
/// How hard deflate tries.
const LEVEL: u8 = 9;
/// Most bytes of a bucket, unpacked: far more than words of German come to.
const LARGEST: usize = 8 << 20;
/// Bits of a word's flags from which on they tell that what stands before its last four letters, or five, is a word.
const FLAGS: u32 = 6;
/// Most words that one end stands for in a segment: the shortest.
const MOST: usize = 512;

/// Collects the words of a segment, which come in order.
pub(super) struct Collector {
    /// Words by their last letters.
    buckets: Vec<Bucket>,
    /// The words that the one that comes next may begin with, the shortest first.
    begun: Vec<String>,
}

/// Words, a line each: its flags, its letters; and where the last of them begins.
#[derive(Clone, Default)]
struct Bucket {
    words: Vec<u8>,
    last: usize,
}

impl Default for Collector {
    fn default() -> Self {
        Self { buckets: vec![Bucket::default(); BUCKETS], begun: Vec::new() }
    }
}

impl Collector {
    /// Takes a key of the dictionary.
    pub fn take(&mut self, key: &[u8]) {
        let Some(key) = Key::read(key) else { return };
        if !has_compounds(key.lang) || !Zone::TEXT.contains(&key.zone) || self.is_known(key.form) {
            return;
        }
        self.begun.retain(|word| key.form.starts_with(word.as_str()));
        if may_be_compound(key.form) {
            self.put(key.form);
        }
        if may_begin(key.form) {
            self.begun.push(key.form.to_owned());
        }
    }

    /// A word has a key for each zone that it stands in.
    fn is_known(&self, form: &str) -> bool {
        self.begun.last().is_some_and(|word| word == form)
    }

    fn put(&mut self, form: &str) {
        let Some(bucket) = self.buckets.get_mut(bucket_of(form)) else { return };
        let last = bucket.words.get(bucket.last..).unwrap_or_default();
        if last.get(1..last.len().saturating_sub(1)) == Some(form.as_bytes()) {
            return;
        }
        let mut flags = 0;
        for (bit, end) in (SHORTEST_END..TELLING_END).enumerate() {
            let beginning = form.get(..form.len() - end).unwrap_or_default();
            let is_word = may_begin(beginning) && self.begun.iter().any(|word| is_linked(word, beginning));
            flags |= u8::from(is_word) << bit;
        }
        bucket.last = bucket.words.len();
        bucket.words.push(flags);
        bucket.words.extend(form.as_bytes());
        bucket.words.push(END);
    }

    /// The buckets as they are written, and how many words each has.
    fn packed(&self) -> impl Iterator<Item = (Vec<u8>, usize)> {
        let total: usize = self.buckets.iter().map(|bucket| bucket.words.len()).sum();
        let count = total.div_ceil(BUCKET).next_power_of_two().min(BUCKETS);
        let buckets = self.buckets.chunks(BUCKETS / count).filter(move |_| total > 0);
        buckets.map(|some| {
            let (bytes, words) = encode(some);
            (compress_to_vec(&bytes, LEVEL), words)
        })
    }

    /// Writes the part, in slices; none where there is no word.
    pub async fn write(self, directory: &dyn Directory, turn: &mut Turn) -> Result<(), EngineError> {
        let mut packed = Vec::new();
        for (bucket, words) in self.packed() {
            packed.push(bucket);
            if turn.spend(words * WORD) {
                turn.end().await;
            }
        }
        if packed.is_empty() {
            return Ok(());
        }
        let mut out = directory.open_write(&path()).map_err(|e| engine_error(&e.into()))?;
        out.write_all(&whole(&packed)).and_then(|()| out.terminate()).map_err(|e| from_io(&e))
    }

    /// The same, to be read at once.
    pub fn into_ends(self) -> Option<Ends> {
        let packed: Vec<Vec<u8>> = self.packed().map(|(bucket, _)| bucket).collect();
        (!packed.is_empty()).then(|| Ends(FileSlice::from(whole(&packed))))
    }
}

/// How many buckets there are (one byte: as a power of two), where each ends (four bytes each), the buckets.
fn whole(packed: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = Writer::default();
    whole.u8(packed.len().ilog2() as u8);
    let mut end = 0;
    for bucket in packed {
        end += bucket.len() as u32;
        whole.u32(end);
    }
    packed.iter().for_each(|bucket| whole.raw(bucket));
    whole.bytes
}

/// Words from their last letters to their first, in order: how many there are (four bytes), how many letters each shares with the one before
/// it (a byte each), how many more each has with its flags (a byte each), these letters. Also returned: how many words there are.
fn encode(buckets: &[Bucket]) -> (Vec<u8>, usize) {
    let lines = buckets.iter().flat_map(|bucket| bucket.words.split(|byte| *byte == END));
    let word = |line: &[u8]| {
        let (flags, letters) = line.split_first()?;
        Some((letters.iter().rev().copied().collect::<Vec<u8>>(), *flags))
    };
    let mut words: Vec<_> = lines.filter_map(word).collect();
    words.sort_unstable();
    let (mut out, mut heads, mut letters, mut last) =
        ((words.len() as u32).to_le_bytes().to_vec(), vec![], vec![], &[][..]);
    for (word, flags) in &words {
        let shared = last.iter().zip(word).take_while(|(a, b)| a == b).count();
        let rest = word.get(shared..).unwrap_or_default();
        out.push(shared as u8);
        heads.push(rest.len() as u8 | flags << FLAGS);
        letters.extend(rest);
        last = word;
    }
    out.append(&mut heads);
    out.append(&mut letters);
    (out, words.len())
}

/// Reads them again; whatever the bytes are, it ends. Until `each` says `false` it is told a word and its flags.
fn decode(bytes: &[u8], mut each: impl FnMut(&[u8], u8) -> bool) {
    let mut bytes = Reader::new(bytes);
    let count = bytes.u32().unwrap_or_default() as usize;
    let (Some(shared), Some(heads)) = (bytes.raw(count), bytes.raw(count)) else { return };
    let mut letters = bytes.rest();
    let mut word = Vec::new();
    for (shared, head) in shared.iter().zip(heads) {
        let len = usize::from(head & ((1 << FLAGS) - 1));
        let (own, after) = letters.split_at_checked(len).unwrap_or_default();
        letters = after;
        word.truncate(usize::from(*shared));
        word.extend(own);
        if !each(&word, head >> FLAGS) {
            return;
        }
    }
}

fn path() -> PathBuf {
    PathBuf::from(format!("s.{PART}"))
}

/// The words of a segment by their ends.
pub(super) struct Ends(FileSlice);

impl Ends {
    /// Of a segment's part, where it has one.
    pub fn open(directory: &dyn Directory) -> Option<Self> {
        directory.open_read(&path()).ok().map(Self)
    }

    /// The words that end with `end` and may be compounds of it, the shortest first; [`MOST`] at most.
    pub fn compounds(&self, end: &str) -> Result<Vec<String>, EngineError> {
        let packed = self.bucket(bucket_of(end)).map_err(|e| from_io(&e))?;
        let bucket = decompress_to_vec_with_limit(&packed, LARGEST).map_err(|_| {
            EngineError::new(ErrorKind::Corrupt, "index segment: the words by their ends are torn")
        })?;
        let wanted: Vec<u8> = end.bytes().rev().collect();
        let mut found: Vec<String> = Vec::new();
        decode(&bucket, |word, flags| {
            let Some(beginning) = word.strip_prefix(wanted.as_slice()) else {
                return word <= wanted.as_slice();
            };
            let beginning: String = beginning.iter().rev().map(|byte| char::from(*byte)).collect();
            if is_compound(&beginning, end, flags) {
                found.push(beginning + end);
            }
            true
        });
        found.sort_by_key(String::len);
        found.truncate(MOST);
        Ok(found)
    }

    /// The bytes of the bucket that holds the collected one with this number.
    fn bucket(&self, at: usize) -> io::Result<OwnedBytes> {
        let bits = self.0.read_bytes_slice(0..1)?.first().copied().unwrap_or_default();
        let count = 1_usize << u32::from(bits).min(BUCKETS.ilog2());
        let (at, head) = (at * count / BUCKETS, 1 + 4 * count);
        let from = 1 + 4 * at.saturating_sub(1);
        let ends = self.0.read_bytes_slice(from..1 + 4 * (at + 1))?;
        let mut ends = Reader::new(&ends);
        let mut next = || ends.u32().unwrap_or_default() as usize;
        let first = next();
        let (start, end) = if at == 0 { (0, first) } else { (first, next()) };
        self.0.read_bytes_slice(head + start..head + end.max(start))
    }
}

fn is_compound(beginning: &str, end: &str, flags: u8) -> bool {
    let is_word = match end.len() {
        len if len < SHORTEST_END => false,
        len if len < TELLING_END => flags >> (len - SHORTEST_END) & 1 == 1,
        _ => true,
    };
    is_word && may_begin(beginning)
}

/// By the last letters, as many as the shortest end has.
fn bucket_of(word: &str) -> usize {
    let last = word.bytes().rev().take(SHORTEST_END);
    let hash = last.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 8) as usize % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(words: &[&str]) -> Ends {
        let mut words = words.to_vec();
        words.sort_unstable();
        let mut collector = Collector::default();
        for form in words {
            for zone in [Zone::Main, Zone::Title] {
                let mut key = String::new();
                Key { form, lang: "de", zone }.write(&mut key);
                collector.take(key.as_bytes());
            }
        }
        collector.into_ends().unwrap()
    }

    #[test]
    fn words_are_found_by_their_ends() {
        let ends =
            ends(&["kaffeemaschin", "waschmaschin", "hand", "handtasch", "preis", "kaufpreis", "kauf"]);
        assert_eq!(ends.compounds("maschin").unwrap(), ["waschmaschin", "kaffeemaschin"]);
        assert_eq!(ends.compounds("preis").unwrap(), ["kaufpreis"]);
        assert_eq!(ends.compounds("tasch").unwrap(), ["handtasch"]);
        for nothing in ["reis", "asch", "schin", "kaffeemaschin", "zzzz"] {
            assert!(ends.compounds(nothing).unwrap().is_empty(), "{nothing}");
        }
    }

    #[test]
    fn many_words_lie_in_many_buckets() {
        let letters =
            |n: usize| -> String { (0..4).map(|at| char::from(b'a' + (n >> (4 * at)) as u8 % 16)).collect() };
        let words: Vec<String> =
            (0..9000).map(|n| format!("o{}maschin{}", letters(n), letters(n / 7))).collect();
        let ends = ends(&words.iter().map(String::as_str).collect::<Vec<_>>());
        for n in (0..9000).step_by(41) {
            let found = ends.compounds(&format!("maschin{}", letters(n / 7))).unwrap();
            assert!(found.contains(&words[n]) && found.len() == 7.min(9000 - n / 7 * 7), "{n}: {found:?}");
        }
    }
}
