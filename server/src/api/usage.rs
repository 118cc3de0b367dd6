//! What an account keeps.
use super::Shared;
use super::ask::Bearer;
use super::problem::Refusal;
use axum::Json;
use axum::extract::State;
use webmynd_protocol::usage::Usage;

/// Bytes and packs by kind, class and day, and what goes when.
#[utoipa::path(get, path = "/v1/usage", responses((status = 200, body = Usage)), security(("bearer" = [])))]
pub async fn usage(State(vault): State<Shared>, Bearer(bearer): Bearer) -> Result<Json<Usage>, Refusal> {
    let account = bearer.who.account;
    Ok(Json(Usage {
        bytes: vault.store.used(account).await?,
        quota: vault.config.limits(&bearer.plan).quota,
        days: vault.store.usage(account).await?,
        plan: bearer.plan,
    }))
}
