//! What a device that is gone has left in the vault, looked after by two that are left: once, and thumbnails too.
use super::thumbs::{packs, see, thumb};
use std::collections::BTreeMap;
use webmynd_engine::page::VisitId;
use webmynd_story::device::PASSPHRASE;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

/// A phone that has said three pages with their pictures and was taken out of the account; two that have read them.
async fn left(seed: u64) -> (World, Device, Device, Vec<String>) {
    let mut world = World::of_files(seed).await;
    let (mut laptop, mut desk) = (world.device("laptop").await, world.device("desk").await);
    let mut phone = world.device("phone").await;
    phone.thumbs = true;
    let visits = see(&world, &mut phone, 0..3).await;
    settle(&mut [&mut laptop, &mut desk, &mut phone], world.now()).await;
    laptop.revoke(phone.account.device, world.now()).await.unwrap();
    desk.sign_in_again(PASSPHRASE, world.now()).await.unwrap();
    settle(&mut [&mut laptop, &mut desk], world.now()).await;
    (world, laptop, desk, visits)
}

/// In how many packs each visit of texts is, as this device knows it.
fn said(device: &Device) -> BTreeMap<VisitId, usize> {
    let archive = device.archive.borrow();
    let shared = archive.catalog().shared();
    let mut said = BTreeMap::new();
    for id in shared.packs().iter().chain(shared.others()).flat_map(|(_, pack)| pack.visits.iter()) {
        *said.entry(*id).or_default() += 1;
    }
    said
}

#[tokio::test(flavor = "current_thread")]
async fn two_that_find_it_at_once_say_it_once_in_the_end() {
    let (world, mut laptop, mut desk, _) = left(1000).await;
    laptop.forget("https://a.test/1", world.now());
    settle(&mut [&mut laptop, &mut desk], world.now()).await;
    let now = world.pass(11 * MINUTE);
    for device in [&laptop, &desk] {
        device.tend(now);
    }
    let (one, two) = tokio::join!(laptop.sync(now), desk.sync(now));
    one.unwrap();
    two.unwrap();
    laptop.sync(now).await.unwrap();
    desk.sync(now).await.unwrap();
    settle(&mut [&mut laptop, &mut desk], now).await;
    for device in [&mut laptop, &mut desk] {
        device.restart_without_checkpoint();
        device.sync(now).await.unwrap();
        assert_eq!(Vec::from_iter(said(device).into_values()), [1, 1], "{}", device.name);
        assert_eq!(device.urls(), ["https://a.test/0", "https://a.test/2"]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn thumbnails_of_what_is_forgotten_leave_the_packs_of_a_device_that_is_gone() {
    let (mut world, mut laptop, mut desk, visits) = left(1001).await;
    assert_eq!(
        (packs(&world, &laptop).await, laptop.shows(&visits[1]).await),
        ((1, 0), Some(thumb(1, 3_000)))
    );
    let log = |log: serde_json::Value| {
        let entries = log["entries"].as_array().unwrap().clone();
        let adds = entries.into_iter().flat_map(|entry| entry["adds"].as_array().unwrap().clone());
        Vec::from_iter(adds.filter(|row| row["kind"] == "thumb").map(|row| row["id"].to_string()))
    };
    let before = log(world.shown(&laptop, "/v1/log?since=0&limit=1000").await);
    laptop.forget("https://a.test/1", world.now());
    settle(&mut [&mut laptop, &mut desk], world.now()).await;
    let now = world.pass(11 * MINUTE);
    for device in [&laptop, &desk] {
        device.tend(now);
        device.restart_without_checkpoint();
    }
    settle(&mut [&mut laptop, &mut desk], now).await;
    let after = log(world.shown(&laptop, "/v1/log?since=0&limit=1000").await);
    assert!(before.len() == 1 && after.len() == 1 && before != after, "{before:?} {after:?}");
    let mut shelf = world.device("shelf").await;
    settle(&mut [&mut shelf], now).await;
    assert_eq!(shelf.shows(&visits[0]).await, Some(thumb(0, 3_000)));
    assert_eq!(shelf.shows(&visits[2]).await, Some(thumb(2, 3_000)));
    for device in [&mut laptop, &mut desk, &mut shelf] {
        assert_eq!(device.sync(now).await.unwrap().said, 0, "{}", device.name);
    }
}
