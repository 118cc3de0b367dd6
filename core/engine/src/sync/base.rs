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
    use super::is_server;

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
