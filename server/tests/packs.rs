//! Packs and logs, over a real socket: staged, committed, read, deleted, ended by the plan.
use crate::common::{Client, DAY, Server, entry, new_account, problem};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};
use webmynd_server::config::Plan;

#[tokio::test]
async fn packs_are_staged_committed_read_in_ranges_and_only_then_part_of_the_account() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let (id, answer) = ada.put_pack(b"0123456789").await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(!answer.headers().contains_key("x-quota-remaining"), "there is no quota");
    assert_eq!(ada.put_pack(b"0123456789").await.1.status(), 200);
    let path = format!("/v1/packs/{id}");
    assert_eq!(problem(ada.get(&path).await).await, Code::NotFound, "not committed yet");
    let answer = ada.append(1, &[(id, "history")], &[]).await;
    assert_eq!(
        (answer.status(), answer.json::<Value>().await.unwrap()),
        (StatusCode::CREATED, json!({"version": 1}))
    );
    assert_eq!(ada.append(1, &[(id, "history")], &[]).await.status(), 200, "the answer was lost");
    let whole = ada.get(&path).await;
    for (name, value) in [
        ("content-disposition", "attachment"),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "bytes"),
        ("content-length", "10"),
        ("x-version", env!("CARGO_PKG_VERSION")),
    ] {
        assert_eq!(whole.headers()[name], value);
    }
    let etag = whole.headers()["etag"].clone();
    assert_eq!(whole.bytes().await.unwrap(), "0123456789");
    let part = ada.request(Method::GET, &path).header("range", "bytes=2-4").send().await.unwrap();
    assert_eq!(
        (part.status(), part.headers()["content-range"].to_str().unwrap()),
        (StatusCode::PARTIAL_CONTENT, "bytes 2-4/10")
    );
    assert_eq!(part.bytes().await.unwrap(), "234");
    let beyond = ada.request(Method::GET, &path).header("range", "bytes=10-").send().await.unwrap();
    assert_eq!(
        (beyond.status(), beyond.headers()["content-range"].to_str().unwrap()),
        (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */10")
    );
    let same = ada.request(Method::GET, &path).header("if-none-match", etag).send().await.unwrap();
    assert_eq!(same.status(), 304);
}

#[tokio::test]
async fn bytes_that_are_not_what_they_are_called_are_refused() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let wrong = ada
        .request(Method::PUT, &format!("/v1/packs/{}", Id([1; 32])))
        .body("other bytes")
        .send()
        .await
        .unwrap();
    assert_eq!(problem(wrong).await, Code::HashMismatch);
    assert_eq!(problem(ada.append(1, &[(Id([1; 32]), "history")], &[]).await).await, Code::MissingPack);
    for path in ["/v1/packs/short", "/v1/packs/%00", "/v1/log/x/1", "/v1/nothing", "/"] {
        assert_eq!(
            problem(ada.request(Method::GET, path).send().await.unwrap()).await.status() / 100,
            4,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_device_writes_its_own_log_alone() {
    let server = Server::start().await;
    let (ada, second) = (server.account("ada").await, server.login("ada", 2).await);
    assert_eq!(ada.append(1, &[], &[]).await.status(), 201);
    let as_first = Client {
        device: ada.device,
        http: second.http.clone(),
        origin: second.origin.clone(),
        token: second.token.clone(),
    };
    assert_eq!(problem(as_first.append(2, &[], &[]).await).await, Code::NotFound);
    assert_eq!(problem(ada.append(3, &[], &[]).await).await, Code::SeqGap);
    assert_eq!(second.append(1, &[], &[]).await.status(), 201);
    let page: Value = ada.get("/v1/log?since=0").await.json().await.unwrap();
    assert_eq!((page["version"].as_u64(), page["entries"].as_array().unwrap().len()), (Some(2), 2));
    let tail = ada.get("/v1/log?since=2").await;
    let etag = tail.headers()["etag"].clone();
    let same =
        ada.request(Method::GET, "/v1/log?since=2").header("if-none-match", etag).send().await.unwrap();
    assert_eq!(same.status(), 304);
    assert_eq!(problem(ada.get("/v1/log?since=x").await).await, Code::BadRequest);
}

#[tokio::test]
async fn history_goes_with_the_plan_and_webmarks_stay() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let history = ada.commit(1, "history", "history").await;
    let mark = ada.commit(2, "mark", "mark").await;
    let usage: Value = ada.get("/v1/usage").await.json().await.unwrap();
    let ends: Vec<_> = usage["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| (day["class"].as_str().unwrap(), day["expiresAt"].as_i64()))
        .collect();
    assert_eq!(ends, [("history", Some(server.now() + 7 * DAY)), ("mark", None)]);
    let sums: Value = ada.get("/v1/usage?days=false").await.json().await.unwrap();
    assert_eq!((&sums["bytes"], &sums["days"]), (&usage["bytes"], &json!([])));
    assert_eq!(problem(ada.get("/v1/usage?days=some").await).await, Code::BadRequest);
    server.pass(7 * DAY - 1);
    assert_eq!(
        (server.vault.purge().await.unwrap(), ada.get(&format!("/v1/packs/{history}")).await.status()),
        (0, StatusCode::OK)
    );
    server.pass(1);
    assert_eq!(
        ada.get(&format!("/v1/packs/{history}")).await.status(),
        404,
        "also before the round comes by"
    );
    assert_eq!(server.vault.purge().await.unwrap(), 1);
    assert_eq!(ada.get(&format!("/v1/packs/{mark}")).await.status(), 200);
    let page: Value = ada.get("/v1/log").await.json().await.unwrap();
    let adds: Vec<_> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["adds"].as_array().unwrap().len())
        .collect();
    assert_eq!(adds, [0, 1], "the entries stay, their packs are gone");
}

#[tokio::test]
async fn what_is_deleted_comes_back_by_its_ticket_and_not_after_its_time() {
    let server = Server::start().await;
    let (ada, bob) = (server.account("ada").await, server.account("bob").await);
    let (one, two) = (ada.commit(1, "one", "history").await, ada.commit(2, "two", "mark").await);
    let answer = ada.send(Method::DELETE, "/v1/packs", &json!({"ids": [one, two]})).await;
    assert_eq!(answer.status(), 202);
    let ticket = answer.headers()["x-undo-ticket"].to_str().unwrap().to_owned();
    assert_eq!(answer.headers()["x-undo-until"], (server.now() + 600_000).to_string().as_str());
    assert_eq!(ada.get(&format!("/v1/packs/{one}")).await.status(), 404);
    let undo = async |client: &Client, ticket: &str| {
        client.request(Method::POST, "/v1/undo").header("x-undo-ticket", ticket).send().await.unwrap()
    };
    assert_eq!(problem(undo(&bob, &ticket).await).await, Code::NotFound, "a ticket of another account");
    assert_eq!(problem(undo(&ada, "AAAAAAAAAAAAAAAAAAAAAA").await).await, Code::NotFound);
    for _ in 0..2 {
        assert_eq!(undo(&ada, &ticket).await.status(), 200, "a replay is answered the same");
    }
    assert_eq!(ada.get(&format!("/v1/packs/{two}")).await.bytes().await.unwrap(), "two");

    assert_eq!(
        problem(ada.send(Method::DELETE, "/v1/packs", &json!({"ids": [one, Id([0; 32])]})).await).await,
        Code::NotFound
    );
    assert_eq!(ada.get(&format!("/v1/packs/{one}")).await.status(), 200, "all or none");
    let answer = ada.send(Method::DELETE, "/v1/packs", &json!({"ids": [one]})).await;
    let ticket = answer.headers()["x-undo-ticket"].to_str().unwrap().to_owned();
    server.pass(600_000);
    assert_eq!(problem(undo(&ada, &ticket).await).await, Code::Gone);
    assert_eq!(server.vault.purge().await.unwrap(), 1);
}

#[tokio::test]
async fn limits_hold_to_the_byte_and_nothing_is_half_written() {
    let server = Server::with(|config| {
        config.plans.insert("free".to_owned(), Plan { history_days: None, quota_mb: Some(9) });
    })
    .await;
    let ada = server.account("ada").await;
    let limits: Value = ada.get("/v1/limits").await.json().await.unwrap();
    let most = limits["pack"].as_u64().unwrap() as usize;
    assert_eq!(problem(ada.put_pack(&vec![1; most + 1]).await.1).await, Code::TooLarge);
    let (_, full) = ada.put_pack(&vec![1; most]).await;
    let left = (1 << 20) - crate::common::KEYS;
    assert_eq!(
        (full.status(), full.headers()["x-quota-remaining"].to_str().unwrap()),
        (StatusCode::CREATED, left.to_string().as_str())
    );
    assert_eq!(problem(ada.put_pack(&vec![2; left + 1]).await.1).await, Code::Quota);
    assert_eq!(ada.put_pack(&vec![2; left]).await.1.status(), 201);
    for (path, status) in [("/v1/usage", 200), ("/v1/packs/none", 404), ("/v1/log", 200)] {
        let answer = ada.get(path).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["x-quota-remaining"]),
            (status, &"0".parse().unwrap())
        );
    }
    assert!(!server.guest().get("/v1/usage").await.headers().contains_key("x-quota-remaining"));

    let sealed = |length: usize| json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![1; length]), "signature": Id([4; 64])});
    let path = format!("/v1/log/{}/1", Id(ada.device));
    let entry = limits["entry"].as_u64().unwrap() as usize;
    assert_eq!(problem(ada.send(Method::PUT, &path, &sealed(entry + 1)).await).await, Code::TooLarge);
    assert_eq!(ada.send(Method::PUT, &path, &sealed(entry)).await.status(), 201);
    let ids = vec![(Id([0; 32]), "history"); 101];
    assert_eq!(problem(ada.append(2, &ids, &[]).await).await, Code::TooLarge);
    let many: Vec<_> = (0..101).map(|i| Id([i; 32])).collect();
    assert_eq!(
        problem(ada.send(Method::DELETE, "/v1/packs", &json!({"ids": many})).await).await,
        Code::TooLarge
    );
    assert_eq!(
        problem(ada.send(Method::DELETE, "/v1/packs", &json!({"ids": []})).await).await,
        Code::BadRequest
    );
    let mut keys = new_account("eve");
    keys["keys"]["keyring"] = json!(Bytes(vec![0; 262_145]));
    assert_eq!(problem(ada.send(Method::POST, "/v1/accounts", &keys).await).await, Code::TooLarge);
    let huge = "x".repeat(1 << 20);
    assert_eq!(
        problem(ada.send(Method::POST, "/v1/prelogin", &json!({"account": huge})).await).await,
        Code::TooLarge
    );
    let plain = ada.request(Method::POST, "/v1/prelogin").body("{}").send().await.unwrap();
    assert_eq!(problem(plain).await, Code::BadRequest, "no content type");
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let id = ada.commit(1, "durable", "mark").await;
    let folder = server.stop().await;
    let again = Server::with(|config| config.data = folder.path().to_owned()).await;
    let ada = Client { origin: again.origin.clone(), ..ada };
    assert_eq!(ada.get(&format!("/v1/packs/{id}")).await.bytes().await.unwrap(), "durable");
}

#[tokio::test]
async fn operators_see_figures_and_health_and_no_account() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    ada.commit(1, "counted", "mark").await;
    assert_eq!(ada.get("/metrics").await.status(), 404, "not on the public address");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let inside = format!("http://{}", listener.local_addr().unwrap());
    let router = webmynd_server::health::router(server.vault.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let text = reqwest::get(format!("{inside}/metrics")).await.unwrap().text().await.unwrap();
    assert!(
        text.contains("webmynd_answers_total{route=\"/v1/packs/{id}\",method=\"PUT\",status=\"201\"} 1"),
        "{text}"
    );
    assert!(!text.contains("ada"));
    let health = reqwest::get(format!("{inside}/health")).await.unwrap();
    assert_eq!(
        (health.status().as_u16(), health.text().await.unwrap()),
        (200, r#"{"database":"well","blobs":"well"}"#.to_owned())
    );
}

/// An entry with the bytes of packs that it adds.
fn carrying(adds: &[&[u8]], packs: &[&[u8]]) -> Value {
    let adds: Vec<_> = adds.iter().map(|pack| (Id(Sha256::digest(pack).into()), "history")).collect();
    let packs: Vec<Bytes> = packs.iter().map(|pack| Bytes(pack.to_vec())).collect();
    let mut entry = entry(1, &adds, &[]);
    entry["packs"] = json!(packs);
    entry
}

/// One request, one transaction; the same again with its packs or without them is the same.
#[tokio::test]
async fn a_small_pack_travels_inside_of_its_entry() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let page: Value = ada.get("/v1/log").await.json().await.unwrap();
    assert_eq!(page["along"], 65_536);
    let (small, other) = (b"a small pack".as_slice(), b"another".as_slice());
    for (entry, code) in [
        (carrying(&[small], &[b"not what the row names"]), Code::HashMismatch),
        (carrying(&[small, other], &[small]), Code::MissingPack),
        (carrying(&[&[7; 65_537]], &[&[7; 65_537]]), Code::TooLarge),
    ] {
        assert_eq!(problem(ada.say(1, &entry).await).await, code);
    }
    let page: Value = ada.get("/v1/log").await.json().await.unwrap();
    assert_eq!((&page["version"], page["entries"].as_array().unwrap().len()), (&json!(0), 0));
    for (packs, status) in [(vec![small], 201), (vec![small], 200), (vec![], 200)] {
        let answer = ada.say(1, &carrying(&[small], &packs)).await;
        assert_eq!(
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap()),
            (status, json!({"version": 1}))
        );
    }
    let id: Id<32> = Id(Sha256::digest(small).into());
    assert_eq!(ada.get(&format!("/v1/packs/{id}")).await.bytes().await.unwrap(), small);
    let eve = server.account("eve").await;
    assert_eq!(problem(eve.get(&format!("/v1/packs/{id}")).await).await, Code::NotFound);
}

/// What does not go into the quota is not there at all, in the log neither.
#[tokio::test]
async fn packs_that_travel_count_to_the_quota() {
    let server = Server::with(|config| {
        config.plans.insert("free".to_owned(), Plan { history_days: None, quota_mb: Some(1) });
    })
    .await;
    let ada = server.account("ada").await;
    let fill: Vec<Vec<u8>> = (0..17).map(|n| vec![n; 60_000]).collect();
    for (seq, pack) in (1..).zip(&fill) {
        assert_eq!(ada.say(seq, &carrying(&[pack], &[pack])).await.status(), 201);
    }
    let over = carrying(&[&[99; 60_000]], &[&[99; 60_000]]);
    assert_eq!(problem(ada.say(18, &over).await).await, Code::Quota);
    let page: Value = ada.get("/v1/log").await.json().await.unwrap();
    assert_eq!(page["version"], 17);
    assert_eq!(
        ada.get("/v1/usage").await.json::<Value>().await.unwrap()["bytes"],
        17 * (60_000 + 50) + crate::common::KEYS
    );
}
