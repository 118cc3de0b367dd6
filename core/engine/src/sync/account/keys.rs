//! Changes of the account's keys: one generation after another, compared and swapped. A lost answer is asked after.
use super::Account;
use crate::Millis;
use crate::archive::Archive;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::client::Client;
use crate::sync::error::{SyncError, SyncKind};
use std::cell::RefCell;
use webmynd_crypto::kdf::{KdfParams, Stretched};
use webmynd_crypto::keybox::{self, Kind};
use webmynd_crypto::keyring::Keyring;
use webmynd_crypto::{Random, Secret, recovery};
use webmynd_protocol::account::{Kdf, Keys, NewKeys, NewLogin};
use webmynd_protocol::bytes::{DeviceId, Id};
use webmynd_protocol::{Bytes, Code};

/// How often a change is tried when other devices change the keys too.
const TRIES: u32 = 5;

/// A passphrase that counts from now on: stretched with `seed` at [`KdfParams::FLOOR`].
pub(super) struct Fresh<'a> {
    pub(super) seed: [u8; 16],
    pub(super) keys: &'a Stretched,
    /// The address that it is bound to.
    pub(super) origin: &'a str,
}

/// The passphrase as it counts, stretched as [`super::prelude`] says, and as it will count: the same or another one,
/// stretched with a new seed (16 random bytes) at [`KdfParams::FLOOR`].
#[derive(Clone, Copy, Debug)]
pub struct Renewal<'a> {
    /// As it counts now.
    pub now: &'a Stretched,
    /// The new seed.
    pub seed: [u8; 16],
    /// As it will count.
    pub new: &'a Stretched,
    /// The server's address that the new one is bound to.
    pub origin: &'a str,
}

/// New keys, ready to be sent, and what this device keeps when they are taken.
pub(super) struct Change {
    new: NewKeys,
    root: Secret,
}

/// Makes new keys of those that there are and of the keyring in them.
type Make<'a> = &'a mut dyn FnMut(&Account, Keys, Keyring, &mut dyn Random) -> Result<Change, SyncError>;

pub(super) fn kdf_of(params: KdfParams) -> Kdf {
    Kdf { memory: params.memory, passes: params.passes, lanes: params.lanes }
}

impl Account {
    /// Changes the passphrase, when the old one is right. All other sessions end; their devices sign in again.
    pub async fn change_passphrase<R: Remote>(
        &mut self,
        remote: &R,
        renewal: &Renewal<'_>,
        random: &mut dyn Random,
    ) -> Result<(), SyncError> {
        let client = self.client(remote);
        self.unlock_typed(&client, renewal.now).await?;
        let fresh = Fresh { seed: renewal.seed, keys: renewal.new, origin: renewal.origin };
        let proof = Some(proof_of(renewal.now));
        self.swap(&client, random, proof, &mut |account, known, mut ring, random| {
            ring.generation += 1;
            account.with_passphrase(known, &ring, account.root(), &fresh, random)
        })
        .await
    }

    /// Puts other recovery words in the place of those that there are, when the passphrase is right; `recovery`: their 32 random bytes. Those
    /// before open nothing any more; sessions go on.
    pub async fn replace_recovery<R: Remote>(
        &mut self,
        remote: &R,
        keys: &Stretched,
        recovery: &Secret,
        random: &mut dyn Random,
    ) -> Result<(), SyncError> {
        let client = self.client(remote);
        self.unlock_typed(&client, keys).await?;
        self.swap(&client, random, Some(proof_of(keys)), &mut |account, known, mut ring, random| {
            let public = recovery::public_of(recovery);
            (ring.recovery, ring.generation) = (Some(public), ring.generation + 1);
            let paper = recovery::wrap(&account.root(), &public, &account.id.0, ring.generation, random);
            let paper = paper.map_err(|error| SyncError::sealed("the new keys", error))?;
            let mut change = account.same_root(Keys { recovery: Bytes(paper), ..known }, &ring, random)?;
            change.new.recovery_auth = Some(Id(*recovery::auth_of(recovery).expose()));
            Ok(change)
        })
        .await
    }

    /// Revokes another device, when the passphrase is right: a new root key, a new epoch, another login, and all other
    /// sessions end; the devices that stay sign in again. Of the revoked one's log counts what it has said until now: it is read first, unless
    /// something keeps this device from reading it. It keeps what it has.
    pub async fn revoke<R: Remote>(
        &mut self,
        (remote, archive): (&R, &RefCell<Archive>),
        device: DeviceId,
        renewal: &Renewal<'_>,
        random: &mut dyn Random,
        now: Millis,
    ) -> Result<(), SyncError> {
        if device == self.device {
            return Err(refused("a device does not revoke itself: sign it out"));
        }
        let client = self.client(remote);
        self.unlock_typed(&client, renewal.now).await?;
        match self.ring()?.device(&device.0) {
            None => return Err(refused("the account has no such device")),
            Some(known) if known.revoked.is_some() => return Ok(()),
            Some(_) => (),
        }
        let mut round = Round::new(archive, self, remote, random, now);
        let read = match round.check_account().await {
            Ok(()) => round.pull().await,
            other => other,
        };
        // Whatever else keeps it from being read, a thief is locked out.
        let stops = |error: &SyncError| {
            matches!(error.kind, SyncKind::Later | SyncKind::Memory | SyncKind::OtherAccount)
        };
        if let Some(error) = read.err().filter(stops) {
            return Err(error);
        }
        let last = archive.borrow().catalog().shared().head(&device.0).seq;
        let fresh = Fresh { seed: renewal.seed, keys: renewal.new, origin: renewal.origin };
        let proof = Some(proof_of(renewal.now));
        self.swap(&client, random, proof, &mut |account, known, mut ring, random| {
            let sealed = |error| SyncError::sealed("the new keys", error);
            ring.revoke(&device.0, last, now, random).map_err(sealed)?;
            let (root, id) = (Secret::generate(random), &account.id.0);
            let paper = match &ring.recovery {
                Some(public) => recovery::wrap(&root, public, id, ring.generation, random).map_err(sealed)?,
                None => vec![],
            };
            let known = Keys { recovery: Bytes(paper), ..known };
            account.with_passphrase(known, &ring, root, &fresh, random)
        })
        .await
    }

    /// Takes a device out of the account that nobody has any more: all that it said counts, its session ends, and whoever is left looks
    /// after its packs. The keys stay as they are: against a thief there is [`Account::revoke`].
    pub async fn remove<R: Remote>(
        &mut self,
        remote: &R,
        device: DeviceId,
        random: &mut dyn Random,
        now: Millis,
    ) -> Result<(), SyncError> {
        if device == self.device {
            return Err(refused("a device does not remove itself: sign it out"));
        }
        let client = self.client(remote);
        self.swap(&client, random, None, &mut |account, known, mut ring, random| {
            if ring.device(&device.0).is_none() {
                return Err(refused("the account has no such device"));
            }
            ring.retire(&device.0, now);
            ring.generation += 1;
            account.same_root(known, &ring, random)
        })
        .await?;
        let sessions = client.devices().await?.into_iter().filter(|one| one.device == device);
        for session in sessions {
            client.end_session(session.session).await?;
        }
        Ok(())
    }

    /// Adds this device to the account's keyring, over whatever others did to it meanwhile, in the place of the names that it has left.
    pub(super) async fn add_to_keyring<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        random: &mut dyn Random,
        now: Millis,
    ) -> Result<(), SyncError> {
        self.swap(client, random, None, &mut |account, known, mut ring, random| {
            account.list_in(&mut ring, now);
            for left in &account.left {
                ring.retire(&left.0, now);
            }
            account.same_root(known, &ring, random)
        })
        .await
    }

    /// `known` with another keyring, under the same root key.
    fn same_root(&self, known: Keys, ring: &Keyring, random: &mut dyn Random) -> Result<Change, SyncError> {
        let (generation, root) = (ring.generation, self.root());
        let keys = Keys { generation, keyring: self.sealed(ring, &root, random)?, ..known };
        Ok(Change { new: NewKeys { keys, login: None, recovery_auth: None, end_others: false }, root })
    }

    /// Opens the account with a passphrase that was typed now: one that does not open it was mistyped, unless it is the one that this
    /// device signed in with. Then its keybox is damaged, and what it would open is here; where this device does not know, the server says,
    /// which is shown a proof of it.
    pub(super) async fn unlock_typed<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        keys: &Stretched,
    ) -> Result<(), SyncError> {
        let error = match self.unlock(client, keys).await {
            Err(error) if error.kind == SyncKind::Keybox => error,
            other => return other,
        };
        let is_known = self.auth.0 != [0; 32];
        if is_known && self.auth != proof_of(keys) {
            return Err(not_the_passphrase());
        }
        let (keyring, ring) = self.ring_of(&client.keys().await?).map_err(|_| error)?;
        (self.keyring, self.generation) = (keyring, ring.generation);
        Ok(())
    }

    /// Opens the account with its passphrase, whoever changed its keys meanwhile. [`SyncKind::Keybox`] where it does not, which is the keybox's
    /// fault where the passphrase has logged in.
    pub(super) async fn unlock<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        keys: &Stretched,
    ) -> Result<(), SyncError> {
        let known = client.keys().await?;
        let root = keybox::unwrap(&known.passphrase.0, &keys.wrap, &self.id.0)
            .map_err(|error| SyncError::damaged_keys("the keybox", error))?;
        let opened = Self { root: Id(*root.expose()), ..self.clone() };
        let (keyring, ring) = opened.ring_of(&known).map_err(|error| match error.kind {
            SyncKind::WrongKey => error.of_keybox(),
            _ => error,
        })?;
        (self.root, self.keyring, self.generation) = (opened.root, keyring, ring.generation);
        Ok(())
    }

    /// Lists this device in a keyring that will be the next one.
    pub(super) fn list_in(&self, ring: &mut Keyring, now: Millis) {
        if ring.device(&self.device.0).is_none() {
            ring.add(self.listed(now));
        } else {
            ring.generation += 1;
        }
    }

    /// `known` with a keyring under `root`, and with what wraps that and logs in from now on.
    pub(super) fn with_passphrase(
        &self,
        known: Keys,
        ring: &Keyring,
        root: Secret,
        fresh: &Fresh<'_>,
        random: &mut dyn Random,
    ) -> Result<Change, SyncError> {
        let (params, generation) = (KdfParams::FLOOR, ring.generation);
        let kind = Kind::Passphrase(params);
        let passphrase = keybox::wrap(&root, &fresh.keys.wrap, kind, &self.id.0, generation, random)
            .map_err(|error| SyncError::sealed("the new keys", error))?;
        let keyring = self.sealed(ring, &root, random)?;
        let keys = Keys { generation, passphrase: Bytes(passphrase), keyring, ..known };
        let login = NewLogin {
            seed: Id(fresh.seed),
            kdf: kdf_of(params),
            auth: Id(*fresh.keys.auth.expose()),
            origin: Some(fresh.origin.to_owned()),
        };
        Ok(Change { new: NewKeys { keys, login: Some(login), recovery_auth: None, end_others: true }, root })
    }

    fn sealed(&self, ring: &Keyring, root: &Secret, random: &mut dyn Random) -> Result<Bytes, SyncError> {
        let sealed = ring.seal(root, &self.id.0, random);
        sealed.map(Bytes).map_err(|error| SyncError::sealed("the keyring", error))
    }

    /// Puts new keys in the place of those that there are; `proof`: what logs in now, where more than the keyring changes. After a lost answer it
    /// is looked whether they were taken. Others may change the keyring meanwhile; where somebody changed what opens the account, that
    /// counts, and nothing is changed here: of two that set it at once one knows that it did not.
    pub(super) async fn swap<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        random: &mut dyn Random,
        proof: Option<Id<32>>,
        make: Make<'_>,
    ) -> Result<(), SyncError> {
        let (mut first, mut made): (Option<Keys>, Vec<Change>) = (None, vec![]);
        let mut why = SyncError::new(SyncKind::Later, "other devices change the keys all the time");
        for _ in 0..TRIES {
            let known = client.keys().await?;
            let first = first.get_or_insert_with(|| known.clone());
            let is_other = proof.is_some() && boxes(first) != boxes(&known);
            let is_it = |change: &Change| {
                change.new.keys == known || is_other && boxes(&change.new.keys) == boxes(&known)
            };
            if let Some(taken) = made.iter().position(is_it) {
                self.adopt(made.swap_remove(taken));
                return Ok(());
            }
            if is_other {
                return Err(overtaken());
            }
            let ((_, ring), generation) = (self.ring_of(&known)?, known.generation);
            let change = make(self, known, counted(ring, generation)?, random)?;
            match client.put_keys(generation, &change.new, proof).await {
                Ok(()) => {
                    self.adopt(change);
                    return Ok(());
                }
                Err(error) if lost(&error) => why = error,
                Err(error) if error.code == Some(Code::GenerationConflict) => (),
                Err(error) if error.code == Some(Code::ProofWanted) => return Err(not_the_passphrase()),
                Err(error) => return Err(error),
            }
            made.push(change);
        }
        Err(why)
    }

    fn adopt(&mut self, change: Change) {
        self.root = Id(*change.root.expose());
        (self.keyring, self.generation) = (change.new.keys.keyring, change.new.keys.generation);
        if let Some(login) = change.new.login {
            self.auth = login.auth;
            let server = self.server().to_owned();
            self.place(&server, login.origin.as_deref().unwrap_or(&server));
        }
    }
}

/// What logs in with a passphrase.
pub(super) fn proof_of(keys: &Stretched) -> Id<32> {
    Id(*keys.auth.expose())
}

/// What opens the account.
fn boxes(keys: &Keys) -> (&Bytes, &Bytes) {
    (&keys.passphrase, &keys.recovery)
}

/// A keyring whose next generation the server takes, which counts by itself. Where it counts less than the keyring its count is damaged:
/// one that goes back is taken by no device.
fn counted(ring: Keyring, generation: u64) -> Result<Keyring, SyncError> {
    /// So far it is believed: 2^32 changes are more than there ever are.
    const FAR: u64 = 1 << 32;
    match generation.checked_sub(ring.generation) {
        Some(ahead) if ahead <= FAR => Ok(Keyring { generation, ..ring }),
        _ => {
            let fact =
                format!("the keys: the server counts {generation} changes, and they say {}", ring.generation);
            Err(SyncError::new(SyncKind::Keybox, fact))
        }
    }
}

pub(super) fn overtaken() -> SyncError {
    refused(
        "what opens the account was changed meanwhile, by another device or another run of this: that counts, and nothing was changed here; try again",
    )
}

fn not_the_passphrase() -> SyncError {
    refused("this is not the account's passphrase, or not any more; nothing was changed")
}

/// No answer of the server's: it may have done it.
fn lost(error: &SyncError) -> bool {
    error.kind == SyncKind::Later && error.code.is_none()
}

pub(super) fn refused(what: &str) -> SyncError {
    SyncError::new(SyncKind::Refused, what)
}
