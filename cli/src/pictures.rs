//! The pictures port over a folder: `pictures/<size>-<hash>.<type>`, written whole or not at all.
use crate::files::of_io;
use crate::private;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use webmynd_engine::page::VisitId;
use webmynd_engine::picture::WORDS_MIME;
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
use webmynd_engine::{EngineError, ErrorKind};

const TYPES: [(&str, &str); 4] =
    [("image/webp", "webp"), ("image/jpeg", "jpg"), ("image/png", "png"), (WORDS_MIME, "bin")];

/// A folder of pictures.
pub struct PictureFolder {
    path: PathBuf,
}

impl PictureFolder {
    /// The pictures of the memory in `data`; the folder is made with the first of them.
    pub fn of(data: &Path) -> Self {
        Self { path: data.join("pictures") }
    }

    fn name(key: PictureKey, extension: &str) -> String {
        format!("{}-{}.{extension}", key.size.name(), VisitId(key.hash))
    }

    fn key(name: &str) -> Option<PictureKey> {
        let (stem, extension) = name.split_once('.')?;
        let (size, hash) = stem.split_once('-')?;
        TYPES.iter().find(|(_, known)| *known == extension)?;
        Some(PictureKey { size: PictureSize::named(size)?, hash: VisitId::parse(hash)?.0 })
    }

    /// Every picture: its key and its length in bytes.
    fn all(&self) -> Result<Vec<(PictureKey, u64)>, EngineError> {
        let entries = match std::fs::read_dir(&self.path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
            other => other.map_err(|error| failed(&error))?,
        };
        let mut all = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| failed(&error))?;
            if let Some(key) = entry.file_name().to_str().and_then(Self::key) {
                all.push((key, entry.metadata().map_err(|error| failed(&error))?.len()));
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    /// The pictures that have any bytes.
    pub fn not_empty(&self) -> Result<impl Iterator<Item = PictureKey>, EngineError> {
        Ok(self.all()?.into_iter().filter(|(_, len)| *len > 0).map(|(key, _)| key))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        private::make_folder(&self.path)?;
        let draft = self.path.join("draft");
        let mut file = private::options().write(true).create(true).truncate(true).open(&draft)?;
        std::io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, self.path.join(name))?;
        if cfg!(unix) { std::fs::File::open(&self.path)?.sync_all() } else { Ok(()) }
    }
}

impl Pictures for PictureFolder {
    async fn put(&self, key: PictureKey, picture: Picture) -> Result<(), EngineError> {
        let extension = TYPES.iter().find(|(mime, _)| *mime == picture.mime).map(|(_, extension)| *extension);
        let unknown = || EngineError::new(ErrorKind::Invalid, format!("a picture of type {}", picture.mime));
        self.remove(&[key]).await?;
        self.write(&Self::name(key, extension.ok_or_else(unknown)?), &picture.bytes)
            .map_err(|error| failed(&error))
    }

    async fn get(&self, key: PictureKey) -> Result<Option<Picture>, EngineError> {
        for (mime, extension) in TYPES {
            match std::fs::read(self.path.join(Self::name(key, extension))) {
                Ok(bytes) => return Ok(Some(Picture { mime: mime.to_owned(), bytes })),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(&error)),
            }
        }
        Ok(None)
    }

    async fn remove(&self, keys: &[PictureKey]) -> Result<(), EngineError> {
        for (key, (_, extension)) in keys.iter().flat_map(|key| TYPES.map(|kind| (*key, kind))) {
            match std::fs::remove_file(self.path.join(Self::name(key, extension))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(&error)),
                _ => {}
            }
        }
        Ok(())
    }

    async fn keys(
        &self,
        size: PictureSize,
        after: Option<PictureKey>,
        limit: usize,
    ) -> Result<Vec<PictureKey>, EngineError> {
        let keys = self.all()?.into_iter().map(|(key, _)| key);
        let wanted = |key: &PictureKey| key.size == size && after.is_none_or(|after| *key > after);
        Ok(keys.filter(wanted).take(limit).collect())
    }

    async fn used(&self) -> Result<PicturesUsed, EngineError> {
        let all = self.all()?;
        let count = all.iter().filter(|(key, _)| key.size != PictureSize::Words).count() as u64;
        Ok(PicturesUsed { count, bytes: all.iter().map(|(_, len)| len).sum() })
    }
}

fn failed(error: &std::io::Error) -> EngineError {
    of_io(error).into()
}

/// The value of a future that never waits: those of a folder are done when they are asked.
pub fn ready<T>(future: impl Future<Output = Result<T, EngineError>>) -> Result<T, EngineError> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => Err(EngineError::new(ErrorKind::Bug, "a folder of pictures kept us waiting")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_kept_replaced_listed_and_removed() {
        let dir = tempfile::tempdir().unwrap();
        let folder = PictureFolder::of(dir.path());
        let key = |size, n| PictureKey { size, hash: [n; 16] };
        let picture = |mime: &str, bytes: &[u8]| Picture { mime: mime.to_owned(), bytes: bytes.to_vec() };
        assert_eq!(ready(folder.used()).unwrap(), PicturesUsed::default());
        for n in [3, 1, 2] {
            ready(folder.put(key(PictureSize::Thumb, n), picture("image/webp", &[n; 10]))).unwrap();
        }
        ready(folder.put(key(PictureSize::Icon, 1), picture("image/png", &[7]))).unwrap();
        ready(folder.put(key(PictureSize::Thumb, 1), picture("image/jpeg", &[9; 5]))).unwrap();
        assert_eq!(
            ready(folder.get(key(PictureSize::Thumb, 1))).unwrap(),
            Some(picture("image/jpeg", &[9; 5]))
        );
        assert_eq!(ready(folder.get(key(PictureSize::Full, 1))).unwrap(), None);
        let first = Some(key(PictureSize::Thumb, 1));
        assert_eq!(ready(folder.keys(PictureSize::Thumb, first, 1)).unwrap(), [key(PictureSize::Thumb, 2)]);
        assert_eq!(ready(folder.used()).unwrap(), PicturesUsed { count: 4, bytes: 26 });
        ready(folder.remove(&[key(PictureSize::Thumb, 1), key(PictureSize::Full, 9)])).unwrap();
        assert_eq!(ready(folder.used()).unwrap().count, 3);
        assert!(ready(folder.put(key(PictureSize::Full, 1), picture("text/html", b"x"))).is_err());
    }
}
