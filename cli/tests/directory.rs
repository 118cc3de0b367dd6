//! The command line and a server with a directory of users: what is shown to it, and that it opens nothing.
use crate::slapd::Slapd;
use crate::vault::{json, refused, server_with, with};
use std::path::Path;
use std::process::Output;
use webmynd_server::config::{Ldap, Oidc, Users};

const PASSWORD: &str = "WEBMYND_DIRECTORY_PASSWORD";

fn login(origin: &str, folder: &Path, device: &str, rest: &[&str], variables: &[(&str, &str)]) -> Output {
    let data = folder.join(device).display().to_string();
    with(variables, &[&["login", origin, "--data", &data, "--device", device, "--json"], rest].concat())
}

#[test]
fn the_password_of_the_directory_lets_in_and_only_the_passphrase_opens() {
    let Some(slapd) = Slapd::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let user = Some("uid={account},ou=people,dc=test".to_owned());
    let (ca, base, filter, reader, reader_password) = (None, None, None, None, None);
    let users = Ldap { url: slapd.url(), ca, user, base, filter, reader, reader_password, at_login: true };
    let origin = server_with(&folder.path().join("server"), |config| config.users = Users::Ldap(users));
    let login = |device: &str, rest: &[&str], variables: &[(&str, &str)]| {
        login(&origin, folder.path(), device, rest, variables)
    };
    let no = "the directory of users lets nobody in like this";
    refused(&login("desk", &["--account", "ada", "--new"], &[(PASSWORD, "guessed")]), no);
    refused(&login("desk", &["--account", "eve", "--new"], &[(PASSWORD, "ada's own")]), no);
    let made = json(&login("desk", &["--account", "ada", "--new"], &[(PASSWORD, "ada's own")]));
    let words = made["passphrase"].as_str().unwrap();
    // Another device: the passphrase alone is not enough, and neither is the password alone.
    let join = |words: &str, password: &str| {
        login("lap", &["--account", "ada"], &[("WEBMYND_PASSPHRASE", words), (PASSWORD, password)])
    };
    refused(&join(words, ""), no);
    refused(&join("ada's own", "ada's own"), "do not belong together");
    json(&join(words, "ada's own"));
    let desk = folder.path().join("desk").display().to_string();
    json(&with(&[], &["sync", "--data", &desk, "--json"]));
    let shown = json(&with(&[], &["pair", "--data", &desk, "--json"]));
    let code = shown["code"].as_str().unwrap();
    json(&login("phone", &["--pair"], &[("WEBMYND_CODE", code), (PASSWORD, "ada's own")]));
    json(&login(
        "phone",
        &["--account", "ada", "--again"],
        &[("WEBMYND_PASSPHRASE", words), (PASSWORD, "ada's own")],
    ));
}

#[test]
fn a_token_that_is_wanted_is_named_and_an_issuer_that_is_down_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let issuer = format!("http://{gone}");
    let [client, claim] = ["vault", "email"].map(str::to_owned);
    let users = Oidc { issuer: issuer.clone(), client, claim, at_login: true };
    let origin = server_with(&folder.path().join("server"), |config| config.users = Users::Oidc(users));
    let sign_up = |rest: &[&str]| {
        login(&origin, folder.path(), "desk", &[&["--account", "ada", "--new"], rest].concat(), &[])
    };
    refused(&sign_up(&[]), &format!("an ID token of {issuer} for the client vault: --directory-token-file"));
    let file = folder.path().join("token");
    let named = file.display().to_string();
    refused(&sign_up(&["--directory-token-file", &named]), "cannot read");
    // A head that says that a key "one" has signed it; the issuer, who could tell, is down.
    std::fs::write(&file, "eyJhbGciOiJFZERTQSIsImtpZCI6Im9uZSJ9.e30.c2lnbmVk\n").unwrap();
    let said = sign_up(&["--directory-token-file", &named]);
    refused(&said, "the directory of users does not answer");
    refused(&said, "try again in 5 s, nothing was lost");
}
