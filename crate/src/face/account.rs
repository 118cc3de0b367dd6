//! The life of the vault's account: its devices, what it keeps, its passphrase, pairing, its end.
use super::Face;
use super::answer::{Answer, object, write};
use super::vault::{bytes, get, refused, stretched, told};
use crate::browser::random;
use crate::browser::remote::FetchRemote;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_crypto::Secret;
use webmynd_crypto::kdf::Stretched;
use webmynd_engine::sync::{Account, Renewal, SyncError};

/// A `Renewal` as it crosses.
struct Renewing {
    now: Stretched,
    seed: [u8; 16],
    new: Stretched,
    origin: String,
}

impl Renewing {
    fn read(renewal: &JsValue) -> Result<Self, JsValue> {
        let keys = |name| stretched(&get(renewal, name)?);
        Ok(Self {
            now: keys("now")?,
            seed: bytes(renewal, "seed")?,
            new: keys("keys")?,
            origin: super::answer::read(get(renewal, "origin")?)?,
        })
    }

    fn as_ref(&self) -> Renewal<'_> {
        Renewal { now: &self.now, seed: self.seed, new: &self.new, origin: &self.origin }
    }
}

#[wasm_bindgen]
impl Face {
    /// -> `VaultDevice[]`.
    pub async fn devices(&self, ask: Function) -> Answer {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let devices = account.devices(&remote).await;
        write(&self.left(account, devices)?)
    }

    /// -> `VaultUsage`.
    pub async fn usage(&self, ask: Function) -> Answer {
        write(&self.signed_in()?.usage(&FetchRemote::new(ask)).await.map_err(refused)?)
    }

    /// A code's 16 bytes -> `{ until }`: leaves the account's keys for the device that is told the code.
    #[wasm_bindgen(js_name = offerPairing)]
    pub async fn offer_pairing(&self, ask: Function, code: JsValue) -> Answer {
        let (account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let offered = account.offer_pairing((&remote, &self.archive), told(&code)?, &mut random::fill).await;
        object([("until", (offered.map_err(refused)? as f64).into())])
    }

    /// `Renewal`.
    #[wasm_bindgen(js_name = changePassphrase)]
    pub async fn change_passphrase(&self, ask: Function, renewal: JsValue) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let renewing = Renewing::read(&renewal)?;
        let changed = account.change_passphrase(&remote, &renewing.as_ref(), &mut random::fill).await;
        self.left(account, changed)
    }

    /// A device's id, `Renewal`.
    #[wasm_bindgen(js_name = revokeDevice)]
    pub async fn revoke_device(
        &self,
        ask: Function,
        device: String,
        renewal: JsValue,
    ) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let (renewing, device) = (Renewing::read(&renewal)?, super::answer::read(device.into())?);
        let places = (&remote, &self.archive);
        let revoked =
            account.revoke(places, device, &renewing.as_ref(), &mut random::fill, super::now()).await;
        self.left(account, revoked)
    }

    /// A device's id: takes it out of the account, with the keys as they are.
    #[wasm_bindgen(js_name = removeDevice)]
    pub async fn remove_device(&self, ask: Function, device: String) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let device = super::answer::read(device.into())?;
        let removed = account.remove(&remote, device, &mut random::fill, super::now()).await;
        self.left(account, removed)
    }

    /// The server's address, the one that the passphrase is bound to, `StretchedKeys`: the same device, with a new session.
    #[wasm_bindgen(js_name = signInAgain)]
    pub async fn sign_in_again(
        &self,
        ask: Function,
        origin: String,
        bound_to: String,
        keys: JsValue,
    ) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let (place, keys) = ((origin.as_str(), bound_to.as_str()), stretched(&keys)?);
        let signed = account.sign_in_again(&remote, place, &keys, &mut random::fill, super::now()).await;
        self.left(account, signed)
    }

    /// Goes on with the vault as it is now, from the next round on.
    #[wasm_bindgen(js_name = beginAnew)]
    pub fn begin_anew(&self) -> Result<(), JsValue> {
        let mut account = self.signed_in()?;
        account.begin_anew();
        self.left(account, Ok(()))
    }

    /// A person has seen what is in doubt: it is told again when there is more.
    #[wasm_bindgen(js_name = seeDoubts)]
    pub fn see_doubts(&self) -> Result<(), JsValue> {
        let mut account = self.signed_in()?;
        account.see_doubts(&self.archive.borrow());
        self.left(account, Ok(()))
    }

    /// Ends this device's session.
    #[wasm_bindgen(js_name = signOut)]
    pub async fn sign_out(&self, ask: Function) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let ended = account.sign_out(&remote).await;
        self.left(account, ended)
    }

    /// `StretchedKeys`, the 32 bytes of other recovery words: they count from now on.
    #[wasm_bindgen(js_name = replaceRecovery)]
    pub async fn replace_recovery(
        &self,
        ask: Function,
        keys: JsValue,
        recovery: JsValue,
    ) -> Result<(), JsValue> {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let (keys, recovery) = (stretched(&keys)?, Secret::from(told(&recovery)?));
        let replaced = account.replace_recovery(&remote, &keys, &recovery, &mut random::fill).await;
        self.left(account, replaced)
    }

    /// `StretchedKeys` -> `{ ticket, until }`.
    #[wasm_bindgen(js_name = deleteAccount)]
    pub async fn delete_account(&self, ask: Function, keys: JsValue) -> Answer {
        let (mut account, remote) = (self.signed_in()?, FetchRemote::new(ask));
        let deleted = account.delete(&remote, &stretched(&keys)?).await;
        write(&self.left(account, deleted)?)
    }

    /// A ticket: takes the deletion of the account back.
    #[wasm_bindgen(js_name = undoDelete)]
    pub async fn undo_delete(&self, ask: Function, ticket: String) -> Result<(), JsValue> {
        let ticket = super::answer::read(ticket.into())?;
        self.signed_in()?.undo(&FetchRemote::new(ask), ticket).await.map_err(refused)
    }
}

impl Face {
    /// The account is kept as the work left it, however that ended.
    pub(super) fn left<T>(&self, account: Account, done: Result<T, SyncError>) -> Result<T, JsValue> {
        self.account.replace(Some(account));
        done.map_err(refused)
    }
}
