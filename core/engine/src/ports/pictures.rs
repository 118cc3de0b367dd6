//! The pictures port: thumbnails, full images, favicons and the words on them by key. Put is acknowledged only when durable.
use crate::EngineError;
use std::future::Future;

/// Where pictures are kept (IndexedDB in a browser, a folder on the command line).
pub trait Pictures {
    /// Keeps a picture under its key, replacing what was there; durable when it returns.
    fn put(&self, key: PictureKey, picture: Picture) -> impl Future<Output = Result<(), EngineError>>;
    /// The picture, or `None` when there is none.
    fn get(&self, key: PictureKey) -> impl Future<Output = Result<Option<Picture>, EngineError>>;
    /// Removes pictures; missing ones are no error.
    fn remove(&self, keys: &[PictureKey]) -> impl Future<Output = Result<(), EngineError>>;
    /// All keys of one size, ascending, after `after`, at most `limit` (for export and for finding orphans).
    fn keys(
        &self,
        size: PictureSize,
        after: Option<PictureKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<PictureKey>, EngineError>>;
    /// How much is kept.
    fn used(&self) -> impl Future<Output = Result<PicturesUsed, EngineError>>;
}

/// Which picture: the first 16 bytes of the BLAKE3 of what it was made from, and a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureKey {
    /// Thumb, full image, favicon or words.
    pub size: PictureSize,
    /// Content hash.
    pub hash: [u8; 16],
}

/// What is kept of a picture: its sizes, and which words stand where on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureSize {
    /// 320 pixels wide.
    Thumb,
    /// As captured, at most 1600 pixels wide.
    Full,
    /// At most 32 x 32 pixels.
    Icon,
    /// The words on thumbnail and full image, see [`crate::picture::PictureWords`].
    Words,
}

impl PictureSize {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Thumb, Self::Full, Self::Icon, Self::Words];

    /// As it is called in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Full => "full",
            Self::Icon => "icon",
            Self::Words => "words",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }
}

/// An encoded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/webp`, `image/jpeg` or `image/png`; of words their own.
    pub mime: String,
    /// The encoded bytes.
    pub bytes: Vec<u8>,
}

/// See [`Pictures::used`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PicturesUsed {
    /// How many pictures; words are none.
    pub count: u64,
    /// Their encoded bytes together.
    pub bytes: u64,
}
