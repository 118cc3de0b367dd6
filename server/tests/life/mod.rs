//! A person's device as the server sees it: it uploads, commits, deletes and takes back over a network and a server that
//! may go away at any time, and holds the server to all that was acknowledged.
use crate::common::{login, new_account};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;

/// A server that does not answer for this time is lost, and the test with it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes of a pack, at most.
pub const LARGEST: u64 = 16_384;

/// What the server owes for a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be read.
    Live,
    /// It cannot be read, and may come back.
    Trashed,
}

/// A ticket, what it brings back, and until when, in ms of the server's clock.
struct Ticket(String, Vec<Id<32>>, i64);

pub struct Life {
    http: reqwest::Client,
    origin: String,
    token: String,
    device: Id<16>,
    dice: u64,
    seq: u64,
    staged: Vec<Id<32>>,
    tickets: Vec<Ticket>,
    /// Bytes of a pack: from 1 to this.
    pub largest: u64,
    /// What was acknowledged.
    pub packs: BTreeMap<Id<32>, State>,
    /// Hashes of the entries that were acknowledged, the first one first.
    pub entries: Vec<[u8; 32]>,
    /// How often a request had to be sent again.
    pub again: u64,
}

/// A client for many lives: without TLS, because it speaks to this machine alone.
pub fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(Duration::from_secs(30)).no_proxy().build().unwrap()
}

impl Life {
    /// Signs up and logs in.
    pub async fn begin(http: reqwest::Client, origin: &str, name: &str) -> Self {
        let dice = Sha256::digest(name)[..8].iter().fold(1, |all, byte| (all << 8) | u64::from(*byte));
        let mut life = Self {
            http,
            origin: origin.to_owned(),
            token: String::new(),
            device: Id([1; 16]),
            dice,
            seq: 0,
            staged: Vec::new(),
            tickets: Vec::new(),
            largest: LARGEST,
            packs: BTreeMap::new(),
            entries: Vec::new(),
            again: 0,
        };
        // The same request again is the same account.
        let (made, _) =
            life.ask(Method::POST, "/v1/accounts", &[], new_account(name).to_string().into_bytes()).await;
        assert!(made.status().is_success(), "{made:?}");
        let (session, _) =
            life.ask(Method::POST, "/v1/sessions", &[], login(name, 1).to_string().into_bytes()).await;
        assert_eq!(session.status(), 201);
        let session: Value = session.json().await.unwrap();
        life.token = session["token"].as_str().unwrap().to_owned();
        life
    }

    /// 0 to `below`, the same for the same name.
    pub fn dice(&mut self, below: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % below
    }

    /// One thing that a device does.
    pub async fn step(&mut self) {
        match self.dice(10) {
            0..=3 => self.upload().await,
            4..=6 => self.commit().await,
            7 => self.delete().await,
            8 => self.take_back().await,
            _ => self.read().await,
        }
    }

    /// Uploads a pack of its own size.
    pub async fn upload(&mut self) {
        let size = 1 + self.dice(self.largest);
        let bytes: Vec<u8> = (0..=size / 8).flat_map(|_| self.dice(u64::MAX).to_le_bytes()).collect();
        let pack: Id<32> = Id(Sha256::digest(&bytes).into());
        let (answer, _) = self.ask(Method::PUT, &format!("/v1/packs/{pack}"), &[], bytes).await;
        assert!(matches!(answer.status().as_u16(), 200 | 201), "{answer:?}");
        self.staged.push(pack);
    }

    /// Commits what was uploaded, and takes away a pack now and then.
    pub async fn commit(&mut self) {
        let adds = std::mem::take(&mut self.staged);
        let dels: Vec<_> = if self.dice(4) == 0 { self.some(State::Live, 1) } else { Vec::new() };
        let seq = self.seq + 1;
        let sealed: Vec<u8> = (0..40).flat_map(|_| self.dice(u64::MAX).to_le_bytes()).collect();
        let row = |id: &Id<32>| json!({"id": id, "kind": "text", "class": "mark", "day": 20_000, "epoch": 1, "wrappedKey": Bytes(vec![9; 72])});
        let entry = json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(sealed.clone()), "signature": Id([4; 64]),
            "adds": adds.iter().map(row).collect::<Vec<_>>(), "dels": dels});
        let path = format!("/v1/log/{}/{seq}", self.device);
        let (answer, _) = self.ask(Method::PUT, &path, &[], entry.to_string().into_bytes()).await;
        assert!(matches!(answer.status().as_u16(), 200 | 201), "entry {seq}: {answer:?}");
        self.seq = seq;
        self.entries.push(Sha256::digest(&sealed).into());
        self.packs.extend(adds.into_iter().map(|pack| (pack, State::Live)));
        self.packs.extend(dels.into_iter().map(|pack| (pack, State::Trashed)));
    }

    /// Deletes some packs. When the answer was lost they are gone and nobody has the ticket.
    pub async fn delete(&mut self) {
        let most = 1 + self.dice(4) as usize;
        let packs = self.some(State::Live, most);
        if packs.is_empty() {
            return;
        }
        let body = json!({ "ids": packs }).to_string();
        let (answer, tries) = self.ask(Method::DELETE, "/v1/packs", &[], body.into_bytes()).await;
        if answer.status() == StatusCode::ACCEPTED {
            let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
            let until = header("x-undo-until").parse().unwrap();
            self.tickets.push(Ticket(header("x-undo-ticket"), packs.clone(), until));
        } else {
            assert!(answer.status() == 404 && tries > 1, "{tries} tries: {answer:?}");
        }
        self.packs.extend(packs.into_iter().map(|pack| (pack, State::Trashed)));
    }

    /// Takes a deletion back that can still be: that is owed.
    pub async fn take_back(&mut self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
        self.tickets.retain(|ticket| ticket.2 > now + 60_000);
        if self.tickets.is_empty() {
            return;
        }
        let nth = self.dice(self.tickets.len() as u64) as usize;
        let Ticket(ticket, packs, _) = self.tickets.swap_remove(nth);
        let (answer, _) = self.ask(Method::POST, "/v1/undo", &[("x-undo-ticket", &ticket)], Vec::new()).await;
        assert_eq!(answer.status(), 200, "an undo in time is honoured");
        self.packs.extend(packs.into_iter().map(|pack| (pack, State::Live)));
    }

    /// Reads a pack that can be read, and one that cannot.
    pub async fn read(&mut self) {
        for state in [State::Live, State::Trashed] {
            for pack in self.some(state, 1) {
                self.hold(pack, state).await;
            }
        }
    }

    /// Holds the server to all that it has acknowledged, and to nothing else.
    pub async fn hold_all(&mut self) {
        for (pack, state) in self.packs.clone() {
            self.hold(pack, state).await;
        }
        let (entries, mut packs) = self.log().await;
        assert_eq!(entries, self.entries, "each entry is there once, in its order");
        packs.sort_unstable();
        assert_eq!(packs, self.live(), "the log tells of the packs that are there");
    }

    /// Reads the log, and holds the server to each entry that it has acknowledged.
    pub async fn hold_log(&mut self) {
        assert_eq!(self.log().await.0, self.entries, "each entry is there once, in its order");
    }

    /// Entries' hashes and packs, as the log tells them.
    async fn log(&mut self) -> (Vec<[u8; 32]>, Vec<Id<32>>) {
        let (mut since, mut entries, mut packs) = (0, Vec::<[u8; 32]>::new(), Vec::new());
        loop {
            let (answer, _) = self.ask(Method::GET, &format!("/v1/log?since={since}"), &[], Vec::new()).await;
            let page: Value = answer.json().await.unwrap();
            for entry in page["entries"].as_array().unwrap() {
                let sealed: Bytes = serde_json::from_value(entry["sealed"].clone()).unwrap();
                entries.push(Sha256::digest(&sealed.0).into());
                for row in entry["adds"].as_array().unwrap() {
                    packs.push(serde_json::from_value::<Id<32>>(row["id"].clone()).unwrap());
                }
            }
            match page["next"].as_u64() {
                Some(next) => since = next,
                None => break,
            }
        }
        (entries, packs)
    }

    /// Packs that can be read.
    pub fn live(&self) -> Vec<Id<32>> {
        self.packs.iter().filter(|(_, state)| **state == State::Live).map(|(pack, _)| *pack).collect()
    }

    /// Speaks to another server from now on.
    pub fn turn_to(&mut self, origin: &str) {
        self.origin = origin.to_owned();
    }

    /// Holds a server of the past to packs that it must have had, and to its first entries.
    pub async fn hold_at_least(&mut self, packs: &[Id<32>], entries: usize) {
        let (told, _) = self.log().await;
        assert!(told.len() >= entries, "{} of {entries} entries", told.len());
        assert_eq!(told, self.entries[..told.len()], "what is there is the past, without a gap");
        for pack in packs {
            let (answer, _) = self.ask(Method::GET, &format!("/v1/packs/{pack}"), &[], Vec::new()).await;
            assert_eq!(answer.status(), 200, "{pack}");
            assert_eq!(Sha256::digest(answer.bytes().await.unwrap()).as_slice(), pack.0);
        }
    }

    async fn hold(&mut self, pack: Id<32>, state: State) {
        loop {
            let (answer, _) = self.ask(Method::GET, &format!("/v1/packs/{pack}"), &[], Vec::new()).await;
            if state == State::Trashed {
                assert_eq!(answer.status(), 404, "what is deleted cannot be read");
                return;
            }
            assert_eq!(answer.status(), 200, "{pack} was acknowledged");
            match answer.bytes().await {
                Ok(bytes) => return assert_eq!(Sha256::digest(&bytes).as_slice(), pack.0),
                Err(_) => self.again += 1, // Cut off while it came.
            }
        }
    }

    /// At most `most` packs in a state.
    fn some(&mut self, state: State, most: usize) -> Vec<Id<32>> {
        let all: Vec<_> =
            self.packs.iter().filter(|(_, one)| **one == state).map(|(pack, _)| *pack).collect();
        let first = self.dice(all.len().max(1) as u64) as usize;
        all.into_iter().skip(first).take(most).collect()
    }

    /// Asks until there is an answer that is one; with how many tries it took.
    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (Response, u32) {
        let start = Instant::now();
        for tries in 1.. {
            let mut request = self.http.request(method.clone(), format!("{}{path}", self.origin));
            request = request.header("content-type", "application/json").bearer_auth(&self.token);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            match request.body(body.clone()).send().await {
                Ok(answer) if !answer.status().is_server_error() => return (answer, tries),
                lost => assert!(start.elapsed() < PATIENCE, "{method} {path}: {lost:?}"),
            }
            self.again += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        unreachable!("it was asked until there was an answer")
    }
}
