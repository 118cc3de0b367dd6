//! What a search asks of every match, as flat rows by the number of the capture: no tree and no hash on its path.
use super::words::NUMBER_BITS;
use super::{Capture, Catalog, Sequence};
use crate::bits::Bits;
use crate::page::{CaptureNo, Millis};

/// No page: of a capture that is not remembered.
const NONE: u32 = u32::MAX;
/// Bits of [`Row::text`] that say in which language.
const LANG_BITS: u32 = 28;

/// See the module.
#[derive(Default)]
pub struct Columns {
    rows: Sequence<Row>,
    /// By page, how many visits are remembered; and the pages with more than one, which are few: a search asks this of many.
    visits: Vec<u32>,
    often: Bits,
    /// Captures of pages that are WebMarks or were visited more than once, and some whose pages were.
    outstanding: Bits,
    /// Captures whose rows are to be read again.
    touched: Vec<CaptureNo>,
    /// All rows are.
    all: bool,
}

/// A capture as far as searches and counts look at it: 24 bytes.
#[derive(Clone, Copy)]
pub(super) struct Row {
    newest: Millis,
    pub page: u32,
    pub visits: u32,
    pub host: u32,
    /// Its language, and above that what its document's number has above that of the capture.
    text: u32,
}

/// Of a capture that is not remembered.
const GONE: Row = Row { newest: Millis::MIN, page: NONE, visits: 0, host: NONE, text: NONE };

impl Row {
    fn of(capture: &Capture) -> Self {
        if capture.alive == 0 {
            return GONE;
        }
        let Capture { page, host, lang, alive, .. } = *capture;
        let text = (turn_of(capture.doc()) << LANG_BITS) | lang;
        Self { newest: capture.newest.0, page, visits: alive, host, text }
    }

    /// Whether something of the capture is remembered.
    pub fn is_shown(&self) -> bool {
        self.page != NONE
    }

    /// Number of its language.
    pub fn lang(&self) -> u32 {
        self.text & ((1 << LANG_BITS) - 1)
    }
}

/// How often the words of a document's capture had gone and come when it was made.
fn turn_of(doc: u32) -> u32 {
    doc >> NUMBER_BITS
}

impl Columns {
    /// The page of a document; `None` for one that stands for nothing that is remembered.
    pub fn page(&self, doc: u32) -> Option<u32> {
        let row = self.rows.get(Catalog::capture_no(doc) as usize)?;
        (row.is_shown() && row.text >> LANG_BITS == turn_of(doc)).then_some(row.page)
    }

    /// The row of a capture.
    pub(super) fn row(&self, no: CaptureNo) -> Option<&Row> {
        self.rows.get(no as usize)
    }

    /// When a document was visited last.
    pub fn newest(&self, doc: u32) -> Millis {
        self.rows.get(Catalog::capture_no(doc) as usize).map_or(Millis::MIN, |row| row.newest)
    }

    /// How often a page was visited beside the first time, as far as that is remembered.
    pub fn visits_again(&self, page: u32) -> u32 {
        if !self.often.has(page) {
            return 0;
        }
        self.visits.get(page as usize).map_or(0, |visits| visits.saturating_sub(1))
    }

    /// Whether a page was visited more than once.
    pub(super) fn is_often(&self, page: u32) -> bool {
        self.often.has(page)
    }

    /// Whether a document may be of a page that is a WebMark or was visited more than once.
    pub fn may_stand_out(&self, doc: u32) -> bool {
        self.outstanding.has(Catalog::capture_no(doc))
    }

    /// Puts a row in place of the one before, and the page's count with it. Gives the one before.
    fn put(&mut self, no: CaptureNo, row: Row) -> Row {
        let missing = (no as usize + 1).saturating_sub(self.rows.len());
        self.rows.extend(std::iter::repeat_n(GONE, missing));
        let Some(place) = self.rows.get_mut(no as usize) else { return GONE };
        let before = std::mem::replace(place, row);
        if let Some(visits) = self.visits.get_mut(before.page as usize) {
            *visits = visits.saturating_sub(before.visits);
            if *visits <= 1 {
                self.often.remove(before.page);
            }
        }
        if row.visits > 0 && row.page as usize >= self.visits.len() {
            self.visits.resize(row.page as usize + 1, 0);
        }
        if let Some(visits) = self.visits.get_mut(row.page as usize) {
            *visits += row.visits;
            if *visits > 1 {
                self.often.insert(row.page);
            }
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
        if std::mem::take(&mut self.columns.all) {
            (self.columns, self.tally) = Default::default();
            self.columns.visits.reserve(self.pages.len());
            for at in 0..self.captures.len() {
                if let Some((no, row)) = self.captures.get(at).map(|capture| (capture.no, Row::of(capture))) {
                    self.renew_row(no, row);
                }
            }
        }
        for no in std::mem::take(&mut self.columns.touched) {
            self.renew_row(no, self.capture(no).map_or(GONE, Row::of));
        }
    }

    fn renew_row(&mut self, no: CaptureNo, row: Row) {
        let was_often = self.columns.is_often(row.page);
        self.tally.renew(&self.columns.put(no, row), &row, &self.pages);
        let is_often = self.columns.is_often(row.page);
        if is_often || self.is_webmark(row.page) {
            self.columns.outstanding.insert(no);
        }
        if is_often && !was_often {
            self.let_stand_out(row.page);
        }
    }

    /// A page has got its star, or a second visit: the few captures of it that are remembered stand out. Of one that was visited more often all do
    /// already.
    pub(super) fn let_stand_out(&mut self, page: u32) {
        let Some(page) = self.pages.get(page) else { return };
        let remembered = self.versions(page).filter(|capture| capture.alive > 0);
        for no in remembered.map(|capture| capture.no).collect::<Vec<_>>() {
            self.columns.outstanding.insert(no);
        }
    }
}
