//! How databases come to what the store asks for: no statement reads a table from end to end that grows with accounts or with their lives.
use crate::rows::{conformance, furnished};
use sqlx::{AnyPool, Row};

conformance! {
    no_statement_reads_a_table_that_grows_from_end_to_end
}

/// Where the statements stand.
const SOURCES: [&str; 9] = [
    include_str!("../src/store/accounts.rs"),
    include_str!("../src/store/log.rs"),
    include_str!("../src/store/packs.rs"),
    include_str!("../src/store/pairings.rs"),
    include_str!("../src/store/plans.rs"),
    include_str!("../src/store/purge.rs"),
    include_str!("../src/store/sessions.rs"),
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
            let verbs = ["SELECT ", "UPDATE ", "DELETE ", "INSERT "];
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
        scans.extend(plan.into_iter().filter(|step| is_scan(step)).map(|step| (statement, step)));
    }
    assert!(scans.is_empty(), "{scans:#?}");
}

fn is_scan(step: &str) -> bool {
    let of_all = ["packs", "log", "sessions", "accounts", "tickets", "contents", "recoveries"];
    of_all.iter().any(|table| {
        step.contains(&format!("Seq Scan on {table}")) || step.starts_with(&format!("SCAN {table}"))
    })
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
