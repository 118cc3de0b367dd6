//! Users of an LDAP server, against a real OpenLDAP: who is let in, who is not, and what happens when it is down.
#![cfg(feature = "ldap")]

use crate::common::{Server, login, new_account, problem};
use crate::slapd::Slapd;
use ldap3::LdapConnAsync;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::directory::Proof;
use webmynd_server::config::{Ldap, Users};

/// Everyone below `ou=people`, by a pattern of their names.
fn by_name(url: String) -> Ldap {
    let user = Some("uid={account},ou=people,dc=test".to_owned());
    let (ca, base, filter, reader, reader_password) = (None, None, None, None, None);
    Ldap { url, ca, user, base, filter, reader, reader_password, at_login: true }
}

/// Who is of the kind `vault`, looked for by the reader.
fn looked_for(url: String) -> Ldap {
    Ldap {
        user: None,
        base: Some("ou=people,dc=test".to_owned()),
        filter: Some("(&(employeeType=vault)(|(uid={account})(mail={account})))".to_owned()),
        reader: Some("cn=reader,dc=test".to_owned()),
        reader_password: Some("the reader's".to_owned()),
        ..by_name(url)
    }
}

async fn server(users: Ldap) -> Server {
    Server::with(|config| config.users = Users::Ldap(users)).await
}

async fn asked(server: &Server, path: &str, body: &Value, password: &str) -> Response {
    let proof = Proof::Password(password.to_owned()).header();
    server.guest().request(Method::POST, path).header("authorization", proof).json(body).send().await.unwrap()
}

/// The answer to a new account.
async fn sign_up(server: &Server, name: &str, password: &str) -> Response {
    asked(server, "/v1/accounts", &new_account(name), password).await
}

async fn sign_in(server: &Server, name: &str, password: &str) -> Response {
    asked(server, "/v1/sessions", &login(name, 1), password).await
}

/// Neither a name nor a password nor both let anybody in who is not there under it.
async fn keeps_out(server: &Server, name: &str, password: &str) {
    assert_eq!(problem(sign_up(server, name, password).await).await, Code::NotAdmitted, "{name} {password}");
}

#[tokio::test]
async fn who_is_in_the_directory_has_an_account_and_who_left_begins_no_session() {
    let Some(mut slapd) = Slapd::start() else { return };
    let server = server(by_name(slapd.url())).await;
    let known: Value = server.guest().get("/.well-known/webmynd").await.json().await.unwrap();
    assert_eq!(known["directory"], json!({"proof": "password", "atLogin": true}));
    let silent = server.guest().send(Method::POST, "/v1/accounts", &new_account("ada")).await;
    assert_eq!(problem(silent).await, Code::NotAdmitted);
    keeps_out(&server, "ada", "bob's own").await;
    assert_eq!(sign_up(&server, "ada", "ada's own").await.status(), 201);
    assert_eq!(sign_up(&server, "ada", "ada's own").await.status(), 201, "a lost answer");
    let session: Value = sign_in(&server, "ada", "ada's own").await.json().await.unwrap();
    assert_eq!(problem(sign_in(&server, "ada", "of yesterday").await).await, Code::NotAdmitted);
    let mut wrong = login("ada", 1);
    wrong["auth"] = json!(Id([0; 32]));
    let answer = asked(&server, "/v1/sessions", &wrong, "ada's own").await;
    assert_eq!(problem(answer).await, Code::WrongLogin, "the directory opens nothing");
    // It is down: nobody new, and who is in stays in.
    slapd.stop();
    for answer in [sign_in(&server, "ada", "ada's own").await, sign_up(&server, "bob", "bob's own").await] {
        assert_eq!(answer.headers()["retry-after"], "5");
        assert_eq!(problem(answer).await, Code::Unavailable);
    }
    let ada = crate::common::Client {
        token: Some(session["token"].as_str().unwrap().to_owned()),
        ..server.guest()
    };
    assert_eq!(ada.get("/v1/keys").await.status(), 200);
}

#[tokio::test]
async fn no_password_and_no_name_opens_the_gate_to_who_is_not_there() {
    let Some(slapd) = Slapd::start() else { return };
    // The hole that is here: the directory says yes to an empty password, to anybody.
    let (connection, mut ldap) = LdapConnAsync::new(&slapd.url()).await.unwrap();
    let driven = tokio::spawn(connection.drive());
    for name in ["uid=ada,ou=people,dc=test", "uid=nobody,ou=people,dc=test"] {
        assert_eq!(ldap.simple_bind(name, "").await.unwrap().rc, 0);
    }
    driven.abort();
    for users in [by_name(slapd.url()), looked_for(slapd.url())] {
        let server = server(users).await;
        for name in ["ada", "nobody"] {
            keeps_out(&server, name, "").await;
        }
        for name in [
            "nobody",
            "*",
            "a*",
            "ada)(uid=*",
            "*)(|(uid=*",
            "ada,ou=people,dc=test",
            "ada+cn=ada",
            "ada,ou=people,dc=test\\",
            "\\61da",
            "#616461",
            "ada\u{ad}",
            "a\u{200b}da",
        ] {
            keeps_out(&server, name, "ada's own").await;
        }
        assert_eq!(sign_up(&server, "ada", "ada's own").await.status(), 201);
    }
}

#[tokio::test]
async fn people_are_looked_for_and_one_alone_has_to_match() {
    let Some(slapd) = Slapd::start() else { return };
    let found = server(looked_for(slapd.url())).await;
    keeps_out(&found, "bob", "bob's own").await;
    keeps_out(&found, "an@a.test", "ann's own").await;
    keeps_out(&found, "ada@a.test", "ann's own").await;
    assert_eq!(sign_up(&found, "ADA@a.test", "ada's own").await.status(), 201);
    let filtered = Ldap { filter: Some("(employeeType=vault)".to_owned()), ..by_name(slapd.url()) };
    let filtered = server(filtered).await;
    keeps_out(&filtered, "bob", "bob's own").await;
    assert_eq!(sign_up(&filtered, "ann", "ann's own").await.status(), 201);
    // A reader that is not let in is the operator's to mend; nobody is told that their password is wrong.
    let mistyped = Ldap { reader_password: Some("?".to_owned()), ..looked_for(slapd.url()) };
    let answer = sign_up(&server(mistyped).await, "ada", "ada's own").await;
    assert_eq!(problem(answer).await, Code::Unavailable);
    let nowhere = Ldap { base: Some("ou=nowhere,dc=test".to_owned()), ..looked_for(slapd.url()) };
    assert_eq!(problem(sign_up(&server(nowhere).await, "ada", "ada's own").await).await, Code::Unavailable);
}

#[tokio::test]
async fn passwords_go_only_to_a_server_whose_certificate_is_trusted() {
    let Some(slapd) = Slapd::start() else { return };
    for url in [slapd.secure(), slapd.starttls()] {
        let stranger = server(by_name(url.clone())).await;
        assert_eq!(problem(sign_up(&stranger, "ada", "ada's own").await).await, Code::Unavailable, "{url}");
        let trusted = server(Ldap { ca: Some(slapd.ca()), ..by_name(url.clone()) }).await;
        assert_eq!(sign_up(&trusted, "ada", "ada's own").await.status(), 201, "{url}");
        keeps_out(&trusted, "bob", "ada's own").await;
    }
}

#[tokio::test]
async fn the_sixth_wrong_password_waits_also_when_all_come_at_once() {
    let Some(slapd) = Slapd::start() else { return };
    let server = server(by_name(slapd.url())).await;
    let tries = (0..12).map(|_| sign_up(&server, "ada", "guessed"));
    let answers = futures_util::future::join_all(tries).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status() == status).count();
    assert_eq!((count(403), count(429)), (5, 7));
    let answer = sign_up(&server, "ada", "ada's own").await;
    assert_eq!(answer.headers()["retry-after"], "901");
    assert_eq!(problem(answer).await, Code::TooMany);
    assert_eq!(sign_up(&server, "bob", "bob's own").await.status(), 201);
    server.pass(15 * 60_000);
    assert_eq!(sign_up(&server, "ada", "ada's own").await.status(), 201);
}

#[tokio::test]
async fn a_directory_that_is_asked_for_new_accounts_alone_is_not_asked_at_a_login() {
    let Some(mut slapd) = Slapd::start() else { return };
    let server = server(Ldap { at_login: false, ..by_name(slapd.url()) }).await;
    let known: Value = server.guest().get("/.well-known/webmynd").await.json().await.unwrap();
    assert_eq!(known["directory"]["atLogin"], false);
    assert_eq!(sign_up(&server, "ada", "ada's own").await.status(), 201);
    slapd.stop();
    server.login("ada", 1).await;
}
