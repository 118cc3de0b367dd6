//! No route opens another account's things.
use crate::common::{Client, Server, problem};
use reqwest::Method;
use serde_json::{Value, json};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};

/// What needs no token.
const OPEN: [&str; 5] =
    ["/.well-known/webmynd", "/v1/prelogin", "/v1/accounts", "/v1/sessions", "/v1/pairings/{id}"];
/// What is about the asker's own account alone and names nothing: it shows nothing of another's.
const OWN: [&str; 8] = [
    "GET /v1/limits",
    "GET /v1/devices",
    "GET /v1/keys",
    "PUT /v1/keys",
    "GET /v1/log",
    "GET /v1/usage",
    "POST /v1/pairings",
    "DELETE /v1/account",
];

/// Every route with a token of another account: made from the document that the routes are made of.
#[tokio::test]
async fn no_route_opens_another_accounts_things() {
    let server = Server::start().await;
    let (ada, eve) = (server.account("ada").await, server.account("eve").await);
    let pack = ada.commit(1, "ada's", "mark").await;
    let devices: Value = ada.get("/v1/devices").await.json().await.unwrap();
    let session = devices[0]["session"].as_str().unwrap().to_owned();
    let ticket = ada
        .send(Method::DELETE, "/v1/packs", &json!({"ids": [ada.commit(2, "trashed", "mark").await]}))
        .await;
    let ticket = ticket.headers()["x-undo-ticket"].to_str().unwrap().to_owned();
    let recap = json!({"form": 1, "epoch": 1, "digest": Id([7; 32]), "signature": Id([4; 64]), "sealed": Bytes(vec![1])});
    assert_eq!(ada.send(Method::PUT, "/v1/recaps/1", &recap).await.status(), 201);
    let document: Value = server.guest().get("/v1/openapi.json").await.json().await.unwrap();
    let mut seen = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().map(|name| name.to_uppercase()) {
            if OPEN.contains(&path.as_str()) {
                continue;
            }
            seen += 1;
            let call = |client: &Client| {
                let id = if path.contains("sessions") { session.clone() } else { pack.to_string() };
                let there = path
                    .replace("{id}", &id)
                    .replace("{device}", &Id([1; 16]).to_string())
                    .replace("{seq}", "1")
                    .replace("{version}", "1");
                let body = if path.contains("/log/") {
                    json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![1]), "signature": Id([4; 64]), "dels": [pack]})
                } else if path.contains("/recaps/") {
                    json!({"form": 1, "epoch": 1, "digest": Id([7; 32]), "signature": Id([4; 64])})
                } else {
                    json!({"ids": [pack]})
                };
                let request =
                    client.request(method.parse().unwrap(), &there).header("x-undo-ticket", &ticket);
                if method == "GET" || path == "/v1/undo" { request } else { request.json(&body) }
            };
            let guest = call(&server.guest()).send().await.unwrap();
            assert_eq!(problem(guest).await, Code::Unauthorized, "{method} {path} without a token");
            if OWN.contains(&format!("{method} {path}").as_str()) {
                continue;
            }
            let answer = call(&eve).send().await.unwrap();
            // Eve's device has the same id as Ada's: her entry is taken into her own log, and Ada's pack is not hers.
            let hers = if path.contains("/log/") { 201 } else { 404 };
            let other_bytes = method == "PUT" && path.starts_with("/v1/packs/");
            assert_eq!(answer.status(), if other_bytes { 422 } else { hers }, "{method} {path}");
        }
    }
    assert_eq!(seen, 17, "a new route wants its line here");
    assert_eq!(ada.get(&format!("/v1/packs/{pack}")).await.bytes().await.unwrap(), "ada's");
    assert_eq!(ada.get("/v1/devices").await.status(), 200, "Ada's session is there");
}
