//! What has come to its end leaves in two phases: first the key that opens a pack, then its bytes, then its row. A
//! server that dies between them goes on where it was.
use super::packs::{STAGED, count};
use super::retry::retried;
use super::undo::lock;
use super::{Store, StoreError, id};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use webmynd_protocol::Millis;

/// Packs or rows that one statement condemns or removes, at most; written out in the statements, for PostgreSQL plans a number that it does not
/// know as a tenth of the table.
const MARKED: u64 = 1_000;

/// What is over, by cause: each names its packs by an index of such packs alone, once. On PostgreSQL it holds them from then on, and passes over rows
/// that somebody else changes just now: who never waits while he holds something stands in nobody's way for long. What was still coming was never
/// counted.
const NEVER_COMMITTED: &str = "WITH ended AS MATERIALIZED
     (SELECT account, id FROM packs WHERE state IN ('staged', 'coming') AND staged <= $1 ORDER BY staged LIMIT 1000)
     UPDATE packs SET state = 'purging', wrapped = NULL, size = CASE state WHEN 'coming' THEN 0 ELSE size END
     WHERE (account, id) IN (SELECT account, id FROM ended)";
const PAST_UNDO: &str = "WITH ended AS MATERIALIZED
     (SELECT account, id FROM packs WHERE state = 'trashed' AND until <= $1 ORDER BY until LIMIT 1000)
     UPDATE packs SET state = 'purging', wrapped = NULL WHERE (account, id) IN (SELECT account, id FROM ended)";
const EXPIRED: &str = "WITH ended AS MATERIALIZED
     (SELECT account, id FROM packs WHERE state = 'live' AND expires <= $1 ORDER BY expires LIMIT 1000)
     UPDATE packs SET state = 'purging', wrapped = NULL WHERE (account, id) IN (SELECT account, id FROM ended)";

/// A pack that is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condemned {
    /// Whose.
    pub account: [u8; 16],
    /// Which.
    pub pack: [u8; 32],
    /// The name of its bytes.
    pub blob: [u8; 16],
    /// Whether they are in the database, and go with its row.
    pub kept: bool,
}

impl Store {
    /// Condemns what is over at `now`: packs that were staged or coming for too long, expired, or were trashed and are past
    /// undo, and accounts that have left. Their keys are gone when this returns; the bytes of the first `limit` packs, and of those that
    /// [`Store::condemned`] gives, are to be removed, then [`Store::shred`] is called.
    pub async fn condemn(&self, now: Millis, limit: u32) -> Result<Vec<Condemned>, StoreError> {
        // Accounts first and by statements of their own: from then on no ticket brings one back, and only then its packs go.
        self.condemn_accounts(now).await?;
        for (over, until) in [(NEVER_COMMITTED, now - STAGED), (PAST_UNDO, now), (EXPIRED, now)] {
            while retried(|| self.mark(over, until)).await? == MARKED {}
        }
        self.condemned(([0; 16], [0; 32]), limit).await
    }

    /// Condemned packs behind the one of this account and id, at most `limit`.
    pub async fn condemned(
        &self,
        (account, pack): ([u8; 16], [u8; 32]),
        limit: u32,
    ) -> Result<Vec<Condemned>, StoreError> {
        let rows = sqlx::query(
            "SELECT account, id, blob, (SELECT COUNT(*) FROM contents
             WHERE contents.account = packs.account AND contents.blob = packs.blob) AS kept
             FROM packs WHERE state = 'purging' AND (account, id) > ($1, $2) ORDER BY account, id LIMIT $3",
        )
        .bind(account.to_vec())
        .bind(pack.to_vec())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        let condemned = |row: &AnyRow| {
            Ok(Condemned {
                account: id(row, "account")?,
                pack: id(row, "id")?,
                blob: id(row, "blob")?,
                kept: row.try_get::<i64, _>("kept")? > 0,
            })
        };
        rows.iter().map(condemned).collect()
    }

    /// Some at a time, so that nobody waits for long behind a clock that has jumped. How many it were.
    async fn mark(&self, over: &'static str, until: Millis) -> Result<u64, StoreError> {
        let passing =
            if self.sqlite { over.to_owned() } else { over.replace("1000)", "1000 FOR UPDATE SKIP LOCKED)") };
        let done = sqlx::query(sqlx::AssertSqlSafe(passing)).bind(until).execute(&self.pool).await?;
        Ok(done.rows_affected())
    }

    /// Removes the rows of condemned packs whose bytes are gone, or go with them: all or none. How many were still there: what another server
    /// has removed meanwhile is not counted.
    pub async fn shred(&self, condemned: &[Condemned]) -> Result<usize, StoreError> {
        retried(|| self.try_shred(condemned)).await
    }

    async fn try_shred(&self, condemned: &[Condemned]) -> Result<usize, StoreError> {
        let mut change = self.pool.begin().await?;
        // In one order, before any pack: whoever holds an account's row may wait for its packs.
        let mut left: BTreeMap<[u8; 16], (i64, i64)> =
            condemned.iter().map(|one| (one.account, (0, 0))).collect();
        for account in left.keys() {
            lock(&mut change, *account).await?;
        }
        let mut gone = 0;
        for one in condemned {
            let row = sqlx::query(
                "DELETE FROM packs WHERE account = $1 AND id = $2 AND blob = $3 AND state = 'purging' RETURNING size",
            )
            .bind(one.account.to_vec())
            .bind(one.pack.to_vec())
            .bind(one.blob.to_vec())
            .fetch_optional(&mut *change)
            .await?;
            let size = row.map(|row| row.try_get::<i64, _>("size")).transpose()?;
            gone += usize::from(size.is_some());
            if let Some((size, (packs, bytes))) = size.zip(left.get_mut(&one.account)) {
                (*packs, *bytes) = (*packs + size.signum(), *bytes + size);
            }
            if one.kept {
                sqlx::query("DELETE FROM contents WHERE account = $1 AND blob = $2")
                    .bind(one.account.to_vec())
                    .bind(one.blob.to_vec())
                    .execute(&mut *change)
                    .await?;
            }
        }
        for (account, (packs, bytes)) in left {
            if packs > 0 {
                count(&mut change, account, -packs, -bytes).await?;
            }
        }
        change.commit().await?;
        Ok(gone)
    }
}
