//! Users of an OpenID Connect issuer, over a real socket: which tokens let in, and which do not.
use crate::common::{Server, login, new_account, problem};
use crate::issuer::{Issuer, Signer, base64};
use reqwest::{Method, Response};
use ring::hmac;
use serde_json::{Value, json};
use webmynd_protocol::Code;
use webmynd_protocol::directory::Proof;
use webmynd_server::config::{Oidc, Users};

async fn server(issuer: &Issuer, claim: &str) -> Server {
    let oidc = Oidc {
        issuer: issuer.url.clone(),
        client: "vault".to_owned(),
        claim: claim.to_owned(),
        at_login: true,
    };
    Server::with(|config| config.users = Users::Oidc(oidc)).await
}

/// What the issuer says of Ada, for ten minutes.
fn claims(issuer: &Issuer, server: &Server) -> Value {
    let now = server.now() / 1_000;
    json!({"iss": issuer.url, "aud": "vault", "sub": "17", "iat": now, "exp": now + 600, "name": "ada", "email": "ada@a.test"})
}

async fn asked(server: &Server, path: &str, body: &Value, token: &str) -> Response {
    let proof = Proof::IdToken(token.to_owned()).header();
    server.guest().request(Method::POST, path).header("authorization", proof).json(body).send().await.unwrap()
}

async fn sign_up(server: &Server, name: &str, token: &str) -> Response {
    asked(server, "/v1/accounts", &new_account(name), token).await
}

async fn keeps_out(server: &Server, token: &str, why: &str) {
    // Otherwise the sixth one would be told to wait.
    server.vault.tries.succeeded("sign-up\0ada", "127.0.0.1");
    assert_eq!(problem(sign_up(server, "ada", token).await).await, Code::NotAdmitted, "{why}");
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

#[tokio::test]
async fn a_token_of_the_issuers_lets_in_whom_it_names() {
    let all = [Signer::rsa("one"), Signer::elliptic("two"), Signer::edwards("three")];
    let issuer = Issuer::start(&all.each_ref()).await;
    for (nth, signer) in all.iter().enumerate() {
        let server = server(&issuer, "name").await;
        let known: Value = server.guest().get("/.well-known/webmynd").await.json().await.unwrap();
        let wanted = json!({"proof": "idToken", "atLogin": true, "issuer": issuer.url, "client": "vault"});
        assert_eq!(known["directory"], wanted);
        let token = signer.token(&signer.header(), &claims(&issuer, &server));
        assert_eq!(sign_up(&server, "ada", &token).await.status(), 201, "{nth}");
        assert_eq!(asked(&server, "/v1/sessions", &login("ada", 1), &token).await.status(), 201);
        assert_eq!(problem(sign_up(&server, "bob", &token).await).await, Code::NotAdmitted);
        let silent = server.guest().send(Method::POST, "/v1/sessions", &login("ada", 1)).await;
        assert_eq!(problem(silent).await, Code::NotAdmitted);
        let password = Proof::Password("ada".to_owned()).header();
        let other = server.guest().request(Method::POST, "/v1/accounts").header("authorization", password);
        assert_eq!(problem(other.json(&new_account("ada")).send().await.unwrap()).await, Code::NotAdmitted);
    }
    assert_eq!(issuer.reads(), 3, "once for each server");
}

#[tokio::test]
async fn tokens_that_say_something_else_are_not_taken() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "name").await;
    let (now, good) = (server.now() / 1_000, claims(&issuer, &server));
    for (name, value) in [
        ("iss", json!("https://another.test")),
        ("iss", Value::Null),
        ("aud", json!("another client")),
        ("aud", json!([])),
        ("azp", json!("another client")),
        ("exp", json!(now - 61)),
        ("exp", json!("never")),
        ("exp", Value::Null),
        ("nbf", json!(now + 61)),
        ("name", json!("adam")),
        ("name", json!(["ada"])),
        ("name", Value::Null),
    ] {
        let token = signer.token(&signer.header(), &with(good.clone(), name, value.clone()));
        keeps_out(&server, &token, &format!("{name}: {value}")).await;
    }
    for (name, value) in [("typ", json!("at+jwt")), ("crit", json!(["b64"])), ("kid", json!("of another"))] {
        let token = signer.token(&with(signer.header(), name, value.clone()), &good);
        keeps_out(&server, &token, &format!("{name}: {value}")).await;
    }
    // Clocks differ a little, a token may be for several, and an issuer with one key need not name it.
    let several = with(good.clone(), "aud", json!(["another client", "vault"]));
    let mut nameless = signer.header();
    nameless.as_object_mut().unwrap().remove("kid");
    for (header, claims) in [
        (signer.header(), with(good.clone(), "exp", json!(now - 59))),
        (signer.header(), with(several, "azp", json!("vault"))),
        (nameless, with(good, "nbf", json!(now + 59))),
    ] {
        assert_eq!(sign_up(&server, "ada", &signer.token(&header, &claims)).await.status(), 201, "{claims}");
    }
}

#[tokio::test]
async fn what_the_issuer_has_not_signed_is_not_taken() {
    let (signer, thief) = (Signer::rsa("one"), Signer::edwards("one"));
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "name").await;
    let good = claims(&issuer, &server);
    let token = signer.token(&signer.header(), &good);
    let [head, body, signed] = token.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let other = base64(with(good.clone(), "name", json!("eve")).to_string());
    let none = base64(json!({"typ": "JWT", "alg": "none"}).to_string());
    // The public half of the key, taken for a secret that both sides share.
    let shared = base64(with(signer.header(), "alg", json!("HS256")).to_string());
    let public = signer.public()["n"].as_str().unwrap().to_owned();
    let key = hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes());
    let tag = base64(hmac::sign(&key, format!("{shared}.{body}").as_bytes()));
    // A key of the thief's, brought along or under the name of the issuer's.
    let brought = with(thief.header(), "jwk", thief.public());
    for (name, forged) in [
        ("another body", format!("{head}.{other}.{signed}")),
        ("no signature", format!("{head}.{body}.")),
        ("none", format!("{none}.{body}.")),
        ("none in capitals", format!("{}.{body}.", base64(r#"{"alg":"NONE"}"#))),
        ("a shared secret", format!("{shared}.{body}.{tag}")),
        ("a key brought along", thief.token(&brought, &good)),
        ("a key under the same name", thief.token(&thief.header(), &good)),
        ("the issuer's way, another's key", thief.token(&signer.header(), &good)),
        ("nothing", String::new()),
        ("two parts", format!("{head}.{body}")),
        ("four parts", format!("{token}.x")),
        ("a token without end", "A".repeat(20_000)),
    ] {
        keeps_out(&server, &forged, name).await;
    }
    assert_eq!(sign_up(&server, "ada", &token).await.status(), 201);
}

#[tokio::test]
async fn a_key_is_used_for_what_it_is_there_for() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[]).await;
    for (name, value, status) in [
        ("use", json!("enc"), 403),
        ("alg", json!("PS256"), 403),
        ("alg", json!("RSA-OAEP"), 403),
        ("alg", Value::Null, 201),
        ("use", Value::Null, 201),
    ] {
        issuer.publish(vec![with(signer.public(), name, value.clone())]);
        let server = server(&issuer, "name").await;
        let token = signer.token(&signer.header(), &claims(&issuer, &server));
        assert_eq!(sign_up(&server, "ada", &token).await.status(), status, "{name}: {value}");
    }
}

#[tokio::test]
async fn new_keys_are_asked_for_at_most_once_a_minute_and_old_ones_are_good_for_an_hour() {
    let (old, new) = (Signer::rsa("old"), Signer::edwards("new"));
    let issuer = Issuer::start(&[&old]).await;
    let server = server(&issuer, "name").await;
    let token = |signer: &Signer| signer.token(&signer.header(), &claims(&issuer, &server));
    assert_eq!(sign_up(&server, "ada", &token(&old)).await.status(), 201);
    issuer.sign_with(&[&old, &new]);
    for nth in 0..20 {
        keeps_out(&server, &token(&new), &format!("{nth}: just asked")).await;
    }
    assert_eq!(issuer.reads(), 1);
    server.pass(60_000);
    assert_eq!(sign_up(&server, "ada", &token(&new)).await.status(), 201);
    assert_eq!(issuer.reads(), 2);
    // The issuer takes the old one back.
    issuer.sign_with(&[&new]);
    assert_eq!(sign_up(&server, "ada", &token(&old)).await.status(), 201);
    server.pass(3_600_000);
    keeps_out(&server, &token(&old), "taken back").await;
    assert_eq!(sign_up(&server, "ada", &token(&new)).await.status(), 201);
    assert_eq!(issuer.reads(), 3);
}

#[tokio::test]
async fn an_issuer_that_is_down_or_speaks_for_another_lets_nobody_in_and_is_asked_again() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "name").await;
    let token = || signer.token(&signer.header(), &claims(&issuer, &server));
    let unavailable = async || {
        // Also more often than a wrong one may be tried.
        for _ in 0..8 {
            let answer = sign_up(&server, "ada", &token()).await;
            assert_eq!(answer.headers()["retry-after"], "5");
            assert_eq!(problem(answer).await, Code::Unavailable);
        }
    };
    issuer.down(true);
    unavailable().await;
    issuer.down(false);
    issuer.speak_for("https://another.test");
    server.pass(5_000);
    unavailable().await;
    issuer.speak_for(&issuer.url);
    server.pass(5_000);
    assert_eq!(sign_up(&server, "ada", &token()).await.status(), 201);
    assert_eq!(issuer.reads(), 1);
    server.pass(3_600_000);
    issuer.down(true);
    unavailable().await;
}

#[tokio::test]
async fn an_address_counts_when_the_issuer_has_verified_it() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "email").await;
    let token = |verified: Value| {
        signer.token(&signer.header(), &with(claims(&issuer, &server), "email_verified", verified))
    };
    for other in [Value::Null, json!(false), json!("true")] {
        assert_eq!(problem(sign_up(&server, "ada@a.test", &token(other)).await).await, Code::NotAdmitted);
    }
    assert_eq!(sign_up(&server, "ada@A.test", &token(json!(true))).await.status(), 201);
}

#[tokio::test]
async fn the_sixth_token_that_is_not_taken_waits() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "name").await;
    for _ in 0..5 {
        assert_eq!(problem(sign_up(&server, "ada", "a.b.c").await).await, Code::NotAdmitted);
    }
    let good = signer.token(&signer.header(), &claims(&issuer, &server));
    assert_eq!(problem(sign_up(&server, "ada", &good).await).await, Code::TooMany);
    server.pass(15 * 60_000);
    let good = signer.token(&signer.header(), &claims(&issuer, &server));
    assert_eq!(sign_up(&server, "ada", &good).await.status(), 201);
}

/// Who knows no passphrase can try the directory for a new account alone: that keeps nobody from logging in.
#[tokio::test]
async fn wrong_proofs_of_a_stranger_keep_nobody_from_logging_in() {
    let signer = Signer::rsa("one");
    let issuer = Issuer::start(&[&signer]).await;
    let server = server(&issuer, "name").await;
    let token = signer.token(&signer.header(), &claims(&issuer, &server));
    assert_eq!(sign_up(&server, "ada", &token).await.status(), 201);
    assert_eq!(asked(&server, "/v1/sessions", &login("ada", 1), &token).await.status(), 201);
    for _ in 0..5 {
        assert_eq!(problem(sign_up(&server, "ada", "guessed").await).await, Code::NotAdmitted);
    }
    assert_eq!(problem(sign_up(&server, "ada", "guessed").await).await, Code::TooMany);
    for device in [1, 2] {
        let answer = asked(&server, "/v1/sessions", &login("ada", device), &token).await;
        assert_eq!(answer.status(), 201, "device {device}, from where the stranger is");
    }
    // Of who has the passphrase and no proof, a device that is known is counted by itself.
    for _ in 0..5 {
        let answer = asked(&server, "/v1/sessions", &login("ada", 3), "guessed").await;
        assert_eq!(problem(answer).await, Code::NotAdmitted);
    }
    let answer = asked(&server, "/v1/sessions", &login("ada", 3), &token).await;
    assert_eq!(problem(answer).await, Code::TooMany);
    assert_eq!(asked(&server, "/v1/sessions", &login("ada", 1), &token).await.status(), 201);
}
