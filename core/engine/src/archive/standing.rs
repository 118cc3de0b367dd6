//! How a page stands beside what it says: a WebMark, often visited, lately. It decides between pages that match about alike.
use crate::calendar::DAY_MS;
use crate::catalog::Catalog;
use crate::page::Millis;

/// By what share a WebMark stands higher.
const WEBMARK: f32 = 0.04;
/// The same, at most, of a page that was visited often: half of it at [`OFTEN`] visits more than the first.
const VISITS: f32 = 0.03;
const OFTEN: f32 = 4.0;
/// The same, at most, of a page that was visited just now: half of it [`LATELY`] ago.
const NEWNESS: f32 = 0.03;
const LATELY: f32 = 30.0 * DAY_MS as f32;
// What the index counts on. `docs/ranking.md` says what these were measured by.
const _: () = assert!(1.0 + WEBMARK + VISITS + NEWNESS <= crate::index::MOST_STANDING);
const _: () = assert!(1.0 + NEWNESS <= crate::index::USUAL_STANDING);

/// See the module.
pub(super) struct Standing<'a> {
    catalog: &'a Catalog,
    /// The end of the UTC day in which it is asked: what stood equal in the morning does so at noon, and answers over several
    /// offsets are of one piece.
    until: Millis,
}

impl<'a> Standing<'a> {
    /// As seen at `now`, in ms.
    pub fn new(catalog: &'a Catalog, now: Millis) -> Self {
        Self { catalog, until: now.div_euclid(DAY_MS).saturating_add(1).saturating_mul(DAY_MS) }
    }

    /// Whether a document may be of a page that was visited more than once, or is a WebMark: of others only newness counts.
    pub fn may_stand_out(&self, doc: u32) -> bool {
        self.catalog.columns().may_stand_out(doc)
    }

    /// From 1 to [`crate::index::MOST_STANDING`].
    pub fn of(&self, page: u32, doc: u32) -> f32 {
        let columns = self.catalog.columns();
        let is_marked = self.catalog.is_webmark(page);
        let again = columns.visits_again(page) as f32;
        let age = self.until.saturating_sub(columns.newest(doc)).max(0) as f32;
        let often = again / (again + OFTEN);
        let lately = LATELY / (LATELY + age);
        1.0 + if is_marked { WEBMARK } else { 0.0 } + VISITS * often + NEWNESS * lately
    }
}
