//! Recaps of logs, who vouches for them, and the entries that go because all have: see docs/decisions/0048-recaps-of-the-log.md.
use super::retry::retried;
use super::sessions::IDLE;
use super::undo::lock;
use super::{Known, Store, StoreError, id, maybe};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use webmynd_protocol::bytes::{DeviceId, Id};
use webmynd_protocol::recap::{Newest, Recap, Vouch, Vouched};
use webmynd_protocol::{Bytes, Code, Millis};

impl Store {
    /// Notes that a device vouches for the recap of a version: the first one brings it, and takes the place of an older one that not all have vouched
    /// for. True where it is new. Errors: [`Code::BadRequest`], for a version that is not there; [`Code::Gone`], for one before that up to which the log
    /// is cleared;
    /// [`Code::GenerationConflict`], where there is another one of it or a newer one; [`Code::NotFound`], where it is not here and not brought.
    pub async fn vouch(&self, who: Known, version: u64, vouch: &Vouch) -> Result<bool, StoreError> {
        retried(|| self.try_vouch(who, version, vouch)).await
    }

    async fn try_vouch(&self, who: Known, version: u64, vouch: &Vouch) -> Result<bool, StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, who.account).await?;
        let (newest, cleared) = counted(&mut change, who.account).await?;
        let number = i64::try_from(version).map_err(|_| Code::BadRequest)?;
        if number == 0 || number > newest {
            return Err(Code::BadRequest.into());
        }
        if number < cleared {
            return Err(Code::Gone.into());
        }
        let there = sqlx::query(
            "SELECT version, form, epoch, digest FROM recaps WHERE account = $1 AND version >= $2 AND version <= $3
             ORDER BY version DESC LIMIT 1",
        )
        .bind(who.account.to_vec())
        .bind(if number > cleared { cleared + 1 } else { 0 })
        .bind(if number > cleared { i64::MAX } else { number })
        .fetch_optional(&mut *change)
        .await?;
        let there = there.map(|row| named(&row)).transpose()?;
        let is_new = there != Some((number, vouch.form, vouch.epoch, vouch.digest.0));
        if is_new {
            // Of the one up to which the log is cleared there is no other.
            if let Some((other, ..)) = there.filter(|(other, ..)| *other >= number) {
                return Err(StoreError::current(Code::GenerationConflict, other as u64));
            }
            let sealed = vouch.sealed.as_ref().ok_or(Code::NotFound)?;
            forget(&mut change, who.account, (cleared, i64::MAX)).await?;
            sqlx::query(
                "INSERT INTO recaps (account, version, form, epoch, digest, sealed) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(who.account.to_vec())
            .bind(number)
            .bind(i64::from(vouch.form))
            .bind(i64::from(vouch.epoch))
            .bind(vouch.digest.0.to_vec())
            .bind(sealed.0.clone())
            .execute(&mut *change)
            .await?;
        }
        sqlx::query(
            "INSERT INTO vouches (account, version, device, nth, signature) VALUES ($1, $2, $3,
             (SELECT COUNT(*) FROM vouches WHERE account = $1 AND version = $2), $4)
             ON CONFLICT (account, version, device) DO UPDATE SET signature = excluded.signature",
        )
        .bind(who.account.to_vec())
        .bind(number)
        .bind(who.device.to_vec())
        .bind(vouch.signature.0.to_vec())
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(is_new)
    }

    /// The recap of a version. Errors: [`Code::NotFound`].
    pub async fn recap(&self, account: [u8; 16], version: u64) -> Result<Recap, StoreError> {
        let number = i64::try_from(version).map_err(|_| Code::NotFound)?;
        let row = sqlx::query(
            "SELECT version, form, epoch, digest, sealed FROM recaps WHERE account = $1 AND version = $2",
        )
        .bind(account.to_vec())
        .bind(number)
        .fetch_optional(&self.readers)
        .await?
        .ok_or(Code::NotFound)?;
        let (_, form, epoch, digest) = named(&row)?;
        let sealed = Bytes(row.try_get("sealed")?);
        Ok(Recap { form, epoch, digest: Id(digest), sealed, vouches: self.vouches(account, number).await? })
    }

    async fn vouches(&self, account: [u8; 16], version: i64) -> Result<Vec<Vouched>, StoreError> {
        let rows = sqlx::query(
            "SELECT device, signature FROM vouches WHERE account = $1 AND version = $2 ORDER BY nth, device",
        )
        .bind(account.to_vec())
        .bind(version)
        .fetch_all(&self.readers)
        .await?;
        let vouched = |row: &AnyRow| {
            Ok(Vouched { device: DeviceId::from(id(row, "device")?), signature: Id(id(row, "signature")?) })
        };
        rows.iter().map(vouched).collect()
    }

    /// Up to which version the log is cleared, and the newest recap behind that.
    pub async fn recapped(&self, account: [u8; 16]) -> Result<(u64, Option<Newest>), StoreError> {
        let row = sqlx::query(
            "SELECT accounts.cleared, recaps.version, recaps.form, recaps.epoch, recaps.digest FROM accounts
             LEFT JOIN recaps ON recaps.account = accounts.id AND recaps.version > accounts.cleared
             WHERE accounts.id = $1 ORDER BY recaps.version DESC LIMIT 1",
        )
        .bind(account.to_vec())
        .fetch_optional(&self.readers)
        .await?
        .ok_or(Code::NotFound)?;
        let cleared = row.try_get::<i64, _>("cleared")? as u64;
        if maybe(&row, "version")?.is_none() {
            return Ok((cleared, None));
        }
        let (version, form, epoch, digest) = named(&row)?;
        let devices = self.vouches(account, version).await?.into_iter().map(|vouched| vouched.device);
        let devices = devices.collect();
        Ok((cleared, Some(Newest { version: version as u64, form, epoch, digest: Id(digest), devices })))
    }

    /// Entries up to the recap of a version may go. Errors: [`Code::NotFound`] where there is none; [`Code::GenerationConflict`] while a device with a
    /// session has not vouched for it.
    pub async fn clear(&self, account: [u8; 16], version: u64, now: Millis) -> Result<(), StoreError> {
        retried(|| self.try_clear(account, version, now)).await
    }

    async fn try_clear(&self, account: [u8; 16], version: u64, now: Millis) -> Result<(), StoreError> {
        let number = i64::try_from(version).map_err(|_| Code::NotFound)?;
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        let (_, cleared) = counted(&mut change, account).await?;
        if number == cleared {
            return Ok(());
        }
        sqlx::query("SELECT version FROM recaps WHERE account = $1 AND version = $2 AND version > $3")
            .bind(account.to_vec())
            .bind(number)
            .bind(cleared)
            .fetch_optional(&mut *change)
            .await?
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
        sqlx::query("UPDATE accounts SET cleared = $2, clearing = 0 WHERE id = $1")
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

/// An account's newest version, and up to which its log is cleared.
async fn counted(change: &mut AnyConnection, account: [u8; 16]) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query("SELECT version, cleared FROM accounts WHERE id = $1")
        .bind(account.to_vec())
        .fetch_optional(change)
        .await?
        .ok_or(Code::NotFound)?;
    Ok((row.try_get("version")?, row.try_get("cleared")?))
}

/// Removes the recaps behind a version and up to another, with who vouches for them: there are two of an account at most.
async fn forget(
    change: &mut AnyConnection,
    account: [u8; 16],
    (behind, to): (i64, i64),
) -> Result<(), StoreError> {
    for all in [
        "DELETE FROM vouches WHERE account = $1 AND version > $2 AND version <= $3",
        "DELETE FROM recaps WHERE account = $1 AND version > $2 AND version <= $3",
    ] {
        sqlx::query(all).bind(account.to_vec()).bind(behind).bind(to).execute(&mut *change).await?;
    }
    Ok(())
}

/// Version, form, epoch and digest of a recap.
fn named(row: &AnyRow) -> Result<(i64, u32, u32, [u8; 32]), StoreError> {
    let number =
        |column: &str| u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Damaged);
    Ok((row.try_get("version")?, number("form")?, number("epoch")?, id(row, "digest")?))
}
