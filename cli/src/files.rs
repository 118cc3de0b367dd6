//! The files port over a folder of the file system, held by one process at a time.
use crate::private;
use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use webmynd_engine::ports::{FileEntry, FileError, Files};

mod hold;
mod scratch;

pub use scratch::Scratch;

/// What names of this port begin with, as the engine gives them, and what the command line puts beside those.
const OWN: [&str; 9] =
    ["journal-", "catalog-", "manifest-", "seg-", "outbox", "recap-", "ACCOUNT", "ROUND", "pictures"];

/// A flat folder of files.
pub struct Folder {
    path: PathBuf,
    open: Mutex<HashMap<String, File>>,
    /// It can be read alone: files are opened for no more.
    read_only: bool,
    /// Its lock ends with the process, however that ends.
    _lock: Option<File>,
}

impl Folder {
    /// Opens a folder, makes it when it is missing, and holds it. One that others could read, because an older version made it or it
    /// came back from a copy, is closed to them. Errors: `Locked` while another process holds it, after some waiting.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        private::make_folder(path).map_err(|error| of_io(&error))?;
        let is_new = !path.join(hold::LOCK).exists();
        let lock = hold::alone(path)?;
        if is_new || private::is_open_to_others(&lock) {
            close_to_others(path);
        }
        Ok(Self { path: path.to_owned(), open: Mutex::default(), read_only: false, _lock: Some(lock) })
    }

    /// Opens a folder that cannot be written; other readers may hold it as well. Errors: as in [`Folder::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, FileError> {
        let lock = hold::with_readers(path)?;
        Ok(Self { path: path.to_owned(), open: Mutex::default(), read_only: true, _lock: lock })
    }

    /// Whether a folder holds anything that was written through this port: a copy may lack the lock, which is empty.
    pub fn is_memory(path: &Path) -> bool {
        let is_part = |name: &str| name.starts_with("journal-") && name.ends_with(".wmj");
        let names = || std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.file_name());
        path.join(hold::LOCK).is_file() || names().any(|name| name.to_str().is_some_and(is_part))
    }

    fn handles(&self) -> MutexGuard<'_, HashMap<String, File>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with an open file; `make` creates it when it is missing.
    fn with<T>(
        &self,
        name: &str,
        make: bool,
        work: impl FnOnce(&mut File) -> std::io::Result<T>,
    ) -> Result<T, FileError> {
        check(name)?;
        let mut handles = self.handles();
        if !handles.contains_key(name) {
            let file = private::options()
                .read(true)
                .write(!self.read_only)
                .create(make)
                .truncate(false)
                .open(self.path.join(name));
            handles.insert(name.to_owned(), file.map_err(|error| of_io(&error))?);
        }
        let file = handles.get_mut(name).ok_or(FileError::Missing)?;
        work(file).map_err(|error| of_io(&error))
    }

    /// Makes what was created or removed durable: a file's name is an entry of its folder.
    fn flush_folder(&self) -> Result<(), FileError> {
        if cfg!(unix) {
            File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(|error| of_io(&error))?;
        }
        Ok(())
    }
}

impl Files for Folder {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&self.path).map_err(|error| of_io(&error))? {
            let entry = entry.map_err(|error| of_io(&error))?;
            let facts = entry.metadata().map_err(|error| of_io(&error))?;
            if let Ok(name) = entry.file_name().into_string()
                && facts.is_file()
                && check(&name).is_ok()
            {
                entries.push(FileEntry { name, len: facts.len() });
            }
        }
        Ok(entries)
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        self.with(name, false, |file| {
            file.seek(SeekFrom::Start(offset))?;
            let mut done = 0;
            while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
                match file.read(rest) {
                    Ok(0) => break,
                    Ok(n) => done += n,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(done)
        })
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.with(name, true, |file| {
            if offset > file.metadata()?.len() {
                return Err(std::io::Error::other("a write behind the end of the file"));
            }
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(bytes)
        })
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        self.with(name, false, |file| {
            if len > file.metadata()?.len() {
                return Err(std::io::Error::other("a cut behind the end of the file"));
            }
            file.set_len(len)
        })
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.with(name, false, |file| file.sync_all())?;
        self.flush_folder()
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        check(name)?;
        self.handles().remove(name);
        match std::fs::remove_file(self.path.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(of_io(&error)),
            _ => self.flush_folder(),
        }
    }
}

/// Closes the memory's own files to others, and the folder where it holds nothing else. The lock is the last of them: what it lets
/// others do says whether this was done.
fn close_to_others(path: &Path) {
    let mut alone = true;
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_own = |name: &str| OWN.iter().any(|own| name.starts_with(own));
        if name.to_str().is_some_and(is_own) {
            private::close_to_others(&entry.path());
        } else {
            alone &= name == hold::LOCK;
        }
    }
    if alone {
        private::close_to_others(path);
    }
    private::close_to_others(&path.join(hold::LOCK));
}

/// Names of the port; the lock is not one of them.
fn check(name: &str) -> Result<(), FileError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    let fits = (1..=64).contains(&name.len())
        && name.bytes().all(plain)
        && !name.starts_with('.')
        && name != hold::LOCK;
    if fits { Ok(()) } else { Err(FileError::Io(format!("{name:?} is no name of a file here"))) }
}

/// The system's error in the port's terms.
pub fn of_io(error: &std::io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::Missing,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FileError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FileError::NotAllowed,
        ErrorKind::ResourceBusy | ErrorKind::WouldBlock => FileError::Locked,
        _ => FileError::Io(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_flushed_is_there_for_the_next_process() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        folder.write("a", 0, b"hello").unwrap();
        folder.write("a", 5, b" world").unwrap();
        folder.write("a", 0, b"J").unwrap();
        folder.flush("a").unwrap();
        folder.cut("a", 7).unwrap();
        let mut bytes = [0; 16];
        assert_eq!(folder.read("a", 2, &mut bytes), Ok(5));
        assert_eq!(&bytes[..5], b"llo w");
        assert_eq!(folder.list().unwrap(), [FileEntry { name: "a".into(), len: 7 }]);
        drop(folder);
        let folder = Folder::open(dir.path()).unwrap();
        assert_eq!(folder.read("a", 0, &mut bytes), Ok(7));
        folder.remove("a").unwrap();
        folder.remove("a").unwrap();
        assert_eq!(folder.read("a", 0, &mut bytes), Err(FileError::Missing));
        assert!(folder.list().unwrap().is_empty());
    }

    #[test]
    fn a_copy_without_its_lock_is_a_memory() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!Folder::is_memory(dir.path()) && !Folder::is_memory(&dir.path().join("none")));
        std::fs::write(dir.path().join("journal-000000-0000.wmj"), b"").unwrap();
        assert!(Folder::is_memory(dir.path()));
    }

    #[test]
    fn wrong_names_and_places_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        for name in ["", "../a", "a/b", "A", hold::LOCK, ".", "..", &"x".repeat(65)] {
            assert!(matches!(folder.write(name, 0, b"x"), Err(FileError::Io(_))), "{name}");
        }
        assert!(folder.write("a", 1, b"x").is_err());
        assert_eq!(folder.flush("missing"), Err(FileError::Missing));
        assert_eq!(folder.cut("missing", 0), Err(FileError::Missing));
    }
}
