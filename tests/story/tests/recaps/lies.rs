//! Recaps that are not what they should be: of a device, of a server, or lost.
use super::{clear, cleared, lived, number};
use webmynd_crypto::recap::Place;
use webmynd_engine::event::Harm;
use webmynd_engine::sync::SyncKind;
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::recap::Vouch;
use webmynd_server::store::Known;
use webmynd_story::{Device, Evil, World, settle};

/// A recap that nobody comes to, signed by a device.
pub(super) fn signed_by(device: &Device, version: u64, digest: u8) -> Vouch {
    let place = Place { account: device.account.id.0, version, epoch: 1, digest: [digest; 32] };
    let signature = Id(place.sign(&device.account.device.0, &device.account.signing.0.into()));
    Vouch { form: 1, epoch: 1, digest: Id(place.digest), signature, sealed: Some(Bytes(vec![9; 100])) }
}

/// A device leaves a recap that nobody else comes to, and signs it.
async fn leaves_a_false_one(world: &World, laptop: &Device) {
    let who = Known { account: laptop.account.id.0, session: [1; 16], device: laptop.account.device.0 };
    let version = world.vault.store.news(who).await.unwrap().version;
    world.vault.store.vouch(who, version, &signed_by(laptop, version, 7)).await.unwrap();
}

/// What a device leaves that has read the log otherwise, or is in a thief's hands, is told and adopted by nobody.
#[tokio::test]
async fn a_false_recap_is_told_and_nothing_is_cleared() {
    let (world, mut laptop, mut phone) = lived(4_803, 0).await;
    leaves_a_false_one(&world, &laptop).await;
    let before = (laptop.sees(), number(&world, "SELECT COUNT(*) FROM log").await);
    phone.sync(world.now()).await.unwrap();
    let report = phone.sync(world.now()).await.unwrap();
    let told: Vec<_> = report.doubts.iter().map(|doubt| (doubt.device.as_str(), doubt.harm)).collect();
    assert_eq!(told, [("laptop", Harm::Recap)]);
    phone.restart_without_checkpoint();
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    assert_eq!(phone.sync(world.now()).await.unwrap().doubts.len(), 1, "it is told, once");
    assert_eq!((cleared(&world).await, number(&world, "SELECT COUNT(*) FROM log").await), (0, before.1));
    assert_eq!((laptop.sees(), phone.sees()), (before.0.clone(), before.0));
}

/// Who joins believes no recap that the server has changed, that is not signed by all, that is of another version, or that is not there.
#[tokio::test]
async fn who_joins_believes_what_all_have_signed() {
    let (mut world, mut laptop, mut phone) = lived(4_804, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    let other = world.shown(&laptop, &format!("/v1/recaps/{}", cleared(&world).await)).await;
    type Lie = fn(&mut serde_json::Value);
    let lies: [(&str, Lie); 6] = [
        ("sealed", |recap| {
            let sealed = recap["sealed"].as_str().unwrap().to_owned();
            recap["sealed"] = format!("{}AAAA", &sealed[..sealed.len() / 4 * 4 - 4]).into();
        }),
        ("digest", |recap| recap["digest"] = "A".repeat(43).into()),
        ("epoch", |recap| recap["epoch"] = 2.into()),
        ("one is missing", |recap| drop(recap["vouches"].as_array_mut().unwrap().pop())),
        ("one has signed something else", |recap| {
            let first = recap["vouches"][0]["signature"].clone();
            recap["vouches"][1]["signature"] = first;
        }),
        ("none", |recap| recap["vouches"] = serde_json::json!([])),
    ];
    assert_eq!(other["vouches"].as_array().unwrap().len(), 2);
    let mut desk = world.device("desk").await;
    for (name, lie) in lies {
        let evil = Evil::default();
        evil.change(move |asked, json| {
            if asked.is("GET", "/v1/recaps/") {
                lie(json);
            }
        });
        desk.network = world.behind(&evil, 5);
        let error = desk.sync(world.now()).await.expect_err(name);
        assert_eq!(error.kind, SyncKind::Distrust, "{name}: {error}");
        assert!(desk.sees().is_empty(), "{name}");
    }
    // The log says that it is cleared further than it is, or less far.
    for (name, far) in [("further", 1), ("less far", -1)] {
        let evil = Evil::default();
        evil.change(move |asked, json| {
            if asked.is("GET", "/v1/log?") {
                let cleared = json["cleared"].as_i64().unwrap();
                json["cleared"] = (cleared + far).into();
            }
        });
        desk.network = world.behind(&evil, 6);
        let error = desk.sync(world.now()).await.expect_err(name);
        assert_eq!(error.kind, SyncKind::Distrust, "{name}: {error}");
    }
    desk.network = world.network(7);
    settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
    assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()));
}

/// A client of before asks for what is gone.
#[tokio::test]
async fn who_knows_no_recaps_is_told_to_update() {
    let (world, mut laptop, mut phone) = lived(4_805, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    let up_to = cleared(&world).await;
    for since in [0, up_to - 1] {
        let refused = world.shown(&laptop, &format!("/v1/log?since={since}")).await;
        assert_eq!((&refused["status"], &refused["code"]), (&410.into(), &"recapped".into()));
    }
    let page = world.shown(&laptop, &format!("/v1/log?since={up_to}")).await;
    assert_eq!(page["cleared"], up_to, "what follows it reads as ever");
}

/// A log is read again, from its beginning, by a device that knows all of it.
#[tokio::test]
async fn a_cleared_log_is_read_again() {
    let (world, mut laptop, mut phone) = lived(4_811, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    let before = laptop.sees();
    for field in ["at", "version"] {
        let evil = Evil::default();
        let mut lies = 1;
        evil.change(move |asked, json| {
            if asked.is("GET", "/v1/log?") && !json[field].is_null() && lies > 0 {
                lies -= 1;
                json[field] = if field == "at" { "A".repeat(43).into() } else { 1.into() };
            }
        });
        phone.network = world.behind(&evil, 8);
        phone.sync(world.now()).await.unwrap_or_else(|error| panic!("{field}: {error}"));
        assert_eq!(phone.sees(), before);
    }
    phone.network = world.network(9);
    phone.star("https://a.test/9", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(phone.sees(), laptop.sees());
}

/// A server that shows another recap than a device has left does not bring that one into doubt.
#[tokio::test]
async fn a_server_accuses_nobody() {
    let (world, laptop, mut phone) = lived(4_815, 0).await;
    leaves_a_false_one(&world, &laptop).await;
    let evil = Evil::default();
    evil.change(move |asked, json| {
        let other = "A".repeat(43);
        if asked.is("GET", "/v1/log?") {
            json["recap"]["digest"] = other.into();
        } else if asked.is("GET", "/v1/recaps/") {
            json["digest"] = other.into();
        }
    });
    phone.network = world.behind(&evil, 8);
    for _ in 0..2 {
        assert_eq!(phone.sync(world.now()).await.unwrap().doubts, []);
    }
    let asked = phone.network.trace().iter().filter(|line| line.contains("/v1/recaps/")).count();
    assert_eq!(asked, 1, "it has looked who signed it, once");
}
