//! Which directory of users there is: none, an LDAP server, an OpenID Connect issuer.
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::PathBuf;

/// What stands for the account's name in names and filters.
pub const ACCOUNT: &str = "{account}";

/// Who may have an account besides what `sign_up` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Users {
    /// Everyone: there are only the accounts that are made here.
    #[default]
    Local,
    /// Who can bind to an LDAP server with their own password there.
    Ldap(Ldap),
    /// Whom an ID token of an OpenID Connect issuer names.
    Oidc(Oidc),
}

/// People of an LDAP server: by a pattern of their names (`user`), or looked for (`base` and `filter`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ldap {
    /// `ldaps://HOST`, or `ldap://HOST`, which begins TLS by StartTLS; without TLS on this machine alone.
    pub url: String,
    /// The certificates in which the server's has to end, as a PEM file; else those that the system knows.
    pub ca: Option<PathBuf>,
    /// The name to bind as: `uid={account},ou=people,dc=example,dc=org`.
    pub user: Option<String>,
    /// Where people are looked for: `ou=people,dc=example,dc=org`.
    pub base: Option<String>,
    /// What exactly one person has to match, with `base`: `(uid={account})`. With `user`: what their entry has to match
    /// besides.
    pub filter: Option<String>,
    /// Who looks for people, with `base`; else nobody in particular does.
    pub reader: Option<String>,
    /// The reader's password.
    pub reader_password: Option<String>,
    /// Whether it is asked at each login too, and not only for new accounts.
    #[serde(default = "yes")]
    pub at_login: bool,
}

/// People whom an issuer's tokens name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// The issuer's address, as it stands in its tokens.
    pub issuer: String,
    /// The client that tokens are for: their audience.
    pub client: String,
    /// The claim that is the account's name: one that people cannot set themselves. `email` counts when it is verified.
    pub claim: String,
    /// Whether a token is wanted at each login too, and not only for new accounts.
    #[serde(default = "yes")]
    pub at_login: bool,
}

fn yes() -> bool {
    true
}

impl Users {
    /// Whether what is set goes together; what is wrong, for people.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Local => Ok(()),
            #[cfg(not(feature = "ldap"))]
            Self::Ldap(_) => {
                Err("users.kind = \"ldap\": this program was built without it (cargo's feature ldap)"
                    .to_owned())
            }
            #[cfg(feature = "ldap")]
            Self::Ldap(ldap) => ldap.check(),
            Self::Oidc(oidc) => oidc.check(),
        }
    }

    /// Whether it is asked at each login too.
    pub fn at_login(&self) -> bool {
        match self {
            Self::Local => false,
            Self::Ldap(ldap) => ldap.at_login,
            Self::Oidc(oidc) => oidc.at_login,
        }
    }
}

impl Ldap {
    fn check(&self) -> Result<(), String> {
        let names = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(ACCOUNT));
        let url = reqwest::Url::parse(&self.url).map_err(|error| format!("users.url: {error}"))?;
        if !matches!(url.scheme(), "ldap" | "ldaps") || url.host_str().is_none_or(str::is_empty) {
            return Err("users.url: ldaps://HOST or ldap://HOST".to_owned());
        }
        match (&self.user, &self.base) {
            (Some(_), None) if !names(&self.user) => Err(format!("users.user: there is no {ACCOUNT} in it")),
            (None, Some(_)) if !names(&self.filter) => {
                Err(format!("users.filter: there is no {ACCOUNT} in it"))
            }
            (Some(_), None) if self.reader.is_some() => Err("users.reader: goes with users.base".to_owned()),
            (Some(_), None) => Ok(()),
            // To bind without a password succeeds, as nobody.
            (None, Some(_))
                if self.reader.is_some() && self.reader_password.as_ref().is_none_or(String::is_empty) =>
            {
                Err("users.reader: wants users.reader_password".to_owned())
            }
            (None, Some(_)) => Ok(()),
            _ => Err("users: either `user`, or `base` and `filter`".to_owned()),
        }
    }

    /// Whether TLS is begun by StartTLS.
    pub fn starttls(&self) -> bool {
        let url = reqwest::Url::parse(&self.url).ok();
        url.is_none_or(|url| url.scheme() == "ldap" && !is_local(&url))
    }
}

impl Oidc {
    fn check(&self) -> Result<(), String> {
        for (name, value) in [("client", &self.client), ("claim", &self.claim)] {
            if value.is_empty() {
                return Err(format!("users.{name}: is empty"));
            }
        }
        trusted(&self.issuer).map(drop).map_err(|error| format!("users.issuer: {error}"))
    }
}

/// An address that keys may come from: https, or http on this machine.
pub fn trusted(address: &str) -> Result<reqwest::Url, String> {
    let url = reqwest::Url::parse(address).map_err(|error| format!("{address}: {error}"))?;
    if url.scheme() == "https" || url.scheme() == "http" && is_local(&url) {
        Ok(url)
    } else {
        Err(format!("{address}: https is wanted"))
    }
}

fn is_local(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        let starttls = |url: &str| {
            let toml = format!("kind = 'ldap'\nurl = '{url}'\nuser = 'uid={{account}}'");
            let Users::Ldap(ldap) = toml::from_str(&toml).unwrap() else { return false };
            ldap.starttls()
        };
        for local in ["ldap://127.0.0.1:389", "ldap://localhost", "ldap://[::1]:3", "ldaps://a.test"] {
            assert!(!starttls(local), "{local}");
        }
        for far in ["ldap://a.test", "ldap://127.0.0.1.a.test", "ldap://localhost.a.test", "ldap://10.0.0.1"]
        {
            assert!(starttls(far), "{far}");
        }
        assert!(trusted("http://127.0.0.1:1/realm").is_ok() && trusted("https://a.test").is_ok());
        for other in
            ["http://a.test", "http://127.0.0.1.a.test", "ftp://a.test", "a.test", "http://localhost@a.test"]
        {
            assert!(trusted(other).is_err(), "{other}");
        }
    }
}
