//! `/v1`: what a device may ask, route by route. Every handler that is about an account starts from the bearer's token;
//! an account's name or id never comes from the request.
mod accounts;
mod ask;
mod document;
mod extension;
mod flight;
mod gate;
mod keys;
mod limits;
mod log;
mod packs;
mod pairings;
mod patience;
mod problem;
mod proof;
mod quota;
mod recaps;
mod sessions;
mod tries;
mod undo;
mod usage;

use crate::health;
use crate::vault::Vault;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use document::Schemes;
use problem::Refusal;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use webmynd_protocol::Code;

/// A request is answered within this time, or not at all.
const LONGEST: Duration = Duration::from_secs(120);
const VERSION: &str = env!("CARGO_PKG_VERSION");

type Shared = Arc<Vault>;

#[derive(OpenApi)]
#[openapi(info(
    title = "WebMynd vault",
    description = "Keeps sealed packs and logs of them. Errors are RFC 9457 problem details with a stable `code`; see docs/protocol.md."
), modifiers(&Schemes))]
struct Description;

/// All routes, and the document that describes them: one is made from the other.
pub fn described() -> (Router<Shared>, Document) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(limits::well_known))
        .routes(routes!(limits::limits))
        .routes(routes!(accounts::prelogin))
        .routes(routes!(accounts::create))
        .routes(routes!(accounts::leave))
        .routes(routes!(sessions::begin))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::devices))
        .routes(routes!(keys::get, keys::put))
        .routes(routes!(pairings::offer))
        .routes(routes!(pairings::fetch))
        .routes(routes!(packs::get, packs::put))
        .routes(routes!(packs::trash))
        .routes(routes!(log::append))
        .routes(routes!(log::tail))
        .routes(routes!(recaps::recap, recaps::vouch))
        .routes(routes!(recaps::clear))
        .routes(routes!(undo::undo))
        .routes(routes!(usage::usage))
        .split_for_parts()
}

/// The whole service.
pub fn router(vault: Shared) -> Router {
    let (routes, document) = described();
    routes
        .merge(extension::router())
        .merge(document::router(&document))
        .fallback(|| async { Refusal::from(Code::NotFound) })
        .method_not_allowed_fallback(|| async {
            Refusal::of(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest)
        })
        .layer(CatchPanicLayer::custom(|_| Refusal::from(Code::Internal).into_response()))
        .layer(middleware::from_fn(flight::let_go))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(vault.clone(), quota::remaining))
        .layer(middleware::from_fn_with_state(vault.clone(), health::count))
        .layer(middleware::from_fn(patience::hear_out))
        .layer(middleware::from_fn(headers))
        .with_state(vault)
}

async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(LONGEST, next.run(request)).await;
    answer.unwrap_or_else(|_| Refusal::from(Code::Unavailable).into_response())
}

/// What every answer carries. Nothing of an account is for a cache of others, for a frame or to be guessed at.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert("x-version", HeaderValue::from_static(VERSION));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
