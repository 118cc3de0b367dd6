//! Reads a pack: what is short through the cache, what is long past it. Nothing of a block is given before it was seen to match its checksum.
use super::cache::{Cache, UNIT};
use super::layout::{Component, HEAD, Layout, TRAILER, bad};
use super::{BLOCK, io_error};
use crate::EngineError;
use crate::ports::Files;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Units that are fetched in one call when reading goes on where it stopped.
const AHEAD: u32 = 8;
/// The same for who reads a whole pack, from two of its components at once; and the units kept for that.
const AHEAD_IN_BULK: u32 = 64;
const UNITS_IN_BULK: usize = 3 * AHEAD_IN_BULK as usize;
/// What is longer, in bytes, is read by itself: it would drive everything else out of the cache, and is copied once instead of twice.
const LONG: usize = 8 * UNIT;

/// A segment's file, open for reading.
pub(in crate::index) struct Pack {
    files: Arc<dyn Files>,
    cache: Arc<Mutex<Cache>>,
    id: u64,
    name: String,
    layout: Arc<Layout>,
    /// By block, whether it matched its checksum since the pack was opened.
    sound: Box<[AtomicBool]>,
    sum: u32,
    ahead: u32,
}

impl Pack {
    /// Opens the file `name` of `len` bytes. `id` tells its units from other packs' in the cache.
    pub fn open(
        files: Arc<dyn Files>,
        cache: Arc<Mutex<Cache>>,
        id: u64,
        name: String,
        len: u64,
    ) -> Result<Self, EngineError> {
        let tail_len = len.min(BLOCK as u64);
        let tail = read(&*files, &name, len - tail_len, tail_len as usize)?;
        let (before, trailer) = tail
            .len()
            .checked_sub(TRAILER)
            .and_then(|at| tail.split_at_checked(at))
            .ok_or_else(|| bad("the file is too short"))?;
        let (end, size, sum) = Layout::trailer(trailer)?;
        if end.checked_add((size + TRAILER) as u64) != Some(len) || end < HEAD.len() as u64 {
            return Err(bad("the file is not as long as its trailer says"));
        }
        let layout = match before.len().checked_sub(size).and_then(|at| before.get(at..)) {
            Some(directory) => Layout::decode(directory, sum, end)?,
            None => Layout::decode(&read(&*files, &name, end, size)?, sum, end)?,
        };
        let sound = unchecked(&layout);
        Ok(Self { files, cache, id, name, layout: Arc::new(layout), sound, sum, ahead: AHEAD })
    }

    /// The same for reading all of it in order: it leaves the cache to the queries, and checks for itself what it reads, for others are written of it.
    pub fn in_bulk(&self) -> Self {
        Self {
            files: Arc::clone(&self.files),
            cache: Arc::new(Mutex::new(Cache::new(UNITS_IN_BULK))),
            id: self.id,
            name: self.name.clone(),
            layout: Arc::clone(&self.layout),
            sound: unchecked(&self.layout),
            sum: self.sum,
            ahead: AHEAD_IN_BULK,
        }
    }

    /// Documents in the segment.
    pub fn docs(&self) -> u32 {
        self.layout.docs
    }

    /// Checksum of its directory.
    pub fn sum(&self) -> u32 {
        self.sum
    }

    /// One of tantivy's files in it.
    pub fn component(self: &Arc<Self>, name: &str) -> Option<PackComponent> {
        let component = self.layout.components.iter().find(|component| component.name == name)?.clone();
        let mut starts = Vec::with_capacity(component.pieces.len());
        let mut len = 0;
        for piece in &component.pieces {
            starts.push(len);
            len += piece.len as usize;
        }
        Some(PackComponent { pack: Arc::clone(self), component, starts, len })
    }

    /// Checks every block against its checksum, whatever it was before, around the cache.
    pub fn verify(&self) -> Result<(), EngineError> {
        for block in 0..self.layout.sums.len() as u32 {
            let start = u64::from(block) * BLOCK as u64;
            let end = (start + BLOCK as u64).min(self.layout.end);
            self.check(block, &read(&*self.files, &self.name, start, (end - start) as usize)?)?;
        }
        Ok(())
    }

    /// Bytes that lie within one unit, and those of it that follow.
    fn unit(&self, unit: u32, wanted: u32) -> Result<Arc<[u8]>, EngineError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = cache.get((self.id, unit)) {
            return Ok(bytes);
        }
        let total = self.layout.end.div_ceil(UNIT as u64) as u32;
        let goes_on = unit > 0 && cache.has((self.id, unit - 1));
        let most = (unit + if goes_on { wanted.max(self.ahead) } else { wanted }).min(total);
        let to = (unit + 1..most).find(|next| cache.has((self.id, *next))).unwrap_or(most.max(unit + 1));
        let start = u64::from(unit) * UNIT as u64;
        let bytes = self.fetch(start, (u64::from(to) * UNIT as u64).min(self.layout.end))?;
        let mut found = None;
        for (at, bytes) in (unit..to).zip(bytes.chunks(UNIT)) {
            let bytes: Arc<[u8]> = bytes.into();
            found.get_or_insert_with(|| Arc::clone(&bytes));
            cache.put((self.id, at), bytes);
        }
        found.ok_or_else(|| bad("a unit lies outside the file"))
    }

    /// Reads the bytes `start..end` in one call; with the rest of their blocks, where one of these was not checked yet.
    fn fetch(&self, start: u64, end: u64) -> Result<OwnedBytes, EngineError> {
        let block_of = |at: u64| (at / BLOCK as u64) as u32;
        let blocks = block_of(start)..block_of(end.saturating_sub(1)) + 1;
        let is_sound =
            |block: u32| self.sound.get(block as usize).is_some_and(|sound| sound.load(Ordering::Relaxed));
        if blocks.clone().all(is_sound) {
            let len = end.saturating_sub(start) as usize;
            return read(&*self.files, &self.name, start, len).map(OwnedBytes::new);
        }
        let from = u64::from(blocks.start) * BLOCK as u64;
        let upto = (u64::from(blocks.end) * BLOCK as u64).min(self.layout.end);
        let bytes = read(&*self.files, &self.name, from, upto.saturating_sub(from) as usize)?;
        for (block, chunk) in blocks.zip(bytes.chunks(BLOCK)).filter(|(block, _)| !is_sound(*block)) {
            self.check(block, chunk)?;
        }
        let (start, end) = ((start - from) as usize, (end - from) as usize);
        if end > bytes.len() {
            return Err(bad("a read goes past the end of the file"));
        }
        Ok(OwnedBytes::new(bytes).slice(start..end))
    }

    /// Whether a block matches its checksum.
    fn check(&self, block: u32, bytes: &[u8]) -> Result<(), EngineError> {
        let (Some(sum), Some(sound)) = (self.layout.sums.get(block as usize), self.sound.get(block as usize))
        else {
            return Err(bad("a block lies outside the file"));
        };
        let is_sound = *sum == crc32fast::hash(bytes);
        sound.store(is_sound, Ordering::Relaxed);
        if is_sound {
            return Ok(());
        }
        Err(bad(&format!("block {block} of {} does not match its checksum", self.name)))
    }
}

/// Of no block it is known that it is sound.
fn unchecked(layout: &Layout) -> Box<[AtomicBool]> {
    layout.sums.iter().map(|_| AtomicBool::new(false)).collect()
}

/// Reads exactly `len` bytes.
fn read(files: &dyn Files, name: &str, offset: u64, len: usize) -> Result<Vec<u8>, EngineError> {
    let mut bytes = vec![0; len];
    let got = files.read(name, offset, &mut bytes)?;
    if got == len { Ok(bytes) } else { Err(bad("the file is shorter than it was")) }
}

/// A component of a pack, as tantivy reads it.
pub(in crate::index) struct PackComponent {
    pack: Arc<Pack>,
    component: Component,
    /// Where each piece begins within the component.
    starts: Vec<usize>,
    len: usize,
}

impl PackComponent {
    /// The file offset of a position in the component, and how far the piece goes on from there.
    fn locate(&self, at: usize) -> Option<(u64, usize)> {
        let piece = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let (start, piece) = (*self.starts.get(piece)?, self.component.pieces.get(piece)?);
        let within = at - start;
        let left = (piece.len as usize).checked_sub(within)?;
        Some((piece.offset + within as u64, left))
    }

    fn read(&self, range: Range<usize>) -> Result<OwnedBytes, EngineError> {
        let mut out = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let (offset, left) =
                self.locate(at).ok_or_else(|| bad("a read goes past the end of a component"))?;
            let len = left.min(range.end - at);
            let bytes = self.bytes(offset, len)?;
            let len = bytes.len();
            if len == range.len() {
                return Ok(bytes);
            }
            if out.is_empty() {
                out.reserve_exact(range.len());
            }
            out.extend_from_slice(bytes.as_slice());
            at += len;
        }
        Ok(OwnedBytes::new(out))
    }

    /// Some bytes of the file from `offset` on, `most` of them where they are many.
    fn bytes(&self, offset: u64, most: usize) -> Result<OwnedBytes, EngineError> {
        if most > LONG {
            return self.pack.fetch(offset, offset + most as u64);
        }
        let (unit, within) = ((offset / UNIT as u64) as u32, (offset % UNIT as u64) as usize);
        let bytes = self.pack.unit(unit, (within + most).div_ceil(UNIT) as u32)?;
        let end = bytes.len().min(within + most);
        if end <= within {
            return Err(bad("a piece goes past the end of the file"));
        }
        Ok(OwnedBytes::new(bytes).slice(within..end))
    }
}

impl HasLen for PackComponent {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for PackComponent {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.read(range).map_err(io_error)
    }
}

impl fmt::Debug for PackComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.pack.name, self.component.name)
    }
}
