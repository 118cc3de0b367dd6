//! What an entry of a log says, before it is sealed: JSON. Packs stand beside it, in the rows that the server keeps; it names
//! them, so that no other can stand there.
use crate::Millis;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use webmynd_crypto::log::LONGEST;
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::pack::{Class, Kind, Row};

/// In bytes.
const STEP: usize = 1 << 10;
/// What sealing adds: nonce and tag.
const SEAL: usize = 24 + 16;

/// All that an entry says. What a reader does not know it notes by its name, and the entry is read again when it does.
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
    /// Entries that it cannot read, by the versions that they made: who knows what may have stood there says it again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unheard: Vec<u64>,
    /// Stars and labels that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkSaid>,
    /// What was forgotten, and what was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<DeedSaid>,
    /// The names of what it says besides, as a newer version does.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

impl Body {
    /// What is read here.
    const KNOWN: [&str; 8] = ["clock", "heads", "adds", "dels", "asks", "unheard", "marks", "deeds"];

    /// Whether something that an entry says is read here.
    pub fn knows(name: &str) -> bool {
        Self::KNOWN.contains(&name)
    }

    /// As it is sealed: blanks behind it bring it to a multiple of 1 KiB. How much was starred or forgotten
    /// is not seen by it.
    pub fn written(&self) -> serde_json::Result<Vec<u8>> {
        let mut said = serde_json::to_vec(self)?;
        let len = said.len().next_multiple_of(STEP);
        if len + SEAL <= LONGEST {
            said.resize(len, b' ');
        }
        Ok(said)
    }

    /// What an entry says. Errors: it is not of this form.
    pub fn read(said: &[u8]) -> serde_json::Result<Self> {
        // Once more for the names: of what is not known nothing else is kept.
        let body = serde_json::from_slice(said)?;
        let all: BTreeMap<String, IgnoredAny> = serde_json::from_slice(said)?;
        Ok(Self { unknown: all.into_keys().filter(|name| !Self::knows(name)).collect(), ..body })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_known_and_nothing_else_is() {
        let said = Body {
            adds: vec![PackSaid {
                id: PackId::from([0; 32]),
                kind: Kind::Text,
                class: Class::Mark,
                day: 1,
                epoch: 1,
            }],
            dels: vec![PackId::from([1; 32])],
            asks: vec![PackId::from([2; 32])],
            unheard: vec![1],
            marks: vec![MarkSaid::default()],
            deeds: vec![DeedSaid::default()],
            ..Body::default()
        };
        let mut value = serde_json::to_value(&said).unwrap();
        let names: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(names.len(), Body::KNOWN.len());
        assert!(names.into_iter().all(|name| Body::knows(name)));
        value["notes"] = "of tomorrow".into();
        let written = said.written().unwrap();
        assert_eq!((written.len(), Body::read(&written).unwrap()), (1_024, said.clone()));
        let read = Body::read(&serde_json::to_vec(&value).unwrap()).unwrap();
        assert_eq!(read, Body { unknown: vec!["notes".to_owned()], ..said });
    }
}
