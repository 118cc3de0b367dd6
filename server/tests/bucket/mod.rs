//! An object store of a few lines: what of S3's protocol the vault asks of one, with switches.
use crate::common::Server;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::RwLock;

#[derive(Default)]
pub struct Bucket {
    pub objects: Mutex<HashMap<String, Bytes>>,
    pub down: AtomicBool,
    /// Whether it does not know how to remove: it answers that such a thing is not there.
    pub keeps: AtomicBool,
    /// Who holds it holds uploads up.
    pub gate: RwLock<()>,
    /// Uploads that came to it.
    pub waiting: AtomicUsize,
    /// How often somebody asked what there is.
    pub listed: AtomicUsize,
}

impl Bucket {
    /// A server that keeps all packs in it.
    pub async fn server(self: &Arc<Self>) -> Server {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(s3).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Server::with(|config| {
            config.in_database = Some(0);
            config.blobs = Some("s3://bucket/vault".to_owned());
            config.blob_options = [
                ("aws_endpoint", endpoint.as_str()),
                ("aws_access_key_id", "id"),
                ("aws_secret_access_key", "secret"),
                ("aws_region", "here"),
                ("aws_allow_http", "true"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        })
        .await
    }
}

/// A list that names something that is long gone, and nothing that is there.
const LATE: &str = "<ListBucketResult><Name>bucket</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>
    <Contents><Key>vault/gone</Key><Size>1</Size><ETag>1</ETag><LastModified>2015-10-21T07:28:00Z</LastModified></Contents></ListBucketResult>";

async fn s3(
    State(bucket): State<Arc<Bucket>>,
    verb: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let head = [("etag", "\"1\""), ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT")];
    if bucket.down.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, head).into_response();
    }
    let key = uri.path().to_owned();
    if verb == Method::GET && key.trim_end_matches('/') == "/bucket" {
        bucket.listed.fetch_add(1, Ordering::Relaxed);
        return (head, LATE).into_response();
    }
    if verb == Method::PUT {
        bucket.waiting.fetch_add(1, Ordering::Relaxed);
        let _gate = bucket.gate.read().await;
        bucket.objects.lock().unwrap().insert(key, body);
        return (StatusCode::OK, head).into_response();
    }
    let mut objects = bucket.objects.lock().unwrap();
    if verb == Method::POST && bucket.keeps.load(Ordering::Relaxed) {
        return (StatusCode::NOT_FOUND, head).into_response();
    }
    if verb == Method::POST && uri.query() == Some("delete") {
        let said = String::from_utf8(body.to_vec()).unwrap();
        let keys = said.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        let gone = keys.map(|(key, _)| {
            objects.remove(&format!("/bucket/{key}"));
            format!("<Deleted><Key>{key}</Key></Deleted>")
        });
        return (head, format!("<DeleteResult>{}</DeleteResult>", gone.collect::<String>())).into_response();
    }
    let Some(bytes) = objects.get(&key) else { return (StatusCode::NOT_FOUND, head).into_response() };
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok()?.strip_prefix("bytes="));
    let Some((from, to)) = range.and_then(|range| range.split_once('-')) else {
        return (head, bytes.clone()).into_response();
    };
    let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
    let said = [(header::CONTENT_RANGE, format!("bytes {from}-{to}/{}", bytes.len()))];
    (StatusCode::PARTIAL_CONTENT, head, said, bytes.slice(from..=to)).into_response()
}
