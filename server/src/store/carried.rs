//! Packs that come with the entry that adds them: they are of the account at once, without having been staged.
use super::StoreError;
use super::log::{Saying, saying_of};
use super::packs::{Place, Upload, come, count, keep, room};
use sqlx::AnyConnection;
use std::collections::BTreeSet;
use webmynd_protocol::pack::Row as PackRow;

/// Packs that come with the entry that adds them, in its transaction, which holds the account's row.
#[derive(Default)]
pub struct Carried {
    /// All of them to be kept in the database.
    pub uploads: Vec<Upload>,
    /// Bytes of the account, at most.
    pub quota: Option<u64>,
}

impl Carried {
    /// How many they are, and their bytes.
    pub(super) fn sizes(&self) -> (i64, i64) {
        let sizes = self.uploads.iter().map(|upload| (upload.counts(), upload.bytes.len() as i64));
        sizes.fold((0, 0), |(packs, bytes), (one, size)| (packs + one, bytes + size))
    }

    /// Takes them in, whose bytes were all counted; gives those that the entry `adds` and that were new: they are added. What was here before,
    /// uploaded by itself, is still to be added. [`webmynd_protocol::Code::Quota`] where they do not go into it; an entry that takes away as much,
    /// `freed`, has room in a full vault, too: so what is forgotten leaves it. What was taken away counts for as long as it can be taken back, so
    /// there is an end to that, at the double.
    pub(super) async fn take(
        &self,
        change: &mut AnyConnection,
        saying: Saying,
        adds: &[PackRow],
        freed: i64,
    ) -> Result<BTreeSet<[u8; 32]>, StoreError> {
        let mut added = BTreeSet::new();
        for upload in &self.uploads {
            let row = adds.iter().find(|row| row.id.0 == upload.pack);
            if let Some(row) = row
                && land(change, saying, row, upload).await?
            {
                added.insert(upload.pack);
            } else if come(&mut *change, saying.account, upload, saying.times.now).await? == Place::Database {
                keep(change, saying.account, upload).await?;
            } else {
                count(change, saying.account, -upload.counts(), -(upload.bytes.len() as i64)).await?;
            }
        }
        if let Some(quota) = self.quota.filter(|_| !self.uploads.is_empty()) {
            let most = if self.sizes().1 <= freed { quota.saturating_mul(2) } else { quota };
            room(change, saying.account, 0, most).await?;
        }
        Ok(added)
    }
}

/// Whether there was none of its id: then it is of the account now.
async fn land(
    change: &mut AnyConnection,
    saying: Saying,
    row: &PackRow,
    upload: &Upload,
) -> Result<bool, StoreError> {
    let landed = saying_of(
        "INSERT INTO packs (kind, class, day, device, seq, epoch, wrapped, committed, expires, account, id, staged, blob, size, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $8, $12, $13, 'live') ON CONFLICT (account, id) DO NOTHING",
        saying,
        row,
    )
    .bind(upload.fresh.to_vec())
    .bind(upload.bytes.len() as i64)
    .execute(&mut *change)
    .await?;
    if landed.rows_affected() == 0 {
        return Ok(false);
    }
    keep(change, saying.account, upload).await.map(|()| true)
}
