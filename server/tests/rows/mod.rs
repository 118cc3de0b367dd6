//! What the store's cases are made of, and how each is run over every database.
use webmynd_protocol::Bytes;
use webmynd_protocol::account::{Kdf, Keys, NewAccount};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::log::{Entry, Page};
use webmynd_protocol::pack::{Class, Kind, Row};
use webmynd_server::store::{
    Condemned, Known, Place, Refused, Staged, Store, StoreError, Tail, Times, Upload,
};

pub const ADA: [u8; 16] = [1; 16];
pub const BOB: [u8; 16] = [2; 16];
pub const DEVICE: [u8; 16] = [3; 16];
pub const TIMES: Times = Times { now: 1_000, retention: Some(500), undo: 60 };

/// Each case is an `async fn` that is given the address of an empty database.
macro_rules! conformance {
    ($($case:ident)*) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $case() {
                let folder = tempfile::tempdir().unwrap();
                super::$case(&format!("sqlite:{}", folder.path().join("vault.db").display())).await;
            })*
        }

        #[tokio::test]
        async fn the_same_over_postgresql() {
            let Some(postgres) = crate::postgres::Postgres::start() else { return };
            $($case(&postgres.database(stringify!($case))).await;)*
        }
    };
}

pub(crate) use conformance;

/// A store with two accounts.
pub async fn furnished(url: &str) -> Store {
    let store = Store::open(url).await.unwrap();
    for (id, name) in [(ADA, "Ada"), (BOB, "bob")] {
        store.create(&account(id, name), [9; 16], "free", 1).await.unwrap();
    }
    store
}

/// A pack whose bytes have arrived.
pub async fn staged(store: &Store, pack: u8, size: usize, now: i64) -> Staged {
    match store.place(ADA, &upload(pack, size, pack, false), None, now).await.unwrap() {
        Place::Here => Staged::Again,
        Place::Database => panic!("its bytes have a place of their own"),
        Place::Blob(blob) => store.stage(ADA, [pack; 32], blob, None).await.unwrap(),
    }
}

pub fn condemned(pack: u8) -> Condemned {
    Condemned { account: ADA, pack: [pack; 32], blob: [pack; 16], kept: false }
}

pub fn account(id: [u8; 16], name: &str) -> NewAccount {
    let keys =
        Keys { generation: 1, passphrase: Bytes(vec![1]), recovery: Bytes(vec![2]), keyring: Bytes(vec![3]) };
    let kdf = Kdf { memory: 65_536, passes: 3, lanes: 1 };
    NewAccount {
        origin: None,
        account: name.to_owned(),
        id: Id(id),
        seed: Id([7; 16]),
        kdf,
        auth: Id([8; 32]),
        keys,
        recovery_auth: None,
        invitation: None,
    }
}

pub fn known(session: u8, device: u8) -> Known {
    Known { account: ADA, session: [session; 16], device: [device; 16] }
}

pub fn row(pack: u8, class: Class) -> Row {
    Row {
        id: Id([pack; 32]),
        kind: Kind::Text,
        class,
        day: 20_000,
        epoch: 1,
        wrapped_key: Bytes(vec![pack; 72]),
    }
}

/// A pack of so many bytes; the name of its blob is told apart by `fresh`.
pub fn upload(pack: u8, size: usize, fresh: u8, kept: bool) -> Upload {
    Upload { pack: [pack; 32], bytes: vec![pack; size].into(), fresh: [fresh; 16], kept }
}

pub fn entry(sealed: &str, adds: Vec<Row>, dels: Vec<u8>) -> Entry {
    let dels = dels.into_iter().map(|pack| Id([pack; 32])).collect();
    let (prev, signature) = (Id([0; 32]), Id([5; 64]));
    Entry { prev, epoch: 1, sealed: Bytes(sealed.into()), signature, adds, dels, packs: vec![] }
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Refused {
    match result {
        Err(StoreError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

/// A page of an account's log, without the bytes of packs.
pub async fn tail(store: &Store, account: [u8; 16], since: u64, limit: u32, now: i64) -> Page {
    let who = Known { account, ..known(1, 1) };
    let version = store.news(who).await.unwrap().version;
    store.tail(who, Tail { since, limit, packs: false }, version, now).await.unwrap()
}
