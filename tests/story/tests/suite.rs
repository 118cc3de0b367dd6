//! Every story in one program, so that what they link is linked once:
//! `cargo test -p webmynd-story --test suite lives` runs those of `lives.rs`. A new file has its line here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // A test says what broke by panicking, and its seeds by printing.
#![allow(clippy::disallowed_methods)] // Sockets and programs have a clock and threads.
mod common;
#[path = "../../../server/tests/ports.rs"]
mod ports;
#[allow(dead_code)] // Of TLS to a database the server's own tests tell.
#[path = "../../../server/tests/postgres/mod.rs"]
mod postgres;
mod servers;

mod account;
mod ahead;
mod anew;
mod at_once;
mod clocks;
mod consolidate;
mod evil;
mod evil_keys;
mod evil_packs;
mod flipped;
mod frozen;
mod given_back;
mod given_up;
mod gone;
mod keys;
mod lives;
mod looks;
mod one_device;
mod one_device_packs;
mod orphans;
mod put_back;
mod quarantine;
mod recaps;
mod restarts;
mod retain;
mod rows;
mod secrecy;
mod sync;
mod thumbs;
mod trouble;
mod unheard;
mod versions;
