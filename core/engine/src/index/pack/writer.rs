//! Writes a pack: components arrive side by side, each is laid down in pieces, the file only ever grows.
use super::layout::{Component, HEAD, Layout, Piece};
use super::{BLOCK, PIECE, io_error};
use crate::EngineError;
use crate::ports::Files;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::{AntiCallToken, TerminatingWrite};

/// So many bytes are flushed at once: all of a large pack at its end would hold up whoever waits for as long as the disk takes.
const FLUSHED: usize = 2 << 20;

/// A pack being written.
pub(in crate::index) struct PackWriter {
    files: Arc<dyn Files>,
    name: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    layout: Layout,
    hasher: crc32fast::Hasher,
    /// Bytes under `hasher`: fewer than a block.
    hashed: usize,
    /// Bytes that are written and not flushed.
    unflushed: usize,
    /// Whole small components, which tantivy reads back while it merges.
    small: Vec<(String, Arc<[u8]>)>,
}

impl PackWriter {
    /// Begins the file; it must not exist.
    pub fn create(files: Arc<dyn Files>, name: String) -> Result<Self, EngineError> {
        let writer = Self { files, name, state: Mutex::default() };
        writer.with(|state| writer.put(state, HEAD))?;
        Ok(writer)
    }

    /// The component `name`, to be written once.
    pub fn component(self: &Arc<Self>, name: &str) -> ComponentWriter {
        ComponentWriter {
            pack: Arc::clone(self),
            component: Component { name: name.to_owned(), pieces: vec![] },
            buffer: vec![],
        }
    }

    /// A component that is complete and was small enough to be kept.
    pub fn small_component(&self, name: &str) -> Option<Arc<[u8]>> {
        self.with(|state| {
            state.small.iter().find(|(known, _)| known == name).map(|(_, bytes)| Arc::clone(bytes))
        })
    }

    /// Ends the file durably. Returns its length.
    pub fn finish(&self, docs: u32) -> Result<u64, EngineError> {
        self.with(|state| {
            state.layout.docs = docs;
            if state.hashed > 0 {
                let hasher = std::mem::take(&mut state.hasher);
                state.layout.sums.push(hasher.finalize());
                state.hashed = 0;
            }
            let tail = state.layout.encode();
            self.files.write(&self.name, state.layout.end, &tail)?;
            self.files.flush(&self.name)?;
            Ok(state.layout.end + tail.len() as u64)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Appends bytes to the file and to the checksums.
    fn put(&self, state: &mut State, bytes: &[u8]) -> Result<Piece, EngineError> {
        let offset = state.layout.end;
        self.files.write(&self.name, offset, bytes)?;
        state.layout.end += bytes.len() as u64;
        state.unflushed += bytes.len();
        if state.unflushed >= FLUSHED {
            self.files.flush(&self.name)?;
            state.unflushed = 0;
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - state.hashed));
            state.hasher.update(now);
            state.hashed += now.len();
            if state.hashed == BLOCK {
                state.layout.sums.push(std::mem::take(&mut state.hasher).finalize());
                state.hashed = 0;
            }
            rest = later;
        }
        Ok(Piece { offset, len: bytes.len() as u32 })
    }
}

/// Writes one component.
pub(in crate::index) struct ComponentWriter {
    pack: Arc<PackWriter>,
    component: Component,
    buffer: Vec<u8>,
}

impl ComponentWriter {
    fn lay_down(&mut self) -> io::Result<()> {
        let piece = self.pack.with(|state| self.pack.put(state, &self.buffer)).map_err(io_error)?;
        self.component.pieces.push(piece);
        Ok(())
    }
}

impl io::Write for ComponentWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (now, _) = bytes.split_at(bytes.len().min(PIECE - self.buffer.len()));
        self.buffer.extend_from_slice(now);
        if self.buffer.len() == PIECE {
            self.lay_down()?;
            self.buffer.clear();
        }
        Ok(now.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for ComponentWriter {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let whole = self.component.pieces.is_empty();
        if !self.buffer.is_empty() {
            self.lay_down()?;
        }
        let component = std::mem::take(&mut self.component);
        let buffer = std::mem::take(&mut self.buffer);
        self.pack.with(|state| {
            if whole {
                state.small.push((component.name.clone(), buffer.into()));
            }
            state.layout.components.push(component);
        });
        Ok(())
    }
}
