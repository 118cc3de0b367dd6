//! The recovery key: 32 random bytes on paper, which get a person in without the passphrase. The root key is sealed to
//! its public half, so that devices can seal a new one without the paper.
use crate::aead::derive;
use crate::keybox::{self, Kind};
use crate::random::bytes;
use crate::{AccountId, CryptoError, Random, Secret};
use x25519_dalek::{PublicKey, StaticSecret};

#[cfg(feature = "passphrase")]
mod words;
#[cfg(feature = "passphrase")]
pub use words::{key_of, words_of};

/// What logs in with the recovery key; the server keeps a hash of it.
pub fn auth_of(key: &Secret) -> Secret {
    derive(key, &[], b"recover/v1")
}

/// The public half, which lies in the keyring.
pub fn public_of(key: &Secret) -> [u8; 32] {
    PublicKey::from(&private_of(key)).to_bytes()
}

/// The root key for whoever has the recovery key: `ephemeral public key 32 | keybox of kind 2`.
pub fn wrap(
    root: &Secret,
    public: &[u8; 32],
    account: &AccountId,
    generation: u64,
    random: &mut dyn Random,
) -> Result<Vec<u8>, CryptoError> {
    let once = StaticSecret::from(bytes(random));
    let shown = PublicKey::from(&once).to_bytes();
    let key = agreed(&once, public, &shown, public)?;
    let keybox = keybox::wrap(root, &key, Kind::Recovery, account, generation, random)?;
    Ok([shown.as_slice(), &keybox].concat())
}

/// Opens what [`wrap`] made.
pub fn unwrap(sealed: &[u8], key: &Secret, account: &AccountId) -> Result<Secret, CryptoError> {
    let (shown, keybox) = sealed.split_first_chunk::<32>().ok_or(CryptoError::Malformed)?;
    if !matches!(keybox::read(keybox)?, (Kind::Recovery, _)) {
        return Err(CryptoError::Malformed);
    }
    let key = agreed(&private_of(key), shown, shown, &public_of(key))?;
    keybox::unwrap(keybox, &key, account)
}

fn private_of(key: &Secret) -> StaticSecret {
    StaticSecret::from(*derive(key, &[], b"recovery key/v1").expose())
}

/// Diffie and Hellman's key over both public halves. A half that would make it the same for everyone is refused.
fn agreed(
    mine: &StaticSecret,
    theirs: &[u8; 32],
    once: &[u8; 32],
    paper: &[u8; 32],
) -> Result<Secret, CryptoError> {
    let shared = mine.diffie_hellman(&PublicKey::from(*theirs));
    if !shared.was_contributory() {
        return Err(CryptoError::Refused);
    }
    Ok(derive(&Secret::from(*shared.as_bytes()), &[once.as_slice(), paper].concat(), b"recovery/v1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    #[test]
    fn whoever_has_the_paper_opens_it_and_nobody_else() {
        let mut random = seeded(1);
        let (root, key, other) =
            (Secret::generate(&mut random), Secret::generate(&mut random), Secret::generate(&mut random));
        let sealed = wrap(&root, &public_of(&key), &[1; 16], 4, &mut random).unwrap();
        assert_eq!(unwrap(&sealed, &key, &[1; 16]), Ok(root));
        assert_eq!(unwrap(&sealed, &other, &[1; 16]), Err(CryptoError::WrongKey));
        assert_eq!(unwrap(&sealed, &key, &[2; 16]), Err(CryptoError::WrongKey));
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            // X25519 passes over the highest bit of a public key, but the key that comes out is bound to all of it.
            assert!(unwrap(&changed, &key, &[1; 16]).is_err(), "byte {i}");
            assert!(unwrap(&sealed[..i], &key, &[1; 16]).is_err(), "cut at {i}");
        }
    }

    #[test]
    fn a_half_of_small_order_is_refused() {
        let root = Secret::from([1; 32]);
        assert_eq!(wrap(&root, &[0; 32], &[1; 16], 1, &mut seeded(2)), Err(CryptoError::Refused));
    }

    #[test]
    fn what_logs_in_tells_nothing_of_what_opens() {
        let key = Secret::from([7; 32]);
        assert_ne!(auth_of(&key), key);
        assert_ne!(auth_of(&key).expose(), private_of(&key).as_bytes());
    }
}
