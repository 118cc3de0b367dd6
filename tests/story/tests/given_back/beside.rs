//! What comes back late, where the vault is full by then, and with its thumbnail.
use super::{MINUTE, PAGE, go_on, text_of};
use crate::thumbs::thumb;
use std::rc::Rc;
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::{Device, Dice, World, settle};

/// Rounds of all; where the vault is full they are told so, and nothing else.
async fn rounds(all: &mut [&mut Device], now: i64) -> usize {
    let mut full = 0;
    for _ in 0..4 {
        for device in all.iter_mut() {
            device.tend(now);
            if let Err(error) = device.sync(now).await {
                assert_eq!(error.kind, SyncKind::Quota, "{}: {error}", device.name);
                full += 1;
            }
        }
    }
    full
}

async fn comes_back_into(quota_mb: Option<u64>) {
    let mut world = World::with(1030, Plan { history_days: None, quota_mb }).await;
    let (mut laptop, mut desk, mut phone) =
        (world.device("laptop").await, world.device("desk").await, world.device("phone").await);
    let visit = laptop.visit(PAGE, &format!("lantern {}", Dice(1).words(12_000)), world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut desk, &mut phone], world.now()).await;
    let op = phone.forget(PAGE, world.now());
    settle(&mut [&mut phone, &mut laptop, &mut desk], world.now()).await;
    phone.undo(op, world.pass(5 * MINUTE));
    for minutes in [8, 20, 20] {
        rounds(&mut [&mut laptop, &mut desk], world.pass(minutes * MINUTE)).await;
    }
    world.vault.purge().await.unwrap();
    assert_eq!((laptop.urls().len(), desk.urls().len()), (0, 0), "they have erased it");
    // Another one takes all the room that there is.
    for n in 0..20 {
        desk.visit(&format!("https://long.test/{n}"), &Dice(n + 9).words(12_000), world.pass(MINUTE));
    }
    let full = rounds(&mut [&mut desk], world.now()).await;
    assert_eq!(full > 0, quota_mb.is_some(), "it is full");
    let told = rounds(&mut [&mut phone, &mut laptop, &mut desk], world.pass(MINUTE)).await;
    assert_eq!(told > 0, quota_mb.is_some(), "who has something to say is told");
    assert!(phone.urls().contains(&PAGE.to_owned()));
    assert!(text_of(&phone, &visit).contains("lantern"), "who took it back has it");
    phone.restart_without_checkpoint();
    rounds(&mut [&mut phone], world.pass(MINUTE)).await;
    // There is room again.
    for n in 0..20 {
        desk.forget(&format!("https://long.test/{n}"), world.now());
    }
    for _ in 0..4 {
        rounds(&mut [&mut desk, &mut phone, &mut laptop], world.pass(20 * MINUTE)).await;
        world.vault.purge().await.unwrap();
    }
    assert_eq!(rounds(&mut [&mut phone, &mut laptop, &mut desk], world.pass(MINUTE)).await, 0);
    for device in [&mut laptop, &mut desk, &mut phone] {
        assert_eq!(device.urls(), [PAGE], "{}", device.name);
        assert!(text_of(device, &visit).contains("lantern"), "{}", device.name);
        assert_eq!(device.archive.borrow().unsaid_count(), 0, "{}", device.name);
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{}", device.name);
    }
    assert!(phone.account.owes_texts.is_empty());
}

#[tokio::test]
async fn what_comes_back_late_into_a_full_vault_waits_for_room() {
    for quota_mb in [None, Some(1)] {
        comes_back_into(quota_mb).await;
    }
}

async fn picture_comes_back(by: usize) {
    let mut world = World::of_files(1040 + by as u64).await;
    let mut all = [world.device("laptop").await, world.device("desk").await, world.device("phone").await];
    all.iter_mut().for_each(|device| device.thumbs = true);
    let visit = all[by].visit(PAGE, "lantern", world.pass(MINUTE));
    all[by].picture(&visit, &thumb(1, 3_000)).await;
    let other = all[by].visit("https://a.test/2", "garnet", world.pass(MINUTE));
    all[by].picture(&other, &thumb(2, 3_000)).await;
    let [mut laptop, mut desk, mut phone] = all;
    settle(&mut [&mut laptop, &mut desk, &mut phone], world.now()).await;
    assert_eq!(phone.shows(&visit).await, Some(thumb(1, 3_000)));
    let op = phone.forget(PAGE, world.now());
    settle(&mut [&mut phone, &mut laptop, &mut desk], world.now()).await;
    phone.undo(op, world.pass(5 * MINUTE));
    for minutes in [8, 20] {
        go_on(&mut [&mut laptop, &mut desk], world.pass(minutes * MINUTE)).await;
    }
    world.vault.purge().await.unwrap();
    for device in [&mut laptop, &mut desk] {
        assert_eq!(device.urls(), ["https://a.test/2"], "{} has erased it", device.name);
        assert_eq!(device.shows(&visit).await, None);
        // What no page has is swept out of its pictures.
        let kept = device.shows(&other).await;
        assert_eq!(kept, Some(thumb(2, 3_000)));
        device.pictures = Rc::default();
    }
    for minutes in [1, 60, 60] {
        let now = world.pass(minutes * MINUTE);
        go_on(&mut [&mut phone, &mut laptop, &mut desk], now).await;
        world.vault.purge().await.unwrap();
    }
    let mut shelf = world.device("shelf").await;
    settle(&mut [&mut shelf, &mut laptop, &mut desk, &mut phone], world.now()).await;
    for device in [&phone, &laptop, &desk, &shelf] {
        assert_eq!(device.urls(), [PAGE, "https://a.test/2"], "{}, {by}", device.name);
        assert_eq!(device.shows(&visit).await, Some(thumb(1, 3_000)), "{}, {by}", device.name);
    }
}

#[tokio::test]
async fn what_comes_back_late_brings_its_thumbnail() {
    for by in 0..3 {
        picture_comes_back(by).await;
    }
}
