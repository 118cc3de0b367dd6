//! What can happen to the memory: the events of the journal, in the words of docs/format.md.
use crate::page::{CaptureNo, Millis};
use crate::policy::clock::Reading;
use serde::{Deserialize, Serialize};

mod packs;
mod vault;

pub use packs::{Checked, Cured, Harm, Quarantined};
pub use vault::{Devices, Named, Received, Reread, Sent, SentPack, VaultFacts};

/// One event: the `meta` of a journal frame, as JSON. Text and visit ids travel in the frame's `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Event {
    /// New content was seen; data = the packed text (see `journal::text`).
    Capture(Captured),
    /// Kept content was seen once more.
    Visit(Visited),
    /// A capture got its picture.
    Picture(Pictured),
    /// A site got its favicon.
    Icon(Iconed),
    /// Pages became WebMarks, or ceased to be.
    Star(Starred),
    /// A label was put on pages, or taken off.
    Label(Labelled),
    /// Visits were forgotten; data = their ids, 16 bytes each.
    Forget(Forgot),
    /// An operation was undone.
    Restore(Restored),
    /// The undo window of a forget has ended: its visits are gone for good.
    Purge(Purged),
    /// The vault has taken an entry of this device's log; data = ids of the visits in its packs, 16 bytes each.
    Sent(Sent),
    /// An entry of another device's log has been applied.
    Received(Received),
    /// The account's devices, all of them, as its keyring lists them now.
    Devices(Devices),
    /// Captures gave up their words, which the vault keeps; data = their numbers and the numbers of the change, u32 each.
    Thin(Thinned),
    /// A capture got its words back; data = the packed text.
    Fill(Filled),
    /// Thumbnails of other devices were taken in; data = ids of own visits whose thumbnails are not here any more and so
    /// never sent, 16 bytes each.
    Thumbs(Thumbs),
    /// The clock was read, on a day on which it had not been read yet: what is due by age hangs on it.
    Clock(Reading),
    /// A pack that was in quarantine was read, or is not wanted any more; data = ids of the visits in it, 16 bytes each.
    Cured(Cured),
    /// A pack of this device's that another could not read was looked at.
    Checked(Checked),
    /// An entry that a newer version wrote was read again, for more of it is known now.
    Reread(Reread),
    /// Whose vault this memory is synced with from now on.
    Vault(VaultFacts),
    /// How long a part of the journal is that is closed: said at the beginning of the next one, or of its own where it was written anew.
    Part(PartFacts),
}

/// A part of the journal, as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFacts {
    /// Its number.
    pub seq: u32,
    /// How often it was rewritten.
    pub generation: u32,
    /// Its length in bytes; all of them were acknowledged.
    pub len: u64,
}

/// When something was changed, and by which device: of two changes of one thing the later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Lamport's clock: later than all that its device knew. 0: of a time before there were clocks.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub clock: u64,
    /// The device, 32 hex digits; without it this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_first(look: &u16) -> bool {
    *look == 0
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

/// See [`Event::Capture`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Captured {
    /// Number of the capture.
    pub no: CaptureNo,
    /// The page's address, without fragment (unless it is a route, `#/…` or `#!…`) and what only tracks, secrets redacted.
    pub url: String,
    /// The address at which its first visit saw it, secrets redacted, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
    /// Its title.
    pub title: String,
    /// The site's name or host.
    pub site: String,
    /// Primary language or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// As declared by the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// First 16 bytes of BLAKE3 over title and main text, hex.
    pub hash: String,
    /// The id an import gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its words have left this frame: a `fill` has them, or the vault alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub card: bool,
    /// How often the capture was said anew with this: of two events of one number the later one counts.
    #[serde(default, skip_serializing_if = "is_none")]
    pub changes: u32,
    /// The visit that saw it first.
    #[serde(flatten)]
    pub visit: VisitFacts,
}

/// See [`Event::Visit`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visited {
    /// The capture that was seen again.
    pub no: CaptureNo,
    /// The visit.
    #[serde(flatten)]
    pub visit: VisitFacts,
}

/// One visit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VisitFacts {
    /// 32 hex digits.
    pub id: String,
    /// When, in ms.
    pub at: Millis,
    /// Local time minus UTC, in minutes.
    #[serde(default)]
    pub offset_min: i16,
    /// The remembered visit one came from (never an address: a forgotten page must not live on in its neighbours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The device that saw it, 32 hex digits; without it this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// How often it was looked at before: of two events of one visit that with the later look says what it saw.
    #[serde(default, skip_serializing_if = "is_first")]
    pub look: u16,
}

/// See [`Event::Picture`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictured {
    /// Of which capture.
    pub no: CaptureNo,
    /// Key of thumbnail and full image, 32 hex digits.
    pub hash: String,
    /// Dominant colour.
    pub colour: [u8; 3],
    /// The blurred placeholder, at most 28 bytes, base64 without padding.
    #[serde(default)]
    pub thumbhash: String,
    /// Width of the full image in pixels.
    pub width: u32,
    /// Height of the full image in pixels.
    pub height: u32,
}

/// See [`Event::Icon`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Iconed {
    /// Host of the site.
    pub host: String,
    /// Key of the icon, 32 hex digits.
    pub hash: String,
}

/// See [`Event::Star`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Starred {
    /// Number of the operation, for undo.
    pub op: u32,
    /// When, in ms.
    pub at: Millis,
    /// The addresses whose star changed.
    pub pages: Vec<String>,
    /// Starred or not.
    pub on: bool,
    /// When and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// See [`Event::Label`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// Number of the operation, for undo.
    pub op: u32,
    /// When, in ms.
    pub at: Millis,
    /// The addresses on which it changed.
    pub pages: Vec<String>,
    /// The label.
    pub label: String,
    /// Put on or taken off.
    pub on: bool,
    /// When and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// See [`Event::Forget`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgot {
    /// Number of the operation, for undo; 0 where it hides nothing.
    pub op: u32,
    /// When, in ms.
    pub at: Millis,
    /// True when there is no undo, and nothing for other devices (retention).
    #[serde(default)]
    pub last: bool,
    /// Retention did it, and it can be undone: the time that was believed then, in ms. Nothing for other devices either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aged: Option<Millis>,
    /// How many of the visits other devices know: the first of the ids.
    #[serde(default, skip_serializing_if = "is_none")]
    pub known: u32,
    /// How many of the visits it hides, from the first, where these are not all: the others were forgotten already, and this
    /// was said of them, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hides: Option<u32>,
    /// How many of the visits nobody has told this device of yet: the last of the ids.
    #[serde(default, skip_serializing_if = "is_none")]
    pub early: u32,
    /// When and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
}

impl Forgot {
    /// How many of its `all` visits it hides, from the first.
    pub fn hidden(&self, all: usize) -> usize {
        self.hides.map_or(all, |hides| all.min(hides as usize))
    }
}

/// See [`Event::Restore`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The operation that was undone; 0 where visits are named instead: by another device, by a star on their page, or by
    /// retention that keeps more now.
    #[serde(default)]
    pub of: u32,
    /// When, in ms.
    pub at: Millis,
    /// When and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// See [`Event::Purge`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// The forget that is final now.
    pub of: u32,
    /// When, in ms.
    pub at: Millis,
}

/// See [`Event::Thin`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thinned {
    /// When, in ms.
    pub at: Millis,
}

/// See [`Event::Fill`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The capture.
    pub no: CaptureNo,
    /// How often its words have gone or come, with this: of two such events the one with the higher number counts.
    pub changes: u32,
}

/// See [`Event::Thumbs`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbs {
    /// Packs of other devices that need not be looked into any more, 64 hex digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<String>,
    /// What is in one of them, which may be this device's to look after one day; the visits stand before those whose thumbnails are not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

/// A pack of thumbnails of another device that was looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The pack.
    pub pack: SentPack,
    /// The device that added it, 32 hex digits.
    pub device: String,
    /// The account's version whose entry added it.
    pub version: u64,
}
