//! What the engine is given and what it gives back about pages: visits, captures, WebMarks.
use serde::{Deserialize, Serialize};

/// A visit's identity: 16 random bytes made where the page was seen; a capture sent again carries the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitId(pub [u8; 16]);

/// The number of a capture (one version of one page's content), counted up from 0 in journal order, never reused.
pub type CaptureNo = u32;

/// Position of a visit in the timeline: visits ascend by (time, id).
pub type Ordinal = u32;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// A page as a browser (or an import) saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Seen {
    /// 32 hex digits, see [`VisitId`].
    pub id: String,
    /// When, in ms since the epoch.
    pub at: Millis,
    /// Local time minus UTC at that moment, in minutes.
    pub offset_min: i16,
    /// Address, from the browser, never from the page.
    pub url: String,
    /// `document.title`.
    pub title: String,
    /// The serialised document; may be empty when only text is known.
    pub html: String,
    /// The visible text (`innerText`), where a browser has laid the page out.
    pub text: Option<String>,
    /// `<html lang>`, a hint.
    pub lang: Option<String>,
    /// The address one came from, if known.
    pub referrer: Option<String>,
    /// The visit one came from, where the browser knows it better than the page does.
    pub from: Option<String>,
    /// How often this visit was looked at before: of two looks of a visit the later one holds.
    pub look: u16,
    /// The visit that this one goes on with, where it shows the same: the page was loaded again where it stood.
    pub stays: Option<String>,
}

/// What became of a page that was seen. Returned only when it is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Remembered {
    /// The visit that shows it, 32 hex digits: another one where that goes on.
    pub visit: String,
    /// Which content version it is.
    pub capture: CaptureNo,
    /// Where it stands in the timeline now.
    pub ordinal: Ordinal,
    /// Whether the content was new.
    pub kind: RememberedKind,
    /// True when a picture is wanted for it (none kept for this content yet).
    pub wants_picture: bool,
}

/// See [`Remembered::kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RememberedKind {
    /// The first capture of this address.
    New,
    /// The address was known, the content has changed.
    Version,
    /// Same address, same content: one more visit of a kept capture.
    Revisit,
    /// This very visit was remembered before, and shows nothing new (or was sent again).
    Again,
    /// This very visit was remembered before, and shows something else now: what it shows now is kept in its place.
    Look,
    /// This very visit was forgotten for good: nothing is kept, and neither capture nor ordinal says anything.
    Forgotten,
}

impl Remembered {
    /// What becomes of a visit that was forgotten for good.
    pub fn forgotten(id: VisitId) -> Self {
        Self {
            visit: id.to_string(),
            capture: 0,
            ordinal: 0,
            kind: RememberedKind::Forgotten,
            wants_picture: false,
        }
    }
}

impl VisitId {
    /// Reads 32 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        parse_hex(hex).map(Self)
    }

    /// The ids that an event's data is made of, 16 bytes each.
    pub(crate) fn all_in(data: &[u8]) -> impl Iterator<Item = Self> {
        data.chunks_exact(16).filter_map(|id| id.try_into().ok()).map(Self)
    }
}

/// Reads exactly `N` bytes of hex digits.
pub fn parse_hex<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if hex.len() != 2 * N || !hex.is_ascii() {
        return None;
    }
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Bytes as hex digits.
pub fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl std::fmt::Display for VisitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl std::fmt::Debug for VisitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VisitId({self})")
    }
}
