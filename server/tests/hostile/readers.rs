//! Slow readers of large packs and of long logs, ranges by the thousand. `WEBMYND_READERS` (200) at once.
use super::{Scene, target};
use crate::common::Client;
use crate::program::number;
use serde_json::json;
use std::time::Duration;
use target::Target;
use tokio::io::AsyncReadExt;
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;

/// Bytes of a large pack.
const LARGE: usize = 8 << 20;

/// Somebody's large pack.
async fn large(client: &Client) -> Id<32> {
    let bytes: Vec<u8> = (0..LARGE).map(|nth| (nth % 251) as u8).collect();
    let (pack, answer) = client.put_pack(&bytes).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(client.append(1, &[(pack, "mark")], &[]).await.status(), 201);
    pack
}

/// Statuses of `path`, asked for by many of whom each takes a byte now and then, and how much of it each got until it was dropped.
async fn dripping(target: &Target, client: &Client, path: &str) -> Vec<(u16, usize)> {
    let many = number("WEBMYND_READERS", 200);
    let readers = (0..many).map(|nth| {
        let (port, first) = (target.port, format!("GET {path}"));
        let line = format!("authorization: Bearer {}\r\n", client.token.as_ref().unwrap());
        tokio::spawn(async move {
            let mut stream = target::ask(port, nth % 10, &first, &line).await;
            let (status, mut got, mut some) = (target::status(&mut stream).await, 0, [0; 1]);
            // Twice as long as it is borne: on a busy machine it is long before the answer waits for who reads it.
            for _ in 0..80 {
                tokio::time::sleep(Duration::from_millis(500)).await;
                got += stream.read(&mut some).await.unwrap_or_default();
            }
            (status, got + target::rest(&mut stream).await.len())
        })
    });
    target::all(readers.collect()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_large_packs_by_the_byte_is_dropped() {
    let scene = Scene::begin(&[]).await;
    let readers = scene.beside("slow readers of large packs", async |target| {
        let mallory = target.account("mallory").await;
        let pack = large(&mallory).await;
        dripping(&target, &mallory, &format!("/v1/packs/{pack}")).await
    });
    let readers = readers.await;
    assert!(readers.iter().all(|(status, _)| matches!(status, 200 | 503)), "{readers:?}");
    let begun = readers.iter().filter(|(status, _)| *status == 200);
    assert!(begun.clone().count() > 0 && begun.clone().all(|(_, got)| *got < LARGE), "{readers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_long_logs_by_the_byte_is_dropped() {
    let scene = Scene::begin(&[]).await;
    let readers = scene.beside("slow readers of a long log", async |target| {
        let mallory = target.account("mallory").await;
        for seq in 1..=40 {
            let entry = json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![7; 256 << 10]), "signature": Id([4; 64]), "adds": [], "dels": []});
            let path = format!("/v1/log/{}/{seq}", Id(mallory.device));
            assert_eq!(mallory.send(reqwest::Method::PUT, &path, &entry).await.status(), 201);
        }
        dripping(&target, &mallory, "/v1/log").await
    });
    let readers = readers.await;
    assert!(readers.iter().all(|(status, _)| matches!(status, 200 | 503)), "{readers:?}");
    assert!(readers.iter().any(|(status, _)| *status == 200), "{readers:?}");
    assert!(readers.iter().all(|(_, got)| *got < 1 << 20), "a page of a log is not all of it: {readers:?}");
}

/// Each range is answered as it was asked for; a thousand in one header are no range.
#[tokio::test(flavor = "multi_thread")]
async fn ranges_by_the_thousand_are_answered() {
    let scene = Scene::begin(&[]).await;
    let (each, many) = (number("WEBMYND_RANGES", 40), 50);
    let counts = scene.beside("ranges", async |target| {
        let mallory = target.account("mallory").await;
        let path = format!("/v1/packs/{}", large(&mallory).await);
        let list: Vec<_> = (0..1_000).map(|nth| format!("{nth}-{nth}")).collect();
        let all =
            mallory.request(reqwest::Method::GET, &path).header("range", format!("bytes={}", list.join(",")));
        let all = all.send().await.unwrap();
        assert_eq!((all.status().as_u16(), all.content_length()), (200, Some(LARGE as u64)));
        drop(all);
        let tasks = (0..many).map(|task| {
            let asked = mallory.request(reqwest::Method::GET, &path);
            tokio::spawn(async move {
                for nth in 0..each {
                    let first = (task * 7_919 + nth * 104_729) % (LARGE as u64 - 3);
                    let asked =
                        asked.try_clone().unwrap().header("range", format!("bytes={first}-{}", first + 2));
                    let answer = asked.send().await.unwrap();
                    assert_eq!(answer.status(), 206);
                    let bytes = answer.bytes().await.unwrap();
                    assert_eq!(bytes[..], [0, 1, 2].map(|more| ((first + more) % 251) as u8));
                }
                each
            })
        });
        target::all(tasks.collect()).await
    });
    assert_eq!(counts.await.iter().sum::<u64>(), each * many);
}
