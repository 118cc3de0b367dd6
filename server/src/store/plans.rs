//! What an operator does with accounts: sees them, puts them on another plan, lets them go.
use super::retry::retried;
use super::undo::lock;
use super::{Store, StoreError, id, maybe};
use serde::Serialize;
use sqlx::Row;
use webmynd_protocol::{Code, Millis};

/// An account as its operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its name.
    pub account: String,
    /// Its plan.
    pub plan: String,
    /// When it was made, in ms.
    pub created: Millis,
    /// Devices that are logged in.
    pub devices: u64,
    /// Packs that are kept, staged and trashed ones too.
    pub packs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// When it goes, in ms, if it was deleted.
    pub leaves: Option<Millis>,
}

impl Store {
    /// All accounts by name.
    pub async fn accounts(&self) -> Result<Vec<Kept>, StoreError> {
        let rows = sqlx::query(
            "SELECT name, plan, created, leaves,
             (SELECT COUNT(*) FROM sessions WHERE sessions.account = accounts.id) AS devices, packs, packed AS bytes
             FROM accounts ORDER BY name",
        )
        .fetch_all(&self.readers)
        .await?;
        let kept = |row: &sqlx::any::AnyRow| {
            Ok(Kept {
                account: row.try_get("name")?,
                plan: row.try_get("plan")?,
                created: row.try_get("created")?,
                devices: row.try_get::<i64, _>("devices")? as u64,
                packs: row.try_get::<i64, _>("packs")? as u64,
                bytes: row.try_get::<i64, _>("bytes")? as u64,
                leaves: maybe(row, "leaves")?,
            })
        };
        rows.iter().map(kept).collect()
    }

    /// Puts an account on another plan: what it commits from then on is kept as long as that says. Then, a thousand at a time, each pack that is
    /// there, and one that would go earlier than before not before `now + grace`. What has ended stays ended. Where it breaks off, the same once
    /// more goes on.
    pub async fn set_plan(
        &self,
        name: &str,
        plan: &str,
        retention: Option<Millis>,
        now: Millis,
        grace: Millis,
    ) -> Result<(), StoreError> {
        let row = sqlx::query("UPDATE accounts SET plan = $1 WHERE name = $2 RETURNING id")
            .bind(plan)
            .bind(name.to_lowercase())
            .fetch_optional(&self.pool)
            .await?
            .ok_or(Code::NotFound)?;
        let (account, mut behind) = (id(&row, "id")?, vec![0; 32]);
        while let Some(last) = self.thousandth(account, &behind).await? {
            retried(|| self.set_ends(account, (&behind, &last), retention, now, grace)).await?;
            behind = last;
        }
        Ok(())
    }

    /// Sets the ends of an account's history behind one id, up to another one.
    async fn set_ends(
        &self,
        account: [u8; 16],
        (behind, last): (&[u8], &[u8]),
        retention: Option<Millis>,
        now: Millis,
        grace: Millis,
    ) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, account).await?;
        let update = match retention {
            None => sqlx::query(
                "UPDATE packs SET expires = NULL WHERE account = $1 AND id > $2 AND id <= $3
                 AND class = 'history' AND state IN ('live', 'trashed') AND expires > $4",
            ),
            // The later one of the new plan's end, and of the old end or the grace, whichever is sooner.
            Some(_) => sqlx::query(
                "UPDATE packs SET expires = CASE
                   WHEN committed + $5 >= $6 THEN committed + $5
                   WHEN expires IS NULL OR expires > $6 THEN $6
                   WHEN committed + $5 >= expires THEN committed + $5
                   ELSE expires END
                 WHERE account = $1 AND id > $2 AND id <= $3 AND class = 'history' AND state IN ('live', 'trashed')
                   AND (expires IS NULL OR expires > $4)",
            ),
        };
        let update = update.bind(account.to_vec()).bind(behind.to_vec()).bind(last.to_vec()).bind(now);
        let update = match retention {
            None => update,
            Some(kept) => update.bind(kept).bind(now + grace),
        };
        update.execute(&mut *change).await?;
        change.commit().await?;
        Ok(())
    }

    /// Lets an account go at `when`, or keeps it after all. [`Code::NotFound`] when it is not there, or gone already.
    pub async fn set_leaving(&self, name: &str, when: Option<Millis>, now: Millis) -> Result<(), StoreError> {
        let set = sqlx::query(
            "UPDATE accounts SET leaves = $1 WHERE name = $2 AND (leaves IS NULL OR leaves > $3)",
        )
        .bind(when)
        .bind(name.to_lowercase())
        .bind(now)
        .execute(&self.pool)
        .await?;
        if set.rows_affected() == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
    }
}
