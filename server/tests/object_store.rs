//! Packs in an object store that is down, whose listing is late, or that answers when nobody waits for it any more.
use crate::bucket::Bucket;
use crate::common::{Client, DAY};
use crate::trouble::later;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use webmynd_protocol::bytes::Id;

#[tokio::test]
async fn an_object_store_that_is_down_is_waited_for_and_not_for_longer_than_a_client_waits() {
    let bucket = Arc::new(Bucket::default());
    let server = bucket.server().await;
    let ada = server.account("ada").await;
    let kept = ada.commit(1, "kept", "mark").await;
    bucket.down.store(true, Ordering::Relaxed);
    let path = format!("/v1/packs/{kept}");
    let (upload, read) = tokio::join!(ada.put_pack(b"new"), ada.get(&path));
    later(upload.1).await;
    later(read).await;
    assert_eq!(ada.get("/v1/log").await.status(), 200, "what needs no blob goes on");
    bucket.down.store(false, Ordering::Relaxed);
    ada.commit(2, "new", "mark").await;
    assert_eq!(bucket.objects.lock().unwrap().len(), 2);
}

/// Commits, takes away, takes back, again and again, and reads all that is to be there; gives the packs that are, with their texts.
async fn works(client: &Client, name: &str) -> Vec<(Id<32>, String)> {
    let (mut there, mut seq) = (Vec::<(Id<32>, String)>::new(), 0);
    for nth in 0..12 {
        seq += 1;
        let text = format!("{name} {nth}");
        there.push((client.commit(seq, &text, "mark").await, text));
        if nth % 3 == 2 {
            seq += 1;
            let (gone, _) = there.remove(0);
            assert_eq!(client.append(seq, &[], &[gone]).await.status(), 201);
        }
        if nth % 4 == 3 {
            let ids = serde_json::json!({"ids": [there[0].0]});
            let trashed = client.send(reqwest::Method::DELETE, "/v1/packs", &ids).await;
            let ticket = trashed.headers()["x-undo-ticket"].clone();
            let back = client.request(reqwest::Method::POST, "/v1/undo").header("x-undo-ticket", ticket);
            assert_eq!(back.send().await.unwrap().status(), 200);
        }
        all_there(client, &there).await;
    }
    there
}

async fn all_there(client: &Client, there: &[(Id<32>, String)]) {
    for (id, text) in there {
        assert_eq!(client.get(&format!("/v1/packs/{id}")).await.text().await.unwrap(), *text);
    }
}

/// What is put is not listed, and what is removed still is. Nobody asks: rows alone say which blobs there are.
#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_is_late_takes_nothing_away_and_keeps_nothing() {
    let bucket = Arc::new(Bucket::default());
    let server = bucket.server().await;
    let ada = server.account("ada").await;
    let other = server.login("ada", 2).await;
    let (mine, theirs, ()) = tokio::join!(works(&ada, "ada"), works(&other, "other"), async {
        for _ in 0..20 {
            // Each time the windows of what was taken away are over; nobody takes anything back so late.
            server.vault.purge().await.unwrap();
            tokio::task::yield_now().await;
        }
    });
    server.pass(DAY);
    server.vault.purge().await.unwrap();
    for there in [&mine, &theirs] {
        all_there(&ada, there).await;
    }
    assert_eq!(
        bucket.objects.lock().unwrap().len(),
        mine.len() + theirs.len(),
        "what was taken away is gone"
    );
    assert_eq!(bucket.listed.load(Ordering::Relaxed), 0, "and nobody has asked for a list");
}

/// The store answers an upload when its row is gone, as when the account has left meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_come_when_nobody_wants_them_any_more_do_not_stay() {
    let bucket = Arc::new(Bucket::default());
    let server = bucket.server().await;
    let ada = server.account("ada").await;
    let gate = bucket.gate.write().await;
    let (answer, ()) = tokio::join!(ada.put_pack(b"for nobody"), async {
        while bucket.waiting.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        server.pass(2 * DAY);
        assert_eq!(server.vault.purge().await.unwrap(), 1);
        drop(gate);
    });
    later(answer.1).await;
    assert_eq!(bucket.objects.lock().unwrap().len(), 0, "no bytes without a row");
    ada.commit(1, "for nobody", "mark").await;
    assert_eq!(bucket.objects.lock().unwrap().len(), 1, "the same once more is taken");
}

#[tokio::test]
async fn a_store_that_does_not_remove_is_told_of_and_its_rows_stay() {
    let bucket = Arc::new(Bucket::default());
    let server = bucket.server().await;
    let ada = server.account("ada").await;
    let pack = ada.commit(1, "forgotten", "mark").await;
    assert_eq!(ada.append(2, &[], &[pack]).await.status(), 201);
    server.pass(DAY);
    bucket.keeps.store(true, Ordering::Relaxed);
    assert!(server.vault.purge().await.is_err(), "nobody takes it for removed");
    bucket.keeps.store(false, Ordering::Relaxed);
    assert_eq!((server.vault.purge().await.unwrap(), bucket.objects.lock().unwrap().len()), (1, 0));
}
