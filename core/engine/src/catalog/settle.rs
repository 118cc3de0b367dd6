//! Visits in their order: what came late is put into its place, and all that hangs on places is made good.
use super::{Catalog, Visit};

impl Catalog {
    /// Puts visits that came late into their places. Ordinals and columns are valid after it.
    pub fn settle(&mut self) {
        let late = self.visits.range(self.settled.saturating_sub(1)..self.visits.len());
        if !late.is_sorted_by_key(Visit::key) {
            self.place_late();
            self.generation += 1;
            self.revision += 1;
        }
        self.settled = self.visits.len();
        self.link_awaited();
        self.mend_versions();
        self.renew_columns();
        self.recount_starred();
    }

    fn place_late(&mut self) {
        /// One row in so many is put into its place by itself; of more all are put in order.
        const FEW: usize = 64;
        let mut late = self.visits.split_off(self.settled);
        if late.len() > self.settled / FEW {
            let mut all = self.visits.split_off(0);
            all.append(&mut late);
            all.sort_by_key(Visit::key);
            self.visits.extend(all);
            return;
        }
        for visit in late {
            let at = self.visits.partition_point(|other| other.key() < visit.key());
            self.visits.insert(at, visit);
        }
    }
}
