//! Ways in: making an account, joining one with its passphrase, getting back in with the words on paper.
use super::Account;
use super::keys::{Fresh, overtaken};
use crate::Millis;
use crate::ports::Remote;
use crate::sync::base::{Base, canonical};
use crate::sync::client::Client;
use crate::sync::error::{SyncError, SyncKind};
use webmynd_crypto::kdf::{KdfParams, Stretched};
use webmynd_crypto::keybox::{self, Kind};
use webmynd_crypto::keyring::Keyring;
use webmynd_crypto::random::bytes;
use webmynd_crypto::{Random, Secret, recovery as paper};
use webmynd_protocol::account::{Kdf, Keys, LoginKind, NewAccount};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::directory::Wanted;
use webmynd_protocol::{Bytes, Code};

/// Who wants in, and as what.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// The server's address, see [`crate::sync::canonical`].
    pub origin: &'a str,
    /// The address that the passphrase is bound to: see [`Prelude::origin`].
    pub bound_to: &'a str,
    /// The account's name.
    pub name: &'a str,
    /// As a person calls this device.
    pub device_name: &'a str,
    /// For a new account, where the server asks for one.
    pub invitation: Option<&'a str>,
}

/// What has to be known before a passphrase can be stretched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prelude {
    /// Random bytes of the account.
    pub seed: [u8; 16],
    /// How to stretch, within the floors and ceilings that are compiled in.
    pub params: KdfParams,
    /// The address that the passphrase is bound to, as the server says. Where it is another one than was typed, a person says whether
    /// it is the same server's: one that lies learns what opens the account there.
    pub origin: Option<String>,
}

/// What the server's directory of users wants to be shown beside the keys, where it has one: [`Proof`] in `Authorization`, which
/// the remote port adds to the requests that make accounts and sessions.
///
/// [`Proof`]: crate::sync::Proof
pub async fn wanted<R: Remote>(remote: &R) -> Result<Option<Wanted>, SyncError> {
    Ok(Client::guest(remote).well_known().await?.directory)
}

/// What the server tells of an account before the login; of one that there is not, what could be true.
/// [`SyncKind::Distrust`] when it asks for a passphrase that is stretched too little or too much.
pub async fn prelude<R: Remote>(remote: &R, name: &str) -> Result<Prelude, SyncError> {
    let told = Client::new(remote, vec![], name, Base::default()).prelogin(name).await?;
    if told.login_kind == LoginKind::Other {
        return Err(SyncError::new(SyncKind::Update, "the account logs in as a newer version knows"));
    }
    let Kdf { memory, passes, lanes } = told.kdf;
    let params = KdfParams { memory, passes, lanes }.check().map_err(|_| {
        SyncError::new(
            SyncKind::Distrust,
            "the server asks for a passphrase that is stretched too little or too much",
        )
    })?;
    let origin = told.origin.map(|told| {
        canonical(&told).filter(|origin| *origin == told).ok_or_else(|| {
            SyncError::new(
                SyncKind::Distrust,
                "the server says that the account was made at an address that is none",
            )
        })
    });
    Ok(Prelude { seed: told.seed.0, params, origin: origin.transpose()? })
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
    let mut account = Account::blank(who, &keys.auth, random);
    let client = account.client(remote);
    account.id = Id(bytes(random));
    let root = Secret::generate(random);
    account.root = Id(*root.expose());
    let mut ring = Keyring::new(account.listed(now), now, random);
    ring.recovery = Some(paper::public_of(recovery));
    let sealed = |error| SyncError::sealed("the new keys", error);
    let kind = Kind::Passphrase(KdfParams::FLOOR);
    let passphrase = keybox::wrap(&root, &keys.wrap, kind, &account.id.0, 1, random).map_err(sealed)?;
    let paper = paper::wrap(&root, &paper::public_of(recovery), &account.id.0, 1, random).map_err(sealed)?;
    let keyring = Bytes(ring.seal(&root, &account.id.0, random).map_err(sealed)?);
    let new = NewAccount {
        account: who.name.to_owned(),
        id: account.id,
        seed: Id(seed),
        kdf: super::keys::kdf_of(KdfParams::FLOOR),
        auth: account.auth,
        origin: Some(account.origin.clone()),
        keys: Keys {
            generation: 1,
            passphrase: Bytes(passphrase),
            recovery: Bytes(paper),
            keyring: keyring.clone(),
        },
        recovery_auth: Some(Id(*paper::auth_of(recovery).expose())),
        invitation: who.invitation.map(str::to_owned),
    };
    client.create(&new).await?;
    (account.keyring, account.generation) = (keyring, 1);
    account.begin_session(&client, LoginKind::Passphrase).await?;
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
    let mut account = Account::blank(who, &keys.auth, random);
    let client = account.client(remote);
    account.begin_session(&client, LoginKind::Passphrase).await?;
    let client = client.with(account.token.0.clone());
    account.unlock(&client, keys).await?;
    account.add_to_keyring(&client, random, now).await?;
    Ok(account)
}

/// Gets in with the recovery key, as a new device, and sets a new passphrase: `keys`, stretched with `seed` at
/// [`KdfParams::FLOOR`]. All other sessions end; the recovery key stays good.
pub async fn recover<R: Remote>(
    remote: &R,
    who: &Who<'_>,
    recovery: &Secret,
    (seed, keys): ([u8; 16], &Stretched),
    random: &mut dyn Random,
    now: Millis,
) -> Result<Account, SyncError> {
    let mut account = Account::blank(who, &paper::auth_of(recovery), random);
    let client = account.client(remote);
    account.begin_session(&client, LoginKind::Recovery).await?;
    let client = client.with(account.token.0.clone());
    let known = client.keys().await?;
    let root = paper::unwrap(&known.recovery.0, recovery, &account.id.0)
        .map_err(|error| SyncError::damaged_keys("the keybox of the recovery words", error))?;
    account.root = Id(*root.expose());
    let fresh = Fresh { seed, keys, origin: who.bound_to };
    account
        .swap(
            &client,
            random,
            Some(Id(*paper::auth_of(recovery).expose())),
            &mut |account, known, mut ring, random| {
                if ring.recovery != Some(paper::public_of(recovery)) {
                    return Err(SyncError::new(SyncKind::Distrust, "the keyring is of other recovery words"));
                }
                account.list_in(&mut ring, now);
                account.with_passphrase(known, &ring, account.root(), &fresh, random)
            },
        )
        .await
        // A session of a moment ago has ended: who sets a passphrase ends all others.
        .map_err(|error| if error.code == Some(Code::Unauthorized) { overtaken() } else { error })?;
    Ok(account)
}
