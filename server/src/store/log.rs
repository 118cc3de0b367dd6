//! Logs: the only commit point. An entry is taken whole, with all the packs it adds and takes away, or not at all. How it is read: `tail.rs`.
use super::carried::Carried;
use super::packs::{class_name, kind_name};
use super::retry::retried;
use super::{Store, StoreError};
use sha2::{Digest, Sha256};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, Row};
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class, Row as PackRow};
use webmynd_protocol::{Code, Millis};

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It made this version of the account.
    New(u64),
    /// The same bytes had made this version before.
    Again(u64),
}

/// Times that an entry's packs get.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Now.
    pub now: Millis,
    /// How long history is kept.
    pub retention: Option<Millis>,
    /// How long what was taken away can be taken back.
    pub undo: Millis,
}

impl Store {
    /// Takes entry `seq` of a device's log, with packs that come with it. Errors: [`Code::SeqGap`], [`Code::SeqConflict`] (both name the head),
    /// [`Code::MissingPack`], [`Code::Quota`].
    pub async fn append(
        &self,
        account: [u8; 16],
        device: [u8; 16],
        seq: u64,
        entry: &Entry,
        carried: &Carried,
        times: Times,
    ) -> Result<Taken, StoreError> {
        let (body, (packs, bytes)) = (body_hash(entry), carried.sizes());
        retried(|| async {
            let mut change = self.pool.begin().await?;
            // First of all, because it locks: two devices commit one after the other.
            let row = sqlx::query(
                "UPDATE accounts SET version = version + 1, logged = logged + $2, packs = packs + $3, packed = packed + $4
                 WHERE id = $1 RETURNING version",
            )
            .bind(account.to_vec())
            .bind(entry.sealed.0.len() as i64)
            .bind(packs)
            .bind(bytes)
            .fetch_optional(&mut *change)
            .await?
            .ok_or(Code::NotFound)?;
            let version: i64 = row.try_get("version")?;
            let next = insert(&mut change, (account, device, seq, version), entry, &body).await;
            if next.as_ref().is_err_and(is_taken) {
                drop(change);
                return self.count_on(account).await;
            }
            if !next? {
                return repeated(&mut change, account, device, seq, &body).await;
            }
            let saying = Saying { account, device, seq, times };
            let mut freed = 0;
            for pack in &entry.dels {
                // One that expired meanwhile is gone already.
                freed += trash(&mut change, account, *pack, times).await?.unwrap_or_default();
            }
            let mut added = carried.take(&mut change, saying, &entry.adds, freed).await?;
            for row in &entry.adds {
                if !added.remove(&row.id.0) {
                    add(&mut change, saying, row).await?;
                }
            }
            change.commit().await?;
            Ok(Taken::New(version as u64))
        })
        .await
    }

    /// The log has versions that the account has not counted: a database that was put together from parts of two. It counts on behind them;
    /// [`Code::Unavailable`], for what was to be written comes again.
    async fn count_on(&self, account: [u8; 16]) -> Result<Taken, StoreError> {
        sqlx::query(
            "UPDATE accounts SET version = (SELECT MAX(version) FROM log WHERE account = $1 AND version > 0) WHERE id = $1",
        )
        .bind(account.to_vec())
        .execute(&self.pool)
        .await?;
        Err(Code::Unavailable.into())
    }

    /// Whether there is an entry of this number.
    pub async fn has_entry(&self, account: [u8; 16], device: [u8; 16], seq: u64) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT seq FROM log WHERE account = $1 AND device = $2 AND seq = $3")
            .bind(account.to_vec())
            .bind(device.to_vec())
            .bind(i64::try_from(seq).unwrap_or(i64::MAX))
            .fetch_optional(&self.readers)
            .await?;
        Ok(found.is_some())
    }
}

/// Whether there is an entry of this version already.
fn is_taken(error: &StoreError) -> bool {
    let StoreError::Unavailable(error) = error else { return false };
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Hash of all that an entry says: the same entry sent again is known by it.
fn body_hash(entry: &Entry) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(&entry.prev.0);
    part(&entry.epoch.to_le_bytes());
    part(&entry.sealed.0);
    part(&entry.signature.0);
    for row in &entry.adds {
        part(&row.id.0);
        part(kind_name(row.kind).as_bytes());
        part(class_name(row.class).as_bytes());
        part(&row.day.to_le_bytes());
        part(&row.epoch.to_le_bytes());
        part(&row.wrapped_key.0);
    }
    for pack in &entry.dels {
        part(&pack.0);
    }
    hash.finalize().into()
}

/// An entry that is not the next one: the same bytes as before, another device under this one's id, or one too far.
async fn repeated(
    change: &mut AnyConnection,
    account: [u8; 16],
    device: [u8; 16],
    seq: u64,
    body: &[u8; 32],
) -> Result<Taken, StoreError> {
    let row = sqlx::query(
        "SELECT COALESCE((SELECT seq FROM log WHERE account = $1 AND device = $2 ORDER BY seq DESC LIMIT 1), 0) AS head,
         (SELECT version FROM log WHERE account = $1 AND device = $2 AND seq = $3 AND body = $4) AS version",
    )
    .bind(account.to_vec())
    .bind(device.to_vec())
    .bind(seq as i64)
    .bind(body.to_vec())
    .fetch_one(change)
    .await?;
    let head = row.try_get::<i64, _>("head")? as u64;
    match super::maybe(&row, "version")? {
        Some(version) => Ok(Taken::Again(version as u64)),
        None if seq > head => Err(StoreError::current(Code::SeqGap, head)),
        None => Err(StoreError::current(Code::SeqConflict, head)),
    }
}

/// Who says which entry, and the times that its packs get.
#[derive(Clone, Copy)]
pub(super) struct Saying {
    pub account: [u8; 16],
    pub device: [u8; 16],
    pub seq: u64,
    pub times: Times,
}

/// When a pack expires.
fn expires(row: &PackRow, times: Times) -> Option<Millis> {
    times.retention.filter(|_| row.class == Class::History).map(|kept| times.now + kept)
}

/// A statement with what an entry says of a pack: kind, class, day, device, number, epoch, key, when it is committed and ends, the account and the
/// pack, $1 to $11.
pub(super) fn saying_of(
    statement: &'static str,
    saying: Saying,
    row: &PackRow,
) -> Query<'static, Any, AnyArguments> {
    sqlx::query(statement)
        .bind(kind_name(row.kind))
        .bind(class_name(row.class))
        .bind(i64::from(row.day))
        .bind(saying.device.to_vec())
        .bind(saying.seq as i64)
        .bind(i64::from(row.epoch))
        .bind(row.wrapped_key.0.clone())
        .bind(saying.times.now)
        .bind(expires(row, saying.times))
        .bind(saying.account.to_vec())
        .bind(row.id.0.to_vec())
}

/// Adds a pack that is staged.
async fn add(change: &mut AnyConnection, saying: Saying, row: &PackRow) -> Result<(), StoreError> {
    let added = saying_of(
        "UPDATE packs SET state = 'live', kind = $1, class = $2, day = $3, device = $4, seq = $5, epoch = $6, wrapped = $7,
         committed = $8, expires = $9 WHERE account = $10 AND id = $11 AND state = 'staged'",
        saying,
        row,
    )
    .execute(change)
    .await?;
    if added.rows_affected() == 1 { Ok(()) } else { Err(Code::MissingPack.into()) }
}

/// Whether it was there to be trashed.
pub(super) async fn trash(
    change: &mut AnyConnection,
    account: [u8; 16],
    pack: PackId,
    times: Times,
) -> Result<Option<i64>, StoreError> {
    let trashed = sqlx::query(
        "UPDATE packs SET state = 'trashed', until = $1 WHERE account = $2 AND id = $3 AND state = 'live' RETURNING size",
    )
    .bind(times.now + times.undo)
    .bind(account.to_vec())
    .bind(pack.0.to_vec())
    .fetch_optional(change)
    .await?;
    Ok(trashed.map(|row| row.try_get("size")).transpose()?)
}

/// Whether it was the next one of its device. Asked for as the last of a row, for PostgreSQL may read all of a device's numbers to find the greatest.
async fn insert(
    change: &mut AnyConnection,
    (account, device, seq, version): ([u8; 16], [u8; 16], u64, i64),
    entry: &Entry,
    body: &[u8; 32],
) -> Result<bool, StoreError> {
    let dels: Vec<u8> = entry.dels.iter().flat_map(|pack| pack.0).collect();
    let inserted = sqlx::query(
        "INSERT INTO log (account, device, seq, version, prev, epoch, sealed, signature, body, dels)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         WHERE $3 = 1 + COALESCE((SELECT seq FROM log WHERE account = $1 AND device = $2 ORDER BY seq DESC LIMIT 1), 0)",
    )
    .bind(account.to_vec())
    .bind(device.to_vec())
    .bind(seq as i64)
    .bind(version)
    .bind(entry.prev.0.to_vec())
    .bind(i64::from(entry.epoch))
    .bind(entry.sealed.0.clone())
    .bind(entry.signature.0.to_vec())
    .bind(body.to_vec())
    .bind(dels)
    .execute(change)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
