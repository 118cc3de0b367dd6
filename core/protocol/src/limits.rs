//! What a server takes at most: `GET /v1/limits`, and `GET /.well-known/webmynd`.
use crate::Millis;
use crate::directory::Wanted;
use serde::{Deserialize, Serialize};

/// The version of the wire that is spoken here.
pub const WIRE: u32 = 1;

/// What servers speak that do not say it.
fn first() -> Vec<u32> {
    vec![1]
}

/// The one address a client needs to know leads here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WellKnown {
    /// Where `/v1` of the account asked for is, without a slash at its end.
    pub base: String,
    /// The server's version.
    pub version: String,
    /// Versions of the wire that it speaks: 1 is `/v1`. A client that knows none of them is to be updated.
    #[serde(default = "first")]
    pub wires: Vec<u32>,
    /// Whether accounts can be made.
    pub sign_up: SignUp,
    /// What a directory of users wants to be shown, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<Wanted>,
    /// Its limits.
    pub limits: Limits,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SignUp {
    /// Everyone.
    Open,
    /// Who has an invitation.
    Invite,
    /// Nobody.
    Closed,
    /// As a newer server knows.
    #[serde(other)]
    Other,
}

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// A pack.
    pub pack: u64,
    /// A log entry.
    pub entry: u64,
    /// Ids in one request.
    pub ids: u32,
    /// Devices of an account.
    pub devices: u32,
    /// Keyboxes and keyring together.
    pub keys: u64,
    /// All packs, entries and keys of an account; null: no quota.
    pub quota: Option<u64>,
    /// How long history is kept, in ms; null: for ever. WebMarks always are.
    pub retention: Option<Millis>,
    /// How long what was deleted can be taken back, in ms.
    pub undo: Millis,
}

impl Default for Limits {
    /// The free plan: history for seven days.
    fn default() -> Self {
        Self {
            pack: 8 << 20,
            entry: 256 << 10,
            ids: 100,
            devices: 64,
            keys: 256 << 10,
            quota: None,
            retention: Some(7 * 86_400_000),
            undo: 600_000,
        }
    }
}
