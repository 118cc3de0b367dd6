//! What devices and the vault's server say to each other: the bodies of `/v1`, its limits and its errors. Sealed things
//! are bytes here; what is in them is `core/crypto`'s, and the server does not link that. See `docs/protocol.md`.
#![forbid(unsafe_code)]

pub mod account;
pub mod bytes;
pub mod directory;
pub mod limits;
pub mod log;
pub mod pack;
pub mod pairing;
pub mod problem;
pub mod recap;
pub mod usage;

pub use bytes::Bytes;
pub use problem::{Code, Problem};

/// Milliseconds since 1970-01-01 UTC, by the server's clock.
pub type Millis = i64;
