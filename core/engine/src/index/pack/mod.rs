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
