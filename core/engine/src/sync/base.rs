//! Where an account lives: at the address that a person typed, or on another server of the same operator's.
use super::error::{SyncError, SyncKind};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;
use url::Url;

/// Whether a server may be asked at this address: https, or http on this machine alone.
pub fn is_server(address: &str) -> bool {
    // Parsed, not compared by its beginning: `http://127.0.0.1:x@other.example` is an address of other.example.
    let Ok(url) = Url::parse(address) else { return false };
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && here))
}

/// The address of a server as a person typed it, in the one way in which it is kept, sent and bound into the passphrase: scheme and host
/// in lower case, no port that goes without saying, no path; `https://` where no scheme was typed. `None` where it is none.
pub fn canonical(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&whole).ok().filter(|_| is_server(&whole))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_nobodys = url.username().is_empty() && url.password().is_none();
    (is_bare && is_nobodys).then(|| url.origin().ascii_serialization())
}

/// The address of the account's server, where it is not the one that was typed; empty otherwise. Clones are the same one: who
/// follows a server's word while another asks has told that one, too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Base(Rc<RefCell<String>>);

impl Base {
    /// Whether the account lives where the person said.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// The address, or nothing.
    pub fn get(&self) -> String {
        self.0.borrow().clone()
    }

    /// Goes to where a server sends us; false when we are there already. What is sealed is none of its business there either;
    /// but no token goes over an open line.
    pub(super) fn follow(&self, base: &str) -> Result<bool, SyncError> {
        if !is_server(base) {
            return Err(SyncError::new(
                SyncKind::Distrust,
                "the server says that the account lives at an address that is none",
            ));
        }
        let before = self.0.replace(base.trim_end_matches('/').to_owned());
        Ok(before != self.get())
    }
}

impl From<String> for Base {
    fn from(base: String) -> Self {
        Self(Rc::new(RefCell::new(base)))
    }
}

impl From<Base> for String {
    fn from(base: Base) -> Self {
        base.get()
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_server};

    /// `tests/unit/server-origin.test.mjs` holds the extension to the same list.
    #[test]
    fn an_address_is_written_in_one_way() {
        let cases: Vec<(String, Option<String>)> =
            serde_json::from_str(include_str!("../../tests/origins.json")).unwrap();
        for (typed, origin) in cases {
            assert_eq!(canonical(&typed), origin, "{typed}");
        }
    }

    #[test]
    fn an_open_line_leads_to_this_machine_alone() {
        for good in
            ["https://vault.example", "http://127.0.0.1", "http://localhost:7447/", "http://[::1]:7447"]
        {
            assert!(is_server(good), "{good}");
        }
        for bad in [
            "http://vault.example",
            "http://127.0.0.1:x@vault.example",
            "http://127.0.0.1:80@vault.example/",
            "http://localhost.vault.example",
            "https://",
            "ftp://127.0.0.1",
            "127.0.0.1",
            "",
        ] {
            assert!(!is_server(bad), "{bad}");
        }
    }
}
