//! Why something could not be sealed or opened.
use std::fmt;

/// An error of this crate. None of them tells anything of a key or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptoError {
    /// Another key, another context, or changed bytes: one cannot tell which.
    WrongKey,
    /// The bytes have not the form they must have.
    Malformed,
    /// A version that this program does not know.
    Newer,
    /// Parameters outside the floors and ceilings that are compiled in.
    Refused,
    /// A signature, or a hash that was signed, is not the device's.
    Forged,
    /// An entry does not follow its chain: one before it is missing.
    Gap,
    /// The server shows an older state than was seen before, or another one in its place.
    RolledBack,
    /// Larger than anything that may be sealed.
    TooLarge,
}

impl fmt::Display for CryptoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongKey => "the key does not open it",
            Self::Malformed => "it is not of the expected form",
            Self::Newer => "it was written by a newer version",
            Self::Refused => "the parameters are weaker or heavier than allowed",
            Self::Forged => "it is not what its device signed",
            Self::Gap => "an entry is missing before it",
            Self::RolledBack => "the server shows less than it had shown before",
            Self::TooLarge => "it is too large",
        })
    }
}

impl std::error::Error for CryptoError {}
