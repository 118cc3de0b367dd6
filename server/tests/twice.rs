//! The same thing said by way of two servers at once, as when a device does not wait for an answer any more and a balancer sends it to another one: it
//! is there once, counted once, and goes once.
use crate::common::{Client, DAY, KEYS, Server, entry};
use crate::peers::two;
use crate::postgres::Postgres;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};

async fn used(client: &Client) -> u64 {
    let usage: Value = client.get("/v1/usage").await.json().await.unwrap();
    usage["bytes"].as_u64().unwrap() - KEYS as u64
}

/// Two clients of one session, each by its own server.
async fn both([a, b]: &[Server; 2], name: &str) -> [Client; 2] {
    let here = a.account(name).await;
    let there = Client { token: here.token.clone(), device: here.device, ..b.guest() };
    [here, there]
}

#[tokio::test(flavor = "multi_thread")]
async fn packs_and_entries_that_come_by_two_servers_at_once_are_there_once() {
    let Some(postgres) = Postgres::start() else { return };
    for in_database in [0, 1 << 10] {
        let (url, blobs) = (postgres.database(&format!("twice{in_database}")), tempfile::tempdir().unwrap());
        let servers = two(&url, blobs.path(), |config| config.in_database = Some(in_database)).await;
        let [here, there] = &both(&servers, "ada").await;
        let (mut packs, mut bytes) = (Vec::new(), 0);
        for seq in 1..=20 {
            let text = format!("pack {seq}").repeat(20);
            let ((id, one), (_, other)) =
                tokio::join!(here.put_pack(text.as_bytes()), there.put_pack(text.as_bytes()));
            let mut answers = [one.status().as_u16(), other.status().as_u16()];
            answers.sort_unstable();
            assert!(answers == [200, 201] || answers == [201, 201], "{answers:?}");
            let adds = [(id, "mark")];
            let (one, other) = tokio::join!(here.append(seq, &adds, &[]), there.append(seq, &adds, &[]));
            let mut answers = [one.status().as_u16(), other.status().as_u16()];
            answers.sort_unstable();
            assert_eq!(answers, [200, 201], "it is new once");
            let (one, other): (Value, Value) = (one.json().await.unwrap(), other.json().await.unwrap());
            assert_eq!((&one["version"], one["version"].as_u64()), (&other["version"], Some(seq)));
            bytes += text.len() as u64 + 50;
            packs.push((id, text));
            assert_eq!((used(here).await, used(there).await), (bytes, bytes), "and counted once");
        }
        let files = crate::common::files(blobs.path());
        assert_eq!(files, if in_database == 0 { packs.len() } else { 0 });
        for (id, text) in &packs {
            assert_eq!(there.get(&format!("/v1/packs/{id}")).await.text().await.unwrap(), *text);
        }
        goes_once(&servers, [here, there], &packs, bytes).await;
        assert_eq!(crate::common::files(blobs.path()), 0);
    }
}

/// All of it is taken away by way of both at once, and both have their rounds at once.
async fn goes_once(
    servers: &[Server; 2],
    [here, there]: [&Client; 2],
    packs: &[(Id<32>, String)],
    bytes: u64,
) {
    for (id, _) in packs {
        let ids = json!({"ids": [id]});
        let (one, other) = tokio::join!(
            here.send(Method::DELETE, "/v1/packs", &ids),
            there.send(Method::DELETE, "/v1/packs", &ids)
        );
        let mut answers = [one.status().as_u16(), other.status().as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [202, 404], "one ticket takes it back");
    }
    servers.iter().for_each(|server| server.pass(DAY));
    let (one, other) = tokio::join!(servers[0].vault.purge(), servers[1].vault.purge());
    assert_eq!(one.unwrap() + other.unwrap(), packs.len(), "each goes once");
    let left = bytes - packs.iter().map(|(_, text)| text.len() as u64).sum::<u64>();
    assert_eq!((used(here).await, used(there).await), (left, left), "the entries' bytes stay");
}

/// Small packs travel inside of the entry that adds them.
#[tokio::test(flavor = "multi_thread")]
async fn an_entry_with_its_packs_that_comes_by_two_servers_at_once_is_taken_once() {
    let Some(postgres) = Postgres::start() else { return };
    let (url, blobs) = (postgres.database("carried"), tempfile::tempdir().unwrap());
    let servers = two(&url, blobs.path(), |_| ()).await;
    let [here, there] = &both(&servers, "ada").await;
    let mut bytes = 0;
    for seq in 1..=20 {
        let text = format!("pack {seq}").repeat(20);
        let id = Id(Sha256::digest(&text).into());
        let mut said = entry(seq, &[(id, "mark")], &[]);
        said["packs"] = json!([Bytes(text.clone().into_bytes())]);
        // And by itself, too, by somebody who has lost patience before.
        let (one, other, (_, staged)) =
            tokio::join!(here.say(seq, &said), there.say(seq, &said), there.put_pack(text.as_bytes()));
        let mut answers = [one.status().as_u16(), other.status().as_u16()];
        answers.sort_unstable();
        assert_eq!((answers, staged.status().is_success()), ([200, 201], true));
        bytes += text.len() as u64 + 50;
        assert_eq!((used(here).await, used(there).await), (bytes, bytes));
        assert_eq!(here.get(&format!("/v1/packs/{id}")).await.text().await.unwrap(), text);
    }
    assert_eq!(crate::common::problem(here.append(99, &[], &[]).await).await, Code::SeqGap);
}
