//! Some true servers on sockets, over one true PostgreSQL and the same blobs, each with a clock of its own, behind a door that goes to each in turn.
use crate::postgres::Postgres;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::Value;
use sqlx::{AnyPool, Row};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use webmynd_engine::page::to_hex;
use webmynd_server::clock::Clock;
use webmynd_server::config::Config;
use webmynd_server::vault::Vault;
use webmynd_server::{api, peers, serve};
use webmynd_story::{Device, Network};

/// One of them.
pub struct One {
    pub vault: Arc<Vault>,
    pub origin: String,
    tasks: [JoinHandle<()>; 2],
}

impl Drop for One {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

pub struct Servers {
    pub all: Vec<One>,
    pub postgres: Arc<Mutex<Postgres>>,
    pub blobs: tempfile::TempDir,
    /// How much time has passed by the word of the test, for everybody.
    passed: Arc<AtomicI64>,
    database: AnyPool,
    http: reqwest::Client,
    devices: u64,
}

/// The database's clock goes on with the test: who asks for the time finds this function first.
const PASSING: &str = "CREATE TABLE passed (ms BIGINT NOT NULL);
    INSERT INTO passed VALUES (0);
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.clock_timestamp() + (SELECT ms FROM public.passed) * interval '1 millisecond' $$;
    ALTER DATABASE servers SET search_path = public, pg_catalog";

impl Servers {
    /// So many as there are clocks; each is ahead by so much. `None` where there is no PostgreSQL.
    pub async fn start(ahead: &[i64], settle: impl Fn(&mut Config)) -> Option<Self> {
        sqlx::any::install_default_drivers();
        let postgres = Postgres::start()?;
        let url = postgres.database("servers");
        let database = AnyPool::connect(&url).await.unwrap();
        sqlx::raw_sql(PASSING).execute(&database).await.unwrap();
        let (blobs, passed) = (tempfile::tempdir().unwrap(), Arc::new(AtomicI64::new(0)));
        let mut all = Vec::new();
        for ahead in ahead.iter().copied() {
            let mut config = Config {
                database: Some(url.clone()),
                blobs: Some(format!("file://{}", blobs.path().display())),
                ..Config::default()
            };
            settle(&mut config);
            let (passed, own) = (passed.clone(), Clock::system());
            let clock = Clock::from(move || own.now() + ahead + passed.load(Ordering::Relaxed));
            all.push(one(config, clock).await);
        }
        let (postgres, http) = (Arc::new(Mutex::new(postgres)), reqwest::Client::new());
        Some(Self { all, postgres, blobs, passed, database, http, devices: 0 })
    }

    /// Now, for devices.
    pub fn now(&self) -> i64 {
        Clock::system().now() + self.passed.load(Ordering::Relaxed)
    }

    /// Time passes for everybody; each server hears of it as it does once a minute.
    pub async fn pass(&self, ms: i64) -> i64 {
        self.passed.fetch_add(ms, Ordering::Relaxed);
        sqlx::query("UPDATE passed SET ms = ms + $1").bind(ms).execute(&self.database).await.unwrap();
        for one in &self.all {
            one.vault.ask_time().await.unwrap();
        }
        self.now()
    }

    /// Time passes in steps, after each of which each server has its round.
    pub async fn pass_with_rounds(&self, ms: i64, step: i64) {
        for _ in 0..ms / step {
            self.pass(step).await;
            for one in &self.all {
                one.vault.round().await.unwrap();
            }
        }
    }

    /// A way through the door, which leads to these servers in turn.
    pub fn way(&self, to: &[usize], seed: u64) -> Rc<Network> {
        let origins: Vec<String> = to.iter().map(|nth| self.all[*nth].origin.clone()).collect();
        let (http, turn) = (self.http.clone(), Arc::new(AtomicUsize::new(seed as usize)));
        let door = Router::new().fallback(move |request: Request| {
            let nth = turn.fetch_add(1, Ordering::Relaxed) % origins.len();
            hand_on(http.clone(), origins[nth].clone(), request)
        });
        Rc::new(Network::new(door, Rc::default(), seed))
    }

    /// A device that comes to all of them in turn.
    pub async fn device(&mut self, name: &str) -> Device {
        self.devices += 1;
        let all: Vec<usize> = (0..self.all.len()).collect();
        let (way, first) = (self.way(&all, self.devices), self.devices == 1);
        Device::new(name, first, way, self.devices, self.now()).await
    }

    /// What one of them answers a device.
    pub async fn ask(&self, nth: usize, device: &Device, method: Method, path: &str) -> (u16, Value) {
        let asked = self.http.request(method, format!("{}{path}", self.all[nth].origin));
        let answer = asked.bearer_auth(device.account.token.to_string()).send().await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    /// How many packs are in the blobs.
    pub fn blobs(&self) -> usize {
        files(self.blobs.path()).len()
    }

    /// Flips a byte in the middle of each pack that there is, wherever it is; how many.
    pub async fn flip(&self) -> usize {
        let flip = "UPDATE contents SET bytes = set_byte(bytes, LENGTH(bytes) / 2, get_byte(bytes, LENGTH(bytes) / 2) # 1)";
        let rows = sqlx::query(flip).execute(&self.database).await.unwrap().rows_affected() as usize;
        let files = files(self.blobs.path());
        for file in &files {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(file, bytes).unwrap();
        }
        rows + files.len()
    }

    /// Every row has its bytes, in one place, and no bytes are without a row; what counts to a quota is what is there.
    pub async fn hold_together(&self) {
        let rows = "SELECT packs.account, packs.blob, state, (SELECT COUNT(*) FROM contents
            WHERE contents.account = packs.account AND contents.blob = packs.blob) AS kept FROM packs";
        let rows = sqlx::query(rows).fetch_all(&self.database).await.unwrap();
        let mut beside = Vec::new();
        for row in &rows {
            assert_eq!(row.get::<&str, _>("state"), "live");
            if row.get::<i64, _>("kept") == 0 {
                beside.push(to_hex(row.get::<&[u8], _>("blob")));
            }
        }
        let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
        let mut files: Vec<String> = files(self.blobs.path()).iter().map(name).collect();
        files.sort_unstable();
        beside.sort_unstable();
        assert_eq!(files, beside, "as many blobs as rows, by their names");
        let sums = "SELECT CAST(packed - (SELECT COALESCE(SUM(size), 0) FROM packs WHERE packs.account = accounts.id) AS BIGINT) AS packed,
            CAST(logged - (SELECT COALESCE(SUM(LENGTH(sealed)), 0) FROM log WHERE log.account = accounts.id) AS BIGINT) AS logged FROM accounts";
        for row in sqlx::query(sums).fetch_all(&self.database).await.unwrap() {
            assert_eq!((row.get::<i64, _>("packed"), row.get::<i64, _>("logged")), (0, 0));
        }
        let contents =
            sqlx::query("SELECT COUNT(*) AS found FROM contents").fetch_one(&self.database).await.unwrap();
        assert_eq!(contents.get::<i64, _>("found"), (rows.len() - beside.len()) as i64);
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

async fn one(config: Config, clock: Clock) -> One {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let most = config.connections;
    let vault = Arc::new(Vault::open(config, clock).await.unwrap());
    // As the program does before it listens.
    vault.ask_time().await.unwrap();
    let (told, open) = (vault.clone(), vault.metrics.connections.clone());
    let tasks = [
        tokio::spawn(serve::serve(listener, api::router(vault.clone()), most, open, std::future::pending())),
        tokio::spawn(async move { peers::talk(&told).await }),
    ];
    One { vault, origin, tasks }
}

/// As a balancer does it.
async fn hand_on(http: reqwest::Client, origin: String, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let asked = http.request(head.method, format!("{origin}{path}")).headers(head.headers).body(body);
    let told = async {
        let answer = asked.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Ok::<_, reqwest::Error>((status, headers, answer.bytes().await?))
    };
    let Ok((status, headers, body)) = told.await else {
        let mut nobody = Response::new(Body::empty());
        *nobody.status_mut() = StatusCode::BAD_GATEWAY;
        return nobody;
    };
    let mut response = Response::new(Body::from(body));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    response
}
