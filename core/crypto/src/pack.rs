//! Packs: many records of one kind, class and day as one sealed blob, readable from any place in it.
//!
//! Sealed as age's STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): chunks of 64 KiB, each with its number and whether
//! it is the last in its nonce, so that a Range of the blob can be opened and none can be moved, dropped or added.
pub mod body;
pub mod stream;

use crate::aead::{derive, open, seal};
use crate::random::bytes;
use crate::{AccountId, CryptoError, DeviceId, Random, Secret};
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 4] = b"WPK1";
const VERSION: u8 = 1;
/// Length of the head: magic, version, log2 of a chunk's length, salt.
pub const HEAD: usize = 4 + 1 + 1 + 16;
/// A pack is at most so long, in bytes.
pub const LONGEST: usize = 8 << 20;

/// What a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text = 1,
    /// Segments of the index.
    Index = 2,
    /// Thumbnails.
    Thumb = 3,
}

/// How long the server keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// As long as the plan says.
    History = 1,
    /// For ever.
    Mark = 2,
}

/// What a pack is of: bound into its key, so that a server cannot show it as another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Whose.
    pub account: AccountId,
    /// Written by.
    pub device: DeviceId,
    /// What it holds.
    pub kind: Kind,
    /// How long it is kept.
    pub class: Class,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The epoch whose key wraps the content key.
    pub epoch: u32,
}

impl Label {
    fn info(&self) -> Vec<u8> {
        let mut info = b"pack/v1".to_vec();
        info.extend(self.account);
        info.extend(self.device);
        info.extend([self.kind as u8, self.class as u8]);
        info.extend(self.day.to_le_bytes());
        info.extend(self.epoch.to_le_bytes());
        info
    }
}

/// A sealed pack: the blob, its name, and its content key wrapped for the server's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the blob.
    pub id: [u8; 32],
    /// What is uploaded.
    pub blob: Vec<u8>,
    /// The content key under the epoch's. It lives in the row alone: without the row nothing opens the blob.
    pub wrapped_key: Vec<u8>,
}

/// Seals a body (see [`body`]) under a fresh content key.
pub fn seal_pack(
    body: &[u8],
    label: &Label,
    epoch: &Secret,
    random: &mut dyn Random,
) -> Result<Sealed, CryptoError> {
    let content = Secret::generate(random);
    let salt: [u8; 16] = bytes(random);
    let mut blob = [MAGIC.as_slice(), &[VERSION, stream::CHUNK_LOG2], &salt].concat();
    stream::seal(&derive(&content, &salt, &label.info()), body, &mut blob)?;
    if blob.len() > LONGEST {
        return Err(CryptoError::TooLarge);
    }
    let id = id_of(&blob);
    let wrapped_key = seal(epoch, content.expose(), &bound(label, &id), random)?;
    Ok(Sealed { id, blob, wrapped_key })
}

/// A pack's name: SHA-256 of its bytes.
pub fn id_of(blob: &[u8]) -> [u8; 32] {
    Sha256::digest(blob).into()
}

/// Opens a whole pack into its body. `id` is the one the log named: a blob with another hash is refused unread.
pub fn open_pack(
    blob: &[u8],
    id: &[u8; 32],
    wrapped_key: &[u8],
    label: &Label,
    epoch: &Secret,
) -> Result<Vec<u8>, CryptoError> {
    if id_of(blob) != *id {
        return Err(CryptoError::Forged);
    }
    let (head, chunks) = blob.split_at_checked(HEAD).ok_or(CryptoError::Malformed)?;
    let reader = Reader::new(head, id, wrapped_key, label, epoch)?;
    stream::open(&reader.key, chunks)
}

/// Opens single chunks of a pack that is read by Range.
#[derive(Clone, Debug)]
pub struct Reader {
    key: Secret,
}

impl Reader {
    /// From the first [`HEAD`] bytes of the blob and its row.
    pub fn new(
        head: &[u8],
        id: &[u8; 32],
        wrapped_key: &[u8],
        label: &Label,
        epoch: &Secret,
    ) -> Result<Self, CryptoError> {
        let salt = read_head(head)?;
        let content = Secret::try_from(open(epoch, wrapped_key, &bound(label, id))?.as_slice())?;
        Ok(Self { key: derive(&content, salt, &label.info()) })
    }

    /// Opens chunk `number` (bytes `stream::place(number)` of what follows the head); `last`: it is the last one.
    pub fn chunk(&self, number: u64, last: bool, sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
        stream::open_chunk(&self.key, number, last, sealed)
    }
}

/// The salt of a head.
fn read_head(head: &[u8]) -> Result<&[u8], CryptoError> {
    let rest = head.strip_prefix(MAGIC).ok_or(CryptoError::Malformed)?;
    match rest.split_at_checked(2) {
        Some(([VERSION, stream::CHUNK_LOG2], salt)) if salt.len() == 16 => Ok(salt),
        Some(([version, _], _)) if *version > VERSION => Err(CryptoError::Newer),
        _ => Err(CryptoError::Malformed),
    }
}

/// What a wrapped content key is bound to.
fn bound(label: &Label, id: &[u8; 32]) -> Vec<u8> {
    [b"cek".as_slice(), &label.account, &label.epoch.to_le_bytes(), id].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    const LABEL: Label = Label {
        account: [1; 16],
        device: [2; 16],
        kind: Kind::Text,
        class: Class::History,
        day: 20_000,
        epoch: 1,
    };

    fn sealed(len: usize) -> (Vec<u8>, Secret, Sealed) {
        let mut random = seeded(len as u64);
        let epoch = Secret::generate(&mut random);
        let body: Vec<u8> = (0..len).map(|i| (i * 31 % 251) as u8).collect();
        let sealed = seal_pack(&body, &LABEL, &epoch, &mut random).unwrap();
        (body, epoch, sealed)
    }

    #[test]
    fn bodies_of_every_awkward_length_come_back() {
        for len in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let (body, epoch, Sealed { id, blob, wrapped_key }) = sealed(len);
            assert_eq!(open_pack(&blob, &id, &wrapped_key, &LABEL, &epoch), Ok(body), "{len}");
        }
    }

    #[test]
    fn a_pack_is_of_its_label_alone() {
        let (_, epoch, Sealed { id, blob, wrapped_key }) = sealed(1_000);
        for other in [
            Label { account: [9; 16], ..LABEL },
            Label { device: [9; 16], ..LABEL },
            Label { kind: Kind::Thumb, ..LABEL },
            Label { class: Class::Mark, ..LABEL },
            Label { day: 20_001, ..LABEL },
            Label { epoch: 2, ..LABEL },
        ] {
            assert_eq!(
                open_pack(&blob, &id, &wrapped_key, &other, &epoch),
                Err(CryptoError::WrongKey),
                "{other:?}"
            );
        }
        let wrong = Secret::from([3; 32]);
        assert_eq!(open_pack(&blob, &id, &wrapped_key, &LABEL, &wrong), Err(CryptoError::WrongKey));
        assert_eq!(open_pack(&blob[1..], &id, &wrapped_key, &LABEL, &epoch), Err(CryptoError::Forged));
    }

    #[test]
    fn chunks_open_alone_and_only_in_their_place() {
        let (body, epoch, Sealed { id, blob, wrapped_key }) = sealed(150_000);
        let reader = Reader::new(&blob[..HEAD], &id, &wrapped_key, &LABEL, &epoch).unwrap();
        let chunk = |number: u64| {
            &blob[HEAD..][stream::place(number).start as usize..]
                [..stream::SEALED.min(blob.len() - HEAD - stream::place(number).start as usize)]
        };
        assert_eq!(reader.chunk(1, false, chunk(1)).unwrap(), body[65_536..131_072]);
        assert_eq!(reader.chunk(2, true, chunk(2)).unwrap(), body[131_072..]);
        assert_eq!(reader.chunk(0, false, chunk(1)), Err(CryptoError::WrongKey));
        assert_eq!(
            reader.chunk(1, true, chunk(1)),
            Err(CryptoError::WrongKey),
            "a pack that was cut off at a chunk"
        );
    }

    #[test]
    fn too_large_a_pack_is_not_made() {
        let mut random = seeded(1);
        let epoch = Secret::generate(&mut random);
        assert_eq!(seal_pack(&vec![0; LONGEST], &LABEL, &epoch, &mut random), Err(CryptoError::TooLarge));
    }
}
