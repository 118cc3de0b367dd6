//! The recovery key as 24 words that a person writes down (BIP39: 32 bytes and a checksum).
use crate::{CryptoError, Secret};
use bip39::{Language, Mnemonic};

/// The 24 words, in lower case, apart by single spaces.
pub fn words_of(key: &Secret) -> Result<String, CryptoError> {
    let mnemonic = Mnemonic::from_entropy_in(Language::English, key.expose());
    mnemonic.map(|words| words.to_string()).map_err(|_| CryptoError::Malformed)
}

/// The key of words as a person typed them: any case, any space. [`CryptoError::Malformed`] when a word is not in the
/// list or the checksum says that one is wrong.
pub fn key_of(typed: &str) -> Result<Secret, CryptoError> {
    let words = typed.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let mnemonic = Mnemonic::parse_in(Language::English, words).map_err(|_| CryptoError::Malformed)?;
    Secret::try_from(mnemonic.to_entropy().as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    #[test]
    fn words_stand_for_the_key_however_they_are_typed() {
        let key = Secret::generate(&mut seeded(1));
        let words = words_of(&key).unwrap();
        assert_eq!(words.split(' ').count(), 24);
        let typed = format!("  {}\n", words.to_uppercase().replace(' ', "\n \t"));
        assert_eq!(key_of(&typed), Ok(key));
    }

    #[test]
    fn a_wrong_word_is_noticed() {
        let words = words_of(&Secret::generate(&mut seeded(2))).unwrap();
        let list: Vec<&str> = words.split(' ').collect();
        assert_eq!(key_of(&list[1..].join(" ")), Err(CryptoError::Malformed));
        assert_eq!(key_of(&words.replacen(list[0], "webmynd", 1)), Err(CryptoError::Malformed));
    }
}
