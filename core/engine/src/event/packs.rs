//! What can happen to packs that cannot be read: they are set apart, asked for, cured.
use super::SentPack;
use serde::{Deserialize, Serialize};

/// Why a pack cannot be read; or what is in doubt of one, or of an entry, that a device of the account says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Harm {
    /// It is listed, and not there.
    Missing,
    /// Its bytes are not what its device signed, or do not open.
    Damaged,
    /// A newer version wrote it.
    Newer,
    /// A doubt: an entry is not what its device signed, or does not follow its last one, or does not open. What comes after it in that
    /// device's log has nothing to stand on.
    Forged,
    /// A doubt: an entry has not the form of one.
    Form,
    /// A doubt: a pack stands where its device did not put it, or as what it is not.
    Strange,
    /// A doubt: a device takes away packs of others, or names them as its own.
    Foreign,
    /// A doubt: a device has read what nobody shows.
    Heads,
    /// A doubt: a clock runs ahead of all that can have been said.
    Clock,
    /// A doubt: there is more, or it is longer, or of another time, than there can be.
    Beyond,
    /// A doubt: a device that was taken out of the account is in it again, for the server was put back from a backup of before.
    Returned,
    /// A doubt: a device left a recap of the log that does not say what the log says here.
    Recap,
}

impl Harm {
    /// Whether its device said it so: it is not asked to say it anew.
    pub fn is_doubt(self) -> bool {
        self > Self::Newer
    }

    /// Whether it may be otherwise when it is looked at again: it was the server's, or not known yet.
    pub fn may_pass(self) -> bool {
        self <= Self::Newer || matches!(self, Self::Forged | Self::Strange)
    }
}

/// A pack that is listed and cannot be read here: in quarantine, until it can be or is taken away. Or an entry of which something is in
/// doubt, by its hash.
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
