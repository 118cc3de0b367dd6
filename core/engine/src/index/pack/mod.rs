//! One file that holds a whole segment: tantivy's components in interleaved pieces, a directory of them, checksums by block.
//!
//! `docs/format-index.md` describes the bytes.
mod cache;
mod directory;
mod layout;
mod reader;
mod writer;

pub(super) use cache::BlockCache;
pub(super) use directory::{ReadDirectory, WriteDirectory};
pub(super) use reader::Pack;
pub(super) use writer::PackWriter;

/// Bytes under one checksum, and the unit of the cache.
pub(super) const BLOCK: usize = 16 * 1024;
/// A component is written in pieces of this size while other components are written beside it.
pub(super) const PIECE: usize = 256 * 1024;

/// What a failed read or write of a pack was about, carried through tantivy's `io::Error`.
pub(super) fn io_error(error: crate::EngineError) -> std::io::Error {
    std::io::Error::other(error)
}

/// Our error in tantivy's, or tantivy's own: stored bytes that it could not read are corrupt.
pub(super) fn engine_error(error: &tantivy::TantivyError) -> crate::EngineError {
    use tantivy::TantivyError as T;
    let io = match error {
        T::IoError(io) => Some(io),
        T::OpenReadError(tantivy::directory::error::OpenReadError::IoError { io_error, .. }) => {
            Some(io_error)
        }
        T::OpenWriteError(tantivy::directory::error::OpenWriteError::IoError { io_error, .. }) => {
            Some(io_error)
        }
        _ => None,
    };
    io.map_or_else(|| crate::EngineError::new(crate::ErrorKind::Corrupt, error.to_string()), |io| from_io(io))
}

/// See [`engine_error`].
pub(super) fn from_io(error: &std::io::Error) -> crate::EngineError {
    let ours = error.get_ref().and_then(|inner| inner.downcast_ref::<crate::EngineError>());
    ours.cloned().unwrap_or_else(|| crate::EngineError::new(crate::ErrorKind::Corrupt, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Files, MemoryFiles};
    use std::io::Write as _;
    use std::sync::{Arc, Mutex};
    use tantivy::directory::TerminatingWrite as _;

    /// A reader takes the components that it knows by their names: a later version may put others beside them, in any order.
    #[test]
    fn components_that_are_not_known_are_in_nobodys_way() {
        let files: Arc<dyn Files> = Arc::new(MemoryFiles::default());
        let writer = Arc::new(PackWriter::create(Arc::clone(&files), "p".to_owned()).unwrap());
        let known = vec![7_u8; 3 * PIECE];
        let mut components = ["hot", "idx", "times"].map(|name| writer.component(name));
        for part in known.chunks(PIECE / 2) {
            for component in &mut components {
                component.write_all(part).unwrap();
            }
        }
        components.into_iter().for_each(|component| component.terminate().unwrap());
        let len = writer.finish(5).unwrap();
        let cache = Arc::new(Mutex::new(BlockCache::new(8)));
        let pack = Arc::new(Pack::open(files, cache, 1, "p".to_owned(), len).unwrap());
        assert_eq!((pack.docs(), pack.component("ends").is_none()), (5, true));
        let idx = pack.component("idx").unwrap();
        assert_eq!(tantivy::HasLen::len(&idx), known.len());
        let read = tantivy::directory::FileHandle::read_bytes(&idx, 0..known.len()).unwrap();
        assert_eq!(read.as_slice(), known);
    }
}
