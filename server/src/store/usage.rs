//! What an account keeps, by kind, class and day.
use super::packs::{class_of, kind_of};
use super::{Store, StoreError, maybe};
use sqlx::Row;
use webmynd_protocol::usage::Day;

impl Store {
    /// Live packs by kind, class and day, the newest day first.
    pub async fn usage(&self, account: [u8; 16]) -> Result<Vec<Day>, StoreError> {
        let rows = sqlx::query(
            "SELECT kind, class, day, COUNT(*) AS packs, CAST(SUM(size) AS BIGINT) AS bytes, MIN(expires) AS expires FROM packs
             WHERE account = $1 AND state = 'live' GROUP BY kind, class, day ORDER BY day DESC, kind, class",
        )
        .bind(account.to_vec())
        .fetch_all(&self.readers)
        .await?;
        let day = |row: &sqlx::any::AnyRow| {
            Ok(Day {
                kind: kind_of(row.try_get("kind")?),
                class: class_of(row.try_get("class")?),
                day: u32::try_from(row.try_get::<i64, _>("day")?).map_err(|_| StoreError::Damaged)?,
                packs: row.try_get::<i64, _>("packs")? as u64,
                bytes: row.try_get::<i64, _>("bytes")? as u64,
                expires_at: maybe(row, "expires")?,
            })
        };
        rows.iter().map(day).collect()
    }
}
