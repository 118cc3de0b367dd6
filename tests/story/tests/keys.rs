//! Keys that two change at once, and keys that are damaged at the server: who did what is told, and there is a way on.
use serde_json::Value;
use webmynd_crypto::Secret;
use webmynd_crypto::kdf::{KdfParams, Stretched};
use webmynd_engine::sync::{Account, Prelude, Renewal, SyncError, SyncKind, Who, join, prelude, recover};
use webmynd_protocol::Bytes;
use webmynd_story::device::{NAME, NEW_SEED, ORIGIN, PASSPHRASE, RECOVERY, stretched};
use webmynd_story::{Device, Dice, Network, Scene, World, settle};

const OTHER: &str = "another passphrase, as long as the one before";
const THIRD: &str = "a third passphrase, no shorter than the others";

fn who(device_name: &'static str) -> Who<'static> {
    Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name, invitation: None }
}

async fn joins(network: &Network, passphrase: &str, now: i64) -> Result<Account, SyncError> {
    let mut dice = Dice(91);
    let Prelude { seed, params, .. } = prelude(network, NAME).await?;
    let keys = stretched(passphrase, seed, params);
    join(network, &who("fresh"), &keys, &mut |into: &mut [u8]| dice.fill(into), now).await
}

async fn recovers(
    network: &Network,
    words: &Secret,
    passphrase: &str,
    dice: u64,
    now: i64,
) -> Result<Account, SyncError> {
    let (mut dice, seed) = (Dice(dice), [dice as u8; 16]);
    let keys = stretched(passphrase, seed, KdfParams::FLOOR);
    recover(network, &who("found"), words, (seed, &keys), &mut |into: &mut [u8]| dice.fill(into), now).await
}

async fn replaces(device: &mut Device, passphrase: &str, words: &Secret) -> Result<(), SyncError> {
    let keys = device.keys(passphrase).await;
    replaces_by(device, &keys, words).await
}

async fn replaces_by(device: &mut Device, keys: &Stretched, words: &Secret) -> Result<(), SyncError> {
    let mut dice = Dice(words.expose()[0].into());
    let random = &mut |into: &mut [u8]| dice.fill(into);
    device.account.replace_recovery(&*device.network, keys, words, random).await
}

async fn changes(device: &mut Device, old: &str, new: &str) -> Result<(), SyncError> {
    let (now, new) = (device.keys(old).await, stretched(new, NEW_SEED, KdfParams::FLOOR));
    let renewal = Renewal { now: &now, seed: NEW_SEED, new: &new, origin: ORIGIN };
    let mut dice = device.dice.clone();
    device.account.change_passphrase(&*device.network, &renewal, &mut |into: &mut [u8]| dice.fill(into)).await
}

/// Which of two won; the other one says that it did not.
fn winner<T>(done: [&Result<T, SyncError>; 2]) -> usize {
    let won = done.iter().position(|one| one.is_ok()).expect("one wins");
    let error = done[1 - won].as_ref().err().expect("and one alone");
    assert_eq!(error.kind, SyncKind::Refused, "{error}");
    assert!(error.fact.contains("meanwhile") && error.fact.contains("nothing was changed"), "{error}");
    won
}

/// Words on paper that open nothing would be found out when they are needed.
#[tokio::test(flavor = "current_thread")]
async fn of_two_that_replace_the_recovery_words_at_once_one_knows_that_it_did_not() {
    let mut world = World::new(401).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    let words: [Secret; 3] = [[5; 32].into(), [6; 32].into(), [7; 32].into()];
    // Both are about to: where one was through before the other began, both are right, and it is tried again.
    let keys = [laptop.keys(PASSPHRASE).await, phone.keys(PASSPHRASE).await];
    let mut tries = 0;
    let (one, two) = loop {
        let done = tokio::join!(
            replaces_by(&mut laptop, &keys[0], &words[0]),
            replaces_by(&mut phone, &keys[1], &words[1]),
        );
        tries += 1;
        if tries == 50 || done.0.is_err() || done.1.is_err() {
            break done;
        }
    };
    let won = winner([&one, &two]);
    let network = world.network(402);
    for old in [&words[1 - won], &RECOVERY.into()] {
        let error = recovers(&network, old, OTHER, 40, now).await.err().unwrap();
        assert_eq!(error.kind, SyncKind::SignIn, "they open nothing");
    }
    // Again, by who lost: its own are those that count then.
    let loser = if won == 0 { &mut phone } else { &mut laptop };
    replaces(loser, PASSPHRASE, &words[2]).await.unwrap();
    assert_eq!(recovers(&network, &words[won], OTHER, 41, now).await.err().unwrap().kind, SyncKind::SignIn);
    recovers(&network, &words[2], OTHER, 42, now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn of_two_that_get_back_in_at_once_one_passphrase_counts_and_the_other_person_knows() {
    let mut world = World::new(403).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(1_000));
    let now = world.now();
    laptop.sync(now).await.unwrap();
    let networks = [world.network(404), world.network(405)];
    let paper: Secret = RECOVERY.into();
    let (one, two) = tokio::join!(
        recovers(&networks[0], &paper, OTHER, 43, now),
        recovers(&networks[1], &paper, THIRD, 44, now),
    );
    let won = winner([&one, &two]);
    let passphrases = [OTHER, THIRD];
    let fresh = world.network(406);
    assert_eq!(joins(&fresh, passphrases[1 - won], now).await.err().unwrap().kind, SyncKind::SignIn);
    joins(&fresh, passphrases[won], now).await.unwrap();
    // The one who lost does it again.
    recovers(&networks[1 - won], &paper, passphrases[1 - won], 45, now).await.unwrap();
    joins(&fresh, passphrases[1 - won], now).await.unwrap();
}

/// Of the keys that the server shows, this field is damaged as long as it is what it was when this began.
async fn damage(scene: &Scene, field: &'static str, damaged: impl Fn(&Value) -> Value + Send + 'static) {
    let first = scene.shown(&scene.laptop, "/v1/keys").await[field].clone();
    scene.evil.change(move |asked, json| {
        if asked.is("GET", "/v1/keys") && json[field] == first {
            json[field] = damaged(&first);
        }
    });
}

/// One bit of what is sealed.
fn flipped(sealed: &Value) -> Value {
    let mut bytes = sealed.as_str().unwrap().parse::<Bytes>().unwrap();
    let last = bytes.0.len() - 1;
    bytes.0[last] ^= 1;
    bytes.to_string().into()
}

#[tokio::test(flavor = "current_thread")]
async fn a_damaged_keybox_is_told_from_a_wrong_passphrase_and_made_anew_by_a_device_that_works() {
    let mut scene = Scene::new(407).await;
    damage(&scene, "passphrase", flipped).await;
    let (network, now) = (scene.world.behind(&scene.evil, 408), scene.world.now());
    assert_eq!(joins(&network, "not the passphrase at all", now).await.err().unwrap().kind, SyncKind::SignIn);
    let error = joins(&network, PASSPHRASE, now).await.err().unwrap();
    assert_eq!(error.kind, SyncKind::Keybox, "{error}");
    // A device that is in has what the keybox would open.
    scene.phone.sign_in_again(PASSPHRASE, now).await.unwrap();
    // On a device that works a wrong passphrase is still one, and the right one makes the keybox anew.
    let error = changes(&mut scene.phone, "not the passphrase at all", OTHER).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::Refused, "{error}");
    changes(&mut scene.phone, PASSPHRASE, OTHER).await.unwrap();
    assert_eq!(joins(&network, PASSPHRASE, now).await.err().unwrap().kind, SyncKind::SignIn);
    joins(&network, OTHER, now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn past_a_damaged_keybox_the_words_on_paper_get_in() {
    let scene = Scene::new(409).await;
    damage(&scene, "passphrase", flipped).await;
    let (network, now) = (scene.world.behind(&scene.evil, 410), scene.world.now());
    assert_eq!(joins(&network, PASSPHRASE, now).await.err().unwrap().kind, SyncKind::Keybox);
    let found = recovers(&network, &RECOVERY.into(), OTHER, 46, now).await.unwrap();
    let mut found = Device::with("found", found, network.clone(), 411);
    assert!(found.sync(now).await.unwrap().received > 0);
    joins(&network, OTHER, now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn a_damaged_box_of_the_words_is_told_and_other_words_make_it_anew() {
    let mut scene = Scene::new(412).await;
    damage(&scene, "recovery", flipped).await;
    let (network, now) = (scene.world.behind(&scene.evil, 413), scene.world.now());
    let error = recovers(&network, &RECOVERY.into(), OTHER, 47, now).await.err().unwrap();
    assert_eq!(error.kind, SyncKind::Keybox, "{error}");
    replaces(&mut scene.phone, PASSPHRASE, &[8; 32].into()).await.unwrap();
    recovers(&network, &[8; 32].into(), OTHER, 48, now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn a_damaged_keyring_is_put_back_by_a_device_that_has_it() {
    let mut scene = Scene::new(414).await;
    damage(&scene, "keyring", flipped).await;
    let (network, now) = (scene.world.behind(&scene.evil, 415), scene.world.now());
    assert_eq!(joins(&network, PASSPHRASE, now).await.err().unwrap().kind, SyncKind::Keybox);
    changes(&mut scene.phone, PASSPHRASE, OTHER).await.unwrap();
    joins(&network, OTHER, now).await.unwrap();
}

/// Whatever the server counts, no device writes keys that others would take for older ones.
#[tokio::test(flavor = "current_thread")]
async fn a_count_of_changes_that_went_back_is_told() {
    let mut scene = Scene::new(416).await;
    damage(&scene, "generation", |_| 1.into()).await;
    let error = changes(&mut scene.phone, PASSPHRASE, OTHER).await.unwrap_err();
    assert_eq!(error.kind, SyncKind::Keybox, "{error}");
    assert!(error.fact.contains("the server counts 1 changes"), "{error}");
    scene.reconcile().await;
    changes(&mut scene.phone, PASSPHRASE, OTHER).await.unwrap();
}
