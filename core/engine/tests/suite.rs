//! Every test of the engine as a whole in one program, so that what it links is linked once:
//! `cargo test -p webmynd-engine --test suite crash` runs those of `crash.rs`. A new file has its line here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // A test says what broke by panicking, and its figures by printing.
mod common;

mod addresses;
mod answers;
mod bounds;
mod budget;
mod busy;
mod checkpoint;
mod completing;
mod crash;
mod damage;
mod doors;
mod extraction;
mod forgetting;
mod frozen;
mod hearing;
mod hostile_bytes;
mod hostile_loads;
mod index;
mod index_crash;
mod index_naive;
mod looks;
mod matches;
mod missing;
mod model;
mod out_of_sight;
mod past;
mod pictures;
mod proportion;
mod put_back;
mod query;
mod ranking;
mod redaction;
mod refusals;
mod retention;
mod said_anew;
mod skipping;
mod standing;
mod statistics;
mod thinning;
mod thumbs;
mod together;
mod told;
mod transfer;
mod words;
