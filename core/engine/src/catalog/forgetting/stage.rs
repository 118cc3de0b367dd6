//! The stages of forgetting a visit, and the one table of what moves it from one to another: docs/forgetting.md, for people.
use crate::catalog::{Catalog, Visit};
use crate::event::Forgot;
use crate::page::VisitId;

/// What a memory knows of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing: it was never seen here, or this device alone gave it up.
    Unknown,
    /// It stands in the timeline, and is found.
    Remembered,
    /// A person forgot it, here or on another device: neither shown nor found. Until its undo window ends it can come back.
    Forgotten,
    /// Retention hid it: neither shown nor found. For a week, by the time that is believed, it can come back.
    Aged,
    /// Its id alone is known, and whose word made it so: no other device brings it back, but one that took that word back in time.
    Gone,
}

/// What can happen to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is seen here, or told by a file or by another device.
    See,
    /// A person forgets it.
    Forget,
    /// Retention hides it, with much else.
    Age,
    /// Retention gives it up, one of the few that became too old just now.
    Expire,
    /// It is taken back: by an undo, by a star on its page, by a longer retention.
    Restore,
    /// What hid it is final.
    Purge,
}

impl Stage {
    /// The stage after a step; `None` where the step leaves a visit at this stage alone.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Unknown | Self::Gone, Step::See) => Some(Self::Remembered),
            (Self::Remembered | Self::Aged, Step::Forget) => Some(Self::Forgotten),
            (Self::Remembered | Self::Aged, Step::Age) => Some(Self::Aged),
            (Self::Remembered | Self::Aged, Step::Expire) => Some(Self::Unknown),
            (Self::Forgotten | Self::Aged, Step::Restore) => Some(Self::Remembered),
            (Self::Forgotten, Step::Purge) => Some(Self::Gone),
            (Self::Aged, Step::Purge) | (Self::Gone, Step::Restore) => Some(Self::Unknown),
            _ => None,
        }
    }
}

impl Step {
    /// Which of the three ways to hide a visit an event is.
    pub(in crate::catalog) fn of(forgot: &Forgot) -> Self {
        match (forgot.last, forgot.aged) {
            (true, _) => Self::Expire,
            (false, Some(_)) => Self::Age,
            (false, None) => Self::Forget,
        }
    }
}

impl Catalog {
    /// The stage of a visit that stands here.
    pub fn stage_of(&self, visit: &Visit) -> Stage {
        if visit.is_alive() {
            Stage::Remembered
        } else if self.is_aged(visit) {
            Stage::Aged
        } else {
            Stage::Forgotten
        }
    }

    /// Whether nothing is known of a visit, not even that it is gone. It need not be settled.
    pub fn is_unknown(&self, id: VisitId) -> bool {
        !self.holds(id) && !self.shared.is_gone(id)
    }

    /// The stage of a visit by its id, once all visits are in their places.
    pub fn stage(&self, id: VisitId) -> Stage {
        match self.visit_of(id) {
            Some(visit) => self.stage_of(visit),
            None if self.shared.is_gone(id) => Stage::Gone,
            None => Stage::Unknown,
        }
    }
}
