//! The code as 12 words that a person types over (BIP39: 16 bytes and a checksum).
use super::Code;
use crate::CryptoError;
use bip39::{Language, Mnemonic};

/// The 12 words, in lower case, apart by single spaces.
pub fn words_of(code: &Code) -> Result<String, CryptoError> {
    let mnemonic = Mnemonic::from_entropy_in(Language::English, code.expose());
    mnemonic.map(|words| words.to_string()).map_err(|_| CryptoError::Malformed)
}

/// The code of words as a person typed them: any case, any space. [`CryptoError::Malformed`] when a word is not in the
/// list or the checksum says that one is wrong.
pub fn code_of(typed: &str) -> Result<Code, CryptoError> {
    let words = typed.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let mnemonic = Mnemonic::parse_in(Language::English, words).map_err(|_| CryptoError::Malformed)?;
    <[u8; 16]>::try_from(mnemonic.to_entropy().as_slice()).map(Code::from).map_err(|_| CryptoError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_the_code_however_they_are_typed() {
        let words = words_of(&Code::from([9; 16])).unwrap();
        assert_eq!(words.split(' ').count(), 12);
        assert_eq!(code_of(&format!(" {}\n", words.to_uppercase())), Ok(Code::from([9; 16])));
        let first = words.split(' ').next().unwrap();
        assert_eq!(code_of(&words.replacen(first, "webmynd", 1)), Err(CryptoError::Malformed));
        assert_eq!(code_of(&words[first.len()..]), Err(CryptoError::Malformed));
    }
}
