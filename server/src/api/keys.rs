//! Keyboxes and keyring: one generation after another, compare and swap.
use super::Shared;
use super::accounts::check_origin;
use super::ask::{Bearer, Said, text};
use super::problem::Refusal;
use super::proof::prove;
use crate::random;
use crate::store::StoreError;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use webmynd_protocol::Code;
use webmynd_protocol::account::{Keys, NewKeys};

/// The account's keys; their generation is the ETag.
#[utoipa::path(get, path = "/v1/keys", responses((status = 200, body = Keys)), security(("bearer" = [])))]
pub async fn get(State(vault): State<Shared>, Bearer(bearer): Bearer) -> Result<Response, Refusal> {
    let keys = vault.store.keys(bearer.who.account).await?;
    let etag = format!("\"{}\"", keys.generation);
    Ok(([(header::ETAG, etag)], Json(keys)).into_response())
}

/// Replaces the keys of the generation that `If-Match` names. With a new passphrase, or when a device is revoked, all
/// other sessions end in the same breath. More than the keyring is changed by who shows in `X-Proof` what logs in now.
#[utoipa::path(put, path = "/v1/keys", request_body = NewKeys, params(("If-Match" = String, Header), ("X-Proof" = Option<String>, Header)),
    responses((status = 204), (status = 403), (status = 412)), security(("bearer" = [])))]
pub async fn put(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    headers: HeaderMap,
    Said(new): Said<NewKeys>,
) -> Result<StatusCode, Refusal> {
    let expected = text(&headers, header::IF_MATCH.as_str())
        .and_then(|value| value.strip_prefix('"')?.strip_suffix('"')?.parse().ok())
        .ok_or_else(|| Refusal::bad("if-match: the generation in quotes is wanted"))?;
    check(&new.keys, vault.config.limits(&bearer.plan).keys)?;
    check_origin(new.login.as_ref().and_then(|login| login.origin.as_ref()))?;
    let now = vault.store.keys(bearer.who.account).await?;
    if takes_away(&now, &new) {
        // First: the same request once more, whose answer was lost, shows what logged in before it.
        if now.generation != expected {
            return Err(StoreError::current(Code::GenerationConflict, now.generation).into());
        }
        prove(&vault, &bearer, &headers).await?;
    }
    vault.store.put_keys(bearer.who, expected, &new, random::bytes()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether what opens the account, logs in or is logged in will not be what it was.
fn takes_away(now: &Keys, new: &NewKeys) -> bool {
    let is_same = new.keys.passphrase == now.passphrase && new.keys.recovery == now.recovery;
    !is_same || new.login.is_some() || new.recovery_auth.is_some() || new.end_others
}

/// Keys are opaque, but not endless.
pub fn check(keys: &Keys, most: u64) -> Result<(), Refusal> {
    let length = keys.passphrase.0.len() + keys.recovery.0.len() + keys.keyring.0.len();
    if length as u64 > most { Err(Refusal::too_large("keys", most)) } else { Ok(()) }
}
