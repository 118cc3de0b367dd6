//! Reads a pack through the block cache; a block enters it only with the right checksum.
use super::cache::BlockCache;
use super::layout::{Component, HEAD, Layout, TRAILER, bad};
use super::{BLOCK, io_error};
use crate::EngineError;
use crate::ports::Files;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Blocks fetched in one call when reading goes on where it stopped.
const AHEAD: u32 = 8;
/// The same for who reads a whole pack, from two of its components at once; and the blocks kept for that.
const AHEAD_IN_BULK: u32 = 16;
const BLOCKS_IN_BULK: usize = 3 * AHEAD_IN_BULK as usize;

/// A segment's file, open for reading.
pub(in crate::index) struct Pack {
    files: Arc<dyn Files>,
    cache: Arc<Mutex<BlockCache>>,
    id: u64,
    name: String,
    layout: Arc<Layout>,
    sum: u32,
    ahead: u32,
}

impl Pack {
    /// Opens the file `name` of `len` bytes. `id` tells its blocks from other packs' in the cache.
    pub fn open(
        files: Arc<dyn Files>,
        cache: Arc<Mutex<BlockCache>>,
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
        Ok(Self { files, cache, id, name, layout: Arc::new(layout), sum, ahead: AHEAD })
    }

    /// The same for reading all of it in order: it leaves the cache to the queries.
    pub fn in_bulk(&self) -> Self {
        Self {
            files: Arc::clone(&self.files),
            cache: Arc::new(Mutex::new(BlockCache::new(BLOCKS_IN_BULK))),
            id: self.id,
            name: self.name.clone(),
            layout: Arc::clone(&self.layout),
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

    /// Checks every block against its checksum, around the cache.
    pub fn verify(&self) -> Result<(), EngineError> {
        for block in 0..self.layout.sums.len() as u32 {
            self.fetch(block, block + 1, |_, _| {})?;
        }
        Ok(())
    }

    fn block(&self, block: u32, wanted: u32) -> Result<Arc<[u8]>, EngineError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = cache.get((self.id, block)) {
            return Ok(bytes);
        }
        let total = self.layout.sums.len() as u32;
        let goes_on = block > 0 && cache.has((self.id, block - 1));
        let most = (block + if goes_on { wanted.max(self.ahead) } else { wanted }).min(total);
        let to = (block + 1..most).find(|next| cache.has((self.id, *next))).unwrap_or(most.max(block + 1));
        let mut found = None;
        self.fetch(block, to, |at, bytes| {
            found.get_or_insert_with(|| Arc::clone(&bytes));
            cache.put((self.id, at), bytes);
        })?;
        found.ok_or_else(|| bad("a block lies outside the file"))
    }

    /// Reads the blocks `from..to` in one call and verifies each.
    fn fetch(&self, from: u32, to: u32, mut each: impl FnMut(u32, Arc<[u8]>)) -> Result<(), EngineError> {
        let start = u64::from(from) * BLOCK as u64;
        let end = (u64::from(to) * BLOCK as u64).min(self.layout.end);
        let bytes = read(&*self.files, &self.name, start, end.saturating_sub(start) as usize)?;
        for (at, chunk) in (from..to).zip(bytes.chunks(BLOCK)) {
            if self.layout.sums.get(at as usize) != Some(&crc32fast::hash(chunk)) {
                return Err(bad(&format!("block {at} of {} does not match its checksum", self.name)));
            }
            each(at, chunk.into());
        }
        Ok(())
    }
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
            let (block, within) = ((offset / BLOCK as u64) as u32, (offset % BLOCK as u64) as usize);
            let wanted = (within + len).div_ceil(BLOCK) as u32;
            let bytes = self.pack.block(block, wanted)?;
            let len = len.min(BLOCK - within);
            let end = within + len;
            if bytes.len() < end || len == 0 {
                return Err(bad("a piece goes past its block"));
            }
            if len == range.len() {
                return Ok(OwnedBytes::new(bytes).slice(within..end));
            }
            if out.is_empty() {
                out.reserve_exact(range.len());
            }
            out.extend_from_slice(bytes.get(within..end).unwrap_or_default());
            at += len;
        }
        Ok(OwnedBytes::new(out))
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
