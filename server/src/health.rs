//! Figures and health as operators ask for them: on an address of their own, never the public one.
use crate::vault::Vault;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::sync::Arc;
use tokio::time::Instant;

/// Counts a request by its route, as it stands in the table and not as it was asked for.
pub async fn count(State(vault): State<Arc<Vault>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (method, start) = (name_of(request.method()).to_owned(), Instant::now());
    let response = next.run(request).await;
    vault.metrics.answered(route, method, response.status().as_u16(), start.elapsed());
    response
}

/// A client's own inventions are one: they must not make figures without end.
fn name_of(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::PUT | Method::POST | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "other",
    }
}

/// `/metrics` in Prometheus' text format, `/health`: 200 while database and blobs answer.
pub fn router(vault: Arc<Vault>) -> Router {
    Router::new().route("/metrics", get(metrics)).route("/health", get(health)).with_state(vault)
}

async fn metrics(State(vault): State<Arc<Vault>>) -> Response {
    match vault.metrics.text() {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[derive(Serialize)]
struct Health {
    database: &'static str,
    blobs: &'static str,
    /// Of a machine whose database others share: how far its clock is from that one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<String>,
}

async fn health(State(vault): State<Arc<Vault>>) -> (StatusCode, Json<Health>) {
    let (database, blobs) = (vault.store.ready().await.is_ok(), vault.blobs.ready().await.is_ok());
    let status = if database && blobs { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |well| if well { "well" } else { "not there" };
    (status, Json(Health { database: word(database), blobs: word(blobs), clock: vault.told_clock() }))
}
