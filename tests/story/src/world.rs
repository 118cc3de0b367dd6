//! A world: one true server on a folder of its own, a clock, and devices of one account.
use crate::network::Turns;
use crate::{Device, Evil, Network};
use axum::Router;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use webmynd_engine::ports::{Method, Remote, Request};
use webmynd_engine::sync::Account;
use webmynd_protocol::Bytes;
use webmynd_server::api;
use webmynd_server::clock::Clock;
use webmynd_server::config::{Config, Plan};
use webmynd_server::store::Known;
use webmynd_server::vault::Vault;

pub const START: i64 = 1_700_000_000_000;

pub struct World {
    pub vault: Arc<Vault>,
    pub folder: tempfile::TempDir,
    time: Arc<AtomicI64>,
    turns: Turns,
    seed: u64,
    devices: u64,
}

impl World {
    pub async fn new(seed: u64) -> Self {
        Self::keeping(seed, Some(7)).await
    }

    /// A world whose server keeps history for so many days, or for ever.
    pub async fn keeping(seed: u64, history_days: Option<u32>) -> Self {
        Self::with(seed, Plan { history_days, quota_mb: None }).await
    }

    /// A world whose server has this plan.
    pub async fn with(seed: u64, plan: Plan) -> Self {
        Self::settled(seed, |config| config.plans = [("free".to_owned(), plan)].into()).await
    }

    /// A world whose server keeps each pack in a file.
    pub async fn of_files(seed: u64) -> Self {
        Self::settled(seed, |config| {
            config.plans = [("free".to_owned(), Plan { history_days: Some(7), quota_mb: None })].into();
            config.in_database = Some(0);
        })
        .await
    }

    /// A world whose server is set up so.
    pub async fn settled(seed: u64, settle: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let time = Arc::new(AtomicI64::new(START));
        let told = time.clone();
        let mut config = Config { data: folder.path().to_owned(), ..Config::default() };
        settle(&mut config);
        let vault = Vault::open(config, Clock::from(move || told.load(Ordering::Relaxed))).await.unwrap();
        Self { vault: Arc::new(vault), folder, time, turns: Turns::default(), seed, devices: 0 }
    }

    pub fn now(&self) -> i64 {
        self.time.load(Ordering::Relaxed)
    }

    /// Time passes; gives what it is then.
    pub fn pass(&self, ms: i64) -> i64 {
        self.time.fetch_add(ms, Ordering::Relaxed) + ms
    }

    pub fn network(&self, seed: u64) -> Rc<Network> {
        self.way(api::router(self.vault.clone()), seed)
    }

    /// Another server, with a copy of this one's disk as it is now.
    pub async fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_all(self.folder.path(), folder.path());
        let (time, config) = (self.time.clone(), self.vault.config.clone());
        let told = time.clone();
        let config = Config { data: folder.path().to_owned(), ..config };
        let vault = Vault::open(config, Clock::from(move || told.load(Ordering::Relaxed))).await.unwrap();
        let (turns, seed) = (Turns::default(), self.seed);
        Self { vault: Arc::new(vault), folder, time, turns, seed, devices: self.devices }
    }

    /// A session for a device that has none, by a server that lets in whom it wants.
    pub async fn let_in(&self, account: &Account) -> Bytes {
        let who = Known { account: account.id.0, session: [99; 16], device: account.device.0 };
        let known = self.vault.store.account(&account.name).await.unwrap().unwrap();
        self.vault.store.begin_session(who, &known, &[99; 32], "", 64, self.now()).await.unwrap();
        Bytes(vec![99; 32])
    }

    /// A way to the server through one that lies.
    pub fn behind(&self, evil: &Evil, seed: u64) -> Rc<Network> {
        self.way(evil.before(api::router(self.vault.clone())), seed)
    }

    fn way(&self, router: Router, seed: u64) -> Rc<Network> {
        Rc::new(Network::new(router, self.turns.clone(), self.seed ^ seed))
    }

    /// What the server answers a device that asks for `path`.
    pub async fn get(&self, device: &Device, path: &str) -> Vec<u8> {
        let headers = vec![("authorization", format!("Bearer {}", device.account.token))];
        let request = Request {
            base: String::new(),
            method: Method::Get,
            path: path.to_owned(),
            headers,
            body: vec![],
        };
        self.network(55).call(request).await.unwrap().body
    }

    /// The files of the packs that the server keeps, oldest first.
    pub fn blobs(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().join("blobs")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
                let into = if entry.path().is_dir() { &mut folders } else { &mut files };
                into.push(entry.path());
            }
        }
        files.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
        files
    }

    /// The same, where it is JSON.
    pub async fn shown(&self, device: &Device, path: &str) -> Value {
        serde_json::from_slice(&self.get(device, path).await).unwrap()
    }

    pub async fn device(&mut self, name: &str) -> Device {
        self.devices += 1;
        let seed = self.seed.wrapping_mul(1_000).wrapping_add(self.devices);
        Device::new(name, self.devices == 1, self.network(seed), seed, self.now()).await
    }
}

/// Rounds of all devices, until nobody says anything new.
pub async fn settle(devices: &mut [&mut Device], now: i64) -> u32 {
    for round in 1..=5 {
        let mut quiet = true;
        for device in devices.iter_mut() {
            let report = device.sync(now).await.unwrap();
            quiet &= report.said == 0 && report.entries == 0;
        }
        if quiet {
            return round;
        }
    }
    panic!("they never come to an end");
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, there) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            std::fs::create_dir_all(&there).unwrap();
            copy_all(&path, &there);
        } else {
            std::fs::copy(&path, &there).unwrap();
        }
    }
}
