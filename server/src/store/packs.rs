//! Packs: coming while their bytes are written, staged when these are durable, part of the account when a log entry adds them, trashed when one takes
//! them away, gone when their undo window or their plan's time is over. Small ones whose bytes come with the row are staged at once (decision 11).
use super::retry::retried;
use super::undo::lock;
use super::{Store, StoreError, maybe};
use bytes::Bytes;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Executor, Row};
use webmynd_protocol::bytes::{DeviceId, PackId};
use webmynd_protocol::pack::{Class, Committed, Kind, Row as PackRow};
use webmynd_protocol::{Bytes as Base64, Code, Millis};

/// How long a pack waits for its log entry.
pub const STAGED: Millis = 86_400_000;

/// A pack that is uploaded.
pub struct Upload {
    /// Its id.
    pub pack: [u8; 32],
    /// All of it.
    pub bytes: Bytes,
    /// 16 random bytes.
    pub fresh: [u8; 16],
    /// Whether its bytes go into the database.
    pub kept: bool,
}

impl Upload {
    /// One, or none for a pack without a byte: what was condemned while it was coming has none either, and was not counted.
    pub(super) fn counts(&self) -> i64 {
        (self.bytes.len() as i64).signum()
    }
}

/// Where the bytes of a pack belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// They are here already.
    Here,
    /// They were taken into the database: the pack is staged.
    Database,
    /// Under this name in the blob store. No name is used twice: whoever still removes what a pack of the past had left
    /// cannot hit what was uploaded since.
    Blob([u8; 16]),
}

/// A pack that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In bytes.
    pub size: u64,
    /// All of it, or where it is.
    pub bytes: Stored,
}

/// Where a pack's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Here.
    Database(Bytes),
    /// Under this name in the blob store.
    Blob([u8; 16]),
}

/// What became of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    /// It is new.
    New,
    /// It was there.
    Again,
}

pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Index => "index",
        Kind::Thumb => "thumb",
        Kind::Other => "other",
    }
}

pub(super) fn kind_of(name: &str) -> Kind {
    let known = [Kind::Text, Kind::Index, Kind::Thumb];
    known.into_iter().find(|kind| kind_name(*kind) == name).unwrap_or(Kind::Other)
}

pub(super) fn class_name(class: Class) -> &'static str {
    match class {
        Class::History => "history",
        Class::Mark => "mark",
        Class::Other => "other",
    }
}

pub(super) fn class_of(name: &str) -> Class {
    let known = [Class::History, Class::Mark];
    known.into_iter().find(|class| class_name(*class) == name).unwrap_or(Class::Other)
}

pub(super) fn committed(row: &AnyRow) -> Result<Committed, StoreError> {
    let number = |column: &str| -> Result<u32, StoreError> {
        u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Damaged)
    };
    Ok(Committed {
        row: PackRow {
            id: PackId::from(super::id(row, "id")?),
            kind: kind_of(row.try_get("kind")?),
            class: class_of(row.try_get("class")?),
            day: number("day")?,
            epoch: number("epoch")?,
            wrapped_key: Base64(row.try_get("wrapped")?),
        },
        device: DeviceId::from(super::id(row, "device")?),
        seq: row.try_get::<i64, _>("seq")? as u64,
        size: row.try_get::<i64, _>("size")? as u64,
        committed_at: row.try_get("committed")?,
        expires_at: maybe(row, "expires")?,
        bytes: None,
    })
}

impl Store {
    /// Bytes that count to the quota: of all packs of an account that are kept, staged ones too, of its entries and of its keys.
    pub async fn used(&self, account: [u8; 16]) -> Result<u64, StoreError> {
        used(&self.readers, account).await
    }

    /// Takes a small pack into the database, or notes that a pack is coming, before a byte of it is written: no bytes are ever
    /// without a row. What is here already, or staged, waits a day from `now` again. Errors: [`Code::Quota`] when it does not
    /// go into `quota` (with what is left of it), [`Code::Unavailable`] for one that is just being removed: to be sent again
    /// in a while.
    pub async fn place(
        &self,
        account: [u8; 16],
        upload: &Upload,
        quota: Option<u64>,
        now: Millis,
    ) -> Result<Place, StoreError> {
        if quota.is_none() && !upload.kept {
            return come(&self.pool, account, upload, now).await;
        }
        retried(|| async {
            let mut change = self.pool.begin().await?;
            lock(&mut change, account).await?;
            let place = come(&mut *change, account, upload, now).await?;
            if place == Place::Database {
                keep(&mut change, account, upload).await?;
                count(&mut change, account, upload.counts(), upload.bytes.len() as i64).await?;
            }
            match (place, quota) {
                (Place::Here, _) | (_, None) => {}
                (Place::Database, Some(quota)) => room(&mut change, account, 0, quota).await?,
                // Before it is written. What others upload at the same time is not here yet: that is seen when it is staged.
                (Place::Blob(_), Some(quota)) => {
                    room(&mut change, account, upload.bytes.len() as u64, quota).await?;
                }
            }
            change.commit().await?;
            Ok(place)
        })
        .await
    }

    /// Notes that the bytes of a pack are durable under the name that [`Store::place`] gave; [`Code::Quota`] when others that
    /// were uploaded at the same time have left no room.
    pub async fn stage(
        &self,
        account: [u8; 16],
        pack: [u8; 32],
        blob: [u8; 16],
        quota: Option<u64>,
    ) -> Result<Staged, StoreError> {
        let arrived = retried(|| async {
            let mut change = self.pool.begin().await?;
            lock(&mut change, account).await?;
            let arrived = arrive(&mut change, account, pack, blob).await?;
            if let Some(quota) = quota.filter(|_| arrived) {
                room(&mut change, account, 0, quota).await?;
            }
            change.commit().await?;
            Ok(arrived)
        });
        if arrived.await? { Ok(Staged::New) } else { self.staged(account, pack, blob).await }
    }

    async fn staged(&self, account: [u8; 16], pack: [u8; 32], blob: [u8; 16]) -> Result<Staged, StoreError> {
        let there = sqlx::query(
            "SELECT state FROM packs WHERE account = $1 AND id = $2 AND blob = $3 AND state <> 'purging'",
        )
        .bind(account.to_vec())
        .bind(pack.to_vec())
        .bind(blob.to_vec())
        .fetch_optional(&self.readers)
        .await?;
        // Not there: it came so slowly that it was given up meanwhile.
        if there.is_some() { Ok(Staged::Again) } else { Err(Code::Unavailable.into()) }
    }

    /// A pack that can be read at `now`.
    pub async fn pack(&self, account: [u8; 16], pack: [u8; 32], now: Millis) -> Result<Found, StoreError> {
        let row = sqlx::query(
            "SELECT packs.size, packs.blob, contents.bytes FROM packs
             LEFT JOIN contents ON contents.account = packs.account AND contents.blob = packs.blob
             WHERE packs.account = $1 AND packs.id = $2 AND packs.state = 'live'
             AND (packs.expires IS NULL OR packs.expires > $3)",
        )
        .bind(account.to_vec())
        .bind(pack.to_vec())
        .bind(now)
        .fetch_optional(&self.readers)
        .await?
        .ok_or(Code::NotFound)?;
        let kept: Option<Vec<u8>> = row.try_get("bytes")?;
        Ok(Found {
            size: row.try_get::<i64, _>("size")? as u64,
            bytes: match kept {
                Some(bytes) => Stored::Database(bytes.into()),
                None => Stored::Blob(super::id(&row, "blob")?),
            },
        })
    }
}

async fn used<'e>(executor: impl Executor<'e, Database = Any>, account: [u8; 16]) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "SELECT CAST(packed + logged + LENGTH(passphrase) + LENGTH(recovery) + LENGTH(keyring) AS BIGINT) AS used
         FROM accounts WHERE id = $1",
    )
    .bind(account.to_vec())
    .fetch_optional(executor)
    .await?;
    row.map_or(Ok(0), |row| Ok(u64::try_from(row.try_get::<i64, _>("used")?).unwrap_or(0)))
}

/// Whether `size` more bytes go into the account, whose row is locked. [`Code::Quota`] when not.
pub(super) async fn room(
    change: &mut AnyConnection,
    account: [u8; 16],
    size: u64,
    quota: u64,
) -> Result<(), StoreError> {
    let used = used(change, account).await?;
    if used + size > quota {
        Err(StoreError::current(Code::Quota, quota.saturating_sub(used)))
    } else {
        Ok(())
    }
}

/// Notes that a pack comes or, a small one, is staged.
pub(super) async fn come<'e>(
    executor: impl Executor<'e, Database = Any>,
    account: [u8; 16],
    upload: &Upload,
    now: Millis,
) -> Result<Place, StoreError> {
    let row = sqlx::query(
        "INSERT INTO packs (account, id, blob, size, state, staged) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account, id) DO UPDATE SET staged = excluded.staged RETURNING state, blob",
    )
    .bind(account.to_vec())
    .bind(upload.pack.to_vec())
    .bind(upload.fresh.to_vec())
    .bind(upload.bytes.len() as i64)
    .bind(if upload.kept { "staged" } else { "coming" })
    .bind(now)
    .fetch_one(executor)
    .await?;
    let blob = super::id(&row, "blob")?;
    match row.try_get::<&str, _>("state")? {
        "coming" => Ok(Place::Blob(blob)),
        "purging" => Err(Code::Unavailable.into()),
        _ if upload.kept && blob == upload.fresh => Ok(Place::Database),
        _ => Ok(Place::Here),
    }
}

pub(super) async fn keep(
    change: &mut AnyConnection,
    account: [u8; 16],
    upload: &Upload,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO contents (account, blob, bytes) VALUES ($1, $2, $3)")
        .bind(account.to_vec())
        .bind(upload.fresh.to_vec())
        .bind(upload.bytes.to_vec())
        .execute(change)
        .await?;
    Ok(())
}

/// So many more packs and bytes of packs are in an account, whose row is locked.
pub(super) async fn count(
    change: &mut AnyConnection,
    account: [u8; 16],
    packs: i64,
    bytes: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET packs = packs + $2, packed = packed + $3 WHERE id = $1")
        .bind(account.to_vec())
        .bind(packs)
        .bind(bytes)
        .execute(change)
        .await?;
    Ok(())
}

/// Whether it was coming to an account, whose row is locked.
async fn arrive(
    change: &mut AnyConnection,
    account: [u8; 16],
    pack: [u8; 32],
    blob: [u8; 16],
) -> Result<bool, StoreError> {
    let staged = sqlx::query(
        "UPDATE packs SET state = 'staged' WHERE account = $1 AND id = $2 AND blob = $3 AND state = 'coming'
         RETURNING size",
    )
    .bind(account.to_vec())
    .bind(pack.to_vec())
    .bind(blob.to_vec())
    .fetch_optional(&mut *change)
    .await?;
    match staged {
        Some(row) => {
            let size: i64 = row.try_get("size")?;
            count(change, account, size.signum(), size).await.map(|()| true)
        }
        None => Ok(false),
    }
}
