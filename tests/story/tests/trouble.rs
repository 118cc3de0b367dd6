//! A server in trouble: a device that syncs is told to come back, loses nothing, and goes on when the trouble is over.
use sqlx::{ConnectOptions, Connection, Executor};
use std::str::FromStr;
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::{Device, Dice, World};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
const YEAR: i64 = 365 * DAY;

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
    let mut world = World::settled(31, |config| config.in_database = Some(0)).await;
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

/// A page that takes an eighth of a megabyte in the vault.
fn long_page(device: &mut Device, n: u64, at: i64) {
    device.visit(&format!("https://long.test/{n}"), &Dice(n).words(12_000), at);
}

#[tokio::test(flavor = "current_thread")]
async fn in_a_full_vault_stars_and_forgets_travel_and_what_is_forgotten_makes_room() {
    let mut world = World::with(71, Plan { history_days: None, quota_mb: Some(1) }).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..4 {
        long_page(&mut laptop, n, world.pass(DAY));
    }
    laptop.sync(world.now()).await.unwrap();
    phone.sync(world.now()).await.unwrap();
    assert_eq!(phone.sees().len(), 4);
    for n in 4..20 {
        long_page(&mut laptop, n, world.pass(DAY));
    }
    assert_eq!(laptop.sync(world.now()).await.unwrap_err().kind, SyncKind::Quota);

    laptop.forget("https://long.test/0", world.now());
    laptop.star("https://long.test/1", true, world.now());
    assert_eq!(laptop.sync(world.now()).await.unwrap_err().kind, SyncKind::Quota, "and it is said");
    phone.sync(world.now()).await.unwrap();
    let seen: Vec<(String, bool)> =
        phone.sees().into_iter().map(|(url, _, _, star, _)| (url, star)).collect();
    assert!(!seen.iter().any(|(url, _)| url == "https://long.test/0"), "{seen:?}");
    assert!(seen.contains(&("https://long.test/1".to_owned(), true)), "{seen:?}");

    // The pack with the forgotten page goes though there is no room for another one.
    let packs = laptop.archive.borrow().catalog().shared().packs().len();
    laptop.tend(world.pass(11 * MINUTE));
    assert_eq!(laptop.sync(world.now()).await.unwrap_err().kind, SyncKind::Quota);
    assert_eq!(laptop.archive.borrow().catalog().shared().packs().len(), packs - 1);
}

/// A first sync is larger than the room that there is: what has room goes.
#[tokio::test(flavor = "current_thread")]
async fn in_a_small_vault_there_is_as_much_as_has_room() {
    let mut world = World::with(72, Plan { history_days: None, quota_mb: Some(1) }).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..60 {
        laptop.visit(&format!("https://long.test/{n}"), &Dice(n).words(6_000), world.pass(1_000));
    }
    assert_eq!(laptop.sync(world.now()).await.unwrap_err().kind, SyncKind::Quota);
    phone.sync(world.now()).await.unwrap();
    let arrived = phone.sees().len();
    assert!((8..40).contains(&arrived), "{arrived}");
    let tried = laptop.network.trace().iter().filter(|line| line.starts_with("Put")).count();
    assert_eq!(laptop.sync(world.now()).await.unwrap_err().kind, SyncKind::Quota);
    let tried = laptop.network.trace().iter().filter(|line| line.starts_with("Put")).count() - tried;
    assert!(tried <= 4, "{tried} uploads into a vault that is full");
}

/// What has ended goes, also beside a pack whose bytes cannot be removed just now.
#[tokio::test(flavor = "current_thread")]
async fn a_pack_that_cannot_be_removed_keeps_no_other() {
    let mut world = World::of_files(35).await;
    let mut laptop = world.device("laptop").await;
    for n in 0..3 {
        laptop.visit(&format!("https://a.test/{n}"), "lantern", world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
    }
    let files = world.blobs();
    std::fs::remove_file(&files[0]).unwrap();
    std::fs::create_dir(&files[0]).unwrap();
    std::fs::write(files[0].join("in the way"), "of it").unwrap();
    world.pass(8 * DAY);
    assert!(world.vault.purge().await.is_err(), "it is told");
    assert!(!files[1].exists() && !files[2].exists());
    std::fs::remove_dir_all(&files[0]).unwrap();
    assert_eq!(world.vault.purge().await.unwrap(), 1);
}
