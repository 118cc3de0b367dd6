//! How much room each table and index takes.
use sqlx::{AnyConnection, Connection, Row};

/// PostgreSQL keeps long columns beside their table: they count to it.
const POSTGRES: &str = "SELECT relname::text AS name, (CASE relkind WHEN 'r' THEN pg_table_size(oid) ELSE pg_relation_size(oid) END)::bigint AS bytes
    FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC";
const SQLITE: &str = "SELECT name, SUM(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC";

pub async fn print(url: &str) {
    let mut database = AnyConnection::connect(url).await.unwrap();
    let count = async |database: &mut AnyConnection, table: &'static str| {
        let row = sqlx::query(table).fetch_one(database).await.unwrap();
        row.get::<i64, _>("rows")
    };
    let packs = count(&mut database, "SELECT COUNT(*) AS rows FROM packs").await;
    let entries = count(&mut database, "SELECT COUNT(*) AS rows FROM log").await;
    println!("{packs} packs, {entries} entries");
    println!("{:<40}{:>10}{:>12}", "", "MB", "bytes each");
    let rows = sqlx::query(if url.starts_with("sqlite") { SQLITE } else { POSTGRES })
        .fetch_all(&mut database)
        .await
        .unwrap();
    for row in rows {
        let (name, bytes): (String, i64) = (row.get("name"), row.get("bytes"));
        let of = if name.contains("log") { entries } else { packs };
        if bytes > 1_000_000 {
            println!("{name:<40}{:>10.0}{:>12.0}", bytes as f64 / 1e6, bytes as f64 / of.max(1) as f64);
        }
    }
}
