//! A device's log: what it added, took away and marked, entry after entry, each sealed, signed and bound to the one
//! before it. Other devices and the server can only read it in order.
use crate::aead::{derive, open, seal};
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// An entry is at most so long, in bytes.
pub const LONGEST: usize = 256 << 10;

/// The hash of an entry, by which the next one names it.
pub type EntryHash = [u8; 32];

/// One entry as the server keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose log.
    pub device: DeviceId,
    /// From 1, without gaps.
    pub seq: u64,
    /// Hash of the entry before it, zeros for the first.
    pub prev: EntryHash,
    /// The epoch whose key sealed it.
    pub epoch: u32,
    /// `nonce 24 | sealed`.
    pub sealed: Vec<u8>,
    /// Ed25519 by the device, over [`Entry::hash`]'s input.
    pub signature: [u8; 64],
}

impl Entry {
    /// SHA-256 of what is signed.
    pub fn hash(&self, account: &AccountId) -> EntryHash {
        Sha256::digest(self.signed(account)).into()
    }

    /// `"webmynd log v1" | account | device | seq 8 | prev | epoch 4 | SHA-256(sealed)`.
    fn signed(&self, account: &AccountId) -> Vec<u8> {
        let mut message = b"webmynd log v1".to_vec();
        message.extend(account);
        message.extend(self.device);
        message.extend(self.seq.to_le_bytes());
        message.extend(self.prev);
        message.extend(self.epoch.to_le_bytes());
        message.extend(Sha256::digest(&self.sealed));
        message
    }

    /// What is bound into the sealing.
    fn place(account: &AccountId, device: &DeviceId, seq: u64, prev: &EntryHash) -> Vec<u8> {
        [b"log/v1".as_slice(), account, device, &seq.to_le_bytes(), prev].concat()
    }
}

/// The name and the key under which a device goes on that leaves its own for good: the same ones however often it is begun, for whoever
/// dies in the middle of it begins again. `signing`: the key of the name before.
pub fn successor(signing: &Secret, device: &DeviceId) -> (DeviceId, Secret) {
    let mut id = DeviceId::default();
    id.copy_from_slice(derive(signing, device, b"successor id/v1").expose().split_at(16).0);
    (id, derive(signing, device, b"successor key/v1"))
}

/// How far a log is known: the entry that must follow names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The newest entry's number; 0 before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: EntryHash,
}

/// Writes this device's log.
pub struct Writer {
    account: AccountId,
    device: DeviceId,
    key: SigningKey,
    head: Head,
}

impl Writer {
    /// Goes on after `head`. `key`: the device's signing key.
    pub fn new(account: AccountId, device: DeviceId, key: &Secret, head: Head) -> Self {
        Self { account, device, key: SigningKey::from_bytes(key.expose()), head }
    }

    /// The public key that the keyring names.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// How far it has come.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The next entry, holding `body`. It counts only when the server has taken it: then call [`Writer::taken`].
    pub fn entry(
        &self,
        body: &[u8],
        epoch: (u32, &Secret),
        random: &mut dyn Random,
    ) -> Result<Entry, CryptoError> {
        let (seq, prev) = (self.head.seq + 1, self.head.hash);
        let place = Entry::place(&self.account, &self.device, seq, &prev);
        let sealed = seal(&derive(epoch.1, &[], b"log/v1"), body, &place, random)?;
        if sealed.len() > LONGEST {
            return Err(CryptoError::TooLarge);
        }
        let mut entry = Entry { device: self.device, seq, prev, epoch: epoch.0, sealed, signature: [0; 64] };
        entry.signature = self.key.sign(&entry.signed(&self.account)).to_bytes();
        Ok(entry)
    }

    /// The server has taken `entry`.
    pub fn taken(&mut self, entry: &Entry) {
        self.head = Head { seq: entry.seq, hash: entry.hash(&self.account) };
    }
}

/// Reads another device's log in order, and notices when the server shows another past than before.
pub struct Reader {
    account: AccountId,
    device: DeviceId,
    key: VerifyingKey,
    head: Head,
}

impl Reader {
    /// Goes on after `head`. `key`: the device's public key from the keyring.
    pub fn new(
        account: AccountId,
        device: DeviceId,
        key: &[u8; 32],
        head: Head,
    ) -> Result<Self, CryptoError> {
        let key = VerifyingKey::from_bytes(key).map_err(|_| CryptoError::Malformed)?;
        Ok(Self { account, device, key, head })
    }

    /// How far it has read.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The body of the entry that follows; the head moves on. Errors: [`CryptoError::Forged`] by another key,
    /// [`CryptoError::Gap`] when one is missing, [`CryptoError::RolledBack`] when it does not follow what was read.
    pub fn next(&mut self, entry: &Entry, epoch: &Secret) -> Result<Vec<u8>, CryptoError> {
        self.verify(entry)?;
        if entry.seq > self.head.seq + 1 {
            return Err(CryptoError::Gap);
        }
        if entry.seq <= self.head.seq || entry.prev != self.head.hash {
            return Err(CryptoError::RolledBack);
        }
        let place = Entry::place(&self.account, &self.device, entry.seq, &entry.prev);
        let body = open(&derive(epoch, &[], b"log/v1"), &entry.sealed, &place)?;
        self.head = Head { seq: entry.seq, hash: entry.hash(&self.account) };
        Ok(body)
    }

    /// Whether what the server calls the newest entry can be true: not older than what was read, and the same one
    /// where it is as new.
    pub fn check_tail(&self, newest: Head) -> Result<(), CryptoError> {
        if newest.seq < self.head.seq || (newest.seq == self.head.seq && newest.hash != self.head.hash) {
            return Err(CryptoError::RolledBack);
        }
        Ok(())
    }

    fn verify(&self, entry: &Entry) -> Result<(), CryptoError> {
        if entry.device != self.device || entry.sealed.len() > LONGEST {
            return Err(CryptoError::Forged);
        }
        let signature = Signature::from_bytes(&entry.signature);
        self.key.verify_strict(&entry.signed(&self.account), &signature).map_err(|_| CryptoError::Forged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    const ACCOUNT: AccountId = [1; 16];
    const DEVICE: DeviceId = [2; 16];

    fn three() -> (Vec<Entry>, Secret, [u8; 32]) {
        let mut random = seeded(1);
        let (key, epoch) = (Secret::generate(&mut random), Secret::generate(&mut random));
        let mut writer = Writer::new(ACCOUNT, DEVICE, &key, Head::default());
        let mut entries = Vec::new();
        for body in ["one", "two", "three"] {
            let entry = writer.entry(body.as_bytes(), (1, &epoch), &mut random).unwrap();
            writer.taken(&entry);
            entries.push(entry);
        }
        (entries, epoch, writer.public())
    }

    fn reader(public: &[u8; 32]) -> Reader {
        Reader::new(ACCOUNT, DEVICE, public, Head::default()).unwrap()
    }

    #[test]
    fn a_log_is_read_in_order_and_goes_on_where_it_was_left() {
        let (entries, epoch, public) = three();
        let mut first = reader(&public);
        assert_eq!(first.next(&entries[0], &epoch).unwrap(), b"one");
        let mut later = Reader::new(ACCOUNT, DEVICE, &public, first.head()).unwrap();
        assert_eq!(later.next(&entries[1], &epoch).unwrap(), b"two");
        assert_eq!(later.next(&entries[2], &epoch).unwrap(), b"three");
        assert_eq!(later.head().seq, 3);
    }

    #[test]
    fn missing_repeated_and_swapped_entries_are_noticed() {
        let (entries, epoch, public) = three();
        let mut reader = reader(&public);
        assert_eq!(reader.next(&entries[1], &epoch), Err(CryptoError::Gap));
        reader.next(&entries[0], &epoch).unwrap();
        assert_eq!(reader.next(&entries[0], &epoch), Err(CryptoError::RolledBack));
        assert_eq!(reader.next(&entries[2], &epoch), Err(CryptoError::Gap));
        reader.next(&entries[1], &epoch).unwrap();
        assert_eq!(
            reader.check_tail(Head { seq: 1, hash: entries[0].hash(&ACCOUNT) }),
            Err(CryptoError::RolledBack)
        );
        assert_eq!(reader.check_tail(Head { seq: 2, hash: [0; 32] }), Err(CryptoError::RolledBack));
        assert_eq!(reader.check_tail(Head { seq: 9, hash: [0; 32] }), Ok(()));
    }

    #[test]
    fn another_past_of_the_same_device_is_noticed() {
        let (entries, epoch, public) = three();
        let mut random = seeded(1);
        let key = Secret::generate(&mut random);
        let mut fork = Writer::new(ACCOUNT, DEVICE, &key, Head::default());
        let other = fork.entry(b"another one", (1, &epoch), &mut random).unwrap();
        fork.taken(&other);
        let second = fork.entry(b"another two", (1, &epoch), &mut random).unwrap();
        let mut reader = reader(&public);
        reader.next(&entries[0], &epoch).unwrap();
        assert_eq!(reader.next(&second, &epoch), Err(CryptoError::RolledBack));
    }

    #[test]
    fn nothing_in_an_entry_can_be_changed() {
        let (entries, epoch, public) = three();
        let first = &entries[0];
        let changes: [fn(&mut Entry); 6] = [
            |entry| entry.device[0] ^= 1,
            |entry| entry.seq = 2,
            |entry| entry.prev[0] ^= 1,
            |entry| entry.epoch = 2,
            |entry| entry.sealed[30] ^= 1,
            |entry| entry.signature[5] ^= 1,
        ];
        for (i, change) in changes.iter().enumerate() {
            let mut changed = first.clone();
            change(&mut changed);
            assert_eq!(reader(&public).next(&changed, &epoch), Err(CryptoError::Forged), "change {i}");
        }
        let other = Reader::new([9; 16], DEVICE, &public, Head::default());
        assert_eq!(other.unwrap().next(first, &epoch), Err(CryptoError::Forged));
        assert_eq!(reader(&public).next(first, &Secret::from([0; 32])), Err(CryptoError::WrongKey));
    }
}
