//! A vault's database with many accounts and their years: filled, asked everything that the server asks, purged. `tools/simulate-vault.mjs` runs
//! it; it prints and never fails for being slow.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // It says what broke by panicking, and figures by printing.
#![allow(clippy::disallowed_methods)] // It measures.
mod ask;
mod back;
mod fill;
mod heard;
mod leave;
mod people;
mod purge;
mod sizes;
mod time;

use clap::{Parser, Subcommand};
use people::Shape;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use webmynd_server::store::Store;

#[derive(Parser)]
struct Arguments {
    /// `sqlite:FILE` or `postgres://…`.
    database: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Fills an empty database.
    Fill(Shape),
    /// Bytes of each table and index.
    Sizes,
    /// Runs everything that the server asks of the store, and says how long it takes.
    Ask(Shape),
    /// Lets the largest account leave, and removes it.
    Leave,
    /// Lets all history end at once, and purges it while accounts commit.
    Purge {
        #[command(flatten)]
        shape: Shape,
        /// Servers that purge.
        #[arg(long, default_value_t = 1)]
        servers: usize,
    },
    /// Makes the tables those of version 4.
    Back,
    /// Opens the database as a server that starts does, which takes older tables on.
    Open,
}

#[tokio::main]
async fn main() {
    sqlx::any::install_default_drivers();
    let Arguments { database, what } = Arguments::parse();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = i64::try_from(since.as_millis()).unwrap();
    match what {
        What::Fill(shape) => fill::fill(&database, shape, now).await,
        What::Sizes => sizes::print(&database).await,
        What::Ask(shape) => ask::everything(&database, shape, now).await,
        What::Leave => leave::largest(&database, now).await,
        What::Purge { shape, servers } => purge::beside_commits(&database, shape, servers, now).await,
        What::Back => back::to_version_4(&database).await,
        What::Open => {
            let begun = Instant::now();
            Store::open(&database).await.unwrap();
            println!("opened in {:.1} s", begun.elapsed().as_secs_f64());
        }
    }
}
