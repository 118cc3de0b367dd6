//! Servers of one PostgreSQL count as one what is limited. Each counts by its own clock, and goes on alone while the others cannot be heard.
use crate::common::{Client, DAY, Server, login, new_account, problem};
use crate::postgres::Postgres;
use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::AnyPool;
use std::path::Path;
use std::time::Duration;
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;
use webmynd_server::config::Config;

/// Two servers of one database and the same blobs.
pub async fn two(url: &str, blobs: &Path, settle: impl Fn(&mut Config)) -> [Server; 2] {
    let server = async || {
        Server::with(|config| {
            config.database = Some(url.to_owned());
            config.blobs = Some(format!("file://{}", blobs.display()));
            settle(config);
        })
        .await
    };
    let both = [server().await, server().await];
    // What is said before somebody listens is not heard.
    listening(url, 2).await;
    both
}

fn few(config: &mut Config) {
    config.sign_ups_per_address = 6;
    config.entries_per_day = 6;
}

/// Waits until so many connections listen; one that is idle has been heard.
async fn listening(url: &str, wanted: i64) {
    let database = AnyPool::connect(url).await.unwrap();
    let listen = "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND state = 'idle' AND datname = current_database()";
    until(async || sqlx::query_scalar::<_, i64>(listen).fetch_one(&database).await.unwrap() == wanted).await;
}

async fn until(holds: impl AsyncFn() -> bool) {
    for _ in 0..600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing came of it in a minute");
}

async fn begin(server: &Server, name: &str, device: u8, right: bool) -> StatusCode {
    let mut login = login(name, device);
    if !right {
        login["auth"] = json!(Id([0; 32]));
    }
    server.guest().send(Method::POST, "/v1/sessions", &login).await.status()
}

async fn sign_up(server: &Server, name: &str) -> StatusCode {
    server.guest().send(Method::POST, "/v1/accounts", &new_account(name)).await.status()
}

/// Waits until each knows what the other has counted.
async fn told([a, b]: [&Server; 2]) {
    let has_news = |of: &Server| of.vault.limited().into_iter().any(|limited| limited.has_news());
    let is_telling = |of: &Server| has_news(of) || of.vault.metrics.telling.get() > 0;
    until(async || !is_telling(a) && !is_telling(b)).await;
    let (a, b) = (&a.vault.metrics, &b.vault.metrics);
    until(async || a.told.get() == b.heard.get() && b.told.get() == a.heard.get()).await;
}

#[tokio::test]
async fn wrong_logins_sign_ups_and_entries_are_counted_once_for_all_servers() {
    let Some(postgres) = Postgres::start() else { return };
    let (url, blobs) = (postgres.database("peers"), tempfile::tempdir().unwrap());
    let [a, b] = two(&url, blobs.path(), few).await;
    b.pass(-30 * DAY);
    // Wrong logins: three here, two there, and the sixth nowhere.
    let ada = a.account("ada").await;
    // A login that succeeds clears what was counted, also what another server has counted until it hears of it.
    told([&a, &b]).await;
    for server in [&a, &b, &a, &b, &a] {
        assert_eq!(begin(server, "ada", 9, false).await, 401);
    }
    told([&a, &b]).await;
    assert_eq!(
        (begin(&a, "ada", 9, true).await.as_u16(), begin(&b, "ada", 9, true).await.as_u16()),
        (429, 429)
    );
    let there = b.login("ada", 1).await; // a device that is known
    // Sign-ups: ada and five more, whoever makes them.
    for (server, name) in [(&b, "b"), (&a, "c"), (&b, "d"), (&b, "e"), (&a, "f")] {
        assert_eq!(sign_up(server, name).await, 201);
    }
    told([&a, &b]).await;
    assert_eq!((sign_up(&a, "g").await.as_u16(), sign_up(&b, "g").await.as_u16()), (429, 429));
    // Entries: six a day; what was taken before is taken again, and one that is refused counts nowhere.
    let ada = Client { token: there.token.clone(), ..ada };
    for (seq, client) in [(1, &ada), (2, &there), (3, &there), (4, &ada), (5, &there)] {
        assert_eq!(client.append(seq, &[], &[]).await.status(), 201);
        assert_eq!(client.append(99, &[], &[]).await.status(), 409);
        // While one is being refused it counts, and others may hear of it so.
        told([&a, &b]).await;
    }
    assert_eq!(ada.append(6, &[], &[]).await.status(), 201, "those that were refused do not count");
    told([&a, &b]).await;
    assert_eq!(there.append(7, &[], &[]).await.status(), 429);
    assert_eq!(problem(ada.append(7, &[], &[]).await).await, Code::TooMany);
    assert_eq!(there.append(6, &[], &[]).await.status(), 200);
}

#[tokio::test]
async fn who_logs_in_here_is_let_in_there_and_servers_that_were_cut_off_hear_each_other_again() {
    let Some(postgres) = Postgres::start() else { return };
    let (url, blobs) = (postgres.database("cut"), tempfile::tempdir().unwrap());
    let [a, b] = two(&url, blobs.path(), few).await;
    drop(a.account("ada").await);
    told([&a, &b]).await;
    for _ in 0..4 {
        assert_eq!(begin(&a, "ada", 1, false).await, 401);
    }
    told([&a, &b]).await;
    assert_eq!(begin(&b, "ada", 1, true).await, 201);
    told([&a, &b]).await;
    // None of the four counts any more.
    for _ in 0..4 {
        assert_eq!(begin(&a, "ada", 1, false).await, 401);
    }
    told([&a, &b]).await;
    // The database ends all connections, and somebody says there what is no news.
    let database = AnyPool::connect(&url).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()";
    sqlx::raw_sql(end).execute(&database).await.unwrap();
    until(async || a.vault.store.ready().await.is_ok() && b.vault.store.ready().await.is_ok()).await;
    listening(&url, 2).await;
    for nonsense in ["", "nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        a.vault.store.say(nonsense).await.unwrap();
    }
    assert_eq!(begin(&a, "ada", 1, false).await, 401, "the fifth");
    told([&a, &b]).await;
    assert_eq!(begin(&b, "ada", 1, true).await, 429, "four were heard before the cut, and one since");
}
