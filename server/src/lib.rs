//! The vault's server as a library: what `webmynd-server` runs and what its tests drive.
#![forbid(unsafe_code)]

mod agent;
pub mod api;
pub mod blobs;
pub mod budget;
pub mod builds;
pub mod clock;
pub mod config;
pub mod descriptors;
pub mod directory;
mod folders;
pub mod health;
pub mod metrics;
mod patience;
pub mod peers;
mod random;
pub mod serve;
pub mod store;
mod throttle;
mod tls;
pub mod vault;
