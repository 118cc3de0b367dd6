//! Which visits or pages a change is about: what a person pointed at, as visits of the timeline.
use super::Archive;
use crate::address::{beyond_site, is_of_site, typed_site};
use crate::catalog::{Capture, Visit};
use crate::page::{Millis, Ordinal, VisitId};
use crate::query::{Complaint, Query, doubts, parse};
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
    /// All visits of the pages of the frames in these ranges.
    PagesOf {
        /// The ranges.
        #[serde(rename = "pagesOf")]
        pages_of: Selection,
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
    /// All visits of a host and the hosts below it; an address with more than its host is none.
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
    /// All visits of the pages that a query finds.
    Query {
        /// The query; its last word is whole.
        query: String,
        /// Local time minus UTC, in minutes: what its days are.
        #[serde(default, rename = "offsetMin")]
        offset_min: i16,
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

/// How much something is, before it is forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Visits.
    pub visits: u32,
    /// Their pages.
    pub pages: u32,
    /// WebMarks among these.
    pub webmarks: u32,
}

impl Archive {
    /// How many remembered visits are meant, of how many pages, and how many of those are WebMarks. Errors: as of
    /// [`Archive::mutate`].
    pub fn weigh(&self, which: &Which, now: Millis) -> Result<Weight, EngineError> {
        let ordinals = self.resolve(which, now, Visit::is_alive)?;
        let captures = ordinals.iter().filter_map(|ordinal| {
            let visit = self.catalog.visit(*ordinal).filter(|visit| visit.is_alive())?;
            self.catalog.capture(visit.no)
        });
        let (mut visits, mut pages) = (0, BTreeSet::new());
        for capture in captures {
            visits += 1;
            pages.insert(capture.page);
        }
        let is_mark = |page: &&u32| self.catalog.page_numbered(**page).is_some_and(|page| page.star);
        let webmarks = pages.iter().filter(is_mark).count() as u32;
        Ok(Weight { visits, pages: pages.len() as u32, webmarks })
    }

    /// The visits that are meant, ascending; of pages, sites and times those of which `counts` is true.
    pub(super) fn resolve(
        &self,
        which: &Which,
        now: Millis,
        counts: impl Fn(&Visit) -> bool,
    ) -> Result<Vec<Ordinal>, EngineError> {
        let catalog = &self.catalog;
        let matching = |matches: &dyn Fn(&Visit) -> bool| -> Vec<Ordinal> {
            let visits = (0..).zip(catalog.visits());
            visits.filter(|(_, visit)| counts(visit) && matches(visit)).map(|(at, _)| at).collect()
        };
        let of_capture = |matches: &dyn Fn(&Capture) -> bool| {
            matching(&|visit| catalog.capture(visit.no).is_some_and(matches))
        };
        let of_pages = |pages: BTreeSet<u32>| {
            let pages = pages.into_iter().filter_map(|number| catalog.page_numbered(number));
            let visits: BTreeSet<Ordinal> = pages.flat_map(|page| catalog.visits_of_page(page)).collect();
            visits.into_iter().filter(|at| catalog.visit(*at).is_some_and(&counts)).collect()
        };
        Ok(match which {
            Which::Selection { selection } => self.selected(selection)?,
            Which::PagesOf { pages_of } => of_pages(self.pages_of(&self.selected(pages_of)?)),
            Which::Visits { visits } => {
                let ids = visits.iter().filter_map(|id| VisitId::parse(id));
                ids.filter_map(|id| catalog.ordinal(id)).collect::<BTreeSet<_>>().into_iter().collect()
            }
            Which::Page { page } => {
                let number = catalog.page_number_of(&super::address::kept_address(page)?);
                of_pages(number.into_iter().collect())
            }
            Which::Site { site } => {
                let unnamed = || EngineError::new(ErrorKind::Invalid, "this is no site's name");
                // What is beyond the host is not passed over: the whole site would go for one page of it.
                let host = Some(site).filter(|site| beyond_site(site).is_empty());
                let site = host.and_then(|host| typed_site(host)).ok_or_else(unnamed)?;
                of_capture(&|capture| is_of_site(catalog.host(capture), &site))
            }
            Which::Time { since, until } => {
                let (start, end) = (catalog.first_at(*since), catalog.first_at(*until));
                let visits = (start..).zip(catalog.visits().range(start..end));
                visits.filter(|(_, visit)| counts(visit)).map(|(at, _)| at as Ordinal).collect()
            }
            Which::Query { query, offset_min } => {
                of_pages(self.pages_matching(&understood(query, now, *offset_min)?)?)
            }
        })
    }

    /// The pages of frames that are remembered.
    fn pages_of(&self, ordinals: &[Ordinal]) -> BTreeSet<u32> {
        let alive = ordinals.iter().filter_map(|at| self.catalog.visit(*at)).filter(|visit| visit.is_alive());
        alive.filter_map(|visit| self.catalog.capture(visit.no)).map(|capture| capture.page).collect()
    }

    fn selected(&self, selection: &Selection) -> Result<Vec<Ordinal>, EngineError> {
        if selection.generation != self.catalog.generation() {
            return Err(EngineError::new(ErrorKind::Retry, "the selection is of an older timeline"));
        }
        let total = self.catalog.visits().len() as u32;
        let ranges = selection.ranges.iter().flat_map(|(from, to)| *from..(*to).min(total));
        Ok(ranges.collect::<BTreeSet<_>>().into_iter().collect())
    }
}

/// A query by which something is changed. Errors: `Invalid` when a part of it was not understood: the rest finds more than was
/// meant; or when it says nothing, which finds everything.
fn understood(query: &str, now: Millis, offset_min: i16) -> Result<Query, EngineError> {
    // Its last word is whole.
    let text = format!("{query} ");
    let query = parse(&text, now, offset_min);
    if let Some(Complaint { what, code, .. }) = query.complaints.iter().chain(&doubts(&text)).next() {
        let fact = format!(
            "{what} is not understood ({code}), and nothing was done; in quotes it is looked for as it stands"
        );
        return Err(EngineError::new(ErrorKind::Invalid, fact));
    }
    if query.is_empty() {
        return Err(EngineError::new(ErrorKind::Invalid, "the query says nothing, and nothing was done"));
    }
    Ok(query)
}
