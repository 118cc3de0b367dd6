//! A server that was put back in parts: its database is of the day before, and files of it are gone.
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
