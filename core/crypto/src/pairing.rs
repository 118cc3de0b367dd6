//! Pairing: a new device shows an offer, a live one answers with the account's keys sealed for it alone.
use crate::aead::{derive, open, seal};
use crate::log::Head;
use crate::random::bytes;
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};

/// The new device's half: its public key is the offer.
pub struct Offer(StaticSecret);

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
    /// How far each device's log is known: a fresh device notices a rollback by it.
    pub heads: Vec<(DeviceId, Head)>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    origin: String,
    account: String,
    id: AccountId,
    root: [u8; 32],
    heads: Vec<(DeviceId, u64, [u8; 32])>,
}

impl Offer {
    /// A fresh offer; it lives as long as the pairing.
    pub fn new(random: &mut dyn Random) -> Self {
        Self(StaticSecret::from(bytes(random)))
    }

    /// What the new device shows, 32 bytes.
    pub fn public(&self) -> [u8; 32] {
        PublicKey::from(&self.0).to_bytes()
    }

    /// Opens the live device's answer.
    pub fn accept(&self, answer: &[u8]) -> Result<Handover, CryptoError> {
        let (theirs, sealed) = answer.split_first_chunk::<32>().ok_or(CryptoError::Malformed)?;
        let key = agreed(&self.0, theirs, theirs, &self.public())?;
        let json = zeroize::Zeroizing::new(open(&key, sealed, b"pairing")?);
        let Written { origin, account, id, root, heads } =
            serde_json::from_slice(&json).map_err(|_| CryptoError::Malformed)?;
        let heads = heads.into_iter().map(|(device, seq, hash)| (device, Head { seq, hash })).collect();
        Ok(Handover { origin, account, id, root: root.into(), heads })
    }
}

/// The live device's answer to an offer: `its public key 32 | nonce 24 | sealed JSON`.
pub fn answer(
    offer: &[u8; 32],
    handover: &Handover,
    random: &mut dyn Random,
) -> Result<Vec<u8>, CryptoError> {
    let mine = StaticSecret::from(bytes(random));
    let public = PublicKey::from(&mine).to_bytes();
    let key = agreed(&mine, offer, &public, offer)?;
    let written = Written {
        origin: handover.origin.clone(),
        account: handover.account.clone(),
        id: handover.id,
        root: *handover.root.expose(),
        heads: handover.heads.iter().map(|(device, head)| (*device, head.seq, head.hash)).collect(),
    };
    let json = zeroize::Zeroizing::new(serde_json::to_vec(&written).map_err(|_| CryptoError::Malformed)?);
    Ok([public.as_slice(), &seal(&key, &json, b"pairing", random)?].concat())
}

/// Diffie and Hellman's key over both public halves. A half that would make it the same for everyone is refused.
fn agreed(
    mine: &StaticSecret,
    theirs: &[u8; 32],
    live: &[u8; 32],
    fresh: &[u8; 32],
) -> Result<Secret, CryptoError> {
    let shared = mine.diffie_hellman(&PublicKey::from(*theirs));
    if !shared.was_contributory() {
        return Err(CryptoError::Refused);
    }
    Ok(derive(&Secret::from(*shared.as_bytes()), &[live.as_slice(), fresh].concat(), b"pairing/v1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    fn handover() -> Handover {
        Handover {
            origin: "https://vault.example".to_owned(),
            account: "ada".to_owned(),
            id: [1; 16],
            root: Secret::from([2; 32]),
            heads: vec![([3; 16], Head { seq: 9, hash: [4; 32] })],
        }
    }

    #[test]
    fn the_device_that_offered_gets_it_and_no_other() {
        let mut random = seeded(1);
        let (offer, other) = (Offer::new(&mut random), Offer::new(&mut random));
        let answer = answer(&offer.public(), &handover(), &mut random).unwrap();
        assert_eq!(offer.accept(&answer), Ok(handover()));
        assert_eq!(other.accept(&answer), Err(CryptoError::WrongKey));
        for i in 0..answer.len() {
            let mut changed = answer.clone();
            changed[i] ^= 1;
            assert!(offer.accept(&changed).is_err(), "byte {i}");
        }
    }

    #[test]
    fn an_offer_of_small_order_is_refused() {
        assert_eq!(answer(&[0; 32], &handover(), &mut seeded(2)), Err(CryptoError::Refused));
    }
}
