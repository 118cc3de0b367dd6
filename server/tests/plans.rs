//! How databases come to what the store asks for: no statement reads a table from end to end that grows with accounts or with their lives.
use crate::rows::{ADA, BOB, DEVICE, TIMES, conformance, entry, furnished, row, tail};
use sha2::{Digest, Sha256};
use sqlx::{AnyPool, Row as _};
use std::sync::Arc;
use std::time::{Duration, Instant};
use webmynd_protocol::bytes::{Id, PackId};
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class, Row};
use webmynd_server::store::{Carried, Store, Times, Upload};

conformance! {
    no_statement_reads_a_table_that_grows_from_end_to_end
    what_has_ended_leaves_while_others_commit
    two_servers_that_purge_and_commit_the_same_accounts_stand_in_nobodys_way
}

/// What reads all that an account has, because a person asked for its sum; and whether it has anything.
const OF_ACCOUNT: [&str; 2] =
    ["SELECT kind, class, day, COUNT(*)", "SELECT id FROM accounts WHERE leaves = 0 AND NOT EXISTS"];

/// Where the statements stand.
const SOURCES: [&str; 15] = [
    include_str!("../src/store/accounts.rs"),
    include_str!("../src/store/carried.rs"),
    include_str!("../src/store/clearing.rs"),
    include_str!("../src/store/log.rs"),
    include_str!("../src/store/packs.rs"),
    include_str!("../src/store/pairings.rs"),
    include_str!("../src/store/plans.rs"),
    include_str!("../src/store/purge.rs"),
    include_str!("../src/store/recaps.rs"),
    include_str!("../src/store/rounds.rs"),
    include_str!("../src/store/sessions.rs"),
    include_str!("../src/store/sweep.rs"),
    include_str!("../src/store/tail.rs"),
    include_str!("../src/store/undo.rs"),
    include_str!("../src/store/usage.rs"),
];

/// What reads all accounts: an operator's list, by hand. And the newest one of an index, from its end.
const WHOLE: [&str; 2] = ["SELECT name, plan, created, leaves", "SELECT origin FROM accounts"];

fn statements() -> Vec<String> {
    let mut all = Vec::new();
    for source in SOURCES {
        for (at, _) in source.match_indices('"') {
            let rest = &source[at + 1..];
            let verbs = ["SELECT ", "UPDATE ", "DELETE ", "INSERT ", "WITH "];
            if verbs.iter().any(|verb| rest.starts_with(verb)) {
                all.push(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
    all
}

async fn no_statement_reads_a_table_that_grows_from_end_to_end(url: &str) {
    drop(furnished(url).await);
    let database = AnyPool::connect(url).await.unwrap();
    let all = statements();
    assert!(all.len() >= 60, "{} statements", all.len());
    let mut scans = Vec::new();
    for statement in all.iter().filter(|one| !WHOLE.iter().any(|whole| one.starts_with(whole))) {
        let plan = if url.starts_with("sqlite") {
            of_sqlite(&database, statement).await
        } else {
            of_postgres(&database, statement).await
        };
        let reads_account = OF_ACCOUNT.iter().any(|some| statement.starts_with(some));
        let is_bad = |step: &String| is_scan(step) || !reads_account && is_vague(step);
        scans.extend(plan.into_iter().filter(is_bad).map(|step| (statement, step)));
    }
    assert!(scans.is_empty(), "{scans:#?}");
}

fn is_scan(step: &str) -> bool {
    let of_all =
        ["packs", "log", "sessions", "accounts", "tickets", "contents", "recoveries", "recaps", "vouches"];
    of_all.iter().any(|table| {
        step.contains(&format!("Seq Scan on {table}")) || step.starts_with(&format!("SCAN {table}"))
    })
}

/// Whether SQLite reads all rows of an account, or all that are in a state, to find some of them.
fn is_vague(step: &str) -> bool {
    let is_of = |table: &&str| step.starts_with(&format!("SEARCH {table} "));
    ["packs", "log", "contents"].iter().any(is_of)
        && ["(account=?)", "(state=?)"].iter().any(|bound| step.ends_with(bound))
}

/// `WEBMYND_PURGED` packs (3,000) have ended at once, as when a clock jumps: they leave, and who commits meanwhile waits little. Its times
/// are printed with `--nocapture`.
async fn what_has_ended_leaves_while_others_commit(url: &str) {
    let store = Arc::new(furnished(url).await);
    let ended = std::env::var("WEBMYND_PURGED").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    fill(url, ended).await;
    let begun = Instant::now();
    let purging = tokio::spawn({
        let store = store.clone();
        async move {
            let (mut gone, mut some) = (0, store.condemn(2_000, 100).await.unwrap());
            while let Some(last) = some.last().copied() {
                gone += store.shred(&some).await.unwrap();
                some = store.condemned((last.account, last.pack), 100).await.unwrap();
            }
            gone
        }
    });
    let (mut waited, mut seq) = (Vec::new(), 0);
    while !purging.is_finished() || seq < 20 {
        seq += 1;
        let at = Instant::now();
        let said = entry(&format!("entry {seq}"), vec![], vec![]);
        store.append(ADA, DEVICE, seq, &said, &Carried::default(), TIMES).await.unwrap();
        waited.push(at.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(purging.await.unwrap(), ended);
    assert_eq!(tail(&store, ADA, 0, 1, 1).await.version, seq);
    waited.sort();
    let of = |share: usize| waited[(waited.len() - 1) * share / 100];
    println!(
        "{}: {ended} packs left in {:?} beside {seq} commits: half within {:?}, 99 of 100 within {:?}, the longest {:?}",
        url.split(':').next().unwrap_or_default(),
        begun.elapsed(),
        of(50),
        of(99),
        of(100)
    );
}

/// Two servers over one database: both purge what has ended, and both commit, delete and take back in the accounts whose packs end. Nothing is lost, the
/// sums are what is there, and PostgreSQL had to break nothing off: who holds rows waits for others in one order, or not at all.
async fn two_servers_that_purge_and_commit_the_same_accounts_stand_in_nobodys_way(url: &str) {
    let stores = [furnished(url).await, Store::open(url).await.unwrap()];
    let mut tasks = Vec::new();
    let lives = [(ADA, [1; 16], 0), (ADA, [2; 16], 1), (BOB, [3; 16], 0), (BOB, [4; 16], 1)];
    for (account, device, server) in lives {
        tasks.push(tokio::spawn(commits_and_deletes(stores[server].clone(), account, device)));
    }
    let purging = stores.clone().map(|store| tokio::spawn(purges(store)));
    for task in tasks {
        task.await.unwrap();
    }
    let mut gone = 0;
    for task in purging {
        gone += task.await.unwrap();
    }
    for account in [ADA, BOB] {
        let entries = tail(&stores[0], account, 0, 1_000, 1).await.entries;
        assert_eq!(entries.len(), 2 * COMMITS as usize, "none is lost, and none is there twice");
    }
    let database = AnyPool::connect(url).await.unwrap();
    let number = async |statement: &'static str| {
        sqlx::query(statement).fetch_one(&database).await.unwrap().get::<i64, _>(0)
    };
    let wrong = "SELECT COUNT(*) FROM accounts WHERE packed <> (SELECT COALESCE(SUM(size), 0) FROM packs WHERE packs.account = accounts.id)
        OR packs <> (SELECT COUNT(*) FROM packs WHERE packs.account = accounts.id)";
    assert_eq!(number(wrong).await, 0, "the sums are what is there");
    let left = number("SELECT COUNT(*) FROM packs").await;
    assert_eq!(gone as i64 + left, 4 * COMMITS as i64 * PACKS as i64, "each pack goes once");
    assert_eq!(number("SELECT COUNT(*) FROM contents").await, left, "with its bytes");
    if !url.starts_with("sqlite") {
        // PostgreSQL tells of them a second late.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let broken_off = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
        assert_eq!(number(broken_off).await, 0);
    }
}

const COMMITS: u64 = 30;
const PACKS: usize = 20;

/// Each entry brings packs, half of which end at once, and trashes or deletes those of the entry before; some of that is taken back.
async fn commits_and_deletes(store: Store, account: [u8; 16], device: [u8; 16]) {
    let mut before: Vec<PackId> = Vec::new();
    for seq in 1..=COMMITS {
        let (mut rows, mut uploads) = (Vec::new(), Vec::new());
        for nth in 0..PACKS {
            let name = Sha256::digest([&account[..], &device, &[seq as u8, nth as u8]].concat());
            let pack: [u8; 32] = name.into();
            let class = if nth % 2 == 0 { Class::History } else { Class::Mark };
            rows.push(Row { id: Id(pack), ..row(1, class) });
            let fresh = pack[..16].try_into().unwrap();
            uploads.push(Upload { pack, bytes: vec![1; 100].into(), fresh, kept: true });
        }
        let times = Times { now: 1_000, retention: Some(0), undo: seq as i64 % 2 };
        let dels = if seq % 3 == 0 { std::mem::take(&mut before) } else { vec![] };
        let said = Entry { dels, ..entry(&seq.to_string(), rows, vec![]) };
        let carried = Carried { uploads, quota: None };
        store.append(account, device, seq, &said, &carried, times).await.unwrap();
        let mark = |row: &&Row| row.class == Class::Mark;
        let marks: Vec<PackId> = said.adds.iter().filter(mark).map(|row| row.id).collect();
        if seq % 3 == 1 {
            let ticket = [&account[..], &device, &[seq as u8]].concat();
            store.trash(account, &marks, &ticket, times).await.unwrap();
            // What was purged meanwhile is gone: that is told, and nothing of it comes back.
            let _ = store.undo(account, &ticket, 1_000).await;
        }
        before = marks;
    }
}

/// What has ended by then, again and again; how many packs were there to be removed.
async fn purges(store: Store) -> usize {
    let mut gone = 0;
    for _ in 0..40 {
        let mut some = store.condemn(1_000, 50).await.unwrap();
        while let Some(last) = some.last().copied() {
            gone += store.shred(&some).await.unwrap();
            some = store.condemned((last.account, last.pack), 50).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gone
}

/// Rows of packs that ended at 1,000, their bytes elsewhere.
async fn fill(url: &str, count: usize) {
    let database = AnyPool::connect(url).await.unwrap();
    let (numbers, id) = if url.starts_with("sqlite") {
        let all =
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
        (all, "CAST(printf('%032d', i) AS BLOB)")
    } else {
        (
            format!("WITH n AS (SELECT generate_series(1, {count}) AS i)"),
            "convert_to(lpad(i::text, 32, '0'), 'UTF8')",
        )
    };
    let insert = format!(
        "{numbers} INSERT INTO packs (account, id, blob, size, state, staged, kind, class, day, device, seq, epoch, wrapped, committed, expires)
         SELECT $1, {id}, $2, 40000, 'live', 1, 'text', 'history', 1, $2, 1, 1, $2, 1, 1000 FROM n"
    );
    let insert = if url.starts_with("sqlite") {
        // A statement with WITH in front of INSERT is written the other way round there.
        let (into, select) = insert.trim_start_matches(&numbers).split_once("SELECT").unwrap();
        format!("{into} {numbers} SELECT {select}")
    } else {
        insert
    };
    sqlx::query(sqlx::AssertSqlSafe(insert))
        .bind(BOB.to_vec())
        .bind(vec![7_u8; 16])
        .execute(&database)
        .await
        .unwrap();
}

async fn of_sqlite(database: &AnyPool, statement: &str) -> Vec<String> {
    let explained = format!("EXPLAIN QUERY PLAN {statement}");
    let rows = sqlx::query(sqlx::AssertSqlSafe(explained)).fetch_all(database).await;
    rows.unwrap_or_else(|error| panic!("{statement}: {error}")).iter().map(|row| row.get("detail")).collect()
}

/// Of a plan for whichever values, where a scan of everything is the last that is taken.
async fn of_postgres(database: &AnyPool, statement: &str) -> Vec<String> {
    let mut one = database.acquire().await.unwrap();
    let values = (1..=20).rev().find(|number| statement.contains(&format!("${number}"))).unwrap_or(0);
    let nothing = vec!["NULL"; values].join(", ");
    let run = if values == 0 { "EXECUTE asked".to_owned() } else { format!("EXECUTE asked({nothing})") };
    for line in [
        "SET enable_seqscan = off".to_owned(),
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE asked AS {statement}"),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(line))
            .execute(&mut *one)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(format!("EXPLAIN {run}"))).fetch_all(&mut *one).await;
    let plan = rows.unwrap_or_else(|error| panic!("{statement}: {error}"));
    let steps = plan.iter().map(|row| row.get(0)).collect();
    sqlx::raw_sql("DEALLOCATE asked").execute(&mut *one).await.unwrap();
    steps
}
