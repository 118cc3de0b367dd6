//! Where a capture's words are: in this memory, or in the vault alone.
use super::PackId;
use super::rows::{Capture, Origin};
use super::{Catalog, Gone};
use crate::bytes::Reader;
use crate::event::Filled;
use crate::journal::Place;
use crate::page::{CaptureNo, VisitId};
use std::collections::{BTreeMap, BTreeSet};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// In the frame of the capture's own event.
    Own,
    /// In the frame of a later event: they had left, and came back. It is rare, and in a box so that others need no room for it.
    Later(Box<Place>),
    /// In the vault alone: here is its title card.
    Vault,
}

/// Bits of a document's number that are the capture's; those above count how often its words went and came.
pub(super) const NUMBER_BITS: u32 = 28;
const NUMBER: u32 = (1 << NUMBER_BITS) - 1;

impl Capture {
    /// Whether its words are in the vault alone.
    pub fn is_card(&self) -> bool {
        self.words == Words::Vault
    }

    /// The number of the document in the index that stands for it now: one that says something else stands for nothing.
    pub fn doc(&self) -> u32 {
        doc_of(self.no, self.changes)
    }

    /// The same after its words have gone or come once more.
    pub fn next_doc(&self) -> u32 {
        doc_of(self.no, self.changes + 1)
    }

    /// The part of the journal that holds its words.
    pub(super) fn part(&self) -> Option<u32> {
        match &self.words {
            Words::Own => Some(self.place.seq),
            Words::Later(place) => Some(place.seq),
            Words::Vault => None,
        }
    }

    /// All places in the journal that say something of it; of its first frame, where a later one stands for it, the part alone.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let words = match &self.words {
            Words::Later(place) => Some(**place),
            Words::Own | Words::Vault => None,
        };
        let began = self.began.get().map(|seq| Place { seq, ..Place::default() });
        let picture = self.picture().map(|picture| picture.place);
        [Some(self.place), words, began, picture].into_iter().flatten()
    }
}

fn doc_of(no: CaptureNo, changes: u32) -> u32 {
    (changes << NUMBER_BITS) | (no & NUMBER)
}

impl Catalog {
    /// The capture that a document of the index stands for, or stood for once.
    pub fn capture_no(doc: u32) -> CaptureNo {
        doc & NUMBER
    }

    /// The capture that a document of the index stands for; `None` for one that is gone, or says what it said before.
    pub fn capture_of_doc(&self, doc: u32) -> Option<&Capture> {
        self.capture(Self::capture_no(doc)).filter(|capture| capture.doc() == doc)
    }

    /// Captures gave up their words: they leave the index and the journal, and the full pictures the picture store. `data`:
    /// the captures, see docs/format.md.
    pub(super) fn thin(&mut self, data: &[u8]) -> Gone {
        let mut gone = Gone::default();
        for (no, changes) in thinned(data) {
            let fits = |capture: &&mut Capture| capture.changes < changes;
            let Some(capture) = self.capture_mut(no).filter(fits) else { continue };
            gone.parts.extend(capture.part());
            gone.fulls.extend(capture.picture().map(|picture| picture.hash));
            gone.captures.push(no);
            (capture.words, capture.changes) = (Words::Vault, changes);
            self.stir_capture(no);
        }
        gone
    }

    /// A capture got its words back; they stand at `place`.
    pub(super) fn fill(&mut self, filled: &Filled, place: Place) -> Gone {
        let fits = |capture: &&mut Capture| capture.changes < filled.changes;
        let Some(capture) = self.capture_mut(filled.no).filter(fits) else { return Gone::of_part(place.seq) };
        let gone = capture.part().map_or_else(Gone::default, Gone::of_part);
        (capture.words, capture.changes) = (Words::Later(Box::new(place)), filled.changes);
        self.stir_capture(filled.no);
        gone
    }

    /// Where the vault has each visit's text: packs of this device and of others, by id, with the account's version whose
    /// entry added them. WebMarks' packs are left out: they go when the star does.
    pub fn packs_of_visits(&self) -> BTreeMap<VisitId, Vec<(PackId, u64)>> {
        let mut of: BTreeMap<VisitId, Vec<(PackId, u64)>> = BTreeMap::new();
        for (id, pack) in self.shared.readable_packs().filter(|(_, pack)| !pack.mark) {
            // What another device says of a visit that it has not seen may be anything.
            let seen = |id: &&VisitId| {
                pack.by == Origin::Here || self.visit_of(**id).is_some_and(|visit| visit.origin == pack.by)
            };
            for visit in pack.visits.iter().filter(seen) {
                of.entry(*visit).or_default().push((*id, pack.version));
            }
        }
        of
    }

    /// The packs that hold one of these visits: id and version, the newest first.
    pub fn packs_with(&self, visits: &BTreeSet<VisitId>) -> Vec<(PackId, u64)> {
        let all = self.shared.readable_packs();
        let holding = all.filter(|(_, pack)| pack.visits.iter().any(|visit| visits.contains(visit)));
        let mut packs: Vec<_> = holding.map(|(id, pack)| (*id, pack.version)).collect();
        packs.sort_by_key(|(_, version)| std::cmp::Reverse(*version));
        packs
    }
}

/// The data of a `thin` event: number of the capture and of the change, u32 each.
fn thinned(data: &[u8]) -> impl Iterator<Item = (CaptureNo, u32)> {
    let mut input = Reader::new(data);
    std::iter::from_fn(move || Some((input.u32()?, input.u32()?)))
}
