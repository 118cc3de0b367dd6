//! What can happen to packs that cannot be read: they are set apart, asked for, cured.
use super::SentPack;
use serde::{Deserialize, Serialize};

/// Why a pack cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Harm {
    /// It is listed, and not there.
    Missing,
    /// Its bytes are not what its device signed, or do not open.
    Damaged,
    /// A newer version wrote it.
    Newer,
}

/// A pack that is listed and cannot be read here: in quarantine, until it can be or is taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Its id, 64 hex digits.
    pub id: String,
    /// Whether it is kept for ever.
    #[serde(default)]
    pub mark: bool,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// Why.
    pub harm: Harm,
}

/// See [`super::Event::Cured`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cured {
    /// The pack. One without visits is not wanted any more.
    pub pack: SentPack,
    /// The account's version whose entry added it.
    pub version: u64,
}

/// See [`super::Event::Checked`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The pack, 64 hex digits.
    pub pack: String,
    /// It cannot be read: what is in it is said anew, as far as it is here.
    pub lost: bool,
}
