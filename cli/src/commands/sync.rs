//! `webmynd sync`: one round with the vault.
use crate::account;
use crate::args::Sync;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::remote::Http;
use crate::screen;
use futures_util::FutureExt;
use std::cell::RefCell;
use std::future::Future;
use webmynd_engine::sync::{Round, thin};

/// Runs a round and says what it did.
pub fn run(args: &Sync) -> Result<Done, Failure> {
    let mut account = account::load(&args.data)?;
    let Memory { archive, pictures } = Memory::open(&args.data)?;
    let (archive, remote) = (RefCell::new(archive), Http::new(&account.origin)?);
    let mut random = crate::random::fill;
    let round = Round::new(&archive, &mut account, &remote, &mut random, clock::now());
    let report = at_once(round.run());
    // The round may have renewed keys or the device's name, also one that failed.
    account::save(&args.data, &account)?;
    let report = report??;
    let thinned = match args.keep_text {
        Some(days) => at_once(thin(&archive, &account, &remote, days, clock::now()))??,
        None => 0,
    };
    let mut memory = Memory { archive: archive.into_inner(), pictures };
    memory.catch_up()?;
    memory.close()?;
    if args.json {
        screen::json(&report)?;
    } else {
        screen::line(&format!("{} visits sent, {} received", report.sent, report.received))?;
        if args.keep_text.is_some() {
            screen::line(&format!("{thinned} texts are in the vault alone now"))?;
        }
    }
    Ok(Done::Well)
}

/// The outcome of a future whose requests block: it never waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    Box::pin(future)
        .now_or_never()
        .ok_or_else(|| Failure::new("a request did not block; this is a mistake of ours"))
}
