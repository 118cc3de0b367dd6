//! The files port with a count of the bytes that are written through it.
use crate::cli::files::Folder;
use std::sync::atomic::{AtomicU64, Ordering};
use webmynd_engine::ports::{FileEntry, FileError, Files};

/// A folder whose writes are counted.
pub struct Counted {
    folder: Folder,
    written: AtomicU64,
}

impl Counted {
    pub fn over(folder: Folder) -> Self {
        Self { folder, written: AtomicU64::new(0) }
    }

    /// Bytes written so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Bytes of all files.
    pub fn held(&self) -> Result<u64, FileError> {
        Ok(self.folder.list()?.iter().map(|file| file.len).sum())
    }
}

impl Files for Counted {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        self.folder.list()
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        self.folder.read(name, offset, into)
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.folder.write(name, offset, bytes)
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        self.folder.cut(name, len)
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.folder.flush(name)
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.folder.remove(name)
    }
}
