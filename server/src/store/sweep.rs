//! Accounts that have left: condemned, emptied, and removed when nothing of theirs is left; and what else nobody asks for any more. Some rows a
//! transaction, however much there is of them.
use super::retry::retried;
use super::sessions::IDLE;
use super::undo::{REMEMBERED, lock};
use super::{Store, StoreError, id};
use sqlx::Row;
use webmynd_protocol::Millis;

/// Entries that one statement removes, at most; as it is written out there.
const REMOVED: u64 = 1_000;

impl Store {
    /// Condemns accounts whose time for undoing is over at `now`, and all of their packs. Each account by itself: whoever holds one waits for no other.
    pub(super) async fn condemn_accounts(&self, now: Millis) -> Result<(), StoreError> {
        let over = sqlx::query("SELECT id FROM accounts WHERE leaves <= $1 AND leaves > 0")
            .bind(now)
            .fetch_all(&self.readers)
            .await?;
        for row in &over {
            sqlx::query("UPDATE accounts SET leaves = 0 WHERE id = $1 AND leaves <= $2 AND leaves > 0")
                .bind(row.try_get::<Vec<u8>, _>("id")?)
                .bind(now)
                .execute(&self.pool)
                .await?;
        }
        let gone = sqlx::query("SELECT id FROM accounts WHERE leaves = 0").fetch_all(&self.readers).await?;
        for row in &gone {
            let (account, mut last) = (id(row, "id")?, Some(vec![0; 32]));
            while let Some(behind) = last {
                last = retried(|| self.condemn_some(account, &behind)).await?;
            }
        }
        Ok(())
    }

    /// Condemns a thousand packs of an account behind the one of an id; the last one's, if there was any.
    async fn condemn_some(&self, account: [u8; 16], behind: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(last) = self.thousandth(account, behind).await? else { return Ok(None) };
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        sqlx::query(
            "UPDATE packs SET state = 'purging', wrapped = NULL, size = CASE state WHEN 'coming' THEN 0 ELSE size END
             WHERE account = $1 AND id > $2 AND id <= $3 AND state <> 'purging'",
        )
        .bind(account.to_vec())
        .bind(behind.to_vec())
        .bind(last.clone())
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(Some(last))
    }

    /// The id of the last one of the thousand packs of an account behind an id.
    pub(super) async fn thousandth(
        &self,
        account: [u8; 16],
        behind: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query(
            "SELECT id FROM (SELECT id FROM packs WHERE account = $1 AND id > $2 ORDER BY id LIMIT 1000) AS ids ORDER BY id DESC LIMIT 1",
        )
        .bind(account.to_vec())
        .bind(behind.to_vec())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| Ok(row.try_get("id")?)).transpose()
    }

    /// Removes accounts that have left and whose packs are gone, tickets of the past, and what a journal of the
    /// database still holds of all that.
    pub async fn sweep(&self, now: Millis) -> Result<(), StoreError> {
        retried(|| self.forget(now)).await?;
        self.clear_logs().await?;
        let rows = sqlx::query(
            "SELECT id FROM accounts WHERE leaves = 0 AND NOT EXISTS (SELECT 1 FROM packs WHERE packs.account = accounts.id)",
        )
        .fetch_all(&self.readers)
        .await?;
        for row in &rows {
            let account = id(row, "id")?;
            while retried(|| self.remove_entries(account)).await? == REMOVED {}
            retried(|| self.remove(account)).await?;
        }
        if self.sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Each statement by itself: they hold nothing that another one waits for.
    async fn forget(&self, now: Millis) -> Result<(), StoreError> {
        for (past, until) in [
            ("DELETE FROM tickets WHERE until <= $1", now - REMEMBERED),
            ("DELETE FROM pairings WHERE until <= $1", now),
            // As long again after their end: a clock that went wrong for a while ends none for good.
            ("DELETE FROM sessions WHERE seen <= $1", now.saturating_sub(2 * IDLE)),
        ] {
            sqlx::query(past).bind(until).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// The oldest entries of an account; how many.
    async fn remove_entries(&self, account: [u8; 16]) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "DELETE FROM log WHERE account = $1 AND version IN
             (SELECT version FROM log WHERE account = $1 AND version > 0 ORDER BY version LIMIT 1000)",
        )
        .bind(account.to_vec())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// What is left of an account without packs and entries.
    async fn remove(&self, account: [u8; 16]) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        for all in [
            "DELETE FROM sessions WHERE account = $1",
            "DELETE FROM recoveries WHERE account = $1",
            "DELETE FROM pairings WHERE account = $1",
            "DELETE FROM tickets WHERE account = $1",
            "DELETE FROM vouches WHERE account = $1",
            "DELETE FROM recaps WHERE account = $1",
            "DELETE FROM accounts WHERE id = $1",
        ] {
            sqlx::query(all).bind(account.to_vec()).execute(&mut *change).await?;
        }
        change.commit().await?;
        Ok(())
    }
}
