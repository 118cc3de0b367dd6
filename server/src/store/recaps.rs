//! Recaps of logs, and who vouches for them: see docs/decisions/0048-recaps-of-the-log.md.
use super::retry::retried;
use super::undo::lock;
use super::{Known, Store, StoreError, id, maybe};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row, ValueRef};
use webmynd_protocol::bytes::{DeviceId, Id};
use webmynd_protocol::recap::{Newest, Recap, Stands, Vouch, Vouched};
use webmynd_protocol::{Bytes, Code};

/// All of the recap of a version: what [`is_whole`] looks at.
pub(super) const RECAP: &str =
    "SELECT version, form, epoch, digest, sealed, hash FROM recaps WHERE account = $1 AND version = $2";

/// What the log tells of an account beside its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The newest version.
    pub version: u64,
    /// Up to which version the log is cleared.
    pub cleared: u64,
    /// The recap of that version, where it is there.
    pub stands: Option<Stands>,
    /// The newest recap behind that.
    pub newest: Option<Newest>,
}

impl Store {
    /// Notes that a device vouches for the recap of a version: the first one brings it, and takes the place of an older one that not all have vouched
    /// for. True where it is new, or has come back. Errors: [`Code::BadRequest`], for a version that is not there; [`Code::Gone`], for one before that up
    /// to which the log is cleared; [`Code::GenerationConflict`], where there is, or was, another one of it or a newer one; [`Code::NotFound`], where it is
    /// not here and not brought.
    pub async fn vouch(&self, who: Known, version: u64, vouch: &Vouch) -> Result<bool, StoreError> {
        retried(|| self.try_vouch(who, version, vouch)).await
    }

    async fn try_vouch(&self, who: Known, version: u64, vouch: &Vouch) -> Result<bool, StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, who.account).await?;
        let counted = counted(&mut change, who.account).await?;
        let number = i64::try_from(version).map_err(|_| Code::BadRequest)?;
        if number == 0 || number > counted.newest {
            return Err(Code::BadRequest.into());
        }
        if number < counted.cleared {
            return Err(Code::Gone.into());
        }
        let is_new = if number == counted.cleared {
            comes_back(&mut change, who.account, &counted, vouch).await?
        } else {
            comes(&mut change, who.account, (number, counted.cleared), vouch).await?
        };
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

    /// The recap of a version. One that is not what was brought is removed: whoever stands on it brings it back. Errors: [`Code::NotFound`].
    pub async fn recap(&self, account: [u8; 16], version: u64) -> Result<Recap, StoreError> {
        let number = i64::try_from(version).map_err(|_| Code::NotFound)?;
        let row = sqlx::query(RECAP)
            .bind(account.to_vec())
            .bind(number)
            .fetch_optional(&self.readers)
            .await?
            .ok_or(Code::NotFound)?;
        if !is_whole(&row) {
            sqlx::query("DELETE FROM recaps WHERE account = $1 AND version = $2")
                .bind(account.to_vec())
                .bind(number)
                .execute(&self.pool)
                .await?;
            return Err(Code::NotFound.into());
        }
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
        // One that is none is as good as lost: its device says it again.
        Ok(rows.iter().filter_map(vouched).collect())
    }

    /// What is told to whoever asks for the log, in one question.
    pub async fn news(&self, who: Known) -> Result<News, StoreError> {
        let rows = sqlx::query(
            "SELECT accounts.version, accounts.cleared, recaps.version AS recap, recaps.form, recaps.epoch, recaps.digest,
             vouches.device, vouches.signature FROM accounts
             LEFT JOIN recaps ON recaps.account = accounts.id AND recaps.version >= accounts.cleared
             LEFT JOIN vouches ON vouches.account = recaps.account AND vouches.version = recaps.version
             WHERE accounts.id = $1 ORDER BY recaps.version, vouches.nth, vouches.device",
        )
        .bind(who.account.to_vec())
        .fetch_all(&self.readers)
        .await?;
        let first = rows.first().ok_or(Code::NotFound)?;
        let (version, cleared) =
            (first.try_get::<i64, _>("version")? as u64, first.try_get::<i64, _>("cleared")?);
        let mut news = News { version, cleared: cleared as u64, ..News::default() };
        for row in &rows {
            // One that is none is as good as lost.
            let Some((recap, (form, epoch, digest))) = recap_of(row)? else { continue };
            let (vouched, digest) = (vouched(row), Id(digest));
            if recap == news.cleared {
                let stands = Stands { form, epoch, digest, signature: None };
                let stands = news.stands.get_or_insert(stands);
                let own = vouched.filter(|vouched| vouched.device.0 == who.device);
                stands.signature = stands.signature.or(own.map(|own| own.signature));
                continue;
            }
            if news.newest.as_ref().is_none_or(|newest| newest.version != recap) {
                news.newest = Some(Newest { version: recap, form, epoch, digest, devices: vec![] });
            }
            let devices = news.newest.as_mut().map(|newest| &mut newest.devices);
            devices.into_iter().for_each(|devices| devices.extend(vouched.iter().map(|one| one.device)));
        }
        Ok(news)
    }
}

/// A recap behind that up to which the log is cleared; true where it is new.
async fn comes(
    change: &mut AnyConnection,
    account: [u8; 16],
    (number, cleared): (i64, i64),
    vouch: &Vouch,
) -> Result<bool, StoreError> {
    let there = sqlx::query(
        "SELECT version, form, epoch, digest FROM recaps WHERE account = $1 AND version > $2 ORDER BY version DESC LIMIT 1",
    )
    .bind(account.to_vec())
    .bind(cleared)
    .fetch_optional(&mut *change)
    .await?;
    let there = there.and_then(|row| named(&row).ok());
    if there == Some((number, vouch.form, vouch.epoch, vouch.digest.0)) {
        return Ok(false);
    }
    if let Some((other, ..)) = there.filter(|(other, ..)| *other >= number) {
        return Err(StoreError::current(Code::GenerationConflict, other as u64));
    }
    let sealed = vouch.sealed.as_ref().ok_or(Code::NotFound)?;
    forget(change, account, (cleared, i64::MAX)).await?;
    put(change, account, number, (vouch, sealed)).await?;
    Ok(true)
}

/// The recap up to which the log is cleared: of that one there is no other, and where it is lost the very same comes back. True where it has.
async fn comes_back(
    change: &mut AnyConnection,
    account: [u8; 16],
    counted: &Counted,
    vouch: &Vouch,
) -> Result<bool, StoreError> {
    let row =
        sqlx::query(RECAP).bind(account.to_vec()).bind(counted.cleared).fetch_optional(&mut *change).await?;
    let other = || StoreError::current(Code::GenerationConflict, counted.cleared as u64);
    let there = row.filter(is_whole).map(|row| named(&row)).transpose()?;
    if let Some(there) = there {
        let is_it = there == (counted.cleared, vouch.form, vouch.epoch, vouch.digest.0);
        return if is_it { Ok(false) } else { Err(other()) };
    }
    let sealed = vouch.sealed.as_ref().ok_or(Code::NotFound)?;
    if counted
        .stands
        .is_some_and(|stands| stands != hash_of(vouch.form, vouch.epoch, &vouch.digest.0, &sealed.0))
    {
        return Err(other());
    }
    sqlx::query("DELETE FROM recaps WHERE account = $1 AND version = $2")
        .bind(account.to_vec())
        .bind(counted.cleared)
        .execute(&mut *change)
        .await?;
    put(change, account, counted.cleared, (vouch, sealed)).await?;
    Ok(true)
}

async fn put(
    change: &mut AnyConnection,
    account: [u8; 16],
    number: i64,
    (vouch, Bytes(sealed)): (&Vouch, &Bytes),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO recaps (account, version, form, epoch, digest, sealed, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(account.to_vec())
    .bind(number)
    .bind(i64::from(vouch.form))
    .bind(i64::from(vouch.epoch))
    .bind(vouch.digest.0.to_vec())
    .bind(sealed.clone())
    .bind(hash_of(vouch.form, vouch.epoch, &vouch.digest.0, sealed).to_vec())
    .execute(&mut *change)
    .await?;
    Ok(())
}

/// By what a recap that is damaged is known, and the one that comes back.
fn hash_of(form: u32, epoch: u32, digest: &[u8; 32], sealed: &[u8]) -> [u8; 32] {
    let hash = Sha256::new().chain_update(form.to_le_bytes()).chain_update(epoch.to_le_bytes());
    hash.chain_update(digest).chain_update(sealed).finalize().into()
}

/// Whether a row is what was brought. Those of older tables have no hash.
pub(super) fn is_whole(row: &AnyRow) -> bool {
    let (Ok((_, form, epoch, digest)), Ok(sealed)) = (named(row), row.try_get::<Vec<u8>, _>("sealed")) else {
        return false;
    };
    let has_none = row.try_get_raw("hash").is_ok_and(|hash| hash.is_null());
    has_none || id(row, "hash").is_ok_and(|hash: [u8; 32]| hash == hash_of(form, epoch, &digest, &sealed))
}

/// What is counted of an account.
pub(super) struct Counted {
    /// Its newest version.
    newest: i64,
    /// Up to which version its log is cleared.
    pub(super) cleared: i64,
    /// The hash of the recap of that.
    stands: Option<[u8; 32]>,
}

pub(super) async fn counted(change: &mut AnyConnection, account: [u8; 16]) -> Result<Counted, StoreError> {
    let row = sqlx::query("SELECT version, cleared, stands FROM accounts WHERE id = $1")
        .bind(account.to_vec())
        .fetch_optional(change)
        .await?
        .ok_or(Code::NotFound)?;
    let (newest, cleared) = (row.try_get("version")?, row.try_get("cleared")?);
    Ok(Counted { newest, cleared, stands: id(&row, "stands").ok() })
}

/// Removes the recaps behind a version and up to another, with who vouches for them: there are two of an account at most.
pub(super) async fn forget(
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

fn vouched(row: &AnyRow) -> Option<Vouched> {
    let (device, signature) = (id(row, "device").ok()?, id(row, "signature").ok()?);
    Some(Vouched { device: DeviceId::from(device), signature: Id(signature) })
}

/// Form, epoch and digest of a recap.
type Description = (u32, u32, [u8; 32]);

/// The version of the recap in a row of [`Store::news`], and what it is.
fn recap_of(row: &AnyRow) -> Result<Option<(u64, Description)>, StoreError> {
    let Some(version) = maybe(row, "recap")?.filter(|version| *version > 0) else { return Ok(None) };
    Ok(described(row).ok().map(|described| (version as u64, described)))
}

/// Version, form, epoch and digest of a recap.
fn named(row: &AnyRow) -> Result<(i64, u32, u32, [u8; 32]), StoreError> {
    let (form, epoch, digest) = described(row)?;
    Ok((row.try_get("version")?, form, epoch, digest))
}

fn described(row: &AnyRow) -> Result<Description, StoreError> {
    let number =
        |column: &str| u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Damaged);
    Ok((number("form")?, number("epoch")?, id(row, "digest")?))
}
