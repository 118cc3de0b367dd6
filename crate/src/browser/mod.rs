//! The browser's side of the engine's ports: OPFS files, IndexedDB pictures and the browser's own picture codecs.
pub mod codec;
mod database;
pub mod faults;
pub mod files;
pub mod handle;
pub mod pictures;
pub mod random;
pub mod remote;
pub(crate) mod slot;
pub mod worker;
