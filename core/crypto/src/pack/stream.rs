//! STREAM over ChaCha20-Poly1305: chunks of 64 KiB that open by themselves and only in their place.
use crate::{CryptoError, Secret};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use std::ops::Range;

/// log2 of a chunk's length before sealing.
pub const CHUNK_LOG2: u8 = 16;
/// A chunk before sealing, bytes.
pub const CHUNK: usize = 1 << CHUNK_LOG2;
/// A full chunk after sealing: with its tag.
pub const SEALED: usize = CHUNK + 16;

/// Where a sealed chunk stands behind the head; the last one may end earlier.
pub fn place(number: u64) -> Range<u64> {
    number * SEALED as u64..(number + 1) * SEALED as u64
}

/// Appends the sealed chunks of `plain` to `out`. Nothing at all is one empty chunk.
pub fn seal(key: &Secret, plain: &[u8], out: &mut Vec<u8>) -> Result<(), CryptoError> {
    let cipher = ChaCha20Poly1305::new(key.expose().into());
    let chunks = plain.len().div_ceil(CHUNK).max(1);
    for number in 0..chunks {
        let from = number * CHUNK;
        let chunk = plain.get(from..plain.len().min(from + CHUNK)).unwrap_or_default();
        let nonce = nonce(number as u64, number + 1 == chunks);
        out.extend(cipher.encrypt(&nonce, chunk).map_err(|_| CryptoError::TooLarge)?);
    }
    Ok(())
}

/// Opens all chunks.
pub fn open(key: &Secret, sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let chunks = sealed.len().div_ceil(SEALED).max(1);
    let mut plain = Vec::with_capacity(sealed.len());
    for number in 0..chunks {
        let from = number * SEALED;
        let chunk = sealed.get(from..sealed.len().min(from + SEALED)).unwrap_or_default();
        plain.extend(open_chunk(key, number as u64, number + 1 == chunks, chunk)?);
    }
    Ok(plain)
}

/// Opens one chunk.
pub fn open_chunk(key: &Secret, number: u64, last: bool, sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let cipher = ChaCha20Poly1305::new(key.expose().into());
    cipher.decrypt(&nonce(number, last), sealed).map_err(|_| CryptoError::WrongKey)
}

/// 11 bytes of the number, big-endian, and one that says whether it is the last.
fn nonce(number: u64, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce.into()
}
