//! Stirred days: something changed on them since it was asked what the vault is owed of them. Nobody looks through the whole memory for
//! what one page has changed.
use super::Catalog;
use super::rows::Visit;
use crate::calendar::DAY_MS;
use crate::page::{CaptureNo, Millis, VisitId};
use std::collections::BTreeSet;

/// What is asked of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Owed {
    /// Packs of thumbnails that hold what is gone.
    StaleThumbs,
    /// Packs of texts that do.
    StaleTexts,
    /// WebMarks that are in no pack that is kept for ever.
    Webmarks,
    /// Thumbnails that are in no pack.
    Thumbs,
    /// Many small packs of texts.
    Scattered,
}

impl Owed {
    const ALL: [Self; 5] =
        [Self::StaleThumbs, Self::StaleTexts, Self::Webmarks, Self::Thumbs, Self::Scattered];

    fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|owed| *owed as u8 == number)
    }
}

/// UTC days since 1970-01-01, by what was not asked of them since they were stirred.
#[derive(Clone, Debug, Default)]
pub(super) struct Stirred {
    days: [BTreeSet<u32>; Owed::ALL.len()],
}

/// What was asked already is nothing that a memory knows: two that differ in it alone are the same.
impl PartialEq for Stirred {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Stirred {}

impl Stirred {
    /// Something changed on a day.
    pub fn stir(&mut self, day: u32) {
        for days in &mut self.days {
            days.insert(day);
        }
    }

    /// What is to be asked of which days, as numbers.
    pub fn rows(&self) -> impl Iterator<Item = (u8, u32)> {
        (0..).zip(&self.days).flat_map(|(owed, days)| days.iter().map(move |day| (owed, *day)))
    }
}

impl Extend<(u8, u32)> for Stirred {
    fn extend<I: IntoIterator<Item = (u8, u32)>>(&mut self, rows: I) {
        for (owed, day) in rows {
            if let Some(days) = Owed::of(owed).and_then(|owed| self.days.get_mut(owed as usize)) {
                days.insert(day);
            }
        }
    }
}

/// The UTC day of a time since 1970-01-01: 0 where there is none.
pub(super) fn utc_day(at: Millis) -> u32 {
    u32::try_from(at.div_euclid(DAY_MS)).unwrap_or(0)
}

impl Catalog {
    /// The days of which something is to be asked, ascending.
    pub fn stirred(&self, owed: Owed) -> Vec<u32> {
        self.shared.stirred.days.get(owed as usize).into_iter().flatten().copied().collect()
    }

    /// Of these days nothing is owed: they are asked again when they are stirred.
    pub fn settle_days(&mut self, owed: Owed, days: &[u32]) {
        let Some(stirred) = self.shared.stirred.days.get_mut(owed as usize) else { return };
        for day in days {
            // Rows of a checkpoint that is being written move up by it.
            self.revision += u64::from(stirred.remove(day));
        }
    }

    /// All days are to be asked again.
    pub(super) fn stir_all(&mut self) {
        let Self { visits, shared, .. } = self;
        for day in visits.iter().map(Visit::utc_day) {
            shared.stirred.stir(day);
        }
        shared.stir_packs();
        self.revision += 1;
    }

    /// The visits of a UTC day. Visits are settled.
    pub fn visits_of_day(&self, day: u32) -> impl Iterator<Item = &Visit> {
        /// From here on times have no day.
        const END: Millis = (u32::MAX as Millis + 1) * DAY_MS;
        let before = |time: Millis| self.visits.partition_point(|visit| visit.at < time);
        let start = Millis::from(day) * DAY_MS;
        let from = if day == 0 { 0 } else { before(start) };
        let dayless = if day == 0 { before(END)..self.visits.len() } else { 0..0 };
        self.visits.range(from..before(start + DAY_MS)).chain(self.visits.range(dayless))
    }

    /// What a capture shows, or whether it shows it, has changed.
    pub(super) fn stir_capture(&mut self, no: CaptureNo) {
        let days: BTreeSet<u32> = self.times_of(no).map(utc_day).collect();
        days.into_iter().for_each(|day| self.shared.stirred.stir(day));
    }

    /// Visits are gone for good. The packs of one that is not here are looked for: nothing else tells its day.
    pub(super) fn stir_gone(&mut self, visits: &[VisitId]) {
        let (here, away): (Vec<VisitId>, Vec<VisitId>) = visits.iter().partition(|id| self.holds(**id));
        for at in here.iter().filter_map(|id| self.times.get(id)) {
            self.shared.stirred.stir(utc_day(*at));
        }
        if away.is_empty() {
            return;
        }
        let away: BTreeSet<VisitId> = away.into_iter().collect();
        self.shared.stir_packs_with(|visit| away.contains(visit));
    }
}
