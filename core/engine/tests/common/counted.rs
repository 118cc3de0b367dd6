//! Files that count what is written to them, and read.
use std::sync::atomic::{AtomicU64, Ordering};
use webmynd_engine::ports::{FileEntry, FileError, Files, MemoryFiles};

/// Memory files with a count.
#[derive(Default)]
pub struct Counted {
    /// What they are.
    pub files: MemoryFiles,
    written: AtomicU64,
    read: AtomicU64,
}

impl Counted {
    /// Bytes written so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Bytes read so far.
    pub fn read_so_far(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

impl Files for Counted {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        self.files.list()
    }
    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let count = self.files.read(name, offset, into)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.files.write(name, offset, bytes)
    }
    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        self.files.cut(name, len)
    }
    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.files.flush(name)
    }
    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.files.remove(name)
    }
}
