//! Who takes keys or a whole account away shows what logs in once more: a session alone, on a device that was left open, is not enough.
use super::Shared;
use super::ask::text;
use super::problem::Refusal;
use super::tries::{Tried, Tries};
use crate::store::Bearer;
use axum::http::HeaderMap;
use webmynd_protocol::Code;
use webmynd_protocol::account::PROOF;
use webmynd_protocol::bytes::Id;

/// Whether the request shows what logs in with the passphrase or with the recovery key. Tries are as many as those of a login.
pub async fn prove(vault: &Shared, bearer: &Bearer, headers: &HeaderMap) -> Result<(), Refusal> {
    let shown: Id<32> = text(headers, PROOF).and_then(|value| value.parse().ok()).ok_or(Code::ProofWanted)?;
    let (tries, now) = (Tries::by(Tried::Proof, &bearer.name, bearer.who.device), vault.clock.now());
    tries.take(vault, now)?;
    let looked_up = vault.store.account(&bearer.name).await;
    let account = looked_up.inspect_err(|_| tries.give_back(vault, now))?;
    if !account.is_some_and(|account| account.admits(&shown.0) || account.recovers(&shown.0)) {
        return Err(Code::ProofWanted.into());
    }
    tries.give_back(vault, now);
    Ok(())
}
