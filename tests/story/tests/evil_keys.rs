//! T12: a server that lies at the door and with keys: to who logs in, joins, or learns of a new device.
use serde_json::{Value, json};
use webmynd_crypto::keyring::{Device as Listed, Keyring};
use webmynd_crypto::{Secret, random::bytes};
use webmynd_engine::event::Harm;
use webmynd_engine::page::to_hex;
use webmynd_engine::sync::SyncKind::{Distrust, Keybox, RolledBack, WrongKey};
use webmynd_engine::sync::{Account, Prelude, SyncError, SyncKind, Who, join, prelude};
use webmynd_protocol::Bytes;
use webmynd_story::device::{NAME, ORIGIN, PASSPHRASE, stretched};
use webmynd_story::{Dice, Scene};

/// A new device joins through the server that lies.
async fn joins(scene: &Scene) -> Result<Account, SyncError> {
    let network = scene.world.behind(&scene.evil, 88);
    let mut dice = Dice(88);
    let Prelude { seed, params, .. } = prelude(&*network, NAME).await?;
    let who = Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name: "fresh", invitation: None };
    let keys = stretched(PASSPHRASE, seed, params);
    join(&*network, &who, &keys, &mut |into: &mut [u8]| dice.fill(into), scene.world.now()).await
}

async fn turned_away(mut scene: Scene, kind: SyncKind, sentence: &str) {
    let error = joins(&scene).await.err().expect("the lie is found");
    assert_eq!(error.kind, kind, "{error}");
    assert!(error.fact.contains(sentence), "{error}");
    scene.reconcile().await;
    joins(&scene).await.unwrap();
}

fn answers(
    scene: &Scene,
    method: &'static str,
    begin: &'static str,
    lie: impl Fn(&mut Value) + Send + 'static,
) {
    scene.evil.change(move |asked, json| {
        if asked.is(method, begin) {
            lie(json);
        }
    });
}

#[tokio::test]
async fn stretching_is_made_weak() {
    let scene = Scene::new(301).await;
    answers(&scene, "POST", "/v1/prelogin", |json| json["kdf"]["memory"] = 8.into());
    turned_away(scene, Distrust, "stretched too little or too much").await;
}

#[tokio::test]
async fn stretching_is_made_endless() {
    let scene = Scene::new(302).await;
    answers(&scene, "POST", "/v1/prelogin", |json| json["kdf"]["memory"] = u32::MAX.into());
    turned_away(scene, Distrust, "stretched too little or too much").await;
}

#[tokio::test]
async fn the_keybox_is_the_other_one() {
    let scene = Scene::new(303).await;
    answers(&scene, "GET", "/v1/keys", |json| json["passphrase"] = json["recovery"].clone());
    turned_away(scene, Keybox, "the keybox: it is not of the expected form").await;
}

#[tokio::test]
async fn the_keybox_is_said_to_be_weaker() {
    let scene = Scene::new(304).await;
    answers(&scene, "GET", "/v1/keys", |json| {
        let mut keybox = json["passphrase"].as_str().unwrap().parse::<Bytes>().unwrap();
        keybox.0[7] = 0;
        json["passphrase"] = keybox.to_string().into();
    });
    turned_away(scene, Distrust, "the keybox: the parameters are weaker or heavier than allowed").await;
}

#[tokio::test]
async fn the_session_is_of_another_account() {
    let scene = Scene::new(305).await;
    answers(&scene, "POST", "/v1/sessions", |json| json["account"] = "AAAAAAAAAAAAAAAAAAAAAA".into());
    turned_away(scene, Keybox, "the keybox: the key does not open it").await;
}

/// A keyring that lists a device of the server's, sealed with a key that the server made up.
fn made_up(account: &[u8; 16]) -> String {
    let mut dice = Dice(9);
    let mut random = |into: &mut [u8]| dice.fill(into);
    let spy = Listed {
        id: [9; 16],
        key: bytes(&mut random),
        name: "spy".to_owned(),
        added: 0,
        revoked: None,
        last: None,
        unknown: Default::default(),
    };
    let mut ring = Keyring::new(spy, 0, &mut random);
    ring.generation = 99;
    Bytes(ring.seal(&Secret::generate(&mut random), account, &mut random).unwrap()).to_string()
}

#[tokio::test]
async fn the_keyring_has_a_device_more_for_who_joins() {
    let scene = Scene::new(306).await;
    let ring = made_up(&scene.laptop.account.id.0);
    answers(&scene, "GET", "/v1/keys", move |json| json["keyring"] = ring.as_str().into());
    turned_away(scene, Keybox, "the keyring: the key does not open it").await;
}

#[tokio::test]
async fn the_keyring_has_a_device_more() {
    let mut scene = Scene::with_desk(307).await;
    let ring = made_up(&scene.laptop.account.id.0);
    answers(&scene, "GET", "/v1/keys", move |json| json["keyring"] = ring.as_str().into());
    scene.caught(WrongKey, "the keyring: the key does not open it").await;
}

#[tokio::test]
async fn the_keyring_is_older() {
    let mut scene = Scene::with_desk(308).await;
    let first = scene.first_keyring.clone();
    answers(&scene, "GET", "/v1/keys", move |json| json["keyring"] = first.as_str().into());
    scene.caught(RolledBack, "the keyring: the server shows less than it had shown before").await;
}

#[tokio::test]
async fn the_keyring_is_without_the_device_that_speaks() {
    let mut scene = Scene::with_desk(309).await;
    let before = scene.phone.account.keyring.to_string();
    answers(&scene, "GET", "/v1/keys", move |json| json["keyring"] = before.as_str().into());
    let desk = scene.desk.as_ref().unwrap().account.device.0;
    scene.doubted(&to_hex(&desk)[..8], Harm::Forged).await;
}

#[tokio::test]
async fn a_device_speaks_that_nobody_added() {
    let mut scene = Scene::new(310).await;
    scene.evil.change_log(|entries| {
        for entry in entries {
            entry["device"] = json!("CQkJCQkJCQkJCQkJCQkJCQ");
        }
    });
    scene.caught(Distrust, "an entry is of a device that nobody knows").await;
}
