//! Star, label, forget, undo: which visits or pages are meant, one durable event each.
use super::{Archive, Which};
use crate::catalog::{Operation, Page, PageKey, Visit};
use crate::event::{Event, Labelled, Restored, Stamp, Starred};
use crate::page::{Millis, Ordinal};
use crate::policy::redaction::redact;
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Change {
    /// Make WebMarks of pages, or no longer.
    Star {
        /// Starred or not.
        on: bool,
    },
    /// Put a label on pages, or take it off.
    Label {
        /// The label.
        label: String,
        /// On or off.
        on: bool,
    },
    /// Forget visits.
    Forget,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mutated {
    /// Number of the operation, for undo; 0 when nothing changed.
    pub op: u32,
    /// The timeline's generation now.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// How many visits (forget) or pages (star, label) changed.
    pub count: u32,
    /// How many pages were left out: what says their addresses is damaged on the disk.
    pub skipped: u32,
}

/// The event of a change, and on how many pages it is one.
struct Marked {
    op: u32,
    count: u32,
    skipped: u32,
    event: Event,
}

impl Archive {
    /// Changes what `which` means; durable when it returns. A star or label on a page of which everything was forgotten, and can
    /// still be taken back, keeps it: the forget of that page is taken back. Errors: `Retry` when a selection is of another
    /// generation (read again, then ask again); `Invalid` for an empty label, or a query of which a part was not understood;
    /// else what the files say.
    pub fn mutate(&mut self, which: &Which, change: &Change, now: Millis) -> Result<Mutated, EngineError> {
        if *change == Change::Forget {
            // What retention hid and a person forgets is gone as they meant it: nothing brings it back.
            let ordinals = self.resolve(which, now, |visit| self.is_forgettable(visit))?;
            return self.forget(&ordinals, now);
        }
        let alive = self.resolve(which, now, Visit::is_alive)?;
        let is_on = matches!(change, Change::Star { on: true } | Change::Label { on: true, .. });
        let hidden = if is_on && alive.is_empty() { self.hidden_of(which, now)? } else { vec![] };
        let ordinals = if hidden.is_empty() { alive } else { hidden.clone() };
        let Marked { op, count, skipped, event } = self.marked(&ordinals, change, now)?;
        let ids = hidden.into_iter().filter_map(|at| self.catalog.visit(at)).map(|visit| visit.id);
        let mut batch: Vec<_> = self.taken_back(ids, now).into_iter().collect();
        batch.extend((count > 0).then_some((event, vec![])));
        if !batch.is_empty() {
            self.record_all(&batch)?;
        }
        let op = if count > 0 { op } else { 0 };
        Ok(Mutated { op, generation: self.catalog.generation(), count, skipped })
    }

    /// The event by which a star or a label changes on the pages of visits.
    fn marked(&self, ordinals: &[Ordinal], change: &Change, now: Millis) -> Result<Marked, EngineError> {
        let (op, at, stamp) = (self.catalog.next_op(), now, self.stamp());
        if let Change::Label { label, on } = change {
            let label = redact(label.trim()).into_owned();
            if label.is_empty() || label.len() > 100 {
                return Err(EngineError::new(ErrorKind::Invalid, "a label has 1 to 100 bytes"));
            }
            let (pages, skipped) =
                self.addresses(ordinals, |page| self.catalog.has_label(page, &label) != *on)?;
            let event = Labelled { op, at, pages, label, on: *on, stamp };
            let count = event.pages.len() as u32;
            return Ok(Marked { op, count, skipped, event: Event::Label(event) });
        }
        let on = matches!(change, Change::Star { on: true });
        let (pages, skipped) = self.addresses(ordinals, |page| page.star != on)?;
        let count = pages.len() as u32;
        Ok(Marked { op, count, skipped, event: Event::Star(Starred { op, at, pages, on, stamp }) })
    }

    /// Takes an operation back. Errors: `NotFound` when it cannot be undone (any more).
    pub fn undo(&mut self, op: u32, now: Millis) -> Result<Mutated, EngineError> {
        let gone = || EngineError::new(ErrorKind::NotFound, "this can no longer be undone");
        let operation = self.catalog.operations().get(&op).cloned().ok_or_else(gone)?;
        let (next, stamp) = (self.catalog.next_op(), self.stamp());
        let mut skipped = 0;
        let (count, event, op) = match operation {
            Operation::Forget { count, .. } => {
                (count, Event::Restore(Restored { of: op, at: now, stamp }), op)
            }
            // An event of its own: what it says does not hang on an older one that compaction may have dropped.
            Operation::Star { pages, on, .. } => {
                let (pages, left) = self.addresses_of(&pages)?;
                skipped = left;
                (pages.len() as u32, Event::Star(Starred { op: next, at: now, pages, on: !on, stamp }), next)
            }
            Operation::Label { pages, label, on, .. } => {
                let (pages, left) = self.addresses_of(&pages)?;
                skipped = left;
                let label = self.catalog.label_name(label).to_owned();
                (
                    pages.len() as u32,
                    Event::Label(Labelled { op: next, at: now, pages, label, on: !on, stamp }),
                    next,
                )
            }
        };
        Ok(Mutated { skipped, ..self.record_some(count, event, vec![], op)? })
    }

    /// The stamp of a change that is made now, here.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { clock: self.catalog.shared().next_clock(), by: None }
    }

    /// Addresses of pages by their keys, and how many of them nothing says that is whole.
    pub(super) fn addresses_of(&self, keys: &[PageKey]) -> Result<(Vec<String>, u32), EngineError> {
        let (mut addresses, mut skipped) = (Vec::with_capacity(keys.len()), 0);
        for page in keys.iter().filter_map(|key| self.catalog.page_by_key(*key)) {
            match self.address_of(page)? {
                Some(address) => addresses.push(address),
                None => skipped += 1,
            }
        }
        Ok((addresses, skipped))
    }

    /// The address of a page, by its newest capture that is whole on the disk.
    fn address_of(&self, page: &Page) -> Result<Option<String>, EngineError> {
        for capture in self.catalog.versions(page) {
            match self.journal.event(capture.place) {
                Ok(Event::Capture(captured)) => return Ok(Some(captured.url)),
                Err(error) if error.kind != ErrorKind::Corrupt => return Err(error),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Records a change of `count` things; nothing where these are none.
    pub(super) fn record_some(
        &mut self,
        count: u32,
        event: Event,
        data: Vec<u8>,
        op: u32,
    ) -> Result<Mutated, EngineError> {
        if count == 0 {
            return Ok(Mutated { op: 0, generation: self.catalog.generation(), count, skipped: 0 });
        }
        self.record(event, data)?;
        Ok(Mutated { op, generation: self.catalog.generation(), count, skipped: 0 })
    }

    /// Addresses of the pages of visits that `wanted` says, each page once; and how many of them nothing says that is whole.
    fn addresses(
        &self,
        ordinals: &[Ordinal],
        wanted: impl Fn(&Page) -> bool,
    ) -> Result<(Vec<String>, u32), EngineError> {
        let (mut seen, mut keys) = (BTreeSet::new(), Vec::new());
        for ordinal in ordinals {
            let capture = self.catalog.visit(*ordinal).and_then(|visit| self.catalog.capture(visit.no));
            let page = capture.and_then(|capture| self.catalog.page_of(capture)).filter(|page| wanted(page));
            keys.extend(page.map(|page| page.key).filter(|key| seen.insert(*key)));
        }
        self.addresses_of(&keys)
    }
}
