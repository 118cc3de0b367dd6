//! Pairing: a mailbox that a logged-in device fills and whoever knows its id empties, once.
use super::Shared;
use super::ask::{Address, Bearer, InPath, Said};
use super::problem::Refusal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pairing::{LIFE, LONGEST, NewPairing, Offered, Pairing};

/// Under what wrong ids are counted: no account's name.
const COUNTED: &str = "\0pairing";

/// Leaves what a new device will fetch, for ten minutes, in the place of what the asker's device left before.
#[utoipa::path(post, path = "/v1/pairings", request_body = NewPairing, responses((status = 201, body = Offered)), security(("bearer" = [])))]
pub async fn offer(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    Said(new): Said<NewPairing>,
) -> Result<(StatusCode, Json<Offered>), Refusal> {
    if new.sealed.0.len() > LONGEST {
        return Err(Refusal::too_large("sealed", LONGEST as u64));
    }
    let until = vault.clock.now() + LIFE;
    vault.store.offer(bearer.who, &new, until).await?;
    Ok((StatusCode::CREATED, Json(Offered { until })))
}

/// Gives what was left there, and keeps it no longer. Wrong ids are counted by address.
#[utoipa::path(get, path = "/v1/pairings/{id}", params(("id" = Id<16>, Path)), responses((status = 200, body = Pairing), (status = 404)))]
pub async fn fetch(
    State(vault): State<Shared>,
    Address(address): Address,
    InPath(id): InPath<Id<16>>,
) -> Result<Json<Pairing>, Refusal> {
    let now = vault.clock.now();
    vault.tries.take(COUNTED, &address, now).map_err(Refusal::too_many)?;
    let sealed = vault.store.fetch(id.0, now).await?;
    vault.tries.give_back(COUNTED, &address, now);
    Ok(Json(Pairing { sealed }))
}
