//! One file that holds a whole segment: tantivy's components in interleaved pieces, a directory of them, checksums by block.
//!
//! `docs/format-index.md` describes the bytes.
mod cache;
mod directory;
mod layout;
mod reader;
mod writer;

pub(super) use cache::Cache;
pub(super) use directory::{ReadDirectory, WriteDirectory};
pub(super) use reader::Pack;
pub(super) use writer::PackWriter;

/// Bytes under one checksum.
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
        let cache = Arc::new(Mutex::new(Cache::new(8)));
        let pack = Arc::new(Pack::open(files, cache, 1, "p".to_owned(), len).unwrap());
        assert_eq!((pack.docs(), pack.component("ends").is_none()), (5, true));
        let idx = pack.component("idx").unwrap();
        assert_eq!(tantivy::HasLen::len(&idx), known.len());
        let read = tantivy::directory::FileHandle::read_bytes(&idx, 0..known.len()).unwrap();
        assert_eq!(read.as_slice(), known);
    }

    /// Files that count the bytes that are read.
    #[derive(Default)]
    struct Counted(MemoryFiles, std::sync::atomic::AtomicUsize);

    impl Files for Counted {
        fn list(&self) -> Result<Vec<crate::ports::FileEntry>, crate::ports::FileError> {
            self.0.list()
        }
        fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, crate::ports::FileError> {
            self.1.fetch_add(into.len(), std::sync::atomic::Ordering::Relaxed);
            self.0.read(name, offset, into)
        }
        fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), crate::ports::FileError> {
            self.0.write(name, offset, bytes)
        }
        fn cut(&self, name: &str, len: u64) -> Result<(), crate::ports::FileError> {
            self.0.cut(name, len)
        }
        fn flush(&self, name: &str) -> Result<(), crate::ports::FileError> {
            self.0.flush(name)
        }
        fn remove(&self, name: &str) -> Result<(), crate::ports::FileError> {
            self.0.remove(name)
        }
    }

    /// A block is read whole and checked once; then what is asked of it is read, and nothing of one that is damaged is given.
    #[test]
    fn a_block_is_checked_before_anything_of_it_is_given_and_then_no_more() {
        let files = Arc::new(Counted::default());
        let writer = Arc::new(PackWriter::create(Arc::clone(&files) as _, "p".to_owned()).unwrap());
        let known: Vec<u8> = (0..5 * BLOCK).map(|at| (at % 251) as u8).collect();
        let mut component = writer.component("idx");
        component.write_all(&known).unwrap();
        component.terminate().unwrap();
        let len = writer.finish(1).unwrap();
        let cache = Arc::new(Mutex::new(Cache::new(1)));
        let pack = Arc::new(Pack::open(Arc::clone(&files) as _, cache, 1, "p".to_owned(), len).unwrap());
        let idx = pack.component("idx").unwrap();
        let read = |from: usize, len: usize| {
            let before = files.1.load(std::sync::atomic::Ordering::Relaxed);
            let bytes = tantivy::directory::FileHandle::read_bytes(&idx, from..from + len)?;
            assert_eq!(bytes.as_slice(), &known[from..from + len]);
            std::io::Result::Ok(files.1.load(std::sync::atomic::Ordering::Relaxed) - before)
        };
        assert_eq!(read(2 * BLOCK + 100, 50).unwrap(), BLOCK, "all of its block, to check it");
        assert_eq!(read(2 * BLOCK + 200, 50).unwrap(), 0, "it is in the cache");
        assert_eq!(read(2 * BLOCK + 9_000, 50).unwrap(), cache::UNIT);
        let long = 2 * BLOCK + 10;
        assert_eq!(read(BLOCK + 100, long).unwrap(), 3 * BLOCK, "what is long, with what was not checked");
        assert_eq!(read(BLOCK + 100, long).unwrap(), long, "and then alone");
        pack.verify().unwrap();
        files.write("p", 4 * BLOCK as u64 + 99, &[255]).unwrap();
        assert!(read(4 * BLOCK + 5_000, 50).is_ok(), "it was sound when it was looked at");
        assert!(pack.verify().is_err());
        assert!(read(4 * BLOCK + 9_000, 50).is_err(), "and is not any more");
        assert!(read(BLOCK / 2, 3 * BLOCK).is_ok());
        assert!(read(3 * BLOCK, BLOCK + 500).is_err());
    }
}
