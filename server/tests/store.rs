//! What every database has to do, run against SQLite.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test says what broke by panicking.
use webmynd_protocol::account::{Kdf, Keys, NewAccount, NewKeys, NewLogin};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class, Kind, Row};
use webmynd_protocol::{Bytes, Code};
use webmynd_server::store::{Known, Refused, Staged, Store, StoreError, Taken, Times};

const ADA: [u8; 16] = [1; 16];
const BOB: [u8; 16] = [2; 16];
const DEVICE: [u8; 16] = [3; 16];
const TIMES: Times = Times { now: 1_000, retention: Some(500), undo: 60 };

fn account(id: [u8; 16], name: &str) -> NewAccount {
    let keys =
        Keys { generation: 1, passphrase: Bytes(vec![1]), recovery: Bytes(vec![2]), keyring: Bytes(vec![3]) };
    let kdf = Kdf { memory: 65_536, passes: 3, lanes: 1 };
    NewAccount {
        account: name.to_owned(),
        id: Id(id),
        seed: Id([7; 16]),
        kdf,
        auth: Id([8; 32]),
        keys,
        invitation: None,
    }
}

fn known(session: u8, device: u8) -> Known {
    Known { account: ADA, session: [session; 16], device: [device; 16] }
}

fn row(pack: u8, class: Class) -> Row {
    Row {
        id: Id([pack; 32]),
        kind: Kind::Text,
        class,
        day: 20_000,
        epoch: 1,
        wrapped_key: Bytes(vec![pack; 72]),
    }
}

fn entry(sealed: &str, adds: Vec<Row>, dels: Vec<u8>) -> Entry {
    let dels = dels.into_iter().map(|pack| Id([pack; 32])).collect();
    Entry { prev: Id([0; 32]), epoch: 1, sealed: Bytes(sealed.into()), signature: Id([5; 64]), adds, dels }
}

fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Refused {
    match result {
        Err(StoreError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

/// A store with two accounts, in a folder that lives as long as it is held.
async fn furnished() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("vault.db").display())).await.unwrap();
    for (id, name) in [(ADA, "Ada"), (BOB, "bob")] {
        store.create(&account(id, name), [9; 16], "free", 1).await.unwrap();
    }
    (store, folder)
}

#[tokio::test]
async fn accounts_are_found_by_any_case_and_made_once() {
    let (store, _folder) = furnished().await;
    let ada = store.account("ADA").await.unwrap().unwrap();
    assert_eq!((ada.id, ada.seed, ada.kdf.memory), (ADA, [7; 16], 65_536));
    assert!(ada.admits(&[8; 32]) && !ada.admits(&[0; 32]));
    assert_eq!(store.account("eve").await.unwrap(), None);
    for taken in [account([9; 16], "ada"), account(ADA, "eve")] {
        assert_eq!(refused(store.create(&taken, [0; 16], "free", 2).await).code, Code::AccountExists);
    }
}

#[tokio::test]
async fn keys_change_one_generation_at_a_time() {
    let (store, _folder) = furnished().await;
    let mut keys = store.keys(ADA).await.unwrap();
    keys.generation = 2;
    keys.keyring = Bytes(vec![33]);
    let login = NewLogin { seed: Id([1; 16]), kdf: account(ADA, "").kdf, auth: Id([4; 32]) };
    let new = NewKeys { keys: keys.clone(), login: Some(login), end_others: false };
    store.put_keys(known(1, 1), 1, &new, [5; 16]).await.unwrap();
    assert_eq!(store.keys(ADA).await.unwrap(), keys);
    assert!(store.account("ada").await.unwrap().unwrap().admits(&[4; 32]));
    let late = refused(store.put_keys(known(1, 1), 1, &new, [5; 16]).await);
    assert_eq!((late.code, late.current), (Code::GenerationConflict, Some(2)));
    assert_eq!(store.keys(BOB).await.unwrap().generation, 1, "another account is not touched");
}

#[tokio::test]
async fn sessions_are_known_by_their_token_until_they_end() {
    let (store, _folder) = furnished().await;
    let who = async |token: &[u8]| store.bearer(token).await.unwrap().map(|bearer| bearer.who);
    store.begin_session(known(1, 1), b"one", "Firefox", 64, 10).await.unwrap();
    store.begin_session(known(2, 2), b"two", "Chromium", 64, 20).await.unwrap();
    assert_eq!(who(b"one").await, Some(known(1, 1)));
    assert_eq!(who(b"three").await, None);
    let listed = store.sessions(known(1, 1)).await.unwrap();
    assert_eq!(
        listed.iter().map(|one| (one.agent.as_str(), one.own)).collect::<Vec<_>>(),
        [("Chromium", false), ("Firefox", true)]
    );
    store.begin_session(known(3, 1), b"again", "Firefox", 64, 30).await.unwrap();
    assert_eq!(who(b"one").await, None, "a device has one session");
    let eve = Known { account: BOB, ..known(9, 9) };
    assert_eq!(refused(store.end_session(eve, [2; 16]).await).code, Code::NotFound, "nobody ends another's");
    let keys = Keys { generation: 2, ..store.keys(ADA).await.unwrap() };
    store.put_keys(known(3, 1), 1, &NewKeys { keys, login: None, end_others: true }, [0; 16]).await.unwrap();
    assert_eq!(who(b"two").await, None);
    assert_eq!(who(b"again").await, Some(known(3, 1)));
}

#[tokio::test]
async fn an_entry_is_taken_whole_or_not_at_all() {
    let (store, _folder) = furnished().await;
    store.stage(ADA, [1; 32], 10, 1).await.unwrap();
    let missing = entry("one", vec![row(1, Class::History), row(2, Class::History)], vec![]);
    assert_eq!(refused(store.append(ADA, DEVICE, 1, &missing, TIMES).await).code, Code::MissingPack);
    assert_eq!(
        refused(store.pack(ADA, [1; 32], 1_000).await).code,
        Code::NotFound,
        "nothing of it was taken"
    );
    assert_eq!(store.tail(ADA, 0, 10, 1_000).await.unwrap().version, 0);

    store.stage(ADA, [2; 32], 20, 1).await.unwrap();
    assert_eq!(store.append(ADA, DEVICE, 1, &missing, TIMES).await.unwrap(), Taken::New(1));
    assert_eq!(store.pack(ADA, [2; 32], 1_000).await.unwrap(), 20);
    assert_eq!(
        store.append(ADA, DEVICE, 1, &missing, TIMES).await.unwrap(),
        Taken::Again(1),
        "sent again after a lost answer"
    );
    let page = store.tail(ADA, 0, 10, 1_000).await.unwrap();
    assert_eq!((page.version, page.next, page.entries.len(), page.entries[0].adds.len()), (1, None, 1, 2));
    assert_eq!(page.entries[0].adds[0].expires_at, Some(1_500));
}

#[tokio::test]
async fn gaps_and_other_pasts_are_refused_and_name_the_head() {
    let (store, _folder) = furnished().await;
    for seq in 1..=3 {
        store.append(ADA, DEVICE, seq, &entry(&seq.to_string(), vec![], vec![]), TIMES).await.unwrap();
    }
    let gap = refused(store.append(ADA, DEVICE, 5, &entry("5", vec![], vec![]), TIMES).await);
    assert_eq!(gap, Refused { code: Code::SeqGap, current: Some(3) });
    let other = refused(store.append(ADA, DEVICE, 2, &entry("another 2", vec![], vec![]), TIMES).await);
    assert_eq!(other, Refused { code: Code::SeqConflict, current: Some(3) });
    let page = store.tail(ADA, 1, 1, 1_000).await.unwrap();
    assert_eq!((page.entries[0].seq, page.next, page.version), (2, Some(2), 3));
    assert_eq!(store.tail(BOB, 0, 10, 1_000).await.unwrap().entries, []);
}

#[tokio::test]
async fn devices_that_commit_at_once_get_versions_of_their_own() {
    let (store, _folder) = furnished().await;
    let run = |device: u8| {
        let store = store.clone();
        tokio::spawn(async move {
            for seq in 1..=20 {
                store
                    .append(ADA, [device; 16], seq, &entry(&format!("{device} {seq}"), vec![], vec![]), TIMES)
                    .await
                    .unwrap();
            }
        })
    };
    for task in [run(1), run(2), run(3)] {
        task.await.unwrap();
    }
    let page = store.tail(ADA, 0, 100, 1_000).await.unwrap();
    assert_eq!(page.entries.iter().map(|one| one.version).collect::<Vec<_>>(), (1..=60).collect::<Vec<_>>());
}

#[tokio::test]
async fn packs_go_when_their_time_is_over_and_marks_never() {
    let (store, _folder) = furnished().await;
    for pack in 1..=4 {
        assert_eq!(store.stage(ADA, [pack; 32], 100, 1_000).await.unwrap(), Staged::New);
    }
    assert_eq!(store.stage(ADA, [1; 32], 100, 1_000).await.unwrap(), Staged::Again);
    let adds = vec![row(1, Class::History), row(2, Class::Mark), row(3, Class::Mark)];
    store.append(ADA, DEVICE, 1, &entry("one", adds, vec![]), TIMES).await.unwrap();
    store.append(ADA, DEVICE, 2, &entry("two", vec![], vec![3]), TIMES).await.unwrap();
    assert_eq!(
        refused(store.pack(ADA, [3; 32], 1_000).await).code,
        Code::NotFound,
        "what is trashed cannot be read"
    );
    assert_eq!(store.condemn(1_059, 10).await.unwrap(), []);
    assert_eq!(store.condemn(1_060, 10).await.unwrap(), [(ADA, [3; 32])]);
    assert_eq!(store.condemn(1_060, 10).await.unwrap(), [(ADA, [3; 32])], "until its bytes are gone");
    assert_eq!(refused(store.has(ADA, [3; 32], 1_060).await).code, Code::Unavailable);
    assert_eq!(store.used(ADA).await.unwrap(), 400);
    store.shred((ADA, [3; 32])).await.unwrap();
    assert!(!store.has(ADA, [3; 32], 1_060).await.unwrap());
    assert_eq!(store.used(ADA).await.unwrap(), 300);
    assert_eq!(
        refused(store.room(ADA, 101, Some(400)).await),
        Refused { code: Code::Quota, current: Some(100) }
    );
    store.room(ADA, 100, Some(400)).await.unwrap();
    let usage = store.usage(ADA).await.unwrap();
    assert_eq!(
        usage.iter().map(|day| (day.class, day.packs, day.expires_at)).collect::<Vec<_>>(),
        [(Class::History, 1, Some(1_500)), (Class::Mark, 1, None)]
    );
    assert_eq!(store.condemn(1_500, 10).await.unwrap(), [(ADA, [1; 32])]);
    store.shred((ADA, [1; 32])).await.unwrap();
    assert_eq!(
        store.condemn(1_000 + 86_400_000, 10).await.unwrap(),
        [(ADA, [4; 32])],
        "what was staged waits for a day"
    );
}

#[tokio::test]
async fn what_was_taken_is_there_after_a_restart() {
    let (store, folder) = furnished().await;
    store.append(ADA, DEVICE, 1, &entry("one", vec![], vec![]), TIMES).await.unwrap();
    drop(store);
    let again = Store::open(&format!("sqlite:{}", folder.path().join("vault.db").display())).await.unwrap();
    assert_eq!(again.tail(ADA, 0, 10, 1_000).await.unwrap().entries.len(), 1);
    again.ready().await.unwrap();
}
