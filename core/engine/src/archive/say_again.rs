//! What a checkpoint still knows of damaged frames is said anew by a repair: what was forgotten stays forgotten, and stars, labels and visits of
//! pages that are there stay.
use super::Archive;
use crate::EngineError;
use crate::catalog::{Catalog, Operation, Page, PageKey, Visit};
use crate::event::{Event, Forgot, Labelled, Stamp, Starred, Visited};
use crate::page::{Millis, VisitId};
use std::collections::{BTreeMap, BTreeSet};

impl Archive {
    /// The catalog of the newest checkpoint that is of this journal, with what was said since; `None` where there is none.
    pub(super) fn known_before(&mut self) -> Result<Option<Catalog>, EngineError> {
        let facts = self.journal.facts();
        for checkpoint in Catalog::checkpoints(&*self.files)? {
            let fitting = if checkpoint.fits(&facts) { checkpoint.read(&*self.files)? } else { None };
            let Some(mut known) = fitting else { continue };
            self.journal.scan(checkpoint.position, &mut |found| {
                if let Some(event) = found.event.filter(|_| !found.is_hurt) {
                    known.apply(&event, found.data, found.place);
                }
                Ok(())
            })?;
            known.settle();
            return Ok(Some(known));
        }
        Ok(None)
    }

    /// Says anew what was `known` and is not any more of captures that are there; gives how many facts that were.
    pub(super) fn say_again(&mut self, known: &Catalog) -> Result<u32, EngineError> {
        let before = self.catalog.revision();
        self.in_bulk(|archive| {
            archive.see_again(known)?;
            archive.mark_again(known)?;
            archive.forget_again(known)
        })?;
        Ok(u32::try_from(self.catalog.revision() - before).unwrap_or(u32::MAX))
    }

    /// Visits whose captures are there.
    fn see_again(&mut self, known: &Catalog) -> Result<(), EngineError> {
        let is_lost = |visit: &&Visit| {
            visit.is_alive() && self.catalog.is_unknown(visit.id) && self.catalog.capture(visit.no).is_some()
        };
        let lost: Vec<Visit> = known.visits().iter().filter(is_lost).copied().collect();
        for visit in lost {
            let visited = Visited { no: visit.no, visit: known.facts_of(&visit) };
            self.record(Event::Visit(visited), vec![])?;
        }
        self.catalog.settle();
        Ok(())
    }

    /// Stars and labels.
    fn mark_again(&mut self, known: &Catalog) -> Result<(), EngineError> {
        let here: BTreeSet<PageKey> = self
            .catalog
            .captures()
            .iter()
            .filter_map(|capture| Some(self.catalog.page_of(capture)?.key))
            .collect();
        for key in here {
            let (Some(was), Some(is)) = (known.page_by_key(key), self.catalog.page_by_key(key)) else {
                continue;
            };
            let (star, is_starred) = (was.star, is.star);
            let labels = |catalog: &Catalog, page: &Page| BTreeSet::from_iter(catalog.labels_of(page));
            let (were, are): (BTreeSet<String>, BTreeSet<String>) =
                (labels(known, was), labels(&self.catalog, is));
            if star == is_starred && were == are {
                continue;
            }
            let (pages, _) = self.addresses_of(&[key])?;
            let stamp = Stamp::default();
            if star != is_starred {
                let starred = Starred { op: 0, at: 0, pages: pages.clone(), on: star, stamp: stamp.clone() };
                self.record(Event::Star(starred), vec![])?;
            }
            for label in were.symmetric_difference(&are) {
                let (on, label, pages, stamp) =
                    (were.contains(label), label.clone(), pages.clone(), stamp.clone());
                self.record(Event::Label(Labelled { op: 0, at: 0, pages, label, on, stamp }), vec![])?;
            }
        }
        Ok(())
    }

    /// What was forgotten, each with its time: what can be undone still can.
    fn forget_again(&mut self, known: &Catalog) -> Result<(), EngineError> {
        let mut forgotten: BTreeMap<Millis, Vec<VisitId>> = BTreeMap::new();
        for visit in self.catalog.visits().iter().filter(|visit| visit.is_alive()) {
            let hidden = known.visit_of(visit.id).filter(|was| !was.is_alive());
            let at = match hidden.map(|was| known.operations().get(&was.op)) {
                // What retention hid it hides again by itself.
                Some(Some(Operation::Forget { aged: Some(_), .. })) => continue,
                Some(Some(Operation::Forget { at, .. })) => *at,
                Some(_) => 0,
                None if known.shared().is_gone(visit.id) => 0,
                None => continue,
            };
            forgotten.entry(at).or_default().push(visit.id);
        }
        for (at, visits) in forgotten {
            let (op, known) = (self.catalog.next_op(), visits.len() as u32);
            let stamp = Stamp::default();
            let forgot = Forgot { op, at, last: false, aged: None, known, hides: None, early: 0, stamp };
            self.record(Event::Forget(forgot), visits.iter().flat_map(|id| id.0).collect())?;
        }
        Ok(())
    }
}
