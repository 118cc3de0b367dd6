//! T12: a server that lies about the log and in what it says at all. Each lie is found with its error, costs nothing of the
//! memory, and is forgotten when the server is honest again. What it does with packs: `evil_packs.rs`; at the door and
//! with keys: `evil_keys.rs`.
use serde_json::{Value, json};
use webmynd_crypto::Secret;
use webmynd_crypto::log::{Head, Writer};
use webmynd_engine::event::Harm;
use webmynd_engine::sync::SyncKind::{Distrust, Later, RolledBack};
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_story::{Scene, Word};

/// Gives entries the versions that they would have if nothing had been done to them.
fn renumber(entries: &mut [Value]) {
    let first = entries.iter().filter_map(|entry| entry["version"].as_u64()).min().unwrap_or(1);
    for (entry, version) in entries.iter_mut().zip(first..) {
        entry["version"] = version.into();
    }
}

/// How many versions are left, when entries were taken away and the others renumbered.
fn shorten(json: &mut Value, by: u64) {
    json["version"] = (json["version"].as_u64().unwrap() - by).into();
}

#[tokio::test]
async fn an_old_log_is_replayed() {
    let mut scene = Scene::new(101).await;
    let old = scene.shown(&scene.laptop, "/v1/log?since=0&limit=1").await;
    scene.evil.instead(move |asked| {
        let mut old = old.clone();
        (old["version"], old["next"]) = (1.into(), Value::Null);
        asked.is("GET", "/v1/log?").then_some(Word::Json(200, old))
    });
    scene.caught(RolledBack, "the account's version: the server shows less than it did").await;
}

#[tokio::test]
async fn an_old_log_is_replayed_under_new_numbers() {
    let mut scene = Scene::new(102).await;
    let old = scene.shown(&scene.laptop, "/v1/log?since=0&limit=1").await;
    scene.evil.change(move |asked, json| {
        if asked.is("GET", "/v1/log?") {
            // After what the phone knows, wherever it begins to read.
            let entries = json["entries"].as_array_mut().unwrap();
            entries.retain(|entry| entry["version"].as_u64() < Some(3));
            entries.push(old["entries"][0].clone());
            entries.last_mut().unwrap()["version"] = 3.into();
            json["version"] = 3.into();
        }
    });
    scene.caught(RolledBack, "an entry: the server shows less than it had shown before").await;
}

#[tokio::test]
async fn the_end_of_the_log_is_hidden() {
    let mut scene = Scene::new(103).await;
    scene.evil.change_log(|entries| drop(entries.pop()));
    scene.caught(RolledBack, "the end of the log").await;
}

#[tokio::test]
async fn one_devices_log_is_hidden_and_the_rest_renumbered() {
    let mut scene = Scene::with_desk(104).await;
    let laptop = scene.laptop.account.device.to_string();
    scene.evil.change(move |asked, json| {
        if asked.is("GET", "/v1/log?") {
            let entries = json["entries"].as_array_mut().unwrap();
            let all = entries.len();
            entries.retain(|entry| entry["device"] != laptop.as_str());
            let gone = all - entries.len();
            for (version, entry) in (3..).zip(entries.iter_mut()) {
                entry["version"] = version.into();
            }
            shorten(json, gone as u64);
        }
    });
    scene.doubted("desk", Harm::Heads).await;
}

#[tokio::test]
async fn a_log_is_forked() {
    let mut scene = Scene::new(105).await;
    // Even one that can sign for the laptop cannot give it another past.
    let account = &scene.laptop.account;
    let head = Head { seq: 1, hash: [7; 32] };
    let writer = Writer::new(account.id.0, account.device.0, &Secret::from(account.signing.0), head);
    let entry =
        writer.entry(b"{}", (1, &Secret::from([1; 32])), &mut |into: &mut [u8]| into.fill(3)).unwrap();
    scene.evil.change_log(move |entries| {
        if let Some(listed) = entries.iter_mut().find(|listed| listed["seq"] == 2) {
            listed["prev"] = Id(entry.prev).to_string().into();
            listed["sealed"] = Bytes(entry.sealed.clone()).to_string().into();
            listed["signature"] = Id(entry.signature).to_string().into();
            listed["adds"] = json!([]);
        }
    });
    scene.doubted("laptop", Harm::Forged).await;
}

#[tokio::test]
async fn another_devices_entry_stands_under_this_ones_name() {
    let mut scene = Scene::new(106).await;
    let phone = scene.phone.account.device;
    scene.evil.change_log(move |entries| {
        entries.iter_mut().for_each(|entry| entry["device"] = phone.to_string().into());
    });
    scene.caught(Distrust, "an entry: it is not what its device signed").await;
    assert_eq!(scene.phone.account.device, phone, "it was not talked out of its name");
}

#[tokio::test]
async fn this_devices_entry_stands_under_anothers_name() {
    let mut scene = Scene::new(107).await;
    let own = scene.shown(&scene.phone, "/v1/log?since=1&limit=1").await["entries"][0].clone();
    let laptop = scene.laptop.account.device.to_string();
    scene.evil.change_log(move |entries| {
        for entry in entries {
            let version = entry["version"].clone();
            *entry = own.clone();
            (entry["version"], entry["device"]) = (version, laptop.as_str().into());
        }
    });
    scene.caught(Distrust, "an entry: it is not what its device signed").await;
}

#[tokio::test]
async fn entries_change_places() {
    let mut scene = Scene::new(108).await;
    scene.evil.change_log(|entries| entries.reverse());
    scene.caught(Distrust, "the log is not in the order of its versions").await;
}

#[tokio::test]
async fn entries_change_places_and_numbers() {
    let mut scene = Scene::new(109).await;
    scene.evil.change_log(|entries| {
        entries.reverse();
        renumber(entries);
    });
    scene.caught(RolledBack, "an entry: an entry is missing before it").await;
}

#[tokio::test]
async fn an_entry_is_shown_twice() {
    let mut scene = Scene::new(110).await;
    scene.evil.change_log(|entries| entries.insert(0, entries[0].clone()));
    scene.caught(Distrust, "the log is not in the order of its versions").await;
}

#[tokio::test]
async fn an_entry_is_shown_twice_under_two_numbers() {
    let mut scene = Scene::new(111).await;
    scene.evil.change(|asked, json| {
        if asked.is("GET", "/v1/log?") {
            let entries = json["entries"].as_array_mut().unwrap();
            entries.insert(0, entries[0].clone());
            renumber(entries);
            json["version"] = (json["version"].as_u64().unwrap() + 1).into();
        }
    });
    scene.caught(RolledBack, "an entry: the server shows less than it had shown before").await;
}

#[tokio::test]
async fn an_entry_names_another_one_before_it() {
    let mut scene = Scene::new(112).await;
    scene.evil.change_log(|entries| {
        if let Some(first) = entries.first_mut() {
            first["prev"] = Id([8; 32]).to_string().into();
        }
    });
    scene.doubted("laptop", Harm::Forged).await;
}

#[tokio::test]
async fn an_entry_is_of_an_epoch_that_there_is_not() {
    let mut scene = Scene::new(113).await;
    scene.evil.change_log(|entries| {
        if let Some(first) = entries.first_mut() {
            first["epoch"] = 9.into();
        }
    });
    scene.doubted("laptop", Harm::Forged).await;
}

#[tokio::test]
async fn an_entry_is_taken_and_dropped() {
    let mut scene = Scene::new(114).await;
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    scene.evil.instead(|asked| asked.is("PUT", "/v1/log/").then(|| Word::Json(201, json!({ "version": 5 }))));
    scene.caught(Distrust, "the server says that it took an entry, and does not show it").await;
}

#[tokio::test]
async fn an_entry_is_taken_under_another_number() {
    let mut scene = Scene::new(115).await;
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    scene.evil.change(|asked, json| {
        if asked.is("PUT", "/v1/log/") {
            json["version"] = 3.into();
        }
    });
    let now = scene.world.now();
    let error = scene.phone.sync(now).await.expect_err("the lie is found");
    assert_eq!(error.kind, Distrust, "{error}");
    assert!(error.fact.contains("the server says that it took an entry, and does not show it"), "{error}");
    // The log says the truth, and that is what counts: the entry is read there and is not said twice.
    assert_eq!(scene.phone.sync(now).await.unwrap().said, 0);
    scene.reconcile().await;
}

#[tokio::test]
async fn numbers_are_negative() {
    let mut scene = Scene::new(116).await;
    scene.evil.change_log(|entries| entries[0]["seq"] = (-1).into());
    scene.caught(Distrust, "the server's answer: invalid value: integer `-1`").await;
}

#[tokio::test]
async fn numbers_are_as_large_as_there_are() {
    let mut scene = Scene::new(117).await;
    scene.evil.change_log(|entries| entries.iter_mut().for_each(|entry| entry["version"] = u64::MAX.into()));
    scene.caught(Distrust, "the log is not in the order of its versions").await;
}

#[tokio::test]
async fn a_number_of_an_entry_is_as_large_as_there_is() {
    let mut scene = Scene::new(118).await;
    scene.evil.change_log(|entries| entries[0]["seq"] = u64::MAX.into());
    scene.caught(Distrust, "an entry: it is not what its device signed").await;
}

#[tokio::test]
async fn json_is_deeper_than_any() {
    let mut scene = Scene::new(119).await;
    scene.evil.instead(|asked| {
        let deep = format!("{{\"new\":{}", "[".repeat(1 << 20)).into_bytes();
        asked.is("GET", "/v1/log?").then_some(Word::Raw(200, "application/json", deep))
    });
    scene.caught(Later, "what answered is not the vault:").await;
}

#[tokio::test]
async fn a_page_for_people_answers() {
    let mut scene = Scene::new(120).await;
    scene.evil.instead(|_| Some(Word::Raw(200, "text/html", b"<html>Pay for this network".to_vec())));
    scene.caught(Later, "what answered is not the vault: expected value").await;
}

#[tokio::test]
async fn the_answer_never_ends() {
    let mut scene = Scene::new(121).await;
    scene.evil.instead(|asked| asked.is("GET", "/v1/log?").then_some(Word::Endless));
    scene.caught(Later, "the answer is longer than any").await;
}

#[tokio::test]
async fn the_answer_stands_elsewhere() {
    let mut scene = Scene::new(122).await;
    scene.evil.instead(|_| Some(Word::Elsewhere("https://elsewhere.test/v1/log")));
    scene.caught(Later, "what stands before the server answered 307").await;
}

#[tokio::test]
async fn there_is_always_more_and_nothing_comes() {
    let mut scene = Scene::new(123).await;
    scene.evil.change(|asked, json| {
        if asked.is("GET", "/v1/log?") {
            (json["entries"], json["next"]) = (json!([]), 7.into());
        }
    });
    scene.caught(Distrust, "the server promises more and gives nothing").await;
}

#[tokio::test]
async fn what_was_written_here_is_shown_otherwise() {
    let mut scene = Scene::new(124).await;
    // The phone has not read its own entry yet, and is shown the laptop's in its place.
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    scene.phone.sync(scene.world.now()).await.unwrap();
    let phone = scene.phone.account.device.to_string();
    scene.evil.change_log(move |entries| {
        if let Some(own) = entries.iter_mut().find(|entry| entry["device"] == phone.as_str()) {
            own["sealed"] = Bytes(vec![1; 90]).to_string().into();
        }
    });
    scene.caught(Distrust, "an entry: it is not what its device signed").await;
}
