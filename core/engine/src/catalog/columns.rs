//! What a search asks of every match, as flat rows by the number of the capture: no tree and no hash on its path.
use super::Catalog;
use crate::page::{CaptureNo, Millis};

/// The document of a capture that is not remembered: no index has it.
const NONE: u32 = u32::MAX;

/// See the module.
#[derive(Default)]
pub struct Columns {
    rows: Vec<Row>,
    /// By page, how many visits are remembered.
    visits: Vec<u32>,
    /// Captures whose rows are to be read again.
    touched: Vec<CaptureNo>,
    /// All rows are.
    all: bool,
}

#[derive(Clone, Copy)]
struct Row {
    doc: u32,
    page: u32,
    newest: Millis,
    visits: u32,
}

const GONE: Row = Row { doc: NONE, page: NONE, newest: Millis::MIN, visits: 0 };

impl Columns {
    /// The page of a document; `None` for one that stands for nothing that is remembered.
    pub fn page(&self, doc: u32) -> Option<u32> {
        let row = self.rows.get(Catalog::capture_no(doc) as usize)?;
        (row.doc == doc).then_some(row.page)
    }

    /// When a document was visited last.
    pub fn newest(&self, doc: u32) -> Millis {
        self.rows.get(Catalog::capture_no(doc) as usize).map_or(Millis::MIN, |row| row.newest)
    }

    /// How often a page was visited, as far as that is remembered.
    pub fn visits(&self, page: u32) -> u32 {
        self.visits.get(page as usize).copied().unwrap_or(0)
    }

    /// Puts a row in place of the one before, and the page's count with it.
    fn put(&mut self, no: CaptureNo, row: Row) {
        let at = no as usize;
        if at >= self.rows.len() {
            self.rows.resize(at + 1, GONE);
        }
        let Some(place) = self.rows.get_mut(at) else { return };
        let before = std::mem::replace(place, row);
        if let Some(visits) = self.visits.get_mut(before.page as usize) {
            *visits = visits.saturating_sub(before.visits);
        }
        if row.visits > 0 && row.page as usize >= self.visits.len() {
            self.visits.resize(row.page as usize + 1, 0);
        }
        if let Some(visits) = self.visits.get_mut(row.page as usize) {
            *visits += row.visits;
        }
    }

    /// The capture is another than it was.
    pub(super) fn touch(&mut self, no: CaptureNo) {
        if !self.all {
            self.touched.push(no);
        }
    }

    /// Any capture may be.
    pub(super) fn touch_all(&mut self) {
        self.all = true;
        self.touched.clear();
    }
}

impl Catalog {
    /// The columns, as of the last [`Catalog::settle`].
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Reads the rows again that were touched, and counts them again.
    pub(super) fn renew_columns(&mut self) {
        let mut columns = std::mem::take(&mut self.columns);
        if std::mem::take(&mut columns.all) {
            columns.rows.clear();
            columns.rows.resize(self.next_no as usize, GONE);
            columns.visits.clear();
            columns.visits.resize(self.pages.len(), 0);
            self.tally = super::tally::Tally::default();
            for capture in &self.captures {
                self.tally.renew(capture.no, Some(capture), &self.pages);
                columns.put(capture.no, row_of(capture));
            }
        }
        for no in std::mem::take(&mut columns.touched) {
            let at = self.captures.binary_search_by_key(&no, |capture| capture.no).ok();
            let capture = at.and_then(|at| self.captures.get(at));
            self.tally.renew(no, capture, &self.pages);
            columns.put(no, capture.map_or(GONE, row_of));
        }
        self.columns = columns;
    }
}

fn row_of(capture: &super::Capture) -> Row {
    if capture.alive == 0 {
        return GONE;
    }
    Row { doc: capture.doc(), page: capture.page, newest: capture.newest.0, visits: capture.alive }
}
