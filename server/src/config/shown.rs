//! A configuration as it may be shown: its secrets are said to be there, and not what they are.
use super::{Config, Users};

/// What stands in a secret's place.
const HIDDEN: &str = "(hidden)";

impl Config {
    /// The same without its secrets: passwords, invitations, and what the blobs' store is told by a name that speaks of
    /// secrets, keys and tokens.
    pub fn shown(mut self) -> Self {
        if let Users::Ldap(ldap) = &mut self.users {
            ldap.reader_password.iter_mut().for_each(hide);
        }
        self.invitations.iter_mut().for_each(hide);
        let secret =
            |name: &str| ["secret", "key", "token", "password"].iter().any(|word| name.contains(word));
        self.blob_options
            .iter_mut()
            .filter(|(name, _)| secret(&name.to_lowercase()))
            .for_each(|(_, value)| hide(value));
        self.database = self.database.map(|url| without_password(&url).unwrap_or(url));
        self
    }
}

fn hide(secret: &mut String) {
    HIDDEN.clone_into(secret);
}

/// `postgres://name:password@host/…` without the password; nothing, where there is none.
fn without_password(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (who, place) = rest.rsplit_once('@')?;
    let (name, _) = who.split_once(':')?;
    Some(format!("{scheme}://{name}:{HIDDEN}@{place}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // A test says what broke by panicking.
    use crate::config::Config;

    #[test]
    fn no_secret_is_shown_and_all_else_is() {
        let config: Config = toml::from_str(
            "database = 'postgres://vault:pa@ss:word@db.test/vault'\ninvitations = ['come in']\n\
             [blob_options]\naws_endpoint = 'https://s3.test'\naws_secret_access_key = 'hush'\nAWS_ACCESS_KEY_ID = 'who'\n\
             [users]\nkind = 'ldap'\nurl = 'ldaps://a.test'\nbase = 'dc=test'\nfilter = '(uid={account})'\nreader = 'cn=reader'\nreader_password = 'whisper'",
        )
        .unwrap();
        let shown = toml::to_string(&config.shown()).unwrap();
        for secret in ["ss:word", "come in", "hush", "'who'", "\"who\"", "whisper"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        for open in ["postgres://vault:(hidden)@db.test/vault", "https://s3.test", "cn=reader"] {
            assert!(shown.contains(open), "{open}: {shown}");
        }
    }
}
