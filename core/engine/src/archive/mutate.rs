//! Star, label, forget, undo: which visits or pages are meant, one durable event each.
use super::Archive;
use crate::catalog::{Capture, Operation, Origin, PageKey, Visit};
use crate::event::{Event, Forgot, Labelled, Purged, Restored, Stamp, Starred};
use crate::page::{Millis, Ordinal, VisitId};
use crate::{EngineError, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which visits (for a forget) or their pages (for stars and labels).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Which {
    /// Ranges of ordinals.
    Selection {
        /// The ranges.
        selection: Selection,
    },
    /// Visits by their ids, 32 hex digits each.
    Visits {
        /// The ids.
        visits: Vec<String>,
    },
    /// All visits of an address.
    Page {
        /// The address.
        page: String,
    },
    /// All visits of a host and the hosts below it.
    Site {
        /// The host.
        site: String,
    },
    /// All visits in `since..until`, in ms.
    Time {
        /// From.
        since: Millis,
        /// Until, exclusive.
        until: Millis,
    },
    /// All visits of the captures that a query finds.
    Query {
        /// The query.
        query: String,
    },
}

/// `[from, to)` ordinals, valid for one generation of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Selection {
    /// The generation under which they were read.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// The ranges.
    pub ranges: Vec<(Ordinal, Ordinal)>,
}

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
}

impl Archive {
    /// Changes what `which` means; durable when it returns. Errors: `Retry` when a selection is of another generation
    /// (read again, then ask again); `Invalid` for an empty label; else what the files say.
    pub fn mutate(&mut self, which: &Which, change: &Change, now: Millis) -> Result<Mutated, EngineError> {
        let ordinals = self.resolve(which, now)?;
        match change {
            Change::Forget => self.forget(&ordinals, now, false),
            Change::Star { on } => {
                let op = self.catalog.next_op();
                let pages = self.addresses(&ordinals, |archive, capture| {
                    archive.catalog.page_of(capture).is_some_and(|page| page.star != *on)
                })?;
                let count = pages.len() as u32;
                self.record_some(
                    count,
                    Event::Star(Starred { op, at: now, pages, on: *on, stamp: self.stamp() }),
                    vec![],
                    op,
                )
            }
            Change::Label { label, on } => {
                let label = label.trim();
                if label.is_empty() || label.len() > 100 {
                    return Err(EngineError::new(ErrorKind::Invalid, "a label has 1 to 100 bytes"));
                }
                let op = self.catalog.next_op();
                let pages = self.addresses(&ordinals, |archive, capture| {
                    archive
                        .catalog
                        .page_of(capture)
                        .is_some_and(|page| archive.catalog.has_label(page, label) != *on)
                })?;
                let count = pages.len() as u32;
                let event = Event::Label(Labelled {
                    op,
                    at: now,
                    pages,
                    label: label.to_owned(),
                    on: *on,
                    stamp: self.stamp(),
                });
                self.record_some(count, event, vec![], op)
            }
        }
    }

    /// Takes an operation back. Errors: `NotFound` when it cannot be undone (any more).
    pub fn undo(&mut self, op: u32, now: Millis) -> Result<Mutated, EngineError> {
        let gone = || EngineError::new(ErrorKind::NotFound, "this can no longer be undone");
        let operation = self.catalog.operations().get(&op).cloned().ok_or_else(gone)?;
        let (next, stamp) = (self.catalog.next_op(), self.stamp());
        let (count, event, op) = match operation {
            Operation::Forget { count, .. } => {
                (count, Event::Restore(Restored { of: op, at: now, stamp }), op)
            }
            // An event of its own: what it says does not hang on an older one that compaction may have dropped.
            Operation::Star { pages, on, .. } => {
                let pages = self.addresses_of(&pages)?;
                (pages.len() as u32, Event::Star(Starred { op: next, at: now, pages, on: !on, stamp }), next)
            }
            Operation::Label { pages, label, on, .. } => {
                let pages = self.addresses_of(&pages)?;
                let label = self.catalog.label_name(label).to_owned();
                (
                    pages.len() as u32,
                    Event::Label(Labelled { op: next, at: now, pages, label, on: !on, stamp }),
                    next,
                )
            }
        };
        self.record_some(count, event, vec![], op)
    }

    /// The stamp of a change that is made now, here.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { clock: self.catalog.shared().next_clock(), by: None }
    }

    /// Addresses of pages by their keys.
    pub(super) fn addresses_of(&self, keys: &[PageKey]) -> Result<Vec<String>, EngineError> {
        let captures =
            keys.iter().filter_map(|key| self.catalog.capture(self.catalog.page_by_key(*key)?.latest));
        let events = captures.map(|capture| self.journal.event(capture.place));
        let address = |event| if let Event::Capture(captured) = event { Some(captured.url) } else { None };
        events.filter_map(|event| event.map(address).transpose()).collect()
    }

    /// Ends the undo window of a forget at once. An operation that is gone already is no error.
    pub fn forget_now(&mut self, op: u32, now: Millis) -> Result<(), EngineError> {
        if matches!(self.catalog.operations().get(&op), Some(Operation::Forget { .. })) {
            self.record(Event::Purge(Purged { of: op, at: now }), vec![])?;
        }
        Ok(())
    }

    /// Forgets visits older than `days` for good; WebMarks never. Gives how many.
    pub fn expire(&mut self, days: u32, now: Millis) -> Result<u32, EngineError> {
        let before = now.saturating_sub(Millis::from(days) * 86_400_000);
        let end = self.catalog.first_at(before) as u32;
        let is_mark = |archive: &Self, visit: &Visit| {
            let page = archive.catalog.capture(visit.no).and_then(|capture| archive.catalog.page_of(capture));
            page.is_some_and(|page| page.star)
        };
        let old = |ordinal: &Ordinal| {
            self.catalog.visit(*ordinal).is_some_and(|visit| visit.is_alive() && !is_mark(self, visit))
        };
        let ordinals: Vec<Ordinal> = (0..end).filter(old).collect();
        Ok(self.forget(&ordinals, now, true)?.count)
    }

    fn forget(&mut self, ordinals: &[Ordinal], now: Millis, last: bool) -> Result<Mutated, EngineError> {
        let alive = |ordinal: &Ordinal| self.catalog.visit(*ordinal).filter(|visit| visit.is_alive());
        let (known, own): (Vec<&Visit>, Vec<&Visit>) =
            ordinals.iter().filter_map(alive).partition(|visit| visit.origin != Origin::Here);
        let data: Vec<u8> = known.iter().chain(&own).flat_map(|visit| visit.id.0).collect();
        let known = known.len() as u32;
        let (op, count) = (self.catalog.next_op(), (data.len() / 16) as u32);
        self.record_some(
            count,
            Event::Forget(Forgot { op, at: now, last, known, hides: None, stamp: self.stamp() }),
            data,
            op,
        )
    }

    fn record_some(
        &mut self,
        count: u32,
        event: Event,
        data: Vec<u8>,
        op: u32,
    ) -> Result<Mutated, EngineError> {
        if count == 0 {
            return Ok(Mutated { op: 0, generation: self.catalog.generation(), count });
        }
        self.record(event, data)?;
        Ok(Mutated { op, generation: self.catalog.generation(), count })
    }

    /// The remembered visits that are meant, ascending.
    fn resolve(&self, which: &Which, now: Millis) -> Result<Vec<Ordinal>, EngineError> {
        let catalog = &self.catalog;
        let of_capture = |matches: &dyn Fn(&Capture) -> bool| {
            self.alive(|visit| catalog.capture(visit.no).is_some_and(matches))
        };
        Ok(match which {
            Which::Selection { selection } => self.selected(selection)?,
            Which::Visits { visits } => {
                let ids = visits.iter().filter_map(|id| VisitId::parse(id));
                ids.filter_map(|id| catalog.ordinal(id)).collect::<BTreeSet<_>>().into_iter().collect()
            }
            Which::Page { page } => {
                let wanted = catalog.page(&super::remember::kept_address(page)?);
                of_capture(&|capture| wanted.is_some() && catalog.page_of(capture) == wanted)
            }
            Which::Site { site } => {
                let site = site.strip_prefix("www.").unwrap_or(site).to_lowercase();
                of_capture(&|capture| is_below(catalog.host(capture), &site))
            }
            Which::Time { since, until } => self.alive(|visit| (*since..*until).contains(&visit.at)),
            Which::Query { query } => {
                let found: BTreeSet<u32> = self.matching(query, now)?.into_iter().collect();
                of_capture(&|capture| found.contains(&capture.no))
            }
        })
    }

    fn selected(&self, selection: &Selection) -> Result<Vec<Ordinal>, EngineError> {
        if selection.generation != self.catalog.generation() {
            return Err(EngineError::new(ErrorKind::Retry, "the selection is of an older timeline"));
        }
        let total = self.catalog.visits().len() as u32;
        let ranges = selection.ranges.iter().flat_map(|(from, to)| *from..(*to).min(total));
        Ok(ranges.collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn alive(&self, matches: impl Fn(&Visit) -> bool) -> Vec<Ordinal> {
        let visits = self.catalog.visits().iter().enumerate();
        visits.filter(|(_, visit)| visit.is_alive() && matches(visit)).map(|(at, _)| at as Ordinal).collect()
    }

    /// Addresses of the pages of visits, of those captures that `wanted` says, each page once.
    fn addresses(
        &self,
        ordinals: &[Ordinal],
        wanted: impl Fn(&Self, &Capture) -> bool,
    ) -> Result<Vec<String>, EngineError> {
        let mut seen = BTreeSet::new();
        let mut addresses = Vec::new();
        for ordinal in ordinals {
            let capture = self.catalog.visit(*ordinal).and_then(|visit| self.catalog.capture(visit.no));
            let Some(capture) = capture.filter(|capture| wanted(self, capture)) else { continue };
            if !seen.insert(capture.page) {
                continue;
            }
            if let Event::Capture(captured) = self.journal.event(capture.place)? {
                addresses.push(captured.url);
            }
        }
        Ok(addresses)
    }
}

/// Whether a host is `site` or below it.
fn is_below(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
