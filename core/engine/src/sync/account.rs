//! A device's account: what it keeps to speak for it.
use super::Round;
use super::base::Base;
use super::client::Client;
use super::error::{SyncError, SyncKind};
use super::harm::told::SeenDoubt;
use crate::Millis;
use crate::event::Received;
use crate::page::to_hex;
use crate::ports::Remote;
use serde::{Deserialize, Serialize};
use webmynd_crypto::keyring::{Device, Keyring};
use webmynd_crypto::log::{Writer, successor};
use webmynd_crypto::random::bytes;
use webmynd_crypto::{Random, Secret};
use webmynd_protocol::account::{Keys, Login, LoginKind};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};

mod again;
mod devices;
mod enter;
mod keys;
mod pairing;

pub use devices::DeviceFacts;
pub use enter::{Prelude, Who, create, join, prelude, recover, wanted};
pub use keys::Renewal;
pub use pairing::pair;

/// What a device keeps of its account. Secret: whoever has it reads everything.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    /// The server's address that the passphrase is bound to.
    pub origin: String,
    /// Its address now, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// Where it has sent this device since.
    #[serde(default, skip_serializing_if = "Base::is_empty")]
    pub base: Base,
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
    /// Logs that a live device knew when this one was paired: device, number and hash of the newest entry. The vault has to
    /// show them in the first round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<(Id<16>, u64, Id<32>)>,
    /// Names that this device had in the account, and that nobody has any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Id<16>>,
    /// Devices that a person took out of the account, as far as this one knows; `None`: it has not looked yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_out: Option<Vec<Id<16>>>,
    /// Those of them that are in it again, until somebody takes them out once more, and there are other keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<Id<16>>,
    /// The epoch of the keys that the last of them came back to.
    #[serde(default)]
    pub returned_in: u32,
    /// Visits that were given back after others had been told to forget them, and whose texts, or thumbnails, did not go with that word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owes_texts: Vec<Id<16>>,
    /// See there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owes_thumbs: Vec<Id<16>>,
    /// What is in doubt and a person has seen: see [`Account::see_doubts`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenDoubt>,
    /// Up to this version a recap of the log was tried in vain: it is not tried in each round.
    #[serde(default)]
    pub recap_tried: u64,
    /// The same of the recap that is to stand there: it was tried in vain when this version was the newest.
    #[serde(default)]
    pub stand_tried: u64,
    /// Entries that it has not read are gone from the log: where it begins anew its name may be another profile's, and stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_missed: bool,
    /// A person said to go on with the vault as it is now: see [`Account::begin_anew`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begins_anew: bool,
}

impl Account {
    /// An account without keys and session, for a new device.
    fn blank(who: &Who<'_>, auth: &Secret, random: &mut dyn Random) -> Self {
        Self {
            origin: who.bound_to.to_owned(),
            moved: (who.origin != who.bound_to).then(|| who.origin.to_owned()),
            base: Base::default(),
            name: who.name.to_owned(),
            id: Id([0; 16]),
            device: Id(bytes(random)),
            device_name: who.device_name.to_owned(),
            signing: Id(*Secret::generate(random).expose()),
            root: Id([0; 32]),
            auth: Id(*auth.expose()),
            token: Bytes::default(),
            keyring: Bytes::default(),
            generation: 0,
            expected: vec![],
            left: vec![],
            taken_out: None,
            returned: vec![],
            returned_in: 0,
            owes_texts: vec![],
            owes_thumbs: vec![],
            seen: vec![],
            recap_tried: 0,
            stand_tried: 0,
            has_missed: false,
            begins_anew: false,
        }
    }

    /// The server's address, as the person gave it last.
    pub fn server(&self) -> &str {
        self.moved.as_deref().unwrap_or(&self.origin)
    }

    /// The server is found at this address from now on, and the passphrase is bound to that one.
    fn place(&mut self, server: &str, bound_to: &str) {
        if server != self.server() {
            self.base = Base::default();
        }
        self.moved = (server != bound_to).then(|| server.to_owned());
        self.origin = bound_to.to_owned();
    }

    /// The keyring as it was last seen.
    pub(super) fn ring(&self) -> Result<Keyring, SyncError> {
        self.open_ring(&self.keyring.0)
    }

    fn open_ring(&self, sealed: &[u8]) -> Result<Keyring, SyncError> {
        Keyring::open(sealed, &self.root(), &self.id.0, self.generation)
            .map_err(|error| SyncError::sealed("the keyring", error))
    }

    /// The keyring that the server has, sealed and opened: where that cannot be opened the copy that is here of the same number, which was it.
    fn ring_of(&self, known: &Keys) -> Result<(Bytes, Keyring), SyncError> {
        let error = match self.open_ring(&known.keyring.0) {
            Ok(ring) => return Ok((known.keyring.clone(), ring)),
            Err(error) => error,
        };
        let copy = Keyring::open(&self.keyring.0, &self.root(), &self.id.0, 0);
        let copy = copy.ok().filter(|copy| copy.generation == known.generation);
        copy.map(|copy| (self.keyring.clone(), copy)).ok_or(error)
    }

    fn root(&self) -> Secret {
        Secret::from(self.root.0)
    }

    /// Asks the server in this device's name.
    pub(super) fn client<'a, R: Remote>(&self, remote: &'a R) -> Client<'a, R> {
        Client::new(remote, self.token.0.clone(), &self.name, self.base.clone())
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
            last: None,
            unknown: Default::default(),
        }
    }

    async fn begin_session<R: Remote>(
        &mut self,
        client: &Client<'_, R>,
        kind: LoginKind,
    ) -> Result<(), SyncError> {
        let login = Login { account: self.name.clone(), auth: self.auth, device: self.device, kind };
        let session = client.begin_session(&login).await?;
        (self.token, self.id) = (session.token, session.account);
        Ok(())
    }

    /// An entry that a live device told of at pairing is the one that the vault shows.
    pub(super) fn expects(&self, received: &Received) -> Result<(), SyncError> {
        let told = self
            .expected
            .iter()
            .find(|(device, seq, _)| *seq == received.seq && to_hex(&device.0) == received.device);
        match told {
            Some((_, _, hash)) if to_hex(&hash.0) != received.hash => Err(other_past()),
            _ => Ok(()),
        }
    }
}

fn other_passphrase() -> SyncError {
    SyncError::new(
        SyncKind::SignIn,
        "the passphrase that counts at the server now is not the one that this device signed in with: it was changed, or the server was put back to a time before it was",
    )
}

fn other_past() -> SyncError {
    SyncError::new(
        SyncKind::RolledBack,
        "the device that paired this one knows more than the server shows, or something else",
    )
}

impl<R: Remote> Round<'_, R> {
    /// All that a live device told of at pairing has been shown: from now on this device knows it by itself.
    pub(super) fn check_expected(&mut self) -> Result<(), SyncError> {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        if self.account.expected.iter().any(|(device, seq, _)| shared.head(&device.0).seq < *seq) {
            return Err(other_past());
        }
        self.account.expected.clear();
        Ok(())
    }

    /// Reads the keyring anew: a device or an epoch is not known.
    pub(super) async fn renew_ring(&mut self) -> Result<(), SyncError> {
        let known = self.client.keys().await?;
        let (keyring, ring) = self.account.ring_of(&known)?;
        (self.account.keyring, self.account.generation) = (keyring, ring.generation);
        Ok(())
    }

    /// Goes on under another device id: the old one's log is written by somebody else, or has gone further than this
    /// profile knows. What was written under it is read like any other device's. `leaves`: nobody writes under the old one any more.
    pub(super) async fn rename(&mut self, leaves: bool) -> Result<(), SyncError> {
        if self.account.auth.0 == [0; 32] {
            return Err(other_passphrase());
        }
        let mut renamed = self.account.clone();
        if leaves {
            let (device, signing) = successor(&Secret::from(renamed.signing.0), &renamed.device.0);
            renamed.left.push(renamed.device);
            (renamed.device, renamed.signing) = (Id(device), Id(*signing.expose()));
        } else {
            renamed.device = Id(bytes(self.random));
            renamed.signing = Id(*Secret::generate(self.random).expose());
        }
        match renamed.begin_session(&self.client.with(vec![]), LoginKind::Passphrase).await {
            Err(error) if error.code == Some(Code::WrongLogin) => {
                // It is tried once: each time counts as a passphrase that somebody guesses.
                self.account.auth = Id([0; 32]);
                return Err(other_passphrase());
            }
            begun => begun?,
        }
        self.client = self.client.with(renamed.token.0.clone());
        renamed.add_to_keyring(&self.client, self.random, self.now).await?;
        *self.account = renamed;
        self.report.renamed |= !leaves;
        // What was on its way was said by the other name; but for what this one has said before somebody died.
        if self.left_over()?.is_some_and(|outbox| outbox.sent.device != to_hex(&self.account.device.0)) {
            self.give_up()?;
        }
        Ok(())
    }
}
