//! Logs: the only way anything becomes part of an account.
use crate::Bytes;
use crate::bytes::{DeviceId, Id, PackId};
use crate::pack::{Committed, Row};
use crate::recap::{Newest, Stands};
use serde::{Deserialize, Serialize};

/// `PUT /v1/log/{device}/{seq}`: taken as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Hash of the entry before it, zeros for the first.
    pub prev: Id<32>,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// What it says, sealed.
    pub sealed: Bytes,
    /// The device's signature.
    pub signature: Id<64>,
    /// Packs that become part of the account.
    #[serde(default)]
    pub adds: Vec<Row>,
    /// Packs that leave it.
    #[serde(default)]
    pub dels: Vec<PackId>,
    /// Bytes of packs among `adds` that were not uploaded before: small ones travel inside their entry ([`Page::along`]). They are known by
    /// their hash, and no part of what the entry says: sent again without them it is the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<Bytes>,
}

/// The answer to an entry that was taken, now or before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The account's version that it made.
    pub version: u64,
}

/// An entry as others read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed {
    /// Whose.
    pub device: DeviceId,
    /// Its number.
    pub seq: u64,
    /// The account's version that it made.
    pub version: u64,
    /// Hash of the entry before it.
    pub prev: Id<32>,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// What it says, sealed.
    pub sealed: Bytes,
    /// The device's signature.
    pub signature: Id<64>,
    /// Packs that it added and that are still there.
    pub adds: Vec<Committed>,
    /// Packs that it took away.
    pub dels: Vec<PackId>,
}

/// `GET /v1/log?since=&limit=`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Entries in the order of their versions.
    pub entries: Vec<Listed>,
    /// The account's newest version.
    pub version: u64,
    /// Hash of the entry of version `since` (docs/crypto.md, "Log"), where there is one: who has read up to it sees whether it is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Id<32>>,
    /// A pack of up to so many bytes may travel inside its entry; 0: none.
    #[serde(default)]
    pub along: u64,
    /// Up to this version entries may be gone that add no pack any more: a recap says what they said. 0: none is.
    #[serde(default, skip_serializing_if = "is_none")]
    pub cleared: u64,
    /// The recap of that version, where it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<Stands>,
    /// The newest recap behind that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recap: Option<Newest>,
    /// A recap is welcome: many entries have come since the last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wants_recap: bool,
    /// What to ask with next, when there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

fn is_none(version: &u64) -> bool {
    *version == 0
}
