//! What this server is and takes at most.
use super::ask::Bearer;
use super::{Shared, VERSION};
use axum::Json;
use axum::extract::State;
use webmynd_protocol::limits::{Limits, WellKnown};

/// The one address a client needs to know leads here. `account`: whose server is asked for; this one serves all.
#[utoipa::path(get, path = "/.well-known/webmynd", params(("account" = Option<String>, Query)), responses((status = 200, body = WellKnown)))]
pub async fn well_known(State(vault): State<Shared>) -> Json<WellKnown> {
    let config = &vault.config;
    Json(WellKnown {
        base: config.base.clone().unwrap_or_else(|| format!("http://{}", config.listen)),
        version: VERSION.to_owned(),
        sign_up: config.sign_up,
        limits: config.limits(&config.plan),
    })
}

/// Limits of the asker's plan.
#[utoipa::path(get, path = "/v1/limits", responses((status = 200, body = Limits)), security(("bearer" = [])))]
pub async fn limits(State(vault): State<Shared>, Bearer(bearer): Bearer) -> Json<Limits> {
    Json(vault.config.limits(&bearer.plan))
}
