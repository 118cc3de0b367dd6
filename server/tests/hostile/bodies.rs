//! Bodies: slow ones, huge ones, ones without end, ones that say they are compressed.
use super::{Scene, target};
use crate::common::skipped::skipped;
use crate::program::number;
use std::process::Command;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use webmynd_protocol::bytes::Id;

/// What one account may have in flight: four packs of 8 MiB.
const SHARE: usize = 4;

/// Large packs that come slowly hold the memory of their account's share, and the others are told to come again.
#[tokio::test(flavor = "multi_thread")]
async fn large_packs_that_come_slowly_hold_no_more_than_their_share() {
    let scene = Scene::begin(&[]).await;
    let many = number("WEBMYND_SENDERS", 150);
    let statuses = scene.beside("slow senders of large packs", async |target| {
        let mallory = target.account("mallory").await;
        let token = mallory.token.unwrap();
        let senders = (0..many).map(|nth| {
            let (port, first) = (target.port, format!("PUT /v1/packs/{}", Id([nth as u8; 32])));
            let lines = format!("authorization: Bearer {token}\r\ncontent-length: {}\r\n", 8 << 20);
            tokio::spawn(async move {
                let stream = target::ask(port, nth % 10, &first, &lines).await;
                let (mut read, mut write) = stream.into_split();
                let sending = tokio::spawn(async move {
                    let _ = timeout(Duration::from_secs(1), write.write_all(&[7; 1 << 20])).await;
                    while write.write_all(b"x").await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(500)).await;
                    }
                });
                let mut line = [0; 12];
                let told = timeout(Duration::from_secs(90), read.read_exact(&mut line)).await;
                told.expect("it is answered").unwrap();
                sending.abort();
                std::str::from_utf8(&line[9..]).unwrap().parse::<u16>().unwrap()
            })
        });
        target::all(senders.collect()).await
    });
    let statuses = statuses.await;
    let (slow, later) = (target::count(&statuses, 408), target::count(&statuses, 503));
    assert_eq!(slow + later, statuses.len(), "{statuses:?}");
    assert!((SHARE..=2 * SHARE).contains(&slow), "{slow} of them were listened to");
}

/// Who has no login is refused before a body is taken, and is heard out for a while at most.
#[tokio::test(flavor = "multi_thread")]
async fn huge_bodies_without_a_login_are_refused_and_not_heard_to_their_end() {
    static PIECE: [u8; 1 << 16] = [b'x'; 1 << 16];
    let scene = Scene::begin(&[]).await;
    let many = number("WEBMYND_SENDERS", 60);
    let told = scene.beside("huge bodies without a login", async |target| {
        let senders = (0..many).map(|nth| {
            let port = target.port;
            let pack = format!("PUT /v1/packs/{}", Id([7; 32]));
            let ways = [
                (pack, "content-length: 1000000000\r\n", 401),
                (
                    "POST /v1/sessions".to_owned(),
                    "content-type: application/json\r\ncontent-length: 1000000000\r\n",
                    413,
                ),
                (
                    "POST /v1/accounts".to_owned(),
                    "content-type: application/json\r\ntransfer-encoding: chunked\r\n",
                    413,
                ),
            ];
            tokio::spawn(async move {
                let (first, lines, wanted) = ways[nth as usize % ways.len()].clone();
                let stream = target::ask(port, nth % 10, &first, lines).await;
                let (mut read, mut write) = stream.into_split();
                let sending = tokio::spawn(async move {
                    let mut sent = 0_u64;
                    loop {
                        let chunk = if wanted == 413 && lines.contains("chunked") {
                            b"10000\r\n".as_slice()
                        } else {
                            b""
                        };
                        if write.write_all(chunk).await.is_err() || write.write_all(&PIECE).await.is_err() {
                            return sent;
                        }
                        if !chunk.is_empty() && write.write_all(b"\r\n").await.is_err() {
                            return sent;
                        }
                        sent += PIECE.len() as u64;
                    }
                });
                let mut line = [0; 12];
                let answered = timeout(Duration::from_secs(90), read.read_exact(&mut line)).await;
                answered.expect("it is answered").unwrap();
                let status = std::str::from_utf8(&line[9..]).unwrap().parse::<u16>().unwrap();
                assert_eq!(status, wanted, "{first}");
                timeout(Duration::from_secs(90), sending).await.expect("it is dropped").unwrap()
            })
        });
        target::all(senders.collect()).await
    });
    // What the system holds of a connection comes on top of what is listened to.
    assert!(told.await.into_iter().all(|sent| sent < 64 << 20), "nobody is heard out to the end");
}

/// A body is what it is, whatever it says of itself: nothing is unpacked.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_say_they_are_compressed_are_not_unpacked() {
    let scene = Scene::begin(&[]).await;
    let Some(bomb) = bomb(600) else {
        skipped("no gzip");
        return;
    };
    scene
        .beside("compressed bodies", async |target| {
            let mallory = target.account("mallory").await;
            for _ in 0..number("WEBMYND_BOMBS", 20) {
                let json =
                    mallory.request(reqwest::Method::PUT, &format!("/v1/log/{}/1", Id(mallory.device)));
                let json = json.header("content-type", "application/json").header("content-encoding", "gzip");
                let answer = json.body(bomb.clone()).send().await.unwrap();
                assert_eq!(answer.status(), 400);
                let pack =
                    mallory.pack_request(&bomb).header("content-encoding", "gzip").send().await.unwrap();
                assert!(matches!(pack.status().as_u16(), 200 | 201), "bytes like any others");
            }
        })
        .await;
}

/// So many MiB of zeros, as `gzip` packs them.
fn bomb(mib: u32) -> Option<Vec<u8>> {
    let packed =
        Command::new("sh").args(["-c", &format!("head -c {mib}M /dev/zero | gzip")]).output().ok()?;
    Some(packed.stdout).filter(|bytes| bytes.starts_with(&[0x1f, 0x8b]))
}
