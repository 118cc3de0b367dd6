//! Answers about the memory as a whole and about one page, in the shapes of extension/bridge/engine.ts.
use super::{Archive, Missing};
use crate::catalog::{Counts, Operation, Reach, Visit};
use crate::page::{CaptureNo, Millis, Ordinal};
use serde::Serialize;

/// What was found when the memory was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// Bytes of a torn tail that were cut (a write that was never acknowledged).
    pub tail_cut: u64,
    /// Bytes in the middle of the journal that are damaged, those that were met since with them.
    pub damaged: u64,
    /// Events of a newer version, left alone.
    pub unknown: u64,
    /// Whether the index had to be built anew.
    pub index_rebuilt: bool,
    /// What is missing: told at every opening until the doctor has repaired it.
    pub missing: Option<Missing>,
}

/// The memory in numbers (pictures are counted by their port).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Changes when ordinals that were handed out are no longer valid.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// Visits that are remembered.
    pub visits: u32,
    /// Addresses.
    pub pages: u32,
    /// Versions of pages.
    pub captures: u32,
    /// Starred pages.
    pub webmarks: u32,
    /// Time of the oldest visit.
    pub first_at: Option<Millis>,
    /// Time of the newest visit.
    pub last_at: Option<Millis>,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// Forgets that can still be undone.
    pub undoable: Vec<Undoable>,
    /// Forgets that are final here, and that some other device has not applied yet, as far as it told.
    pub spreading: Vec<Spreading>,
    /// While the index is being built: captures done and in all.
    pub rebuilding: Option<Progress>,
    /// What was found at opening.
    pub opened: Opened,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Done so far.
    pub done: u32,
    /// In all.
    pub total: u32,
}

/// A forget that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Undoable {
    /// Its number.
    pub op: u32,
    /// How many visits.
    pub count: u32,
    /// When, in ms.
    pub at: Millis,
    /// Until when it can be undone, in ms.
    pub until: Millis,
    /// Whether retention did it.
    pub aged: bool,
    /// From how many devices it is gone.
    #[serde(flatten)]
    pub reach: Reach,
}

/// A forget that is final here, and not yet known to all of the account's devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spreading {
    /// How many visits.
    pub count: u32,
    /// When, in ms.
    pub at: Millis,
    /// From how many devices it is gone.
    #[serde(flatten)]
    pub reach: Reach,
}

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageState {
    /// Whether a visit of it is remembered.
    pub remembered: bool,
    /// Whether it is a WebMark.
    pub star: bool,
    /// Its labels.
    pub labels: Vec<String>,
    /// Remembered visits.
    pub visits: u32,
    /// Versions.
    pub captures: u32,
    /// Time of the newest visit; 0 when there is none.
    pub last_at: Millis,
    /// Ordinal of the newest visit.
    pub last_ordinal: Option<Ordinal>,
    /// Visits that are forgotten and can be taken back.
    pub forgotten: u32,
}

/// The words under a frame.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Caption {
    /// Where it stands.
    pub ordinal: Ordinal,
    /// The visit, 32 hex digits.
    pub id: String,
    /// Title of the page.
    pub title: String,
    /// Its address.
    pub url: String,
    /// As it was visited first, for opening it, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
    /// The number of its capture: visits that share it share text and picture.
    pub capture: CaptureNo,
    /// Its site's name or host.
    pub site: String,
    /// Its language or empty.
    pub lang: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// When, in ms.
    pub at: Millis,
    /// Local time minus UTC, in minutes.
    pub offset_min: i16,
    /// See `catalog::Flag`.
    pub flags: u8,
    /// The blurred placeholder, base64 without padding, or empty.
    pub thumbhash: String,
    /// The id an import gave it.
    pub name: Option<String>,
    /// The other device that saw it, as a person calls it; `None` for this one.
    pub device: Option<String>,
}

impl Archive {
    /// The memory in numbers.
    pub fn status(&self) -> Status {
        let catalog = &self.catalog;
        let Counts { visits, pages, captures, webmarks } = catalog.counts();
        let is_alive = |visit: &&Visit| visit.is_alive();
        let total = catalog.next_no();
        Status {
            generation: catalog.generation(),
            visits,
            pages,
            captures,
            webmarks,
            first_at: catalog.visits().iter().find(is_alive).map(|visit| visit.at),
            last_at: catalog.visits().iter().rfind(is_alive).map(|visit| visit.at),
            journal_bytes: self.journal.bytes(),
            index_bytes: self.index.bytes(),
            undoable: self.undoable(),
            spreading: self.spreading(),
            rebuilding: (self.cursor < total).then_some(Progress { done: self.cursor, total }),
            opened: Opened { damaged: self.damaged_bytes(), ..self.opened },
        }
    }

    /// What is known of an address (its `#fragment` does not matter).
    pub fn page_state(&self, url: &str) -> PageState {
        let catalog = &self.catalog;
        let Some(page) = super::address::kept_address(url).ok().and_then(|url| catalog.page(&url)) else {
            return PageState::default();
        };
        let mut state = PageState::default();
        let mut newest = None;
        for capture in catalog.versions(page) {
            state.visits += capture.alive;
            state.forgotten += capture.visits - capture.alive;
            if capture.alive > 0 {
                state.captures += 1;
                newest = newest.max(Some(capture.newest));
            }
        }
        let Some((last_at, last)) = newest else { return state };
        PageState {
            remembered: true,
            star: page.star,
            labels: catalog.labels_of(page),
            last_at,
            last_ordinal: catalog.ordinal(last),
            ..state
        }
    }

    fn undoable(&self) -> Vec<Undoable> {
        let forgets = self.catalog.operations().iter().filter_map(|(op, operation)| match operation {
            Operation::Forget { at, count, aged } => {
                let window = if aged.is_some() { super::AGED_UNDO_MS } else { self.undo_ms };
                let (until, reach) = (at.saturating_add(window), self.catalog.reach(*op));
                Some(Undoable { op: *op, count: *count, at: *at, until, aged: aged.is_some(), reach })
            }
            _ => None,
        });
        forgets.collect()
    }

    fn spreading(&self) -> Vec<Spreading> {
        let final_ones = self.catalog.shared().spreads().iter();
        let final_ones = final_ones.filter(|spread| !self.catalog.operations().contains_key(&spread.op));
        let all = final_ones.map(|spread| Spreading {
            count: spread.count,
            at: spread.at,
            reach: self.catalog.reach(spread.op),
        });
        all.filter(|spreading| spreading.reach.gone < spreading.reach.of).collect()
    }
}
