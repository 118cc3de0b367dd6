//! What the engine asks of its surroundings: files and pictures. Each port has a memory twin and a contract suite.
pub mod files;
pub mod pictures;

pub use files::{FileEntry, FileError, Files};
pub use pictures::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
