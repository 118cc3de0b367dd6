//! T12: a server that lies with packs: other bytes, other rows, other places, none at all.
use serde_json::{Value, json};
use webmynd_engine::event::Harm;
use webmynd_engine::sync::SyncKind::{Distrust, Later};
use webmynd_protocol::Bytes;
use webmynd_story::{Scene, Word, World};

/// A field of the first pack's row in the first entry.
fn set(scene: &Scene, field: &'static str, value: Value) {
    scene.evil.change_log(move |entries| {
        if let Some(row) = entries.iter_mut().find_map(|entry| entry["adds"].get_mut(0)) {
            row[field] = value.clone();
        }
    });
}

/// No pack comes with the log.
fn fetched(scene: &Scene) {
    scene.evil.change_log(|entries| {
        for pack in entries.iter_mut().flat_map(|entry| entry["adds"].as_array_mut().unwrap()) {
            pack.as_object_mut().unwrap().remove("bytes");
        }
    });
}

/// What comes with the log and is not what its device signed is fetched by its name.
#[tokio::test]
async fn other_packs_come_with_the_log() {
    let mut scene = Scene::new(200).await;
    set(&scene, "bytes", json!(Bytes(vec![7; 300])));
    let report = scene.phone.sync(scene.world.now()).await.unwrap();
    assert_eq!((report.received, report.quarantined), (2, 0));
    assert_eq!(
        scene.phone.urls(),
        ["https://a.test/0", "https://b.test/0", "https://a.test/1", "https://a.test/2"]
    );
    scene.reconcile().await;
}

#[tokio::test]
async fn packs_are_swapped() {
    let mut scene = Scene::new(201).await;
    fetched(&scene);
    let row = scene.shown(&scene.laptop, "/v1/log?since=0").await["entries"][0]["adds"][0].clone();
    let other = scene.world.get(&scene.laptop, &format!("/v1/packs/{}", row["id"].as_str().unwrap())).await;
    scene.evil.swap(move |bytes| *bytes = other.clone());
    scene.set_apart().await;
}

#[tokio::test]
async fn a_pack_is_cut_off() {
    let mut scene = Scene::new(202).await;
    fetched(&scene);
    scene.evil.swap(|bytes| bytes.truncate(bytes.len() - 1));
    scene.set_apart().await;
}

#[tokio::test]
async fn a_pack_is_a_page_for_people() {
    let mut scene = Scene::new(203).await;
    fetched(&scene);
    scene.evil.instead(|asked| {
        let page = b"<html>Pay for this network".to_vec();
        asked.is("GET", "/v1/packs/").then_some(Word::Raw(200, "text/html", page))
    });
    scene.set_apart().await;
}

#[tokio::test]
async fn another_accounts_pack_stands_in_the_row() {
    let mut scene = Scene::new(204).await;
    let mut others = World::new(999).await;
    let mut eve = others.device("eve").await;
    eve.visit("https://eve.test/", "poison", others.now());
    eve.sync(others.now()).await.unwrap();
    let foreign = others.shown(&eve, "/v1/log?since=0").await["entries"][0]["adds"][0].clone();
    scene.evil.change_log(move |entries| {
        for entry in entries {
            entry["adds"] = json!([foreign]);
        }
    });
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_pack_stands_in_another_entry() {
    let mut scene = Scene::new(205).await;
    scene.evil.change_log(|entries| {
        if let [.., one, other] = entries.as_mut_slice() {
            std::mem::swap(&mut one["adds"], &mut other["adds"]);
        }
    });
    // Shown one by one, they are as they were signed.
    assert_eq!(scene.phone.sync(scene.world.now()).await.unwrap().received, 2);
    assert_eq!(scene.phone.sees().len(), 4);
    scene.reconcile().await;
}

#[tokio::test]
async fn a_pack_that_was_taken_away_is_put_back() {
    let mut scene = Scene::new(206).await;
    let old = scene.shown(&scene.laptop, "/v1/log?since=0").await["entries"][0]["adds"].clone();
    scene.evil.change_log(move |entries| {
        if let Some(last) = entries.last_mut() {
            last["adds"].as_array_mut().unwrap().extend(old.as_array().unwrap().clone());
        }
    });
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_packs_class_is_another() {
    let mut scene = Scene::new(207).await;
    set(&scene, "class", "mark".into());
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_packs_day_is_another() {
    let mut scene = Scene::new(208).await;
    set(&scene, "day", 1.into());
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_packs_kind_is_another() {
    let mut scene = Scene::new(209).await;
    set(&scene, "kind", "index".into());
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_packs_epoch_is_another() {
    let mut scene = Scene::new(210).await;
    set(&scene, "epoch", 2.into());
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_packs_device_is_another() {
    let mut scene = Scene::new(211).await;
    let phone = scene.phone.account.device.to_string();
    set(&scene, "device", phone.into());
    scene.doubted("laptop", Harm::Strange).await;
}

#[tokio::test]
async fn a_content_key_is_of_another_pack() {
    let mut scene = Scene::new(212).await;
    let first = scene.shown(&scene.laptop, "/v1/log?since=0").await["entries"][0]["adds"][0].clone();
    scene.evil.change_log(move |entries| {
        for row in entries.iter_mut().filter_map(|entry| entry["adds"].get_mut(0)) {
            row["wrappedKey"] = first["wrappedKey"].clone();
        }
    });
    scene.set_apart().await;
}

#[tokio::test]
async fn a_pack_is_listed_and_not_there() {
    let mut scene = Scene::new(213).await;
    fetched(&scene);
    let problem = json!({ "status": 404, "title": "there is no such thing", "code": "not_found" });
    scene.evil.instead(move |asked| asked.is("GET", "/v1/packs/").then(|| Word::Json(404, problem.clone())));
    scene.set_apart().await;
}

#[tokio::test]
async fn a_pack_is_taken_and_not_kept() {
    let mut scene = Scene::new(214).await;
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    scene.evil.instead(|asked| asked.is("PUT", "/v1/packs/").then(|| Word::Raw(201, "", vec![])));
    takes_none_along(&scene);
    scene.caught(Distrust, "the server takes packs, and then does not have them").await;
}

#[tokio::test]
async fn a_page_for_people_answers_to_a_pack() {
    let mut scene = Scene::new(231).await;
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    let page = || Word::Raw(200, "text/html", b"<html>Pay for this network".to_vec());
    scene.evil.instead(move |asked| asked.is("PUT", "/v1/packs/").then(page));
    takes_none_along(&scene);
    scene.caught(Later, "what answered is not the vault").await;
}

/// The server takes no packs inside entries.
fn takes_none_along(scene: &Scene) {
    scene.evil.change(|asked, json| {
        if asked.is("GET", "/v1/log?") {
            json["along"] = 0.into();
        }
    });
}

#[tokio::test]
async fn a_deletion_meets_a_server_that_hides_what_it_had() {
    let mut scene = Scene::new(215).await;
    scene.phone.visit("https://b.test/1", "meadow", scene.world.now());
    scene.phone.sync(scene.world.now()).await.unwrap();
    let op = scene.phone.forget("https://b.test/1", scene.world.now());
    scene.phone.archive.borrow_mut().forget_now(op, scene.world.now()).unwrap();
    scene.evil.change(|asked, json| {
        if asked.path.contains("&limit=1&") {
            json["entries"] = json!([]);
        }
    });
    scene.caught(Distrust, "does not show").await;
}

#[tokio::test]
async fn times_of_the_server_are_not_believed() {
    let mut scene = Scene::new(216).await;
    scene.evil.change_log(|entries| {
        for row in entries.iter_mut().flat_map(|entry| entry["adds"].as_array_mut().unwrap()) {
            (row["committedAt"], row["expiresAt"]) = (i64::MAX.into(), i64::MIN.into());
        }
    });
    scene.phone.sync(scene.world.now()).await.unwrap();
    let seen = scene.phone.sees();
    assert_eq!(seen.len(), 4);
    scene.reconcile().await;
    assert_eq!(scene.phone.sees(), seen, "as if they had not been told");
}

#[tokio::test]
async fn times_of_the_server_are_no_times() {
    let mut scene = Scene::new(217).await;
    set(&scene, "committedAt", json!(1e300));
    scene.caught(Distrust, "the server's answer: invalid type: floating point").await;
}
