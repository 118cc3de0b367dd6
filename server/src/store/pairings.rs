//! Mailboxes of pairing: what a live device hands to a new one, sealed, for a few minutes and to be taken once.
use super::sessions::Known;
use super::{Store, StoreError};
use sqlx::Row;
use webmynd_protocol::pairing::NewPairing;
use webmynd_protocol::{Bytes, Code, Millis};

impl Store {
    /// Leaves a handover in the place of the one that the device had left before. [`Code::BadRequest`] when another device's
    /// lies there: ids are 128 random bits, so that it was no chance.
    pub async fn offer(&self, who: Known, new: &NewPairing, until: Millis) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        sqlx::query("DELETE FROM pairings WHERE account = $1 AND device = $2")
            .bind(who.account.to_vec())
            .bind(who.device.to_vec())
            .execute(&mut *change)
            .await?;
        let left = sqlx::query(
            "INSERT INTO pairings (id, account, device, sealed, until) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(new.id.0.to_vec())
        .bind(who.account.to_vec())
        .bind(who.device.to_vec())
        .bind(new.sealed.0.clone())
        .bind(until)
        .execute(&mut *change)
        .await?;
        if left.rows_affected() == 0 {
            return Err(Code::BadRequest.into());
        }
        change.commit().await?;
        Ok(())
    }

    /// Takes a handover out of its mailbox. [`Code::NotFound`] when nothing lies there, or it was taken, or its time is over.
    pub async fn fetch(&self, id: [u8; 16], now: Millis) -> Result<Bytes, StoreError> {
        let row = sqlx::query("DELETE FROM pairings WHERE id = $1 AND until > $2 RETURNING sealed")
            .bind(id.to_vec())
            .bind(now)
            .fetch_optional(&self.pool)
            .await?
            .ok_or(Code::NotFound)?;
        Ok(Bytes(row.try_get("sealed")?))
    }
}
