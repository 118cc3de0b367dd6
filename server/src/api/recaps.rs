//! Recaps of the log: who vouches for one, who reads it, and that entries may go.
use super::Shared;
use super::ask::{Address, Bearer, InPath, Said};
use super::problem::Refusal;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use webmynd_protocol::Code;
use webmynd_protocol::recap::{MOST, Recap, Vouch};

/// What making an answer takes, in bytes: the row, what is made of it, and its JSON.
const LARGEST: u64 = 4 * MOST as u64;

/// Notes that the asking device vouches for the recap of a version; the first one brings it: 201, or 200 when it is there.
#[utoipa::path(put, path = "/v1/recaps/{version}", params(("version" = u64, Path)), request_body = Vouch,
    responses((status = 201), (status = 200), (status = 404), (status = 410), (status = 412), (status = 413)), security(("bearer" = [])))]
pub async fn vouch(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    InPath(version): InPath<u64>,
    Said(vouch): Said<Vouch>,
) -> Result<StatusCode, Refusal> {
    if vouch.sealed.as_ref().is_some_and(|sealed| sealed.0.len() > MOST) {
        return Err(Refusal::too_large("sealed", MOST as u64));
    }
    let is_new = vault.store.vouch(bearer.who, version, &vouch).await?;
    Ok(if is_new { StatusCode::CREATED } else { StatusCode::OK })
}

/// The recap of a version, and who vouches for it.
#[utoipa::path(get, path = "/v1/recaps/{version}", params(("version" = u64, Path)),
    responses((status = 200, body = Recap), (status = 404)), security(("bearer" = [])))]
pub async fn recap(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    Address(address): Address,
    InPath(version): InPath<u64>,
) -> Result<Response, Refusal> {
    let mut share = vault.flight.take(Some(bearer.who.account), &address, LARGEST).await?;
    let recap = vault.store.recap(bearer.who.account, version).await?;
    let json = serde_json::to_vec(&recap).map_err(|_| Code::Internal)?;
    share.shrink(json.len() as u64);
    let head = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_LENGTH, json.len().to_string()),
    ];
    Ok((head, Body::from_stream(share.in_pieces(json.into()))).into_response())
}

/// Entries up to a recap that all devices with a session vouch for may go, but for those that add a pack which is there: 204. They go with the next round.
#[utoipa::path(delete, path = "/v1/recaps/{version}/entries", params(("version" = u64, Path)),
    responses((status = 204), (status = 404), (status = 412)), security(("bearer" = [])))]
pub async fn clear(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    InPath(version): InPath<u64>,
) -> Result<StatusCode, Refusal> {
    vault.store.clear(bearer.who.account, version, vault.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
