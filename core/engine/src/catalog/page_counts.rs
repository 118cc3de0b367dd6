//! Some of the pages, counted by host, label and day: visit by visit, so that they can be counted in slices.
use super::tally::{named, top};
use super::uses::Uses;
use super::{Catalog, Page, Visit};

/// See the module.
#[derive(Default)]
pub struct PageCounts {
    /// How many pages there are.
    pub count: u32,
    /// How many of them have a star.
    pub webmarks: u32,
    /// Pages by day.
    pub days: DayCounts,
    /// By page, the day on which it was counted last.
    counted: Vec<Option<i32>>,
    hosts: Uses,
    labels: Uses,
}

/// Pages by day, as columns: one that was seen on several days counts on each.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DayCounts {
    /// Local days since 1970-01-01, ascending. As in [`super::Overview`] none goes back along the timeline.
    pub day_no: Vec<i32>,
    /// Pages on each.
    pub count: Vec<u32>,
}

impl PageCounts {
    /// Counts the page of a visit. Those that were counted before stand before it in the timeline.
    pub fn add(&mut self, catalog: &Catalog, visit: &Visit) {
        let Some(row) = catalog.columns().row(visit.no).filter(|row| row.is_shown()) else { return };
        let day = self.days.day_no.last().map_or(visit.day(), |last| visit.day().max(*last));
        let at = row.page as usize;
        if at >= self.counted.len() {
            self.counted.resize(at + 1, None);
        }
        let Some(counted) = self.counted.get_mut(at) else { return };
        let before = counted.replace(day);
        if before != Some(day) {
            self.days.add(day);
        }
        if before.is_none() {
            self.count += 1;
            self.hosts.more(row.host);
            self.webmarks += u32::from(catalog.is_webmark(row.page));
            for label in catalog.page_numbered(row.page).map_or(&[][..], Page::labels) {
                self.labels.more(*label);
            }
        }
    }

    /// The hosts of most pages, at most `most`, and how many each has.
    pub fn hosts<'a>(&self, catalog: &'a Catalog, most: usize) -> Vec<(&'a str, u32)> {
        top(named(&self.hosts, &catalog.hosts).collect(), most)
    }

    /// The same of labels.
    pub fn labels<'a>(&self, catalog: &'a Catalog, most: usize) -> Vec<(&'a str, u32)> {
        top(named(&self.labels, &catalog.labels).collect(), most)
    }
}

impl DayCounts {
    /// One more on a day, which is the last or comes after it.
    fn add(&mut self, day: i32) {
        if self.day_no.last() != Some(&day) {
            self.day_no.push(day);
            self.count.push(0);
        }
        if let Some(last) = self.count.last_mut() {
            *last += 1;
        }
    }
}
