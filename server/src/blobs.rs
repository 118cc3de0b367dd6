//! The packs' bytes: a folder of this machine, or an object store that several servers share. What is put here is on
//! disk (or has the store's word) when the call returns.
use crate::folders;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Ranges up to so many bytes are read at once; of longer ones a part is held at a time.
const AT_ONCE: u64 = 64 << 10;

/// Why a blob was not put, found or removed.
#[derive(Debug)]
pub enum BlobError {
    /// It is not there, or not all of it.
    Missing,
    /// The store cannot be reached, or is full.
    Unavailable(String),
}

impl From<object_store::Error> for BlobError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Unavailable(error.to_string()),
        }
    }
}

impl std::fmt::Display for BlobError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("the blob is not there, or not all of it"),
            Self::Unavailable(why) => write!(f, "the blob store: {why}"),
        }
    }
}

impl std::error::Error for BlobError {}

/// A blob store, opened; its folder where it is one.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>, Option<PathBuf>);

impl Blobs {
    /// Opens `url`: `file:///folder`, or `s3://bucket/prefix` and others with `options` as the `object_store` crate
    /// names them (`aws_endpoint`, `aws_access_key_id`, …).
    pub fn open(url: &str, options: &[(String, String)]) -> Result<Self, BlobError> {
        if let Some(folder) = url.strip_prefix("file://") {
            folders::make(std::path::Path::new(folder))
                .map_err(|error| BlobError::Unavailable(error.to_string()))?;
            let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
            return Ok(Self(Arc::new(store), Some(PathBuf::from(folder))));
        }
        let parsed = url.parse().map_err(|_| BlobError::Unavailable(format!("{url} is no address")))?;
        let (store, prefix) = object_store::parse_url_opts(&parsed, options.iter().cloned())?;
        Ok(Self(Arc::new(object_store::prefix::PrefixStore::new(store, prefix)), None))
    }

    /// Puts a blob where it can be found again; the same blob twice is one.
    pub async fn put(&self, account: [u8; 16], blob: [u8; 16], bytes: Bytes) -> Result<(), BlobError> {
        within(self.0.put(&path(&account, &blob), bytes.into())).await?;
        Ok(())
    }

    /// The bytes of `range` as they come.
    pub async fn read(
        &self,
        account: [u8; 16],
        blob: [u8; 16],
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        let small = range.end.saturating_sub(range.start) <= AT_ONCE;
        let place = path(&account, &blob);
        let options = GetOptions { range: Some(GetRange::Bounded(range.clone())), ..GetOptions::default() };
        let found = match within(self.0.get_opts(&place, options)).await {
            // What is cut off is told from a store that cannot be read: the one is for ever, the other is tried again.
            Err(BlobError::Unavailable(why)) => {
                let known = within(self.0.head(&place)).await?;
                let is_whole = known.size >= range.end;
                return Err(if is_whole { BlobError::Unavailable(why) } else { BlobError::Missing });
            }
            found => found?,
        };
        if found.range != range {
            return Err(BlobError::Missing);
        }
        if small {
            let bytes = within(found.bytes()).await?;
            return Ok(futures_util::stream::iter([Ok(bytes)]).boxed());
        }
        Ok(found.into_stream().map_err(BlobError::from).boxed())
    }

    /// Removes a blob, and what uploads of it that were broken off have left; one that is not there is removed already.
    pub async fn remove(&self, account: [u8; 16], blob: [u8; 16]) -> Result<(), BlobError> {
        if let Some(folder) = &self.1 {
            let path = folder.join(path(&account, &blob).as_ref());
            remove_leftovers(&path).await.map_err(|error| BlobError::Unavailable(error.to_string()))?;
        }
        let place = path(&account, &blob);
        match within(self.0.delete(&place)).await {
            // Not there; or the store does not know how to remove, and says so by the same word.
            Err(BlobError::Missing) => match within(self.0.head(&place)).await {
                Err(BlobError::Missing) => Ok(()),
                Err(error) => Err(error),
                Ok(_) => {
                    Err(BlobError::Unavailable("it says that a blob is not there, and has it".to_owned()))
                }
            },
            told => told,
        }
    }

    /// Whether the store answers.
    pub async fn ready(&self) -> Result<(), BlobError> {
        match within(self.0.head(&Path::from("ready"))).await {
            Err(BlobError::Missing) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// What the store says, or that it says nothing. Its own tries go on for minutes, longer than any client waits.
async fn within<T>(asked: impl Future<Output = object_store::Result<T>>) -> Result<T, BlobError> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(BlobError::Unavailable(format!("no answer in {} s", PATIENCE.as_secs()))),
    }
}

/// `object_store` writes to `NAME#1`, `NAME#2`, … and renames; a server that was killed meanwhile leaves such a file.
async fn remove_leftovers(path: &std::path::Path) -> std::io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
    let start = format!("{}#", name.to_string_lossy());
    let mut files = match tokio::fs::read_dir(folder).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        files => files?,
    };
    while let Some(file) = files.next_entry().await? {
        if file.file_name().to_string_lossy().starts_with(&start) {
            tokio::fs::remove_file(file.path()).await?;
        }
    }
    Ok(())
}

/// `account/first digit/blob`, in hexadecimal: no folder grows beyond what file systems like. A folder that is new costs
/// more than a blob, so there are few.
fn path(account: &[u8; 16], blob: &[u8; 16]) -> Path {
    let (account, blob) = (hex(account), hex(blob));
    Path::from(format!("{account}/{}/{blob}", blob.get(..1).unwrap_or_default()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(stream: BoxStream<'static, Result<Bytes, BlobError>>) -> Vec<u8> {
        stream
            .try_fold(Vec::new(), |mut all, part| async move {
                all.extend(part);
                Ok(all)
            })
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_blob_is_put_read_in_parts_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&format!("file://{}", folder.path().join("blobs").display()), &[]).unwrap();
        blobs.ready().await.unwrap();
        #[cfg(unix)]
        {
            let made = std::fs::metadata(folder.path().join("blobs")).unwrap();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&made.permissions()) & 0o777, 0o700);
        }
        for _ in 0..2 {
            blobs.put([1; 16], [2; 16], Bytes::from_static(b"0123456789")).await.unwrap();
        }
        assert_eq!(all(blobs.read([1; 16], [2; 16], 2..5).await.unwrap()).await, b"234");
        assert!(matches!(blobs.read([3; 16], [2; 16], 2..5).await, Err(BlobError::Missing)));
        let file = folder.path().join("blobs").join(path(&[1; 16], &[2; 16]).as_ref());
        for left in ["0123", ""] {
            std::fs::write(&file, left).unwrap();
            for range in [0..10, 2..5, 4..10] {
                let read = blobs.read([1; 16], [2; 16], range.clone()).await;
                assert!(matches!(read, Err(BlobError::Missing)), "{range:?} of {left:?}");
            }
        }
        let leftover = folder.path().join(format!("blobs/{}#1", path(&[1; 16], &[2; 16])));
        std::fs::write(&leftover, b"01234").unwrap();
        for _ in 0..2 {
            blobs.remove([1; 16], [2; 16]).await.unwrap();
        }
        assert!(matches!(blobs.read([1; 16], [2; 16], 0..1).await, Err(BlobError::Missing)));
        assert!(!leftover.exists(), "nor is anything left of an upload that was broken off");
    }
}
