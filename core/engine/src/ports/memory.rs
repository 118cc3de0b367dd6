//! The files and pictures ports in memory: for tests, and for trying things out.
use super::files::name_allowed;
use super::{FileEntry, FileError, Files, Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
use crate::EngineError;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files that live as long as this value.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryFiles {
    /// The same files once more, as when a profile is copied.
    pub fn copy(&self) -> Self {
        Self { files: Mutex::new(self.lock().clone()) }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for MemoryFiles {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let entry =
            |(name, bytes): (&String, &Vec<u8>)| FileEntry { name: name.clone(), len: bytes.len() as u64 };
        Ok(self.lock().iter().map(entry).collect())
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let files = self.lock();
        let bytes = files.get(name).ok_or(FileError::Missing)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let found = bytes.get(start..).unwrap_or_default();
        let count = found.len().min(into.len());
        into[..count].copy_from_slice(&found[..count]);
        Ok(count)
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        if !name_allowed(name) {
            return Err(FileError::Io(format!("{name:?} is not allowed as a name")));
        }
        let mut files = self.lock();
        let file = files.entry(name.to_owned()).or_default();
        let start = usize::try_from(offset).map_err(|_| FileError::Full)?;
        if start > file.len() {
            return Err(FileError::Io(format!("write at {start} past the end {}", file.len())));
        }
        let end = start + bytes.len();
        if file.len() < end {
            file.resize(end, 0);
        }
        file[start..end].copy_from_slice(bytes);
        Ok(())
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        let mut files = self.lock();
        let file = files.get_mut(name).ok_or(FileError::Missing)?;
        file.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(())
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        if self.lock().contains_key(name) { Ok(()) } else { Err(FileError::Missing) }
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.lock().remove(name);
        Ok(())
    }
}

/// Pictures that live as long as this value.
#[derive(Debug, Default)]
pub struct MemoryPictures {
    pictures: Mutex<BTreeMap<PictureKey, Picture>>,
}

impl MemoryPictures {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PictureKey, Picture>> {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pictures for MemoryPictures {
    async fn put(&self, key: PictureKey, picture: Picture) -> Result<(), EngineError> {
        self.lock().insert(key, picture);
        Ok(())
    }

    async fn get(&self, key: PictureKey) -> Result<Option<Picture>, EngineError> {
        Ok(self.lock().get(&key).cloned())
    }

    async fn remove(&self, keys: &[PictureKey]) -> Result<(), EngineError> {
        let mut pictures = self.lock();
        keys.iter().for_each(|key| drop(pictures.remove(key)));
        Ok(())
    }

    async fn keys(
        &self,
        size: PictureSize,
        after: Option<PictureKey>,
        limit: usize,
    ) -> Result<Vec<PictureKey>, EngineError> {
        let pictures = self.lock();
        let of_size =
            pictures.keys().filter(|key| key.size == size && after.is_none_or(|after| **key > after));
        Ok(of_size.take(limit).copied().collect())
    }

    async fn used(&self) -> Result<PicturesUsed, EngineError> {
        let pictures = self.lock();
        let bytes = pictures.values().map(|picture| picture.bytes.len() as u64).sum();
        let count = pictures.keys().filter(|key| key.size != PictureSize::Words).count() as u64;
        Ok(PicturesUsed { count, bytes })
    }
}
