//! Accounts: made, looked up for a login, their keys changed one generation at a time, deleted.
use super::sessions::{Known, end_others};
use super::{Store, StoreError, id};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};
use subtle::ConstantTimeEq;
use webmynd_protocol::account::{Kdf, Keys, NewAccount, NewKeys, NewLogin};
use webmynd_protocol::{Bytes, Code, Millis};

/// What is known of an account before anyone has logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: [u8; 16],
    /// Told to everyone who asks.
    pub seed: [u8; 16],
    /// How its passphrase is stretched.
    pub kdf: Kdf,
    /// The address that its passphrase is bound to, where that was said.
    pub origin: Option<String>,
    /// Its plan's name.
    pub plan: String,
    salt: Vec<u8>,
    login: Vec<u8>,
    /// Salt and hash of what logs in with the recovery key, where there is such.
    recovery: Option<(Vec<u8>, Vec<u8>)>,
}

impl Account {
    /// Whether `auth` logs in.
    pub fn admits(&self, auth: &[u8; 32]) -> bool {
        login_hash(&self.salt, auth).as_slice().ct_eq(&self.login).into()
    }

    /// Whether `auth`, made of the recovery key, does.
    pub fn recovers(&self, auth: &[u8; 32]) -> bool {
        let same = |(salt, login): &(Vec<u8>, Vec<u8>)| login_hash(salt, auth).as_slice().ct_eq(login).into();
        self.recovery.as_ref().is_some_and(same)
    }

    /// Whether what logs in is what it was. Who changes the passphrase ends all other sessions, and so also those that are
    /// about to begin.
    pub(super) async fn still_logs_in(&self, change: &mut AnyConnection) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM accounts WHERE id = $1 AND salt = $2 AND login = $3")
            .bind(self.id.to_vec())
            .bind(self.salt.clone())
            .bind(self.login.clone())
            .fetch_optional(change)
            .await?;
        Ok(row.is_some())
    }
}

/// `SHA-256("login" | salt | auth)`: auth has 256 bits of its own, so that no slow hash is needed here.
fn login_hash(salt: &[u8], auth: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update("login").chain_update(salt).chain_update(auth).finalize().into()
}

impl Store {
    /// Makes an account. `salt`: 16 fresh random bytes. [`Code::AccountExists`] when name or id are taken.
    pub async fn create(
        &self,
        new: &NewAccount,
        salt: [u8; 16],
        plan: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut change = self.pool.begin().await?;
        let made = sqlx::query(
            "INSERT INTO accounts (id, name, seed, memory, passes, lanes, salt, login, plan, created, generation, passphrase, recovery, keyring, origin, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0) ON CONFLICT DO NOTHING",
        )
        .bind(new.id.0.to_vec())
        .bind(new.account.to_lowercase())
        .bind(new.seed.0.to_vec())
        .bind(i64::from(new.kdf.memory))
        .bind(i64::from(new.kdf.passes))
        .bind(i64::from(new.kdf.lanes))
        .bind(salt.to_vec())
        .bind(login_hash(&salt, &new.auth.0).to_vec())
        .bind(plan)
        .bind(now)
        .bind(new.keys.generation as i64)
        .bind(new.keys.passphrase.0.clone())
        .bind(new.keys.recovery.0.clone())
        .bind(new.keys.keyring.0.clone())
        .bind(new.origin.clone())
        .execute(&mut *change)
        .await?;
        if made.rows_affected() == 0 {
            return Err(Code::AccountExists.into());
        }
        if let Some(auth) = &new.recovery_auth {
            put_recovery(&mut change, new.id.0, &auth.0, salt).await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// An account by its name.
    pub async fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(
            "SELECT id, seed, memory, passes, lanes, plan, salt, login, origin FROM accounts WHERE name = $1",
        )
        .bind(name.to_lowercase())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let recovery = self.recovery(id(&row, "id")?).await?;
        let number = |column: &str| -> Result<u32, StoreError> {
            u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Damaged)
        };
        Ok(Some(Account {
            id: id(&row, "id")?,
            seed: id(&row, "seed")?,
            kdf: Kdf { memory: number("memory")?, passes: number("passes")?, lanes: number("lanes")? },
            origin: row.try_get("origin")?,
            plan: row.try_get("plan")?,
            salt: row.try_get("salt")?,
            login: row.try_get("login")?,
            recovery,
        }))
    }

    /// The address that passphrases are bound to lately: what could be true of an account that there is not.
    pub async fn newest_origin(&self) -> Result<Option<String>, StoreError> {
        let row =
            sqlx::query("SELECT origin FROM accounts WHERE origin IS NOT NULL ORDER BY created DESC LIMIT 1")
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| Ok(row.try_get("origin")?)).transpose()
    }

    /// Salt and hash of what logs in with the recovery key.
    async fn recovery(&self, account: [u8; 16]) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
        let row = sqlx::query("SELECT salt, login FROM recoveries WHERE account = $1")
            .bind(account.to_vec())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok((row.try_get("salt")?, row.try_get("login")?))).transpose()
    }

    /// An account's keys.
    pub async fn keys(&self, account: [u8; 16]) -> Result<Keys, StoreError> {
        let row = sqlx::query("SELECT generation, passphrase, recovery, keyring FROM accounts WHERE id = $1")
            .bind(account.to_vec())
            .fetch_optional(&self.readers)
            .await?
            .ok_or(Code::NotFound)?;
        Ok(Keys {
            generation: row.try_get::<i64, _>("generation")? as u64,
            passphrase: Bytes(row.try_get("passphrase")?),
            recovery: Bytes(row.try_get("recovery")?),
            keyring: Bytes(row.try_get("keyring")?),
        })
    }

    /// Replaces the keys when `expected` is their generation, and the new one's is the next. `salt`: 16 fresh random bytes
    /// for a new passphrase. [`Code::GenerationConflict`] names the generation that counts.
    pub async fn put_keys(
        &self,
        who: Known,
        expected: u64,
        new: &NewKeys,
        salt: [u8; 16],
    ) -> Result<(), StoreError> {
        let keys = &new.keys;
        if expected.checked_add(1) != Some(keys.generation) {
            return Err(Code::BadRequest.into());
        }
        let mut change = self.pool.begin().await?;
        let changed = sqlx::query(
            "UPDATE accounts SET generation = $1, passphrase = $2, recovery = $3, keyring = $4 WHERE id = $5 AND generation = $6",
        )
        .bind(keys.generation as i64)
        .bind(keys.passphrase.0.clone())
        .bind(keys.recovery.0.clone())
        .bind(keys.keyring.0.clone())
        .bind(who.account.to_vec())
        .bind(expected as i64)
        .execute(&mut *change)
        .await?;
        if changed.rows_affected() == 0 {
            drop(change);
            let current = self.keys(who.account).await?.generation;
            return Err(StoreError::current(Code::GenerationConflict, current));
        }
        if let Some(login) = &new.login {
            put_login(&mut change, who.account, login, salt).await?;
        }
        if let Some(auth) = &new.recovery_auth {
            put_recovery(&mut change, who.account, &auth.0, salt).await?;
        }
        if new.end_others || new.login.is_some() {
            end_others(&mut change, who).await?;
        }
        change.commit().await?;
        Ok(())
    }
}

async fn put_recovery(
    change: &mut AnyConnection,
    account: [u8; 16],
    auth: &[u8; 32],
    salt: [u8; 16],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO recoveries (account, salt, login) VALUES ($1, $2, $3)
         ON CONFLICT (account) DO UPDATE SET salt = excluded.salt, login = excluded.login",
    )
    .bind(account.to_vec())
    .bind(salt.to_vec())
    .bind(login_hash(&salt, auth).to_vec())
    .execute(change)
    .await?;
    Ok(())
}

async fn put_login(
    change: &mut AnyConnection,
    account: [u8; 16],
    login: &NewLogin,
    salt: [u8; 16],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET seed = $1, memory = $2, passes = $3, lanes = $4, salt = $5, login = $6, origin = $7 WHERE id = $8")
        .bind(login.seed.0.to_vec())
        .bind(i64::from(login.kdf.memory))
        .bind(i64::from(login.kdf.passes))
        .bind(i64::from(login.kdf.lanes))
        .bind(salt.to_vec())
        .bind(login_hash(&salt, &login.auth.0).to_vec())
        .bind(login.origin.clone())
        .bind(account.to_vec())
        .execute(change)
        .await?;
    Ok(())
}
