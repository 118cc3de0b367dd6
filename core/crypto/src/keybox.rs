//! The root key, wrapped: once by the passphrase, once by the recovery words. The server keeps the boxes.
use crate::aead::{open, seal};
use crate::kdf::KdfParams;
use crate::{AccountId, CryptoError, Random, Secret};

const MAGIC: &[u8; 4] = b"WKB1";
/// Magic, kind, parameters, generation.
const HEAD: usize = 4 + 1 + 12 + 8;

/// What opens a keybox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The wrapping key of the passphrase, stretched with these parameters.
    Passphrase(KdfParams),
    /// The recovery key.
    Recovery,
}

impl Kind {
    fn to_bytes(self) -> [u8; 13] {
        let mut bytes = [0; 13];
        if let Self::Passphrase(params) = self {
            bytes[0] = 1;
            bytes[1..].copy_from_slice(&params.to_bytes());
        } else {
            bytes[0] = 2;
        }
        bytes
    }
}

/// Seals the root key: `"WKB1" | kind 1 | memory 4, passes 4, lanes 4 | generation 8 | nonce 24 | sealed 48`, numbers
/// little-endian. Everything before the nonce is bound to it, and so is the account.
pub fn wrap(
    root: &Secret,
    key: &Secret,
    kind: Kind,
    account: &AccountId,
    generation: u64,
    random: &mut dyn Random,
) -> Result<Vec<u8>, CryptoError> {
    let head = [MAGIC.as_slice(), &kind.to_bytes(), &generation.to_le_bytes()].concat();
    let sealed = seal(key, root.expose(), &bound(&head, account), random)?;
    Ok([head, sealed].concat())
}

/// What a keybox says of itself, and its generation, before any key is there. Parameters outside of floor and
/// ceiling are refused.
pub fn read(keybox: &[u8]) -> Result<(Kind, u64), CryptoError> {
    let head = keybox.get(..HEAD).ok_or(CryptoError::Malformed)?;
    if !head.starts_with(b"WKB") {
        return Err(CryptoError::Malformed);
    }
    if !head.starts_with(MAGIC) {
        return Err(CryptoError::Newer);
    }
    let number =
        |at: usize| head.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let numbers = (number(5), number(9), number(13));
    let generation = head.get(17..).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes);
    let generation = generation.ok_or(CryptoError::Malformed)?;
    match (head.get(4), numbers) {
        (Some(1), (Some(memory), Some(passes), Some(lanes))) => {
            Ok((Kind::Passphrase(KdfParams { memory, passes, lanes }.check()?), generation))
        }
        (Some(2), (Some(0), Some(0), Some(0))) => Ok((Kind::Recovery, generation)),
        _ => Err(CryptoError::Malformed),
    }
}

/// Opens a keybox of `account`.
pub fn unwrap(keybox: &[u8], key: &Secret, account: &AccountId) -> Result<Secret, CryptoError> {
    read(keybox)?;
    let (head, sealed) = keybox.split_at_checked(HEAD).ok_or(CryptoError::Malformed)?;
    Secret::try_from(open(key, sealed, &bound(head, account))?.as_slice())
}

fn bound(head: &[u8], account: &AccountId) -> Vec<u8> {
    [b"keybox".as_slice(), account, head].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::bytes;
    use crate::secret::tests::seeded;

    #[test]
    fn a_keybox_opens_with_its_key_for_its_account_unchanged_and_else_not() {
        let mut random = seeded(1);
        let (root, key) = (Secret::generate(&mut random), Secret::generate(&mut random));
        let account = bytes(&mut random);
        for kind in [Kind::Recovery, Kind::Passphrase(KdfParams::FLOOR)] {
            let keybox = wrap(&root, &key, kind, &account, 3, &mut random).unwrap();
            assert_eq!(read(&keybox), Ok((kind, 3)));
            assert_eq!(unwrap(&keybox, &key, &account), Ok(root.clone()));
            assert_eq!(unwrap(&keybox, &root, &account), Err(CryptoError::WrongKey));
            assert_eq!(unwrap(&keybox, &key, &[0; 16]), Err(CryptoError::WrongKey));
            for i in 0..keybox.len() {
                let mut changed = keybox.clone();
                changed[i] ^= 1;
                assert!(unwrap(&changed, &key, &account).is_err(), "byte {i}");
                assert!(unwrap(&keybox[..i], &key, &account).is_err(), "cut at {i}");
            }
        }
    }

    #[test]
    fn a_server_cannot_hand_out_weak_parameters() {
        let mut random = seeded(2);
        let key = Secret::generate(&mut random);
        let weak = KdfParams { memory: 8, passes: 1, lanes: 1 };
        let keybox = wrap(&key, &key, Kind::Passphrase(weak), &[1; 16], 0, &mut random).unwrap();
        assert_eq!(read(&keybox), Err(CryptoError::Refused));
        assert_eq!(unwrap(&keybox, &key, &[1; 16]), Err(CryptoError::Refused));
    }
}
