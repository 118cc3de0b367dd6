//! What the server knows of accounts, sessions, packs and logs: one schema and one SQL for SQLite and PostgreSQL.
//!
//! Every statement names the account first: nobody can reach into another's rows by guessing ids. A transaction that
//! writes begins with an `UPDATE` of the account's row: it takes SQLite's write lock, or PostgreSQL's lock of that row, before
//! anything is read. On PostgreSQL each statement then sees what was committed before it (`READ COMMITTED`), so that whoever
//! has the row sees all that those before him did.
mod accounts;
mod carried;
mod clearing;
mod error;
mod log;
mod packs;
mod pairings;
mod peers;
mod plans;
mod purge;
mod recaps;
mod retry;
mod rounds;
mod schema;
mod sessions;
mod sweep;
mod tail;
mod undo;
mod usage;

pub use accounts::Account;
pub use carried::Carried;
pub use error::{Refused, StoreError};
pub use log::{Taken, Times};
pub use packs::{Found, Place, Staged, Stored, Upload};
pub use peers::Ears;
pub use plans::Kept;
pub use purge::Condemned;
pub use recaps::News;
pub use rounds::Round;
pub use sessions::{Bearer, Known};
pub use tail::Tail;

use retry::started;
use sqlx::any::{AnyPoolOptions, AnyRow, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, Connection, Row, ValueRef};
use std::time::Duration;

/// A database, opened.
#[derive(Clone)]
pub struct Store {
    /// What writes. SQLite has one writer at a time, and whoever waits for it in there asks again and again, in turn with
    /// nobody: one connection, for which they wait in a row, is quicker and fairer.
    pool: AnyPool,
    /// What only reads, one statement at a time; on PostgreSQL the same.
    readers: AnyPool,
    sqlite: bool,
}

impl Store {
    /// Opens (and creates, if need be) a database: `sqlite:FILE` or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        install_default_drivers();
        let sqlite = url.starts_with("sqlite:");
        let url = if sqlite && !url.contains('?') { format!("{url}?mode=rwc") } else { url.to_owned() };
        started(|| async {
            let wishes = first(&url, sqlite).await?;
            let alone = wishes == schema::ALONE;
            let pool = options(sqlite, wishes, if sqlite { 1 } else { 16 }).connect(&url).await?;
            schema::make(&pool, sqlite).await?;
            let readers =
                if sqlite && !alone { options(sqlite, wishes, 4).connect(&url).await? } else { pool.clone() };
            Ok(Self { pool, readers, sqlite })
        })
        .await
    }

    /// A secret that all servers of this database share: `fresh` when there was none.
    pub async fn secret(&self, name: &str, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let known = "SELECT secret FROM secrets WHERE name = $1";
        if let Some(row) = sqlx::query(known).bind(name).fetch_optional(&self.readers).await? {
            return id(&row, "secret");
        }
        sqlx::query("INSERT INTO secrets (name, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(fresh.to_vec())
            .execute(&self.pool)
            .await?;
        id(&sqlx::query(known).bind(name).fetch_one(&self.readers).await?, "secret")
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }
}

/// The first connection, by itself, for a pool that comes to none says nothing but that: which wishes can be had.
async fn first(url: &str, sqlite: bool) -> Result<&'static [&'static str], StoreError> {
    let tried = async |wishes: &'static [&'static str]| -> Result<_, StoreError> {
        let mut one = AnyConnection::connect(url).await?;
        let told = wish(&mut one, wishes).await;
        one.close().await?;
        told.map(|()| wishes).map_err(StoreError::from)
    };
    match tried(schema::wishes(sqlite)).await {
        Err(error) if sqlite && error.is_of_room() => {
            let alone = tried(schema::ALONE).await?;
            tracing::warn!("{error}; until this server is started again it has the database to itself");
            Ok(alone)
        }
        tried => tried,
    }
}

async fn wish(connection: &mut AnyConnection, wishes: &[&'static str]) -> Result<(), sqlx::Error> {
    for wish in wishes {
        sqlx::query(*wish).execute(&mut *connection).await?;
    }
    Ok(())
}

fn options(sqlite: bool, wishes: &'static [&'static str], connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        // A file does not hang up; asking costs as much as most statements.
        .test_before_acquire(!sqlite)
        .after_release(|connection, _| {
            Box::pin(async move {
                // SQLite ends a transaction by itself when its disk is full. Its driver does not learn of it, counts on, and what it
                // commits from then on would be a part of a transaction that nobody ends.
                if connection.is_in_transaction() {
                    // What was given up is rolled back by now, if it can be.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        })
        .after_connect(move |connection, _| Box::pin(wish(connection, wishes)))
}

/// A column of bytes of a fixed length.
fn id<const N: usize>(row: &AnyRow, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|_| StoreError::Damaged)
}

/// A column of a number that may be missing.
fn maybe(row: &AnyRow, column: &str) -> Result<Option<i64>, StoreError> {
    if row.try_get_raw(column)?.is_null() { Ok(None) } else { Ok(Some(row.try_get(column)?)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQLite ends a transaction by itself when there is no room, which its driver does not learn.
    #[tokio::test]
    async fn what_is_acknowledged_after_a_full_disk_is_there_for_everybody() {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&format!("sqlite:{}", folder.path().join("vault.db").display())).await.unwrap();
        sqlx::query("PRAGMA max_page_count = 1").execute(&store.pool).await.unwrap();
        let mut full = store.pool.begin().await.unwrap();
        let mut rows = 0;
        let insert = "INSERT INTO secrets (name, secret) VALUES ($1, $2)";
        while sqlx::query(insert)
            .bind(rows.to_string())
            .bind(vec![7; 1_000])
            .execute(&mut *full)
            .await
            .is_ok()
        {
            rows += 1;
        }
        assert!(rows < 1_000);
        drop(full);
        // One that is given up, as when something is refused.
        drop(store.pool.begin().await.unwrap());
        sqlx::query("PRAGMA max_page_count = 100000").execute(&store.pool).await.unwrap();
        assert_eq!(store.secret("later", [1; 32]).await.unwrap(), [1; 32]);
        let mut change = store.pool.begin().await.unwrap();
        sqlx::query(insert).bind("last").bind(vec![2; 32]).execute(&mut *change).await.unwrap();
        change.commit().await.unwrap();
        assert_eq!(store.secret("last", [3; 32]).await.unwrap(), [2; 32]);
    }
}
