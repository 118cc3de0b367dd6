//! What an account keeps.
use super::Shared;
use super::ask::Bearer;
use super::problem::Refusal;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use webmynd_protocol::usage::Usage;

/// How much of it.
#[derive(Deserialize)]
pub struct Which {
    /// Also day by day, for which all packs of the account are read.
    days: Option<bool>,
}

/// Bytes and packs by kind, class and day, and what goes when. `days=false`: bytes and quota alone, which are known as they are.
#[utoipa::path(get, path = "/v1/usage", params(("days" = Option<bool>, Query)), responses((status = 200, body = Usage)), security(("bearer" = [])))]
pub async fn usage(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    query: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Usage>, Refusal> {
    let Query(which) = query.map_err(|error| Refusal::bad(error.body_text()))?;
    let account = bearer.who.account;
    let days = which.days.unwrap_or(true);
    Ok(Json(Usage {
        bytes: vault.store.used(account).await?,
        quota: vault.config.limits(&bearer.plan).quota,
        days: if days { vault.store.usage(account).await? } else { vec![] },
        plan: bearer.plan,
    }))
}
