//! Taking back what was deleted.
use super::Shared;
use super::ask::{AnyBearer, text};
use super::problem::Refusal;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use webmynd_protocol::Millis;
use webmynd_protocol::account::Ticket;
use webmynd_protocol::bytes::Id;

const TICKET: &str = "x-undo-ticket";
const UNTIL: &str = "x-undo-until";

/// 202 with the ticket that takes it back, and until when, in ms: as headers and as the body.
pub fn ticketed(ticket: [u8; 16], until: Millis) -> Response {
    let said = Ticket { ticket: Id(ticket), until };
    let headers = [(TICKET, said.ticket.to_string()), (UNTIL, said.until.to_string())];
    (StatusCode::ACCEPTED, headers, Json(said)).into_response()
}

/// Takes back what the ticket was given for, whole. The same ticket again is answered the same.
#[utoipa::path(post, path = "/v1/undo", params(("X-Undo-Ticket" = Id<16>, Header)),
    responses((status = 200), (status = 404), (status = 410)), security(("bearer" = [])))]
pub async fn undo(
    State(vault): State<Shared>,
    AnyBearer(bearer): AnyBearer,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    let ticket = text(&headers, TICKET)
        .and_then(|text| text.parse::<Id<16>>().ok())
        .ok_or_else(|| Refusal::bad("x-undo-ticket: a ticket is wanted"))?;
    vault.store.undo(bearer.who.account, &ticket.0, vault.clock.now()).await?;
    Ok(StatusCode::OK)
}
