//! Recaps of the log: all devices come to the same one, entries that say nothing any more go from the server, and who joins by what is left knows what
//! the others know.
mod lies;
mod lost;

use crate::rows::database;
use sqlx::Row;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::device::PASSPHRASE;
use webmynd_story::{Device, Evil, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A world that asks for a recap after so many entries.
async fn recapping(seed: u64, entries: u64) -> World {
    World::settled(seed, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        config.recap_entries = entries;
    })
    .await
}

async fn number(world: &World, statement: &'static str) -> i64 {
    sqlx::query(statement).fetch_one(&database(world).await).await.unwrap().get(0)
}

/// Up to which version the log is cleared.
async fn cleared(world: &World) -> i64 {
    number(world, "SELECT cleared FROM accounts").await
}

fn label(device: &Device, url: &str, label: &str, on: bool, now: i64) {
    let which = Which::Page { page: url.to_owned() };
    device.change(&which, &Change::Label { label: label.to_owned(), on }, now);
}

/// What a device knows of stars, labels and forgets: by address and by visit, whoever it is.
fn registers(device: &Device) -> Vec<String> {
    let archive = device.archive.borrow();
    let shared = archive.catalog().shared();
    let mut all: Vec<String> = Vec::new();
    for (id, head) in shared.heads() {
        all.push(format!("log {id:?} {} {:?}", head.seq, head.hash));
    }
    for visit in archive.catalog().visits().iter() {
        all.push(format!("{:?} alive {}", visit.id, visit.is_alive()));
    }
    all.sort();
    all
}

/// Two devices that say much that is said otherwise later: a day of pages that are put together, stars, labels, forgets, undos.
pub(super) async fn lived(seed: u64, entries: u64) -> (World, Device, Device) {
    let mut world = recapping(seed, entries).await;
    world.pass(DAY - world.now() % DAY);
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..24 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
        for device in [&mut laptop, &mut phone] {
            device.sync(world.now()).await.unwrap();
        }
    }
    for n in 0..6 {
        laptop.star("https://b.test/1", n % 2 == 0, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
        phone.star("https://a.test/2", n % 2 == 1, world.pass(MINUTE));
        label(&phone, "https://a.test/3", "later", n % 2 == 0, world.now());
        phone.sync(world.now()).await.unwrap();
        laptop.sync(world.now()).await.unwrap();
    }
    phone.forget("https://a.test/4", world.now());
    let op = laptop.forget("https://b.test/5", world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.undo(op, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    // The days are put together, and what was forgotten is gone.
    let now = world.pass(DAY);
    for device in [&mut laptop, &mut phone] {
        device.tend(now);
    }
    settle(&mut [&mut laptop, &mut phone], now).await;
    settle(&mut [&mut laptop, &mut phone], world.pass(DAY)).await;
    (world, laptop, phone)
}

/// All rounds that it takes until entries may go, and the purge that takes them.
pub(super) async fn clear(world: &World, devices: &mut [&mut Device]) {
    for _ in 0..3 {
        for device in devices.iter_mut() {
            device.sync(world.now()).await.unwrap();
        }
    }
    world.vault.purge().await.unwrap();
}

#[tokio::test]
async fn who_joins_by_a_recap_knows_what_the_others_know() {
    let (mut world, mut laptop, mut phone) = lived(4_801, 60).await;
    let before = number(&world, "SELECT COUNT(*) FROM log").await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    let (up_to, left) = (cleared(&world).await, number(&world, "SELECT COUNT(*) FROM log").await);
    assert!(up_to >= 60, "cleared up to {up_to}");
    assert!(left < before / 3, "{left} of {before} entries are left");
    let mut desk = world.device("desk").await;
    settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
    for device in [&laptop, &phone, &desk] {
        assert_eq!(device.sees(), laptop.sees(), "{}", device.name);
        device.restart_without_checkpoint();
        assert_eq!(device.sees(), laptop.sees(), "{} from its journal", device.name);
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
    }
    assert_eq!(registers(&laptop), registers(&phone));
    // Life goes on, and all of them look after it.
    desk.star("https://a.test/7", true, world.now());
    desk.forget("https://b.test/8", world.now());
    laptop.visit("https://a.test/99", "juniper", world.pass(MINUTE));
    settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
    for device in [&mut laptop, &mut phone, &mut desk] {
        let found = device.check_vault(world.now()).await;
        assert_eq!(found.lost, 0, "{}", device.name);
    }
    assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()));
}

/// Nobody loses what it has not read: entries stay until the last device of the account has come by.
#[tokio::test]
async fn entries_stay_for_a_device_that_sleeps_and_go_when_it_was_taken_out() {
    let mut world = recapping(4_802, 20).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut desk = world.device("desk").await;
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    laptop.visit("https://a.test/0", "lantern", world.pass(MINUTE));
    for n in 0..40 {
        laptop.star("https://a.test/0", n % 2 == 0, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
    }
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(cleared(&world).await, 0, "the desk has not vouched");
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.sees(), laptop.sees());
    clear(&world, &mut [&mut laptop, &mut phone, &mut desk]).await;
    let first = cleared(&world).await;
    assert!(first >= 20, "all have vouched");
    // It sleeps again, and is taken out: what it has not read goes.
    for n in 0..40 {
        laptop.star("https://a.test/0", n % 2 == 1, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
    }
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(cleared(&world).await, first);
    laptop.revoke(desk.account.device, world.now()).await.unwrap();
    phone.sign_in_again(PASSPHRASE, world.now()).await.unwrap();
    for n in 0..40 {
        laptop.star("https://a.test/0", n % 2 == 0, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
    }
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert!(cleared(&world).await > first + 20);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(phone.sees(), laptop.sees());
}

/// A name that nobody writes under any more keeps the log whole: the list of devices says so where a person can take it out, and of no other.
#[tokio::test]
async fn the_list_of_devices_tells_for_whom_the_log_is_kept() {
    let mut world = recapping(4_803, 20).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut desk = world.device("desk").await;
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    laptop.visit("https://a.test/0", "lantern", world.pass(MINUTE));
    for n in 0..40 {
        laptop.star("https://a.test/0", n % 2 == 0, world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
    }
    let keeps = async |laptop: &mut Device| {
        let all = laptop.account.devices(&*laptop.network).await.unwrap();
        all.into_iter().filter(|one| one.keeps_log).map(|one| one.name).collect::<Vec<_>>()
    };
    assert!(keeps(&mut laptop).await.is_empty(), "it was heard of just now");
    let now = world.pass(15 * DAY);
    settle(&mut [&mut laptop, &mut phone], now).await;
    assert_eq!((keeps(&mut laptop).await, cleared(&world).await), (vec!["desk".to_owned()], 0));
    let mut random = |into: &mut [u8]| into.fill(7);
    laptop.account.remove(&*laptop.network, desk.account.device, &mut random, now).await.unwrap();
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert!(cleared(&world).await >= 20);
    assert!(keeps(&mut laptop).await.is_empty());
}

/// The server is put back to a time before its log was cleared, between two recaps, or behind them.
#[tokio::test]
async fn devices_go_on_with_a_server_that_was_put_back() {
    for at in 0..3 {
        let (mut world, mut laptop, mut phone) = lived(4_806 + at, 60).await;
        let mut backup = world.copy().await;
        let clear_again = async |world: &World, laptop: &mut Device, phone: &mut Device| {
            for n in 0..70 {
                laptop.star("https://b.test/2", n % 2 == 0, world.pass(MINUTE));
                laptop.sync(world.now()).await.unwrap();
            }
            clear(world, &mut [laptop, phone]).await;
        };
        for round in 0..2 {
            clear_again(&world, &mut laptop, &mut phone).await;
            if round < at {
                backup = world.copy().await;
            }
        }
        laptop.visit("https://a.test/77", "said and lost", world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        world = backup;
        for device in [&mut laptop, &mut phone] {
            device.network = world.network(50 + at);
            assert!(device.sync(world.now()).await.is_err(), "it shows less than it did");
            device.account.begin_anew();
            device.sync(world.now()).await.unwrap_or_else(|error| panic!("{at}, {}: {error}", device.name));
        }
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        assert_eq!(phone.sees(), laptop.sees());
        assert!(laptop.urls().contains(&"https://a.test/77".to_owned()));
        let mut desk = world.device("desk").await;
        settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
        assert_eq!(desk.sees(), laptop.sees(), "{at}");
    }
}

/// Whatever request is the last before who joins dies: it begins again, and has all.
#[tokio::test]
async fn who_joins_may_die_at_any_request() {
    let (mut world, mut laptop, mut phone) = lived(4_810, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    for requests in 0..8 {
        let mut desk = world.device(&format!("desk {requests}")).await;
        desk.network.break_after(requests);
        let died = desk.sync(world.now()).await;
        desk.network.mend();
        desk.restart_without_checkpoint();
        assert!(died.is_err() || requests > 4, "{requests}: {died:?}");
        settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
        assert_eq!(desk.sees(), laptop.sees(), "{requests}");
    }
}

/// An old profile of a device that has vouched since with what it has read later: what it has missed is gone.
#[tokio::test]
async fn an_old_profile_that_is_put_back_begins_anew() {
    let mut world = recapping(4_812, 20).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/0", "lantern", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let (files, account) = (std::sync::Arc::new(phone.files.copy()), phone.account.clone());
    for n in 0..60 {
        laptop.star("https://a.test/0", n % 2 == 0, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
    }
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert!(cleared(&world).await >= 20);
    let mut old = Device::on(files, account, world.network(3), 3);
    old.visit("https://a.test/1", "not said yet", world.pass(MINUTE));
    let error = old.sync(world.now()).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::RolledBack);
    assert!(error.fact.contains("its profile is an old one"), "{error}");
    old.account.begin_anew();
    settle(&mut [&mut old, &mut laptop], world.now()).await;
    assert_eq!((old.sees(), old.sees().len()), (laptop.sees(), 2));
}

/// A device misses a pack while its words are cleared away: when it has come back, what was said of its pages is heard from the recap.
#[tokio::test]
async fn what_was_said_of_a_pack_that_comes_back_is_in_the_recap() {
    let mut world = World::settled(4_814, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        (config.recap_entries, config.in_database) = (20, Some(0));
    })
    .await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/0", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let evil = Evil::default();
    phone.network = world.behind(&evil, 3);
    evil.instead(|asked| {
        asked.is("GET", "/v1/packs/").then(|| webmynd_story::evil::Word::Json(404, not_found()))
    });
    for n in 0..61 {
        label(&laptop, "https://a.test/0", "later", n % 2 == 0, world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.sync(world.now()).await.unwrap();
    }
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert!(cleared(&world).await >= 20 && phone.sees().is_empty());
    evil.repent();
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!((phone.sees(), phone.sees()[0].4.len()), (laptop.sees(), 1));
}

fn not_found() -> serde_json::Value {
    serde_json::json!({"status": 404, "title": "there is no such thing", "code": "not_found"})
}
