//! A visit has looks: each takes the place of the one before, and what that one saw goes where nothing else holds it.
use super::rows::{Origin, PageKey, Visit};
use super::{Catalog, Gone};
use crate::event::VisitFacts;
use crate::journal::Place;
use crate::page::{CaptureNo, VisitId};
use std::collections::BTreeSet;

/// What a part of the journal holds that says nothing any more: earlier looks, earlier pictures. It goes when the part is
/// written anew: when there is enough of it, or when one of its pages is forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stale {
    /// How much.
    pub bytes: u64,
    /// Of which pages.
    pub pages: BTreeSet<PageKey>,
}

impl Catalog {
    /// A known visit shows what capture `no` holds, by an event in `part`; nothing where a later look is known.
    pub(super) fn look(&mut self, id: VisitId, no: CaptureNo, facts: &VisitFacts, part: u32) -> Gone {
        let Some(page) = self.capture(no).map(|capture| capture.page) else { return Gone::of_part(part) };
        let from_gap = self.gap_of(facts);
        let Some(visit) = self.visit_mut(id).filter(|visit| visit.look < facts.look) else {
            return Gone::default();
        };
        let before = *visit;
        (visit.no, visit.part, visit.look, visit.from_gap) = (no, part, facts.look, from_gap);
        if visit.origin == Origin::Sent {
            visit.origin = Origin::Here;
        }
        let after = *visit;
        self.unsend(&after);
        self.outdate(Place { seq: before.part, ..Place::default() }, page);
        if before.no == no {
            return Gone::default();
        }
        self.gain(&after);
        self.leave_capture(&before, page);
        Gone::default()
    }

    /// The capture that a visit showed before: it goes when no other visit has it.
    fn leave_capture(&mut self, before: &Visit, page: u32) {
        self.lose(before);
        let is_left = self.capture(before.no).is_some_and(|capture| capture.visits == 0);
        let key = self.pages.get(page).map(|page| page.key);
        self.left.extend(key.filter(|_| is_left).map(|key| (before.no, key)));
    }

    /// Drops the captures that looks have left and no visit shows. While a journal is read, it is called at its end: events of
    /// visits that are gone may be missing in it, and others of the same capture still follow.
    pub fn drop_left(&mut self) -> Gone {
        self.revision += 1;
        self.mend_versions();
        let mut gone = Gone::default();
        for (no, key) in std::mem::take(&mut self.left) {
            gone.extend(self.drop_one(no, key));
        }
        gone
    }

    fn drop_one(&mut self, no: CaptureNo, shown_by: PageKey) -> Gone {
        let Some(lost) = self.take_captures(&BTreeSet::from([no])).pop() else { return Gone::default() };
        // Its frame names its own page, and is a trace of the one that has the visit now.
        let own = self.pages.get(lost.page).map_or(shown_by, |page| page.key);
        for page in [own, shown_by] {
            for place in lost.places() {
                self.outdate_of(place, page);
            }
        }
        // Star and labels that were given to its page while there was no later capture are said anew.
        let key = self.pages.get(lost.page).filter(|page| self.is_marked(page)).map(|page| page.key);
        Gone {
            pictures: lost.picture().map(|picture| picture.hash).into_iter().collect(),
            marked: key.into_iter().collect(),
            ..Gone::default()
        }
    }

    /// Notes that a frame says nothing any more; it is a trace of a page.
    pub(super) fn outdate(&mut self, place: Place, page: u32) {
        if let Some(page) = self.pages.get(page).map(|page| page.key) {
            self.outdate_of(place, page);
        }
    }

    fn outdate_of(&mut self, place: Place, page: PageKey) {
        let stale = self.stale.entry(place.seq).or_default();
        stale.bytes += u64::from(place.meta_len) + u64::from(place.data_len);
        stale.pages.insert(page);
    }

    /// What the vault has of a visit that was looked at again is what it showed before: that is to be taken out of its packs.
    /// Also where the events of its earlier looks have left the journal.
    pub(super) fn unsend(&mut self, visit: &Visit) {
        if visit.look > 0 && visit.origin == Origin::Here {
            self.shared.outdate(visit.id, visit.utc_day());
        }
    }

    /// Visits are lost: with them go what earlier looks of their pages have left.
    pub(super) fn take_outdated(&self, lost: &[Visit], gone: &mut Gone) {
        if self.stale.is_empty() {
            return;
        }
        let pages = self.pages_of(lost);
        let holds = |stale: &Stale| stale.pages.iter().any(|page| pages.contains(page));
        gone.parts.extend(self.stale.iter().filter(|(_, stale)| holds(stale)).map(|(seq, _)| *seq));
    }

    /// A part of the journal of which at least so much says nothing any more; `len`: its length in bytes.
    pub fn stale_part(&self, len: impl Fn(u32) -> Option<u64>) -> Option<u32> {
        /// One part in so many.
        const SHARE: u64 = 4;
        let is_due = |(seq, stale): &(&u32, &Stale)| len(**seq).is_some_and(|len| stale.bytes * SHARE >= len);
        self.stale.iter().find(is_due).map(|(seq, _)| *seq)
    }

    /// A part was written anew.
    pub fn renewed(&mut self, seq: u32) {
        self.revision += 1;
        self.stale.remove(&seq);
    }
}
