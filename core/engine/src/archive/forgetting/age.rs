//! Age: what retention hides or gives up, by a time that one look at the clock cannot make.
use crate::EngineError;
use crate::archive::{AGED_UNDO_MS, Archive};
use crate::calendar::DAY_MS;
use crate::catalog::{Operation, Origin, Visit};
use crate::event::{Event, Forgot};
use crate::page::Millis;
use crate::policy::clock::{Reading, before_yesterday};

/// What became too old within so many days goes for good. More at once is the beginning of a retention, or a shorter one, or
/// a clock that was found to be right after all: it is hidden, and can be taken back for a while.
const FEW_DAYS: Millis = 3;

impl Archive {
    /// Forgets visits older than `days`; WebMarks never. Gives how many. See [`Archive::retain`].
    pub fn expire(&mut self, days: u32, now: Millis) -> Result<u32, EngineError> {
        self.retain(Some(days), now)
    }

    /// Forgets what is older than `days`, `None`: nothing is too old. What an earlier, shorter retention hid and what is not
    /// too old comes back as long as it can. Gives how many visits were forgotten. Errors: what the files say; nothing is
    /// changed then.
    pub fn retain(&mut self, days: Option<u32>, now: Millis) -> Result<u32, EngineError> {
        let before = match days {
            Some(days) => self.read_clock(now)?.saturating_sub(Millis::from(days) * DAY_MS),
            None => Millis::MIN,
        };
        let (mut batch, old) = (self.back_from(before, now), self.old_visits(before));
        let count = old.len() as u32;
        batch.extend(self.given_up(&old, before, now));
        if !batch.is_empty() {
            self.record_all(&batch)?;
        }
        Ok(count)
    }

    /// Reads the clock: gives the time that is believed, and notes it once a day.
    pub(in crate::archive) fn read_clock(&mut self, now: Millis) -> Result<Millis, EngineError> {
        let reading = match self.catalog.reading() {
            Some(reading) => reading.next(now),
            None => Some(Reading::first(now, self.seen_before(now))),
        };
        if let Some(reading) = reading {
            self.record(Event::Clock(reading), vec![])?;
        }
        Ok(self.believed(now))
    }

    /// The time that is believed while the clock says `now`.
    pub(in crate::archive) fn believed(&self, now: Millis) -> Millis {
        let reading = self.catalog.reading();
        reading.unwrap_or_else(|| Reading::first(now, self.seen_before(now))).time(now)
    }

    /// By how many days what is believed lags behind the clock.
    pub fn lag_days(&self, now: Millis) -> u32 {
        u32::try_from(now.saturating_sub(self.believed(now)).div_euclid(DAY_MS)).unwrap_or(0)
    }

    /// When a page was seen here last before yesterday: what other devices saw is their clocks' word.
    fn seen_before(&self, now: Millis) -> Option<Millis> {
        let own = |visit: &&Visit| !matches!(visit.origin, Origin::Elsewhere(_));
        before_yesterday(now, self.catalog.visits().iter().filter(own).map(|visit| visit.at))
    }

    fn is_mark(&self, visit: &Visit) -> bool {
        let page = self.catalog.capture(visit.no).and_then(|capture| self.catalog.page_of(capture));
        page.is_some_and(|page| page.star)
    }

    /// Of what retention hid what is not too old: it is remembered again.
    fn back_from(&self, before: Millis, now: Millis) -> Vec<(Event, Vec<u8>)> {
        if !self.catalog.operations().values().any(Operation::is_aged) {
            return vec![];
        }
        let hidden = self.catalog.visits().iter().filter(|visit| self.catalog.is_aged(visit));
        let back = hidden.filter(|visit| visit.at >= before || self.is_mark(visit));
        self.taken_back(back.map(|visit| visit.id), now).into_iter().collect()
    }

    fn old_visits(&self, before: Millis) -> Vec<Visit> {
        let old = self.catalog.visits().range(0..self.catalog.first_at(before));
        old.filter(|visit| visit.is_alive() && !self.is_mark(visit)).copied().collect()
    }

    /// The event by which old visits are forgotten.
    fn given_up(&self, old: &[Visit], before: Millis, now: Millis) -> Option<(Event, Vec<u8>)> {
        let is_much = old.first()?.at < before.saturating_sub(FEW_DAYS * DAY_MS);
        let aged = is_much.then(|| self.believed(now));
        let (op, stamp) = (self.catalog.next_op(), self.stamp());
        let forgot = Forgot { op, at: now, last: !is_much, aged, known: 0, hides: None, early: 0, stamp };
        Some((Event::Forget(forgot), old.iter().flat_map(|visit| visit.id.0).collect()))
    }

    /// Whether what a forget of retention hid is due, by the time that is believed.
    pub(in crate::archive) fn is_due(&self, aged: Millis) -> bool {
        let believed = self.catalog.reading().map(|reading| reading.believed);
        believed.is_some_and(|believed| believed.saturating_sub(aged) >= AGED_UNDO_MS)
    }
}
