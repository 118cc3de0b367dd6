//! Packs that the server has lost, or damaged: they stop nobody, and what was in them comes back from who has it.
use std::path::Path;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

type Harm = fn(&Path);

/// What a disk does to a file.
const HARMS: [(&str, Harm); 4] = [
    ("lost", |file| std::fs::remove_file(file).unwrap()),
    ("empty", |file| std::fs::write(file, []).unwrap()),
    ("cut", |file| {
        let bytes = std::fs::read(file).unwrap();
        std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("flipped", |file| {
        let mut bytes = std::fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(file, bytes).unwrap();
    }),
];

fn apart(device: &Device) -> usize {
    device.archive.borrow().catalog().shared().quarantine().len()
}

fn has(device: &Device, page: &str) -> bool {
    device.sees().iter().any(|visit| visit.0 == page)
}

/// A laptop that has said three pages, each in a pack of its own, and a phone that has read none of them.
async fn three_pages(seed: u64) -> (World, Device, Device) {
    let mut world = World::of_files(seed).await;
    let mut laptop = world.device("laptop").await;
    let phone = world.device("phone").await;
    for (n, word) in ["lantern", "garnet", "saffron"].into_iter().enumerate() {
        laptop.visit(&format!("https://a.test/{n}"), word, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
    }
    (world, laptop, phone)
}

/// Whatever happens to which pack: the others come, what is new leaves in the same round, and what was lost comes back.
#[tokio::test]
async fn a_pack_that_is_harmed_stops_nobody_and_is_said_anew() {
    for (what, harm) in HARMS {
        for which in 0..3 {
            let (mut world, mut laptop, mut phone) = three_pages(900).await;
            harm(&world.blobs()[which]);
            phone.visit("https://b.test/0", "harbour", world.pass(MINUTE));
            let report = phone.sync(world.now()).await.unwrap();
            assert_eq!((report.quarantined, report.received, report.sent), (1, 2, 1), "{what}, {which}");
            assert!(!has(&phone, &format!("https://a.test/{which}")), "{what}, {which}");
            phone.restart();
            assert_eq!(apart(&phone), 1, "it is known after a start, too");

            let report = laptop.sync(world.now()).await.unwrap();
            assert!(has(&laptop, "https://b.test/0"), "{what}, {which}");
            assert_eq!(report.sent, 1, "what was lost is said anew: {what}, {which}");
            settle(&mut [&mut laptop, &mut phone], world.now()).await;
            assert_eq!(apart(&phone), 0, "{what}, {which}");
            assert_eq!(phone.sees(), laptop.sees(), "{what}, {which}");

            let mut desk = world.device("desk").await;
            assert_eq!(desk.sync(world.now()).await.unwrap().quarantined, 0, "{what}, {which}");
            assert_eq!(desk.sees(), laptop.sees(), "a device that comes later meets nothing of it");
            for device in [&laptop, &phone, &desk] {
                assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{what}, {which}");
            }
        }
    }
}

/// A server whose disk fails again and again: nobody ever stops.
#[tokio::test]
async fn all_packs_are_lost_and_all_come_back() {
    let (world, mut laptop, mut phone) = three_pages(901).await;
    for file in world.blobs() {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(phone.sync(world.now()).await.unwrap().quarantined, 3);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(phone.sees(), laptop.sees());
    assert_eq!(phone.sees().len(), 3);
}

/// What is forgotten leaves the vault, also where the pack that holds it cannot be read to be written anew.
#[tokio::test]
async fn a_forget_finds_its_pack_harmed() {
    for (what, harm) in HARMS {
        let mut world = World::of_files(902).await;
        let mut laptop = world.device("laptop").await;
        let mut phone = world.device("phone").await;
        for (n, word) in ["lantern", "garnet"].into_iter().enumerate() {
            laptop.visit(&format!("https://a.test/{n}"), word, world.pass(MINUTE));
        }
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
        let [file] = world.blobs().try_into().unwrap();
        harm(&file);
        let op = laptop.forget("https://a.test/0", world.now());
        laptop.archive.borrow_mut().forget_now(op, world.now()).unwrap();
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        let mut desk = world.device("desk").await;
        desk.sync(world.now()).await.unwrap();
        for device in [&laptop, &phone, &desk] {
            assert!(!has(device, "https://a.test/0"), "{what}: {}", device.name);
            assert!(has(device, "https://a.test/1"), "{what}: {}", device.name);
        }
        assert_eq!(apart(&desk), 0, "{what}");
    }
}

/// A pack that comes back by itself, from a backup: what others said of its pages meanwhile holds.
#[tokio::test]
async fn what_was_said_meanwhile_of_pages_that_were_set_apart_is_heard() {
    let mut world = World::of_files(903).await;
    let mut laptop = world.device("laptop").await;
    let mut desk = world.device("desk").await;
    let mut phone = world.device("phone").await;
    for (n, word) in ["lantern", "garnet", "saffron"].into_iter().enumerate() {
        laptop.visit(&format!("https://a.test/{n}"), word, world.pass(MINUTE));
    }
    laptop.sync(world.now()).await.unwrap();
    desk.sync(world.now()).await.unwrap();
    let [file] = world.blobs().try_into().unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(phone.sync(world.now()).await.unwrap().quarantined, 1);

    desk.star("https://a.test/0", true, world.now());
    desk.forget("https://a.test/1", world.now());
    let op = desk.forget("https://a.test/2", world.now());
    desk.sync(world.now()).await.unwrap();
    desk.undo(op, world.now());
    desk.sync(world.now()).await.unwrap();
    phone.sync(world.now()).await.unwrap();
    std::fs::write(&file, bytes).unwrap();
    phone.sync(world.now()).await.unwrap();
    assert_eq!(apart(&phone), 0);
    let seen: Vec<_> = phone.sees().into_iter().map(|visit| (visit.0, visit.3)).collect();
    let [first, third] = ["https://a.test/0", "https://a.test/2"].map(ToOwned::to_owned);
    assert_eq!(seen, [(first, true), (third, false)]);
    settle(&mut [&mut laptop, &mut desk, &mut phone], world.now()).await;
    assert_eq!(phone.sees(), laptop.sees());
    assert_eq!(phone.sees(), desk.sees());
}

/// A WebMark's pack is kept for ever, and said anew by the device that starred it.
#[tokio::test]
async fn a_web_marks_pack_is_lost() {
    let (mut world, mut laptop, mut phone) = three_pages(904).await;
    let before = world.blobs();
    laptop.star("https://a.test/1", true, world.now());
    laptop.sync(world.now()).await.unwrap();
    let new: Vec<_> = world.blobs().into_iter().filter(|file| !before.contains(file)).collect();
    for file in &new {
        std::fs::remove_file(file).unwrap();
    }
    assert!(!new.is_empty());
    phone.sync(world.now()).await.unwrap();
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    // Eight days later the vault has let go of history: the WebMark is there for a device that comes then.
    world.pass(8 * 24 * 60 * MINUTE);
    world.vault.purge().await.unwrap();
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert!(desk.sees().iter().any(|visit| visit.0 == "https://a.test/1" && visit.3), "{:?}", desk.sees());
}
