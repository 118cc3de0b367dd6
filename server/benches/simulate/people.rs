//! Who has an account in the simulation: ids, devices and tokens made of their number. The first one has a tenth of everything.
use sha2::{Digest, Sha256};
use webmynd_protocol::Bytes;
use webmynd_protocol::account::{Kdf, Keys, NewAccount};
use webmynd_protocol::bytes::Id;
use webmynd_server::store::{Known, Store};

/// How much there is.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Shape {
    /// Accounts, two devices each.
    #[arg(long, default_value_t = 1_000)]
    pub accounts: i64,
    /// Packs of all of them.
    #[arg(long, default_value_t = 1_000_000)]
    pub packs: i64,
    /// Entries of all of them: as many as packs at least.
    #[arg(long, default_value_t = 10_000_000)]
    pub entries: i64,
}

impl Shape {
    /// How many of `all` are an account's.
    pub fn of(&self, all: i64, nth: i64) -> i64 {
        let large = (all + 9) / 10;
        let (others, rest) = (self.accounts - 1, all - large);
        if nth == 0 { large } else { rest / others + i64::from(nth - 1 < rest % others) }
    }

    /// The number and the account of row `i`, in SQL: every tenth row is the first account's, the others take turns.
    pub fn split(&self) -> String {
        let others = self.accounts - 1;
        format!(
            "CASE WHEN i % 10 = 0 THEN 0 ELSE 1 + (i - i / 10 - 1) % {others} END AS nth,
             CASE WHEN i % 10 = 0 THEN i / 10 ELSE (i - i / 10 - 1) / {others} END AS k"
        )
    }
}

fn hash<const N: usize>(what: &str) -> [u8; N] {
    Sha256::digest(what)[..N].try_into().unwrap()
}

pub fn name(nth: i64) -> String {
    format!("person {nth}")
}

pub fn token(nth: i64, device: i64) -> Vec<u8> {
    format!("token {nth} {device}").into_bytes()
}

pub fn known(nth: i64, device: i64) -> Known {
    Known {
        account: hash(&name(nth)),
        session: hash(&format!("session {nth} {device}")),
        device: hash(&format!("device {nth} {device}")),
    }
}

pub fn account(nth: i64) -> NewAccount {
    let bytes = |length| Bytes(vec![7; length]);
    NewAccount {
        origin: Some("https://vault.example.org".to_owned()),
        account: name(nth),
        id: Id(known(nth, 0).account),
        seed: Id([7; 16]),
        kdf: Kdf { memory: 65_536, passes: 3, lanes: 1 },
        auth: Id([8; 32]),
        keys: Keys { generation: 1, passphrase: bytes(97), recovery: bytes(97), keyring: bytes(300) },
        recovery_auth: Some(Id([9; 32])),
        invitation: None,
    }
}

/// Signs up, and logs in on both devices.
pub async fn begin(store: &Store, nth: i64, now: i64) {
    store.create(&account(nth), hash(&format!("salt {nth}")), "free", now).await.unwrap();
    let seen = store.account(&name(nth)).await.unwrap().unwrap();
    for device in 0..2 {
        let (who, token) = (known(nth, device), token(nth, device));
        store.begin_session(who, &seen, &token, "Firefox on Linux", 64, now).await.unwrap();
    }
}
