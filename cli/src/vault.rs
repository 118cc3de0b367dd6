//! A memory with its account, held by this process alone; and the words that open accounts, asked for or made.
use crate::account;
use crate::directory;
use crate::failure::Failure;
use crate::memory::Memory;
use crate::pictures::PictureFolder;
use crate::random;
use crate::remote::Http;
use futures_util::FutureExt;
use std::cell::RefCell;
use std::future::Future;
use std::path::{Path, PathBuf};
use webmynd_crypto::kdf::{KdfParams, Place, Stretched, stretch};
use webmynd_crypto::passphrase;
use webmynd_crypto::random::bytes;
use webmynd_engine::archive::Archive;
use webmynd_engine::sync::{Account, Prelude, Renewal, prelude};

/// The passphrase, where nobody is there to type it.
pub const PASSPHRASE: &str = "WEBMYND_PASSPHRASE";
/// A new passphrase, likewise.
pub const NEW_PASSPHRASE: &str = "WEBMYND_NEW_PASSPHRASE";

/// A memory that is synced. The folder is locked before the account is read: another process may be renewing it.
pub struct Synced {
    pub archive: RefCell<Archive>,
    pub account: Account,
    pub remote: Http,
    pictures: PictureFolder,
    data: PathBuf,
}

impl Synced {
    /// Opens it. Errors: it is no memory, in use, not synced, or signed out.
    pub fn open(data: &Path) -> Result<Self, Failure> {
        account::load(data)?;
        let Memory { archive, pictures, .. } = Memory::open(data)?;
        let account = account::load(data)?;
        if account::is_signed_out(&account) {
            return Err(Failure::new(format!(
                "{} is signed out; `webmynd login` signs it in again",
                data.display()
            )));
        }
        let mut remote = Http::new(&account.origin)?;
        directory::prove_if_there(&mut remote);
        Ok(Self { archive: RefCell::new(archive), account, remote, pictures, data: data.to_owned() })
    }

    /// Keeps the account as it is now.
    pub fn save(&self) -> Result<(), Failure> {
        account::save(&self.data, &self.account)
    }

    /// Does what is left to do, and writes what makes the next opening quick.
    pub fn close(self) -> Result<(), Failure> {
        let mut memory =
            Memory { archive: self.archive.into_inner(), pictures: self.pictures, is_scratch: false };
        memory.catch_up()?;
        memory.close()
    }
}

/// The outcome of a future whose requests block: it never waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    Box::pin(future)
        .now_or_never()
        .ok_or_else(|| Failure::new("a request did not block; this is a mistake of ours"))
}

/// Words of an environment's variable, or typed unseen.
pub fn ask(variable: &str, what: &str) -> Result<String, Failure> {
    match std::env::var(variable) {
        Ok(words) => Ok(words),
        Err(_) => rpassword::prompt_password(format!("{what}: "))
            .map_err(|error| Failure::new(format!("no answer: {error}; {variable} may hold it"))),
    }
}

/// A new passphrase, and whether it was made here and has to be shown: a person's own must be hard to guess.
pub fn fresh(variable: &str, own: bool, account: &str) -> Result<(String, bool), Failure> {
    if !own && std::env::var_os(variable).is_none() {
        return Ok((passphrase::generate(&mut random::fill), true));
    }
    let words = ask(variable, "New passphrase")?;
    if !passphrase::strong_enough(&words, &[account]) {
        return Err(Failure::new("this passphrase can be guessed; take a longer one, or let one be made"));
    }
    Ok((words, false))
}

/// A passphrase, stretched as the server says.
pub fn as_told(remote: &Http, words: &str, origin: &str, account: &str) -> Result<Stretched, Failure> {
    let Prelude { seed, params } = at_once(prelude(remote, account))??;
    stretched(words, origin, account, seed, params)
}

/// A passphrase, stretched.
pub fn stretched(
    words: &str,
    origin: &str,
    account: &str,
    seed: [u8; 16],
    params: KdfParams,
) -> Result<Stretched, Failure> {
    stretch(words, Place { origin, account, seed }, params)
        .map_err(|error| Failure::new(format!("the passphrase: {error}")))
}

/// Does something with the old and the new passphrase, stretched with a new seed.
pub fn renewing<T>(
    synced: &mut Synced,
    old: &str,
    new: &str,
    work: impl FnOnce(&mut Synced, &Renewal<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (origin, name) = (synced.account.origin.clone(), synced.account.name.clone());
    let now = as_told(&synced.remote, old, &origin, &name)?;
    let seed = bytes(&mut random::fill);
    let new = stretched(new, &origin, &name, seed, KdfParams::FLOOR)?;
    work(synced, &Renewal { now: &now, seed, new: &new })
}
