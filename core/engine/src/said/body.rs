//! What an entry of a log says, before it is sealed: JSON. Packs stand beside it, in the rows that the server keeps; it names
//! them, so that no other can stand there.
use crate::Millis;
use serde::{Deserialize, Serialize};
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::pack::{Class, Kind, Row};

/// All that an entry says. What a reader does not know it passes over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Body {
    /// The newest clock that the device knew.
    pub clock: u64,
    /// How far it had read the logs of others: device and hash in hex digits. A server that hides the end of a log is
    /// found out by it.
    pub heads: Vec<(String, u64, String)>,
    /// The packs that the entry adds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adds: Vec<PackSaid>,
    /// The packs that it takes away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dels: Vec<PackId>,
    /// Packs of others that it cannot read: their devices are asked to look at them, and to say anew what is lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<PackId>,
    /// Stars and labels that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkSaid>,
    /// What was forgotten, and what was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<DeedSaid>,
}

/// A pack, as its device calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackSaid {
    /// SHA-256 of its bytes.
    pub id: PackId,
    /// What it holds.
    pub kind: Kind,
    /// How long it is kept.
    pub class: Class,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The epoch whose key wraps its content key.
    pub epoch: u32,
}

impl From<&Row> for PackSaid {
    fn from(row: &Row) -> Self {
        Self { id: row.id, kind: row.kind, class: row.class, day: row.day, epoch: row.epoch }
    }
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
