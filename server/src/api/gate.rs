//! The gate: whom the operator's directory of users does not let in makes no account here, and begins no session.
use super::Shared;
use super::ask::text;
use super::problem::Refusal;
use super::tries::Tries;
use crate::directory::NotAdmitted;
use axum::http::{HeaderMap, header};
use webmynd_protocol::Code;
use webmynd_protocol::directory::{Proof, ProofKind};

/// Longer than any password and any token of a sensible issuer, in bytes.
const LONGEST: usize = 16 << 10;

/// Lets in whom the directory knows as `account`, by what the request shows for it. Tries are as many as those of a passphrase,
/// and are counted before the directory is asked: it cannot be asked more often by asking at once.
pub async fn pass(vault: &Shared, account: &str, tries: &Tries, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(directory) = &vault.directory else { return Ok(()) };
    let account = account.to_lowercase();
    let proof = text(headers, header::AUTHORIZATION.as_str()).filter(|value| value.len() <= LONGEST);
    let Some(proof) = proof.and_then(Proof::of) else {
        return Err(Refusal::not_admitted(match directory.wants().proof {
            ProofKind::Password => {
                "authorization: the password in the directory of users is wanted (Basic, without a name)"
            }
            _ => "authorization: an ID token is wanted (Bearer)",
        }));
    };
    let now = vault.clock.now();
    tries.take(vault, now)?;
    match directory.admits(&account, &proof, now).await {
        Ok(()) => {
            tries.give_back(vault, now);
            Ok(())
        }
        Err(NotAdmitted::Refused(why)) => {
            tracing::info!("the directory of users lets somebody not in: {why}");
            Err(Refusal::not_admitted(""))
        }
        Err(NotAdmitted::Unavailable(why)) => {
            tries.give_back(vault, now);
            tracing::error!("the directory of users: {why}");
            Err(Refusal::away("the directory of users does not answer"))
        }
    }
}

/// The same at a login, where the directory is asked then too.
pub async fn pass_again(
    vault: &Shared,
    account: &str,
    tries: &Tries,
    headers: &HeaderMap,
) -> Result<(), Refusal> {
    if vault.config.users.at_login() { pass(vault, account, tries, headers).await } else { Ok(()) }
}

impl Refusal {
    /// What the directory says no to.
    fn not_admitted(detail: &str) -> Self {
        Self::with_detail(Code::NotAdmitted, detail)
    }

    /// What else is needed and is not there.
    fn away(detail: &str) -> Self {
        Self::with_detail(Code::Unavailable, detail)
    }
}
