//! The words that open accounts and directories: asked for, or made, and stretched as a server says.
use crate::failure::Failure;
use crate::random;
use crate::remote::{Http, at_once};
use webmynd_crypto::kdf::{KdfParams, Place, Stretched, stretch};
use webmynd_crypto::passphrase;
use webmynd_engine::sync::{Prelude, prelude};

/// The passphrase, where nobody is there to type it.
pub const PASSPHRASE: &str = "WEBMYND_PASSPHRASE";
/// A new passphrase, likewise.
pub const NEW_PASSPHRASE: &str = "WEBMYND_NEW_PASSPHRASE";

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

/// A passphrase, stretched as the server says, and the address that it is bound to: the server's own, or another one that is `known` to
/// have been its.
pub fn as_told(
    remote: &Http,
    words: &str,
    known: Option<&str>,
    account: &str,
) -> Result<(Stretched, String), Failure> {
    let Prelude { seed, params, origin } = at_once(prelude(remote, account))??;
    let bound_to = origin.unwrap_or_else(|| known.unwrap_or(remote.origin()).to_owned());
    if bound_to != remote.origin() && known != Some(&bound_to) {
        return Err(Failure::new(format!(
            "the server says that this account's passphrase was made at {bound_to}; if that is or was an address of this same server, add `--formerly {bound_to}`; nothing that opens the account was sent"
        )));
    }
    let keys = stretched(words, &bound_to, account, seed, params)?;
    Ok((keys, bound_to))
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
