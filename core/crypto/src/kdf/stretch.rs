//! From a passphrase to its keys: Argon2id, then HKDF.
use super::{KdfParams, Stretched};
use crate::aead::derive;
use crate::passphrase::as_meant;
use crate::{CryptoError, Secret};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Whose passphrase, where: makes the same words different keys elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The server's origin, `https://host[:port]`, as the person typed and the client normalised it.
    pub origin: &'a str,
    /// The account's name.
    pub account: &'a str,
    /// 16 random bytes of the account, told before the login.
    pub seed: [u8; 16],
}

impl Place<'_> {
    /// SHA-256 of `"wm1" | origin | 0 | lowercase(account) | 0 | seed`: the zeros keep the fields apart.
    fn salt(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"wm1");
        hash.update(self.origin.as_bytes());
        hash.update([0]);
        hash.update(self.account.to_lowercase().as_bytes());
        hash.update([0]);
        hash.update(self.seed);
        hash.finalize().into()
    }
}

/// Argon2id over the passphrase as it is meant, then HKDF into two keys. Takes `params.memory` of memory and about half a
/// second: call it where neither is missed.
pub fn stretch(passphrase: &str, place: Place<'_>, params: KdfParams) -> Result<Stretched, CryptoError> {
    let params = params.check()?;
    let words = as_meant(passphrase);
    let made = Params::new(params.memory, params.passes, params.lanes, Some(32));
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, made.map_err(|_| CryptoError::Refused)?);
    let mut out = Zeroizing::new([0; 32]);
    argon
        .hash_password_into(words.as_bytes(), &place.salt(), out.as_mut())
        .map_err(|_| CryptoError::Refused)?;
    let stretched = Secret::from(*out);
    Ok(Stretched { auth: derive(&stretched, &[], b"login/v1"), wrap: derive(&stretched, &[], b"wrap/v1") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Place<'static> = Place { origin: "https://vault.example", account: "Ada", seed: [7; 16] };

    fn stretched(words: &str, place: Place<'_>) -> Stretched {
        stretch(words, place, KdfParams::FLOOR).unwrap()
    }

    #[test]
    fn the_same_words_in_the_same_place_are_the_same_keys_and_nowhere_else() {
        let here = stretched("six words of mine", HOME);
        assert_eq!(here, stretched("six words of mine", Place { account: "ADA", ..HOME }));
        assert_ne!(here.auth, here.wrap);
        for other in [
            Place { origin: "https://vault.exampl", account: "eAda", ..HOME },
            Place { seed: [8; 16], ..HOME },
            Place { account: "bob", ..HOME },
        ] {
            assert_ne!(here, stretched("six words of mine", other));
        }
        assert_eq!(here, stretched("six words of mine\n", HOME));
        assert_ne!(here, stretched("six words  of mine", HOME));
    }

    #[test]
    fn words_are_compared_as_they_look() {
        assert_eq!(stretched("caf\u{e9}", HOME), stretched("cafe\u{301}", HOME));
    }

    #[test]
    fn weak_and_heavy_parameters_are_refused_before_they_are_tried() {
        let good = KdfParams::FLOOR;
        for bad in [
            KdfParams { memory: good.memory - 1, ..good },
            KdfParams { passes: 2, ..good },
            KdfParams { lanes: 0, ..good },
            KdfParams { memory: 256 * 1024 + 1, ..good },
            KdfParams { passes: 11, ..good },
            KdfParams { lanes: u32::MAX, ..good },
        ] {
            assert_eq!(stretch("x", HOME, bad), Err(CryptoError::Refused));
        }
    }
}
