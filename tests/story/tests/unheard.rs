//! Words that stood in an entry which the server has lost or damaged since: who has heard them says them again to who has not.
use super::rows::database;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::sync::SyncKind;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

type Sees = Vec<(String, String, i64, bool, Vec<String>)>;

/// Two devices that know of each other all that was starred, labelled and forgotten, in entries that say nothing else.
async fn lived(seed: u64) -> (World, Device, Device) {
    let mut world = World::keeping(seed, None).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..4 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
    }
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.star("https://a.test/0", true, world.now());
    phone.star("https://b.test/0", true, world.now());
    let back = laptop.forget("https://b.test/3", world.now());
    label(&phone, "https://a.test/1", "shop", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.star("https://a.test/0", false, world.now());
    label(&laptop, "https://b.test/2", "work", true, world.now());
    laptop.forget("https://b.test/1", world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.undo(back, world.now());
    phone.forget("https://a.test/3", world.now());
    label(&phone, "https://a.test/1", "shop", false, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    (world, laptop, phone)
}

fn label(device: &Device, page: &str, label: &str, on: bool, now: i64) {
    let which = Which::Page { page: page.to_owned() };
    device.change(&which, &Change::Label { label: label.to_owned(), on }, now);
}

async fn harm(world: &World, statement: String) {
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&database(world).await).await.unwrap();
}

async fn entries(world: &World) -> i64 {
    sqlx::query_scalar("SELECT MAX(version) FROM log").fetch_one(&database(world).await).await.unwrap()
}

/// Joins, and goes on with the vault as it is where it is told of what is wrong.
async fn joins(world: &mut World, name: &str) -> Device {
    let mut device = world.device(name).await;
    let now = world.pass(MINUTE);
    if device.sync(now).await.map_or(true, |report| !report.doubts.is_empty()) {
        device.account.begin_anew();
        device.sync(now).await.unwrap();
    }
    device
}

/// Any entry, in any way: a device that joins later agrees with both in the end, and nobody has looked.
#[tokio::test(flavor = "current_thread")]
async fn what_an_entry_said_that_is_lost_is_said_again_to_who_joins() {
    let (world, ..) = lived(990).await;
    let count = entries(&world).await;
    assert!(count >= 8, "{count}");
    let harms = ["DELETE FROM log", "UPDATE log SET sealed = zeroblob(length(sealed))"];
    let mut disagreed: Vec<String> = vec![];
    for version in 1..=count {
        for what in harms {
            let (mut world, mut laptop, mut phone) = lived(990).await;
            let saw: Sees = laptop.sees();
            assert_eq!(phone.sees(), saw);
            harm(&world, format!("{what} WHERE version = {version}")).await;
            let mut desk = joins(&mut world, "desk").await;
            for _ in 0..4 {
                let now = world.pass(1);
                for device in [&mut laptop, &mut phone, &mut desk] {
                    // Where the newest entry is another one, each is told, and a person goes on.
                    if device.sync(now).await.is_err() {
                        device.account.begin_anew();
                    }
                }
            }
            for device in [&laptop, &phone, &desk] {
                if device.sees() != saw {
                    disagreed.push(format!("{what} {version}: {} sees {:?}", device.name, device.sees()));
                }
            }
        }
    }
    assert!(disagreed.is_empty(), "{disagreed:#?}");
}

/// Who checks the vault finds it before anybody misses it: either device, whoever's the entry is.
#[tokio::test(flavor = "current_thread")]
async fn what_an_entry_said_that_is_lost_is_said_again_when_the_vault_is_checked() {
    let (world, ..) = lived(991).await;
    let count = entries(&world).await;
    // The newest one is missed at once.
    for version in 1..count {
        for finder in ["laptop", "phone"] {
            let (mut world, mut laptop, mut phone) = lived(991).await;
            let saw = laptop.sees();
            harm(&world, format!("DELETE FROM log WHERE version = {version}")).await;
            let now = world.pass(MINUTE);
            if finder == "laptop" { &mut laptop } else { &mut phone }.check_vault(now).await;
            for _ in 0..3 {
                for device in [&mut laptop, &mut phone] {
                    device.restart_without_checkpoint();
                    // A device whose own newest entry is gone is told, and a person goes on.
                    if let Err(error) = device.sync(now).await {
                        assert_eq!(error.kind, SyncKind::RolledBack, "{version}, {finder}: {error}");
                        device.account.begin_anew();
                    }
                }
            }
            let quiet = entries(&world).await;
            settle(&mut [&mut laptop, &mut phone], now).await;
            assert_eq!(entries(&world).await, quiet, "{version}, {finder}: once is enough");
            let desk = joins(&mut world, "desk").await;
            assert_eq!((desk.sees(), laptop.sees()), (saw.clone(), saw), "{version}, {finder}");
        }
    }
}

/// A device that is gone cannot say it again: whoever is left does.
#[tokio::test(flavor = "current_thread")]
async fn what_a_device_said_that_is_gone_is_said_again_by_another() {
    let mut world = World::keeping(992, None).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    label(&phone, "https://a.test/", "work", true, world.now());
    phone.sync(world.now()).await.unwrap();
    let version = entries(&world).await;
    laptop.visit("https://a.test/1", "garnet", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.revoke(phone.account.device, world.now()).await.unwrap();
    laptop.sync(world.now()).await.unwrap();
    harm(&world, format!("UPDATE log SET signature = zeroblob(64) WHERE version = {version}")).await;
    let mut desk = joins(&mut world, "desk").await;
    settle(&mut [&mut laptop, &mut desk], world.pass(MINUTE)).await;
    assert_eq!(laptop.sees()[0].4, ["work"]);
    assert_eq!(desk.sees(), laptop.sees());
}
