//! A memory with its account, held by this process alone.
use crate::account;
use crate::directory;
use crate::failure::Failure;
use crate::memory::Memory;
use crate::pictures::PictureFolder;
use crate::random;
use crate::remote::Http;
use crate::words::{as_told, stretched};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use webmynd_crypto::kdf::KdfParams;
use webmynd_crypto::random::bytes;
use webmynd_engine::archive::Archive;
use webmynd_engine::sync::{Account, Renewal};

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
        let mut remote = Http::new(account.server())?;
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

/// Does something with the old and the new passphrase, stretched with a new seed.
pub fn renewing<T>(
    synced: &mut Synced,
    old: &str,
    new: &str,
    work: impl FnOnce(&mut Synced, &Renewal<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (bound_to, name) = (synced.account.origin.clone(), synced.account.name.clone());
    let (now, _) = as_told(&synced.remote, old, Some(&bound_to), &name)?;
    // The new one is bound to where the server is now.
    let (seed, origin) = (bytes(&mut random::fill), synced.account.server().to_owned());
    let new = stretched(new, &origin, &name, seed, KdfParams::FLOOR)?;
    work(synced, &Renewal { now: &now, seed, new: &new, origin: &origin })
}
