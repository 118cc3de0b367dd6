//! The vault's server as a library: what `webmynd-server` runs and what its tests drive.
#![forbid(unsafe_code)]

pub mod store;
