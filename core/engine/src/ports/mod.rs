//! What the engine asks of its surroundings: files, pictures, and the vault's server.
pub mod files;
pub mod memory;
pub mod pictures;
pub mod remote;

pub use files::{FileEntry, FileError, Files, read_file};
pub use memory::{MemoryFiles, MemoryPictures};
pub use pictures::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
pub use remote::{Method, Remote, RemoteError, Request, Response};
