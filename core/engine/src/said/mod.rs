//! What devices say to each other, before it is sealed: the body of an entry, records of pages, thumbnails.
mod body;
pub mod bounds;
mod record;
mod thumb;

pub use body::{Body, DeedSaid, MarkSaid, PackSaid};
pub use bounds::Unreadable;
pub use record::{Record, VisitSaid};
pub use thumb::{LONGEST, Thumb};
