//! The binary as an operator runs it, and what an operator changes: plans, accounts, where accounts live.
use crate::common::{DAY, Server, login, new_account, problem};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use webmynd_protocol::Code;

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_webmynd-server"));
    command.current_dir(folder).env_clear().args(args);
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn check_schema_and_openapi_are_printed_and_mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let schema: Value = serde_json::from_str(&said(&run(folder.path(), &["schema"]))).unwrap();
    assert!(schema["properties"]["undo_minutes"]["description"].as_str().unwrap().contains("60 minutes"));
    let openapi: Value = serde_json::from_str(&said(&run(folder.path(), &["openapi"]))).unwrap();
    assert!(openapi["paths"]["/v1/log/{device}/{seq}"]["put"].is_object());
    let file = folder.path().join("vault.toml");
    std::fs::write(
        &file,
        "undo_minutes = 5\n[plans.paid]\nhistory_days = 365\n[plans.free]\nhistory_days = 7\n",
    )
    .unwrap();
    let checked = said(&run(folder.path(), &["--config", "vault.toml", "check"]));
    std::fs::write(&file, &checked).unwrap();
    assert_eq!(
        said(&run(folder.path(), &["--config", "vault.toml", "check"])),
        checked,
        "it is a configuration"
    );
    assert!(checked.contains("undo_minutes = 5") && checked.contains("[plans.paid]"));
    for (text, word) in [("undo_minutes = 61", "60 at most"), ("lisen = 1", "lisen")] {
        std::fs::write(&file, text).unwrap();
        let output = run(folder.path(), &["--config", "vault.toml", "check"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{text}");
    }
    let none = run(folder.path(), &["--config", "none.toml", "check"]);
    assert!(String::from_utf8_lossy(&none.stderr).contains("none.toml"));
}

#[test]
fn a_first_start_says_where_it_listens_and_where_everything_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path(), &[])
        .env("WEBMYND_SERVER_LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines: Vec<String> =
        BufReader::new(child.stdout.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    let address = lines[0].strip_prefix("listening on http://").unwrap();
    let taken = command(folder.path(), &[]).env("WEBMYND_SERVER_LISTEN", address).output().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let data = folder.path().canonicalize().unwrap().join("webmynd-data");
    assert_eq!(lines[1], format!("everything is kept in {}", data.display()));
    assert!(data.join("vault.db").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(data.metadata().unwrap().permissions().mode() & 0o777, 0o700, "nobody else reads it");
    }
    let why = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(why.contains(address) && why.contains("`listen`"), "{why}");
}

#[tokio::test]
async fn accounts_are_listed_put_on_plans_deleted_and_kept() {
    let server = Server::start().await;
    server.account("Ada").await.commit(1, "a mark", "mark").await;
    let folder = server.stop().await;
    std::fs::write(folder.path().join("vault.toml"), "data = '.'\n[plans.free]\n[plans.paid]\n").unwrap();
    let account =
        |args: &[&str]| run(folder.path(), &[&["--config", "vault.toml", "account"], args].concat());
    assert_eq!(said(&account(&["list"])), "ada: free, 1 devices, 1 packs, 6 bytes\n");
    said(&account(&["plan", "Ada", "paid"]));
    let all: Value = serde_json::from_str(&said(&account(&["list", "--json"]))).unwrap();
    assert_eq!((&all[0]["account"], &all[0]["plan"]), (&json!("ada"), &json!("paid")));
    said(&account(&["delete", "ada"]));
    assert!(said(&account(&["list"])).contains("deleted"));
    said(&account(&["keep", "ada"]));
    assert!(!said(&account(&["list"])).contains("deleted"));
    for (args, word) in [
        (&["plan", "ada", "gold"] as &[&str], "plans.gold"),
        (&["plan", "eve", "paid"], "no account eve"),
        (&["delete", "eve"], "no account eve"),
    ] {
        let output = account(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{args:?}");
    }
}

#[tokio::test]
async fn a_smaller_plan_leaves_two_weeks_of_grace_and_a_larger_one_counts_at_once() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let (store, start) = (&server.vault.store, server.now());
    let plan = async |name: &str, days: Option<i64>| {
        store.set_plan("ADA", name, days.map(|days| days * DAY), server.now(), 14 * DAY).await.unwrap();
    };
    let ends = async || {
        let usage: Value = ada.get("/v1/usage").await.json().await.unwrap();
        let end = |class: &str| {
            let day = usage["days"].as_array().unwrap().iter().find(|day| day["class"] == class);
            day.map(|day| day["expiresAt"].as_i64().map(|at| (at - start) / DAY))
        };
        (end("history"), end("mark"))
    };
    ada.commit(1, "history", "history").await;
    ada.commit(2, "a mark", "mark").await;
    assert_eq!(ends().await, (Some(Some(7)), Some(None)));
    plan("ever", None).await;
    assert_eq!(ends().await, (Some(None), Some(None)));
    for _ in 0..2 {
        // A device asks now and then, or its session would be over.
        server.pass(50 * DAY);
        assert_eq!(ada.get("/v1/log?since=0").await.status(), 200);
    }
    plan("free", Some(7)).await;
    assert_eq!(ends().await, (Some(Some(114)), Some(None)), "two weeks from now");
    server.pass(5 * DAY);
    plan("free", Some(7)).await;
    assert_eq!(ends().await.0, Some(Some(114)), "saying it again gives no more");
    plan("year", Some(365)).await;
    assert_eq!(ends().await.0, Some(Some(365)));
    plan("free", Some(7)).await;
    server.pass(14 * DAY);
    assert_eq!(server.vault.purge().await.unwrap(), 1);
    plan("ever", None).await;
    assert_eq!(ends().await, (None, Some(None)), "what has gone stays gone");
}

#[tokio::test]
async fn an_account_of_another_cluster_is_told_where_it_lives() {
    let other = "https://two.example.org";
    let server = Server::with(|config| {
        config.clusters.insert("ada".to_owned(), other.to_owned());
    })
    .await;
    let guest = server.guest();
    for (name, base) in [("Ada", other), ("bob", server.vault.config.base().as_str())] {
        let known: Value =
            guest.get(&format!("/.well-known/webmynd?account={name}")).await.json().await.unwrap();
        assert_eq!(known["base"], base);
    }
    for (path, body) in [
        ("/v1/prelogin", json!({"account": "ADA"})),
        ("/v1/accounts", new_account("ada")),
        ("/v1/sessions", login("ada", 1)),
    ] {
        assert_eq!(problem(guest.send(Method::POST, path, &body).await).await, Code::Moved, "{path}");
    }
    server.account("bob").await;
    // One that moved while its devices were logged in: they ask again where it lives.
    let folder = tempfile::tempdir().unwrap();
    let before = Server::with(|config| config.data = folder.path().to_owned()).await;
    let eve = before.account("eve").await;
    before.stop().await;
    let after = Server::with(|config| {
        config.data = folder.path().to_owned();
        config.clusters.insert("eve".to_owned(), other.to_owned());
    })
    .await;
    let eve = crate::common::Client { origin: after.origin.clone(), ..eve };
    assert_eq!(problem(eve.get("/v1/log").await).await, Code::Moved);
}
