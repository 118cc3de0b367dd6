//! Figures and health, for operators: on an address of their own, never the public one. No figure tells of an account.
use crate::vault::Vault;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use serde::Serialize;
use std::sync::Arc;
use tokio::time::Instant;

/// Seconds: from a lookup in memory to an upload over a slow line.
const BUCKETS: [f64; 10] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, fn() -> Histogram>,
    /// Connections that are open.
    pub connections: Gauge,
    /// Packs that came to their end.
    pub purged: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("webmynd");
        let (answers, connections, purged) = (Family::default(), Gauge::default(), Counter::default());
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        registry.register("answers", "Requests that were answered", answers.clone());
        registry.register_with_unit("answer", "How long answers took", Unit::Seconds, seconds.clone());
        registry.register("connections", "Connections that are open", connections.clone());
        registry.register("purged_packs", "Packs that came to their end", purged.clone());
        Self { registry, answers, seconds, connections, purged }
    }
}

/// Counts a request by its route, as it stands in the table and not as it was asked for.
pub async fn count(State(vault): State<Arc<Vault>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (method, start) = (name_of(request.method()).to_owned(), Instant::now());
    let response = next.run(request).await;
    let (metrics, status) = (&vault.metrics, response.status().as_u16());
    let asked = Asked { route: route.clone(), method: method.clone() };
    metrics.seconds.get_or_create(&asked).observe(start.elapsed().as_secs_f64());
    metrics.answers.get_or_create(&Answered { route, method, status }).inc();
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
    let mut text = String::new();
    match encode(&mut text, &vault.metrics.registry) {
        Ok(()) => {
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
}

async fn health(State(vault): State<Arc<Vault>>) -> (StatusCode, Json<Health>) {
    let (database, blobs) = (vault.store.ready().await.is_ok(), vault.blobs.ready().await.is_ok());
    let status = if database && blobs { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |well| if well { "well" } else { "not there" };
    (status, Json(Health { database: word(database), blobs: word(blobs) }))
}
