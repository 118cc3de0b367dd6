//! Accounts, sessions, devices and keys.
use crate::bytes::{AccountId, DeviceId, Id};
use crate::{Bytes, Millis};
use serde::{Deserialize, Serialize};

/// The header that shows what logs in, where keys or an account are taken away: as `auth` of [`Login`].
pub const PROOF: &str = "x-proof";

/// How the account logs in: a hash of the passphrase, until there is something better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LoginKind {
    /// `auth` is derived from the passphrase.
    #[default]
    Passphrase,
    /// `auth` is derived from the recovery key.
    Recovery,
    /// In a way of a newer version's.
    #[serde(other)]
    Other,
}

/// Argon2id's parameters: memory in KiB, passes, lanes. Clients refuse what is below their floors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kdf {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// `POST /v1/prelogin`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prelogin {
    /// The account's name.
    pub account: String,
}

/// What a client needs before it can log in. Unknown accounts get an answer like any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Prelude {
    /// Random bytes of the account.
    pub seed: Id<16>,
    /// How its passphrase is stretched.
    pub kdf: Kdf,
    /// How it logs in.
    pub login_kind: LoginKind,
    /// The server's address that the passphrase is bound to, as the client that set it said; without it that which was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// Keyboxes and keyring, `GET` and `PUT /v1/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keys {
    /// Counts changes; a change is taken only over the one before it.
    pub generation: u64,
    /// The root key under the passphrase.
    pub passphrase: Bytes,
    /// The root key under the recovery words.
    pub recovery: Bytes,
    /// The keyring under the root key.
    pub keyring: Bytes,
}

/// `PUT /v1/keys`, over the generation that `If-Match` names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NewKeys {
    /// The next generation.
    pub keys: Keys,
    /// What logs in from now on, when the passphrase changes. All other sessions end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<NewLogin>,
    /// What logs in with the recovery key from now on, when the recovery words change.
    #[serde(default, rename = "recoveryAuth", skip_serializing_if = "Option::is_none")]
    pub recovery_auth: Option<Id<32>>,
    /// Whether all other sessions end: a device was revoked.
    #[serde(default)]
    pub end_others: bool,
}

/// What logs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewLogin {
    /// Random bytes of the account.
    pub seed: Id<16>,
    /// How its passphrase is stretched.
    pub kdf: Kdf,
    /// Derived from it.
    pub auth: Id<32>,
    /// The server's address that it is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// `POST /v1/accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// Its name; kept in lower case.
    pub account: String,
    /// Its id, chosen by the client, because it is bound into the keys.
    pub id: AccountId,
    /// Random bytes of the account.
    pub seed: Id<16>,
    /// How its passphrase is stretched.
    pub kdf: Kdf,
    /// What logs in.
    pub auth: Id<32>,
    /// The server's address that the passphrase is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Its keys, generation 1.
    pub keys: Keys,
    /// What logs in with the recovery key; without it nothing but the passphrase does.
    #[serde(default, rename = "recoveryAuth", skip_serializing_if = "Option::is_none")]
    pub recovery_auth: Option<Id<32>>,
    /// Where the server asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
}

/// `POST /v1/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    /// The account's name.
    pub account: String,
    /// What logs in.
    pub auth: Id<32>,
    /// The device that does.
    pub device: DeviceId,
    /// What `auth` is made of.
    #[serde(default)]
    pub kind: LoginKind,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Sent as `Authorization: Bearer` from now on; the server keeps a hash of it.
    pub token: Bytes,
    /// Whose.
    pub account: AccountId,
    /// Its own id, by which it is ended.
    pub session: Id<16>,
}

/// A session as others of the account see it, `GET /v1/devices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeviceSession {
    /// Its id.
    pub session: Id<16>,
    /// The device that logged in.
    pub device: DeviceId,
    /// Browser and system, from the user agent.
    pub agent: String,
    /// When it logged in.
    pub since: Millis,
    /// When it was last heard of.
    pub last_seen: Millis,
    /// True for the one that asks.
    pub own: bool,
}

/// What takes a deletion back, `POST /v1/undo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// Sent as `X-Undo-Ticket`.
    pub ticket: Id<16>,
    /// Until when it can be used.
    pub until: Millis,
}
