//! The operator's directory of users: what it wants to be shown, and how that is sent. It says who may have an account; it
//! opens nothing that is sealed.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a client has to show besides, in `GET /.well-known/webmynd`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    /// Of which kind.
    pub proof: ProofKind,
    /// Whether it is wanted at each login of a device, and not only where an account is made.
    pub at_login: bool,
    /// Of an ID token: who issues it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Of an ID token: the client that it is issued for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
}

/// How somebody shows who they are in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProofKind {
    /// By their password there, which is another one than the account's passphrase.
    Password,
    /// By an ID token of OpenID Connect.
    IdToken,
    /// By something of a newer server's.
    #[serde(other)]
    Other,
}

/// What is shown to the directory: in `Authorization`, beside the body of `POST /v1/accounts` and `POST /v1/sessions`.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// The password in the directory.
    Password(String),
    /// An ID token: JWS in its compact form.
    IdToken(String),
}

impl Proof {
    /// As a header's value: `Basic` with a name that is empty, because the body has it; `Bearer`.
    pub fn header(&self) -> String {
        match self {
            Self::Password(password) => format!("Basic {}", STANDARD.encode(format!(":{password}"))),
            Self::IdToken(token) => format!("Bearer {token}"),
        }
    }

    /// Read from a header's value; nothing, where it is not of that form.
    pub fn of(header: &str) -> Option<Self> {
        let (scheme, rest) = header.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(Self::IdToken(rest.to_owned()));
        }
        let bytes = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(rest))?.ok()?;
        let text = String::from_utf8(bytes).ok()?;
        text.strip_prefix(':').map(|password| Self::Password(password.to_owned()))
    }
}

/// Says of which kind it is, and nothing of it.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "a password",
            Self::IdToken(_) => "an ID token",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_names_are_left_to_the_body() {
        for proof in [
            Proof::Password("schöne: Wörter".to_owned()),
            Proof::Password(String::new()),
            Proof::IdToken("a.b.c".to_owned()),
        ] {
            assert_eq!(Proof::of(&proof.header()), Some(proof));
        }
        let named = format!("Basic {}", STANDARD.encode("ada:secret"));
        for other in ["", "Basic", "Basic !!", "Digest x", &named, "Basic /w=="] {
            assert_eq!(Proof::of(other), None, "{other}");
        }
        assert_eq!(format!("{:?}", Proof::Password("secret".to_owned())), "a password");
    }
}
