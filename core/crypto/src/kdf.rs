//! The two keys that a passphrase stands for, one that logs in and one that never leaves the device, and what a guess costs.
use crate::{CryptoError, Secret};
use serde::{Deserialize, Serialize};

#[cfg(feature = "passphrase")]
mod stretch;
#[cfg(feature = "passphrase")]
pub use stretch::{Place, stretch};

/// How much work a guess costs. The server tells it before the login; what is below the floors or above the ceilings
/// is refused before anything is computed, so that a hostile server can neither weaken nor stall the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfParams {
    /// What new accounts get, and the floor: RFC 9106's second recommendation.
    pub const FLOOR: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };
    /// The most a client computes.
    pub const CEILING: Self = Self { memory: 256 << 10, passes: 10, lanes: 4 };

    /// [`CryptoError::Refused`] outside of floor and ceiling.
    pub fn check(self) -> Result<Self, CryptoError> {
        let (low, high) = (Self::FLOOR, Self::CEILING);
        let within = (low.memory..=high.memory).contains(&self.memory)
            && (low.passes..=high.passes).contains(&self.passes)
            && (low.lanes..=high.lanes).contains(&self.lanes);
        if within { Ok(self) } else { Err(CryptoError::Refused) }
    }

    /// Its 12 bytes where it is bound into a sealing: memory, passes, lanes, little-endian.
    pub fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        for (place, number) in bytes.chunks_mut(4).zip([self.memory, self.passes, self.lanes]) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }
}

/// What a passphrase becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretched {
    /// Sent to log in; the server keeps a hash of it.
    pub auth: Secret,
    /// Wraps the root key; never leaves the device.
    pub wrap: Secret,
}
