//! A server on a free port of this machine, a clock that tests hold, and clients of it.
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code, Problem};
use webmynd_server::clock::Clock;
use webmynd_server::config::Config;
use webmynd_server::vault::Vault;
use webmynd_server::{api, peers, serve};

pub mod certificate;
pub mod skipped;

pub const DAY: i64 = 86_400_000;

pub struct Server {
    pub origin: String,
    pub vault: Arc<Vault>,
    pub folder: tempfile::TempDir,
    time: Arc<AtomicI64>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data: folder.path().to_owned(), ..Config::default() };
        change(&mut config);
        let time = Arc::new(AtomicI64::new(1_700_000_000_000));
        let told = time.clone();
        let clock = Clock::from(move || {
            let now = told.load(Ordering::Relaxed);
            assert!(now >= 0, "a fault of the server's, as a test wants it");
            now
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let most = config.connections;
        let vault = Arc::new(Vault::open(config, clock).await.unwrap());
        let told = vault.clone();
        let talk = tokio::spawn(async move { peers::talk(&told).await });
        let (stop, stopped) = oneshot::channel();
        let router = api::router(vault.clone());
        let open = vault.metrics.connections.clone();
        let task = tokio::spawn(serve::serve(listener, router, most, open, async move {
            stopped.await.unwrap_or_default();
            talk.abort();
        }));
        Self { origin, vault, folder, time, stop: Some(stop), task }
    }

    pub fn pass(&self, ms: i64) {
        self.time.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn now(&self) -> i64 {
        self.time.load(Ordering::Relaxed)
    }

    pub async fn stop(mut self) -> tempfile::TempDir {
        self.stop.take().unwrap().send(()).unwrap();
        self.task.await.unwrap();
        self.folder
    }

    /// An account, made, and its first device, logged in.
    pub async fn account(&self, name: &str) -> Client {
        let made = self.guest().send(Method::POST, "/v1/accounts", &new_account(name)).await;
        assert_eq!(made.status(), 201);
        self.login(name, 1).await
    }

    pub async fn login(&self, name: &str, device: u8) -> Client {
        let answer = self.guest().send(Method::POST, "/v1/sessions", &login(name, device)).await;
        assert_eq!(answer.status(), 201);
        let session: Value = answer.json().await.unwrap();
        Client {
            device: [device; 16],
            token: Some(session["token"].as_str().unwrap().to_owned()),
            ..self.guest()
        }
    }

    pub fn guest(&self) -> Client {
        Client { http: reqwest::Client::new(), origin: self.origin.clone(), token: None, device: [0; 16] }
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

pub fn half(text: &str) -> Id<16> {
    Id(hash(text)[..16].try_into().unwrap())
}

/// Bytes of the keys of an account that is made so.
pub const KEYS: usize = 97 + 97 + 300;

pub fn new_account(name: &str) -> Value {
    let keys = json!({"generation": 1, "passphrase": Bytes(vec![1; 97]), "recovery": Bytes(vec![2; 97]), "keyring": Bytes(vec![3; 300])});
    json!({"account": name, "id": half(name), "seed": half("seed"), "kdf": {"memory": 65_536, "passes": 3, "lanes": 1}, "auth": Id(hash(name)), "keys": keys})
}

pub fn login(name: &str, device: u8) -> Value {
    json!({"account": name, "auth": Id(hash(name)), "device": Id([device; 16])})
}

/// An entry that adds and takes away packs, each of a class.
pub fn entry(seq: u64, adds: &[(Id<32>, &str)], dels: &[Id<32>]) -> Value {
    let row = |(id, class): &(Id<32>, &str)| json!({"id": id, "kind": "text", "class": class, "day": 20_000, "epoch": 1, "wrappedKey": Bytes(vec![9; 72])});
    let adds: Vec<_> = adds.iter().map(row).collect();
    json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![seq as u8; 50]), "signature": Id([4; 64]), "adds": adds, "dels": dels})
}

pub struct Client {
    pub http: reqwest::Client,
    pub origin: String,
    pub token: Option<String>,
    pub device: [u8; 16],
}

impl Client {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.origin));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        self.request(method, path).json(body).send().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Uploads a pack; its id and the answer.
    pub async fn put_pack(&self, bytes: &[u8]) -> (Id<32>, Response) {
        (Id(Sha256::digest(bytes).into()), self.pack_request(bytes).send().await.unwrap())
    }

    pub fn pack_request(&self, bytes: &[u8]) -> RequestBuilder {
        let id: Id<32> = Id(Sha256::digest(bytes).into());
        self.request(Method::PUT, &format!("/v1/packs/{id}")).body(bytes.to_vec())
    }

    /// Commits an entry.
    pub async fn append(&self, seq: u64, adds: &[(Id<32>, &str)], dels: &[Id<32>]) -> Response {
        self.say(seq, &entry(seq, adds, dels)).await
    }

    /// Says this as its entry of a number.
    pub async fn say(&self, seq: u64, entry: &Value) -> Response {
        self.send(Method::PUT, &format!("/v1/log/{}/{seq}", Id(self.device)), entry).await
    }

    /// A pack of this text, uploaded and committed.
    pub async fn commit(&self, seq: u64, text: &str, class: &str) -> Id<32> {
        let (id, answer) = self.put_pack(text.as_bytes()).await;
        assert_eq!(answer.status(), 201);
        assert_eq!(self.append(seq, &[(id, class)], &[]).await.status(), 201);
        id
    }
}

/// The code of a problem, held against its status.
pub async fn problem(answer: Response) -> Code {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Problem = answer.json().await.unwrap();
    assert_eq!(problem.status, status);
    assert!(!problem.title.is_empty());
    problem.code
}

/// How many files are below `folder`.
pub fn files(folder: &Path) -> usize {
    let count = |path: &Path| if path.is_dir() { files(path) } else { 1 };
    std::fs::read_dir(folder).map_or(0, |all| all.map(|entry| count(&entry.unwrap().path())).sum())
}

/// Whether any file below `folder` holds `needle`.
pub fn holds(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds(&path, needle)
        } else {
            // SQLite removes its log when its last connection closes, which may be now.
            let bytes = std::fs::read(&path).or_else(|error| match error.kind() {
                std::io::ErrorKind::NotFound => Ok(vec![]),
                _ => Err(error),
            });
            bytes.unwrap().windows(needle.len()).any(|window| window == needle)
        }
    })
}
