//! A server in trouble: a device that syncs is told to come back, loses nothing, and goes on when the trouble is over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test says what broke by panicking.
use sqlx::{ConnectOptions, Connection, Executor};
use std::str::FromStr;
use webmynd_engine::sync::SyncKind;
use webmynd_story::{Device, World};

const MINUTE: i64 = 60_000;
const YEAR: i64 = 365 * 86_400_000;

async fn told_to_wait(device: &mut Device, now: i64) {
    let error = device.sync(now).await.unwrap_err();
    assert_eq!((error.kind, error.after), (SyncKind::Later, Some(5)), "{error}");
}

async fn goes_on(world: &World, devices: &mut [&mut Device; 2]) {
    for _ in 0..2 {
        for device in devices.iter_mut() {
            device.sync(world.now()).await.unwrap();
        }
    }
    assert_eq!(devices[0].sees(), devices[1].sees());
}

#[tokio::test(flavor = "current_thread")]
async fn packs_that_find_no_place_are_sent_again() {
    let mut world = World::new(31).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let (blobs, away) = (world.folder.path().join("blobs"), world.folder.path().join("away"));
    std::fs::rename(&blobs, &away).unwrap();
    std::fs::write(&blobs, "no folder").unwrap();
    for _ in 0..3 {
        told_to_wait(&mut laptop, world.pass(MINUTE)).await;
    }
    laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
    laptop.restart();
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    goes_on(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(phone.sees().len(), 2);
    // What others have sent cannot be fetched just now either.
    laptop.visit("https://a.test/3", "meadow", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    std::fs::rename(&blobs, &away).unwrap();
    std::fs::write(&blobs, "no folder").unwrap();
    told_to_wait(&mut phone, world.pass(MINUTE)).await;
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    goes_on(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(phone.sees().len(), 3);
}

#[tokio::test(flavor = "current_thread")]
async fn a_locked_database_holds_a_round_up_and_loses_nothing() {
    let mut world = World::new(32).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let url = format!("sqlite:{}", world.folder.path().join("vault.db").display());
    let mut other = sqlx::sqlite::SqliteConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    told_to_wait(&mut laptop, world.pass(MINUTE)).await;
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    goes_on(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(phone.sees().len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn clocks_that_are_years_apart_change_nothing_but_the_times_of_visits() {
    let mut world = World::new(33).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..5 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE) + 10 * YEAR);
        phone.visit(&format!("https://b.test/{n}"), &format!("harbour{n}"), world.pass(MINUTE) - 10 * YEAR);
    }
    laptop.star("https://a.test/1", true, world.now() + 10 * YEAR);
    for _ in 0..2 {
        laptop.sync(world.now() + 10 * YEAR).await.unwrap();
        phone.sync(world.now() - 10 * YEAR).await.unwrap();
    }
    assert_eq!(laptop.sees(), phone.sees());
    assert_eq!(laptop.sees().len(), 10);
    assert_eq!(world.vault.purge().await.unwrap(), 0, "by the server's clock nothing has ended");
    // The one that is behind changes its mind later: later counts, whatever its clock says.
    phone.star("https://a.test/1", false, world.now() - 10 * YEAR);
    phone.sync(world.now() - 10 * YEAR).await.unwrap();
    laptop.sync(world.now() + 10 * YEAR).await.unwrap();
    assert_eq!(laptop.sees(), phone.sees());
    assert!(laptop.sees().iter().all(|(_, _, _, starred, _)| !starred));
}
