//! What the engine asks of its surroundings: files and pictures. Each port has a memory twin and a contract suite.
#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod files;
pub mod memory;
pub mod pictures;

pub use files::{FileEntry, FileError, Files};
pub use memory::{MemoryFiles, MemoryPictures};
pub use pictures::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
