//! Pairing: a mailbox for what a live device hands to a new one, sealed under a code that the server is never told.
use crate::bytes::Id;
use crate::{Bytes, Millis};
use serde::{Deserialize, Serialize};

/// A handover is at most so long, in bytes.
pub const LONGEST: usize = 64 << 10;
/// How long it lies there, in ms.
pub const LIFE: Millis = 600_000;

/// `POST /v1/pairings`: one of a device's at a time; it replaces the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPairing {
    /// Where it lies, derived from the code.
    pub id: Id<16>,
    /// The handover.
    pub sealed: Bytes,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offered {
    /// Until when it can be fetched.
    pub until: Millis,
}

/// `GET /v1/pairings/{id}`: given once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// The handover.
    pub sealed: Bytes,
}
