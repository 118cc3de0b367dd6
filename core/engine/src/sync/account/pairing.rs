//! Pairing by one code: a live device leaves the account's keys in a mailbox, sealed under the code; a new one that is told
//! the code joins as itself, and knows from its first minute how far the logs must go.
use super::{Account, Who};
use crate::Millis;
use crate::archive::Archive;
use crate::ports::Remote;
use crate::sync::client::Client;
use crate::sync::error::{SyncError, SyncKind};
use std::cell::RefCell;
use webmynd_crypto::Random;
use webmynd_crypto::log::Head;
use webmynd_crypto::pairing::{Code, Handover, accept, hand_over};
use webmynd_protocol::account::LoginKind;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pairing::NewPairing;
use webmynd_protocol::{Bytes, Code as Refusal};

impl Account {
    /// Leaves the account's keys for a device that is told `code`, 16 random bytes; gives until when, in ms. The code before
    /// it is no longer good.
    pub async fn offer_pairing<R: Remote>(
        &self,
        (remote, archive): (&R, &RefCell<Archive>),
        code: [u8; 16],
        random: &mut dyn Random,
    ) -> Result<Millis, SyncError> {
        let heads = archive.borrow().catalog().shared().heads().clone();
        let handover = Handover {
            origin: self.origin.clone(),
            account: self.name.clone(),
            id: self.id.0,
            root: self.root(),
            auth: self.auth.0.into(),
            generation: self.generation,
            heads: heads
                .into_iter()
                .map(|(device, head)| (device, Head { seq: head.seq, hash: head.hash }))
                .collect(),
        };
        let code = Code::from(code);
        let sealed = hand_over(&handover, &code, random)
            .map_err(|error| SyncError::sealed("what is handed over", error))?;
        let new = NewPairing { id: Id(code.mailbox()), sealed: Bytes(sealed) };
        Ok(self.client(remote).offer(&new).await?.until)
    }
}

/// Joins an account with the code that a live device shows, as a new device, at the server of this address. The code is good once.
pub async fn pair<R: Remote>(
    remote: &R,
    origin: &str,
    code: [u8; 16],
    device_name: &str,
    random: &mut dyn Random,
    now: Millis,
) -> Result<Account, SyncError> {
    let client = Client::guest(remote);
    let code = Code::from(code);
    let left = client.fetch(Id(code.mailbox())).await.map_err(|error| match error.code {
        Some(Refusal::NotFound) => SyncError::new(
            SyncKind::Refused,
            "this code is not good, or no longer: it lives ten minutes and is good once; show a new one",
        ),
        _ => error,
    })?;
    let handover = accept(&left.sealed.0, &code)
        .map_err(|error| SyncError::new(SyncKind::Distrust, format!("what was handed over: {error}")))?;
    let who =
        Who { origin, bound_to: &handover.origin, name: &handover.account, device_name, invitation: None };
    let mut account = Account::blank(&who, &handover.auth, random);
    account.begin_session(&account.client(remote), LoginKind::Passphrase).await?;
    if account.id.0 != handover.id {
        return Err(SyncError::new(SyncKind::Distrust, "the server has another account under this name"));
    }
    account.root = Id(*handover.root.expose());
    account.generation = handover.generation;
    let heads = handover.heads.iter();
    account.expected = heads.map(|(device, head)| (Id(*device), head.seq, Id(head.hash))).collect();
    let client = account.client(remote);
    account.add_to_keyring(&client, random, now).await?;
    Ok(account)
}
