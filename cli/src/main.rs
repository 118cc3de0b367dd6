//! `webmynd`: the same memory on the command line.
#![forbid(unsafe_code)]

mod account;
mod args;
mod charset;
mod clock;
mod commands;
mod directory;
mod failure;
mod files;
mod memory;
mod outfile;
mod pictures;
mod private;
mod random;
mod remote;
mod round;
mod screen;
mod vault;
mod words;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(args.command) {
        Ok(done) => done.code(screen::has_complained()),
        Err(failure) => {
            screen::note(&format!("webmynd: {failure}"));
            failure.code()
        }
    }
}
