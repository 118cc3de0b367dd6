//! What has come to its end leaves in two phases: first the key that opens a pack, then its bytes, then its row. A
//! server that dies between them goes on where it was.
use super::packs::STAGED;
use super::undo::REMEMBERED;
use super::{Store, StoreError, id};
use webmynd_protocol::Millis;

/// A pack of an account.
pub type Owned = ([u8; 16], [u8; 32]);

impl Store {
    /// Condemns at most `limit` packs whose time is over at `now`: staged too long, expired, trashed and past undo, or of
    /// an account that has left. Their keys are gone when this returns; their bytes are to be removed, then [`Store::shred`].
    pub async fn condemn(&self, now: Millis, limit: u32) -> Result<Vec<Owned>, StoreError> {
        sqlx::query(
            "UPDATE packs SET state = 'purging', wrapped = NULL WHERE (state = 'staged' AND staged <= $1)
             OR (state = 'trashed' AND until <= $2) OR (state = 'live' AND expires <= $2)
             OR (state <> 'purging' AND account IN (SELECT id FROM accounts WHERE leaves <= $2))",
        )
        .bind(now - STAGED)
        .bind(now)
        .execute(&self.pool)
        .await?;
        let rows = sqlx::query(
            "SELECT account, id FROM packs WHERE state = 'purging' ORDER BY account, id LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((id(row, "account")?, id(row, "id")?))).collect()
    }

    /// Removes the row of a condemned pack whose bytes are gone.
    pub async fn shred(&self, (account, pack): Owned) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM packs WHERE account = $1 AND id = $2 AND state = 'purging'")
            .bind(account.to_vec())
            .bind(pack.to_vec())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Removes accounts that have left and whose packs are gone, tickets of the past, and what a journal of the
    /// database still holds of all that.
    pub async fn sweep(&self, now: Millis) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        sqlx::query("DELETE FROM tickets WHERE until <= $1")
            .bind(now - REMEMBERED)
            .execute(&mut *change)
            .await?;
        let rows = sqlx::query(
            "SELECT id FROM accounts WHERE leaves <= $1 AND NOT EXISTS (SELECT 1 FROM packs WHERE packs.account = accounts.id)",
        )
        .bind(now)
        .fetch_all(&mut *change)
        .await?;
        for row in &rows {
            let account: [u8; 16] = id(row, "id")?;
            for all in [
                "DELETE FROM log WHERE account = $1",
                "DELETE FROM sessions WHERE account = $1",
                "DELETE FROM tickets WHERE account = $1",
                "DELETE FROM accounts WHERE id = $1",
            ] {
                sqlx::query(all).bind(account.to_vec()).execute(&mut *change).await?;
            }
        }
        change.commit().await?;
        if self.sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        }
        Ok(())
    }
}
