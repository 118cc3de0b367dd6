//! T13: the server is killed again and again while many devices upload, commit, delete and take back. Nothing that was
//! acknowledged is lost, and nothing that was deleted is left.
//!
//! `WEBMYND_KILLS`: how often (20), after at most `WEBMYND_BETWEEN_MS` (380) at work. `WEBMYND_SERVER_DATABASE`, `WEBMYND_SERVER_BLOBS`, `WEBMYND_SERVER_BLOB_OPTIONS__…`: over
//! which (empty) database and blobs, as the server itself reads them; else SQLite and a folder.
use crate::life::Life;
use crate::program::{Program, number};
use futures_util::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use webmynd_server::config::Config;

const DEVICES: usize = 50;

/// What is in the database and beside it.
struct Stored<'a>(&'a Config);

impl Stored<'_> {
    /// Packs by blob: id, size, state, and bytes where they are in the database.
    async fn rows(&self) -> BTreeMap<String, (Vec<u8>, u64, String, Option<Vec<u8>>)> {
        let pool = sqlx::AnyPool::connect(&self.0.database()).await.unwrap();
        let all = "SELECT packs.account, packs.blob, id, size, state, bytes FROM packs
            LEFT JOIN contents ON contents.account = packs.account AND contents.blob = packs.blob";
        let rows = sqlx::query(all).fetch_all(&pool).await.unwrap();
        pool.close().await;
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let row = |row: &sqlx::any::AnyRow| {
            let (account, blob) = (hex(row.get("account")), hex(row.get("blob")));
            let place = format!("{account}/{}/{blob}", &blob[..1]);
            (place, (row.get("id"), row.get::<i64, _>("size") as u64, row.get("state"), row.get("bytes")))
        };
        rows.iter().map(row).collect()
    }

    /// How many packs are to go and have not gone yet.
    async fn ended(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
        self.count(&format!(
            "packs WHERE state = 'purging' OR (state = 'trashed' AND until <= {})",
            now - 1_000
        ))
        .await
    }

    async fn count(&self, what: &str) -> i64 {
        let pool = sqlx::AnyPool::connect(&self.0.database()).await.unwrap();
        let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) AS found FROM {what}"));
        let row = sqlx::query(count).fetch_one(&pool).await.unwrap();
        pool.close().await;
        row.get("found")
    }

    fn blobs(&self) -> Box<dyn ObjectStore> {
        let url = self.0.blobs().parse().unwrap();
        let (store, prefix) = object_store::parse_url_opts(&url, self.0.blob_options.clone()).unwrap();
        Box::new(object_store::prefix::PrefixStore::new(store, prefix))
    }

    /// No account that is counted wrongly, no row without its bytes, no bytes without a row, nothing left of what was to go.
    async fn hold_together(&self) -> (usize, usize) {
        let miscounted = "accounts WHERE packed <> (SELECT COALESCE(SUM(size), 0) FROM packs
            WHERE packs.account = accounts.id AND state <> 'coming')";
        assert_eq!(self.count(miscounted).await, 0, "what counts to a quota is what is there");
        let (rows, blobs) = (self.rows().await, self.blobs());
        let mut kept = 0;
        for (place, (id, size, state, bytes)) in &rows {
            assert!(matches!(state.as_str(), "coming" | "staged" | "live" | "trashed"), "left over: {state}");
            if state != "coming" {
                let beside = blobs.get(&place.as_str().into()).await;
                assert!(bytes.is_none() || beside.is_err(), "its bytes are in one place");
                kept += usize::from(bytes.is_some());
                let bytes = match bytes {
                    Some(bytes) => bytes.clone().into(),
                    None => beside.expect("a row has its bytes").bytes().await.unwrap(),
                };
                assert_eq!((bytes.len() as u64, Sha256::digest(&bytes).to_vec()), (*size, id.clone()));
            }
        }
        assert_eq!(
            self.count("contents").await,
            kept as i64,
            "no bytes without a row in the database either"
        );
        let listed: Vec<_> = blobs.list(None).try_collect().await.unwrap();
        for blob in &listed {
            assert!(rows.contains_key(blob.location.as_ref()), "{} has no row", blob.location);
        }
        (listed.len(), kept)
    }
}

/// Waits until the devices have done so many things more.
async fn work(done: &AtomicUsize, more: usize) {
    let (enough, start) = (done.load(Ordering::Relaxed) + more, Instant::now());
    while done.load(Ordering::Relaxed) < enough {
        assert!(start.elapsed() < Duration::from_secs(120), "the devices get on with their work");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    sqlx::any::install_default_drivers();
    let folder = tempfile::tempdir().unwrap();
    let (mut program, kills) = (Program::new(folder.path()), number("WEBMYND_KILLS", 20));
    // Some of the packs in the database and some beside it, whichever it is.
    program.config.in_database.get_or_insert(crate::life::LARGEST / 2);
    let between = number("WEBMYND_BETWEEN_MS", 380);
    let mut server = program.start(10).await;
    let (http, ends, done) =
        (crate::life::http(), Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let devices: Vec<_> = (0..DEVICES)
        .map(|nth| {
            let (http, origin, ends, done) = (http.clone(), program.origin(), ends.clone(), done.clone());
            tokio::spawn(async move {
                let mut life = Life::begin(http, &origin, &format!("device {nth}")).await;
                while !ends.load(Ordering::Relaxed) {
                    life.step().await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
                life
            })
        })
        .collect();
    for kill in 0..kills {
        // Any moment of its life: while it starts and purges, or well at work, however slow this machine is.
        if kill % 2 == 1 {
            work(&done, DEVICES).await;
        }
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
    let (blobs, kept) = stored.hold_together().await;
    drop(server);
    assert!(entries > DEVICES, "the devices did something: {entries} entries");
    println!(
        "{kills} kills: {entries} entries, {packs} packs; {blobs} blobs and {kept} packs in the database; {again} requests sent again, 0 lost"
    );
}
