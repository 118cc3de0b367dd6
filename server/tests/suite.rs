//! Every test of the server over real sockets and as a program, in one program of their own, so that what they link is linked
//! once: `cargo test -p webmynd-server --test suite kills` runs those of `kills.rs`. A new file has its line here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // A test says what broke by panicking, and its figures by printing.
#![allow(clippy::disallowed_methods)] // Sockets and programs have a clock and threads.
mod bucket;
mod common;
mod issuer;
mod life;
mod ports;
#[allow(dead_code)] // Stories end it and begin it again.
mod postgres;
mod program;
mod recaps;
mod rows;
#[cfg(feature = "ldap")]
mod slapd;

mod accounts;
mod backup;
mod bad_input;
mod extension;
mod full_disk;
mod fuzz;
mod hostile;
mod kills;
mod ldap;
mod load;
mod object_store;
mod oidc;
mod operator;
mod packs;
mod peers;
mod plans;
mod store;
mod store_packs;
mod tenants;
mod tls;
mod tries;
mod trouble;
mod twice;
