//! The life of an account: passphrases change, devices are revoked and paired, words on paper get a person back in.
use webmynd_crypto::Secret;
use webmynd_crypto::kdf::KdfParams;
use webmynd_engine::sync::{Prelude, Renewal, SyncError, SyncKind, Who, join, pair, prelude, recover};
use webmynd_protocol::bytes::Id;
use webmynd_story::device::{NAME, NEW_SEED, ORIGIN, PASSPHRASE, RECOVERY, stretched};
use webmynd_story::{Device, Dice, Forked, Moods, World, settle};

const MINUTE: i64 = 60_000;
const OTHER: &str = "another passphrase, as long as the one before";

async fn change(device: &mut Device, old: &str, new: &str) -> Result<(), SyncError> {
    let (now, new) = (device.keys(old).await, stretched(new, NEW_SEED, KdfParams::FLOOR));
    let renewal = Renewal { now: &now, seed: NEW_SEED, new: &new, origin: ORIGIN };
    let mut dice = device.dice.clone();
    device.account.change_passphrase(&*device.network, &renewal, &mut |into: &mut [u8]| dice.fill(into)).await
}

#[tokio::test(flavor = "current_thread")]
async fn a_changed_passphrase_counts_at_once_and_other_devices_sign_in_again_as_themselves() {
    let mut world = World::new(21).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let error = change(&mut laptop, "not the passphrase at all", OTHER).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::Refused, "{error}");
    assert!(error.fact.contains("nothing was changed"));
    assert_eq!(phone.sync(now).await.unwrap().said, 0, "and so it is");
    change(&mut laptop, PASSPHRASE, OTHER).await.unwrap();
    laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
    laptop.sync(now).await.unwrap();
    phone.visit("https://b.test/1", "garnet", world.pass(MINUTE));
    assert_eq!(phone.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    assert_eq!(phone.sign_in_again(PASSPHRASE, now).await.unwrap_err().kind, SyncKind::SignIn);
    let before = phone.account.device;
    phone.sign_in_again(OTHER, now).await.unwrap();
    settle(&mut [&mut laptop, &mut phone], now).await;
    assert_eq!(phone.account.device, before, "it is the same device");
    assert_eq!(phone.account.devices(&*phone.network).await.unwrap().len(), 2);
    assert_eq!((laptop.sees().len(), laptop.sees()), (3, phone.sees()));
}

#[tokio::test(flavor = "current_thread")]
async fn a_revoked_device_is_out_reads_nothing_new_and_what_it_says_later_is_nothing() {
    let mut world = World::new(22).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut thief = world.device("stolen").await;
    thief.visit("https://c.test/before", "garnet", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone, &mut thief], now).await;
    let own = laptop.account.device;
    assert_eq!(laptop.revoke(own, now).await.unwrap_err().kind, SyncKind::Refused);
    assert_eq!(laptop.revoke(Id([1; 16]), now).await.unwrap_err().kind, SyncKind::Refused);
    let (stolen, old_root) = (thief.account.device, thief.account.root);
    laptop.revoke(stolen, now).await.unwrap();
    assert_ne!(laptop.account.root, old_root);
    // It is out, and what it kept does not get it in again.
    assert_eq!(thief.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    let error = thief.sign_in_again(PASSPHRASE, now).await.unwrap_err();
    assert!(error.fact.contains("was revoked"), "{error}");
    // A server that is in league with it lets it in all the same: it seals in the old epoch and signs as itself.
    thief.account.token = world.let_in(&thief.account).await;
    thief.visit("https://c.test/forged", "ruby", world.pass(MINUTE));
    assert_eq!(thief.sync(now).await.unwrap().sent, 1, "the server took it");
    laptop.visit("https://a.test/after", "lantern", world.pass(MINUTE));
    laptop.sync(now).await.unwrap();
    thief.visit("https://c.test/forged", "ruby", world.pass(MINUTE));
    assert_eq!(thief.sync(now).await.unwrap_err().kind, SyncKind::WrongKey, "the new epoch is not its");
    // The devices that stay sign in again, and pass over it.
    assert_eq!(phone.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    phone.sign_in_again(PASSPHRASE, now).await.unwrap();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let mut desk = world.device("desk").await;
    desk.sync(now).await.unwrap();
    for device in [&laptop, &phone, &desk] {
        let seen: Vec<_> = device.sees().into_iter().map(|(url, ..)| url).collect();
        assert_eq!(seen, ["https://c.test/before", "https://a.test/after"], "{}", device.name);
    }
    let facts = laptop.account.devices(&*laptop.network).await.unwrap();
    let gone = facts.iter().find(|one| one.id == stolen).unwrap();
    assert_eq!((gone.name.as_str(), gone.revoked), ("stolen", Some(now)));
    assert!(facts.iter().any(|one| one.this && one.name == "laptop" && one.signed_in));
}

/// What a device said before it was locked out counts, also where nobody had read it yet.
#[tokio::test(flavor = "current_thread")]
async fn a_device_is_heard_before_it_is_revoked() {
    let mut world = World::new(27).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    phone.visit("https://c.test/last", "garnet", world.pass(MINUTE));
    phone.sync(now).await.unwrap();
    laptop.revoke(phone.account.device, now).await.unwrap();
    assert_eq!(laptop.sees().len(), 1);
    let mut desk = world.device("desk").await;
    settle(&mut [&mut laptop, &mut desk], now).await;
    assert_eq!(desk.sees(), laptop.sees());
}

#[tokio::test(flavor = "current_thread")]
async fn the_words_on_paper_get_a_person_in_before_and_after_a_revocation() {
    let mut world = World::new(23).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    laptop.revoke(phone.account.device, now).await.unwrap();
    let network = world.network(60);
    let who = Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name: "found", invitation: None };
    let fresh = stretched(OTHER, [9; 16], KdfParams::FLOOR);
    let mut dice = Dice(60);
    let mut random = |into: &mut [u8]| dice.fill(into);
    let wrong = recover(&*network, &who, &[7; 32].into(), ([9; 16], &fresh), &mut random, now).await;
    assert_eq!(wrong.err().unwrap().kind, SyncKind::SignIn, "other words");
    let account =
        recover(&*network, &who, &RECOVERY.into(), ([9; 16], &fresh), &mut random, now).await.unwrap();
    let mut found = Device::with("found", account, network, 61);
    assert_eq!(found.sync(now).await.unwrap().received, 1);
    assert_eq!(laptop.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    laptop.sign_in_again(OTHER, now).await.unwrap();
    settle(&mut [&mut laptop, &mut found], now).await;
    assert_eq!(laptop.sees(), found.sees());
}

#[tokio::test(flavor = "current_thread")]
async fn other_recovery_words_take_the_place_of_those_before() {
    let mut world = World::new(26).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let (right, wrong) = (laptop.keys(PASSPHRASE).await, laptop.keys(OTHER).await);
    let (mut dice, calm) = (Dice(62), laptop.network.clone());
    let mut random = |into: &mut [u8]| dice.fill(into);
    let (before, after): (Secret, Secret) = (RECOVERY.into(), [5; 32].into());
    let refused = laptop.account.replace_recovery(&*calm, &wrong, &after, &mut random).await.unwrap_err();
    assert_eq!(refused.kind, SyncKind::Refused);
    // An answer is lost, and it is made once all the same.
    let bad = world.network(63);
    bad.set_moods(Moods { lost: 200, unanswered: 400, twice: 200, bad_gateway: 50 });
    let mut tries = 0;
    while let Err(error) = laptop.account.replace_recovery(&*bad, &right, &after, &mut random).await {
        assert_eq!(error.kind, SyncKind::Later, "{error}");
        tries += 1;
        assert!(tries < 100);
    }
    settle(&mut [&mut laptop, &mut phone], world.pass(MINUTE)).await;
    let network = world.network(64);
    let who = Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name: "found", invitation: None };
    let fresh = stretched(OTHER, [9; 16], KdfParams::FLOOR);
    for (words, opens) in [(&before, false), (&after, true)] {
        let got = recover(&*network, &who, words, ([9; 16], &fresh), &mut random, now).await;
        assert_eq!(got.as_ref().err().map(|error| error.kind), (!opens).then_some(SyncKind::SignIn));
        if let Ok(account) = got {
            let mut found = Device::with("found", account, network.clone(), 65);
            assert_eq!(found.sync(now).await.unwrap().received, 1);
        }
    }
    // A revocation seals the new root key for the words that count.
    laptop.sign_in_again(OTHER, now).await.unwrap();
    let renewal = (laptop.keys(OTHER).await, stretched(PASSPHRASE, NEW_SEED, KdfParams::FLOOR));
    let renewal = Renewal { now: &renewal.0, seed: NEW_SEED, new: &renewal.1, origin: ORIGIN };
    let place = (&*calm, &laptop.archive);
    laptop.account.revoke(place, phone.account.device, &renewal, &mut random, now).await.unwrap();
    recover(&*network, &who, &after, ([9; 16], &fresh), &mut random, now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn a_paired_device_joins_as_itself_and_the_code_is_good_once_and_for_ten_minutes() {
    let mut world = World::new(24).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    laptop.sync(now).await.unwrap();
    let (mut dice, network) = (Dice(70), world.network(70));
    let mut random = |into: &mut [u8]| dice.fill(into);
    for late in [false, true] {
        let place = (&*laptop.network, &laptop.archive);
        let until = laptop.account.offer_pairing(place, [3; 16], &mut random).await.unwrap();
        assert_eq!(until, world.now() + 10 * MINUTE);
        if late {
            world.pass(10 * MINUTE);
            let error = pair(&*network, ORIGIN, [3; 16], "phone", &mut random, now).await.err().unwrap();
            assert!(error.fact.contains("show a new one"), "{error}");
        } else {
            let account = pair(&*network, ORIGIN, [3; 16], "phone", &mut random, now).await.unwrap();
            let again = pair(&*network, ORIGIN, [3; 16], "eve", &mut random, now).await.err().unwrap();
            assert_eq!(again.kind, SyncKind::Refused, "it is good once");
            let mut phone = Device::with("phone", account, network.clone(), 71);
            assert_ne!(phone.account.device, laptop.account.device);
            phone.visit("https://b.test/1", "harbour", world.pass(MINUTE));
            settle(&mut [&mut phone, &mut laptop], world.now()).await;
            assert_eq!((laptop.sees().len(), laptop.sees()), (2, phone.sees()));
            assert!(phone.account.expected.is_empty(), "from now on it knows by itself");
        }
    }
    for _ in 0..5 {
        assert!(pair(&*network, ORIGIN, [4; 16], "eve", &mut random, now).await.is_err());
    }
    let error = pair(&*network, ORIGIN, [3; 16], "eve", &mut random, now).await.err().unwrap();
    assert_eq!(error.kind, SyncKind::Later, "whoever guesses waits");
}

#[tokio::test(flavor = "current_thread")]
async fn a_paired_device_notices_a_rollback_in_its_first_round_and_one_by_passphrase_cannot() {
    let mut world = World::new(25).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    laptop.sync(now).await.unwrap();
    let old = world.copy().await;
    laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
    laptop.sync(now).await.unwrap();
    let mut dice = Dice(80);
    let mut random = |into: &mut [u8]| dice.fill(into);
    let place = (&*laptop.network, &laptop.archive);
    laptop.account.offer_pairing(place, [3; 16], &mut random).await.unwrap();
    // The handover is true; all else is the state of an old disk.
    let evil = Forked { first: "/v1/pairings", then: world.network(81), rest: old.network(81) };
    let account = pair(&evil, ORIGIN, [3; 16], "phone", &mut random, now).await.unwrap();
    let mut phone = Device::with("phone", account, evil.rest.clone(), 82);
    let error = phone.sync(now).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::RolledBack, "{error}");
    assert_eq!(phone.sees().len(), 1, "what it was shown was true, and not all");
    // By the true door it is another device, and has all.
    laptop.account.offer_pairing(place, [4; 16], &mut random).await.unwrap();
    let network = world.network(83);
    let account = pair(&*network, ORIGIN, [4; 16], "phone", &mut random, now).await.unwrap();
    let mut phone = Device::with("phone", account, network, 86);
    assert_eq!(phone.sync(now).await.unwrap().received, 2);
    assert_eq!(phone.sees(), laptop.sees());
    let who = Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name: "desk", invitation: None };
    let network = old.network(84);
    let Prelude { seed, params, .. } = prelude(&*network, NAME).await.unwrap();
    let keys = stretched(PASSPHRASE, seed, params);
    let account = join(&*network, &who, &keys, &mut random, now).await.unwrap();
    assert!(Device::with("desk", account, network, 85).sync(now).await.is_ok(), "as docs/protocol.md says");
}

#[tokio::test(flavor = "current_thread")]
async fn an_old_profile_that_was_put_back_after_all_that_signs_in_and_loses_nothing() {
    let mut world = World::new(26).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    phone.visit("https://b.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let backup = std::sync::Arc::new(phone.files.copy());
    let kept = phone.account.clone();
    phone.visit("https://b.test/2", "harbour", world.pass(MINUTE));
    settle(&mut [&mut phone, &mut laptop], now).await;
    change(&mut laptop, PASSPHRASE, OTHER).await.unwrap();
    let mut restored = Device::on(backup, kept, world.network(90), 90);
    restored.visit("https://b.test/3", "garnet", world.pass(MINUTE));
    assert_eq!(restored.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    restored.sign_in_again(OTHER, now).await.unwrap();
    settle(&mut [&mut restored, &mut laptop], now).await;
    assert_ne!(restored.account.device, phone.account.device, "it goes on under a name of its own");
    assert_eq!((laptop.sees().len(), laptop.sees()), (3, restored.sees()));
}

#[tokio::test(flavor = "current_thread")]
async fn an_account_signs_out_leaves_and_comes_back() {
    let mut world = World::new(27).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    laptop.sync(now).await.unwrap();
    let usage = laptop.account.usage(&*laptop.network).await.unwrap();
    assert!(usage.bytes > 0 && usage.days.len() == 1 && usage.days[0].expires_at.is_some());
    phone.account.sign_out(&*phone.network).await.unwrap();
    assert_eq!(phone.sync(now).await.unwrap_err().kind, SyncKind::SignIn);
    phone.account.sign_out(&*phone.network).await.unwrap();
    let (right, wrong) = (laptop.keys(PASSPHRASE).await, laptop.keys("another").await);
    let refused = laptop.account.delete(&*laptop.network.clone(), &wrong).await.unwrap_err();
    assert_eq!(refused.kind, SyncKind::Refused);
    assert_eq!(laptop.sync(now).await.unwrap().sent, 0, "nothing happened");
    let ticket = laptop.account.delete(&*laptop.network.clone(), &right).await.unwrap();
    assert_eq!(ticket.until, now + 10 * MINUTE);
    assert_eq!(laptop.sync(now).await.unwrap_err().kind, SyncKind::Refused);
    laptop.account.undo(&*laptop.network, ticket.ticket).await.unwrap();
    assert_eq!(laptop.sync(now).await.unwrap().sent, 0);
    phone.sign_in_again(PASSPHRASE, now).await.unwrap();
    assert_eq!(phone.sync(now).await.unwrap().received, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_revocation_over_a_bad_network_is_made_once_however_often_it_is_tried() {
    for seed in 1..=3 {
        let mut world = World::new(30 + seed).await;
        let (mut laptop, phone) = (world.device("laptop").await, world.device("phone").await);
        laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
        let now = world.now();
        laptop.sync(now).await.unwrap();
        let (calm, bad) = (world.network(seed), laptop.network.clone());
        bad.set_moods(Moods { lost: 200, unanswered: 300, twice: 200, bad_gateway: 50 });
        for _ in 0..100 {
            laptop.network = calm.clone();
            let old = laptop.keys(PASSPHRASE).await;
            let new = stretched(PASSPHRASE, NEW_SEED, KdfParams::FLOOR);
            let renewal = Renewal { now: &old, seed: NEW_SEED, new: &new, origin: ORIGIN };
            let mut dice = laptop.dice.clone();
            let mut random = |into: &mut [u8]| dice.fill(into);
            let place = (&*bad, &laptop.archive);
            match laptop.account.revoke(place, phone.account.device, &renewal, &mut random, now).await {
                Ok(()) => break,
                Err(error) => assert_eq!(error.kind, SyncKind::Later, "seed {seed}: {error}"),
            }
        }
        let facts = laptop.account.devices(&*calm).await.unwrap();
        assert_eq!(facts.iter().filter(|one| one.revoked.is_some()).count(), 1, "seed {seed}");
        assert_eq!(laptop.account.generation, 3, "seed {seed}: made, joined, revoked");
        laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
        assert_eq!(laptop.sync(now).await.unwrap().sent, 1, "seed {seed}");
        let mut desk = world.device("desk").await;
        assert_eq!(desk.sync(now).await.unwrap().received, 2, "seed {seed}");
    }
}
