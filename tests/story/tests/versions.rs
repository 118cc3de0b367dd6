//! What a newer version writes: an older one does not lose it, does not write over it, and does not take it for a lie.
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webmynd_crypto::Secret;
use webmynd_engine::archive::Arrived;
use webmynd_engine::event::Received;
use webmynd_engine::page::to_hex;
use webmynd_engine::ports::{Method, Remote, Request};
use webmynd_engine::sync::{SyncKind, prelude, wanted};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pack::{Class, Kind, Row};
use webmynd_protocol::{Bytes, Code};
use webmynd_story::device::NAME;
use webmynd_story::newer::{head, ring, says};
use webmynd_story::{Device, Scene, Word, World, settle};

const MINUTE: i64 = 60_000;

/// A pack of the device's that is uploaded, and that only another version can read.
async fn uploads(device: &Device, bytes: &[u8], kind: Kind, class: Class) -> Row {
    let id = Id(Sha256::digest(bytes).into());
    let answer = ask(device, Method::Put, &format!("/v1/packs/{id}"), bytes.to_vec(), vec![]).await;
    assert_eq!(answer.0, 201);
    Row { id, kind, class, day: 19_675, epoch: 1, wrapped_key: Bytes(vec![1; 72]) }
}

async fn ask(
    device: &Device,
    method: Method,
    path: &str,
    body: Vec<u8>,
    mut headers: Vec<(&'static str, String)>,
) -> (u16, Value) {
    headers.push(("authorization", format!("Bearer {}", device.account.token)));
    let request = Request { base: String::new(), method, path: path.to_owned(), headers, body };
    let answer = device.network.call(request).await.unwrap();
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// All that is known of it counts at once, and that there is more is said until it is known.
#[tokio::test]
async fn an_entry_that_says_more_is_heard_as_far_as_it_is_known() {
    let mut world = World::new(700).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let mark = json!({"page": "https://a.test/", "on": true, "clock": 9});
    let body = json!({"clock": 9, "heads": [], "marks": [mark], "notes": [{"page": "https://a.test/", "words": "of tomorrow"}]});
    let version = says(&world, &phone, &body, vec![]).await;
    for round in 0..2 {
        let report = laptop.sync(world.now()).await.unwrap();
        assert_eq!((report.newer, report.quarantined), (1, 0), "round {round}");
        assert_eq!(laptop.urls(), ["https://a.test/"]);
        assert!(laptop.sees()[0].3, "the star counts");
        laptop.restart();
    }
    let archive = laptop.archive.borrow();
    assert_eq!(archive.catalog().shared().unknown()[&version], ["notes"]);
}

/// As a version that did not know of forgets would have heard one.
#[tokio::test]
async fn what_was_not_known_is_read_again_after_an_update() {
    let mut world = World::new(701).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..2 {
        laptop.visit(&format!("https://a.test/{n}"), "lantern", world.pass(MINUTE));
    }
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    phone.forget("https://a.test/0", world.now());
    phone.sync(world.now()).await.unwrap();
    let shown = world.shown(&laptop, "/v1/log?since=0").await;
    let heard = Received {
        device: to_hex(&phone.account.device.0),
        seq: head(&phone).seq,
        hash: to_hex(&head(&phone).hash),
        version: shown["version"].as_u64().unwrap(),
        clock: 5,
        unknown: vec!["deeds".to_owned(), "notes".to_owned()],
        ..Received::default()
    };
    let own = laptop.account.device.0;
    laptop.archive.borrow_mut().receive(Arrived::default(), &heard, vec![], &own, world.now()).unwrap();
    laptop.restart();
    assert_eq!(laptop.urls().len(), 2);
    let report = laptop.sync(world.now()).await.unwrap();
    assert_eq!((laptop.urls(), report.newer), (vec!["https://a.test/1".to_owned()], 0));
    laptop.restart();
    assert!(laptop.archive.borrow().catalog().shared().unknown().is_empty());
    assert_eq!(laptop.urls(), ["https://a.test/1"]);
}

#[tokio::test]
async fn packs_of_a_kind_or_class_that_is_not_known_are_set_apart() {
    let mut world = World::new(702).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    phone.visit("https://b.test/", "harbour", world.pass(MINUTE));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let rows = vec![
        uploads(&phone, b"a sound", Kind::Other, Class::History).await,
        uploads(&phone, b"a page that is shared", Kind::Text, Class::Other).await,
    ];
    let named = |row: &Row, kind: &str, class: &str| json!({"id": row.id, "kind": kind, "class": class, "day": row.day, "epoch": 1});
    let adds = [named(&rows[0], "sound", "history"), named(&rows[1], "text", "shared")];
    says(&world, &phone, &json!({"clock": 3, "heads": [], "adds": adds}), rows.clone()).await;
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    for _ in 0..2 {
        let report = laptop.sync(world.now()).await.unwrap();
        assert_eq!((report.newer, report.quarantined), (2, 0), "nobody is asked to send them again");
    }
    assert_eq!(laptop.urls(), ["https://b.test/", "https://a.test/"]);
    assert_eq!(laptop.archive.borrow().unsaid_count(), 0, "own pages leave");
}

/// A server that would keep such a pack as something else, and for another time, takes none.
#[tokio::test]
async fn a_server_says_what_it_is_too_old_for() {
    let mut world = World::new(703).await;
    let laptop = world.device("laptop").await;
    let entry = json!({
        "prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![1; 40]), "signature": Id([0; 64]),
        "adds": [{"id": Id([1; 32]), "kind": "sound", "class": "history", "day": 1, "epoch": 1, "wrappedKey": Bytes(vec![1; 72])}],
    });
    let json = vec![("content-type", "application/json".to_owned())];
    let path = format!("/v1/log/{}/1", laptop.account.device);
    let (status, problem) = ask(&laptop, Method::Put, &path, entry.to_string().into_bytes(), json).await;
    assert_eq!((status, &problem["code"]), (400, &json!(Code::Newer)));
}

/// A newer device's words stand in the keyring; an older one joins and revokes, and writes it anew each time.
#[tokio::test]
async fn a_keyring_is_written_back_with_all_that_stands_in_it() {
    let mut world = World::new(704).await;
    let (laptop, phone) = (world.device("laptop").await, world.device("phone").await);
    let mut newer = ring(&phone);
    newer.generation += 1;
    newer.unknown.insert("policy".to_owned(), json!({"share": ["desk"]}));
    newer.devices[1].unknown.insert("platform".to_owned(), json!("tablet"));
    let random = &mut |into: &mut [u8]| into.fill(9);
    let sealed = newer.seal(&Secret::from(phone.account.root.0), &phone.account.id.0, random).unwrap();
    let (_, mut keys) = ask(&phone, Method::Get, "/v1/keys", vec![], vec![]).await;
    keys["keyring"] = json!(Bytes(sealed));
    keys["generation"] = newer.generation.into();
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("if-match", format!("\"{}\"", newer.generation - 1)),
    ];
    let (status, _) =
        ask(&phone, Method::Put, "/v1/keys", json!({"keys": keys}).to_string().into(), headers).await;
    assert_eq!(status, 204);
    let mut desk = world.device("desk").await;
    desk.revoke(laptop.account.device, world.now()).await.unwrap();
    let written = ring(&desk);
    assert_eq!(written.unknown["policy"], json!({"share": ["desk"]}));
    assert_eq!(written.device(&phone.account.device.0).unwrap().unknown["platform"], "tablet");
}

#[tokio::test]
async fn a_server_that_speaks_another_wire_wants_an_update_and_nothing_is_lost() {
    let mut scene = Scene::new(705).await;
    let before = scene.phone.sees();
    for (status, code) in [(426, "upgrade"), (404, "of_tomorrow")] {
        scene.evil.instead(move |asked| {
            let problem = json!({"status": status, "title": "", "code": code});
            asked.path.starts_with("/v1/").then_some(Word::Json(status, problem))
        });
        let error = scene.phone.sync(scene.world.now()).await.unwrap_err();
        assert_eq!(error.kind, SyncKind::Update, "{error}");
    }
    scene.evil.instead(|_| None);
    scene.evil.change(|asked, json| {
        if asked.is("GET", "/.well-known/") {
            json["wires"] = json!([2, 3]);
        } else if asked.is("POST", "/v1/prelogin") {
            json["loginKind"] = "passkey".into();
        }
    });
    let network = &*scene.phone.network;
    assert_eq!(wanted(network).await.unwrap_err().kind, SyncKind::Update);
    assert_eq!(prelude(network, NAME).await.unwrap_err().kind, SyncKind::Update);
    assert_eq!(scene.phone.sees(), before);
    scene.reconcile().await;
}
