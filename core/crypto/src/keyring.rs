//! The keyring: the account's epochs and devices, sealed under the root key. Opened before anything else is done: a
//! wrong key is refused there, and never mixed in.
use crate::aead::{open, seal};
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

const MAGIC: &[u8; 4] = b"WKR1";
const HEAD: usize = 4 + 8;

/// Fields that a newer version wrote: whoever does not know them writes them back as they are.
pub type Unknown = BTreeMap<String, Value>;

/// Everything a device has to know to read and write.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyring {
    /// Counts changes; the server takes only the next one.
    pub generation: u64,
    /// Keys by number, the newest last. A new one begins when a device is revoked.
    pub epochs: Vec<Epoch>,
    /// All devices there ever were.
    pub devices: Vec<Device>,
    /// The public half of the recovery key, where there is one: the root key is sealed to it.
    pub recovery: Option<[u8; 32]>,
    /// What a newer version wrote beside that.
    pub unknown: Unknown,
}

/// A key that wraps the content keys of its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoch {
    /// Its number, from 1.
    pub number: u32,
    /// The key.
    pub key: Secret,
    /// Since when, ms of the epoch.
    pub from: i64,
}

/// One of the account's devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its Ed25519 public key: what it says is signed with it.
    pub key: [u8; 32],
    /// As a person calls it.
    pub name: String,
    /// When it was added, ms of the epoch.
    pub added: i64,
    /// When it was revoked.
    pub revoked: Option<i64>,
    /// The last entry of its log that counts, when it was revoked: what it signs after that is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// What a newer version wrote beside that.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Device {
    /// Whether an entry of its log counts.
    pub fn may_say(&self, seq: u64) -> bool {
        self.revoked.is_none() || self.last.is_some_and(|last| seq <= last)
    }
}

/// As it is written: JSON.
#[derive(Serialize, Deserialize)]
struct Written {
    generation: u64,
    epochs: Vec<(u32, [u8; 32], i64)>,
    devices: Vec<Device>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<[u8; 32]>,
    #[serde(flatten)]
    unknown: Unknown,
}

impl Keyring {
    /// The keyring of a new account with its first device.
    pub fn new(device: Device, now: i64, random: &mut dyn Random) -> Self {
        let epoch = Epoch { number: 1, key: Secret::generate(random), from: now };
        Self {
            generation: 1,
            epochs: vec![epoch],
            devices: vec![device],
            recovery: None,
            unknown: Unknown::new(),
        }
    }

    /// The epoch that is written with.
    pub fn epoch(&self) -> Result<&Epoch, CryptoError> {
        self.epochs.last().ok_or(CryptoError::Malformed)
    }

    /// The key of an epoch that something was written in.
    pub fn key_of(&self, epoch: u32) -> Result<&Secret, CryptoError> {
        self.epochs.iter().find(|one| one.number == epoch).map(|one| &one.key).ok_or(CryptoError::Gap)
    }

    /// A device by its id.
    pub fn device(&self, id: &DeviceId) -> Option<&Device> {
        self.devices.iter().find(|one| one.id == *id)
    }

    /// Adds a device.
    pub fn add(&mut self, device: Device) {
        self.generation += 1;
        self.devices.push(device);
    }

    /// Revokes a device, of whose log the entries up to `last` count, and begins a new epoch, which it will not know. The
    /// caller seals under a new root key.
    pub fn revoke(
        &mut self,
        id: &DeviceId,
        last: u64,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<(), CryptoError> {
        let device = self.devices.iter_mut().find(|one| one.id == *id).ok_or(CryptoError::Malformed)?;
        device.revoked.get_or_insert(now);
        device.last.get_or_insert(last);
        let number = self.epoch()?.number + 1;
        self.epochs.push(Epoch { number, key: Secret::generate(random), from: now });
        self.generation += 1;
        Ok(())
    }

    /// Notes that a device is no more, all of whose log counts. Nobody is kept out by this: the caller adds or changes something else,
    /// which counts as the change.
    pub fn retire(&mut self, id: &DeviceId, now: i64) {
        if let Some(device) = self.devices.iter_mut().find(|one| one.id == *id && one.revoked.is_none()) {
            (device.revoked, device.last) = (Some(now), Some(u64::MAX));
        }
    }

    /// `"WKR1" | generation 8 | nonce 24 | sealed JSON`, bound to the account and the generation.
    pub fn seal(
        &self,
        root: &Secret,
        account: &AccountId,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        let epochs = self.epochs.iter().map(|one| (one.number, *one.key.expose(), one.from)).collect();
        let written = Written {
            generation: self.generation,
            epochs,
            devices: self.devices.clone(),
            recovery: self.recovery,
            unknown: self.unknown.clone(),
        };
        let json = zeroize::Zeroizing::new(serde_json::to_vec(&written).map_err(|_| CryptoError::Malformed)?);
        let head = [MAGIC.as_slice(), &self.generation.to_le_bytes()].concat();
        let sealed = seal(root, &json, &bound(&head, account), random)?;
        Ok([head, sealed].concat())
    }

    /// Opens a keyring of `account`. One whose generation is below `least` is an old one shown again.
    pub fn open(sealed: &[u8], root: &Secret, account: &AccountId, least: u64) -> Result<Self, CryptoError> {
        if !sealed.starts_with(b"WKR") {
            return Err(CryptoError::Malformed);
        }
        if !sealed.starts_with(MAGIC) {
            return Err(CryptoError::Newer);
        }
        let (head, body) = sealed.split_at_checked(HEAD).ok_or(CryptoError::Malformed)?;
        let json = zeroize::Zeroizing::new(open(root, body, &bound(head, account))?);
        let written: Written = serde_json::from_slice(&json).map_err(|_| CryptoError::Malformed)?;
        if !head.ends_with(&written.generation.to_le_bytes()) {
            return Err(CryptoError::Malformed);
        }
        if written.generation < least {
            return Err(CryptoError::RolledBack);
        }
        let epoch = |(number, key, from): (u32, [u8; 32], i64)| Epoch { number, key: key.into(), from };
        let epochs = written.epochs.into_iter().map(epoch).collect();
        Ok(Self {
            generation: written.generation,
            epochs,
            devices: written.devices,
            recovery: written.recovery,
            unknown: written.unknown,
        })
    }
}

fn bound(head: &[u8], account: &AccountId) -> Vec<u8> {
    [b"keyring".as_slice(), account, head].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    fn device(number: u8) -> Device {
        Device {
            id: [number; 16],
            key: [number; 32],
            name: format!("device {number}"),
            added: 5,
            revoked: None,
            last: None,
            unknown: Unknown::new(),
        }
    }

    #[test]
    fn a_keyring_comes_back_under_its_key_and_no_other() {
        let mut random = seeded(1);
        let (root, other) = (Secret::generate(&mut random), Secret::generate(&mut random));
        let mut ring = Keyring::new(device(1), 5, &mut random);
        ring.add(device(2));
        ring.recovery = Some([4; 32]);
        let sealed = ring.seal(&root, &[9; 16], &mut random).unwrap();
        assert_eq!(Keyring::open(&sealed, &root, &[9; 16], 0), Ok(ring.clone()));
        assert_eq!(Keyring::open(&sealed, &other, &[9; 16], 0), Err(CryptoError::WrongKey));
        assert_eq!(Keyring::open(&sealed, &root, &[8; 16], 0), Err(CryptoError::WrongKey));
        assert_eq!(Keyring::open(&sealed, &root, &[9; 16], 3), Err(CryptoError::RolledBack));
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(Keyring::open(&changed, &root, &[9; 16], 0).is_err(), "byte {i}");
        }
    }

    #[test]
    fn revoking_begins_an_epoch_with_another_key() {
        let mut random = seeded(2);
        let mut ring = Keyring::new(device(1), 5, &mut random);
        ring.add(device(2));
        let old = ring.epoch().unwrap().clone();
        ring.revoke(&[2; 16], 5, 9, &mut random).unwrap();
        assert_eq!((ring.generation, ring.epoch().unwrap().number), (3, 2));
        assert_ne!(ring.epoch().unwrap().key, old.key);
        assert_eq!(ring.key_of(1), Ok(&old.key));
        let revoked = ring.device(&[2; 16]).unwrap();
        assert_eq!(revoked.revoked, Some(9));
        assert!(revoked.may_say(5) && !revoked.may_say(6) && ring.device(&[1; 16]).unwrap().may_say(6));
        assert_eq!(ring.key_of(7), Err(CryptoError::Gap));
    }
}
