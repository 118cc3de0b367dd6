//! What has come to its end leaves in two phases: first the key that opens a pack, then its bytes, then its row. A
//! server that dies between them goes on where it was.
use super::packs::{STAGED, count};
use super::retry::retried;
use super::sessions::IDLE;
use super::undo::{REMEMBERED, lock};
use super::{Store, StoreError, id};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;
use webmynd_protocol::Millis;

/// Packs that one statement condemns, at most.
const MARKED: i64 = 1_000;

/// What is over, by cause: each names its packs by an index, and looks at them once more where it changes them, for somebody else may have
/// changed them meanwhile. What was still coming was never counted.
const NEVER_COMMITTED: &str =
    "UPDATE packs SET state = 'purging', wrapped = NULL, size = CASE state WHEN 'coming' THEN 0 ELSE size END
     WHERE state IN ('staged', 'coming') AND staged <= $1
     AND (account, id) IN (SELECT account, id FROM packs WHERE state IN ('staged', 'coming') AND staged <= $1 LIMIT $2)";
const PAST_UNDO: &str =
    "UPDATE packs SET state = 'purging', wrapped = NULL WHERE state = 'trashed' AND until <= $1
     AND (account, id) IN (SELECT account, id FROM packs WHERE state = 'trashed' AND until <= $1 LIMIT $2)";
const EXPIRED: &str =
    "UPDATE packs SET state = 'purging', wrapped = NULL WHERE state = 'live' AND expires <= $1
     AND (account, id) IN (SELECT account, id FROM packs WHERE state = 'live' AND expires <= $1 LIMIT $2)";
/// Of an account that has left, packs from one id to another.
const OF_NOBODY: &str =
    "UPDATE packs SET state = 'purging', wrapped = NULL, size = CASE state WHEN 'coming' THEN 0 ELSE size END
     WHERE account = $1 AND id > $2 AND id <= $3 AND state <> 'purging'";

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
        retried(|| self.mark(now)).await?;
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

    /// Accounts first and by a statement of its own: from then on no ticket brings one back, and only then its packs go. Some at a time,
    /// so that nobody waits for long behind a clock that has jumped.
    async fn mark(&self, now: Millis) -> Result<(), StoreError> {
        sqlx::query("UPDATE accounts SET leaves = 0 WHERE leaves <= $1 AND leaves > 0")
            .bind(now)
            .execute(&self.pool)
            .await?;
        for (over, until) in [(NEVER_COMMITTED, now - STAGED), (PAST_UNDO, now), (EXPIRED, now)] {
            loop {
                let done = sqlx::query(over).bind(until).bind(MARKED).execute(&self.pool).await?;
                if done.rows_affected() < MARKED as u64 {
                    break;
                }
            }
        }
        let left = sqlx::query("SELECT id FROM accounts WHERE leaves = 0").fetch_all(&self.readers).await?;
        for row in &left {
            self.mark_all_of(id(row, "id")?).await?;
        }
        Ok(())
    }

    /// Condemns the packs of an account that has left, in the order of their ids.
    async fn mark_all_of(&self, account: [u8; 16]) -> Result<(), StoreError> {
        let mut from = Vec::new();
        loop {
            let some =
                sqlx::query("SELECT id FROM packs WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3")
                    .bind(account.to_vec())
                    .bind(from.clone())
                    .bind(MARKED)
                    .fetch_all(&self.pool)
                    .await?;
            let Some(last) = some.last() else { return Ok(()) };
            let last: Vec<u8> = last.try_get("id")?;
            sqlx::query(OF_NOBODY)
                .bind(account.to_vec())
                .bind(from)
                .bind(last.clone())
                .execute(&self.pool)
                .await?;
            from = last;
        }
    }

    /// Removes the rows of condemned packs whose bytes are gone, or go with them: all or none.
    pub async fn shred(&self, condemned: &[Condemned]) -> Result<(), StoreError> {
        retried(|| self.try_shred(condemned)).await
    }

    async fn try_shred(&self, condemned: &[Condemned]) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        // In one order, before any pack: whoever holds an account's row may wait for its packs.
        let accounts: BTreeSet<[u8; 16]> = condemned.iter().map(|one| one.account).collect();
        for account in accounts {
            lock(&mut change, account).await?;
        }
        for one in condemned {
            let row = sqlx::query(
                "DELETE FROM packs WHERE account = $1 AND id = $2 AND blob = $3 AND state = 'purging' RETURNING size",
            )
            .bind(one.account.to_vec())
            .bind(one.pack.to_vec())
            .bind(one.blob.to_vec())
            .fetch_optional(&mut *change)
            .await?;
            if let Some(row) = row {
                count(&mut change, one.account, -row.try_get::<i64, _>("size")?).await?;
            }
            if one.kept {
                sqlx::query("DELETE FROM contents WHERE account = $1 AND blob = $2")
                    .bind(one.account.to_vec())
                    .bind(one.blob.to_vec())
                    .execute(&mut *change)
                    .await?;
            }
        }
        change.commit().await?;
        Ok(())
    }

    /// Removes accounts that have left and whose packs are gone, tickets of the past, and what a journal of the
    /// database still holds of all that.
    pub async fn sweep(&self, now: Millis) -> Result<(), StoreError> {
        retried(|| self.forget(now)).await?;
        if self.sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        }
        Ok(())
    }

    async fn forget(&self, now: Millis) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM accounts WHERE leaves = 0 AND NOT EXISTS (SELECT 1 FROM packs WHERE packs.account = accounts.id)",
        )
        .fetch_all(&self.readers)
        .await?;
        for row in &rows {
            self.forget_account(id(row, "id")?).await?;
        }
        let mut change = self.pool.begin().await?;
        sqlx::query("DELETE FROM tickets WHERE until <= $1")
            .bind(now - REMEMBERED)
            .execute(&mut *change)
            .await?;
        sqlx::query("DELETE FROM pairings WHERE until <= $1").bind(now).execute(&mut *change).await?;
        // As long again after their end: a clock that went wrong for a while ends none for good.
        sqlx::query("DELETE FROM sessions WHERE seen <= $1")
            .bind(now.saturating_sub(2 * IDLE))
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(())
    }

    /// Removes what is left of an account that has left, whose packs are gone: its log some entries at a time, then all else at once.
    async fn forget_account(&self, account: [u8; 16]) -> Result<(), StoreError> {
        loop {
            let gone = sqlx::query(
                "DELETE FROM log WHERE account = $1 AND version IN
                 (SELECT version FROM log WHERE account = $1 AND version > 0 ORDER BY version LIMIT $2)",
            )
            .bind(account.to_vec())
            .bind(MARKED)
            .execute(&self.pool)
            .await?;
            if gone.rows_affected() < MARKED as u64 {
                break;
            }
        }
        let mut change = self.pool.begin().await?;
        for all in [
            "DELETE FROM sessions WHERE account = $1",
            "DELETE FROM recoveries WHERE account = $1",
            "DELETE FROM pairings WHERE account = $1",
            "DELETE FROM tickets WHERE account = $1",
            "DELETE FROM accounts WHERE id = $1",
        ] {
            sqlx::query(all).bind(account.to_vec()).execute(&mut *change).await?;
        }
        change.commit().await?;
        Ok(())
    }
}
