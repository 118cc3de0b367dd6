//! Recaps: what the log says up to a version, as one last word of each device. Whoever can read the log comes to the same by itself; who joins hears
//! it in the place of entries that are gone. See docs/decisions/0048-recaps-of-the-log.md.
mod believe;
mod fold;
pub(in crate::sync) mod hear;
mod kept;
mod vouch;

use crate::said::{DeedSaid, MarkSaid};
use serde::{Deserialize, Serialize};
use webmynd_crypto::recap::Place;
use webmynd_protocol::Bytes;
use webmynd_protocol::recap::{Newest, Stands};

/// All that one says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::sync) struct Recap {
    /// The account's version.
    pub version: u64,
    /// Each device's, in the order in which their newest entries were taken.
    pub words: Vec<LastWord>,
}

/// What stands in a device's log and still counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::sync) struct LastWord {
    /// The device, 32 hex digits.
    pub device: String,
    /// Number of its newest entry.
    pub seq: u64,
    /// Its hash, 64 hex digits.
    pub hash: String,
    /// The account's version that it made.
    pub version: u64,
    /// The newest clock that it named.
    pub clock: u64,
    /// Stars and labels of which it said the last word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkSaid>,
    /// The same of forgets and undos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<DeedSaid>,
}

/// A recap that is believed.
pub(in crate::sync) struct Believed {
    pub recap: Recap,
    place: Place,
    sealed: Bytes,
}

/// One, and the entries before it that are being read: those that stayed.
pub(in crate::sync) struct Behind {
    believed: Believed,
    /// Up to here they were read.
    since: u64,
}

/// What the server says of recaps.
#[derive(Clone, Debug, Default)]
pub(in crate::sync) struct Shown {
    newest: Option<Newest>,
    /// The one up to which the log is cleared, where it is there.
    stands: Option<Stands>,
    /// A new one is welcome.
    wanted: bool,
}
