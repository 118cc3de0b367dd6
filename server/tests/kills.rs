//! T13: the server is killed again and again while many devices upload, commit, delete and take back. Nothing that was
//! acknowledged is lost, and nothing that was deleted is left.
//!
//! `WEBMYND_KILLS`: how often (20), after at most `WEBMYND_BETWEEN_MS` (380) at work. `WEBMYND_SERVER_DATABASE`, `WEBMYND_SERVER_BLOBS`, `WEBMYND_SERVER_BLOB_OPTIONS__…`: over
//! which (empty) database and blobs, as the server itself reads them; else SQLite and a folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)] // A test says what broke by panicking.
mod common;
mod life;
mod program;

use futures_util::TryStreamExt;
use life::Life;
use object_store::{ObjectStore, ObjectStoreExt};
use program::{Program, number};
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use webmynd_server::config::Config;

const DEVICES: usize = 50;

/// What is in the database and beside it.
struct Stored<'a>(&'a Config);

impl Stored<'_> {
    /// Packs by blob: id, size and state.
    async fn rows(&self) -> BTreeMap<String, (Vec<u8>, u64, String)> {
        let pool = sqlx::AnyPool::connect(&self.0.database()).await.unwrap();
        let rows =
            sqlx::query("SELECT account, blob, id, size, state FROM packs").fetch_all(&pool).await.unwrap();
        pool.close().await;
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let row = |row: &sqlx::any::AnyRow| {
            let (account, blob) = (hex(row.get("account")), hex(row.get("blob")));
            let place = format!("{account}/{}/{blob}", &blob[..1]);
            (place, (row.get("id"), row.get::<i64, _>("size") as u64, row.get("state")))
        };
        rows.iter().map(row).collect()
    }

    /// How many packs are to go and have not gone yet.
    async fn ended(&self) -> i64 {
        let pool = sqlx::AnyPool::connect(&self.0.database()).await.unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
        let count = "SELECT COUNT(*) AS ended FROM packs WHERE state = 'purging' OR (state = 'trashed' AND until <= $1)";
        let row = sqlx::query(count).bind(now - 1_000).fetch_one(&pool).await.unwrap();
        pool.close().await;
        row.get("ended")
    }

    fn blobs(&self) -> Box<dyn ObjectStore> {
        let url = self.0.blobs().parse().unwrap();
        let (store, prefix) = object_store::parse_url_opts(&url, self.0.blob_options.clone()).unwrap();
        Box::new(object_store::prefix::PrefixStore::new(store, prefix))
    }

    /// No row without its bytes, no bytes without a row, nothing left of what was to go.
    async fn hold_together(&self) -> usize {
        let (rows, blobs) = (self.rows().await, self.blobs());
        for (place, (id, size, state)) in &rows {
            assert!(matches!(state.as_str(), "coming" | "staged" | "live" | "trashed"), "left over: {state}");
            if state != "coming" {
                let bytes = blobs.get(&place.as_str().into()).await.expect("a row has its blob");
                let bytes = bytes.bytes().await.unwrap();
                assert_eq!((bytes.len() as u64, Sha256::digest(&bytes).to_vec()), (*size, id.clone()));
            }
        }
        let listed: Vec<_> = blobs.list(None).try_collect().await.unwrap();
        for blob in &listed {
            assert!(rows.contains_key(blob.location.as_ref()), "{} has no row", blob.location);
        }
        listed.len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    sqlx::any::install_default_drivers();
    let folder = tempfile::tempdir().unwrap();
    let (program, kills) = (Program::new(folder.path()), number("WEBMYND_KILLS", 20));
    let between = number("WEBMYND_BETWEEN_MS", 380);
    let mut server = program.start(10).await;
    let (http, ends) = (life::http(), Arc::new(AtomicBool::new(false)));
    let devices: Vec<_> = (0..DEVICES)
        .map(|nth| {
            let (http, origin, ends) = (http.clone(), program.origin(), ends.clone());
            tokio::spawn(async move {
                let mut life = Life::begin(http, &origin, &format!("device {nth}")).await;
                while !ends.load(Ordering::Relaxed) {
                    life.step().await;
                }
                life
            })
        })
        .collect();
    for kill in 0..kills {
        // Any moment of its life: while it starts and purges, or well at work.
        tokio::time::sleep(Duration::from_millis(20 + kill * 7_919 % between)).await;
        drop(server);
        // Every other time nothing can be taken back, so that the next start has something to remove.
        server = program.start(if kill % 2 == 0 { 0 } else { 10 }).await;
    }
    ends.store(true, Ordering::Relaxed);
    let (mut entries, mut packs, mut again) = (0, 0, 0);
    for device in devices {
        let mut life = device.await.unwrap();
        life.hold_all().await;
        entries += life.entries.len();
        packs += life.packs.len();
        again += life.again;
    }
    drop(server);
    // Once more, so that all that has ended is removed.
    let server = program.start(10).await;
    let (stored, start) = (Stored(&program.config), Instant::now());
    while stored.ended().await > 0 {
        assert!(start.elapsed() < Duration::from_secs(60), "the purge comes to an end");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let blobs = stored.hold_together().await;
    drop(server);
    assert!(entries > DEVICES, "the devices did something: {entries} entries");
    println!(
        "{kills} kills: {entries} entries, {packs} packs, {blobs} blobs, {again} requests sent again, 0 lost"
    );
}
