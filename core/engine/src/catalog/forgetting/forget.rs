//! Forgetting: visits fade at once, come back by undo, and are gone for good by a purge.
use super::{Stage, Step};
use crate::catalog::rows::{Capture, Operation, Page, PageKey, Visit};
use crate::catalog::{Catalog, Mark};
use crate::event::Forgot;
use crate::page::{CaptureNo, VisitId};
use std::collections::BTreeSet;

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
            let Some(ordinal) = self.ordinal(id) else { continue };
            let stage = self.visit(ordinal).map(|visit| self.stage_of(visit));
            let Some(stage) = stage.filter(|stage| stage.after(step).is_some()) else { continue };
            let Some(visit) = self.visits.get_mut(ordinal as usize) else { continue };
            let (no, before) = (visit.no, std::mem::replace(&mut visit.op, op));
            count += 1;
            captures.insert(no);
            if stage == Stage::Aged {
                self.count_down(before);
            } else if let Some(capture) = self.capture_mut(no) {
                capture.alive = capture.alive.saturating_sub(1);
            }
        }
        self.renew_newest(captures);
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
        let mut captures = BTreeSet::new();
        for id in ids {
            if self.stage(*id).after(Step::Restore).is_none() {
                continue;
            }
            let Some(visit) = self.visit_mut(*id) else { continue };
            let (no, op) = (visit.no, std::mem::take(&mut visit.op));
            self.count_down(op);
            captures.insert(no);
            if let Some(capture) = self.capture_mut(no) {
                capture.alive += 1;
            }
        }
        self.renew_newest(captures);
    }

    /// Drops the visits of a forget, and what only they referred to.
    pub(in crate::catalog) fn purge(&mut self, op: u32) -> Gone {
        let mut gone = Gone::default();
        if !matches!(self.operations.remove(&op), Some(Operation::Forget { .. })) {
            return gone;
        }
        self.settle();
        let lost: Vec<Visit> = self.visits.iter().filter(|visit| visit.op == op).copied().collect();
        if lost.is_empty() {
            return gone;
        }
        self.visits.retain(|visit| visit.op != op);
        self.settled = self.visits.len();
        self.generation += 1;
        for visit in &lost {
            self.times.remove(&visit.id);
            gone.parts.insert(visit.part);
            if let Some(capture) = self.capture_mut(visit.no) {
                capture.visits = capture.visits.saturating_sub(1);
                gone.parts.insert(capture.place.seq);
            }
        }
        gone.visits = lost.len() as u32;
        self.take_outdated(&lost, &mut gone);
        let pages = self.pages_of(&lost);
        // What they have is said anew, also of those that lose no capture: events that it hung on may go with the visits.
        gone.marked.extend(&pages);
        // Others without visits may still get theirs from events that follow.
        let numbers: BTreeSet<CaptureNo> = lost.iter().map(|visit| visit.no).collect();
        self.drop_captures(&mut gone, |capture| numbers.contains(&capture.no));
        self.drop_pages(&mut gone);
        self.unmark_visitless(&pages);
        gone
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
            let at = self.page_of.get(key).copied();
            if let Some(page) = at.and_then(|at| self.pages.get_mut(at as usize)) {
                page.star = false;
                page.labels.clear();
            }
            self.shared.marks.retain(|(page, _), _| page != key);
        }
    }

    /// Drops the captures that no visit shows, of those that are meant.
    fn drop_captures(&mut self, gone: &mut Gone, is_meant: impl Fn(&Capture) -> bool) {
        let goes = |capture: &Capture| capture.visits == 0 && is_meant(capture);
        for capture in self.captures.iter().filter(|capture| goes(capture)) {
            gone.captures.push(capture.no);
            gone.parts.extend(capture.places().map(|place| place.seq));
            gone.marked.extend(self.pages.get(capture.page as usize).map(|page| page.key));
            if let Some(page) = self.pages.get(capture.page as usize) {
                self.versions.remove(page.key, &capture.hash, capture.no);
            }
            if let Some(picture) = capture.picture {
                gone.pictures.push(picture.hash);
            }
        }
        self.captures.retain(|capture| !goes(capture));
        self.columns.touch_all();
        // Two captures may share one picture: it stays as long as one of them does.
        let kept: BTreeSet<[u8; 16]> =
            self.captures.iter().filter_map(|capture| capture.picture).map(|picture| picture.hash).collect();
        gone.pictures.retain(|hash| !kept.contains(hash));
    }

    fn drop_pages(&mut self, gone: &mut Gone) {
        self.columns.touch_all();
        let mut counts = vec![(0u32, 0); self.pages.len()];
        for capture in &mut self.captures {
            if let Some((count, latest)) = counts.get_mut(capture.page as usize) {
                capture.older = Some(*latest).filter(|_| *count > 0);
                *count += 1;
                *latest = capture.no;
            }
        }
        let mut moved = vec![0u32; self.pages.len()];
        let mut kept = Vec::with_capacity(self.pages.len());
        for ((at, mut page), (count, latest)) in
            std::mem::take(&mut self.pages).into_iter().enumerate().zip(counts)
        {
            if count == 0 {
                gone.parts.extend(&page.named_in);
                self.page_of.remove(&page.key);
                continue;
            }
            page.captures = count;
            page.latest = latest;
            if let Some(moved) = moved.get_mut(at) {
                *moved = kept.len() as u32;
            }
            self.page_of.insert(page.key, kept.len() as u32);
            kept.push(page);
        }
        self.pages = kept;
        let is_marked = |key: &PageKey| {
            let page = self.page_of.get(key).and_then(|at| self.pages.get(*at as usize));
            page.is_some_and(|page| self.is_marked(page)) || self.shared.has_marks(*key)
        };
        gone.marked.retain(is_marked);
        for capture in &mut self.captures {
            capture.page = moved.get(capture.page as usize).copied().unwrap_or_default();
        }
        self.drop_names(gone);
    }

    /// Whether a page has, or had, a star or labels.
    pub(in crate::catalog) fn is_marked(&self, page: &Page) -> bool {
        page.star || !page.labels.is_empty() || self.shared.has_marks(page.key)
    }

    /// Drops favicons and operations of pages that are gone, and wipes the names that nothing refers to.
    fn drop_names(&mut self, gone: &mut Gone) {
        let hosts: BTreeSet<u32> = self.captures.iter().map(|capture| capture.host).collect();
        for icon in self.icons.iter().filter(|(host, _)| !hosts.contains(host)).map(|(_, icon)| icon) {
            gone.icons.push(icon.key);
            gone.parts.extend(&icon.named_in);
        }
        self.icons.retain(|host, _| hosts.contains(host));
        self.hosts.blank(|host| hosts.contains(&host));
        let known = &self.page_of;
        self.operations.retain(|_, operation| match operation {
            Operation::Forget { .. } => true,
            Operation::Star { pages, .. } | Operation::Label { pages, .. } => {
                pages.retain(|page| known.contains_key(page));
                !pages.is_empty()
            }
        });
        let mut labels: BTreeSet<u32> =
            self.pages.iter().flat_map(|page| page.labels.iter().copied()).collect();
        // An undo may put a label on again that no page carries now.
        self.shared.marks.retain(|(page, _), _| known.contains_key(page));
        labels.extend(self.shared.marks.keys().filter_map(|(_, mark)| match mark {
            Mark::Label(label) => Some(*label),
            Mark::Star => None,
        }));
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
        if self.captures.iter().any(|capture| capture.visits == 0) {
            self.drop_captures(&mut gone, |_| true);
            self.drop_pages(&mut gone);
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

    /// Finds the newest remembered visits of captures again.
    fn renew_newest(&mut self, mut of: BTreeSet<CaptureNo>) {
        self.settle();
        for no in &of {
            if let Some(capture) = self.capture_mut(*no) {
                capture.newest = (i64::MIN, VisitId([0; 16]));
            }
        }
        of.retain(|no| self.capture(*no).is_some_and(|capture| capture.alive > 0));
        let mut newest = Vec::new();
        let mut visits = self.visits.iter().rev().filter(|visit| visit.is_alive());
        while let Some(visit) = visits.next().filter(|_| !of.is_empty()) {
            if of.remove(&visit.no) {
                newest.push((visit.no, visit.key()));
            }
        }
        for (no, key) in newest {
            if let Some(capture) = self.capture_mut(no) {
                capture.newest = key;
            }
        }
    }
}
