//! What an account has: its devices, what it keeps in the vault; and its end, which can be taken back for a while.
use super::Account;
use super::keys::proof_of;
use crate::Millis;
use crate::ports::Remote;
use crate::sync::error::SyncError;
use serde::Serialize;
use webmynd_crypto::kdf::Stretched;
use webmynd_protocol::account::Ticket;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::usage::Usage;

/// A device as its person sees it. Names and times of adding and revoking are the keyring's, sealed and true; the rest is
/// the server's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceFacts {
    /// Its id.
    pub id: Id<16>,
    /// As a person calls it; empty for one that the keyring does not list: it has logged in, and can read nothing.
    pub name: String,
    /// When it was added, in ms.
    pub added: Option<Millis>,
    /// When it was revoked, in ms.
    pub revoked: Option<Millis>,
    /// Whether it is this one.
    pub this: bool,
    /// Whether it has a session.
    pub signed_in: bool,
    /// When the server heard of it last, in ms.
    pub last_seen: Option<Millis>,
    /// Browser and system, as it told the server.
    pub agent: Option<String>,
    /// Whether the vault keeps the account's whole log for it: it has not vouched for the newest recap, and was not heard of for long.
    pub keeps_log: bool,
}

/// A device that was not heard of for so long may be one that nobody has any more, in ms.
const SILENT: Millis = 14 * 86_400_000;
/// Behind every entry of a log.
const END: u64 = i64::MAX as u64;

impl Account {
    /// All devices there ever were, in the order in which they were added, and then those that the keyring does not list.
    pub async fn devices<R: Remote>(&mut self, remote: &R) -> Result<Vec<DeviceFacts>, SyncError> {
        let client = self.client(remote);
        let (known, mut sessions) = (client.keys().await?, client.devices().await?);
        let waits_for = match client.tail(END).await {
            Ok(page) => page.recap.map(|recap| recap.devices),
            // It is no reason to say nothing of devices.
            Err(_) => None,
        };
        // This device was heard of just now.
        let now = sessions.iter().map(|session| session.last_seen).max().unwrap_or_default();
        let keeps_log = |id: &Id<16>, last_seen: Option<Millis>| {
            waits_for.as_ref().is_some_and(|vouched| !vouched.contains(id))
                && last_seen.is_none_or(|seen| now.saturating_sub(seen) > SILENT)
        };
        let ring = self.open_ring(&known.keyring.0)?;
        (self.keyring, self.generation) = (known.keyring, ring.generation);
        let mut all = Vec::new();
        for device in &ring.devices {
            let at = sessions.iter().position(|session| session.device.0 == device.id);
            let session = at.map(|at| sessions.swap_remove(at));
            let last_seen = session.as_ref().map(|session| session.last_seen);
            let (this, is_out) = (device.id == self.device.0, device.revoked.is_some());
            all.push(DeviceFacts {
                keeps_log: !this && !is_out && keeps_log(&Id(device.id), last_seen),
                id: Id(device.id),
                name: device.name.clone(),
                added: Some(device.added),
                revoked: device.revoked,
                this,
                signed_in: session.is_some(),
                last_seen,
                agent: session.map(|session| session.agent),
            });
        }
        all.extend(sessions.into_iter().map(|session| DeviceFacts {
            id: session.device,
            name: String::new(),
            added: None,
            revoked: None,
            this: session.device == self.device,
            signed_in: true,
            last_seen: Some(session.last_seen),
            agent: Some(session.agent),
            // It has never signed anything: the server waits for its session to end.
            keeps_log: false,
        }));
        Ok(all)
    }

    /// Bytes and packs in the vault by kind, class and day, and what goes when.
    pub async fn usage<R: Remote>(&self, remote: &R) -> Result<Usage, SyncError> {
        self.client(remote).usage().await
    }

    /// Deletes the account with all that the vault keeps of it, when the passphrase is right; what devices have stays there. The ticket takes
    /// it back.
    pub async fn delete<R: Remote>(&mut self, remote: &R, keys: &Stretched) -> Result<Ticket, SyncError> {
        let client = self.client(remote);
        self.unlock_typed(&client, keys).await?;
        client.leave(proof_of(keys)).await
    }

    /// Takes a deletion back, whole.
    pub async fn undo<R: Remote>(&self, remote: &R, ticket: Id<16>) -> Result<(), SyncError> {
        self.client(remote).undo(ticket).await
    }
}
