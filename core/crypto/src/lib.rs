//! What leaves a device, sealed: keys from a passphrase, packs of pages, logs of changes, pairing. Pure: randomness and
//! time are arguments. The formats are in `docs/crypto.md`.
#![forbid(unsafe_code)]

mod aead;
pub mod error;
pub mod kdf;
pub mod keybox;
pub mod keyring;
pub mod log;
pub mod pack;
pub mod pairing;
#[cfg(feature = "passphrase")]
pub mod passphrase;
pub mod random;
pub mod recap;
pub mod recovery;
pub mod secret;

pub use error::CryptoError;
pub use random::Random;
pub use secret::Secret;

/// An account's id, 16 random bytes that the server gives.
pub type AccountId = [u8; 16];
/// A device's id, 16 random bytes of its own.
pub type DeviceId = [u8; 16];
