//! The commands, one a file.
mod devices;
mod doctor;
mod export;
mod extract;
mod forget;
mod import;
mod login;
mod logout;
mod pair;
mod passphrase;
mod queries;
mod read;
mod search;
mod star;
mod status;
mod sync;
mod timeline;

use crate::args::Command;
use crate::failure::{Done, Failure};

/// Runs a command.
pub fn run(command: Command) -> Result<Done, Failure> {
    match command {
        Command::Extract(args) => extract::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Timeline(args) => timeline::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Login(args) => login::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Star(args) => star::run(&args),
        Command::Forget(args) => forget::run(&args),
        Command::Sync(args) => sync::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Devices(args) => devices::run(&args),
        Command::Pair(args) => pair::run(&args),
        Command::Passphrase(args) => passphrase::run(&args),
        Command::Logout(args) => logout::run(&args),
    }
}
