//! What a server's directory of users wants to be shown: asked for, or taken from where it was put.
use crate::failure::Failure;
use crate::remote::{Http, at_once};
use crate::words::ask;
use std::path::Path;
use webmynd_engine::sync::{Proof, ProofKind, Wanted, wanted};

/// The password in the directory, where nobody is there to type it.
const PASSWORD: &str = "WEBMYND_DIRECTORY_PASSWORD";
/// The file with an ID token, likewise.
const TOKEN_FILE: &str = "WEBMYND_DIRECTORY_TOKEN_FILE";

/// Has `remote` show what the server wants to see, where it wants that: from a new account always, else at each login or not
/// at all.
pub fn prove(remote: &mut Http, new: bool, token_file: Option<&Path>) -> Result<(), Failure> {
    let Some(wanted) = at_once(wanted(remote))??.filter(|wanted| new || wanted.at_login) else {
        return Ok(());
    };
    let proof = match wanted.proof {
        ProofKind::Password => {
            Proof::Password(ask(PASSWORD, "Password in the server's directory of users, not the passphrase")?)
        }
        ProofKind::IdToken => Proof::IdToken(token(&wanted, token_file)?),
        ProofKind::Other => {
            return Err(Failure::new(
                "this server's directory of users wants something that this version cannot show; update webmynd",
            ));
        }
    };
    remote.show(proof);
    Ok(())
}

/// For what begins a session without anybody having asked for it: what the environment has, if anything.
pub fn prove_if_there(remote: &mut Http) {
    if let Ok(password) = std::env::var(PASSWORD) {
        remote.show(Proof::Password(password));
    } else if let Some(token) = std::env::var_os(TOKEN_FILE).and_then(|file| read(Path::new(&file)).ok()) {
        remote.show(Proof::IdToken(token));
    }
}

fn token(wanted: &Wanted, file: Option<&Path>) -> Result<String, Failure> {
    let named = std::env::var_os(TOKEN_FILE);
    match file.or(named.as_deref().map(Path::new)) {
        Some(file) => read(file),
        None => Err(Failure::new(format!(
            "this server wants an ID token of {} for the client {}: --directory-token-file or {TOKEN_FILE} names a file with one",
            wanted.issuer.as_deref().unwrap_or("its issuer"),
            wanted.client.as_deref().unwrap_or("it names"),
        ))),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::of_file("read", file, &error))?;
    Ok(text.trim().to_owned())
}
