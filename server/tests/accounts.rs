//! Accounts, sessions and keys, over a real socket.
use crate::common::{Server, half, login, new_account, problem};
use reqwest::Method;
use serde_json::{Value, json};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::limits::SignUp;
use webmynd_protocol::{Bytes, Code};

#[tokio::test]
async fn an_account_is_made_once_and_the_same_request_again_is_the_same_account() {
    let server = Server::start().await;
    server.account("Ada").await;
    let guest = server.guest();
    assert_eq!(guest.send(Method::POST, "/v1/accounts", &new_account("Ada")).await.status(), 201);
    let mut other = new_account("ada");
    other["auth"] = json!(Id([7; 32]));
    assert_eq!(problem(guest.send(Method::POST, "/v1/accounts", &other).await).await, Code::AccountExists);
    for name in ["", " ada", "a\nb", &"x".repeat(201)] {
        let mut bad = new_account("eve");
        bad["account"] = json!(name);
        assert_eq!(
            problem(guest.send(Method::POST, "/v1/accounts", &bad).await).await,
            Code::BadRequest,
            "{name}"
        );
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let server = Server::start().await;
    server.account("ada").await;
    let guest = server.guest();
    let prelude = async |name: &str| {
        guest
            .send(Method::POST, "/v1/prelogin", &json!({"account": name}))
            .await
            .json::<Value>()
            .await
            .unwrap()
    };
    assert_eq!(prelude("ADA").await["seed"], json!(half("seed")));
    let (unknown, again) = (prelude("eve").await, prelude("Eve").await);
    assert_eq!(unknown, again, "made up the same each time");
    assert_ne!(unknown["seed"], prelude("mallory").await["seed"]);
    assert_eq!(unknown["kdf"], prelude("ada").await["kdf"]);
    let mut wrong = login("ada", 1);
    wrong["auth"] = json!(Id([0; 32]));
    for body in [wrong, login("eve", 1)] {
        assert_eq!(problem(guest.send(Method::POST, "/v1/sessions", &body).await).await, Code::WrongLogin);
    }
}

/// The address that a passphrase is bound to is told as it was said; of accounts that there are not, that of the newest one.
#[tokio::test]
async fn the_address_that_a_passphrase_is_bound_to_is_told() {
    let server = Server::start().await;
    let guest = server.guest();
    let told = async |name: &str| {
        let answer = guest.send(Method::POST, "/v1/prelogin", &json!({"account": name})).await;
        answer.json::<Value>().await.unwrap()["origin"].clone()
    };
    server.account("ada").await;
    assert_eq!((told("ada").await, told("eve").await), (Value::Null, Value::Null));
    let mut bob = new_account("bob");
    for bad in [
        "",
        "vault.example",
        "ftp://vault.example",
        "https://vault.example/ two",
        "https://b\u{fc}cher.example",
    ] {
        bob["origin"] = json!(bad);
        assert_eq!(
            problem(guest.send(Method::POST, "/v1/accounts", &bob).await).await,
            Code::BadRequest,
            "{bad}"
        );
    }
    bob["origin"] = json!("http://127.0.0.1:7447");
    bob["id"] = json!(Id([8; 16]));
    assert_eq!(guest.send(Method::POST, "/v1/accounts", &bob).await.status(), 201);
    assert_eq!((told("bob").await, told("eve").await), (bob["origin"].clone(), bob["origin"].clone()));
    assert_eq!(told("ada").await, Value::Null);
}

#[tokio::test]
async fn the_sixth_wrong_login_waits() {
    let server = Server::start().await;
    server.account("ada").await;
    let mut wrong = login("ada", 1);
    wrong["auth"] = json!(Id([0; 32]));
    for _ in 0..5 {
        assert_eq!(server.guest().send(Method::POST, "/v1/sessions", &wrong).await.status(), 401);
    }
    let answer = server.guest().send(Method::POST, "/v1/sessions", &login("ada", 1)).await;
    assert_eq!(answer.headers()["retry-after"], "901");
    assert_eq!(problem(answer).await, Code::TooMany);
    server.pass(15 * 60_000);
    server.login("ada", 1).await;
}

/// Of wrong logins that come at once five are looked at, too.
#[tokio::test]
async fn of_wrong_logins_at_once_all_but_five_wait() {
    let server = Server::start().await;
    server.account("ada").await;
    let mut wrong = login("ada", 1);
    wrong["auth"] = json!(Id([0; 32]));
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (guest, wrong) = (server.guest(), wrong.clone());
        all.spawn(async move { guest.send(Method::POST, "/v1/sessions", &wrong).await.status().as_u16() });
    }
    let answers = all.join_all().await;
    let counted = |status| answers.iter().filter(|answer| **answer == status).count();
    assert_eq!((counted(401), counted(429)), (5, 15), "{answers:?}");
}

#[tokio::test]
async fn sign_up_is_closed_or_by_invitation_where_it_is_so_configured() {
    let closed = Server::with(|config| config.sign_up = SignUp::Closed).await;
    let answer = closed.guest().send(Method::POST, "/v1/accounts", &new_account("ada")).await;
    assert_eq!(problem(answer).await, Code::SignUpClosed);
    let invited = Server::with(|config| {
        config.sign_up = SignUp::Invite;
        config.invitations = vec!["come in".to_owned()];
    })
    .await;
    let mut new = new_account("ada");
    for (invitation, status) in [("let me", 403), ("come in", 201)] {
        new["invitation"] = json!(invitation);
        assert_eq!(invited.guest().send(Method::POST, "/v1/accounts", &new).await.status(), status);
    }
}

#[tokio::test]
async fn keys_are_compared_and_swapped_and_a_new_passphrase_ends_the_other_sessions() {
    let server = Server::start().await;
    let (ada, second) = (server.account("ada").await, server.login("ada", 2).await);
    let mut keys: Value = ada.get("/v1/keys").await.json().await.unwrap();
    keys["generation"] = json!(2);
    let put_with = async |generation: &str, proof: &str, body: &Value| {
        let asked = ada.request(Method::PUT, "/v1/keys").header("if-match", generation);
        let asked = if proof.is_empty() { asked } else { asked.header("x-proof", proof) };
        asked.json(body).send().await.unwrap()
    };
    let put = async |generation: &str, body: &Value| put_with(generation, "", body).await;
    assert_eq!(put("\"1\"", &json!({"keys": keys})).await.status(), 204);
    assert_eq!(problem(put("\"1\"", &json!({"keys": keys})).await).await, Code::GenerationConflict);
    assert_eq!(problem(put("1", &json!({"keys": keys})).await).await, Code::BadRequest);
    assert_eq!(second.get("/v1/keys").await.status(), 200);
    keys["generation"] = json!(3);
    let new =
        json!({"seed": Id([5; 16]), "kdf": {"memory": 65_536, "passes": 4, "lanes": 1}, "auth": Id([6; 32])});
    // What logs in, and whose sessions go on, is changed by who shows what logs in now.
    for body in [
        json!({"keys": keys, "login": new}),
        json!({"keys": keys, "recoveryAuth": Id([8; 32])}),
        json!({"keys": keys, "endOthers": true}),
        json!({"keys": {"generation": 3, "passphrase": Bytes(vec![1]), "recovery": keys["recovery"], "keyring": keys["keyring"]}}),
    ] {
        for proof in ["", "nothing", &Id([6; 32]).to_string()] {
            assert_eq!(problem(put_with("\"2\"", proof, &body).await).await, Code::ProofWanted);
        }
    }
    let wrong = put_with("\"2\"", &Id([7; 32]).to_string(), &json!({"keys": keys, "login": new})).await;
    assert_eq!(problem(wrong).await, Code::ProofWanted);
    assert_eq!(second.get("/v1/keys").await.status(), 200);
    let right = login("ada", 1)["auth"].as_str().unwrap().to_owned();
    let late = put_with("\"2\"", &right, &json!({"keys": keys, "login": new})).await;
    assert_eq!(problem(late).await, Code::TooMany, "tries count as those of a login do");
    server.pass(900_000);
    assert_eq!(put_with("\"2\"", &right, &json!({"keys": keys, "login": new})).await.status(), 204);
    assert_eq!(problem(second.get("/v1/keys").await).await, Code::Unauthorized);
    assert_eq!(
        server.guest().send(Method::POST, "/v1/sessions", &login("ada", 2)).await.status(),
        401,
        "the old passphrase"
    );
    let body = json!({"account": "ada", "auth": Id([6; 32]), "device": Id([2; 16])});
    assert_eq!(server.guest().send(Method::POST, "/v1/sessions", &body).await.status(), 201);
}

#[tokio::test]
async fn a_revoked_device_is_out_and_devices_are_listed() {
    let server = Server::start().await;
    let (ada, second) = (server.account("ada").await, server.login("ada", 2).await);
    let devices: Value = ada.get("/v1/devices").await.json().await.unwrap();
    let other = devices.as_array().unwrap().iter().find(|one| one["own"] == json!(false)).unwrap();
    let path = format!("/v1/sessions/{}", other["session"].as_str().unwrap());
    assert_eq!(ada.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(problem(second.get("/v1/log").await).await, Code::Unauthorized);
    assert_eq!(problem(ada.request(Method::DELETE, &path).send().await.unwrap()).await, Code::NotFound);
    for device in 2..=64 {
        server.login("ada", device).await;
    }
    assert_eq!(server.login("ada", 65).await.get("/v1/log").await.status(), 200, "the oldest gives way");
}

#[tokio::test]
async fn an_account_leaves_comes_back_and_is_gone_in_the_end() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let id = ada.commit(1, "needle in the vault", "mark").await;
    let proof = login("ada", 1)["auth"].as_str().unwrap().to_owned();
    for wrong in ["", &Id([6; 32]).to_string()] {
        let answer =
            ada.request(Method::DELETE, "/v1/account").header("x-proof", wrong).send().await.unwrap();
        assert_eq!(problem(answer).await, Code::ProofWanted);
    }
    let leave = async || {
        let answer =
            ada.request(Method::DELETE, "/v1/account").header("x-proof", &proof).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        answer.headers()["x-undo-ticket"].to_str().unwrap().to_owned()
    };
    let lost = leave().await;
    server.pass(60_000);
    // The answer was lost: who asks again has a ticket for the same time.
    let ticket = leave().await;
    assert_ne!(lost, ticket);
    assert_eq!(problem(ada.get("/v1/log").await).await, Code::Gone);
    let back = ada.request(Method::POST, "/v1/undo").header("x-undo-ticket", ticket).send().await.unwrap();
    assert_eq!(back.status(), 200);
    assert_eq!(ada.get(&format!("/v1/packs/{id}")).await.status(), 200);
    leave().await;
    // A ticket of a time before takes back nothing of now.
    let old = ada.request(Method::POST, "/v1/undo").header("x-undo-ticket", lost).send().await.unwrap();
    assert_eq!(problem(old).await, Code::Gone);
    server.pass(500_000);
    leave().await;
    server.pass(100_000);
    let late = ada.request(Method::DELETE, "/v1/account").header("x-proof", &proof).send().await.unwrap();
    assert_eq!(problem(late).await, Code::Gone, "asking again gives no more time");
    assert_eq!(server.vault.purge().await.unwrap(), 1);
    assert_eq!(problem(ada.get("/v1/log").await).await, Code::Unauthorized);
    assert_eq!(server.guest().send(Method::POST, "/v1/sessions", &login("ada", 1)).await.status(), 401);
    let folder = server.stop().await;
    assert!(!crate::common::holds(folder.path(), b"needle in the vault"), "its bytes are gone");
    assert!(!crate::common::holds(folder.path(), &half("ada").0), "and so is its id");
}

#[tokio::test]
async fn the_description_is_read_once_and_known_by_its_hash() {
    let server = Server::start().await;
    let ask = async |known: &str| {
        let asked = server.guest().request(Method::GET, "/v1/openapi.json").header("if-none-match", known);
        let answer = asked.send().await.unwrap();
        (answer.status().as_u16(), answer.headers()["etag"].clone(), answer.text().await.unwrap())
    };
    let (status, etag, described) = ask("\"another\"").await;
    assert_eq!(status, 200);
    let document: Value = serde_json::from_str(&described).unwrap();
    assert!(document["paths"]["/v1/sessions"]["post"].is_object());
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    for call in
        document["paths"].as_object().unwrap().values().flat_map(|one| one.as_object().unwrap().values())
    {
        for way in call["security"].as_array().into_iter().flatten() {
            assert!(way.as_object().unwrap().keys().all(|name| schemes.contains_key(name)), "{way}");
        }
    }
    let (same, of, nothing) = ask(etag.to_str().unwrap()).await;
    assert_eq!((same, of, nothing.as_str()), (304, etag, ""));
}
