//! Pairing: a live device shows one code, and leaves the account's keys on the server, sealed under it. A new device
//! that is told the code fetches and opens them.
use crate::aead::{derive, open, seal};
use crate::log::Head;
use crate::random::bytes;
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

#[cfg(feature = "passphrase")]
mod words;
#[cfg(feature = "passphrase")]
pub use words::{code_of, words_of};

/// The code: 16 random bytes, used once. 128 bits cannot be guessed, so that no slow hash is needed.
#[derive(Clone)]
pub struct Code(Zeroizing<[u8; 16]>);

impl Code {
    /// A fresh code.
    pub fn generate(random: &mut dyn Random) -> Self {
        Self::from(bytes(random))
    }

    /// The code itself, to be shown.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// Where the handover lies on the server. It tells nothing of the key.
    pub fn mailbox(&self) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(self.derived(b"pairing id/v1").expose().split_at(16).0);
        id
    }

    fn derived(&self, info: &[u8]) -> Secret {
        let mut key = Zeroizing::new([0; 32]);
        key.split_at_mut(16).0.copy_from_slice(self.expose());
        derive(&Secret::from(*key), &[], info)
    }
}

impl From<[u8; 16]> for Code {
    fn from(code: [u8; 16]) -> Self {
        Self(Zeroizing::new(code))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// What a live device hands over.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// The server's origin.
    pub origin: String,
    /// The account's name.
    pub account: String,
    /// The account's id.
    pub id: AccountId,
    /// The root key.
    pub root: Secret,
    /// What logs in.
    pub auth: Secret,
    /// The keyring's generation as the live device knows it: an older one is refused.
    pub generation: u64,
    /// How far each device's log is known: a fresh device notices a rollback by it.
    pub heads: Vec<(DeviceId, Head)>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    origin: String,
    account: String,
    id: AccountId,
    root: [u8; 32],
    auth: [u8; 32],
    generation: u64,
    heads: Vec<(DeviceId, u64, [u8; 32])>,
}

/// `nonce 24 | sealed JSON`, for the mailbox of `code`.
pub fn hand_over(handover: &Handover, code: &Code, random: &mut dyn Random) -> Result<Vec<u8>, CryptoError> {
    let written = Written {
        origin: handover.origin.clone(),
        account: handover.account.clone(),
        id: handover.id,
        root: *handover.root.expose(),
        auth: *handover.auth.expose(),
        generation: handover.generation,
        heads: handover.heads.iter().map(|(device, head)| (*device, head.seq, head.hash)).collect(),
    };
    let json = Zeroizing::new(serde_json::to_vec(&written).map_err(|_| CryptoError::Malformed)?);
    seal(&code.derived(b"pairing key/v1"), &json, b"pairing/v1", random)
}

/// Opens what [`hand_over`] made.
pub fn accept(sealed: &[u8], code: &Code) -> Result<Handover, CryptoError> {
    let json = Zeroizing::new(open(&code.derived(b"pairing key/v1"), sealed, b"pairing/v1")?);
    let written: Written = serde_json::from_slice(&json).map_err(|_| CryptoError::Malformed)?;
    let heads = written.heads.into_iter().map(|(device, seq, hash)| (device, Head { seq, hash }));
    Ok(Handover {
        origin: written.origin,
        account: written.account,
        id: written.id,
        root: written.root.into(),
        auth: written.auth.into(),
        generation: written.generation,
        heads: heads.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    #[test]
    fn whoever_is_told_the_code_gets_it_and_nobody_else() {
        let mut random = seeded(1);
        let (code, other) = (Code::generate(&mut random), Code::generate(&mut random));
        let handover = Handover {
            origin: "https://vault.example".to_owned(),
            account: "ada".to_owned(),
            id: [1; 16],
            root: Secret::from([2; 32]),
            auth: Secret::from([5; 32]),
            generation: 7,
            heads: vec![([3; 16], Head { seq: 9, hash: [4; 32] })],
        };
        let sealed = hand_over(&handover, &code, &mut random).unwrap();
        assert_eq!(accept(&sealed, &code), Ok(handover));
        assert_eq!(accept(&sealed, &other), Err(CryptoError::WrongKey));
        assert_ne!(code.mailbox(), other.mailbox());
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(accept(&changed, &code).is_err(), "byte {i}");
        }
    }

    #[test]
    fn the_mailbox_is_not_the_code() {
        let code = Code::from([0; 16]);
        assert_ne!(&code.mailbox(), code.expose());
        assert_eq!(format!("{code:?}"), "Code(…)");
    }
}
