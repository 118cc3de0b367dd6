//! The visits of a capture, found without passing those of others.
use super::rows::Visit;
use super::versions::numbered;
use super::{Catalog, Page};
use crate::page::{CaptureNo, Millis, Ordinal, VisitId};
use hashbrown::HashMap;

/// What the timeline is ordered by.
type Key = (Millis, VisitId);

/// No visit.
pub(super) const NEVER: Key = (Millis::MIN, VisitId([0; 16]));

/// All visits of a capture that has, or had, another than the one that its row names as its newest; ascending. A capture that is not here
/// has none, or that one.
#[derive(Default)]
pub(super) struct Revisits {
    of: HashMap<CaptureNo, Vec<Key>>,
}

impl Revisits {
    /// Notes a visit of a capture; `only`: the one that it has alone so far.
    fn add(&mut self, no: CaptureNo, only: Key, key: Key) {
        let visits = self.of.entry(no).or_insert_with(|| vec![only]);
        if let Err(at) = visits.binary_search(&key) {
            visits.insert(at, key);
        }
    }

    fn of(&self, no: CaptureNo) -> &[Key] {
        self.of.get(&no).map_or(&[], Vec::as_slice)
    }

    /// A capture is gone.
    pub fn drop(&mut self, no: CaptureNo) {
        self.of.remove(&no);
    }

    /// A capture has the visits alone of which this is true.
    pub fn retain(&mut self, no: CaptureNo, stays: impl Fn(&Key) -> bool) {
        if let Some(visits) = self.of.get_mut(&no) {
            visits.retain(stays);
        }
    }
}

impl Catalog {
    /// The visits of a capture, forgotten ones that can be restored included: ascending. Visits are settled.
    pub fn visits_of(&self, no: CaptureNo) -> Vec<Ordinal> {
        let newest = self.capture(no).map(|capture| capture.newest);
        let only = newest.as_slice();
        let keys = Some(self.revisits.of(no)).filter(|keys| !keys.is_empty()).unwrap_or(only);
        keys.iter().filter_map(|key| self.ordinal_of(*key)).collect()
    }

    /// The times of the visits of a capture, also while visits are not settled.
    pub(super) fn times_of(&self, no: CaptureNo) -> impl Iterator<Item = Millis> {
        let newest = self.capture(no).map(|capture| capture.newest).filter(|key| *key != NEVER);
        self.revisits.of(no).iter().copied().chain(newest).map(|(at, _)| at)
    }

    /// The same of all versions of a page.
    pub fn visits_of_page(&self, page: &Page) -> Vec<Ordinal> {
        let mut ordinals: Vec<Ordinal> =
            self.versions(page).flat_map(|capture| self.visits_of(capture.no)).collect();
        ordinals.sort_unstable();
        ordinals
    }

    /// Where the visit of a key stands.
    pub(super) fn ordinal_of(&self, key: Key) -> Option<Ordinal> {
        self.visits.search(&key, Visit::key).ok().map(|at| at as Ordinal)
    }

    /// A visit shows a capture.
    pub(super) fn gain(&mut self, visit: &Visit) {
        self.shared.stirred.stir(visit.utc_day());
        let Some(capture) = self.capture_mut(visit.no) else { return };
        let (only, had) = (capture.newest, capture.visits);
        capture.visits += 1;
        if visit.is_alive() {
            capture.alive += 1;
            capture.newest = capture.newest.max(visit.key());
        }
        if had > 0 {
            self.revisits.add(visit.no, only, visit.key());
        } else if !visit.is_alive() {
            self.revisits.add(visit.no, visit.key(), visit.key());
        }
    }

    /// A visit shows a capture no more.
    pub(super) fn lose(&mut self, visit: &Visit) {
        self.shared.stirred.stir(visit.utc_day());
        let key = visit.key();
        self.revisits.retain(visit.no, |other| *other != key);
        let Some(capture) = self.capture_mut(visit.no) else { return };
        capture.visits = capture.visits.saturating_sub(1);
        if visit.is_alive() {
            capture.alive = capture.alive.saturating_sub(1);
        }
        if capture.newest == key {
            self.renew_newest(visit.no);
        }
    }

    /// A visit is forgotten, and may come back. [`Catalog::renew_newest`] of its capture is due.
    pub(super) fn hide(&mut self, visit: &Visit) {
        if let Some(capture) = self.capture_mut(visit.no) {
            capture.alive = capture.alive.saturating_sub(1);
            self.revisits.add(visit.no, visit.key(), visit.key());
        }
    }

    /// A visit that was forgotten is remembered again.
    pub(super) fn show(&mut self, visit: &Visit) {
        if let Some(capture) = self.capture_mut(visit.no) {
            capture.alive += 1;
            capture.newest = capture.newest.max(visit.key());
        }
    }

    /// Finds the newest remembered visit of a capture again.
    pub(super) fn renew_newest(&mut self, no: CaptureNo) {
        let is_shown = |key: &&Key| {
            let visit = self.ordinal_of(**key).and_then(|at| self.visit(at));
            visit.is_some_and(|visit| visit.is_alive() && visit.no == no)
        };
        let newest = self.revisits.of(no).iter().rev().find(is_shown).copied();
        if let Some(capture) = self.capture_mut(no) {
            capture.newest = newest.unwrap_or(NEVER);
        }
    }

    /// Finds the visits of all captures anew.
    pub(super) fn link_visits(&mut self) {
        self.revisits = Revisits::default();
        for visit in &self.visits {
            let capture = numbered(&self.captures, visit.no);
            if capture.is_some_and(|capture| capture.visits > 1 || capture.alive == 0) {
                self.revisits.of.entry(visit.no).or_default().push(visit.key());
            }
        }
    }
}
