//! The vault: this device's account, and rounds of sync. The worker keeps the account's bytes and fetches.
use super::answer::{Answer, fault, object, read, write};
use super::{Face, now};
use crate::browser::random;
use crate::browser::remote::FetchRemote;
use js_sys::{Function, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_crypto::Secret;
use webmynd_crypto::kdf::Stretched;
use webmynd_engine::sync::{Account, Round, SyncError, Who, create, join, pair, prelude, recover};
use webmynd_engine::{EngineError, ErrorKind};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    origin: String,
    account: String,
    device_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VaultState<'a> {
    origin: &'a str,
    bound_to: &'a str,
    account: &'a str,
    device: String,
    device_name: &'a str,
    unsaid: u32,
}

#[wasm_bindgen]
impl Face {
    /// Takes the account that the worker kept, or none.
    #[wasm_bindgen(js_name = setAccount)]
    pub fn set_account(&self, bytes: Option<Vec<u8>>) -> Result<(), JsValue> {
        let account = bytes.map(|bytes| serde_json::from_slice::<Account>(&bytes)).transpose();
        let damaged = |error: serde_json::Error| {
            fault(EngineError::new(ErrorKind::Corrupt, format!("the account of this device: {error}")))
        };
        self.account.replace(account.map_err(damaged)?);
        Ok(())
    }

    /// The account's bytes, to be kept; secret.
    pub fn account(&self) -> Result<Option<Vec<u8>>, JsValue> {
        let account = self.account.borrow();
        let written = account.as_ref().map(serde_json::to_vec).transpose();
        written.map_err(|error| fault(EngineError::new(ErrorKind::Bug, error.to_string())))
    }

    /// -> `VaultState`, null without an account.
    pub fn vault(&self) -> Answer {
        let account = self.account.borrow();
        write(&account.as_ref().map(|account| VaultState {
            origin: account.server(),
            bound_to: &account.origin,
            account: &account.name,
            device: account.device.to_string(),
            device_name: &account.device_name,
            unsaid: self.archive.borrow().unsaid_count(),
        }))
    }

    /// Name of an account -> `Prelude`.
    pub async fn prelude(&self, ask: Function, account: String) -> Answer {
        let told = prelude(&FetchRemote::new(ask), &account).await.map_err(refused)?;
        let seed = Uint8Array::from(told.seed.as_slice()).buffer();
        let params = told.params;
        object([
            ("seed", seed.into()),
            ("memory", params.memory.into()),
            ("passes", params.passes.into()),
            ("lanes", params.lanes.into()),
            ("origin", told.origin.map_or(JsValue::NULL, JsValue::from)),
        ])
    }

    /// `Entrance`: makes this memory a device of an account.
    #[wasm_bindgen(js_name = enterVault)]
    pub async fn enter_vault(&self, ask: Function, entrance: JsValue) -> Result<(), JsValue> {
        let remote = FetchRemote::new(ask);
        let place: Place = read(get(&entrance, "place")?)?;
        let invitation: Option<String> = read(get(&entrance, "invitation")?)?;
        let bound_to: Option<String> = read(get(&entrance, "boundTo")?)?;
        let who = Who {
            origin: &place.origin,
            bound_to: bound_to.as_deref().unwrap_or(&place.origin),
            name: &place.account,
            device_name: &place.device_name,
            invitation: invitation.as_deref(),
        };
        let kind: String = read(get(&entrance, "kind")?)?;
        let keys = || stretched(&get(&entrance, "keys")?);
        let entered = match kind.as_str() {
            "create" => {
                let (seed, recovery) =
                    (bytes(&entrance, "seed")?, Secret::from(bytes(&entrance, "recovery")?));
                create(&remote, &who, seed, &keys()?, &recovery, &mut random::fill, now()).await
            }
            "recover" => {
                let (seed, recovery) =
                    (bytes(&entrance, "seed")?, Secret::from(bytes(&entrance, "recovery")?));
                recover(&remote, &who, &recovery, (seed, &keys()?), &mut random::fill, now()).await
            }
            "pair" => {
                let code = bytes(&entrance, "code")?;
                pair(&remote, who.origin, code, who.device_name, &mut random::fill, now()).await
            }
            _ => join(&remote, &who, &keys()?, &mut random::fill, now()).await,
        };
        self.account.replace(Some(entered.map_err(refused)?));
        Ok(())
    }

    /// One round; whether own thumbnails are sent -> `SyncReport`. The account is left as the round left it, however it ended.
    pub async fn sync(&self, ask: Function, thumbs: bool) -> Answer {
        let mut account = self.signed_in()?;
        let (remote, mut random) = (FetchRemote::new(ask), random::fill);
        let round = Round::new(&self.archive, &mut account, &remote, &mut random, now());
        // Thumbnails that arrive are in the store before the archive knows them.
        self.developing.set(self.developing.get() + 1);
        let report = round.run_with(&self.pictures, thumbs).await;
        self.developing.set(self.developing.get() - 1);
        write(&self.left(account, report)?)
    }

    /// Whether the vault has what this device looks after -> `{ whole, lost }`; what is lost is said anew with the next round.
    #[wasm_bindgen(js_name = checkVault)]
    pub async fn check_vault(&self, ask: Function) -> Answer {
        let mut account = self.signed_in()?;
        let (remote, mut random) = (FetchRemote::new(ask), random::fill);
        let found = Round::new(&self.archive, &mut account, &remote, &mut random, now()).check_vault().await;
        write(&self.left(account, found)?)
    }
}

impl Face {
    /// A copy of the account: it is not borrowed while one waits.
    pub(super) fn signed_in(&self) -> Result<Account, JsValue> {
        self.account.borrow().clone().ok_or_else(|| thrown("signIn", "this device has no account", None))
    }
}

pub(super) fn stretched(keys: &JsValue) -> Result<Stretched, JsValue> {
    Ok(Stretched { auth: Secret::from(bytes(keys, "auth")?), wrap: Secret::from(bytes(keys, "wrap")?) })
}

pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
}

pub(super) fn bytes<const N: usize>(object: &JsValue, name: &str) -> Result<[u8; N], JsValue> {
    told(&get(object, name)?)
}

/// Bytes that crossed as an ArrayBuffer.
pub(super) fn told<const N: usize>(buffer: &JsValue) -> Result<[u8; N], JsValue> {
    let found = Uint8Array::new(buffer).to_vec();
    found.try_into().map_err(|_| {
        fault(EngineError::new(ErrorKind::Invalid, format!("these are not the {N} bytes that they must be")))
    })
}

/// An error of sync as it is thrown: its kind stands among the engine's.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(super) fn refused(error: SyncError) -> JsValue {
    let kind = error.memory.map_or_else(|| write(&error.kind), |memory| write(&memory));
    let kind = kind.ok().and_then(|kind| kind.as_string()).unwrap_or_default();
    thrown(&kind, &error.fact, error.after)
}

fn thrown(kind: &str, fact: &str, after: Option<u32>) -> JsValue {
    let after = after.map_or(JsValue::UNDEFINED, JsValue::from);
    object([("kind", kind.into()), ("fact", fact.into()), ("after", after)]).unwrap_or_else(|error| error)
}
