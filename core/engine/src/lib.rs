//! WebMynd's engine: remembers pages, finds them again and plays them back. Pure: no clock, no randomness, no browser.
#![forbid(unsafe_code)]

pub mod address;
pub mod archive;
mod bits;
pub mod bookmarks;
mod bytes;
pub mod calendar;
pub mod card;
pub mod catalog;
pub mod error;
pub mod event;
pub mod extract;
pub mod index;
mod interned;
pub mod journal;
pub mod page;
pub mod picture;
pub mod policy;
pub mod ports;
pub mod query;
pub mod said;
pub mod sync;
pub mod words;

pub use error::{EngineError, ErrorKind};
pub use page::{CaptureNo, Millis};
