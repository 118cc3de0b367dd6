//! What every database has to do: run over SQLite and, where there is one, over a real PostgreSQL.
use crate::rows::{
    ADA, BOB, DEVICE, TIMES, account, condemned, conformance, entry, furnished, known, refused, row, staged,
    tail,
};
use webmynd_protocol::account::{Keys, NewKeys, NewLogin};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pack::Class;
use webmynd_protocol::{Bytes, Code};
use webmynd_server::store::{Carried, Found, Known, Refused, Store, Stored, Taken};

conformance! {
    accounts_are_found_by_any_case_and_made_once
    keys_change_one_generation_at_a_time
    sessions_are_known_by_their_token_until_they_end
    a_session_ends_when_nobody_is_heard_of_or_too_many_are
    tables_of_version_1_are_taken_on_and_later_ones_refused
    a_device_that_logs_in_at_once_twice_has_one_session
    what_was_verified_with_the_old_passphrase_opens_nothing_after_the_new_one
    an_entry_is_taken_whole_or_not_at_all
    gaps_and_other_pasts_are_refused_and_name_the_head
    devices_that_commit_at_once_get_versions_of_their_own
    an_account_that_is_condemned_does_not_come_back
    writers_that_stand_in_each_others_way_all_get_through
    rounds_follow_a_clock_that_jumps_step_by_step
    servers_that_start_at_once_make_one_schema
    what_was_taken_is_there_after_a_restart
}

async fn accounts_are_found_by_any_case_and_made_once(url: &str) {
    let store = furnished(url).await;
    let ada = store.account("ADA").await.unwrap().unwrap();
    assert_eq!((ada.id, ada.seed, ada.kdf.memory), (ADA, [7; 16], 65_536));
    assert!(ada.admits(&[8; 32]) && !ada.admits(&[0; 32]));
    assert_eq!(store.account("eve").await.unwrap(), None);
    for taken in [account([9; 16], "ada"), account(ADA, "eve")] {
        assert_eq!(refused(store.create(&taken, [0; 16], "free", 2).await).code, Code::AccountExists);
    }
}

async fn keys_change_one_generation_at_a_time(url: &str) {
    let store = furnished(url).await;
    let mut keys = store.keys(ADA).await.unwrap();
    keys.generation = 2;
    keys.keyring = Bytes(vec![33]);
    let login = NewLogin { seed: Id([1; 16]), kdf: account(ADA, "").kdf, auth: Id([4; 32]), origin: None };
    let new = NewKeys { keys: keys.clone(), login: Some(login), recovery_auth: None, end_others: false };
    store.put_keys(known(1, 1), 1, &new, [5; 16]).await.unwrap();
    assert_eq!(store.keys(ADA).await.unwrap(), keys);
    assert!(store.account("ada").await.unwrap().unwrap().admits(&[4; 32]));
    let late = refused(store.put_keys(known(1, 1), 1, &new, [5; 16]).await);
    assert_eq!((late.code, late.current), (Code::GenerationConflict, Some(2)));
    assert_eq!(store.keys(BOB).await.unwrap().generation, 1, "another account is not touched");
}

async fn sessions_are_known_by_their_token_until_they_end(url: &str) {
    let store = furnished(url).await;
    let who = async |token: &[u8]| store.bearer(token, 40).await.unwrap().map(|bearer| bearer.who);
    let ada = store.account("ada").await.unwrap().unwrap();
    store.begin_session(known(1, 1), &ada, b"one", "Firefox", 64, 10).await.unwrap();
    store.begin_session(known(2, 2), &ada, b"two", "Chromium", 64, 20).await.unwrap();
    assert_eq!(who(b"one").await, Some(known(1, 1)));
    assert_eq!(who(b"three").await, None);
    let listed = store.sessions(known(1, 1)).await.unwrap();
    assert_eq!(
        listed.iter().map(|one| (one.agent.as_str(), one.own)).collect::<Vec<_>>(),
        [("Chromium", false), ("Firefox", true)]
    );
    store.begin_session(known(3, 1), &ada, b"again", "Firefox", 64, 30).await.unwrap();
    assert_eq!(who(b"one").await, None, "a device has one session");
    let eve = Known { account: BOB, ..known(9, 9) };
    assert_eq!(refused(store.end_session(eve, [2; 16]).await).code, Code::NotFound, "nobody ends another's");
    let keys = Keys { generation: 2, ..store.keys(ADA).await.unwrap() };
    store
        .put_keys(
            known(3, 1),
            1,
            &NewKeys { keys, login: None, recovery_auth: None, end_others: true },
            [0; 16],
        )
        .await
        .unwrap();
    assert_eq!(who(b"two").await, None);
    assert_eq!(who(b"again").await, Some(known(3, 1)));
}

async fn a_session_ends_when_nobody_is_heard_of_or_too_many_are(url: &str) {
    const DAY: i64 = 86_400_000;
    let store = furnished(url).await;
    let ada = store.account("ada").await.unwrap().unwrap();
    let heard = async |token: &[u8], now: i64| store.bearer(token, now).await.unwrap().is_some();
    for device in 1..=3 {
        store.begin_session(known(device, device), &ada, &[device], "", 3, i64::from(device)).await.unwrap();
    }
    store.touch(known(1, 1), DAY).await.unwrap();
    store.begin_session(known(4, 4), &ada, &[4], "", 3, 2 * DAY).await.unwrap();
    let alive = async |now: i64| {
        let mut alive = vec![];
        for device in 1..=5_u8 {
            alive.extend(heard(&[device], now).await.then_some(device));
        }
        alive
    };
    assert_eq!(alive(2 * DAY).await, [1, 3, 4], "the second was heard of least lately");
    assert_eq!(alive(91 * DAY).await, [4], "90 days of silence");
    store.sweep(91 * DAY).await.unwrap();
    assert_eq!(alive(2 * DAY).await, [1, 3, 4], "a clock that was wrong for a while ends none for good");
    // A clock that went back: the new one stays all the same.
    store.begin_session(known(5, 5), &ada, &[5], "", 3, DAY / 2).await.unwrap();
    assert_eq!(alive(2 * DAY).await, [1, 4, 5]);
    store.sweep(182 * DAY).await.unwrap();
    assert_eq!(alive(2 * DAY).await, [0; 0]);
}

async fn tables_of_version_1_are_taken_on_and_later_ones_refused(url: &str) {
    let store = furnished(url).await;
    let before = store.used(ADA).await.unwrap();
    store.append(ADA, DEVICE, 1, &entry("one", vec![], vec![]), &Carried::default(), TIMES).await.unwrap();
    staged(&store, 1, 100, 1_000).await;
    let after = store.used(ADA).await.unwrap();
    assert_eq!(after - before, 3 + 100, "what is sealed counts");
    drop(store);
    let database = sqlx::AnyPool::connect(url).await.unwrap();
    let run = async |statement: &'static str| {
        sqlx::query(statement).execute(&database).await.unwrap();
    };
    let version = async || {
        let row = sqlx::query("SELECT version FROM schema").fetch_one(&database).await.unwrap();
        sqlx::Row::get::<i64, _>(&row, "version")
    };
    let newest = version().await;
    for statement in [
        "DROP INDEX sessions_by_age",
        "DROP INDEX accounts_by_age",
        "DROP INDEX accounts_leaving",
        "DROP INDEX packs_purging",
        "DROP INDEX packs_waiting",
        "DROP INDEX packs_trashed",
        "DROP INDEX packs_ending",
        "CREATE INDEX packs_by_state ON packs (state, until, staged)",
        "CREATE INDEX packs_by_end ON packs (expires)",
        "DROP INDEX tickets_by_end",
        "DROP INDEX tickets_of_account",
        "ALTER TABLE accounts DROP COLUMN origin",
        "DROP TABLE rounds",
        "ALTER TABLE accounts DROP COLUMN logged",
        "ALTER TABLE accounts DROP COLUMN packed",
        "ALTER TABLE accounts DROP COLUMN packs",
        "DROP INDEX accounts_clearing",
        "ALTER TABLE accounts DROP COLUMN cleared",
        "ALTER TABLE accounts DROP COLUMN clearing",
        "ALTER TABLE accounts DROP COLUMN stands",
        "DROP TABLE recaps",
        "DROP TABLE vouches",
        "DROP TABLE schema",
    ] {
        run(statement).await;
    }
    let store = Store::open(url).await.unwrap();
    assert_eq!(tail(&store, ADA, 0, 10, 1_000).await.entries.len(), 1, "all is there");
    assert_eq!(version().await, newest);
    assert_eq!(store.account("ada").await.unwrap().unwrap().origin, None);
    assert_eq!(store.used(ADA).await.unwrap(), after, "entries and packs of before are counted");
    assert_eq!(store.accounts().await.unwrap()[0].packs, 1);
    store.append(ADA, DEVICE, 1, &entry("one", vec![], vec![]), &Carried::default(), TIMES).await.unwrap();
    assert_eq!(store.used(ADA).await.unwrap(), after, "and the same one is counted once");
    assert_eq!(store.begin_round(70).await.unwrap().until, 70);
    run("DROP INDEX sessions_by_age").await;
    run("UPDATE schema SET version = version + 1").await;
    drop(store);
    let Err(refused) = Store::open(url).await else { panic!("a newer database is opened") };
    assert!(refused.to_string().contains("update this server"), "{refused}");
    assert_eq!(version().await, newest + 1, "and left as it is");
}

async fn an_entry_is_taken_whole_or_not_at_all(url: &str) {
    let store = furnished(url).await;
    staged(&store, 1, 10, 1).await;
    let missing = entry("one", vec![row(1, Class::History), row(2, Class::History)], vec![]);
    assert_eq!(
        refused(store.append(ADA, DEVICE, 1, &missing, &Carried::default(), TIMES).await).code,
        Code::MissingPack
    );
    assert_eq!(
        refused(store.pack(ADA, [1; 32], 1_000).await).code,
        Code::NotFound,
        "nothing of it was taken"
    );
    assert_eq!(tail(&store, ADA, 0, 10, 1_000).await.version, 0);

    staged(&store, 2, 20, 1).await;
    assert_eq!(
        store.append(ADA, DEVICE, 1, &missing, &Carried::default(), TIMES).await.unwrap(),
        Taken::New(1)
    );
    assert_eq!(
        store.pack(ADA, [2; 32], 1_000).await.unwrap(),
        Found { size: 20, bytes: Stored::Blob([2; 16]) }
    );
    assert_eq!(
        store.append(ADA, DEVICE, 1, &missing, &Carried::default(), TIMES).await.unwrap(),
        Taken::Again(1),
        "sent again after a lost answer"
    );
    let page = tail(&store, ADA, 0, 10, 1_000).await;
    assert_eq!((page.version, page.next, page.entries.len(), page.entries[0].adds.len()), (1, None, 1, 2));
    assert_eq!(page.entries[0].adds[0].expires_at, Some(1_500));
}

async fn gaps_and_other_pasts_are_refused_and_name_the_head(url: &str) {
    let store = furnished(url).await;
    for seq in 1..=3 {
        store
            .append(ADA, DEVICE, seq, &entry(&seq.to_string(), vec![], vec![]), &Carried::default(), TIMES)
            .await
            .unwrap();
    }
    let gap =
        refused(store.append(ADA, DEVICE, 5, &entry("5", vec![], vec![]), &Carried::default(), TIMES).await);
    assert_eq!(gap, Refused { code: Code::SeqGap, current: Some(3) });
    let other = refused(
        store.append(ADA, DEVICE, 2, &entry("another 2", vec![], vec![]), &Carried::default(), TIMES).await,
    );
    assert_eq!(other, Refused { code: Code::SeqConflict, current: Some(3) });
    let page = tail(&store, ADA, 1, 1, 1_000).await;
    assert_eq!((page.entries[0].seq, page.next, page.version), (2, Some(2), 3));
    assert_eq!(tail(&store, BOB, 0, 10, 1_000).await.entries, []);
}

async fn devices_that_commit_at_once_get_versions_of_their_own(url: &str) {
    let store = furnished(url).await;
    let run = |device: u8| {
        let store = store.clone();
        tokio::spawn(async move {
            for seq in 1..=20 {
                store
                    .append(
                        ADA,
                        [device; 16],
                        seq,
                        &entry(&format!("{device} {seq}"), vec![], vec![]),
                        &Carried::default(),
                        TIMES,
                    )
                    .await
                    .unwrap();
            }
        })
    };
    for task in [run(1), run(2), run(3)] {
        task.await.unwrap();
    }
    let page = tail(&store, ADA, 0, 100, 1_000).await;
    assert_eq!(page.entries.iter().map(|one| one.version).collect::<Vec<_>>(), (1..=60).collect::<Vec<_>>());
}

async fn a_device_that_logs_in_at_once_twice_has_one_session(url: &str) {
    let store = furnished(url).await;
    let ada = store.account("ada").await.unwrap().unwrap();
    let begin = |session: u8| {
        let (store, ada) = (store.clone(), ada.clone());
        tokio::spawn(async move {
            store.begin_session(known(session, 1), &ada, &[session], "Firefox", 64, 10).await.unwrap();
        })
    };
    for task in (1..=8).map(begin).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(store.sessions(known(1, 1)).await.unwrap().len(), 1);
}

/// One device changes the passphrase while the login of another one was found right, and its session is about to begin.
async fn what_was_verified_with_the_old_passphrase_opens_nothing_after_the_new_one(url: &str) {
    let store = &furnished(url).await;
    for round in 2..12_u8 {
        let seen = store.account("ada").await.unwrap().unwrap();
        let keys = Keys { generation: round.into(), ..store.keys(ADA).await.unwrap() };
        let login = NewLogin { seed: Id([1; 16]), kdf: seen.kdf, auth: Id([round; 32]), origin: None };
        let new = NewKeys { keys, login: Some(login), recovery_auth: None, end_others: false };
        let begin = async || store.begin_session(known(round, 2), &seen, &[round], "Firefox", 64, 20).await;
        let change = store.put_keys(known(1, 1), u64::from(round) - 1, &new, [round; 16]);
        let (at_once, changed) = tokio::join!(begin(), change);
        changed.unwrap();
        // One that was there first was ended with all others.
        assert!(at_once.is_ok() || refused(at_once).code == Code::WrongLogin);
        assert_eq!(refused(begin().await).code, Code::WrongLogin);
        assert_eq!(store.bearer(&[round], 40).await.unwrap(), None);
    }
}

async fn an_account_that_is_condemned_does_not_come_back(url: &str) {
    let store = furnished(url).await;
    for (pack, ticket) in [(1, b"back".as_slice()), (2, b"late".as_slice())] {
        staged(&store, pack, 10, 1_000).await;
        let added = entry(&pack.to_string(), vec![row(pack, Class::Mark)], vec![]);
        store.append(ADA, DEVICE, pack.into(), &added, &Carried::default(), TIMES).await.unwrap();
        store.leave(ADA, ticket, TIMES).await.unwrap();
        if pack == 1 {
            store.undo(ADA, ticket, 1_001).await.unwrap();
        }
    }
    // Another server's clock is ahead of the one that is asked.
    assert_eq!(store.condemn(1_060, 10).await.unwrap().len(), 2);
    assert_eq!(refused(store.undo(ADA, b"late", 1_001).await).code, Code::Gone);
    assert_eq!(refused(store.pack(ADA, [1; 32], 1_001).await).code, Code::NotFound);
    for pack in [1, 2] {
        store.shred(&[condemned(pack)]).await.unwrap();
    }
    store.sweep(1_060).await.unwrap();
    assert_eq!(store.account("ada").await.unwrap(), None);
    assert!(store.account("bob").await.unwrap().is_some());
}

/// A deletion takes packs in one order, the purge in any: one waits or is done again, and none fails.
async fn writers_that_stand_in_each_others_way_all_get_through(url: &str) {
    let store = furnished(url).await;
    for pack in 1..=60 {
        staged(&store, pack, 10, 1_000).await;
    }
    let adds = (1..=60).map(|pack| row(pack, Class::History)).collect();
    store.append(ADA, DEVICE, 1, &entry("all", adds, vec![]), &Carried::default(), TIMES).await.unwrap();
    let mut tasks = Vec::new();
    for nth in 0..6_u8 {
        let (trash, purge) = (store.clone(), store.clone());
        let packs: Vec<_> = (1..=10).rev().map(|pack| Id([nth * 10 + pack; 32])).collect();
        tasks.push(tokio::spawn(async move {
            let trashed = trash.trash(ADA, &packs, &[nth], TIMES).await;
            assert!(trashed.is_ok() || refused(trashed).code == Code::NotFound);
        }));
        tasks.push(tokio::spawn(async move {
            purge.condemn(1_500, 100).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(store.condemn(1_500, 100).await.unwrap().len(), 60);
}

async fn servers_that_start_at_once_make_one_schema(url: &str) {
    let open = |_| {
        tokio::spawn({
            let url = url.to_owned();
            async move { Store::open(&url).await.unwrap().secret("one", [1; 32]).await.unwrap() }
        })
    };
    for task in (0..4).map(open).collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), [1; 32]);
    }
}

async fn rounds_follow_a_clock_that_jumps_step_by_step(url: &str) {
    const HOUR: i64 = 3_600_000;
    let store = furnished(url).await;
    let round = async |now: i64| {
        let round = store.begin_round(now).await.unwrap();
        (round.until, round.behind)
    };
    assert_eq!(round(HOUR).await, (HOUR, 0), "the first one begins with the clock");
    assert_eq!(round(2 * HOUR).await, (2 * HOUR, 0));
    assert_eq!(round(1_002 * HOUR).await, (8 * HOUR, 994 * HOUR));
    let again = Store::open(url).await.unwrap();
    assert_eq!(again.begin_round(1_002 * HOUR).await.unwrap().until, 8 * HOUR, "a start hurries nothing");
    assert_eq!(round(1_003 * HOUR).await, (14 * HOUR, 989 * HOUR));
    assert_eq!(round(5 * HOUR).await, (5 * HOUR, 0), "it was set right");
    assert_eq!(store.time().await.unwrap().is_some(), !url.starts_with("sqlite:"));
}

async fn what_was_taken_is_there_after_a_restart(url: &str) {
    let store = furnished(url).await;
    store.append(ADA, DEVICE, 1, &entry("one", vec![], vec![]), &Carried::default(), TIMES).await.unwrap();
    drop(store);
    let again = Store::open(url).await.unwrap();
    assert_eq!(tail(&again, ADA, 0, 10, 1_000).await.entries.len(), 1);
    again.ready().await.unwrap();
}
