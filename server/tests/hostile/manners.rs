//! What hostile clients do, all from one address.
use crate::common::{login, new_account};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::sleep;
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;

const ADDRESS: &str = "203.0.113.9";
/// How long an enemy is slow.
const WHILE: Duration = Duration::from_secs(4);
const PACK: usize = 6 << 20;

/// One with an account.
#[derive(Clone)]
pub struct Enemy {
    port: u16,
    http: reqwest::Client,
    token: String,
}

impl Enemy {
    pub async fn new(port: u16, http: reqwest::Client) -> Self {
        let mut enemy = Self { port, http, token: String::new() };
        let made = enemy.json(Method::POST, "/v1/accounts", &new_account("eve")).await;
        assert_eq!(made.status(), 201);
        let session = enemy.json(Method::POST, "/v1/sessions", &login("eve", 1)).await;
        let session: Value = session.json().await.unwrap();
        session["token"].as_str().unwrap().clone_into(&mut enemy.token);
        enemy
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("http://127.0.0.1:{}{path}", self.port));
        let request = request.header("x-forwarded-for", ADDRESS);
        if self.token.is_empty() { request } else { request.bearer_auth(&self.token) }
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Response {
        self.request(method, path).json(body).send().await.unwrap()
    }

    /// A connection of its own that has sent this.
    async fn open(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let address = format!("x-forwarded-for: {ADDRESS}\r\nauthorization: Bearer {}\r\n", self.token);
        let _ =
            stream.write_all(head.replace("host: x\r\n", &format!("host: x\r\n{address}")).as_bytes()).await;
        stream
    }

    async fn commit(&self, seq: u64, adds: &[Id<32>]) -> StatusCode {
        let row = |id: &Id<32>| json!({"id": id, "kind": "text", "class": "history", "day": 20_000, "epoch": 1, "wrappedKey": Bytes(vec![9; 72])});
        let entry = json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(seq.to_le_bytes().repeat(100)), "signature": Id([4; 64]),
            "adds": adds.iter().map(row).collect::<Vec<_>>()});
        self.json(Method::PUT, &format!("/v1/log/{}/{seq}", Id([1; 16])), &entry).await.status()
    }

    async fn large_pack(&self) -> Id<32> {
        let bytes = vec![7; PACK];
        let id = Id(Sha256::digest(&bytes).into());
        let put = self.request(Method::PUT, &format!("/v1/packs/{id}")).body(bytes).send().await.unwrap();
        assert_eq!((put.status().as_u16(), self.commit(1, &[id]).await.as_u16()), (201, 201));
        id
    }

    /// Asks for a large pack, and takes a byte of it now and then.
    pub async fn read_slowly(self, count: usize) {
        let pack = self.large_pack().await;
        let mut streams = Vec::new();
        for _ in 0..count {
            streams.push(self.open(&format!("GET /v1/packs/{pack} HTTP/1.1\r\nhost: x\r\n\r\n")).await);
        }
        for _ in 0..WHILE.as_secs() {
            for stream in &mut streams {
                stream.read_u8().await.unwrap();
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// Uploads of all but the last bytes: more than one client may hold are refused, and told when to come again.
    pub async fn hold_uploads_back(self, count: usize) {
        let (mut all, bytes) = (JoinSet::new(), Arc::new(vec![7; PACK - 1]));
        for nth in 0..count {
            let (enemy, bytes) = (self.clone(), bytes.clone());
            all.spawn(async move {
                let pack: Id<32> = Id(Sha256::digest([nth as u8]).into());
                let head =
                    format!("PUT /v1/packs/{pack} HTTP/1.1\r\nhost: x\r\ncontent-length: {PACK}\r\n\r\n");
                let mut stream = enemy.open(&head).await;
                let sent = stream.write_all(&bytes).await.is_ok();
                let mut answer = [0; 12];
                let told = tokio::time::timeout(3 * WHILE, stream.read_exact(&mut answer)).await;
                (
                    sent,
                    told.is_ok_and(|read| read.is_ok())
                        .then(|| String::from_utf8_lossy(&answer).into_owned()),
                )
            });
        }
        let all = all.join_all().await;
        let refused = all.iter().filter(|(_, told)| told.as_deref() == Some("HTTP/1.1 503")).count();
        assert!(refused >= count - (32 << 20) / PACK - 1, "{refused} of {count} were refused");
    }

    /// A byte of a head a second.
    pub async fn drip_heads(self, count: usize) {
        let mut streams = Vec::new();
        for _ in 0..count {
            streams.push(self.open("GET /v1/limits HTTP/1.1\r\nhost: x\r\nx-long: ").await);
        }
        for _ in 0..WHILE.as_secs() {
            for stream in &mut streams {
                let _ = stream.write_all(b"x").await;
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn send_long_bodies(self, count: usize) {
        let mut all = JoinSet::new();
        for nth in 0..count {
            let enemy = Self { token: String::new(), ..self.clone() };
            all.spawn(async move {
                let path = ["/v1/prelogin", "/v1/sessions", "/v1/accounts"][nth % 3];
                let request = enemy.request(Method::POST, path).header("content-type", "application/json");
                request.body(vec![b' '; 9 << 20]).send().await.map(|answer| answer.status().as_u16())
            });
        }
        for status in all.join_all().await.into_iter().flatten() {
            assert!(matches!(status, 413 | 503), "{status}");
        }
    }

    /// Of wrong passphrases of one account five are looked at.
    pub async fn log_in(self, count: usize) {
        let mut all = JoinSet::new();
        for _ in 0..count {
            let enemy = self.clone();
            all.spawn(async move {
                let mut wrong = login("eve", 1);
                wrong["auth"] = json!(Id([9; 32]));
                enemy.json(Method::POST, "/v1/sessions", &wrong).await.status().as_u16()
            });
        }
        let all = all.join_all().await;
        assert_eq!(all.iter().filter(|status| **status == 401).count(), 5);
        assert!(all.iter().all(|status| matches!(status, 401 | 429)));
    }

    /// A hundred in an hour; others make theirs.
    pub async fn sign_up(self, count: usize) {
        let mut made = 0;
        for nth in 0..count {
            let answer = self.json(Method::POST, "/v1/accounts", &new_account(&format!("eve {nth}"))).await;
            assert!(answer.status() == 201 || answer.headers().contains_key("retry-after"));
            made += usize::from(answer.status() == 201);
        }
        assert_eq!(made, 99, "one was made before");
        let other = self.request(Method::POST, "/v1/accounts").header("x-forwarded-for", "203.0.113.10");
        assert_eq!(other.json(&new_account("grace")).send().await.unwrap().status(), 201);
    }

    pub async fn say(self, count: u64) {
        for seq in 1..=count {
            assert_eq!(self.commit(seq, &[]).await, 201);
        }
    }

    /// One byte each, and many in one request: that is the whole pack, or refused.
    pub async fn ask_for_ranges(self, count: u64) {
        let pack = self.large_pack().await;
        let path = format!("/v1/packs/{pack}");
        let many: String = (0..count).map(|n| format!("{n}-{n},")).collect();
        let answer = self.request(Method::GET, &path).header("range", format!("bytes={many}")).send().await;
        assert!(
            answer.is_err() || answer.is_ok_and(|answer| matches!(answer.status().as_u16(), 200 | 416 | 431))
        );
        let mut all = JoinSet::new();
        for lane in 0..8 {
            let (enemy, path) = (self.clone(), path.clone());
            all.spawn(async move {
                for n in (lane..count).step_by(8) {
                    let range = format!("bytes={n}-{n}");
                    let answer =
                        enemy.request(Method::GET, &path).header("range", range).send().await.unwrap();
                    assert_eq!((answer.status().as_u16(), answer.bytes().await.unwrap().len()), (206, 1));
                }
            });
        }
        all.join_all().await;
    }

    /// Nothing is unpacked: what is no JSON as it stands is none.
    pub async fn send_compressed(self, count: usize) {
        // The beginning of a gzip of a gigabyte of blanks.
        let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3][..], &[0; 1_000]].concat();
        for nth in 0..count {
            let encoding = ["gzip", "br", "deflate", "zstd"][nth % 4];
            let request = self.request(Method::POST, "/v1/prelogin").header("content-encoding", encoding);
            let answer = request.header("content-type", "application/json").body(bomb.clone()).send().await;
            assert_eq!(answer.unwrap().status(), 400, "{encoding}");
        }
    }
}
