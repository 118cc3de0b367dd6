//! T15: heads that never end, and slow and rude clients, thousands of them, and somebody who tries passphrases all the time. They are dropped, and the
//! others are served.
//!
//! `WEBMYND_RUDE` (300): how many connections are silent or send a byte a second; `WEBMYND_WRONG_LOGINS` (100):
//! how many wrong logins a second there are meanwhile, half of them for one account, half for ever others.
//! Server and test each ask the system for as many descriptors as they need (`descriptors.rs`).
use super::{Scene, target};
use crate::life::Life;
use crate::program::{Program, number};
use reqwest::{RequestBuilder, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::{JoinHandle, JoinSet};
use webmynd_server::descriptors;

/// Silent; slow with the head; slow with the body. (Who takes no answers: `readers.rs`.)
const MANNERS: [&str; 3] = [
    "",
    "GET /v1/limits HTTP/1.1\r\nhost: x\r\nx-long: ",
    "POST /v1/prelogin HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n",
];

/// How long the `nth` rude client was borne. A thousand come in a second: a system that is asked for more at once drops
/// some that then never learn of it.
async fn rude(port: u16, nth: u64) -> Duration {
    tokio::time::sleep(Duration::from_millis(nth)).await;
    let manner = nth as usize % MANNERS.len();
    let mut stream = loop {
        match TcpStream::connect(("127.0.0.1", port)).await {
            Ok(stream) => break stream,
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    };
    let start = Instant::now();
    let _ = stream.write_all(MANNERS[manner].as_bytes()).await;
    let mut bytes = [0; 512];
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let gone = slow(&mut stream, manner, &mut bytes).await;
        if gone {
            return start.elapsed();
        }
    }
}

/// One byte more; whether the other side has hung up.
async fn slow(stream: &mut TcpStream, manner: usize, bytes: &mut [u8]) -> bool {
    if manner > 0 && stream.write_all(b"x").await.is_err() {
        return true;
    }
    match tokio::time::timeout(Duration::from_millis(1), stream.read(bytes)).await {
        Ok(read) => read.unwrap_or(0) == 0,
        Err(_) => false,
    }
}

/// How wrong logins were answered: as wrong, and unheard.
#[derive(Default)]
struct Refused {
    wrong: AtomicU64,
    unheard: AtomicU64,
}

impl Refused {
    fn count(&self, status: StatusCode) {
        match status {
            StatusCode::UNAUTHORIZED => self.wrong.fetch_add(1, Ordering::Relaxed),
            StatusCode::TOO_MANY_REQUESTS => self.unheard.fetch_add(1, Ordering::Relaxed),
            other => panic!("{other}"),
        };
    }
}

/// As clients do: a connection that was kept may be closed at the moment it is used again, and then they ask once more.
async fn answered(login: RequestBuilder) -> StatusCode {
    let again = login.try_clone().unwrap();
    match login.send().await {
        Ok(answer) => answer.status(),
        Err(_) => again.send().await.unwrap().status(),
    }
}

/// `rate` wrong logins a second until `ends`, every other one for one account; how they were answered.
fn wrong_logins(
    http: &reqwest::Client,
    origin: &str,
    rate: u64,
    ends: &Arc<AtomicBool>,
) -> JoinHandle<(u64, u64)> {
    let (http, origin, ends) = (http.clone(), format!("{origin}/v1/sessions"), ends.clone());
    tokio::spawn(async move {
        let (refused, mut asked) = (Arc::new(Refused::default()), JoinSet::new());
        let mut beat = tokio::time::interval(Duration::from_millis(100));
        let mut nth = 0;
        while !ends.load(Ordering::Relaxed) {
            beat.tick().await;
            for _ in 0..rate.div_ceil(10) {
                nth += 1;
                let name = if nth % 2 == 0 { "nobody".to_owned() } else { format!("nobody {nth}") };
                let login = http.post(&origin).json(&crate::common::login(&name, 1));
                let refused = refused.clone();
                asked.spawn(async move { refused.count(answered(login).await) });
            }
            while let Some(one) = asked.try_join_next() {
                one.unwrap();
            }
        }
        asked.join_all().await;
        (refused.wrong.load(Ordering::Relaxed), refused.unheard.load(Ordering::Relaxed))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rude_are_dropped_and_the_others_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let (many, rate) = (number("WEBMYND_RUDE", 300), number("WEBMYND_WRONG_LOGINS", 100));
    let program = Program::new(folder.path());
    let server = program.start(10).await;
    // After the server was started: it is to ask for its own.
    let room = many as usize + 2_000;
    assert_eq!(descriptors::allow(room), room, "as many connections are to be had here: ulimit -Hn");
    let (http, ends) = (crate::life::http(), Arc::new(AtomicBool::new(false)));
    let mut good = Life::begin(http.clone(), &program.origin(), "ada").await;
    good.largest = 65_536;
    let (port, manners) = (program.port, MANNERS.len());
    let clients: Vec<_> = (0..many).map(|nth| tokio::spawn(rude(port, nth))).collect();
    let wrong = wrong_logins(&http, &program.origin(), rate, &ends);
    let (mut times, start) = (Vec::new(), Instant::now());
    while start.elapsed() < Duration::from_secs(12) {
        let one = Instant::now();
        good.step().await;
        times.push(one.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    ends.store(true, Ordering::Relaxed);
    let mut longest = [Duration::ZERO; MANNERS.len()];
    for (nth, client) in clients.into_iter().enumerate() {
        let borne =
            tokio::time::timeout(Duration::from_secs(120), client).await.expect("it is dropped").unwrap();
        longest[nth % manners] = longest[nth % manners].max(borne);
    }
    good.hold_all().await;
    assert_eq!(good.again, 0, "nobody else was dropped or refused");
    let (refused, unheard) = wrong.await.unwrap();
    assert!(refused > 5 && unheard > 0, "wrong logins are refused, and unheard where there are too many");
    let peak = server.peak_mb();
    assert!(peak < 512, "{peak} MB");
    times.sort_unstable();
    println!(
        "{many} rude connections, {refused} wrong logins refused and {unheard} unheard, beside {} good requests: half in {:?}, 99 of 100 in {:?}; \
         borne for at most {longest:?} (silent, slow head, slow body); {peak} MB at most",
        times.len(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
    );
}

/// Heads that grow for ever: each is answered when it is too long, and is not kept.
#[tokio::test(flavor = "multi_thread")]
async fn heads_without_end_are_refused() {
    let scene = Scene::begin(&[]).await;
    let many = number("WEBMYND_HEADS", 400);
    let told = scene
        .beside("heads without end", async |target| {
            let asked: Vec<_> = (0..many)
                .map(|nth| {
                    let port = target.port;
                    tokio::spawn(async move {
                        let mut stream = target::connect(port).await;
                        let start = format!("GET /v1/limits HTTP/1.1\r\nhost: x\r\nx-{nth}: ");
                        let _ = stream.write_all(start.as_bytes()).await;
                        while stream.write_all(&[b'x'; 4_096]).await.is_ok() {}
                        target::rest(&mut stream).await
                    })
                })
                .collect();
            target::all(asked).await
        })
        .await;
    assert!(told.iter().all(|answer| answer.is_empty() || answer.starts_with(b"HTTP/1.1 431")));
}
