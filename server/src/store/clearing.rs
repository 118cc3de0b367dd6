//! Clearing logs: entries that are in a recap go because all devices have vouched for it.
use super::recaps::{RECAP, counted, forget, is_whole};
use super::retry::retried;
use super::sessions::IDLE;
use super::undo::lock;
use super::{Store, StoreError, id};
use sqlx::Row;
use webmynd_protocol::{Code, Millis};

impl Store {
    /// Entries up to the recap of a version may go. Errors: [`Code::NotFound`] where there is none; [`Code::GenerationConflict`] while a device with a
    /// session has not vouched for it.
    pub async fn clear(&self, account: [u8; 16], version: u64, now: Millis) -> Result<(), StoreError> {
        retried(|| self.try_clear(account, version, now)).await
    }

    async fn try_clear(&self, account: [u8; 16], version: u64, now: Millis) -> Result<(), StoreError> {
        let number = i64::try_from(version).map_err(|_| Code::NotFound)?;
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        let cleared = counted(&mut change, account).await?.cleared;
        if number == cleared {
            return Ok(());
        }
        if number < cleared {
            return Err(Code::NotFound.into());
        }
        sqlx::query(RECAP)
            .bind(account.to_vec())
            .bind(number)
            .fetch_optional(&mut *change)
            .await?
            .filter(is_whole)
            .ok_or(Code::NotFound)?;
        let silent = sqlx::query(
            "SELECT device FROM sessions WHERE account = $1 AND seen > $2 AND NOT EXISTS (SELECT 1 FROM vouches
             WHERE vouches.account = sessions.account AND vouches.version = $3 AND vouches.device = sessions.device) LIMIT 1",
        )
        .bind(account.to_vec())
        .bind(now.saturating_sub(IDLE))
        .bind(number)
        .fetch_optional(&mut *change)
        .await?;
        if silent.is_some() {
            return Err(StoreError::current(Code::GenerationConflict, cleared as u64));
        }
        forget(&mut change, account, (-1, number - 1)).await?;
        sqlx::query("UPDATE accounts SET cleared = $2, clearing = 0, stands = (SELECT hash FROM recaps WHERE account = $1 AND version = $2) WHERE id = $1")
            .bind(account.to_vec())
            .bind(number)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(())
    }

    /// Removes entries that are in recaps and add no pack any more: a thousand are looked at in a transaction.
    pub(super) async fn clear_logs(&self) -> Result<(), StoreError> {
        let rows =
            sqlx::query("SELECT id FROM accounts WHERE clearing >= 0").fetch_all(&self.readers).await?;
        for row in &rows {
            let account = id(row, "id")?;
            while retried(|| self.clear_some(account)).await? {}
        }
        Ok(())
    }

    /// Looks at the next thousand entries; false where there is none. What stays: entries that added a pack which is there, the newest of each device, by
    /// which its next number is known, and that of the recap's version, behind which a reader goes on.
    async fn clear_some(&self, account: [u8; 16]) -> Result<bool, StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        let last = sqlx::query(
            "SELECT version FROM (SELECT log.version FROM log JOIN accounts ON accounts.id = log.account WHERE log.account = $1
             AND log.version > accounts.clearing AND log.version < accounts.cleared ORDER BY log.version LIMIT 1000) AS next
             ORDER BY version DESC LIMIT 1",
        )
        .bind(account.to_vec())
        .fetch_optional(&mut *change)
        .await?;
        let last = last.map(|row| row.try_get::<i64, _>("version")).transpose()?;
        let mut freed = 0;
        if let Some(last) = last {
            let gone = sqlx::query(
                "DELETE FROM log WHERE account = $1 AND version > (SELECT clearing FROM accounts WHERE id = $1) AND version <= $2
                 AND NOT EXISTS (SELECT 1 FROM packs
                 WHERE packs.account = log.account AND packs.device = log.device AND packs.seq = log.seq)
                 AND EXISTS (SELECT 1 FROM log AS later
                 WHERE later.account = log.account AND later.device = log.device AND later.seq > log.seq)
                 RETURNING CAST(LENGTH(sealed) AS BIGINT) AS size",
            )
            .bind(account.to_vec())
            .bind(last)
            .fetch_all(&mut *change)
            .await?;
            for row in &gone {
                freed += row.try_get::<i64, _>("size")?;
            }
        }
        sqlx::query("UPDATE accounts SET clearing = $2, logged = logged - $3 WHERE id = $1")
            .bind(account.to_vec())
            .bind(last)
            .bind(freed)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(last.is_some())
    }
}
