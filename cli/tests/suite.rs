//! Every test of the binary as a person uses it, in one program, so that what they link is linked once:
//! `cargo test -p webmynd-cli --test suite evil` runs those of `evil.rs`. A new file has its line here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test says what broke by panicking.
#![allow(clippy::disallowed_methods)] // Their servers are threads.
mod common;
#[path = "../../server/tests/ports.rs"]
mod ports;
#[allow(dead_code)] // The server's tests use all of it.
#[path = "../../server/tests/slapd/mod.rs"]
mod slapd;
mod vault;

mod account;
mod bookmarks;
mod care;
mod charsets;
mod cli;
mod directory;
mod evil;
mod forgetting;
mod moves;
mod sync;
mod trouble;
