//! How logs are read: entries of all devices by version, with their packs, and the bytes of small ones beside them.
use super::packs::{committed, kind_name};
use super::{Known, Store, StoreError, id};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use webmynd_protocol::bytes::{DeviceId, Id};
use webmynd_protocol::log::{Listed, Page};
use webmynd_protocol::pack::{Committed, Kind};
use webmynd_protocol::{Bytes, Millis};

/// Bytes of sealed entries in one answer, unless its first entry alone has more; and of entries and packs.
const ENTRIES: u64 = 512 << 10;
const WITH_PACKS: u64 = 13 << 19;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Tail {
    /// Entries after this version.
    pub since: u64,
    /// So many at most.
    pub limit: u32,
    /// With the bytes of other devices' texts, where the database keeps them.
    pub packs: bool,
}

/// An entry of a page before it is read.
struct Ahead {
    device: [u8; 16],
    seq: u64,
    version: u64,
    /// Bytes that are sealed in it.
    size: u64,
}

impl Store {
    /// A page of the log up to `version`, the newest one, with packs that can be read at `now`.
    pub async fn tail(&self, who: Known, asked: Tail, version: u64, now: Millis) -> Result<Page, StoreError> {
        let (account, since) = (who.account, asked.since);
        let mut adds = BTreeMap::new();
        let (mut last, mut ahead) = (since, Vec::new());
        if version > since {
            ahead = self.ahead(account, since, asked.limit).await?;
            adds = self.added(account, &ahead, now).await?;
            last = cut(who, asked, &ahead, &mut adds);
            ahead.retain(|entry| entry.version <= last);
        }
        let (mut entries, mut at) = (Vec::new(), None);
        for mut entry in self.entries(account, since, last).await? {
            if entry.version == since {
                at = Some(Id(entry_hash(account, &entry)));
                continue;
            }
            let packs = adds.remove(&entry.version).unwrap_or_default();
            entry.adds = packs.into_iter().map(|pack| pack.committed).collect();
            entries.push(entry);
        }
        if asked.packs && last > since {
            self.carry(account, &ahead, &mut entries).await?;
        }
        let next = entries.last().map(|entry| entry.version).filter(|last| *last < version);
        Ok(Page { next, entries, version, at, ..Page::default() })
    }

    /// The next entries.
    async fn ahead(&self, account: [u8; 16], since: u64, limit: u32) -> Result<Vec<Ahead>, StoreError> {
        let rows = sqlx::query(
            "SELECT device, seq, version, CAST(LENGTH(sealed) AS BIGINT) AS size FROM log
             WHERE account = $1 AND version > $2 ORDER BY version LIMIT $3",
        )
        .bind(account.to_vec())
        .bind(number(since))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        let ahead = |row: &AnyRow| {
            let number = |column: &str| row.try_get::<i64, _>(column).map(|number| number as u64);
            let (seq, version, size) = (number("seq")?, number("version")?, number("size")?);
            Ok(Ahead { device: id(row, "device")?, seq, version, size })
        };
        rows.iter().map(ahead).collect()
    }

    async fn entries(&self, account: [u8; 16], from: u64, to: u64) -> Result<Vec<Listed>, StoreError> {
        let rows = sqlx::query(
            "SELECT device, seq, version, prev, epoch, sealed, signature, dels FROM log
             WHERE account = $1 AND version >= $2 AND version <= $3 ORDER BY version",
        )
        .bind(account.to_vec())
        .bind(number(from))
        .bind(number(to))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(listed).collect()
    }

    /// The packs that entries added and that are still there, by the entries' versions. Asked for by device: a join of the log with the packs is
    /// one that both databases have planned so that it read all packs of the account, or all of them for each entry.
    async fn added(
        &self,
        account: [u8; 16],
        ahead: &[Ahead],
        now: Millis,
    ) -> Result<BTreeMap<u64, Vec<Added>>, StoreError> {
        let versions: BTreeMap<_, _> =
            ahead.iter().map(|entry| ((entry.device, entry.seq), entry.version)).collect();
        let mut added: BTreeMap<u64, Vec<Added>> = BTreeMap::new();
        for (device, (first, last)) in devices(ahead) {
            let rows = sqlx::query(
                "SELECT id, kind, class, day, epoch, wrapped, device, seq, size, committed, expires,
                 (SELECT COUNT(*) FROM contents WHERE contents.account = packs.account AND contents.blob = packs.blob) AS kept
                 FROM packs WHERE account = $1 AND device = $2 AND seq >= $3 AND seq <= $4 AND state = 'live'
                 AND (expires IS NULL OR expires > $5)",
            )
            .bind(account.to_vec())
            .bind(device.to_vec())
            .bind(number(first))
            .bind(number(last))
            .bind(now)
            .fetch_all(&self.readers)
            .await?;
            for row in &rows {
                let is_kept = row.try_get::<i64, _>("kept")? > 0;
                let pack = Added { committed: committed(row)?, is_kept };
                if let Some(version) = versions.get(&(device, pack.committed.seq)) {
                    added.entry(*version).or_default().push(pack);
                }
            }
        }
        for packs in added.values_mut() {
            packs.sort_unstable_by_key(|pack| pack.committed.row.id.0);
        }
        Ok(added)
    }

    /// Puts the bytes of packs beside those that are to have them.
    async fn carry(
        &self,
        account: [u8; 16],
        ahead: &[Ahead],
        entries: &mut [Listed],
    ) -> Result<(), StoreError> {
        let wanted = entries.iter_mut().flat_map(|entry| &mut entry.adds);
        let mut wanted: BTreeMap<[u8; 32], &mut Committed> =
            wanted.filter(|pack| pack.bytes.is_some()).map(|pack| (pack.row.id.0, pack)).collect();
        for (device, (first, last)) in devices(ahead) {
            if !wanted.values().any(|pack| pack.device.0 == device) {
                continue;
            }
            let rows = sqlx::query(
                "SELECT packs.id, contents.bytes FROM packs
                 JOIN contents ON contents.account = packs.account AND contents.blob = packs.blob
                 WHERE packs.account = $1 AND packs.device = $2 AND packs.seq >= $3 AND packs.seq <= $4 AND packs.kind = $5",
            )
            .bind(account.to_vec())
            .bind(device.to_vec())
            .bind(number(first))
            .bind(number(last))
            .bind(kind_name(Kind::Text))
            .fetch_all(&self.readers)
            .await?;
            for row in &rows {
                if let Some(pack) = wanted.remove(&id(row, "id")?) {
                    pack.bytes = Some(Bytes(row.try_get("bytes")?));
                }
            }
        }
        // Purged since they were looked up.
        wanted.into_values().for_each(|pack| pack.bytes = None);
        Ok(())
    }
}

/// The first and the last number of each device in a page: between them stands no entry that is on another page.
fn devices(ahead: &[Ahead]) -> BTreeMap<[u8; 16], (u64, u64)> {
    let mut devices = BTreeMap::new();
    for Ahead { device, seq, .. } in ahead {
        let (first, last) = devices.entry(*device).or_insert((*seq, *seq));
        (*first, *last) = ((*first).min(*seq), (*last).max(*seq));
    }
    devices
}

/// A pack of an entry, and whether the database has its bytes.
struct Added {
    committed: Committed,
    is_kept: bool,
}

/// The last version that goes into the page; the packs that are to travel in it have bytes, empty ones for now. An entry whose packs find no
/// room begins the next page; those of one that is longer than a page by itself are asked for one by one.
fn cut(who: Known, asked: Tail, ahead: &[Ahead], adds: &mut BTreeMap<u64, Vec<Added>>) -> u64 {
    let most = if asked.packs { WITH_PACKS } else { ENTRIES };
    let travels = |pack: &Added| {
        let Added { committed, is_kept } = pack;
        asked.packs && *is_kept && committed.row.kind == Kind::Text && committed.device.0 != who.device
    };
    let (mut bytes, mut last) = (0, asked.since);
    for Ahead { version, size, .. } in ahead {
        let mut packs: Vec<&mut Committed> = adds
            .get_mut(version)
            .into_iter()
            .flatten()
            .filter(|pack| travels(pack))
            .map(|pack| &mut pack.committed)
            .collect();
        let whole = size + packs.iter().map(|pack| pack.size).sum::<u64>();
        if bytes > 0 && bytes + whole > most {
            break;
        }
        bytes += size;
        for pack in &mut packs {
            if bytes + pack.size <= most {
                bytes += pack.size;
                pack.bytes = Some(Bytes::default());
            }
        }
        last = *version;
    }
    last
}

/// What the entry behind it names as the one before: docs/crypto.md, "Log".
fn entry_hash(account: [u8; 16], entry: &Listed) -> [u8; 32] {
    let hash = Sha256::new().chain_update("webmynd log v1").chain_update(account);
    let hash = hash.chain_update(entry.device.0).chain_update(entry.seq.to_le_bytes());
    let hash = hash.chain_update(entry.prev.0).chain_update(entry.epoch.to_le_bytes());
    hash.chain_update(Sha256::digest(&entry.sealed.0)).finalize().into()
}

fn number(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

fn listed(row: &AnyRow) -> Result<Listed, StoreError> {
    let dels: Vec<u8> = row.try_get("dels")?;
    let pack = |bytes: &[u8]| bytes.try_into().map(Id).map_err(|_| StoreError::Damaged);
    Ok(Listed {
        device: DeviceId::from(id(row, "device")?),
        seq: row.try_get::<i64, _>("seq")? as u64,
        version: row.try_get::<i64, _>("version")? as u64,
        prev: Id(id(row, "prev")?),
        epoch: u32::try_from(row.try_get::<i64, _>("epoch")?).map_err(|_| StoreError::Damaged)?,
        sealed: Bytes(row.try_get("sealed")?),
        signature: Id(id(row, "signature")?),
        adds: Vec::new(),
        dels: dels.chunks(32).map(pack).collect::<Result<_, _>>()?,
    })
}
