//! What can happen to the memory: the events of the journal, in the words of docs/format.md.
use crate::page::{CaptureNo, Millis};
use serde::{Deserialize, Serialize};

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
}

/// See [`Event::Capture`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Captured {
    /// Number of the capture.
    pub no: CaptureNo,
    /// The page's address, without fragment (unless it is a route, `#/…` or `#!…`), secrets redacted.
    pub url: String,
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
}

/// See [`Event::Forget`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgot {
    /// Number of the operation, for undo.
    pub op: u32,
    /// When, in ms.
    pub at: Millis,
    /// True when there is no undo (retention).
    #[serde(default)]
    pub last: bool,
}

/// See [`Event::Restore`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The operation that was undone.
    pub of: u32,
    /// When, in ms.
    pub at: Millis,
}

/// See [`Event::Purge`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// The forget that is final now.
    pub of: u32,
    /// When, in ms.
    pub at: Millis,
}
