//! The files port: a flat folder of named files, read and written at offsets, durable after `flush`.
use std::fmt;

/// A flat folder of files. Synchronous: in a browser these are OPFS access handles inside a dedicated worker.
///
/// Names are 1 to 64 bytes of `[a-z0-9._-]`. All methods take `&self`; adapters lock or borrow inside.
/// Only what was flushed survives a crash; a crash may keep any part of what was not.
pub trait Files: Send + Sync {
    /// All files, in no order.
    fn list(&self) -> Result<Vec<FileEntry>, FileError>;
    /// Fills `into` from `offset`; returns how many bytes there were (less only at the end of the file).
    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError>;
    /// Writes all of `bytes` at `offset`; creates the file when it is missing; `offset` is at most its length.
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError>;
    /// Cuts the file to `len` bytes (not longer than it is).
    fn cut(&self, name: &str, len: u64) -> Result<(), FileError>;
    /// Returns when everything written to this file (and its existence) is durable.
    fn flush(&self, name: &str) -> Result<(), FileError>;
    /// Removes the file, durably; removing a missing file is no error.
    fn remove(&self, name: &str) -> Result<(), FileError>;
}

/// Whether a file may have this name: 1 to 64 bytes of `[a-z0-9._-]`.
pub fn name_allowed(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    (1..=64).contains(&name.len()) && name.bytes().all(allowed)
}

/// The bytes of a file, at most the first `most`; `None` where there is none.
pub fn read_file(files: &dyn Files, name: &str, most: u64) -> Result<Option<Vec<u8>>, FileError> {
    let Some(file) = files.list()?.into_iter().find(|file| file.name == name) else { return Ok(None) };
    let mut bytes = vec![0; usize::try_from(file.len.min(most)).unwrap_or(0)];
    match files.read(name, 0, &mut bytes) {
        Ok(found) => bytes.truncate(found),
        Err(FileError::Missing) => return Ok(None),
        Err(error) => return Err(error),
    }
    Ok(Some(bytes))
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub len: u64,
}

/// Why a call of [`Files`] failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// No such file.
    Missing,
    /// Disk or quota full.
    Full,
    /// Held by someone else.
    Locked,
    /// Not allowed.
    NotAllowed,
    /// Anything else, in the system's words.
    Io(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("no such file"),
            Self::Full => f.write_str("the disk or quota is full"),
            Self::Locked => f.write_str("the file is held by another process"),
            Self::NotAllowed => f.write_str("storage is not allowed"),
            Self::Io(fact) => f.write_str(fact),
        }
    }
}

impl std::error::Error for FileError {}

impl From<FileError> for crate::EngineError {
    fn from(error: FileError) -> Self {
        use crate::ErrorKind as K;
        let kind = match error {
            FileError::Missing => K::NotFound,
            FileError::Full => K::FreeSpace,
            FileError::Locked => K::Locked,
            FileError::NotAllowed => K::NotAllowed,
            FileError::Io(_) => K::Retry,
        };
        Self::new(kind, error.to_string())
    }
}
