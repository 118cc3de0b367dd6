//! The timeline as the views read it: days, histogram, windows of frames, jumps.
use super::Catalog;
use super::rows::{Capture, Visit};
use crate::calendar::date_of;
use crate::page::{CaptureNo, Millis, Ordinal};

/// Silence that ends a session: 30 minutes.
pub const SESSION_GAP_MS: Millis = 30 * 60_000;
/// The widths a histogram may have, in ms: 1, 5, 15 minutes, 1, 6 hours, day, week, 30 days, 365 days.
const WIDTHS: [Millis; 9] =
    [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000, 31_536_000_000];
/// Most frames that one call gives.
const MAX_FRAMES: u32 = 256;

/// Bits of [`Frames::flags`], as in extension/bridge/engine.ts.
pub struct Flag;
impl Flag {
    /// The page is a WebMark.
    pub const STAR: u8 = 1;
    /// The page carries a label.
    pub const LABEL: u8 = 2;
    /// The capture has a picture.
    pub const PICTURE: u8 = 4;
    /// Forgotten, can be undone.
    pub const FORGOTTEN: u8 = 8;
    /// First of a session.
    pub const SESSION_START: u8 = 16;
    /// A title card: its text is in the vault alone.
    pub const CARD: u8 = 32;
    /// Its page has other remembered versions.
    pub const VERSIONS: u8 = 64;
    /// One of them is newer.
    pub const OLDER: u8 = 128;
}

/// Visits over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Width of a bucket in ms.
    pub bucket_ms: Millis,
    /// Start of the first bucket, a multiple of the width.
    pub from: Millis,
    /// Visits in each bucket.
    pub counts: Vec<u32>,
    /// Of them, visits of WebMarks.
    pub starred: Vec<u32>,
    /// Of them, those in `hits`.
    pub hits: Vec<u32>,
}

/// Frames as columns; row i is ordinal `from + i`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frames {
    /// Ordinal of the first row.
    pub from: Ordinal,
    /// Times in ms.
    pub at: Vec<f64>,
    /// Local time minus UTC, in minutes.
    pub offset_min: Vec<i16>,
    /// Capture numbers.
    pub capture: Vec<CaptureNo>,
    /// Host numbers.
    pub site: Vec<u32>,
    /// See [`Flag`].
    pub flags: Vec<u8>,
    /// Dominant colours, 3 bytes each.
    pub colour: Vec<u8>,
}

/// What a jump looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Neighbour {
    /// The next visit.
    Visit,
    /// A visit of another site.
    Site,
    /// Another session (its first visit).
    Session,
    /// Another day (its first visit).
    Day,
    /// Another month (its first visit).
    Month,
    /// A WebMark.
    Star,
}

impl Catalog {
    /// Visits between two times in at most `max_buckets`, of the narrowest width that fits. `hits` ascend.
    pub fn histogram(&self, from: Millis, to: Millis, max_buckets: u32, hits: &[Ordinal]) -> Histogram {
        let (to, max) = (to.max(from.saturating_add(1)), Millis::from(max_buckets.clamp(1, 2048)));
        let fits = |width: &Millis| to.saturating_sub(1).div_euclid(*width) - from.div_euclid(*width) < max;
        let widest = WIDTHS[WIDTHS.len() - 1];
        let bucket_ms = WIDTHS.into_iter().find(fits).unwrap_or_else(|| {
            let years = (to - from).div_euclid(widest).div_euclid(max - 1 + i64::from(max == 1)) + 1;
            widest.saturating_mul(years)
        });
        let first = from.div_euclid(bucket_ms);
        let count = (to.saturating_sub(1).div_euclid(bucket_ms) - first + 1).clamp(1, max + 1) as usize;
        let mut histogram = Histogram {
            bucket_ms,
            from: first * bucket_ms,
            counts: vec![0; count],
            starred: vec![0; count],
            hits: vec![0; count],
        };
        let bucket = |at: Millis| usize::try_from(at.div_euclid(bucket_ms) - first).unwrap_or(usize::MAX);
        let (start, end) = (self.first_at(from), self.first_at(to));
        for (places, leaf) in self.leaves() {
            let inside = places.start.max(start)..places.end.min(end);
            let ends = [inside.start, inside.end.saturating_sub(1)].map(|at| self.visits().get(at));
            let [first, last] = ends.map(|visit| visit.map_or(usize::MAX, |visit| bucket(visit.at)));
            if inside.is_empty() {
                continue;
            }
            // All in one bucket: they are counted already.
            if inside == places && first == last {
                add(&mut histogram.counts, first, leaf.alive);
                add(&mut histogram.starred, first, leaf.starred);
                continue;
            }
            for visit in self.visits().range(inside).filter(|visit| visit.is_alive()) {
                add(&mut histogram.counts, bucket(visit.at), 1);
                add(&mut histogram.starred, bucket(visit.at), u32::from(self.is_starred(visit)));
            }
        }
        let [first, last] = [start, end].map(|place| hits.partition_point(|hit| (*hit as usize) < place));
        let hits = hits.get(first..last).unwrap_or_default();
        for visit in hits.iter().filter_map(|hit| self.visit(*hit)).filter(|visit| visit.is_alive()) {
            add(&mut histogram.hits, bucket(visit.at), 1);
        }
        histogram
    }

    /// At most 256 frames from `from` on, before `to`.
    pub fn frames(&self, from: Ordinal, to: Ordinal) -> Frames {
        let to = to.min(from.saturating_add(MAX_FRAMES)).min(self.visits().len() as u32);
        let mut frames = Frames { from, ..Frames::default() };
        for ordinal in from..to {
            let Some(visit) = self.visit(ordinal) else { break };
            let Some(capture) = self.capture(visit.no) else { break };
            frames.at.push(visit.at as f64);
            frames.offset_min.push(visit.offset_min);
            frames.capture.push(visit.no);
            frames.site.push(capture.host);
            frames.flags.push(self.flags(ordinal, visit, capture));
            frames.colour.extend_from_slice(&self.colour(capture));
        }
        frames
    }

    /// The flags of a visit.
    pub fn flags(&self, ordinal: Ordinal, visit: &Visit, capture: &Capture) -> u8 {
        let page = self.page_of(capture);
        let before = ordinal.checked_sub(1).and_then(|before| self.visit(before));
        let starts = before.is_none_or(|before| visit.at.saturating_sub(before.at) > SESSION_GAP_MS);
        let (has_others, has_newer) = self.other_versions(capture);
        let set = |on: bool, flag: u8| if on { flag } else { 0 };
        set(page.is_some_and(|page| page.star), Flag::STAR)
            | set(page.is_some_and(|page| !page.labels().is_empty()), Flag::LABEL)
            | set(capture.picture().is_some(), Flag::PICTURE)
            | set(!visit.is_alive(), Flag::FORGOTTEN)
            | set(starts, Flag::SESSION_START)
            | set(capture.is_card(), Flag::CARD)
            | set(has_others, Flag::VERSIONS)
            | set(has_newer, Flag::OLDER)
    }

    /// The picture's colour, or a calm one made from the host's name.
    pub fn colour(&self, capture: &Capture) -> [u8; 3] {
        capture.picture().map_or_else(|| host_colour(self.host(capture)), |picture| picture.colour)
    }

    /// The visit nearest to a time, and whether it is exactly then.
    pub fn nearest(&self, at: Millis) -> Option<(Ordinal, bool)> {
        let after = self.first_at(at);
        let next = self.visits().get(after);
        let before = after.checked_sub(1).and_then(|before| Some((before, self.visits().get(before)?)));
        match (before, next) {
            (_, Some(next)) if next.at == at => Some((after as u32, true)),
            (Some((before, visit)), Some(next))
                if at.saturating_sub(visit.at) <= next.at.saturating_sub(at) =>
            {
                Some((before as u32, false))
            }
            (_, Some(_)) => Some((after as u32, false)),
            (Some((before, _)), None) => Some((before as u32, false)),
            (None, None) => None,
        }
    }

    /// The next remembered visit of a kind, forward (`true`) or back.
    pub fn neighbour(&self, of: Ordinal, kind: Neighbour, forward: bool) -> Option<Ordinal> {
        let start = self.visit(of)?;
        if kind == Neighbour::Star {
            return self.neighbour_star(of as usize, forward);
        }
        let matches = |ordinal: Ordinal| {
            let visit = self.visit(ordinal).filter(|visit| visit.is_alive())?;
            let differs = match kind {
                Neighbour::Visit | Neighbour::Star => true,
                Neighbour::Site => self.capture(visit.no)?.host != self.capture(start.no)?.host,
                Neighbour::Session => self.is_session_start(ordinal),
                Neighbour::Day => self.is_first_of(ordinal, Visit::day),
                Neighbour::Month => self.is_first_of(ordinal, month),
            };
            differs.then_some(ordinal)
        };
        if forward {
            (of + 1..self.visits().len() as u32).find_map(matches)
        } else {
            (0..of).rev().find_map(matches)
        }
    }

    /// The next visit of a WebMark. Where there is none, leaves are passed as they are counted.
    fn neighbour_star(&self, of: usize, forward: bool) -> Option<Ordinal> {
        let total = self.visits().len();
        let (from, to) = if forward { (of + 1, total) } else { (0, of) };
        let leaves = self.leaves().filter(|(_, leaf)| leaf.starred > 0);
        let places = leaves.map(|(places, _)| places.start.max(from)..places.end.min(to));
        let is_wanted = |at: &usize| self.visits().get(*at).is_some_and(|visit| self.is_starred(visit));
        let found =
            if forward { places.flatten().find(is_wanted) } else { places.flatten().rfind(is_wanted) };
        found.map(|at| at as Ordinal)
    }

    fn is_session_start(&self, ordinal: Ordinal) -> bool {
        let (Some(visit), before) =
            (self.visit(ordinal), ordinal.checked_sub(1).and_then(|at| self.visit(at)))
        else {
            return false;
        };
        before.is_none_or(|before| visit.at.saturating_sub(before.at) > SESSION_GAP_MS)
    }

    fn is_first_of(&self, ordinal: Ordinal, unit: impl Fn(&Visit) -> i32) -> bool {
        let before = ordinal.checked_sub(1).and_then(|at| self.visit(at));
        self.visit(ordinal).is_some_and(|visit| before.is_none_or(|before| unit(before) != unit(visit)))
    }

    /// Whether a visit is remembered and of a WebMark.
    pub(super) fn is_starred(&self, visit: &Visit) -> bool {
        let page = || self.capture(visit.no).and_then(|capture| self.page_of(capture));
        visit.is_alive() && page().is_some_and(|page| page.star)
    }

    /// The first ordinal at or after a time.
    pub fn first_at(&self, at: Millis) -> usize {
        self.visits().partition_point(|visit| visit.at < at)
    }
}

fn add(counts: &mut [u32], at: usize, more: u32) {
    if let Some(count) = counts.get_mut(at) {
        *count += more;
    }
}

/// Months since that of year 0.
fn month(visit: &Visit) -> i32 {
    let (year, month, _) = date_of(visit.day().into());
    (year * 12 + month) as i32
}

/// A muted colour of its own for each host: hue from the name, lightness and saturation fixed.
fn host_colour(host: &str) -> [u8; 3] {
    let hue = crc32fast::hash(host.as_bytes()) % 360;
    let (low, high) = (72.0, 128.0);
    let sector = f64::from(hue) / 60.0;
    let wave = |shift: f64| {
        let place = (sector + shift).rem_euclid(6.0);
        let rise = (2.0 - (place - 3.0).abs()).clamp(0.0, 1.0);
        (low + (high - low) * rise) as u8
    };
    [wave(3.0), wave(1.0), wave(5.0)]
}
