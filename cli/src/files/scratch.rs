//! A folder that cannot be written, with what would be written kept in this process: a snapshot, a backup, a full disk.
use super::Folder;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use webmynd_engine::ports::{FileEntry, FileError, Files, MemoryFiles};

/// Files of a folder, and over them those that were changed here.
pub struct Scratch {
    folder: Folder,
    changed: MemoryFiles,
    /// Names of the folder's files that are changed or removed here.
    covered: Mutex<BTreeSet<String>>,
}

impl Scratch {
    /// Over a folder, of which nothing is changed.
    pub fn over(folder: Folder) -> Self {
        Self { folder, changed: MemoryFiles::default(), covered: Mutex::default() }
    }

    fn covered(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.covered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a file one that can be changed here.
    fn take(&self, name: &str) -> Result<(), FileError> {
        if !self.covered().insert(name.to_owned()) {
            return Ok(());
        }
        let Some(entry) = self.folder.list()?.into_iter().find(|entry| entry.name == name) else {
            return Ok(());
        };
        let mut bytes = vec![0; usize::try_from(entry.len).map_err(|_| FileError::Full)?];
        let there = self.folder.read(name, 0, &mut bytes)?;
        bytes.truncate(there);
        self.changed.write(name, 0, &bytes)
    }
}

impl Files for Scratch {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let covered = self.covered();
        let mut entries = self.folder.list()?;
        entries.retain(|entry| !covered.contains(&entry.name));
        entries.extend(self.changed.list()?);
        Ok(entries)
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        if self.covered().contains(name) {
            return self.changed.read(name, offset, into);
        }
        self.folder.read(name, offset, into)
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.take(name)?;
        self.changed.write(name, offset, bytes)
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        self.take(name)?;
        self.changed.cut(name, len)
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.take(name)?;
        self.changed.flush(name)
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.covered().insert(name.to_owned());
        self.changed.remove(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_seen_here_and_the_folder_stays_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), b"hello").unwrap();
        std::fs::write(dir.path().join("b"), b"there").unwrap();
        let scratch = Scratch::over(Folder::open_read_only(dir.path()).unwrap());
        let text = |name: &str| {
            let mut bytes = [0; 16];
            let length = scratch.read(name, 0, &mut bytes)?;
            Ok::<_, FileError>(String::from_utf8_lossy(&bytes[..length]).into_owned())
        };
        scratch.write("a", 5, b" world").unwrap();
        scratch.cut("a", 7).unwrap();
        scratch.write("new", 0, b"x").unwrap();
        scratch.flush("a").unwrap();
        scratch.remove("b").unwrap();
        assert_eq!(text("a"), Ok("hello w".to_owned()));
        assert_eq!(text("b"), Err(FileError::Missing));
        let mut names: Vec<_> =
            scratch.list().unwrap().into_iter().map(|entry| (entry.name, entry.len)).collect();
        names.sort();
        assert_eq!(names, [("a".to_owned(), 7), ("new".to_owned(), 1)]);
        scratch.write("b", 0, b"again").unwrap();
        assert_eq!(text("b"), Ok("again".to_owned()));
        let kept = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
        assert_eq!((kept("a"), kept("b")), (b"hello".to_vec(), b"there".to_vec()));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
