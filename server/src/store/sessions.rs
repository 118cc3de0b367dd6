//! Sessions: who may speak for an account. Of a token only its hash is kept.
use super::undo::lock;
use super::{Account, Store, StoreError, id, maybe};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};
use webmynd_protocol::account::DeviceSession;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Code, Millis};

/// A session that is not heard of for so long is over, in ms: 90 days.
pub const IDLE: Millis = 90 * 86_400_000;

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The account.
    pub account: [u8; 16],
    /// The session.
    pub session: [u8; 16],
    /// The device.
    pub device: [u8; 16],
}

/// A token's session, and what its account may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Who.
    pub who: Known,
    /// The account's name, in lower case.
    pub name: String,
    /// The account's plan.
    pub plan: String,
    /// The account was deleted and can still be taken back.
    pub leaving: bool,
}

impl Store {
    /// Begins a session of `device`; one that it had ends. `seen`: the account as it was when its login was verified; when
    /// that has changed meanwhile, [`Code::WrongLogin`]. `agent`: what the device says of its browser. `most`: how many
    /// devices an account may have; beyond that the session that was heard of least lately ends.
    pub async fn begin_session(
        &self,
        who: Known,
        seen: &Account,
        token: &[u8],
        agent: &str,
        most: u32,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        lock(&mut change, who.account).await?;
        if !seen.still_logs_in(&mut change).await? {
            return Err(Code::WrongLogin.into());
        }
        sqlx::query("DELETE FROM sessions WHERE account = $1 AND device = $2")
            .bind(who.account.to_vec())
            .bind(who.device.to_vec())
            .execute(&mut *change)
            .await?;
        sqlx::query("INSERT INTO sessions (account, id, token, device, agent, since, seen) VALUES ($1, $2, $3, $4, $5, $6, $6)")
            .bind(who.account.to_vec())
            .bind(who.session.to_vec())
            .bind(Sha256::digest(token).to_vec())
            .bind(who.device.to_vec())
            .bind(agent.chars().take(200).collect::<String>())
            .bind(now)
            .execute(&mut *change)
            .await?;
        // Where there are too many, those that were heard of least lately give way; never the new one, whatever the clock says.
        sqlx::query(
            "DELETE FROM sessions WHERE account = $1 AND id NOT IN (SELECT id FROM sessions WHERE account = $1
             ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, seen DESC, id LIMIT $3)",
        )
        .bind(who.account.to_vec())
        .bind(who.session.to_vec())
        .bind(i64::from(most))
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(())
    }

    /// Whether a device of the account has a session, or has said something.
    pub async fn has_device(&self, account: [u8; 16], device: [u8; 16]) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 FROM sessions WHERE account = $1 AND device = $2
             UNION ALL SELECT 1 FROM log WHERE account = $1 AND device = $2 AND seq = 1 LIMIT 1",
        )
        .bind(account.to_vec())
        .bind(device.to_vec())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Who a token belongs to. A session that was not heard of for 90 days is over.
    pub async fn bearer(&self, token: &[u8], now: Millis) -> Result<Option<Bearer>, StoreError> {
        let row = sqlx::query(
            "SELECT account, sessions.id AS session, device, name, plan, leaves FROM sessions JOIN accounts ON accounts.id = account
             WHERE token = $1 AND seen > $2",
        )
        .bind(Sha256::digest(token).to_vec())
        .bind(now.saturating_sub(IDLE))
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            let who = Known {
                account: id(&row, "account")?,
                session: id(&row, "session")?,
                device: id(&row, "device")?,
            };
            let (name, plan) = (row.try_get("name")?, row.try_get("plan")?);
            Ok(Bearer { who, name, plan, leaving: maybe(&row, "leaves")?.is_some() })
        })
        .transpose()
    }

    /// Notes that a session was heard of, once a minute at most: a device that only asks costs no write. Where there is no room to note it what is
    /// there is read all the same; true when it was noted, or need not be.
    pub async fn touch(&self, who: Known, now: Millis) -> Result<bool, StoreError> {
        let touched = sqlx::query(
            "UPDATE sessions SET seen = $1 WHERE account = $2 AND id = $3 AND (seen <= $1 - 60000 OR seen > $1)",
        )
        .bind(now)
        .bind(who.account.to_vec())
        .bind(who.session.to_vec())
        .execute(&self.pool)
        .await;
        match touched.map_err(StoreError::from) {
            Err(error) if error.is_of_room() => Ok(false),
            touched => touched.map(|_| true),
        }
    }

    /// All sessions of the asker's account, the newest first.
    pub async fn sessions(&self, who: Known) -> Result<Vec<DeviceSession>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, device, agent, since, seen FROM sessions WHERE account = $1 ORDER BY since DESC, id",
        )
        .bind(who.account.to_vec())
        .fetch_all(&self.readers)
        .await?;
        let session = |row: &sqlx::any::AnyRow| {
            let own: [u8; 16] = id(row, "id")?;
            Ok(DeviceSession {
                session: Id(own),
                device: Id(id(row, "device")?),
                agent: row.try_get("agent")?,
                since: row.try_get("since")?,
                last_seen: row.try_get("seen")?,
                own: own == who.session,
            })
        };
        rows.iter().map(session).collect()
    }

    /// Ends one session of the asker's account.
    pub async fn end_session(&self, who: Known, session: [u8; 16]) -> Result<(), StoreError> {
        let ended = sqlx::query("DELETE FROM sessions WHERE account = $1 AND id = $2")
            .bind(who.account.to_vec())
            .bind(session.to_vec())
            .execute(&self.pool)
            .await?;
        if ended.rows_affected() == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
    }
}

/// Ends all sessions but the asker's: a passphrase was changed or a device revoked.
pub(super) async fn end_others(change: &mut AnyConnection, who: Known) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE account = $1 AND id <> $2")
        .bind(who.account.to_vec())
        .bind(who.session.to_vec())
        .execute(change)
        .await?;
    Ok(())
}
