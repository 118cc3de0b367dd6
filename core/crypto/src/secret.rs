//! A key: 32 bytes that are wiped when they go and never printed.
use crate::random::{Random, bytes};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A 32-byte key. Compared in constant time, wiped when dropped, shown as nothing.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// A fresh key.
    pub fn generate(random: &mut dyn Random) -> Self {
        Self::from(bytes(random))
    }

    /// The key itself, for an algorithm or a store.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Secret {
    fn from(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl TryFrom<&[u8]> for Secret {
    type Error = crate::CryptoError;

    fn try_from(key: &[u8]) -> Result<Self, Self::Error> {
        <[u8; 32]>::try_from(key).map(Self::from).map_err(|_| crate::CryptoError::Malformed)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// Randomness for tests: the same for the same seed.
    pub fn seeded(seed: u64) -> impl FnMut(&mut [u8]) {
        let mut count = 0_u64;
        move |into: &mut [u8]| {
            for block in into.chunks_mut(32) {
                count += 1;
                let hash = Sha256::digest([seed.to_le_bytes(), count.to_le_bytes()].concat());
                block.copy_from_slice(&hash[..block.len()]);
            }
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Secret::from([65; 32])), "Secret(…)");
    }
}
