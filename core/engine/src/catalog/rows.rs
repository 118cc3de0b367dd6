//! The rows of the catalog.
use super::stirred::utc_day;
use super::words::Words;
use crate::address::page_address;
use crate::calendar::DAY_MS;
use crate::journal::Place;
use crate::page::{CaptureNo, Millis, VisitId};

/// One visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When, in ms.
    pub at: Millis,
    /// Its identity.
    pub id: VisitId,
    /// What was seen.
    pub no: CaptureNo,
    /// The operation that forgot it; 0 while it is remembered.
    pub op: u32,
    /// Local time minus UTC, in minutes.
    pub offset_min: i16,
    /// Part of the journal that says so (it is rewritten when the visit is purged).
    pub part: u32,
    /// Who saw it, and whether the vault has it.
    pub origin: Origin,
    /// How often it was looked at before what is kept of it was seen.
    pub look: u16,
    /// How long before it, in ms, the visit was that it came from; 0: none is known.
    pub from_gap: u32,
}

/// Where a visit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Seen on this device, and nowhere else.
    Here,
    /// Seen on this device, and in the vault.
    Sent,
    /// Seen on another device, by its number in [`super::Shared::device`].
    Elsewhere(u16),
}

impl Origin {
    /// As a number: 0 here, 1 sent, from 2 on other devices.
    pub fn number(self) -> u16 {
        match self {
            Self::Here => 0,
            Self::Sent => 1,
            Self::Elsewhere(device) => device.saturating_add(2),
        }
    }

    /// The opposite of [`Origin::number`].
    pub fn of(number: u16) -> Self {
        match number {
            0 => Self::Here,
            1 => Self::Sent,
            device => Self::Elsewhere(device - 2),
        }
    }
}

impl Visit {
    /// What the timeline is ordered by.
    pub fn key(&self) -> (Millis, VisitId) {
        (self.at, self.id)
    }

    /// False during the undo window of a forget.
    pub fn is_alive(&self) -> bool {
        self.op == 0
    }

    /// The UTC day, counted from 1970-01-01.
    pub fn utc_day(&self) -> u32 {
        utc_day(self.at)
    }

    /// The local calendar day, counted from 1970-01-01.
    pub fn day(&self) -> i32 {
        let local = self.at.saturating_add(i64::from(self.offset_min) * 60_000);
        i32::try_from(local.div_euclid(DAY_MS)).unwrap_or(if local < 0 { i32::MIN } else { i32::MAX })
    }
}

/// A number that may not be there, in the room of the number; the highest stands for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Perhaps(u32);

impl Perhaps {
    /// The number, where there is one.
    pub fn get(self) -> Option<u32> {
        Some(self.0).filter(|number| *number != u32::MAX)
    }

    /// As a checkpoint has it.
    pub(super) fn number(self) -> u32 {
        self.0
    }

    /// The opposite of [`Perhaps::number`].
    pub(super) fn of(number: u32) -> Self {
        Self(number)
    }
}

impl From<Option<u32>> for Perhaps {
    fn from(number: Option<u32>) -> Self {
        Self(number.unwrap_or(u32::MAX))
    }
}

/// One version of a page's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Its number.
    pub no: CaptureNo,
    /// Index of its page.
    pub page: u32,
    /// Its frame in the journal.
    pub place: Place,
    /// The part of the journal that has its first frame, where a later one says what it is now.
    pub began: Perhaps,
    /// Content hash.
    pub hash: [u8; 16],
    /// Number of its host.
    pub host: u32,
    /// Number of its language.
    pub lang: u32,
    /// Visits that are remembered.
    pub alive: u32,
    /// Visits, forgotten ones that can be restored included.
    pub visits: u32,
    /// The newest remembered visit.
    pub newest: (Millis, VisitId),
    /// Its picture: what comes from a browser's history, or from another device, has none.
    pub(super) framed: Option<Box<PictureRow>>,
    /// Where its words are.
    pub words: Words,
    /// How often they have gone or come.
    pub changes: u32,
    /// The capture of the same page before it.
    pub older: Perhaps,
}

impl Capture {
    /// Its picture.
    pub fn picture(&self) -> Option<PictureRow> {
        self.framed.as_deref().copied()
    }

    /// Whether a picture of it is to be taken: there is none, or only the thumbnail that another device sent.
    pub fn wants_picture(&self) -> bool {
        self.picture().is_none_or(|picture| picture.is_lent)
    }
}

/// What is known of a picture without decoding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// Key in the picture store.
    pub hash: [u8; 16],
    /// Dominant colour.
    pub colour: [u8; 3],
    /// The frame of the picture event (placeholder and size are there).
    pub place: Place,
    /// Whether it is only the thumbnail that another device sent: one of its own takes its place.
    pub is_lent: bool,
}

/// The favicon of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IconRow {
    /// Key in the picture store.
    pub key: [u8; 16],
    /// Parts of the journal that name the host by it or by an earlier one.
    pub named_in: Vec<u32>,
}

/// Identity of a page: the first 16 bytes of the BLAKE3 of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageKey(pub [u8; 16]);

impl PageKey {
    /// The key of the page of an address that was kept: also of one that was kept with what only tracks.
    pub fn of(url: &str) -> Self {
        Self(short_hash(page_address(url).as_bytes()))
    }
}

/// The first 16 bytes of the BLAKE3.
pub fn short_hash(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

/// One address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its key.
    pub key: PageKey,
    /// Whether it is a WebMark.
    pub star: bool,
    /// Its newest capture.
    pub latest: CaptureNo,
    /// Its captures.
    pub captures: u32,
    /// What most pages have nothing of.
    pub(super) marks: Option<Box<Marks>>,
}

/// What a page has that ever had a star or a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Numbers of its labels.
    pub(super) labels: Vec<u32>,
    /// Parts of the journal whose star and label events name it (they are rewritten when it is purged).
    pub(super) named_in: Vec<u32>,
}

impl Page {
    /// The key of a row that is no page: its number is free.
    const VACANT: PageKey = PageKey([0; 16]);

    /// One without captures.
    pub fn new(key: PageKey) -> Self {
        Self { key, star: false, latest: 0, captures: 0, marks: None }
    }

    /// Numbers of its labels.
    pub fn labels(&self) -> &[u32] {
        self.marks.as_ref().map_or(&[], |marks| &marks.labels)
    }

    /// Parts of the journal whose star and label events name it.
    pub(super) fn named_in(&self) -> &[u32] {
        self.marks.as_ref().map_or(&[], |marks| &marks.named_in)
    }

    /// An event in a part of the journal names it.
    pub(super) fn name_in(&mut self, seq: u32) {
        let marks = self.marks.get_or_insert_default();
        if !marks.named_in.contains(&seq) {
            marks.named_in.push(seq);
        }
    }

    /// Puts a label on it or takes it off; true when that changed something.
    pub(super) fn set_label(&mut self, label: u32, on: bool) -> bool {
        let has = self.labels().contains(&label);
        if has != on {
            let marks = self.marks.get_or_insert_default();
            marks.labels.retain(|other| *other != label);
            marks.labels.extend(Some(label).filter(|_| on));
        }
        has != on
    }

    pub(super) fn clear_labels(&mut self) {
        if let Some(marks) = &mut self.marks {
            marks.labels.clear();
        }
    }

    /// The row of a number that is free.
    pub fn vacant() -> Self {
        Self::new(Self::VACANT)
    }

    /// Whether it is one.
    pub fn is_vacant(&self) -> bool {
        self.key == Self::VACANT
    }
}

impl Operation {
    /// Whether it is a forget of retention.
    pub fn is_aged(&self) -> bool {
        matches!(self, Self::Forget { aged: Some(_), .. })
    }
}

/// Something that can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Visits were forgotten.
    Forget {
        /// When, in ms.
        at: Millis,
        /// How many visits.
        count: u32,
        /// By retention: the time that was believed then, in ms.
        aged: Option<Millis>,
    },
    /// Stars changed.
    Star {
        /// When, in ms.
        at: Millis,
        /// On which pages.
        pages: Vec<PageKey>,
        /// To what.
        on: bool,
    },
    /// A label changed.
    Label {
        /// When, in ms.
        at: Millis,
        /// On which pages.
        pages: Vec<PageKey>,
        /// Number of the label.
        label: u32,
        /// To what.
        on: bool,
    },
}
