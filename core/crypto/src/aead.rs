//! The two sealings everything is made of: XChaCha20-Poly1305 with a random nonce in front, and HKDF-SHA256.
use crate::random::{Random, bytes};
use crate::{CryptoError, Secret};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;

/// Length of the nonce in front of what [`seal`] returns.
const NONCE: usize = 24;

/// `nonce 24 | ciphertext and tag`. `aad` binds it to its place: in another it does not open.
pub fn seal(key: &Secret, plain: &[u8], aad: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, CryptoError> {
    let nonce: [u8; NONCE] = bytes(random);
    let sealed = XChaCha20Poly1305::new(key.expose().into())
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad })
        .map_err(|_| CryptoError::TooLarge)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made with the same key and `aad`.
pub fn open(key: &Secret, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let (nonce, msg) = sealed.split_at_checked(NONCE).ok_or(CryptoError::Malformed)?;
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt(XNonce::from_slice(nonce), Payload { msg, aad })
        .map_err(|_| CryptoError::WrongKey)
}

/// A key derived from another one for one purpose.
pub fn derive(key: &Secret, salt: &[u8], info: &[u8]) -> Secret {
    let mut out = [0; 32];
    // 32 bytes are one block of SHA-256: never too many.
    let _ = Hkdf::<Sha256>::new(Some(salt), key.expose()).expand(info, &mut out);
    out.into()
}
