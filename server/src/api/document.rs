//! `/v1/openapi.json`: the description of all calls, written once and told apart by its hash.
use super::Shared;
use super::ask::text;
use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use utoipa::Modify;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use webmynd_protocol::Bytes as Base64;

/// How one shows who one is: a session's token, and what a directory of users wants to see.
pub struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, scheme) in [
            ("bearer", HttpAuthScheme::Bearer),
            ("directoryPassword", HttpAuthScheme::Basic),
            ("directoryToken", HttpAuthScheme::Bearer),
        ] {
            components.add_security_scheme(name, SecurityScheme::Http(Http::new(scheme)));
        }
    }
}

/// Serves `document`; the same for everyone, and so also for caches.
pub fn router(document: &OpenApi) -> Router<Shared> {
    // Nothing in it can fail to be written: no map with keys that are no text, no number that JSON does not have.
    let bytes = Bytes::from(serde_json::to_vec(document).unwrap_or_default());
    let etag = format!("\"{}\"", Base64(Sha256::digest(&bytes).to_vec()));
    let handler = move |headers: HeaderMap| std::future::ready(answer(&headers, bytes.clone(), etag.clone()));
    Router::new().route("/v1/openapi.json", get(handler))
}

fn answer(headers: &HeaderMap, bytes: Bytes, etag: String) -> Response {
    let same = text(headers, header::IF_NONE_MATCH.as_str()) == Some(etag.as_str());
    let head = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if same {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}
