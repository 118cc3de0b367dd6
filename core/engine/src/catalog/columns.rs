//! What a search asks of every match, as flat rows by the number of the capture: no tree and no hash on its path.
use super::tally::Tally;
use super::{Capture, Catalog, Sequence};
use crate::page::{CaptureNo, Millis};

/// The document of a capture that is not remembered: no index has it.
const NONE: u32 = u32::MAX;

/// See the module.
#[derive(Default)]
pub struct Columns {
    rows: Sequence<Row>,
    /// By page, how many visits are remembered.
    visits: Vec<u32>,
    /// Captures whose rows are to be read again.
    touched: Vec<CaptureNo>,
    /// All rows are.
    all: bool,
}

/// A capture as far as searches and counts look at it.
#[derive(Clone, Copy)]
pub(super) struct Row {
    doc: u32,
    pub page: u32,
    newest: Millis,
    pub visits: u32,
    pub host: u32,
    pub lang: u32,
}

/// Of a capture that is not remembered.
const GONE: Row = Row { doc: NONE, page: NONE, newest: Millis::MIN, visits: 0, host: NONE, lang: NONE };

impl Row {
    fn of(capture: &Capture) -> Self {
        if capture.alive == 0 {
            return GONE;
        }
        let Capture { page, host, lang, alive, .. } = *capture;
        Self { doc: capture.doc(), page, newest: capture.newest.0, visits: alive, host, lang }
    }

    /// Whether something of the capture is remembered.
    pub fn is_shown(&self) -> bool {
        self.doc != NONE
    }
}

impl Columns {
    /// The page of a document; `None` for one that stands for nothing that is remembered.
    pub fn page(&self, doc: u32) -> Option<u32> {
        let row = self.rows.get(Catalog::capture_no(doc) as usize)?;
        (row.doc == doc).then_some(row.page)
    }

    /// The row of a capture.
    pub(super) fn row(&self, no: CaptureNo) -> Option<&Row> {
        self.rows.get(no as usize)
    }

    /// When a document was visited last.
    pub fn newest(&self, doc: u32) -> Millis {
        self.rows.get(Catalog::capture_no(doc) as usize).map_or(Millis::MIN, |row| row.newest)
    }

    /// How often a page was visited, as far as that is remembered.
    pub fn visits(&self, page: u32) -> u32 {
        self.visits.get(page as usize).copied().unwrap_or(0)
    }

    /// Puts a row in place of the one before, and the page's count with it. Gives the one before.
    fn put(&mut self, no: CaptureNo, row: Row) -> Row {
        let missing = (no as usize + 1).saturating_sub(self.rows.len());
        self.rows.extend(std::iter::repeat_n(GONE, missing));
        let Some(place) = self.rows.get_mut(no as usize) else { return GONE };
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
        before
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
            columns = Columns::default();
            self.tally = Tally::default();
            for capture in &self.captures {
                let row = Row::of(capture);
                self.tally.renew(&columns.put(capture.no, row), &row, &self.pages);
            }
        }
        for no in std::mem::take(&mut columns.touched) {
            let row = self.capture(no).map_or(GONE, Row::of);
            self.tally.renew(&columns.put(no, row), &row, &self.pages);
        }
        self.columns = columns;
    }
}
