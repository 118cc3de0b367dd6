//! A device's account: what it keeps to speak for it, how it is made, joined, and left with another name.
use super::Round;
use super::client::Client;
use super::error::{SyncError, SyncKind};
use crate::Millis;
use crate::ports::Remote;
use serde::{Deserialize, Serialize};
use webmynd_crypto::kdf::{KdfParams, Stretched};
use webmynd_crypto::keybox::{self, Kind};
use webmynd_crypto::keyring::{Device, Keyring};
use webmynd_crypto::log::Writer;
use webmynd_crypto::random::bytes;
use webmynd_crypto::{Random, Secret};
use webmynd_protocol::Bytes;
use webmynd_protocol::account::{Kdf, Keys, Login, NewAccount, NewKeys};
use webmynd_protocol::bytes::Id;

/// How often a change of the keyring is tried when other devices change it too.
const TRIES: u32 = 5;

/// What a device keeps of its account. Secret: whoever has it reads everything.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    /// The server's address as the person gave it.
    pub origin: String,
    /// The account's name.
    pub name: String,
    /// The account's id.
    pub id: Id<16>,
    /// This device's id.
    pub device: Id<16>,
    /// As a person calls it.
    pub device_name: String,
    /// The key that this device signs with.
    pub signing: Id<32>,
    /// The root key: opens the keyring.
    pub root: Id<32>,
    /// Logs in.
    pub auth: Id<32>,
    /// The session's token.
    pub token: Bytes,
    /// The keyring as it was last seen, sealed; an older one is refused.
    pub keyring: Bytes,
    /// Its generation.
    pub generation: u64,
}

/// Who wants in, and as what.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// The server's address.
    pub origin: &'a str,
    /// The account's name.
    pub name: &'a str,
    /// As a person calls this device.
    pub device_name: &'a str,
    /// For a new account, where the server asks for one.
    pub invitation: Option<&'a str>,
}

/// What has to be known before a passphrase can be stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prelude {
    /// Random bytes of the account.
    pub seed: [u8; 16],
    /// How to stretch, within the floors and ceilings that are compiled in.
    pub params: KdfParams,
}

/// What the server tells of an account before the login; of one that there is not, what could be true.
/// [`SyncKind::Distrust`] when it asks for a passphrase that is stretched too little or too much.
pub async fn prelude<R: Remote>(remote: &R, name: &str) -> Result<Prelude, SyncError> {
    let told = Client::new(remote, vec![]).prelogin(name).await?;
    let Kdf { memory, passes, lanes } = told.kdf;
    let params = KdfParams { memory, passes, lanes }.check().map_err(|_| {
        SyncError::new(
            SyncKind::Distrust,
            "the server asks for a passphrase that is stretched too little or too much",
        )
    })?;
    Ok(Prelude { seed: told.seed.0, params })
}

/// Makes an account on a server, with this device as its first. `seed`: 16 random bytes; `keys`: the passphrase, stretched
/// with them at [`KdfParams::FLOOR`]; `recovery`: 32 random bytes, which open the account without the passphrase. The same
/// arguments again, after a lost answer, are another account: its name is taken then.
pub async fn create<R: Remote>(
    remote: &R,
    who: &Who<'_>,
    seed: [u8; 16],
    keys: &Stretched,
    recovery: &Secret,
    random: &mut dyn Random,
    now: Millis,
) -> Result<Account, SyncError> {
    let client = Client::new(remote, vec![]);
    let mut account = blank(who, keys, random);
    account.id = Id(bytes(random));
    let root = Secret::generate(random);
    account.root = Id(*root.expose());
    let ring = Keyring::new(account.listed(now), now, random);
    let sealed = |error| SyncError::sealed("the new keys", error);
    let wrap = |key: &Secret, kind: Kind, random: &mut dyn Random| {
        keybox::wrap(&root, key, kind, &account.id.0, 1, random).map(Bytes).map_err(sealed)
    };
    let passphrase = wrap(&keys.wrap, Kind::Passphrase(KdfParams::FLOOR), random)?;
    let recovery = wrap(recovery, Kind::Recovery, random)?;
    let keyring = Bytes(ring.seal(&root, &account.id.0, random).map_err(sealed)?);
    let new = NewAccount {
        account: who.name.to_owned(),
        id: account.id,
        seed: Id(seed),
        kdf: kdf_of(KdfParams::FLOOR),
        auth: account.auth,
        keys: Keys { generation: 1, passphrase, recovery, keyring: keyring.clone() },
        invitation: who.invitation.map(str::to_owned),
    };
    client.create(&new).await?;
    (account.keyring, account.generation) = (keyring, 1);
    account.begin_session(&client).await?;
    Ok(account)
}

/// Joins an account with its passphrase, as a new device. `keys`: the passphrase, stretched as [`prelude`] says.
pub async fn join<R: Remote>(
    remote: &R,
    who: &Who<'_>,
    keys: &Stretched,
    random: &mut dyn Random,
    now: Millis,
) -> Result<Account, SyncError> {
    let client = Client::new(remote, vec![]);
    let mut account = blank(who, keys, random);
    account.begin_session(&client).await?;
    let client = client.with(account.token.0.clone());
    let known = client.keys().await?;
    let root = keybox::unwrap(&known.passphrase.0, &keys.wrap, &account.id.0)
        .map_err(|error| SyncError::sealed("the keybox", error))?;
    account.root = Id(*root.expose());
    account.add_to_keyring(&client, random, now).await?;
    Ok(account)
}

fn blank(who: &Who<'_>, keys: &Stretched, random: &mut dyn Random) -> Account {
    Account {
        origin: who.origin.to_owned(),
        name: who.name.to_owned(),
        id: Id([0; 16]),
        device: Id(bytes(random)),
        device_name: who.device_name.to_owned(),
        signing: Id(*Secret::generate(random).expose()),
        root: Id([0; 32]),
        auth: Id(*keys.auth.expose()),
        token: Bytes::default(),
        keyring: Bytes::default(),
        generation: 0,
    }
}

fn kdf_of(params: KdfParams) -> Kdf {
    Kdf { memory: params.memory, passes: params.passes, lanes: params.lanes }
}

impl Account {
    /// The keyring as it was last seen.
    pub(super) fn ring(&self) -> Result<Keyring, SyncError> {
        self.open_ring(&self.keyring.0)
    }

    fn open_ring(&self, sealed: &[u8]) -> Result<Keyring, SyncError> {
        Keyring::open(sealed, &Secret::from(self.root.0), &self.id.0, self.generation)
            .map_err(|error| SyncError::sealed("the keyring", error))
    }

    /// This device as the keyring lists it.
    fn listed(&self, now: Millis) -> Device {
        let writer = Writer::new(self.id.0, self.device.0, &Secret::from(self.signing.0), Default::default());
        Device {
            id: self.device.0,
            key: writer.public(),
            name: self.device_name.clone(),
            added: now,
            revoked: None,
        }
    }

    async fn begin_session<R: Remote>(&mut self, client: &Client<'_, R>) -> Result<(), SyncError> {
        let login = Login { account: self.name.clone(), auth: self.auth, device: self.device };
        let session = client.begin_session(&login).await?;
        (self.token, self.id) = (session.token, session.account);
        Ok(())
    }

    /// Adds this device to the account's keyring, over whatever others did to it meanwhile.
    async fn add_to_keyring<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        random: &mut dyn Random,
        now: Millis,
    ) -> Result<(), SyncError> {
        for _ in 0..TRIES {
            let known = client.keys().await?;
            let mut ring = self.open_ring(&known.keyring.0)?;
            ring.add(self.listed(now));
            let sealed = ring.seal(&Secret::from(self.root.0), &self.id.0, random);
            let keyring = Bytes(sealed.map_err(|error| SyncError::sealed("the keyring", error))?);
            let keys = Keys { generation: ring.generation, keyring: keyring.clone(), ..known.clone() };
            let new = NewKeys { keys, login: None, end_others: false };
            match client.put_keys(known.generation, &new).await {
                Ok(()) => {
                    (self.keyring, self.generation) = (keyring, ring.generation);
                    return Ok(());
                }
                Err(error) if error.code == Some(webmynd_protocol::Code::GenerationConflict) => (),
                Err(error) => return Err(error),
            }
        }
        Err(SyncError::new(SyncKind::Later, "other devices change the keyring all the time"))
    }
}

impl<R: Remote> Round<'_, R> {
    /// Reads the keyring anew: a device or an epoch is not known.
    pub(super) async fn renew_ring(&mut self) -> Result<(), SyncError> {
        let known = self.client.keys().await?;
        let ring = self.account.open_ring(&known.keyring.0)?;
        (self.account.keyring, self.account.generation) = (known.keyring, ring.generation);
        Ok(())
    }

    /// Goes on under another device id: the old one's log is written by somebody else, or has gone further than this
    /// profile knows. What was written under it is read like any other device's.
    pub(super) async fn rename(&mut self) -> Result<(), SyncError> {
        let mut renamed = self.account.clone();
        renamed.device = Id(bytes(self.random));
        renamed.signing = Id(*Secret::generate(self.random).expose());
        renamed.begin_session(&self.client.with(vec![])).await?;
        self.client = self.client.with(renamed.token.0.clone());
        renamed.add_to_keyring(&self.client, self.random, self.now).await?;
        *self.account = renamed;
        Ok(())
    }
}
