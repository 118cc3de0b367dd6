//! What can happen between this memory and a vault: whose it is, what was sent to it, what came out of it.
use super::Quarantined;
use serde::{Deserialize, Serialize};

/// See [`super::Event::Vault`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultFacts {
    /// The account, 32 hex digits.
    pub account: String,
    /// What was known of a vault before counts no more: this is another account, or its server was put back from a backup.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anew: bool,
    /// With `anew`, the account's version then: up to it the log is taken as it is, whatever its entries say of others that are not there.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub version: u64,
    /// Entries of the account's log that nobody can read any more, by the versions that they made: what this device knows is said again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unheard: Vec<u64>,
    /// Another device has asked for them: it need not be done again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
}

/// See [`super::Event::Sent`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The device that wrote it, 32 hex digits: this one, by the name that it had then.
    pub device: String,
    /// Number of the entry.
    pub seq: u64,
    /// Its hash, 64 hex digits.
    pub hash: String,
    /// The account's version that it made.
    pub version: u64,
    /// Changes up to this clock are in it or in one before.
    pub clock: u64,
    /// Packs that it added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adds: Vec<SentPack>,
    /// Packs that it took away, 64 hex digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dels: Vec<String>,
    /// Packs in quarantine whose devices it asked to look, 64 hex digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// Entries that it named as such that it cannot read, by the account's version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unheard: Vec<u64>,
}

/// A pack in the vault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPack {
    /// Its id, 64 hex digits.
    pub id: String,
    /// Whether it is kept for ever.
    #[serde(default)]
    pub mark: bool,
    /// Whether it holds thumbnails, not texts. Those of other devices have no visits here: they are looked into later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub thumb: bool,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// How many of the visits in the event's data are in it: the packs' visits stand there one after another.
    pub visits: u32,
    /// Which look of each visit is in it; where it is missing, the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<u16>,
}

/// See [`super::Event::Received`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The other device, 32 hex digits.
    pub device: String,
    /// Number of the entry.
    pub seq: u64,
    /// Its hash, 64 hex digits.
    pub hash: String,
    /// The account's version that it made.
    pub version: u64,
    /// The newest clock in it.
    pub clock: u64,
    /// Packs that it added; the event's data = ids of the visits in them, one pack after another, 16 bytes each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adds: Vec<SentPack>,
    /// Packs that it took away, 64 hex digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dels: Vec<String>,
    /// Packs that it added and that cannot be read here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantined: Vec<Quarantined>,
    /// Packs that it cannot read and that were read or written here, 64 hex digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// How far it had read the logs of devices, where that was not known: hex digits and number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<(String, u64)>,
    /// Whether something was forgotten in it, or taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgets: bool,
    /// The names of what it says and is not known here: a newer version wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    /// It stands before a recap, or in it: what is missing before it is not missed, and the next round goes on where it would have. With a version: it is
    /// the last of the recap of that one, behind which all goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recapped: Option<u64>,
}

/// See [`super::Event::Reread`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reread {
    /// The account's version that the entry made.
    pub version: u64,
    /// The names of what it says and is still not known here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// See [`super::Event::Devices`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// This device's id, 32 hex digits.
    pub own: String,
    /// All of them, this one too.
    pub list: Vec<Named>,
}

/// A device as a person knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// 32 hex digits.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Whether it was taken out of the account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}
