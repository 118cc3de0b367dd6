//! What this server is and takes at most.
use super::ask::Bearer;
use super::problem::Refusal;
use super::{Shared, VERSION};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use webmynd_protocol::limits::{Limits, WIRE, WellKnown};

/// Whose server is asked for.
#[derive(Deserialize)]
pub struct Whose {
    account: Option<String>,
}

/// The one address a client needs to know leads here. `account`: whose server is asked for; an operator may have several.
#[utoipa::path(get, path = "/.well-known/webmynd", params(("account" = Option<String>, Query)), responses((status = 200, body = WellKnown)))]
pub async fn well_known(
    State(vault): State<Shared>,
    query: Result<Query<Whose>, QueryRejection>,
) -> Result<Json<WellKnown>, Refusal> {
    let Query(Whose { account }) = query.map_err(|error| Refusal::bad(error.body_text()))?;
    let config = &vault.config;
    let elsewhere = account.and_then(|name| config.elsewhere(&name).map(str::to_owned));
    Ok(Json(WellKnown {
        base: elsewhere.unwrap_or_else(|| config.base()),
        version: VERSION.to_owned(),
        wires: vec![WIRE],
        sign_up: config.sign_up,
        directory: vault.directory.as_ref().map(|directory| directory.wants()),
        limits: config.limits(&config.plan),
    }))
}

/// Limits of the asker's plan.
#[utoipa::path(get, path = "/v1/limits", responses((status = 200, body = Limits)), security(("bearer" = [])))]
pub async fn limits(State(vault): State<Shared>, Bearer(bearer): Bearer) -> Json<Limits> {
    Json(vault.config.limits(&bearer.plan))
}
