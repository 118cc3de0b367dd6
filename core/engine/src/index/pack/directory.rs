//! A pack as tantivy's `Directory`: data lies in the pack, tantivy's own notes stay in memory.
use super::io_error;
use super::{Pack, PackWriter};
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

/// `meta.json` and the like: what tantivy writes atomically. The manifest says it for us.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<HashMap<PathBuf, Vec<u8>>>>);

impl Notes {
    fn get(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.get(path).cloned().ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn put(&self, path: &Path, data: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), data.to_owned());
    }
}

/// Tantivy names a file `<segment>.<component>`; a pack holds one segment, so the component is name enough.
fn component_name(path: &Path) -> &str {
    path.extension().and_then(|component| component.to_str()).unwrap_or_default()
}

/// A pack to read.
#[derive(Clone)]
pub(in crate::index) struct ReadDirectory {
    pack: Arc<Pack>,
    notes: Notes,
}

impl ReadDirectory {
    /// Over an open pack.
    pub fn new(pack: Arc<Pack>) -> Self {
        Self { pack, notes: Notes::default() }
    }
}

/// A pack to write.
#[derive(Clone)]
pub(in crate::index) struct WriteDirectory {
    pack: Arc<PackWriter>,
    notes: Notes,
}

impl WriteDirectory {
    /// Over a pack that was begun.
    pub fn new(pack: Arc<PackWriter>) -> Self {
        Self { pack, notes: Notes::default() }
    }
}

/// What both directories answer alike.
macro_rules! common {
    () => {
        fn delete(&self, path: &Path) -> Result<(), DeleteError> {
            Err(DeleteError::FileDoesNotExist(path.to_owned()))
        }

        fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
            self.notes.get(path)
        }

        fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
            self.notes.put(path, data);
            Ok(())
        }

        fn sync_directory(&self) -> io::Result<()> {
            Ok(())
        }

        fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
            Ok(DirectoryLock::from(Box::new(())))
        }

        fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
            Ok(WatchHandle::empty())
        }
    };
}

impl Directory for ReadDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let component = self.pack.component(component_name(path));
        Ok(Arc::new(component.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))?))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.pack.component(component_name(path)).is_some() || self.notes.get(path).is_ok())
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::FileAlreadyExists(path.to_owned()))
    }

    common!();
}

impl Directory for WriteDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let component = self.pack.small_component(component_name(path));
        let bytes = component.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))?;
        Ok(Arc::new(OwnedBytes::new(bytes)))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.pack.small_component(component_name(path)).is_some() || self.notes.get(path).is_ok())
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let component = component_name(path);
        if component.is_empty() {
            let error = io_error(super::layout::bad("a component has no name"));
            return Err(OpenWriteError::wrap_io_error(error, path.to_owned()));
        }
        Ok(WritePtr::new(Box::new(self.pack.component(component))))
    }

    common!();
}

impl fmt::Debug for ReadDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadDirectory")
    }
}

impl fmt::Debug for WriteDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriteDirectory")
    }
}
