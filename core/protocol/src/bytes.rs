//! Bytes in JSON: base64 for addresses (RFC 4648 section 5), without padding.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Any number of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bytes(pub Vec<u8>);

/// An id or a hash: exactly `N` bytes. Also how it stands in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<const N: usize>(pub [u8; N]);

/// SHA-256 of a pack's bytes.
pub type PackId = Id<32>;
/// An account's id.
pub type AccountId = Id<16>;
/// A device's id.
pub type DeviceId = Id<16>;

/// What is not base64, or not as long as it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBytes;

impl fmt::Display for NotBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not base64 of the right length")
    }
}

impl std::error::Error for NotBytes {}

impl<const N: usize> From<[u8; N]> for Id<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl FromStr for Bytes {
    type Err = NotBytes;

    fn from_str(text: &str) -> Result<Self, NotBytes> {
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| NotBytes)
    }
}

impl<const N: usize> fmt::Display for Id<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<const N: usize> FromStr for Id<N> {
    type Err = NotBytes;

    fn from_str(text: &str) -> Result<Self, NotBytes> {
        let bytes = text.parse::<Bytes>()?.0;
        bytes.try_into().map(Self).map_err(|_| NotBytes)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

impl<const N: usize> Serialize for Id<N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Id<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "openapi")]
mod schema {
    //! How bytes are described in the OpenAPI document.
    use super::{Bytes, Id};
    use std::borrow::Cow;
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
    use utoipa::{PartialSchema, ToSchema};

    fn base64(pattern: String) -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }

    impl PartialSchema for Bytes {
        fn schema() -> RefOr<Schema> {
            base64("^[A-Za-z0-9_-]*$".to_owned())
        }
    }

    impl ToSchema for Bytes {}

    impl<const N: usize> PartialSchema for Id<N> {
        fn schema() -> RefOr<Schema> {
            base64(format!("^[A-Za-z0-9_-]{{{}}}$", (N * 4).div_ceil(3)))
        }
    }

    impl<const N: usize> ToSchema for Id<N> {
        fn name() -> Cow<'static, str> {
            Cow::Owned(format!("Id{N}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_ids_are_base64_without_padding() {
        assert_eq!(serde_json::to_string(&Bytes(vec![255, 254, 0])).unwrap(), "\"__4A\"");
        assert_eq!(serde_json::from_str::<Bytes>("\"__4A\"").unwrap(), Bytes(vec![255, 254, 0]));
        assert_eq!("AAAAAAAAAAAAAAAAAAAAAA".parse(), Ok(Id([0; 16])));
        for bad in
            ["AAAA", "", "AAAAAAAAAAAAAAAAAAAAAA==", "////////////////////AA", "AAAAAAAAAAAAAAAAAAAAAB"]
        {
            assert_eq!(bad.parse::<Id<16>>(), Err(NotBytes), "{bad}");
        }
    }
}
