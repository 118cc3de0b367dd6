//! The memory in figures: by month, hour, site and version. Counted visit by visit and then capture by capture, so that it can be done in slices.
use super::Catalog;
use crate::calendar::{DAY_MS, date_of};
use crate::page::{CaptureNo, Millis, VisitId};

const HOUR_MS: i64 = 3_600_000;
/// Hours of a week.
const WEEK: usize = 7 * 24;

/// See the module.
pub struct Figures {
    /// Ascending.
    pub months: Vec<MonthCount>,
    /// Visits by weekday and hour, by the clock where they were: Monday's first hour first.
    pub hours: Vec<u32>,
    /// By host.
    hosts: Vec<HostCount>,
    /// By page.
    pages: Vec<PageCount>,
    /// The day that was looked at last, and its month.
    day: i32,
    month: i32,
    /// By page, the month in which it was counted last.
    counted: Vec<i32>,
}

/// What a month has. As in [`super::Overview`] no day goes back along the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthCount {
    /// Local months since the year 0.
    pub month: i32,
    /// Visits.
    pub visits: u32,
    /// Pages; one that was seen in several months counts in each.
    pub pages: u32,
}

/// What is remembered of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct HostCount {
    /// Its name.
    pub site: String,
    /// Its pages.
    pub pages: u32,
    /// Visits of them.
    pub visits: u32,
    /// Bytes of their texts on the disk, all versions.
    pub bytes: u64,
}

/// The versions of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageCount {
    /// How many.
    pub versions: u32,
    /// Bytes of their texts on the disk, without the newest.
    pub bytes: u64,
    /// The newest: its last visit and its bytes.
    pub newest: (Millis, VisitId),
    newest_bytes: u64,
}

impl Default for Figures {
    fn default() -> Self {
        let (months, hosts, pages, counted) = Default::default();
        Self { months, hours: vec![0; WEEK], hosts, pages, day: i32::MIN, month: i32::MIN, counted }
    }
}

impl Figures {
    /// Counts the visits at some places of the timeline; gives how many were looked at.
    pub fn add_visits(&mut self, catalog: &Catalog, from: usize, to: usize) -> usize {
        let visits = catalog.visits.range(from..to.min(catalog.visits.len()));
        let looked = visits.len();
        for visit in visits.filter(|visit| visit.is_alive()) {
            let local = visit.at.saturating_add(i64::from(visit.offset_min) * 60_000);
            // The first day of 1970 was a Thursday.
            let (day, hour) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS) / HOUR_MS);
            let at = ((day + 3).rem_euclid(7) * 24 + hour) as usize;
            if let Some(count) = self.hours.get_mut(at) {
                *count += 1;
            }
            self.turn_to(visit.day());
            let Some(month) = self.months.last_mut() else { continue };
            month.visits += 1;
            let Some(page) = catalog.columns.page_of(visit.no) else { continue };
            let last = at_number(&mut self.counted, page, i32::MIN);
            if *last != month.month {
                *last = month.month;
                month.pages += 1;
            }
        }
        looked
    }

    /// The month of a day is the last; a day that goes back is the one before.
    fn turn_to(&mut self, day: i32) {
        if day > self.day {
            let (year, month, _) = date_of(i64::from(day));
            (self.day, self.month) = (day, (year * 12 + month - 1) as i32);
        }
        if self.months.last().is_none_or(|last| last.month != self.month) {
            self.months.push(MonthCount { month: self.month, visits: 0, pages: 0 });
        }
    }

    /// Counts the captures at some places; gives how many were looked at.
    pub fn add_captures(&mut self, catalog: &Catalog, from: usize, to: usize) -> usize {
        let captures = catalog.captures.range(from..to.min(catalog.captures.len()));
        let looked = captures.len();
        for capture in captures.filter(|capture| capture.alive > 0) {
            let bytes = u64::from(capture.place.meta_len) + u64::from(capture.place.data_len);
            let host = at_number(&mut self.hosts, capture.host, HostCount::default());
            host.visits += capture.alive;
            host.bytes += bytes;
            let page = at_number(&mut self.pages, capture.page, PageCount::NONE);
            host.pages += u32::from(page.versions == 0);
            page.add(capture.newest, bytes);
        }
        looked
    }

    /// The hosts of which something is remembered, with their names: those that are among the `most` by pages (they come first, most pages first), by
    /// visits or by bytes; and how many there are.
    pub fn sites(&self, catalog: &Catalog, most: usize) -> (Vec<HostCount>, u32) {
        let keys: [fn(&HostCount) -> u64; 3] =
            [|host| u64::from(host.pages), |host| u64::from(host.visits), |host| host.bytes];
        let (mut chosen, mut count) = (Vec::new(), 0);
        for key in keys {
            let there = (0..).zip(&self.hosts).filter(|(_, host)| host.pages > 0);
            let (first, all) = first_of(there.map(|(number, host)| (key(host), number)).collect(), most);
            count = all;
            for number in first {
                if !chosen.contains(&number) {
                    chosen.push(number);
                }
            }
        }
        let named = |number: u32| {
            let host = self.hosts.get(number as usize)?;
            Some(HostCount { site: catalog.hosts.name(number).to_owned(), ..host.clone() })
        };
        (chosen.into_iter().filter_map(named).collect(), count)
    }

    /// The pages of more than one version: the `most` whose older ones take most, how many they all are, and what the older ones of all take.
    pub fn versioned(&self, most: usize) -> (Vec<PageCount>, u32, u64) {
        let there = (0..).zip(&self.pages).filter(|(_, page)| page.versions > 1);
        let keys: Vec<(u64, u32)> = there.map(|(number, page)| (page.bytes, number)).collect();
        let bytes = keys.iter().map(|(bytes, _)| bytes).sum();
        let (first, count) = first_of(keys, most);
        let page = |number: u32| self.pages.get(number as usize).copied();
        (first.into_iter().filter_map(page).collect(), count, bytes)
    }
}

/// The numbers of the `most` highest, highest first, of as many by number; and how many there are of all.
fn first_of(mut keys: Vec<(u64, u32)>, most: usize) -> (Vec<u32>, u32) {
    let count = keys.len() as u32;
    keys.sort_unstable_by_key(|(key, number)| (u64::MAX - key, *number));
    (keys.into_iter().take(most).map(|(_, number)| number).collect(), count)
}

impl PageCount {
    const NONE: Self =
        Self { versions: 0, bytes: 0, newest: (Millis::MIN, VisitId([0; 16])), newest_bytes: 0 };

    fn add(&mut self, newest: (Millis, VisitId), bytes: u64) {
        self.versions += 1;
        if newest > self.newest {
            self.bytes += std::mem::replace(&mut self.newest_bytes, bytes);
            self.newest = newest;
        } else {
            self.bytes += bytes;
        }
    }
}

/// The row of a number, made where there is none.
fn at_number<T: Clone>(rows: &mut Vec<T>, number: u32, none: T) -> &mut T {
    let at = number as usize;
    if at >= rows.len() {
        rows.resize(at + 1, none);
    }
    &mut rows[at]
}

impl super::Columns {
    /// The page of a capture of which something is remembered.
    fn page_of(&self, no: CaptureNo) -> Option<u32> {
        self.row(no).filter(|row| row.is_shown()).map(|row| row.page)
    }
}
