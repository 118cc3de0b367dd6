//! A full disk: what was acknowledged stays, what is there is given, also by a server that starts on it, and what finds no room is taken later.
use crate::common::skipped::skipped;
use crate::common::{Client, Server};
use crate::trouble::{later, version};
use reqwest::StatusCode;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use webmynd_server::config::Config;
use webmynd_server::store::{Known, Store};

/// A file system of two megabytes, taken away again with its guard.
struct Small(tempfile::TempDir);

impl Small {
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            skipped("nothing can be mounted here, so no disk is full");
        }
        mounted.then_some(Self(folder))
    }

    /// Takes all room that there is.
    fn fill(&self) {
        let _ = std::fs::write(self.0.path().join("ballast"), vec![0; 2 << 20]);
    }

    /// Gives it back.
    fn empty(&self) {
        std::fs::remove_file(self.0.path().join("ballast")).unwrap();
    }

    /// A server whose data is in it.
    async fn server(&self) -> Server {
        Server::with(|config: &mut Config| {
            config.data = self.0.path().join("data");
            config.in_database = Some(0);
        })
        .await
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: the database may still be closing its files.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_is_waited_for() {
    let Some(small) = Small::mounted() else { return };
    let server = small.server().await;
    let ada = server.account("ada").await;
    let kept = ada.commit(1, "kept", "mark").await;
    let big = vec![7; 400_000];
    // The blobs find no room.
    small.fill();
    later(ada.put_pack(&big).await.1).await;
    assert_eq!(crate::common::files(&small.0.path().join("data/blobs")), 1, "nothing half-written stays");
    // The database finds none either: an entry is taken whole or not at all.
    let mut refused = None;
    for seq in 2..100 {
        let answer = ada.append(seq, &[], &[kept]).await;
        if answer.status() != 201 {
            later(answer).await;
            refused = Some(seq);
            break;
        }
    }
    let seq = refused.expect("the disk was full");
    small.empty();
    assert_eq!(version(&ada).await, seq - 1);
    assert_eq!(ada.append(seq, &[], &[]).await.status(), 201, "there is room again");
    assert_eq!(ada.put_pack(&big).await.1.status(), 201);
    let folder = server.stop().await;
    let again = small.server().await;
    let ada = Client { origin: again.origin.clone(), ..ada };
    assert_eq!(version(&ada).await, seq, "and what was acknowledged is there after a restart");
    drop((folder, again.stop().await));
}

/// Everything that there is to be read.
async fn reads(ada: &Client, server: &Server, entries: u64, pack: &str) {
    // Each time somebody is to be noted as heard of.
    server.pass(61_000);
    assert_eq!(version(ada).await, entries);
    server.pass(61_000);
    assert_eq!(ada.get("/v1/devices").await.json::<Vec<Value>>().await.unwrap().len(), 1);
    assert_eq!(ada.get(pack).await.bytes().await.unwrap(), "kept");
    assert_eq!(ada.get("/v1/keys").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_there_is_given_where_there_is_no_room_to_note_by_whom() {
    let Some(small) = Small::mounted() else { return };
    let server = small.server().await;
    let ada = server.account("ada").await;
    let pack = format!("/v1/packs/{}", ada.commit(1, "kept", "mark").await);
    small.fill();
    let devices: Vec<Value> = ada.get("/v1/devices").await.json().await.unwrap();
    let id = |field: &str| devices[0][field].as_str().unwrap().parse::<webmynd_protocol::bytes::Id<16>>();
    let account = server.vault.store.account("ada").await.unwrap().unwrap().id;
    let who = Known { account, session: id("session").unwrap().0, device: id("device").unwrap().0 };
    let mut noted = 0;
    loop {
        server.pass(61_000);
        if !server.vault.store.touch(who, server.now()).await.unwrap() {
            break;
        }
        noted += 1;
        assert!(noted < 5_000, "the disk is full");
    }
    reads(&ada, &server, 1, &pack).await;
    let seen = ada.get("/v1/devices").await.json::<Vec<Value>>().await.unwrap()[0]["lastSeen"].as_i64();
    assert!(seen.unwrap() <= server.now() - 3 * 61_000, "nothing was noted");
    small.empty();
    server.pass(61_000);
    assert_eq!(version(&ada).await, 1);
    let seen = ada.get("/v1/devices").await.json::<Vec<Value>>().await.unwrap()[0]["lastSeen"].as_i64();
    assert_eq!(seen.unwrap(), server.now(), "and now it is");
    drop(server.stop().await);
}

/// Waits until nobody has the database open: the last one removes what all of them shared.
async fn closed(data: &Path) {
    while data.join("vault.db-shm").exists() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_server_that_starts_without_one_free_byte_gives_what_it_has() {
    for killed in [false, true] {
        let (Some(small), Some(other)) = (Small::mounted(), Small::mounted()) else { return };
        let server = small.server().await;
        let ada = server.account("ada").await;
        let pack = format!("/v1/packs/{}", ada.commit(1, "kept", "mark").await);
        ada.append(2, &[], &[]).await;
        let data = small.0.path().join("data");
        let disk = if killed {
            // As it stands on its disk: entries are in the write-ahead log alone.
            std::fs::create_dir(other.0.path().join("data")).unwrap();
            for file in ["vault.db", "vault.db-wal"] {
                std::fs::copy(data.join(file), other.0.path().join("data").join(file)).unwrap();
            }
            let mut copy = Command::new("cp");
            copy.arg("-r").arg(data.join("blobs")).arg(other.0.path().join("data"));
            assert!(copy.status().unwrap().success());
            other
        } else {
            small
        };
        drop(server.stop().await);
        if !killed {
            closed(&data).await;
        }
        disk.fill();
        let server = disk.server().await;
        let ada = Client { origin: server.origin.clone(), ..ada };
        reads(&ada, &server, 2, &pack).await;
        let mut refused = false;
        for seq in 3..100 {
            let answer = ada.append(seq, &[], &[]).await;
            if answer.status() != StatusCode::CREATED {
                later(answer).await;
                refused = true;
                break;
            }
        }
        assert!(refused, "nothing is taken for which there is no room");
        let entries = version(&ada).await;
        reads(&ada, &server, entries, &pack).await;
        disk.empty();
        assert_eq!(ada.append(entries + 1, &[], &[]).await.status(), 201, "there is room again");
        drop(server.stop().await);
        let again = disk.server().await;
        let ada = Client { origin: again.origin.clone(), ..ada };
        reads(&ada, &again, entries + 1, &pack).await;
        drop(again.stop().await);
    }
}

#[tokio::test]
async fn a_server_without_room_for_its_first_tables_says_so() {
    let Some(small) = Small::mounted() else { return };
    small.fill();
    let Err(error) = Store::open(&format!("sqlite:{}", small.0.path().join("vault.db").display())).await
    else {
        panic!("there is no room for tables")
    };
    assert!(error.is_of_room() && error.to_string().contains("no room"), "{error}");
    let nowhere = small.0.path().join("nowhere/vault.db");
    let Err(error) = Store::open(&format!("sqlite:{}", nowhere.display())).await else {
        panic!("there is no such folder")
    };
    assert!(!error.to_string().contains("timed out"), "{error}");
}
