//! Recaps of an account's log: what a reader takes out of it up to a version, sealed, and signed by each device that has come to the same.
use crate::Bytes;
use crate::bytes::{DeviceId, Id};
use serde::{Deserialize, Serialize};

/// The form of a recap that is known here.
pub const FORM: u32 = 1;

/// Bytes that are sealed in a recap, at most.
pub const MOST: usize = 512 << 10;

/// `PUT /v1/recaps/{version}`: the asking device vouches for the recap of this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vouch {
    /// In which form it says it: devices that know another one pass over it.
    pub form: u32,
    /// The epoch whose key seals it.
    pub epoch: u32,
    /// A keyed hash of what it says.
    pub digest: Id<32>,
    /// The device's signature.
    pub signature: Id<64>,
    /// What it says, sealed: where there is none of this version yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Bytes>,
}

/// `GET /v1/recaps/{version}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recap {
    /// In which form it says it: devices that know another one pass over it.
    pub form: u32,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// A keyed hash of what it says.
    pub digest: Id<32>,
    /// What it says, sealed.
    pub sealed: Bytes,
    /// Who vouches for it, the first of all first.
    pub vouches: Vec<Vouched>,
}

/// A device's word that a recap says what the log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vouched {
    /// Which device.
    pub device: DeviceId,
    /// Its signature.
    pub signature: Id<64>,
}

/// The newest recap, as the log tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Newest {
    /// The account's version that it is of.
    pub version: u64,
    /// In which form it says it: devices that know another one pass over it.
    pub form: u32,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// A keyed hash of what it says.
    pub digest: Id<32>,
    /// Who vouches for it, the first of all first.
    pub devices: Vec<DeviceId>,
}

/// The recap up to which the log is cleared, as the log tells of it: whoever stands on it sees whether it is there still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stands {
    /// In which form it says it.
    pub form: u32,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// A keyed hash of what it says.
    pub digest: Id<32>,
    /// The asking device's signature, where it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Id<64>>,
}
