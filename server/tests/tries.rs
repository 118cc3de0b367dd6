//! Whom tries of a passphrase keep out: who makes them, and nobody else.
use crate::common::{Server, login, problem};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;

fn guessed(device: u8) -> Value {
    let mut login = login("ada", device);
    login["auth"] = json!(Id([0; 32]));
    login
}

async fn begin(server: &Server, login: &Value) -> Response {
    server.guest().send(Method::POST, "/v1/sessions", login).await
}

/// All are at one address here: a proxy without `client_header`, a household, a company.
#[tokio::test]
async fn a_stranger_locks_no_device_of_the_person_out() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for _ in 0..5 {
        assert_eq!(problem(begin(&server, &guessed(9)).await).await, Code::WrongLogin);
    }
    assert_eq!(problem(begin(&server, &guessed(9)).await).await, Code::TooMany);
    assert_eq!(begin(&server, &login("ada", 1)).await.status(), 201, "a device with a session");
    // One that was signed out is known by what it has said.
    let ada = crate::common::Client { token: server.login("ada", 1).await.token, ..ada };
    ada.commit(1, "said", "history").await;
    let session: Value = ada.get("/v1/devices").await.json().await.unwrap();
    let path = format!("/v1/sessions/{}", session[0]["session"].as_str().unwrap());
    assert_eq!(ada.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(begin(&server, &login("ada", 1)).await.status(), 201, "a device that was signed out");
    let late = begin(&server, &login("ada", 2)).await;
    assert_eq!(problem(late).await, Code::TooMany, "a new device cannot be told from the stranger's");
    server.pass(15 * 60_000);
    assert_eq!(begin(&server, &login("ada", 2)).await.status(), 201);
}

#[tokio::test]
async fn a_device_that_guesses_locks_itself_out() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    for _ in 0..5 {
        assert_eq!(problem(begin(&server, &guessed(1)).await).await, Code::WrongLogin);
    }
    assert_eq!(problem(begin(&server, &login("ada", 1)).await).await, Code::TooMany);
    assert_eq!(begin(&server, &login("ada", 2)).await.status(), 201);
    assert_eq!(ada.get("/v1/log").await.status(), 200);
}

/// Whoever has a device in hand for a minute can try what its owner knows; that keeps the owner from nothing.
#[tokio::test]
async fn wrong_proofs_on_one_device_lock_no_login() {
    let server = Server::start().await;
    let (ada, second) = (server.account("ada").await, server.login("ada", 2).await);
    let leave = async |client: &crate::common::Client, proof: Value| {
        let asked = client.request(Method::DELETE, "/v1/account");
        asked.header("x-proof", proof.as_str().unwrap()).send().await.unwrap()
    };
    for _ in 0..5 {
        assert_eq!(problem(leave(&second, json!(Id([0; 32]))).await).await, Code::ProofWanted);
    }
    let right = login("ada", 1)["auth"].clone();
    assert_eq!(problem(leave(&second, right.clone()).await).await, Code::TooMany);
    for device in [1, 2, 3] {
        assert_eq!(begin(&server, &login("ada", device)).await.status(), 201);
    }
    let ada = crate::common::Client { token: server.login("ada", 1).await.token, ..ada };
    assert_eq!(leave(&ada, right).await.status(), 202);
}

/// Right ones never count, however many in a row.
#[tokio::test]
async fn who_deletes_and_takes_back_eight_times_waits_for_nothing() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let proof = login("ada", 1)["auth"].as_str().unwrap().to_owned();
    for nth in 0..8 {
        let asked = ada.request(Method::DELETE, "/v1/account").header("x-proof", &proof);
        let left = asked.send().await.unwrap();
        assert_eq!(left.status(), 202, "deletion {nth}");
        let ticket = left.headers()["x-undo-ticket"].clone();
        let back = ada.request(Method::POST, "/v1/undo").header("x-undo-ticket", ticket);
        assert_eq!(back.send().await.unwrap().status(), 200);
        assert_eq!(begin(&server, &login("ada", 20 + nth)).await.status(), 201);
    }
}
