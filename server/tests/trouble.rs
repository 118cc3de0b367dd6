//! A locked database, a store that is down: what the client is told, that nothing is half-written, and that
//! the very same request is taken when the trouble is over.
use crate::common::{Client, Server, problem};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method as Verb, StatusCode, Uri};
use reqwest::Response;
use serde_json::Value;
use sqlx::{ConnectOptions, Connection, Executor};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;

/// The answer says to come back, and when.
pub async fn later(answer: Response) {
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "5");
    assert_eq!(problem(answer).await, Code::Unavailable);
}

pub async fn version(client: &Client) -> u64 {
    let page: Value = client.get("/v1/log").await.json().await.unwrap();
    page["version"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_waited_for() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let (id, _) = ada.put_pack(b"staged before").await;
    let url = format!("sqlite:{}", server.folder.path().join("vault.db").display());
    let mut other = sqlx::sqlite::SqliteConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    let (body, adds) = (serde_json::json!({"ids": [id]}), [(id, "mark")]);
    let (append, upload, login, trash, undo) = tokio::join!(
        ada.append(1, &adds, &[]),
        ada.put_pack(b"another"),
        async {
            server.guest().send(reqwest::Method::POST, "/v1/sessions", &crate::common::login("ada", 2)).await
        },
        ada.send(reqwest::Method::DELETE, "/v1/packs", &body),
        async {
            let undo = ada.request(reqwest::Method::POST, "/v1/undo");
            undo.header("x-undo-ticket", Id([1; 16]).to_string()).send().await.unwrap()
        },
    );
    for answer in [append, upload.1, login, trash, undo] {
        later(answer).await;
    }
    assert!(server.vault.purge().await.is_err(), "the round stops and comes again");
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    assert_eq!(
        (version(&ada).await, ada.get("/v1/devices").await.json::<Vec<Value>>().await.unwrap().len()),
        (0, 1)
    );
    assert_eq!(ada.append(1, &[(id, "mark")], &[]).await.status(), 201, "the same request again");
    assert_eq!(ada.put_pack(b"another").await.1.status(), 201);
}

#[tokio::test]
async fn a_blob_folder_that_is_not_there_is_waited_for() {
    let server = Server::with(|config| config.in_database = Some(0)).await;
    let ada = server.account("ada").await;
    let kept = ada.commit(1, "kept", "mark").await;
    let (blobs, away) = (server.folder.path().join("blobs"), server.folder.path().join("away"));
    std::fs::rename(&blobs, &away).unwrap();
    std::fs::write(&blobs, "no folder").unwrap();
    later(ada.put_pack(b"new").await.1).await;
    later(ada.get(&format!("/v1/packs/{kept}")).await).await;
    assert_eq!(problem(ada.append(2, &[(Id([1; 32]), "mark")], &[]).await).await, Code::MissingPack);
    assert!(server.vault.blobs.ready().await.is_err(), "health says so");
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    ada.commit(2, "new", "mark").await;
    assert_eq!(ada.get(&format!("/v1/packs/{kept}")).await.bytes().await.unwrap(), "kept");
}

/// An object store of a few lines: what of S3's protocol the vault asks of one, and a switch.
#[derive(Default)]
struct Bucket {
    objects: Mutex<HashMap<String, Bytes>>,
    down: AtomicBool,
}

async fn s3(
    State(bucket): State<Arc<Bucket>>,
    verb: Verb,
    uri: Uri,
    body: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 2], Bytes) {
    let head = [("etag", "\"1\""), ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT")];
    if bucket.down.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, head, Bytes::new());
    }
    let (mut objects, key) = (bucket.objects.lock().unwrap(), uri.path().to_owned());
    match verb {
        Verb::PUT => {
            objects.insert(key, body);
            (StatusCode::OK, head, Bytes::new())
        }
        Verb::DELETE => {
            objects.remove(&key);
            (StatusCode::NO_CONTENT, head, Bytes::new())
        }
        _ => match objects.get(&key) {
            Some(bytes) => (StatusCode::OK, head, bytes.clone()),
            None => (StatusCode::NOT_FOUND, head, Bytes::new()),
        },
    }
}

#[tokio::test]
async fn an_object_store_that_is_down_is_waited_for_and_not_for_longer_than_a_client_waits() {
    let bucket = Arc::new(Bucket::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(s3).with_state(bucket.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let server = Server::with(|config| {
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
    .await;
    let ada = server.account("ada").await;
    let kept = ada.commit(1, "kept", "mark").await;
    bucket.down.store(true, Ordering::Relaxed);
    let path = format!("/v1/packs/{kept}");
    let (upload, read) = tokio::join!(ada.put_pack(b"new"), ada.get(&path));
    later(upload.1).await;
    later(read).await;
    assert_eq!(ada.get("/v1/log").await.status(), 200, "what needs no blob goes on");
    bucket.down.store(false, Ordering::Relaxed);
    ada.commit(2, "new", "mark").await;
    assert_eq!(bucket.objects.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_clock_that_is_set_right_takes_nothing_that_is_kept() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let year = 365 * crate::common::DAY;
    server.pass(-10 * year);
    let old = ada.commit(1, "while the clock was ten years behind", "history").await;
    let mark = ada.commit(2, "a mark", "mark").await;
    let mut wrong = crate::common::login("ada", 1);
    wrong["auth"] = serde_json::json!(Id([0; 32]));
    server.pass(20 * year);
    for _ in 0..5 {
        let answer = server.guest().send(reqwest::Method::POST, "/v1/sessions", &wrong).await;
        assert_eq!(answer.status(), 401);
    }
    server.pass(-10 * year);
    server.login("ada", 2).await;
    assert_eq!(server.vault.purge().await.unwrap(), 1, "by the server's clock its week is over");
    assert_eq!(ada.get(&format!("/v1/packs/{old}")).await.status(), 404);
    assert_eq!(ada.get(&format!("/v1/packs/{mark}")).await.status(), 200);
}

#[tokio::test]
async fn a_clock_that_jumps_a_year_takes_nobodys_history_at_once() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let hour = crate::common::DAY / 24;
    assert_eq!(server.vault.round().await.unwrap(), 0);
    let mut packs = vec![];
    for seq in 1..=4 {
        packs.push(ada.commit(seq, &format!("page {seq}"), "history").await);
        server.pass(24 * hour);
        assert_eq!(server.vault.round().await.unwrap(), 0);
    }
    server.pass(365 * 24 * hour);
    for _ in 0..3 {
        assert_eq!(server.vault.round().await.unwrap(), 0, "nor do rounds that follow each other at once");
    }
    assert!(server.vault.metrics.purge_behind.get() > 364 * 24 * 3_600);
    server.pass(-365 * 24 * hour);
    assert_eq!(server.vault.round().await.unwrap(), 0);
    for pack in &packs {
        assert_eq!(ada.get(&format!("/v1/packs/{pack}")).await.status(), 200, "all is there again");
    }
    let mut gone = 0;
    for _ in 0..10 * 24 {
        server.pass(hour);
        gone += server.vault.round().await.unwrap();
    }
    assert_eq!((gone, server.vault.metrics.purge_behind.get()), (4, 0), "and goes when its week is over");
}

/// In the profile that is tested as in the one that is released: both unwind.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_panics_is_one_answer_and_the_others_go_on() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let now = server.now();
    server.pass(-2 * now);
    for _ in 0..20 {
        assert_eq!(problem(ada.get("/v1/log").await).await, Code::Internal);
        assert_eq!(
            ada.get("/.well-known/webmynd").await.status(),
            200,
            "what has no fault is answered meanwhile"
        );
    }
    server.pass(2 * now);
    ada.commit(1, "afterwards", "mark").await;
    assert_eq!(server.vault.flight.held(), 0, "and nothing is held for good");
}
