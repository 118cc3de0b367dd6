//! What the engine knows without opening a page: visits, captures, pages, stars. Made of the journal's events alone.
mod alike;
mod anew;
mod apply;
mod checkpoint;
mod columns;
mod days;
mod devices;
mod figures;
mod forgetting;
mod logs;
mod looks;
mod names;
mod pack_table;
mod page_counts;
mod pages;
mod pictures;
mod quarantine;
mod revisits;
mod rewrite;
mod rows;
mod sequence;
mod sessions;
mod settle;
mod shared;
mod stirred;
mod tally;
#[cfg(test)]
mod tests;
mod thumbs;
mod timeline;
mod trail;
mod unheard;
mod uses;
mod versions;
mod words;

pub use apply::{marked_len, parse_hash};
pub use checkpoint::{Checkpoint, Saved, Saving, Slot};
pub use columns::Columns;
pub use days::{Overview, Summary};
pub use devices::Device;
pub use figures::{Figures, HostCount, MonthCount, PageCount};
pub use forgetting::{Deed, Gone, Reach, Said, Spread, Stage, Step};
use looks::Stale;
use names::Names;
pub use pack_table::PackTable;
pub use page_counts::{DayCounts, PageCounts};
pub use quarantine::QuarantineRow;
use revisits::Revisits;
use rows::IconRow;
pub use rows::{Capture, Operation, Origin, Page, PageKey, PictureRow, Visit, short_hash};
pub use sequence::Sequence;
pub use sessions::{Around, Sessions};
pub use shared::{DeviceId, Head, LATEST, Mark, PackId, PackRow, Shared, Unshown};
pub use stirred::Owed;
pub use tally::Counts;
pub use thumbs::Unsent;
pub use timeline::{Flag, Frames, Histogram, Neighbour, SESSION_GAP_MS};
pub use trail::Trail;
pub use versions::{KeptVersions, KeptVisits};
pub use words::Words;

use crate::journal::{Moved, Place};
use crate::page::{CaptureNo, Millis, Ordinal, VisitId};
use crate::policy::clock::Reading;
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The whole memory but for its words: about 150 bytes a visit.
#[derive(Default)]
pub struct Catalog {
    /// Ascending by (time, id) once settled.
    visits: Sequence<Visit, Summary>,
    /// How many of `visits` are in order.
    settled: usize,
    times: HashMap<VisitId, Millis>,
    /// Ascending by number.
    captures: Sequence<Capture>,
    revisits: Revisits,
    pictures: pictures::Pictures,
    pages: pages::PageTable,
    /// Pages whose captures all went by a look: they go with the next that are forgotten.
    bare: BTreeSet<u32>,
    /// Pages that got a star or lost it since visits were settled.
    restarred: Vec<u32>,
    hosts: Names,
    langs: Names,
    labels: Names,
    /// How many captures there are by host.
    hosts_used: uses::Uses,
    /// By host.
    icons: BTreeMap<u32, IconRow>,
    operations: BTreeMap<u32, Operation>,
    /// By part of the journal.
    stale: BTreeMap<u32, Stale>,
    /// Captures that looks have left, and the pages of those: see [`Catalog::drop_left`].
    left: Vec<(CaptureNo, PageKey)>,
    next_op: u32,
    next_no: CaptureNo,
    generation: u32,
    /// The newest reading of the clock.
    reading: Option<Reading>,
    shared: Shared,
    columns: Columns,
    versions: versions::Versions,
    awaited: trail::Awaited,
    tally: tally::Tally,
    /// Counts up with whatever changes a row or a number: a checkpoint that is being written holds itself against it.
    revision: u64,
}

impl Catalog {
    /// All visits, in timeline order. Call [`Catalog::settle`] after a batch of events.
    pub fn visits(&self) -> &Sequence<Visit, Summary> {
        &self.visits
    }

    /// The visit at an ordinal.
    pub fn visit(&self, ordinal: Ordinal) -> Option<&Visit> {
        self.visits.get(ordinal as usize)
    }

    /// Where a visit stands.
    pub fn ordinal(&self, id: VisitId) -> Option<Ordinal> {
        self.ordinal_of((*self.times.get(&id)?, id))
    }

    /// The visit of this id.
    pub fn visit_of(&self, id: VisitId) -> Option<&Visit> {
        self.visit(self.ordinal(id)?)
    }

    /// Whether a visit is kept (remembered, or forgotten and not yet gone).
    pub fn holds(&self, id: VisitId) -> bool {
        self.times.contains_key(&id)
    }

    /// Captures, ascending by number.
    pub fn captures(&self) -> &Sequence<Capture> {
        &self.captures
    }

    /// A capture by its number.
    pub fn capture(&self, no: CaptureNo) -> Option<&Capture> {
        versions::numbered(&self.captures, no)
    }

    fn capture_mut(&mut self, no: CaptureNo) -> Option<&mut Capture> {
        self.columns.touch(no);
        let at = self.captures.search(&no, |capture| capture.no).ok()?;
        self.captures.get_mut(at)
    }

    /// The page of an address.
    pub fn page(&self, url: &str) -> Option<&Page> {
        self.page_by_key(PageKey::of(url))
    }

    /// The number of the page of an address, as captures have it.
    pub fn page_number_of(&self, url: &str) -> Option<u32> {
        self.pages.number(PageKey::of(url))
    }

    /// The page of a key.
    pub fn page_by_key(&self, key: PageKey) -> Option<&Page> {
        self.pages.get(self.pages.number(key)?)
    }

    /// The capture of an address that has this content.
    pub fn version_of(&self, url: &str, hash: &[u8; 16]) -> Option<CaptureNo> {
        self.versions_of(url, hash).next()
    }

    /// The page of a capture.
    pub fn page_of(&self, capture: &Capture) -> Option<&Page> {
        self.pages.get(capture.page)
    }

    /// A page by its number.
    pub fn page_numbered(&self, number: u32) -> Option<&Page> {
        self.pages.get(number)
    }

    /// The host of a capture's page, without `www.`.
    pub fn host(&self, capture: &Capture) -> &str {
        self.hosts.name(capture.host)
    }

    /// A host's name by its number in [`Frames::site`].
    pub fn host_name(&self, number: u32) -> &str {
        self.hosts.name(number)
    }

    /// Key of a host's favicon.
    pub fn icon(&self, capture: &Capture) -> Option<[u8; 16]> {
        self.icons.get(&capture.host).map(|icon| icon.key)
    }

    /// Keys of all favicons.
    pub fn icons(&self) -> impl Iterator<Item = (&str, [u8; 16])> {
        self.icons.iter().map(|(host, icon)| (self.hosts.name(*host), icon.key))
    }

    /// Keys of the favicons of hosts of which something is remembered.
    pub fn shown_icons(&self) -> impl Iterator<Item = (&str, [u8; 16])> {
        let alive = self.captures.iter().filter(|capture| capture.alive > 0);
        let hosts: BTreeSet<u32> = alive.map(|capture| capture.host).collect();
        let icons = self.icons.iter().filter(move |(host, _)| hosts.contains(host));
        icons.map(|(host, icon)| (self.hosts.name(*host), icon.key))
    }

    /// The language of a capture.
    pub fn lang(&self, capture: &Capture) -> &str {
        self.langs.name(capture.lang)
    }

    /// Every language there is a capture in.
    pub fn languages(&self) -> &[String] {
        &self.langs.list
    }

    /// The labels of a page.
    pub fn labels_of(&self, page: &Page) -> Vec<String> {
        page.labels().iter().map(|label| self.labels.name(*label).to_owned()).collect()
    }

    /// Whether a page carries a label.
    pub fn has_label(&self, page: &Page, label: &str) -> bool {
        self.labels.find(label).is_some_and(|label| page.labels().contains(&label))
    }

    /// The numbers of the labels of this name, in whatever case.
    pub fn labels_named(&self, name: &str) -> Vec<u32> {
        // In capitals first: `ß` is `SS` there. The dot of `İ` is a letter of its own in small ones.
        let caseless = |label: &str| label.to_uppercase().to_lowercase().replace("i\u{307}", "i");
        let name = caseless(name);
        let labels = (0..).zip(&self.labels.list);
        labels.filter(|(_, label)| caseless(label) == name).map(|(number, _)| number).collect()
    }

    /// All labels in use by name, with how many remembered pages carry each.
    pub fn labels(&self) -> Vec<(String, u32)> {
        let named = self.labels_like(&|_| true, usize::MAX).into_iter();
        let mut labels: Vec<_> = named.map(|(label, pages)| (label.to_owned(), pages)).collect();
        labels.sort();
        labels
    }

    /// The name of a label.
    pub fn label_name(&self, number: u32) -> &str {
        self.labels.name(number)
    }

    /// Operations that can be undone.
    pub fn operations(&self) -> &BTreeMap<u32, Operation> {
        &self.operations
    }

    /// The newest reading of the clock.
    pub fn reading(&self) -> Option<Reading> {
        self.reading
    }

    /// The number for the next operation.
    pub fn next_op(&self) -> u32 {
        self.next_op.max(1)
    }

    /// The first capture that is numbered so or higher.
    pub fn capture_from(&self, no: CaptureNo) -> Option<CaptureNo> {
        let at = self.captures.search(&no, |capture| capture.no).unwrap_or_else(|at| at);
        self.captures.get(at).map(|capture| capture.no)
    }

    /// The number for the next capture.
    pub fn next_no(&self) -> CaptureNo {
        self.next_no
    }

    /// Numbers below these are never given again, though nothing here has them: what had them may come back.
    pub fn reserve(&mut self, next_no: CaptureNo, next_op: u32) {
        self.revision += 1;
        self.next_no = self.next_no.max(next_no);
        self.next_op = self.next_op.max(next_op);
    }

    /// Remembered visits, and pages of remembered captures, that are here and not in another catalog, nor known by it to be
    /// gone for good.
    pub fn beyond(&self, other: &Self) -> (u32, u32) {
        let is_lost =
            |visit: &&Visit| visit.is_alive() && !other.holds(visit.id) && !other.shared.is_gone(visit.id);
        let lost: Vec<&Visit> = self.visits.iter().filter(is_lost).collect();
        let shown = other.captures.iter().filter(|capture| capture.alive > 0);
        let shown: BTreeSet<PageKey> =
            shown.filter_map(|one| other.page_of(one)).map(|page| page.key).collect();
        let pages = lost.iter().filter_map(|visit| self.page_of(self.capture(visit.no)?));
        let pages: BTreeSet<PageKey> =
            pages.map(|page| page.key).filter(|key| !shown.contains(key)).collect();
        (lost.len() as u32, pages.len() as u32)
    }

    /// Changes when ordinals that were handed out are no longer valid.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Counts up with whatever changes it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// An empty catalog that follows one of an earlier generation.
    pub fn after(generation: u32) -> Self {
        Self { generation, ..Self::default() }
    }

    /// Whether a page is kept.
    pub fn knows(&self, page: PageKey) -> bool {
        self.pages.number(page).is_some()
    }

    /// In what two catalogs say different things, though they may number pages and names otherwise; nothing where they agree.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let facts = |catalog: &Self, capture: &Capture| {
            let page = catalog.page_of(capture);
            let mut labels = page.map_or_else(Vec::new, |page| catalog.labels_of(page));
            labels.sort();
            let mark = page.map(|page| (page.key, page.star, page.latest, page.captures));
            let names =
                (catalog.host(capture).to_owned(), catalog.lang(capture).to_owned(), catalog.icon(capture));
            let numberless = Capture { page: 0, host: 0, lang: 0, older: None.into(), ..capture.clone() };
            (numberless, mark, labels, names)
        };
        let originless = |visit: &Visit| Visit { origin: Origin::Here, ..*visit };
        let mut differences = Vec::new();
        if !self.visits.iter().map(originless).eq(other.visits.iter().map(originless)) {
            differences.push(format!("visits ({} and {})", self.visits.len(), other.visits.len()));
        }
        let numbers =
            |catalog: &Self| -> BTreeSet<CaptureNo> { catalog.captures.iter().map(|c| c.no).collect() };
        for no in numbers(self).union(&numbers(other)) {
            let of = |catalog: &Self| catalog.capture(*no).map(|capture| facts(catalog, capture));
            if of(self) != of(other) {
                differences.push(format!("capture {no}"));
            }
        }
        if self.reading != other.reading {
            differences.push("the clock".to_owned());
        }
        if !self.shares_with(other) {
            differences.push("what the vault knows".to_owned());
        }
        differences
    }

    /// Follows frames that compaction moved.
    pub fn relocate(&mut self, moved: &[Moved]) {
        self.revision += 1;
        let to: HashMap<Place, Place> = moved.iter().map(|moved| (moved.from, moved.to)).collect();
        for capture in self.captures.iter_mut() {
            if let Some(place) = to.get(&capture.place) {
                capture.place = *place;
            }
            if let Some(picture) = &mut capture.framed
                && let Some(place) = to.get(&picture.place)
            {
                picture.place = *place;
            }
            if let Words::Later(later) = &mut capture.words
                && let Some(place) = to.get(&**later)
            {
                **later = *place;
            }
        }
    }
}
