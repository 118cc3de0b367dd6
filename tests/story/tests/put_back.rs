//! A server that was put back in parts: its database is of the day before, and files of it are gone, or devices are in it again.
use webmynd_engine::event::Harm;
use webmynd_engine::sync::{Report, SyncKind};
use webmynd_story::device::PASSPHRASE;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

/// It goes on with the server as it is now.
async fn go_on(device: &mut Device, now: i64) -> Report {
    device.account.begin_anew();
    let mut report = device.sync(now).await;
    if report.as_ref().is_err_and(|error| matches!(error.kind, SyncKind::SignIn | SyncKind::WrongKey)) {
        device.sign_in_again(PASSPHRASE, now).await.unwrap();
        report = device.sync(now).await;
    }
    report.unwrap()
}

/// The names of the devices that are told to be back.
fn back(report: &Report) -> Vec<String> {
    let is_back = report.doubts.iter().filter(|doubt| doubt.harm == Harm::Returned);
    is_back.map(|doubt| doubt.device.clone()).collect()
}

/// Files of packs that the database of the day before knows are gone: what was in them is said again, or forgotten, and then nobody complains any
/// more.
#[tokio::test]
async fn packs_whose_bytes_are_gone_are_taken_away_when_all_is_said_again() {
    for (case, forgets, stars) in
        [("gone", false, false), ("forgotten", true, false), ("starred", false, true)]
    {
        let mut world = World::of_files(1030).await;
        let (mut laptop, mut desk) = (world.device("laptop").await, world.device("desk").await);
        for n in 0..2 {
            laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
            laptop.sync(world.now()).await.unwrap();
        }
        if stars {
            laptop.star("https://a.test/1", true, world.now());
        }
        settle(&mut [&mut laptop, &mut desk], world.now()).await;
        let mut backup = world.copy().await;
        for file in backup.blobs() {
            std::fs::remove_file(file).unwrap();
        }
        if forgets {
            desk.forget("https://a.test/1", world.now());
            settle(&mut [&mut laptop, &mut desk], world.now()).await;
            let now = world.pass(11 * MINUTE);
            laptop.tend(now);
            desk.tend(now);
        }
        laptop.visit("https://a.test/late", "saffron", world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut desk], world.now()).await;
        (laptop.network, desk.network) = (backup.network(800), backup.network(801));
        let now = world.now();
        assert!(go_on(&mut desk, now).await.quarantined > 0, "{case}");
        go_on(&mut laptop, now).await;
        let expected = laptop.sees();
        for _ in 0..4 {
            for device in [&mut laptop, &mut desk] {
                device.sync(now).await.unwrap();
                device.restart_without_checkpoint();
            }
        }
        let mut shelf = backup.device("shelf").await;
        for device in [&mut shelf, &mut laptop, &mut desk] {
            let report = device.sync(now).await.unwrap();
            assert_eq!((report.quarantined, device.sees()), (0, expected.clone()), "{case}, {}", device.name);
            assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{case}, {}", device.name);
        }
        assert_eq!(expected.len(), if forgets { 2 } else { 3 }, "{case}");
    }
}

/// While its device may still say it again, a pack that cannot be read is left where it is.
#[tokio::test]
async fn a_pack_of_a_device_that_is_there_is_not_taken_away() {
    let mut world = World::of_files(1031).await;
    let (mut laptop, mut desk) = (world.device("laptop").await, world.device("desk").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let backup = world.copy().await;
    let file = backup.blobs().remove(0);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    desk.network = backup.network(810);
    let now = world.now();
    for _ in 0..4 {
        assert_eq!(desk.sync(now).await.unwrap().quarantined, 1);
    }
    std::fs::write(&file, bytes).unwrap();
    let report = desk.sync(now).await.unwrap();
    assert_eq!((report.quarantined, desk.urls()), (0, vec!["https://a.test/1".to_owned()]));
    laptop.network = backup.network(811);
}

/// A thief's device that is back takes another name, before the others look or after that: they are told of it until there are other keys.
#[tokio::test]
async fn a_device_that_is_back_is_told_by_whatever_name_it_goes() {
    for first in [true, false] {
        let mut world = World::of_files(1032).await;
        let (mut laptop, mut desk) = (world.device("laptop").await, world.device("desk").await);
        let mut stolen = world.device("stolen").await;
        laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut desk, &mut stolen], world.now()).await;
        let backup = world.copy().await;
        let now = world.pass(MINUTE);
        laptop.revoke(stolen.account.device, now).await.unwrap();
        desk.sign_in_again(PASSPHRASE, now).await.unwrap();
        settle(&mut [&mut laptop, &mut desk], now).await;
        for (n, device) in [&mut laptop, &mut desk, &mut stolen].into_iter().enumerate() {
            device.network = backup.network(820 + n as u64);
        }
        if first {
            go_on(&mut stolen, now).await;
        }
        for device in [&mut laptop, &mut desk] {
            assert_eq!(back(&go_on(device, now).await), ["stolen"], "{first}, {}", device.name);
        }
        for _ in 0..2 {
            let now = world.pass(MINUTE);
            go_on(&mut stolen, now).await;
            for device in [&mut laptop, &mut desk] {
                device.restart_without_checkpoint();
                assert_eq!(back(&device.sync(now).await.unwrap()), ["stolen"], "{first}, {}", device.name);
            }
        }
        // To take it out of the list alone locks nobody out.
        let (mut dice, now) = (laptop.dice.clone(), world.pass(MINUTE));
        let mut random = |into: &mut [u8]| dice.fill(into);
        let removed = laptop.account.remove(&*laptop.network, stolen.account.device, &mut random, now);
        removed.await.unwrap();
        assert_eq!(back(&laptop.sync(now).await.unwrap()), ["stolen"], "{first}");
        go_on(&mut stolen, now).await;
        laptop.revoke(stolen.account.device, now).await.unwrap();
        desk.sign_in_again(PASSPHRASE, now).await.unwrap();
        for device in [&mut laptop, &mut desk] {
            assert_eq!(back(&device.sync(now).await.unwrap()), [""; 0], "{first}, {}", device.name);
        }
        assert_eq!(stolen.sync(now).await.unwrap_err().kind, SyncKind::SignIn, "{first}");
    }
}

/// The same backup twice: the names that the devices gave up after the first time are in it again, and nobody was ever taken out.
#[tokio::test]
async fn names_that_devices_gave_up_are_no_devices_that_are_back() {
    let mut world = World::of_files(1033).await;
    let (mut laptop, mut desk) = (world.device("laptop").await, world.device("desk").await);
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut desk], world.now()).await;
    let backups = [world.copy().await, world.copy().await];
    for (n, backup) in backups.iter().enumerate() {
        laptop.visit(&format!("https://b.test/{n}"), "garnet", world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut desk], world.now()).await;
        (laptop.network, desk.network) = (backup.network(840), backup.network(841));
        let now = world.pass(MINUTE);
        for _ in 0..2 {
            assert_eq!(back(&go_on(&mut laptop, now).await), [""; 0], "restore {n}");
            laptop.restart_without_checkpoint();
        }
        assert_eq!(back(&go_on(&mut desk, now).await), [""; 0], "restore {n}");
        for device in [&mut laptop, &mut desk] {
            assert_eq!(back(&device.sync(now).await.unwrap()), [""; 0], "restore {n}, {}", device.name);
        }
    }
}
