//! Devices that are gone: what they put into the vault is looked after by those that are left.
use serde_json::{Value, json};
use webmynd_crypto::pack;
use webmynd_engine::archive::{Change, Which};
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_story::device::PASSPHRASE;
use webmynd_story::newer::ring;
use webmynd_story::{Device, Rogue, World, settle};

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

/// The records of this device's own packs, as others read them.
async fn said_by(world: &World, device: &Device) -> Vec<Value> {
    let log = world.shown(device, "/v1/log?since=0&limit=1000").await;
    let rows = log["entries"].as_array().unwrap().iter().flat_map(|entry| entry["adds"].as_array().unwrap());
    let own: Vec<_> = {
        let archive = device.archive.borrow();
        archive.catalog().shared().packs().iter().map(|(id, _)| Id(*id).to_string()).collect()
    };
    let (mut said, ring, account) = (vec![], ring(device), &device.account);
    for row in rows.filter(|row| own.iter().any(|id| row["id"] == id.as_str())) {
        let (id, key): (Id<32>, Bytes) = (
            row["id"].as_str().unwrap().parse().unwrap(),
            row["wrappedKey"].as_str().unwrap().parse().unwrap(),
        );
        let (day, epoch) = (row["day"].as_u64().unwrap() as u32, row["epoch"].as_u64().unwrap() as u32);
        let (kind, class) = (pack::Kind::Text, pack::Class::History);
        let label = pack::Label { account: account.id.0, device: account.device.0, kind, class, day, epoch };
        let blob = world.get(device, &format!("/v1/packs/{id}")).await;
        let body = pack::open_pack(&blob, &id.0, &key.0, &label, ring.key_of(epoch).unwrap()).unwrap();
        let records = pack::body::records(&body).unwrap();
        said.extend(records.iter().map(|(_, record)| serde_json::from_slice::<Value>(record).unwrap()));
    }
    said
}

/// A newer version says more of a page and of its visits than this one knows: who writes its pack anew keeps it.
#[tokio::test]
async fn what_a_newer_version_said_of_a_visit_outlives_a_rewrite() {
    let mut world = World::new(964).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let mut phone = Rogue::new(phone);
    let visit = |n: u32, at: i64, mood: &str| json!({"id": format!("{n:032x}"), "at": at, "offsetMin": 0, "mood": {"of": mood}});
    let visits = [visit(1, world.pass(MINUTE), "calm"), visit(2, world.pass(MINUTE), "wild")];
    let page = json!({"url": "https://b.test/", "title": "B", "site": "", "text": "garnet", "visits": visits, "notes": ["x"]});
    let row = phone.packs(&[page], u32::try_from(world.now() / 86_400_000).unwrap()).await;
    phone.adds(&world, vec![row]).await;
    settle(&mut [&mut laptop], world.now()).await;
    assert_eq!(laptop.urls().len(), 2);
    laptop.revoke(phone.device.account.device, world.now()).await.unwrap();
    let forgotten = Which::Visits { visits: vec![format!("{:032x}", 1)] };
    laptop.change(&forgotten, &Change::Forget, world.now());
    laptop.tend(world.pass(11 * MINUTE));
    settle(&mut [&mut laptop], world.now()).await;
    let said = said_by(&world, &laptop).await;
    let [record] = &said[..] else { panic!("{said:?}") };
    let [kept] = &record["visits"].as_array().unwrap()[..] else { panic!("{record}") };
    assert_eq!((&kept["id"], &kept["mood"]), (&visits[1]["id"], &json!({"of": "wild"})), "{record}");
    assert_eq!(record["notes"], json!(["x"]));
}
