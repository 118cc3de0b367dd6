//! What an account keeps: `GET /v1/usage`.
use crate::Millis;
use crate::pack::{Class, Kind};
use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Usage {
    /// The plan's name.
    pub plan: String,
    /// Bytes of all packs, of what is sealed in entries, and of keyboxes and keyring.
    pub bytes: u64,
    /// How many may be used; null: any number.
    pub quota: Option<u64>,
    /// By kind, class and day.
    pub days: Vec<Day>,
}

/// Packs of one kind, class and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Day {
    /// What they hold.
    pub kind: Kind,
    /// How long they are kept.
    pub class: Class,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// How many.
    pub packs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// When the first of them goes; null: never.
    pub expires_at: Option<Millis>,
}
