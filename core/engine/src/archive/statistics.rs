//! The memory in figures, as a person looks at it: counted in slices, and begun anew where the memory changes meanwhile.
use super::Archive;
use crate::catalog::{Figures, HostCount, MonthCount};
use crate::page::Ordinal;
use serde::Serialize;

/// Sites, labels and languages that are named.
const NAMED: usize = 30;
/// Pages of many versions that are named.
const COSTLY: usize = 20;
/// How often it is begun anew; then it is done in one go.
const TRIES: u32 = 3;
/// A slice looks at so many visits or captures.
const SLICE: usize = 1 << 14;

/// What is remembered, in figures. What is forgotten and can be taken back does not count.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// The timeline's generation.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// Visits and pages by local month, ascending; months with visits alone.
    pub months: Vec<MonthCount>,
    /// Visits by weekday and hour, by the clock where they were: Monday's first hour first, 168 of them.
    pub hours: Vec<u32>,
    /// Sites that are among the first 30 by pages, by visits or by bytes: first those of most pages.
    pub sites: Vec<HostCount>,
    /// How many sites there are.
    pub site_count: u32,
    /// The pages whose older versions take most, at most 20.
    pub costly: Vec<Costly>,
    /// How many pages have more than one version.
    pub versioned: u32,
    /// Bytes of texts that are not the newest of their page.
    pub older_bytes: u64,
    /// Pages by label, most first, at most 30.
    pub labels: Vec<Named>,
    /// Versions by language, most first, at most 30.
    pub langs: Vec<Named>,
}

/// A page, by what its older versions take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Costly {
    /// The newest visit of it.
    pub ordinal: Ordinal,
    /// How many versions are remembered.
    pub versions: u32,
    /// Bytes of their texts on the disk, without the newest.
    pub bytes: u64,
}

/// How often something is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What.
    pub name: String,
    /// How often.
    pub count: u32,
}

/// The statistics while they are counted.
#[derive(Default)]
pub struct Counting {
    figures: Figures,
    /// The memory they are of, as [`Archive::moment`] says it.
    moment: Option<[u64; 3]>,
    /// Visits, and captures, that were looked at.
    visits: usize,
    captures: usize,
    tries: u32,
}

impl Archive {
    /// The memory in figures.
    pub fn statistics(&self) -> Statistics {
        let mut counting = Counting::default();
        loop {
            if let Some(statistics) = self.statistics_some(&mut counting) {
                return statistics;
            }
        }
    }

    /// Counts one slice of it: the figures when it was the last. A slice looks at so many visits and no more; the last
    /// one ranks sites and pages, as many as there are.
    pub fn statistics_some(&self, counting: &mut Counting) -> Option<Statistics> {
        let moment = self.moment();
        if counting.moment != Some(moment) {
            let tries = counting.tries + 1;
            *counting = Counting { moment: Some(moment), tries, ..Counting::default() };
        }
        let most = if counting.tries > TRIES { usize::MAX } else { SLICE };
        let Counting { figures, visits, captures, .. } = counting;
        let looked = figures.add_visits(&self.catalog, *visits, visits.saturating_add(most));
        *visits += looked;
        let left = most - looked;
        if left > 0 {
            *captures += figures.add_captures(&self.catalog, *captures, captures.saturating_add(left));
        }
        let is_done = *visits >= self.catalog.visits().len() && *captures >= self.catalog.captures().len();
        is_done.then(|| self.in_figures(figures))
    }

    fn in_figures(&self, figures: &Figures) -> Statistics {
        let catalog = &self.catalog;
        let (sites, site_count) = figures.sites(catalog, NAMED);
        let (pages, versioned, older_bytes) = figures.versioned(COSTLY);
        let costly = pages.iter().filter_map(|page| {
            let ordinal = catalog.ordinal(page.newest.1)?;
            Some(Costly { ordinal, versions: page.versions, bytes: page.bytes })
        });
        let named = |(name, count): (&str, u32)| Named { name: name.to_owned(), count };
        Statistics {
            generation: catalog.generation(),
            months: figures.months.clone(),
            hours: figures.hours.clone(),
            sites,
            site_count,
            costly: costly.collect(),
            versioned,
            older_bytes,
            labels: catalog.labels_like(&|_| true, NAMED).into_iter().map(named).collect(),
            langs: catalog.langs_named(&|_| true, NAMED).into_iter().map(named).collect(),
        }
    }
}
