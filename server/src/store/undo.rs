//! What was deleted and can still be taken back: tickets of one use, kept as hashes.
use super::retry::retried;
use super::{Store, StoreError, Times};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::{Code, Millis};

/// How long a ticket that can no longer be used is remembered, so that it is answered with "gone" and not "never was".
pub const REMEMBERED: Millis = 86_400_000;

impl Store {
    /// Trashes packs, all of them or none. [`Code::NotFound`] when one is not there.
    pub async fn trash(
        &self,
        account: [u8; 16],
        packs: &[PackId],
        ticket: &[u8],
        times: Times,
    ) -> Result<(), StoreError> {
        retried(|| self.try_trash(account, packs, ticket, times)).await
    }

    async fn try_trash(
        &self,
        account: [u8; 16],
        packs: &[PackId],
        ticket: &[u8],
        times: Times,
    ) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        for pack in packs {
            if super::log::trash(&mut change, account, *pack, times).await?.is_none() {
                return Err(Code::NotFound.into());
            }
        }
        let ids: Vec<u8> = packs.iter().flat_map(|pack| pack.0).collect();
        note(&mut change, account, ticket, times.now + times.undo, ids).await?;
        change.commit().await?;
        Ok(())
    }

    /// Lets a whole account leave: from now on it answers to its tickets alone. Gives until when they take it back; who leaves already has no
    /// longer for it. [`Code::Gone`] when that time is over.
    pub async fn leave(&self, account: [u8; 16], ticket: &[u8], times: Times) -> Result<Millis, StoreError> {
        let mut change = self.pool.begin().await?;
        sqlx::query("UPDATE accounts SET leaves = COALESCE(leaves, $1) WHERE id = $2")
            .bind(times.now + times.undo)
            .bind(account.to_vec())
            .execute(&mut *change)
            .await?;
        let row = sqlx::query("SELECT leaves FROM accounts WHERE id = $1").bind(account.to_vec());
        let until: Millis = row.fetch_one(&mut *change).await?.try_get("leaves")?;
        if until <= times.now {
            return Err(Code::Gone.into());
        }
        note(&mut change, account, ticket, until, Vec::new()).await?;
        change.commit().await?;
        Ok(until)
    }

    /// Takes back what a ticket stands for, whole; the same ticket again is the same answer. [`Code::NotFound`] for one
    /// that this account was never given, [`Code::Gone`] for one whose time is over.
    pub async fn undo(&self, account: [u8; 16], ticket: &[u8], now: Millis) -> Result<(), StoreError> {
        retried(|| self.try_undo(account, ticket, now)).await
    }

    async fn try_undo(&self, account: [u8; 16], ticket: &[u8], now: Millis) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        let row = sqlx::query("SELECT until, used, packs FROM tickets WHERE hash = $1 AND account = $2")
            .bind(Sha256::digest(ticket).to_vec())
            .bind(account.to_vec())
            .fetch_optional(&mut *change)
            .await?
            .ok_or(Code::NotFound)?;
        if row.try_get::<i64, _>("used")? != 0 {
            return Ok(());
        }
        if row.try_get::<i64, _>("until")? <= now {
            return Err(Code::Gone.into());
        }
        let packs: Vec<u8> = row.try_get("packs")?;
        if packs.is_empty() {
            stay(&mut change, account, row.try_get("until")?).await?;
        }
        for pack in packs.chunks(32) {
            restore(&mut change, account, pack).await?;
        }
        sqlx::query("UPDATE tickets SET used = 1 WHERE hash = $1")
            .bind(Sha256::digest(ticket).to_vec())
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(())
    }
}

/// Writes of one account come one after another.
pub(super) async fn lock(change: &mut AnyConnection, account: [u8; 16]) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET version = version WHERE id = $1")
        .bind(account.to_vec())
        .execute(change)
        .await?;
    Ok(())
}

async fn note(
    change: &mut AnyConnection,
    account: [u8; 16],
    ticket: &[u8],
    until: Millis,
    packs: Vec<u8>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO tickets (hash, account, until, used, packs) VALUES ($1, $2, $3, 0, $4)")
        .bind(Sha256::digest(ticket).to_vec())
        .bind(account.to_vec())
        .bind(until)
        .bind(packs)
        .execute(change)
        .await?;
    Ok(())
}

/// An account that the purge has condemned meanwhile (another server's clock may be ahead) cannot come back, nor by the ticket of a time before.
async fn stay(change: &mut AnyConnection, account: [u8; 16], until: Millis) -> Result<(), StoreError> {
    let stays =
        sqlx::query("UPDATE accounts SET leaves = NULL WHERE id = $1 AND (leaves IS NULL OR leaves = $2)")
            .bind(account.to_vec())
            .bind(until)
            .execute(change)
            .await?;
    if stays.rows_affected() == 1 { Ok(()) } else { Err(Code::Gone.into()) }
}

/// A pack that the purge has taken meanwhile cannot come back, and so nothing does.
async fn restore(change: &mut AnyConnection, account: [u8; 16], pack: &[u8]) -> Result<(), StoreError> {
    let restored = sqlx::query(
        "UPDATE packs SET state = 'live', until = NULL WHERE account = $1 AND id = $2 AND state = 'trashed'",
    )
    .bind(account.to_vec())
    .bind(pack.to_vec())
    .execute(change)
    .await?;
    if restored.rows_affected() == 1 { Ok(()) } else { Err(Code::Gone.into()) }
}
