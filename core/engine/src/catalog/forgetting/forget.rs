//! Forgetting: visits fade at once, come back by undo, and are gone for good by a purge.
use super::{Stage, Step};
use crate::catalog::rows::{Capture, Operation, Page, PageKey, Visit};
use crate::catalog::{Catalog, Mark};
use crate::event::Forgot;
use crate::page::{CaptureNo, VisitId};
use std::collections::{BTreeMap, BTreeSet};

/// What no visit refers to any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Captures.
    pub captures: Vec<CaptureNo>,
    /// Captures that stay and were said anew.
    pub again: Vec<CaptureNo>,
    /// Keys of pictures.
    pub pictures: Vec<[u8; 16]>,
    /// Keys of pictures whose full images are gone; their thumbnails stay.
    pub fulls: Vec<[u8; 16]>,
    /// Keys of favicons.
    pub icons: Vec<[u8; 16]>,
    /// Visits that are gone (their captures may have others).
    pub visits: u32,
    /// Parts of the journal that hold something of it.
    pub parts: BTreeSet<u32>,
    /// Pages that stay, with a star or labels that may have been given before their oldest capture that stays.
    pub marked: BTreeSet<PageKey>,
    /// Pages that were named before they were known, and the parts that name them: see [`Catalog::take_strays`].
    pub unknown: Vec<(PageKey, u32)>,
}

impl Gone {
    /// Something that stands in a part of the journal and belongs to nothing.
    pub(in crate::catalog) fn of_part(seq: u32) -> Self {
        Self { parts: BTreeSet::from([seq]), ..Self::default() }
    }

    /// Adds another's losses.
    pub fn extend(&mut self, other: Self) {
        self.captures.extend(other.captures);
        self.again.extend(other.again);
        self.pictures.extend(other.pictures);
        self.fulls.extend(other.fulls);
        self.icons.extend(other.icons);
        self.visits += other.visits;
        self.parts.extend(other.parts);
        self.marked.extend(other.marked);
        self.unknown.extend(other.unknown);
    }
}

impl Catalog {
    /// Hides visits, those that the event's step moves: docs/forgetting.md.
    pub(in crate::catalog) fn forget(&mut self, forgot: &Forgot, ids: impl Iterator<Item = VisitId>) {
        let Forgot { op, at, aged, .. } = *forgot;
        let step = Step::of(forgot);
        self.settle();
        let mut count = 0;
        let mut captures = BTreeSet::new();
        for id in ids {
            let Some(visit) = self.visit_of(id).copied() else { continue };
            let stage = self.stage_of(&visit);
            if stage.after(step).is_none() {
                continue;
            }
            if let Some(visit) = self.visit_mut(id) {
                visit.op = op;
            }
            count += 1;
            if stage == Stage::Aged {
                self.count_down(visit.op);
            } else {
                self.hide(&visit);
                captures.insert(visit.no);
            }
        }
        captures.into_iter().for_each(|no| self.renew_newest(no));
        self.note(op, Operation::Forget { at, count, aged });
    }

    /// Whether a visit was hidden by retention: a person may still forget it.
    pub fn is_aged(&self, visit: &Visit) -> bool {
        self.operations.get(&visit.op).is_some_and(Operation::is_aged)
    }

    /// A forget has one visit less.
    fn count_down(&mut self, op: u32) {
        if let Some(Operation::Forget { count, .. }) = self.operations.get_mut(&op) {
            *count = count.saturating_sub(1);
        }
    }

    /// Visits are remembered again, whichever forget they are of.
    pub(in crate::catalog) fn restore_visits(&mut self, ids: &[VisitId]) {
        self.settle();
        for id in ids {
            if self.stage(*id).after(Step::Restore).is_none() {
                continue;
            }
            let Some(visit) = self.visit_mut(*id) else { continue };
            let op = std::mem::take(&mut visit.op);
            let visit = *visit;
            self.count_down(op);
            self.show(&visit);
        }
    }

    /// Drops the visits of a forget, and what only they referred to. `named` are the visits it is about.
    pub(in crate::catalog) fn purge(&mut self, op: u32, named: Vec<VisitId>) -> Gone {
        let mut gone = Gone::default();
        if !matches!(self.operations.remove(&op), Some(Operation::Forget { .. })) {
            return gone;
        }
        self.settle();
        let named: BTreeSet<VisitId> = named.into_iter().collect();
        let mut ordinals: Vec<usize> =
            named.into_iter().filter_map(|id| self.ordinal(id)).map(|at| at as usize).collect();
        ordinals.retain(|at| self.visits.get(*at).is_some_and(|visit| visit.op == op));
        ordinals.sort_unstable();
        let lost: Vec<Visit> = ordinals.iter().filter_map(|at| self.visits.get(*at)).copied().collect();
        if lost.is_empty() {
            return gone;
        }
        self.visits.remove_all(&ordinals);
        self.settled = self.visits.len();
        self.generation += 1;
        self.lose_all(&lost, &mut gone);
        gone.visits = lost.len() as u32;
        self.take_outdated(&lost, &mut gone);
        let pages = self.pages_of(&lost);
        // What they have is said anew, also of those that lose no capture: events that it hung on may go with the visits.
        gone.marked.extend(&pages);
        // Others without visits may still get theirs from events that follow.
        let captures: BTreeSet<CaptureNo> = lost.iter().map(|visit| visit.no).collect();
        self.drop_captures(&mut gone, &captures);
        self.drop_bare_pages(&mut gone);
        self.unmark_visitless(&pages);
        gone
    }

    /// Captures have lost visits that were forgotten.
    fn lose_all(&mut self, lost: &[Visit], gone: &mut Gone) {
        let mut of: BTreeMap<CaptureNo, BTreeSet<VisitId>> = BTreeMap::new();
        for visit in lost {
            self.times.remove(&visit.id);
            self.shared.stirred.stir(visit.utc_day());
            gone.parts.insert(visit.part);
            of.entry(visit.no).or_default().insert(visit.id);
        }
        for (no, visits) in of {
            self.revisits.retain(no, |(_, id)| !visits.contains(id));
            if let Some(capture) = self.capture_mut(no) {
                capture.visits = capture.visits.saturating_sub(visits.len() as u32);
                gone.parts.insert(capture.place.seq);
            }
        }
    }

    pub(in crate::catalog) fn pages_of(&self, visits: &[Visit]) -> BTreeSet<PageKey> {
        let captures = visits.iter().filter_map(|visit| self.capture(visit.no));
        captures.filter_map(|capture| self.page_of(capture)).map(|page| page.key).collect()
    }

    /// A page without visits is no WebMark any more, though a capture of it may still wait for one.
    fn unmark_visitless(&mut self, keys: &BTreeSet<PageKey>) {
        for key in keys {
            let is_bare = |page: &Page| self.versions(page).all(|capture| capture.visits == 0);
            if !self.page_by_key(*key).is_some_and(is_bare) {
                continue;
            }
            let Some(at) = self.pages.number(*key) else { continue };
            if let Some(page) = self.pages.get_mut(at) {
                page.clear_labels();
                if std::mem::take(&mut page.star) {
                    self.tally.star(at, false);
                }
            }
            self.shared.unmark(*key);
        }
    }

    /// Drops the captures that no visit shows, of those with these numbers.
    fn drop_captures(&mut self, gone: &mut Gone, numbers: &BTreeSet<CaptureNo>) {
        let mut pictures = BTreeSet::new();
        for capture in self.take_captures(numbers) {
            gone.captures.push(capture.no);
            gone.parts.extend(capture.places().map(|place| place.seq));
            gone.marked.extend(self.page_of(&capture).map(|page| page.key));
            pictures.extend(capture.picture().map(|picture| picture.hash));
        }
        // Their pages count as before until these counts are right.
        self.renew_columns();
        // Two captures may share one picture: it stays as long as one of them does.
        pictures.retain(|hash| self.captures_with_picture(hash).next().is_none());
        gone.pictures.extend(pictures);
    }

    /// Takes the captures with these numbers out that no visit shows. A page that loses its last one is bare.
    pub(in crate::catalog) fn take_captures(&mut self, numbers: &BTreeSet<CaptureNo>) -> Vec<Capture> {
        let places = numbers.iter().filter_map(|no| self.captures.search(no, |capture| capture.no).ok());
        let is_left = |at: &usize| self.captures.get(*at).is_some_and(|capture| capture.visits == 0);
        let places: Vec<usize> = places.filter(is_left).collect();
        let lost: Vec<Capture> = places.iter().filter_map(|at| self.captures.get(*at)).cloned().collect();
        let mut of: BTreeMap<u32, BTreeSet<CaptureNo>> = BTreeMap::new();
        for capture in &lost {
            of.entry(capture.page).or_default().insert(capture.no);
        }
        for (page, lost) in &of {
            self.unlink(*page, lost);
            if self.pages.get(*page).is_some_and(|page| page.captures == 0) {
                self.bare.insert(*page);
            }
        }
        self.captures.remove_all(&places);
        for capture in &lost {
            self.columns.touch(capture.no);
            self.revisits.drop(capture.no);
            if let Some(picture) = capture.picture() {
                self.pictures.remove(&picture.hash, capture.no);
            }
            self.hosts_used.less(capture.host);
        }
        lost
    }

    /// Drops the pages of which there is no capture any more, and the names that only they had.
    fn drop_bare_pages(&mut self, gone: &mut Gone) {
        for number in std::mem::take(&mut self.bare) {
            let is_bare = self.pages.get(number).is_some_and(|page| page.captures == 0);
            let dropped = if is_bare { self.pages.drop(number) } else { None };
            let Some(page) = dropped else { continue };
            gone.parts.extend(page.named_in());
        }
        let is_marked = |key: &PageKey| {
            self.page_by_key(*key).is_some_and(|page| self.is_marked(page)) || self.shared.has_marks(*key)
        };
        gone.marked.retain(is_marked);
        self.drop_names(gone);
    }

    /// Whether a page has, or had, a star or labels.
    pub(in crate::catalog) fn is_marked(&self, page: &Page) -> bool {
        page.star || !page.labels().is_empty() || self.shared.has_marks(page.key)
    }

    /// Drops favicons and operations of pages that are gone, and wipes the names that nothing refers to.
    fn drop_names(&mut self, gone: &mut Gone) {
        let (icons, used) = (&mut self.icons, &self.hosts_used);
        icons.retain(|host, icon| {
            let stays = used.has(*host);
            if !stays {
                gone.icons.push(icon.key);
                gone.parts.extend(&icon.named_in);
            }
            stays
        });
        self.hosts.blank(|host| used.has(host));
        let known = &self.pages;
        self.operations.retain(|_, operation| match operation {
            Operation::Forget { .. } => true,
            Operation::Star { pages, .. } | Operation::Label { pages, .. } => {
                pages.retain(|page| known.number(*page).is_some());
                !pages.is_empty()
            }
        });
        self.shared.marks.retain(|(page, _), _| known.number(*page).is_some());
        // Each label that a page has, or had: an undo may put it on again.
        let marks = self.shared.marks.keys().filter_map(|(_, mark)| match mark {
            Mark::Label(label) => Some(*label),
            Mark::Star => None,
        });
        let mut labels: BTreeSet<u32> = marks.collect();
        labels.extend(self.operations.values().filter_map(|operation| match operation {
            Operation::Label { label, .. } => Some(*label),
            _ => None,
        }));
        self.labels.blank(|label| labels.contains(&label));
    }

    /// After a replay, when no event can give them visits any more: captures that no visit shows go.
    pub fn drop_visitless(&mut self) -> Gone {
        self.revision += 1;
        let mut gone = Gone::default();
        let visitless = self.captures.iter().filter(|capture| capture.visits == 0);
        let visitless: BTreeSet<CaptureNo> = visitless.map(|capture| capture.no).collect();
        if !visitless.is_empty() {
            self.drop_captures(&mut gone, &visitless);
            self.drop_bare_pages(&mut gone);
        }
        gone
    }

    /// After a replay: what an erasure that was cut short left in the journal of pages that are gone already. `unknown`
    /// are the pages that were not known when an event named them; a later capture may have made them known.
    pub fn take_strays(&mut self, unknown: &[(PageKey, u32)]) -> Gone {
        self.revision += 1;
        let mut gone = Gone::default();
        gone.parts.extend(unknown.iter().filter(|(page, _)| !self.knows(*page)).map(|(_, seq)| *seq));
        self.drop_names(&mut gone);
        gone
    }
}
