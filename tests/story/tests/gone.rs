//! Devices that are gone: what they put into the vault is looked after by those that are left.
use webmynd_story::device::PASSPHRASE;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

/// A laptop, and a phone that has said three pages in a pack of one page and a pack of two, and was taken out of the account.
async fn without_phone(seed: u64) -> (World, Device, Device) {
    let mut world = World::of_files(seed).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    phone.visit("https://b.test/0", "garnet", world.pass(MINUTE));
    phone.sync(world.now()).await.unwrap();
    phone.visit("https://b.test/1", "saffron", world.pass(MINUTE));
    phone.visit("https://b.test/2", "harbour", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.revoke(phone.account.device, world.now()).await.unwrap();
    settle(&mut [&mut laptop], world.now()).await;
    (world, laptop, phone)
}

fn packs_with(device: &Device, page: &str) -> usize {
    let archive = device.archive.borrow();
    let shared = archive.catalog().shared();
    let id = (0..3).find_map(|n| {
        let caption = archive.caption(n).unwrap()?;
        (caption.url == page).then(|| archive.catalog().visit(n).unwrap().id)
    });
    let packs = shared.packs().iter().chain(shared.others());
    packs.filter(|(_, pack)| id.is_some_and(|id| pack.visits.contains(&id))).count()
}

#[tokio::test]
async fn what_is_forgotten_leaves_the_packs_of_a_device_that_is_gone() {
    let (mut world, mut laptop, phone) = without_phone(960).await;
    let before = world.blobs();
    assert_eq!((before.len(), packs_with(&laptop, "https://b.test/1")), (2, 1));
    laptop.forget("https://b.test/1", world.now());
    settle(&mut [&mut laptop], world.now()).await;
    assert_eq!(world.blobs(), before, "it can be taken back still");
    laptop.tend(world.pass(11 * MINUTE));
    settle(&mut [&mut laptop], world.now()).await;
    world.vault.purge().await.unwrap();
    // Its entry says that it goes; the server keeps what was taken away for as long as that can be undone.
    let packs = laptop.archive.borrow().catalog().shared().clone();
    assert_eq!(
        (packs.packs().len(), packs.others().len()),
        (1, 1),
        "the pack of two is one of one, and ours"
    );
    let mut desk = world.device("desk").await;
    settle(&mut [&mut laptop, &mut desk], world.now()).await;
    assert_eq!(desk.urls(), ["https://b.test/0", "https://b.test/2"]);
    // Who saw what stays known: the phone, though the laptop says it.
    let archive = desk.archive.borrow();
    for visit in archive.catalog().visits() {
        assert_eq!(archive.catalog().device_name(visit), Some("phone"));
        let id = archive.catalog().shared().device_of(visit.origin).unwrap();
        assert_eq!(id, webmynd_engine::page::to_hex(&phone.account.device.0));
    }
}

#[tokio::test]
async fn a_lost_pack_of_a_device_that_is_gone_is_said_by_one_that_has_it() {
    for which in 0..2 {
        for revoked_first in [true, false] {
            let (mut world, mut laptop, mut phone) = without_phone(961).await;
            if !revoked_first {
                (world, laptop, phone) = still_there(962).await;
            }
            std::fs::remove_file(&world.blobs()[which]).unwrap();
            let mut desk = world.device("desk").await;
            assert_eq!(desk.sync(world.now()).await.unwrap().quarantined, 1);
            settle(&mut [&mut laptop], world.now()).await;
            if !revoked_first {
                assert!(desk.urls().len() < 3, "its device could still say it");
                laptop.revoke(phone.account.device, world.now()).await.unwrap();
                desk.sign_in_again(PASSPHRASE, world.now()).await.unwrap();
                settle(&mut [&mut laptop], world.now()).await;
                settle(&mut [&mut laptop], world.now()).await;
            }
            settle(&mut [&mut laptop, &mut desk], world.now()).await;
            assert_eq!(desk.sees(), laptop.sees(), "{which}, {revoked_first}");
            assert_eq!(desk.urls().len(), 3);
            assert!(desk.archive.borrow().catalog().shared().quarantine().is_empty());
            let archive = desk.archive.borrow();
            let names = archive.catalog().visits().iter().map(|visit| archive.catalog().device_name(visit));
            assert!(names.into_iter().all(|name| name == Some("phone")));
        }
    }
}

/// The same, with the phone in the account.
async fn still_there(seed: u64) -> (World, Device, Device) {
    let mut world = World::of_files(seed).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..3 {
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
        if n != 1 {
            phone.sync(world.now()).await.unwrap();
        }
    }
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    (world, laptop, phone)
}
