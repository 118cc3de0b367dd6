//! What an entry of a log says, before it is sealed: JSON. Packs stand beside it, in the rows that the server keeps.
use crate::Millis;
use serde::{Deserialize, Serialize};

/// All that an entry says. What a reader does not know it passes over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Body {
    /// The newest clock that the device knew.
    pub clock: u64,
    /// How far it had read the logs of others: device and hash in hex digits. A server that hides the end of a log is
    /// found out by it.
    pub heads: Vec<(String, u64, String)>,
    /// Stars and labels that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkSaid>,
    /// What was forgotten, and what was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<DeedSaid>,
}

/// A star or a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MarkSaid {
    /// The page's address.
    pub page: String,
    /// The label; without it the star.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// On or off.
    pub on: bool,
    /// When.
    pub clock: u64,
    /// By which device, where it is not the one that says so; hex digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A forget, or its undo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeedSaid {
    /// When it was done, in ms.
    pub at: Millis,
    /// Its clock.
    pub clock: u64,
    /// True for a forget.
    pub forgets: bool,
    /// Ids of the visits, hex digits.
    pub visits: Vec<String>,
}
