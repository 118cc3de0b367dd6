//! Vaults that begin anew: a server is put back from a backup, a memory goes to another account. A person says so, and nothing is lost.
use webmynd_crypto::kdf::KdfParams;
use webmynd_engine::event::Harm;
use webmynd_engine::sync::{Doubt, Renewal, Report, SyncKind, Who, create, join, pair};
use webmynd_story::device::{ORIGIN, PASSPHRASE, RECOVERY, SEED, stretched};
use webmynd_story::{Device, Dice, World, settle};

const MINUTE: i64 = 60_000;

/// The names of the devices that are in the account.
async fn live(device: &mut Device) -> Vec<String> {
    let all = device.account.devices(&*device.network).await.unwrap();
    let mut names: Vec<String> =
        all.into_iter().filter(|one| one.revoked.is_none()).map(|one| one.name).collect();
    names.sort();
    names
}

/// They are of another server from now on, as one that was put back is.
fn move_to(world: &World, devices: &mut [&mut Device]) {
    for (n, device) in devices.iter_mut().enumerate() {
        device.network = world.network(500 + n as u64);
    }
}

/// It is told once, as what it is; then a person goes on.
async fn goes_on(device: &mut Device, now: i64) -> u32 {
    let before = device.sees();
    let error = device.sync(now).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::RolledBack, "{}: {error}", device.name);
    assert_eq!(device.sees(), before, "nothing changes by itself");
    device.account.begin_anew();
    device.sync(now).await.unwrap().sent
}

/// The backup is of before the last pages, a star, a label's end, a forget, and an undo. All of it is said once more, and only that.
#[tokio::test]
async fn a_server_that_was_put_back_hears_what_it_has_lost() {
    let mut world = World::of_files(950).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..6 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
    }
    laptop.star("https://a.test/5", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let back = laptop.forget("https://b.test/3", world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;

    let mut backup = world.copy().await;
    laptop.undo(back, world.now());
    laptop.forget("https://a.test/0", world.now());
    phone.forget("https://a.test/1", world.now());
    laptop.star("https://b.test/2", true, world.now());
    laptop.star("https://a.test/5", false, world.now());
    laptop.visit("https://a.test/late", "saffron", world.pass(MINUTE));
    phone.visit("https://b.test/late", "harbour", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    for device in [&laptop, &phone] {
        device.tend(world.pass(11 * MINUTE));
    }
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let expected = laptop.sees();
    assert_eq!((phone.sees(), expected.len()), (expected.clone(), 12));

    move_to(&backup, &mut [&mut laptop, &mut phone]);
    let (old_laptop, now) = (laptop.account.device, world.now());
    let sent = goes_on(&mut laptop, now).await;
    // Its late page. The WebMark that it starred, and its packs, which are written anew without what was forgotten, are nothing new there.
    assert_eq!(sent, 1);
    assert_ne!(laptop.account.device, old_laptop, "no number is used twice");
    laptop.restart();
    goes_on(&mut phone, now).await;
    phone.restart();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let mut desk = backup.device("desk").await;
    settle(&mut [&mut laptop, &mut phone, &mut desk], now).await;
    for device in [&laptop, &phone, &desk] {
        assert_eq!(device.sees(), expected, "{}", device.name);
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{}", device.name);
    }
    // Nothing of what was forgotten is in a pack any more, whoever had put it there.
    let shared = desk.archive.borrow().catalog().shared().clone();
    let packs = shared.packs().iter().chain(shared.others());
    let kept = packs.flat_map(|(_, pack)| &pack.visits).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(kept.len(), 12, "the visits in packs are those that are seen");
    // And all goes on as ever.
    laptop.visit("https://a.test/after", "meadow", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    assert_eq!((phone.sees().len(), desk.sees().len()), (13, 13));
    let facts = laptop.account.devices(&*laptop.network).await.unwrap();
    let live = facts.iter().filter(|one| one.revoked.is_none()).count();
    assert_eq!(live, 3, "the names of before are no devices any more");
}

/// The whole log is lost with the devices' sessions: they sign in by themselves, for they have what it takes.
#[tokio::test]
async fn a_backup_of_the_first_day_and_an_answer_that_is_lost_at_every_step() {
    for step in 0..12 {
        let mut world = World::of_files(951).await;
        let mut laptop = world.device("laptop").await;
        let backup = world.copy().await;
        for n in 0..3 {
            laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
            laptop.sync(world.now()).await.unwrap();
        }
        laptop.network = backup.network(700);
        laptop.sync(world.now()).await.unwrap_err();
        laptop.account.begin_anew();
        // So many requests are answered, the next one's answer is lost, and then the device dies.
        laptop.network.break_after(step);
        let kept = laptop.account.clone();
        if laptop.sync(world.now()).await.is_err() && step % 2 == 0 {
            laptop.account = kept;
        }
        laptop.restart();
        laptop.network = backup.network(701);
        settle(&mut [&mut laptop], world.now()).await;
        let mut backup = backup;
        let mut desk = backup.device("desk").await;
        desk.sync(world.now()).await.unwrap();
        assert_eq!(desk.urls(), laptop.urls(), "step {step}");
        assert_eq!(desk.urls().len(), 3, "step {step}");
        assert_eq!(live(&mut laptop).await, ["desk", "laptop"], "no name is left over, step {step}");
    }
}

/// The same backup is put back twice: all names of before are left for good.
#[tokio::test]
async fn a_server_is_put_back_twice() {
    let mut world = World::of_files(954).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let backups = [world.copy().await, world.copy().await];
    for (n, backup) in backups.iter().enumerate() {
        laptop.visit(&format!("https://b.test/{n}"), "garnet", world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        laptop.network = backup.network(720 + n as u64);
        // The second time its session is younger than the server is.
        assert!(laptop.sync(world.now()).await.is_err());
        laptop.account.begin_anew();
        let killed = laptop.account.clone();
        laptop.network.break_after(3);
        laptop.sync(world.now()).await.unwrap_err();
        laptop.account = killed;
        laptop.restart();
        laptop.network = backup.network(730 + n as u64);
        laptop.sync(world.now()).await.unwrap();
        assert_eq!(live(&mut laptop).await, ["laptop"], "restore {n}");
    }
    assert_eq!(laptop.urls().len(), 3);
}

/// After the passphrase was changed the backup knows another one: that is told, and nothing is tried that counts as a guess.
#[tokio::test]
async fn a_server_that_was_put_back_knows_an_older_passphrase() {
    let mut world = World::of_files(955).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let (backup, now) = (world.copy().await, world.now());
    let old = stretched(PASSPHRASE, SEED, KdfParams::FLOOR);
    let new = stretched("another passphrase, as long as the one before", [8; 16], KdfParams::FLOOR);
    let renewal = Renewal { now: &old, seed: [8; 16], new: &new, origin: ORIGIN };
    let mut dice = Dice(79);
    let mut random = |into: &mut [u8]| dice.fill(into);
    laptop.account.change_passphrase(&*laptop.network, &renewal, &mut random).await.unwrap();
    laptop.visit("https://a.test/2", "garnet", world.pass(MINUTE));
    laptop.sync(now).await.unwrap();
    laptop.network = backup.network(740);
    laptop.sync(now).await.unwrap_err();
    laptop.account.begin_anew();
    for _ in 0..8 {
        let error = laptop.sync(now).await.unwrap_err();
        assert_eq!(error.kind, SyncKind::SignIn, "{error}");
        assert!(error.fact.contains("put back to a time before"), "{error}");
    }
    let tried = laptop.network.trace().iter().filter(|asked| asked.contains("/v1/sessions")).count();
    assert_eq!(tried, 1);
    let signed =
        laptop.account.sign_in_again(&*laptop.network, (ORIGIN, ORIGIN), &old, &mut random, now).await;
    signed.unwrap();
    settle(&mut [&mut laptop], now).await;
    assert_eq!((laptop.urls().len(), live(&mut laptop).await), (2, vec!["laptop".to_owned()]));
}

/// A device that was paired, and has read nothing yet when the server is put back.
#[tokio::test]
async fn a_device_that_knows_of_a_log_by_pairing_alone_goes_on_too() {
    let mut world = World::of_files(953).await;
    let mut laptop = world.device("laptop").await;
    let backup = world.copy().await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let now = world.now();
    let mut dice = Dice(78);
    let mut random = |into: &mut [u8]| dice.fill(into);
    let place = (&*laptop.network, &laptop.archive);
    laptop.account.offer_pairing(place, [3; 16], &mut random).await.unwrap();
    let network = world.network(602);
    let account = pair(&*network, ORIGIN, [3; 16], "phone", &mut random, now).await.unwrap();
    let keys = stretched(PASSPHRASE, SEED, KdfParams::FLOOR);
    let mut phone = Device::with("phone", account, backup.network(603), 603);
    laptop.network = backup.network(604);
    goes_on(&mut laptop, now).await;
    // Its session is younger than the backup, and so is its place in the keyring.
    assert_eq!(phone.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    phone.account.begin_anew();
    let signed =
        phone.account.sign_in_again(&*phone.network, (ORIGIN, ORIGIN), &keys, &mut random, now).await;
    signed.unwrap();
    settle(&mut [&mut laptop, &mut phone], now).await;
    assert_eq!(phone.urls(), ["https://a.test/1"]);
}

/// Another account asks first; then it gets everything that is here, whoever of the account before saw it.
#[tokio::test]
async fn a_memory_goes_to_another_account_when_a_person_says_so() {
    let mut world = World::of_files(952).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    phone.visit("https://b.test/1", "garnet", world.pass(MINUTE));
    phone.visit("https://b.test/2", "saffron", world.pass(MINUTE));
    phone.star("https://b.test/1", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    laptop.forget("https://b.test/2", world.now());
    let now = world.now();

    let keys = stretched(PASSPHRASE, SEED, KdfParams::FLOOR);
    let mut dice = Dice(77);
    let mut random = |into: &mut [u8]| dice.fill(into);
    let bob =
        |device_name| Who { origin: ORIGIN, bound_to: ORIGIN, name: "Bob", device_name, invitation: None };
    let network = world.network(600);
    laptop.account.sign_out(&*laptop.network).await.unwrap();
    laptop.account =
        create(&*network, &bob("laptop"), SEED, &keys, &RECOVERY.into(), &mut random, now).await.unwrap();
    for _ in 0..2 {
        let error = laptop.sync(now).await.unwrap_err();
        assert_eq!(error.kind, SyncKind::OtherAccount, "{error}");
        laptop.restart();
    }
    assert!(world.shown(&laptop, "/v1/log?since=0").await["entries"].as_array().unwrap().is_empty());

    laptop.account.begin_anew();
    settle(&mut [&mut laptop], now).await;
    let account = join(&*network, &bob("tablet"), &keys, &mut random, now).await.unwrap();
    let mut tablet = Device::with("tablet", account, world.network(601), 601);
    settle(&mut [&mut laptop, &mut tablet], now).await;
    assert_eq!(tablet.sees(), laptop.sees());
    assert_eq!(tablet.urls(), ["https://a.test/1", "https://b.test/1"]);
    assert!(tablet.sees().iter().any(|visit| visit.3), "the star went along");
    laptop.restart();
    assert_eq!(tablet.sees(), laptop.sees());
    // The account before has nothing of it.
    phone.sync(now).await.unwrap();
    assert_eq!(phone.sees().len(), 3);
    assert!(phone.account.devices(&*phone.network).await.unwrap().iter().all(|one| one.name != "tablet"));
}

/// A thief's device is revoked, and the server put back from the day before: each that is left is told that it is back, until it is out again.
#[tokio::test]
async fn a_device_that_was_revoked_after_the_backup_is_told_to_be_back() {
    let mut world = World::of_files(958).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut stolen = world.device("stolen").await;
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone, &mut stolen], world.now()).await;
    let backup = world.copy().await;
    let now = world.pass(MINUTE);
    laptop.revoke(stolen.account.device, now).await.unwrap();
    phone.sign_in_again(PASSPHRASE, now).await.unwrap();
    laptop.visit("https://a.test/1", "garnet", now);
    settle(&mut [&mut laptop, &mut phone], now).await;
    move_to(&backup, &mut [&mut laptop, &mut phone, &mut stolen]);
    let back = |report: &Report| {
        let is_back = |doubt: &&Doubt| doubt.harm == Harm::Returned;
        report.doubts.iter().filter(is_back).map(|doubt| doubt.device.clone()).collect::<Vec<_>>()
    };
    for device in [&mut laptop, &mut phone] {
        device.account.begin_anew();
        let mut report = device.sync(now).await;
        if report.as_ref().is_err_and(|error| matches!(error.kind, SyncKind::SignIn | SyncKind::WrongKey)) {
            device.sign_in_again(PASSPHRASE, now).await.unwrap();
            report = device.sync(now).await;
        }
        assert_eq!(back(&report.unwrap()), ["stolen"], "{}", device.name);
        device.restart_without_checkpoint();
        assert_eq!(back(&device.sync(now).await.unwrap()), ["stolen"], "{}", device.name);
    }
    laptop.revoke(stolen.account.device, now).await.unwrap();
    phone.sign_in_again(PASSPHRASE, now).await.unwrap();
    for device in [&mut laptop, &mut phone] {
        assert_eq!(back(&device.sync(now).await.unwrap()), [""; 0], "{}", device.name);
    }
    assert_eq!(stolen.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
}
