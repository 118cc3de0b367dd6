//! A locked database, a folder that is gone, a clock that jumps: what the client is told, that nothing is half-written, and that
//! the very same request is taken when the trouble is over.
use crate::common::{Client, Server, problem};
use reqwest::Response;
use serde_json::Value;
use sqlx::{ConnectOptions, Connection, Executor};
use std::str::FromStr;
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
