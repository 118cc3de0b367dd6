//! All history ends at once, as when a clock jumps: how long it takes to go, and how long who commits meanwhile waits.
use crate::ask::{head, said, upload};
use crate::people::{Shape, known};
use crate::time::share;
use sqlx::{AnyConnection, Connection, Row};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use webmynd_server::clock::Clock;
use webmynd_server::config::Config;
use webmynd_server::store::{Carried, Store, Times};
use webmynd_server::vault::Vault;

pub async fn beside_commits(url: &str, shape: Shape, servers: usize, now: i64) {
    let later = now + 2 * crate::fill::KEPT;
    let (begun, folder) = (Instant::now(), tempfile::tempdir().unwrap());
    let over = Arc::new(AtomicBool::new(false));
    let mut purging = Vec::new();
    for nth in 0..servers {
        let config = Config {
            database: Some(url.to_owned()),
            data: folder.path().join(nth.to_string()),
            ..Config::default()
        };
        let vault = Vault::open(config, Clock::from(move || later)).await.unwrap();
        purging.push(tokio::spawn(async move { vault.purge().await.unwrap() }));
    }
    let committing =
        [0, 1, 2].map(|first| tokio::spawn(commits(url.to_owned(), shape, first, later, over.clone())));
    let mut gone = 0;
    for one in purging {
        gone += one.await.unwrap();
    }
    let took = begun.elapsed();
    over.store(true, Ordering::Relaxed);
    let mut waited = Vec::new();
    for one in committing {
        waited.extend(one.await.unwrap());
    }
    waited.sort_by(f64::total_cmp);
    println!(
        "{gone} packs left in {:.0} s by {servers} servers, beside {} commits of a pack each: half within {:.1} ms, 99 of 100 within {:.1} ms, the longest {:.0} ms",
        took.as_secs_f64(),
        waited.len(),
        share(&waited, 50),
        share(&waited, 99),
        share(&waited, 100)
    );
    sums(url).await;
}

/// Commits again and again, of the large account (`first` is 0) or of the others in turn; each commit's ms.
async fn commits(url: String, shape: Shape, first: i64, now: i64, over: Arc<AtomicBool>) -> Vec<f64> {
    let store = Store::open(&url).await.unwrap();
    let mut database = AnyConnection::connect(&url).await.unwrap();
    let (mut waited, mut turn) = (Vec::new(), 0);
    while !over.load(Ordering::Relaxed) {
        turn += 1;
        // Each has accounts of its own, so that nobody takes the number that it is about to take.
        let nth = if first == 0 { 0 } else { first + 2 * (turn % ((shape.accounts - 1) / 2)) };
        let who = known(nth, 0);
        let head = head(&mut database, who).await;
        let (upload, row) = upload(5_000);
        let carried = Carried { uploads: vec![upload], quota: None };
        let times = Times { now, retention: Some(crate::fill::KEPT), undo: 600_000 };
        let begun = Instant::now();
        store
            .append(who.account, who.device, head + 1, &said(vec![row], vec![]), &carried, times)
            .await
            .unwrap();
        waited.push(begun.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waited
}

/// Whether the accounts' sums are what is there.
async fn sums(url: &str) {
    let mut database = AnyConnection::connect(url).await.unwrap();
    let row = sqlx::query(
        "SELECT COUNT(*) AS wrong FROM accounts WHERE packed <> (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM packs
         WHERE packs.account = accounts.id AND state <> 'coming')",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    println!("{} accounts whose sums are not what is there", row.get::<i64, _>("wrong"));
    if !url.starts_with("sqlite") {
        let row = sqlx::query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        println!("{} deadlocks", row.fetch_one(&mut database).await.unwrap().get::<i64, _>("deadlocks"));
    }
}
