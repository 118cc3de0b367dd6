//! The tables. Times are milliseconds of the server's clock, which is PostgreSQL's own where that is the database.
use super::StoreError;
use sqlx::{AnyPool, Row};

/// For SQLite: patience first, because the rest may have to wait; readers beside a writer, durable commits, deleted bytes
/// overwritten.
const PRAGMAS: [&str; 4] = [
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
];

/// For SQLite on a disk without a free byte: who has the file alone keeps in memory what readers and writer would share beside it, in a file that
/// finds no room. What is there is read so, and written again as soon as there is room.
pub const ALONE: &[&str] = &[
    "PRAGMA busy_timeout = 5000",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
];

/// For PostgreSQL: the isolation that the statements are written for, and commits that are on disk when they are
/// acknowledged, whatever the operator has set for others.
const SETTINGS: [&str; 2] = [
    "SET default_transaction_isolation = 'read committed'",
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
];

/// What time it is for PostgreSQL, in ms.
pub const NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now";

/// What each connection is told first.
pub fn wishes(sqlite: bool) -> &'static [&'static str] {
    if sqlite { &PRAGMAS } else { &SETTINGS }
}

/// What the tables of version 1 became since, a step for each version after it. A step is never changed once it was released.
const STEPS: [&[&str]; 8] = [
    &["CREATE INDEX IF NOT EXISTS sessions_by_age ON sessions (seen)"],
    &[
        "ALTER TABLE accounts ADD COLUMN origin TEXT",
        "CREATE INDEX accounts_by_age ON accounts (created) WHERE origin IS NOT NULL",
        "CREATE INDEX accounts_leaving ON accounts (leaves) WHERE leaves IS NOT NULL",
        "CREATE INDEX packs_purging ON packs (account, id) WHERE state = 'purging'",
        "CREATE INDEX tickets_by_end ON tickets (until)",
        "CREATE INDEX tickets_of_account ON tickets (account)",
    ],
    &[
        "CREATE TABLE rounds (name TEXT PRIMARY KEY, until BIGINT NOT NULL, at BIGINT NOT NULL)",
        // Bytes of sealed entries, counted as they are added: a quota that added them up would read the whole log each time.
        "ALTER TABLE accounts ADD COLUMN logged BIGINT NOT NULL DEFAULT 0",
        "UPDATE accounts SET logged = (SELECT CAST(COALESCE(SUM(LENGTH(sealed)), 0) AS BIGINT) FROM log WHERE log.account = accounts.id)",
    ],
    &[
        // Bytes of packs, for the same reason; of one that is still coming none yet.
        "ALTER TABLE accounts ADD COLUMN packed BIGINT NOT NULL DEFAULT 0",
        "UPDATE accounts SET packed = (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM packs
         WHERE packs.account = accounts.id AND packs.state <> 'coming')",
    ],
    &[
        // SQLite took the first where it was to find packs of an account or past their end, and read all that live. These hold what they find alone.
        "DROP INDEX packs_by_state",
        "DROP INDEX packs_by_end",
        "CREATE INDEX packs_waiting ON packs (staged) WHERE state IN ('staged', 'coming')",
        "CREATE INDEX packs_trashed ON packs (until) WHERE state = 'trashed'",
        "CREATE INDEX packs_ending ON packs (expires) WHERE state = 'live' AND expires IS NOT NULL",
    ],
    &[
        // How many packs an account's bytes are, as its operator sees them: counted for each account, the list read all packs there are.
        "ALTER TABLE accounts ADD COLUMN packs BIGINT NOT NULL DEFAULT 0",
        "UPDATE accounts SET packs = (SELECT COUNT(*) FROM packs
         WHERE packs.account = accounts.id AND packs.state <> 'coming' AND packs.size > 0)",
    ],
    &[
        "CREATE TABLE recaps (account BYTES NOT NULL, version BIGINT NOT NULL, form BIGINT NOT NULL, epoch BIGINT NOT NULL, digest BYTES NOT NULL,
         sealed BYTES NOT NULL, PRIMARY KEY (account, version))",
        "CREATE TABLE vouches (account BYTES NOT NULL, version BIGINT NOT NULL, device BYTES NOT NULL, nth BIGINT NOT NULL,
         signature BYTES NOT NULL, PRIMARY KEY (account, version, device))",
        // Up to which version entries may be gone; and the version up to which it was looked which of them go, while that is under way.
        "ALTER TABLE accounts ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE accounts ADD COLUMN clearing BIGINT",
        "CREATE INDEX accounts_clearing ON accounts (clearing) WHERE clearing IS NOT NULL",
    ],
    &[
        // A recap's hash; and that of the one up to which entries may be gone, of which there is no other: where it is lost the very same comes back.
        "ALTER TABLE recaps ADD COLUMN hash BYTES",
        "ALTER TABLE accounts ADD COLUMN stands BYTES",
    ],
];

/// The version of the tables that this program knows.
pub const VERSION: i64 = STEPS.len() as i64 + 1;

/// Version 1. `BYTES` is what the database calls bytes.
const TABLES: [&str; 14] = [
    "CREATE TABLE IF NOT EXISTS accounts (
        id BYTES PRIMARY KEY, name TEXT NOT NULL UNIQUE, seed BYTES NOT NULL,
        memory BIGINT NOT NULL, passes BIGINT NOT NULL, lanes BIGINT NOT NULL,
        salt BYTES NOT NULL, login BYTES NOT NULL, plan TEXT NOT NULL, created BIGINT NOT NULL,
        generation BIGINT NOT NULL, passphrase BYTES NOT NULL, recovery BYTES NOT NULL, keyring BYTES NOT NULL,
        version BIGINT NOT NULL, leaves BIGINT)",
    "CREATE TABLE IF NOT EXISTS sessions (
        account BYTES NOT NULL, id BYTES NOT NULL, token BYTES NOT NULL UNIQUE, device BYTES NOT NULL,
        agent TEXT NOT NULL, since BIGINT NOT NULL, seen BIGINT NOT NULL, PRIMARY KEY (account, id))",
    "CREATE TABLE IF NOT EXISTS packs (
        account BYTES NOT NULL, id BYTES NOT NULL, blob BYTES NOT NULL, size BIGINT NOT NULL, state TEXT NOT NULL, staged BIGINT NOT NULL,
        kind TEXT, class TEXT, day BIGINT, device BYTES, seq BIGINT, epoch BIGINT, wrapped BYTES,
        committed BIGINT, expires BIGINT, until BIGINT, PRIMARY KEY (account, id))",
    "CREATE TABLE IF NOT EXISTS contents (account BYTES NOT NULL, blob BYTES NOT NULL, bytes BYTES NOT NULL, PRIMARY KEY (account, blob))",
    "CREATE INDEX IF NOT EXISTS packs_of_entry ON packs (account, device, seq)",
    "CREATE INDEX IF NOT EXISTS packs_by_state ON packs (state, until, staged)",
    "CREATE INDEX IF NOT EXISTS packs_by_end ON packs (expires)",
    "CREATE TABLE IF NOT EXISTS log (
        account BYTES NOT NULL, device BYTES NOT NULL, seq BIGINT NOT NULL, version BIGINT NOT NULL,
        prev BYTES NOT NULL, epoch BIGINT NOT NULL, sealed BYTES NOT NULL, signature BYTES NOT NULL,
        body BYTES NOT NULL, dels BYTES NOT NULL, PRIMARY KEY (account, device, seq))",
    "CREATE UNIQUE INDEX IF NOT EXISTS log_by_version ON log (account, version)",
    "CREATE TABLE IF NOT EXISTS tickets (
        hash BYTES PRIMARY KEY, account BYTES NOT NULL, until BIGINT NOT NULL, used BIGINT NOT NULL, packs BYTES NOT NULL)",
    "CREATE TABLE IF NOT EXISTS recoveries (account BYTES PRIMARY KEY, salt BYTES NOT NULL, login BYTES NOT NULL)",
    "CREATE TABLE IF NOT EXISTS pairings (
        id BYTES PRIMARY KEY, account BYTES NOT NULL, device BYTES NOT NULL, sealed BYTES NOT NULL, until BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS pairings_of_device ON pairings (account, device)",
    "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret BYTES NOT NULL)",
];

/// Makes what is not there, and takes older tables on. Errors: [`StoreError::Newer`] where a later program has been here, and nothing
/// is changed. Servers that start at once do it one after the other: PostgreSQL's `IF NOT EXISTS` alone is no help against that.
pub async fn make(pool: &AnyPool, sqlite: bool) -> Result<(), StoreError> {
    // SQLite's other transactions begin with a write; this one may begin with nothing to do, and would not be let write after that.
    let mut change = if sqlite { pool.begin_with("BEGIN IMMEDIATE").await? } else { pool.begin().await? };
    if !sqlite {
        sqlx::query("SELECT 1 FROM pg_advisory_xact_lock(7447)").execute(&mut *change).await?;
    }
    sqlx::query("CREATE TABLE IF NOT EXISTS schema (version BIGINT NOT NULL)").execute(&mut *change).await?;
    let row = sqlx::query("SELECT COALESCE(MAX(version), 1) AS version FROM schema")
        .fetch_one(&mut *change)
        .await?;
    let version: i64 = row.try_get("version")?;
    if version > VERSION {
        return Err(StoreError::Newer(version));
    }
    if version == VERSION {
        // Where its disk is full it opens, too, and says what it has.
        return Ok(());
    }
    let done = usize::try_from(version - 1).map_err(|_| StoreError::Damaged)?;
    let steps = STEPS.get(done..).unwrap_or_default().concat();
    // Of version 1 there was no number: it, or nothing, is here.
    let tables = if done == 0 { TABLES.as_slice() } else { &[] };
    for statement in tables.iter().copied().chain(steps) {
        let statement = statement.replace("BYTES", if sqlite { "BLOB" } else { "BYTEA" });
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut *change).await?;
    }
    sqlx::query("DELETE FROM schema").execute(&mut *change).await?;
    sqlx::query("INSERT INTO schema (version) VALUES ($1)").bind(VERSION).execute(&mut *change).await?;
    change.commit().await?;
    Ok(())
}
