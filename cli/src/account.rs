//! The account that a memory is synced with: one file beside it that nobody else may read.
use crate::failure::Failure;
use crate::private;
use std::fs::rename;
use std::io::{ErrorKind, Write};
use std::path::Path;
use webmynd_engine::sync::Account;

/// Its name does not fit the files port, which therefore never sees it.
const NAME: &str = "ACCOUNT";
const NEW: &str = "ACCOUNT.new";

/// The account of a memory. Errors: there is none; it cannot be read.
pub fn load(data: &Path) -> Result<Account, Failure> {
    find(data)?.ok_or_else(|| {
        Failure::new(format!("{} is not synced; `webmynd login` makes or joins an account", data.display()))
    })
}

/// The account of a memory, where there is one.
pub fn find(data: &Path) -> Result<Option<Account>, Failure> {
    let damaged = |error| {
        let path = data.join(NAME).display().to_string();
        Failure::new(format!("{path} is damaged: {error}; `webmynd login` makes it anew, as on a new device"))
    };
    read(data)?.map(|bytes| serde_json::from_slice(&bytes).map_err(damaged)).transpose()
}

/// The same for who logs in, and needs nothing of what is damaged.
pub fn find_whole(data: &Path) -> Result<Option<Account>, Failure> {
    Ok(read(data)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn read(data: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let path = data.join(NAME);
    match std::fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| Failure::of_file("read", &path, &error)),
    }
}

/// Keeps an account: whole or not at all, for this user alone.
pub fn save(data: &Path, account: &Account) -> Result<(), Failure> {
    let (path, new) = (data.join(NAME), data.join(NEW));
    let bytes = serde_json::to_vec(account).map_err(|error| Failure::new(error.to_string()))?;
    let written =
        private::options().write(true).create(true).truncate(true).open(&new).and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()?;
            rename(&new, &path)
        });
    written.map_err(|error| Failure::of_file("write", &path, &error))
}

/// Removes the keys. What is left says which account the memory belongs to, and lets nobody in.
pub fn wipe(account: &mut Account) {
    (account.root.0, account.auth.0, account.signing.0) = ([0; 32], [0; 32], [0; 32]);
    account.token.0.clear();
    account.keyring.0.clear();
}

/// Whether its keys were removed.
pub fn is_signed_out(account: &Account) -> bool {
    account.signing.0 == [0; 32]
}
