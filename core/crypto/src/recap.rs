//! Recaps: what the log says up to a version, sealed once, and signed by each device that came to the same by itself.
use crate::aead::{derive, open, seal};
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use sha2::{Digest, Sha256};

/// What one says may be so long, in bytes.
pub const LONGEST: usize = 16 << 20;
const LEVEL: u8 = 6;
/// In bytes.
const STEP: usize = 4 << 10;

/// Which recap: of which account's log, up to which version, under which epoch's key, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The account.
    pub account: AccountId,
    /// The version.
    pub version: u64,
    /// The epoch.
    pub epoch: u32,
    /// A hash of what it says, which only who has the epoch's key can make.
    pub digest: [u8; 32],
}

impl Place {
    /// The place of what a recap says.
    pub fn of(account: AccountId, version: u64, (epoch, key): (u32, &Secret), said: &[u8]) -> Self {
        let digest = *derive(key, &Sha256::digest(said), b"recap digest/v1").expose();
        Self { account, version, epoch, digest }
    }

    /// `nonce 24 | sealed`, of what it says, deflated, with zeros behind it: how much was starred or forgotten since the last one is not told by its length.
    pub fn seal(&self, key: &Secret, said: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, CryptoError> {
        if said.len() > LONGEST {
            return Err(CryptoError::TooLarge);
        }
        let mut deflated = compress_to_vec(said, LEVEL);
        deflated.resize(deflated.len().next_multiple_of(STEP), 0);
        seal(&derive(key, &[], b"recap/v1"), &deflated, &self.bound(), random)
    }

    /// What it says. Errors: [`CryptoError::WrongKey`] where it was sealed for another place, [`CryptoError::Forged`] where it says something else.
    pub fn open(&self, key: &Secret, sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let deflated = open(&derive(key, &[], b"recap/v1"), sealed, &self.bound())?;
        let said = decompress_to_vec_with_limit(&deflated, LONGEST).map_err(|_| CryptoError::Malformed)?;
        if Self::of(self.account, self.version, (self.epoch, key), &said) != *self {
            return Err(CryptoError::Forged);
        }
        Ok(said)
    }

    /// The signature of a device that has come to it. `key`: the device's signing key.
    pub fn sign(&self, device: &DeviceId, key: &Secret) -> [u8; 64] {
        SigningKey::from_bytes(key.expose()).sign(&self.signed(device)).to_bytes()
    }

    /// Errors: [`CryptoError::Forged`] where the device has not signed this. `key`: its public key.
    pub fn verify(&self, device: &DeviceId, key: &[u8; 32], signature: &[u8; 64]) -> Result<(), CryptoError> {
        let key = VerifyingKey::from_bytes(key).map_err(|_| CryptoError::Malformed)?;
        key.verify_strict(&self.signed(device), &Signature::from_bytes(signature))
            .map_err(|_| CryptoError::Forged)
    }

    /// `"webmynd recap v1" | account | device | version 8 | epoch 4 | digest`.
    fn signed(&self, device: &DeviceId) -> Vec<u8> {
        let (version, epoch) = (self.version.to_le_bytes(), self.epoch.to_le_bytes());
        [b"webmynd recap v1".as_slice(), &self.account, device, &version, &epoch, &self.digest].concat()
    }

    /// What is bound into the sealing.
    fn bound(&self) -> Vec<u8> {
        let (version, epoch) = (self.version.to_le_bytes(), self.epoch.to_le_bytes());
        [b"recap/v1".as_slice(), &self.account, &version, &epoch, &self.digest].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    const ACCOUNT: AccountId = [1; 16];
    const DEVICE: DeviceId = [2; 16];

    #[test]
    fn a_recap_opens_in_its_place_and_nowhere_else() {
        let mut random = seeded(1);
        let key = Secret::generate(&mut random);
        let said = b"what was said ".repeat(1_000);
        let place = Place::of(ACCOUNT, 7, (1, &key), &said);
        let sealed = place.seal(&key, &said, &mut random).unwrap();
        assert_eq!(sealed.len(), STEP + 24 + 16);
        assert_eq!(place.open(&key, &sealed), Ok(said.clone()));
        let elsewhere = [
            Place { account: [9; 16], ..place },
            Place { version: 8, ..place },
            Place { epoch: 2, ..place },
            Place { digest: [0; 32], ..place },
        ];
        for other in elsewhere {
            assert_eq!(other.open(&key, &sealed), Err(CryptoError::WrongKey));
        }
        for at in (0..sealed.len()).step_by(7) {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(place.open(&key, &changed), Err(CryptoError::WrongKey), "byte {at}");
        }
        // Whoever has the key may seal something else in its place.
        let other = place.seal(&key, b"something else", &mut random).unwrap();
        assert_eq!(place.open(&key, &other), Err(CryptoError::Forged));
    }

    #[test]
    fn each_device_vouches_for_itself() {
        let mut random = seeded(2);
        let (key, signing) = (Secret::generate(&mut random), Secret::generate(&mut random));
        let public = SigningKey::from_bytes(signing.expose()).verifying_key().to_bytes();
        let place = Place::of(ACCOUNT, 7, (1, &key), b"said");
        let signature = place.sign(&DEVICE, &signing);
        assert_eq!(place.verify(&DEVICE, &public, &signature), Ok(()));
        assert_eq!(place.verify(&[3; 16], &public, &signature), Err(CryptoError::Forged));
        let other = Place::of(ACCOUNT, 7, (1, &key), b"other");
        assert_eq!(other.verify(&DEVICE, &public, &signature), Err(CryptoError::Forged));
        let later = Place { version: 8, ..place };
        assert_eq!(later.verify(&DEVICE, &public, &signature), Err(CryptoError::Forged));
    }
}
