//! Who takes keys or a whole account away shows what logs in once more: a session alone, on a device that was left open, is not enough.
use super::Shared;
use super::ask::text;
use super::problem::Refusal;
use crate::store::Bearer;
use axum::http::HeaderMap;
use webmynd_protocol::Code;
use webmynd_protocol::account::PROOF;
use webmynd_protocol::bytes::Id;

/// Whether the request shows what logs in with the passphrase or with the recovery key. Tries count as those of a login do.
pub async fn prove(
    vault: &Shared,
    bearer: &Bearer,
    address: &str,
    headers: &HeaderMap,
) -> Result<(), Refusal> {
    let shown: Id<32> = text(headers, PROOF).and_then(|value| value.parse().ok()).ok_or(Code::ProofWanted)?;
    let now = vault.clock.now();
    vault.tries.take(&bearer.name, address, now).map_err(Refusal::too_many)?;
    let looked_up = vault.store.account(&bearer.name).await;
    let account = looked_up.inspect_err(|_| vault.tries.give_back(&bearer.name, address, now))?;
    if !account.is_some_and(|account| account.admits(&shown.0) || account.recovers(&shown.0)) {
        return Err(Code::ProofWanted.into());
    }
    vault.tries.give_back(&bearer.name, address, now);
    Ok(())
}
