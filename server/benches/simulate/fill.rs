//! Fills a database in bulk with what accounts would have brought one by one: the same rows, sizes and sums.
use crate::people::{Shape, begin, known};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::time::Instant;
use webmynd_server::store::Store;

/// Rows of one statement.
const CHUNK: i64 = 100_000;
/// Bytes of a pack that the database keeps: this and up to twice as many again, evenly.
const LEAST: i64 = 2_000;
/// How long history is kept, in ms.
pub const KEPT: i64 = 30 * 86_400_000;

/// The two databases' words for the same.
struct Words {
    numbers: fn(i64, i64) -> String,
    /// So many bytes that nothing compresses, told apart by a salt.
    random: fn(&str, i64) -> String,
    sealed: &'static str,
    content: &'static str,
    /// A row's blob, the same in both tables.
    noise: &'static str,
    quick: &'static [&'static str],
}

const SQLITE: Words = Words {
    numbers: |from, to| {
        format!(
            "(WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to} - 1) SELECT i FROM n)"
        )
    },
    random: |_, bytes| format!("randomblob({bytes})"),
    sealed: "randomblob(1064)",
    content: "randomblob(size)",
    noise: "",
    quick: &["PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"],
};

const POSTGRES: Words = Words {
    numbers: |from, to| format!("(SELECT generate_series({from}::bigint, {to}::bigint - 1) AS i)"),
    random: |salt, bytes| match bytes {
        64 => format!("sha256(int8send(i) || '{salt}') || sha256(int8send(-i) || '{salt}')"),
        bytes => format!("substr(sha256(int8send(i) || '{salt}'), 1, {bytes})"),
    },
    sealed: "substr(noise.bytes, (1 + i * 7919 % 30000)::int, 1064)",
    content: "substr(noise.bytes, (1 + i * 7919 % 20000)::int, size::int)",
    noise: " JOIN noise ON noise.nth = i % 256",
    quick: &["SET synchronous_commit = off", "SET enable_hashjoin = on"],
};

async fn run(database: &mut AnyConnection, statement: String) {
    let told = statement.clone();
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(database)
        .await
        .unwrap_or_else(|error| panic!("{told}: {error}"));
}

/// Accounts, devices, packs with their bytes, entries, and the sums; where the database is empty.
pub async fn fill(url: &str, shape: Shape, now: i64) {
    let begun = Instant::now();
    let store = Store::open(url).await.unwrap();
    for nth in 0..shape.accounts {
        begin(&store, nth, now).await;
    }
    let sqlite = url.starts_with("sqlite");
    let words = if sqlite { SQLITE } else { POSTGRES };
    let mut database = AnyConnection::connect(url).await.unwrap();
    for wish in words.quick {
        run(&mut database, (*wish).to_owned()).await;
    }
    people(&mut database, shape, sqlite).await;
    for from in (0..shape.packs).step_by(CHUNK as usize) {
        packs(&mut database, &words, shape, from..shape.packs.min(from + CHUNK), now).await;
    }
    println!("{} packs after {:.0} s", shape.packs, begun.elapsed().as_secs_f64());
    for from in (0..shape.entries).step_by(CHUNK as usize) {
        entries(&mut database, &words, shape, from..shape.entries.min(from + CHUNK)).await;
    }
    run(&mut database, sums()).await;
    for table in ["simulated", "noise"] {
        run(&mut database, format!("DROP TABLE IF EXISTS {table}")).await;
    }
    // What PostgreSQL does by itself after a while; nobody does it for SQLite.
    if sqlite {
        run(&mut database, "PRAGMA wal_checkpoint(TRUNCATE)".to_owned()).await;
    } else {
        run(&mut database, "VACUUM ANALYZE".to_owned()).await;
    }
    println!("{} entries: all after {:.0} s", shape.entries, begun.elapsed().as_secs_f64());
}

/// Who is who, for the statements that fill; and PostgreSQL's randomness.
async fn people(database: &mut AnyConnection, shape: Shape, sqlite: bool) {
    let bytes = if sqlite { "BLOB" } else { "BYTEA" };
    run(database, format!("CREATE TABLE simulated (nth BIGINT PRIMARY KEY, account {bytes}, one {bytes}, two {bytes}, packs BIGINT, entries BIGINT)")).await;
    for nth in 0..shape.accounts {
        sqlx::query("INSERT INTO simulated VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(nth)
            .bind(known(nth, 0).account.to_vec())
            .bind(known(nth, 0).device.to_vec())
            .bind(known(nth, 1).device.to_vec())
            .bind(shape.of(shape.packs, nth))
            .bind(shape.of(shape.entries, nth))
            .execute(&mut *database)
            .await
            .unwrap();
    }
    if !sqlite {
        run(database, "CREATE TABLE noise (nth BIGINT PRIMARY KEY, bytes BYTEA)".to_owned()).await;
        run(database, "ALTER TABLE noise ALTER bytes SET STORAGE EXTERNAL".to_owned()).await;
        let random = "INSERT INTO noise SELECT n, string_agg(sha256(int8send(n * 1024 + m)), '')
            FROM generate_series(0, 255) n, generate_series(0, 1023) m GROUP BY n";
        run(database, random.to_owned()).await;
    }
}

/// The newest entry of an account has its newest pack, the one before it the one before. Four of five are small texts in the database. A
/// thousandth is trashed, another one staged; one of twenty is a WebMark's.
async fn packs(
    database: &mut AnyConnection,
    words: &Words,
    shape: Shape,
    rows: std::ops::Range<i64>,
    now: i64,
) {
    let numbers = (words.numbers)(rows.start, rows.end);
    let random = |salt, bytes| (words.random)(salt, bytes);
    let split = shape.split();
    let size = format!("CASE WHEN i % 5 = 0 THEN 40000 ELSE {LEAST} + i * 7919 % {} END", 3 * LEAST);
    let (id, blob, wrapped) = (random("id", 32), random("blob", 16), random("wrapped", 64));
    let (ends, soon, day) = (now + KEPT, now + 3_600_000, now / 86_400_000);
    run(
        database,
        format!(
            "INSERT INTO packs (account, id, blob, size, state, staged, kind, class, day, device, seq, epoch, wrapped, committed, expires, until)
             SELECT account, {id}, {blob}, {size}, CASE i % 1000 WHEN 1 THEN 'trashed' WHEN 2 THEN 'staged' ELSE 'live' END, {now},
             CASE WHEN i % 5 = 0 THEN 'thumb' ELSE 'text' END, CASE WHEN i % 20 = 3 THEN 'mark' ELSE 'history' END,
             {day} - (packs - k) / 100, CASE WHEN at % 2 = 0 THEN one ELSE two END, at / 2 + 1, 1, {wrapped}, {now},
             CASE WHEN i % 20 = 3 THEN NULL ELSE {ends} END, CASE i % 1000 WHEN 1 THEN {soon} END
             FROM (SELECT i, k, account, one, two, packs, entries - packs + k AS at FROM (SELECT i, {split} FROM {numbers} AS n) AS m
             JOIN simulated ON simulated.nth = m.nth) AS p"
        ),
    )
    .await;
    let of_these = if words.noise.is_empty() {
        format!("packs WHERE packs.rowid > {} AND size < 16384", rows.start)
    } else {
        format!(
            "(SELECT i, {blob} AS blob, {size} AS size, {split} FROM {numbers} AS n) AS m
             JOIN simulated ON simulated.nth = m.nth{} WHERE size < 16384",
            words.noise
        )
    };
    run(
        database,
        format!(
            "INSERT INTO contents (account, blob, bytes) SELECT account, blob, {} FROM {of_these}",
            words.content
        ),
    )
    .await;
}

async fn entries(database: &mut AnyConnection, words: &Words, shape: Shape, rows: std::ops::Range<i64>) {
    let numbers = (words.numbers)(rows.start, rows.end);
    let random = |salt, bytes| (words.random)(salt, bytes);
    let (prev, signature, body) = (random("prev", 32), random("signature", 64), random("body", 32));
    let (split, sealed, noise) = (shape.split(), words.sealed, words.noise);
    let nothing = (if noise.is_empty() { "x''" } else { "'\\x'::bytea" }).to_owned();
    run(
        database,
        format!(
            "INSERT INTO log (account, device, seq, version, prev, epoch, sealed, signature, body, dels)
             SELECT account, CASE WHEN k % 2 = 0 THEN one ELSE two END, k / 2 + 1, k + 1, {prev}, 1, {sealed}, {signature}, {body}, {nothing}
             FROM (SELECT i, {split} FROM {numbers} AS n) AS m JOIN simulated ON simulated.nth = m.nth{noise}"
        ),
    )
    .await;
}

/// What the store would have counted.
fn sums() -> String {
    "UPDATE accounts SET version = (SELECT entries FROM simulated WHERE account = accounts.id),
     logged = (SELECT entries * 1064 FROM simulated WHERE account = accounts.id),
     packs = (SELECT COUNT(*) FROM packs WHERE packs.account = accounts.id),
     packed = (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM packs WHERE packs.account = accounts.id)"
        .to_owned()
}
