//! Runs a plan over the segments: which documents match, in what order.
use super::bounds::Scale;
use super::cursor::{Cursor, most_of};
use super::loose::{Loose, Weighed};
use super::meter::{Meter, Stretch};
use super::phrase::PhraseCursor;
use super::plan::{Part, Plan, Within};
use super::score::{ROUNDED, score};
use super::top::{Hit, Top};
use super::word::WordCursor;
use super::{Extent, Facts, Found, MOST_STANDING, Sort, USUAL_STANDING, Want};
use crate::EngineError;
use crate::index::segment::Opened;
use std::ops::RangeInclusive;
use std::sync::Arc;
use tantivy::{DocId, TERMINATED};

/// So many documents of a segment are walked through at once; and when so much was looked at a slice ends.
const SLICE: usize = 1 << 13;

/// Runs `plan`.
pub(super) fn run(
    segments: &[Arc<Opened>],
    plan: &Plan,
    facts: &dyn Facts,
    want: Want,
    meter: &Meter,
) -> Result<Found, EngineError> {
    let mut top = Top::new(want.most);
    let skips = want.extent == Extent::Best && want.sort == Sort::Best && !facts.has_bonus();
    let mut is_counted = !plan.is_cut;
    for (at, segment) in segments.iter().enumerate() {
        let scale = skips.then(|| Arc::new(Scale::of(segment, &plan.collection)));
        let mut matcher =
            Matcher::open(plan, Within { segment, at, facts, scale, stretch: Stretch::whole(meter) })?;
        let mut doc = matcher.first(0, &top);
        while doc != TERMINATED {
            let no = segment.number(doc);
            if let Some(page) = facts.page(no) {
                top.count(page);
                matcher.offer(no, page, want.sort, &mut top)?;
            }
            doc = matcher.first(doc + 1, &top);
        }
        is_counted &= !matcher.has_skipped;
    }
    let total = top.total();
    let top = top.into_hits().into_iter().map(|hit| (hit.doc, hit.score)).collect();
    Ok(Found { top, total, is_counted, ..Found::default() })
}

/// A document of the index: its segment, and its number within it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    segment: usize,
    doc: DocId,
}

/// Matching documents from a place on, in no order, of one slice; and from where on there may be more. What it looks at hangs on how
/// many parts the plan has, and not on how many documents match or are there.
pub(super) fn some(
    segments: &[Arc<Opened>],
    plan: &Plan,
    facts: &dyn Facts,
    from: Place,
    meter: &Meter,
) -> Result<(Vec<u32>, Option<Place>), EngineError> {
    let (mut found, none) = (Vec::new(), Top::new(0));
    for (at, segment) in segments.iter().enumerate().skip(from.segment) {
        let mut doc = if at == from.segment { from.doc } else { 0 };
        while doc < segment.docs {
            if meter.read().looks() >= SLICE {
                return Ok((found, Some(Place { segment: at, doc })));
            }
            let end = doc.saturating_add(SLICE as DocId);
            let end = if end < segment.docs { end } else { TERMINATED };
            let stretch = Stretch { from: doc, end, meter };
            let mut matcher = Matcher::open(plan, Within { segment, at, facts, scale: None, stretch })?;
            doc = matcher.first(doc, &none);
            while doc < end {
                let no = segment.number(doc);
                if facts.page(no).is_some() {
                    found.push(no);
                }
                doc = matcher.first(doc + 1, &none);
            }
        }
    }
    Ok((found, None))
}

/// A plan in one segment.
struct Matcher<'a> {
    plan: &'a Plan,
    within: Within<'a>,
    /// Rarest first.
    must: Vec<Cursor<'a>>,
    loose: Loose<'a>,
    not: Vec<Cursor<'a>>,
    /// Words that count more where they stand side by side, and how much; opened when a document first asks for them.
    near: Option<Vec<(PhraseCursor, f32)>>,
    doc: DocId,
    /// The last document of those of which one may be among the best.
    promising: Option<DocId>,
    has_skipped: bool,
    /// Whether it is one frequent word and nothing else, of which only the best pages are wanted.
    is_one_word: bool,
}

impl<'a> Matcher<'a> {
    fn open(plan: &'a Plan, within: Within<'a>) -> Result<Self, EngineError> {
        let open =
            |parts: &[Part]| parts.iter().map(|part| part.open(&within)).collect::<Result<Vec<_>, _>>();
        let must = plan.must.iter().map(|part| part.open_roughly(&within)).collect::<Result<Vec<_>, _>>();
        let (mut must, mut loose, not) = (must?, open(&plan.loose)?, open(&plan.not)?);
        let mut need = plan.need;
        let total: f32 = loose.iter().map(Cursor::idf).sum();
        // Not one word can be missing: then all are musts, and the rarest leads.
        if loose.first().is_some_and(|least| total - least.idf() < need) {
            must.append(&mut loose);
            need = 0.0;
        }
        must.sort_by(|a, b| b.idf().total_cmp(&a.idf()));
        let loose = Loose::new(loose, need);
        let (near, doc, promising, has_skipped) = (None, TERMINATED, None, false);
        let alone = if let [word] = must.as_mut_slice() { word.as_frequent_word() } else { None };
        let is_one_word = alone.is_some() && loose.is_empty() && within.scale.is_some();
        Ok(Self { plan, within, must, loose, not, near, doc, promising, has_skipped, is_one_word })
    }

    /// The first matching document at or after `target` that may be among the best; from the end of the stretch on, one before which
    /// none is.
    fn first(&mut self, mut target: DocId, top: &Top) -> DocId {
        loop {
            if self.is_one_word {
                target = self.saying(target, top);
            } else {
                // Once before it is looked where all words stand, once from there on.
                target = self.promising(target, top);
                let candidate = self.candidate(target, top);
                target = self.promising(candidate, top);
                if target != candidate {
                    continue;
                }
            }
            self.doc = target;
            if target >= self.within.stretch.end {
                return target;
            }
            self.within.stretch.meter.documents(1);
            if self.is_worth_it(top) && self.verify() && !self.is_excluded() {
                return target;
            }
            target += 1;
        }
    }

    /// What words must come to in documents in `docs` that are to be among the best: nothing where all are wanted.
    fn floor(&self, docs: RangeInclusive<DocId>, top: &Top) -> f32 {
        self.floor_by(top, || MOST_STANDING + self.plan.for_title(self.within.at, docs))
    }

    /// The same in the current document.
    fn floor_here(&self, top: &Top) -> f32 {
        self.floor_by(top, || self.most_factor(self.within.segment.number(self.doc)))
    }

    /// The same where what words come to is multiplied by so much at most.
    fn floor_by(&self, top: &Top, most_factor: impl FnOnce() -> f32) -> f32 {
        if self.within.scale.is_none() || !top.is_full() {
            return f32::NEG_INFINITY;
        }
        let most = self.plan.most_with_near(1.0) * ROUNDED * most_factor();
        (top.threshold() / f64::from(most)) as f32
    }

    /// The first document at or after `target` that may be among the best, by what those of its blocks say at most. Without words that
    /// must be there it is looked at document by document, see [`Loose::weigh`].
    fn promising(&mut self, mut target: DocId, top: &Top) -> DocId {
        if self.must.is_empty() || self.within.scale.is_none() || !top.is_full() {
            return target;
        }
        while target != TERMINATED && self.promising.is_none_or(|last| target > last) {
            let (most, last) = most_of(self.must.iter_mut(), target);
            if most + self.loose.most() >= self.floor(target..=last, top) {
                self.promising = Some(last);
                break;
            }
            self.has_skipped = true;
            target = last.saturating_add(1).min(TERMINATED);
        }
        target
    }

    /// The first document at or after `target` in which the one word may say enough to be among the best.
    fn saying(&mut self, mut target: DocId, top: &Top) -> DocId {
        let Within { segment, at, facts, stretch: Stretch { meter, .. }, .. } = self.within;
        let (plan, collection) = (self.plan, &self.plan.collection);
        loop {
            let docs = self.one_word().and_then(|(word, _)| word.window(target));
            let Some(docs) = docs else { return TERMINATED };
            let for_title = plan.for_title(at, target.max(docs.start)..=docs.end - 1);
            let floor = self.floor_by(top, || MOST_STANDING + for_title);
            let usual = self.floor_by(top, || USUAL_STANDING + for_title);
            let Some((word, idf)) = self.one_word() else { return TERMINATED };
            let (found, passed) = if word.may_say(|most| score(idf, most, 1.0) >= floor) {
                word.first_saying(target, meter, |doc, times| {
                    let said = score(idf, times, collection.half(segment.length(doc)));
                    said >= usual || (said >= floor && facts.may_stand_out(segment.number(doc)))
                })
            } else {
                (None, 1)
            };
            self.has_skipped |= passed > 0;
            if let Some(found) = found {
                return found;
            }
            target = docs.end;
        }
    }

    /// The one word, and what it says.
    fn one_word(&mut self) -> Option<(&mut WordCursor, f32)> {
        let word = self.must.first_mut()?;
        let idf = word.idf();
        Some((word.as_frequent_word()?, idf))
    }

    /// Whether the current document has enough of the words, and may be among the best by what they say in it: otherwise it is asked neither
    /// which page it is of nor where its words stand.
    fn is_worth_it(&mut self, top: &Top) -> bool {
        let (doc, half) = (self.doc, self.half());
        let floor = self.floor_here(top);
        let said = self.must.iter().map(|part| part.score(half)).sum();
        let weighed = self.loose.weigh(doc, half, said, floor);
        self.has_skipped |= weighed == Weighed::Beaten;
        weighed == Weighed::Enough
    }

    fn verify(&mut self) -> bool {
        self.must.iter_mut().all(Cursor::verify)
    }

    /// The half-way point of the current document.
    fn half(&self) -> f32 {
        self.plan.collection.half(self.within.segment.length(self.doc))
    }

    /// The first document at or after `target` that may match, and be among the best.
    fn candidate(&mut self, target: DocId, top: &Top) -> DocId {
        if !self.must.is_empty() {
            return super::cursor::all_at(&mut self.must, target, self.within.stretch);
        }
        if self.loose.is_empty() {
            return if target < self.within.segment.docs && self.plan.need == 0.0 {
                target
            } else {
                TERMINATED
            };
        }
        let floor = self.floor(0..=TERMINATED, top);
        self.has_skipped |= self.loose.lead(floor);
        self.loose.candidate(target)
    }

    fn is_excluded(&mut self) -> bool {
        let doc = self.doc;
        self.not.iter_mut().any(|part| part.seek(doc) == doc)
    }

    /// Offers the current document to the best ones. What cannot be among them is not weighed to the end.
    fn offer(&mut self, no: u32, page: u32, sort: Sort, top: &mut Top) -> Result<(), EngineError> {
        let said = self.said(self.half());
        let (rank, score) = match sort {
            Sort::Newest => (self.within.facts.time(no) as f64, said),
            Sort::Best => {
                let bonus = self.within.facts.bonus(page);
                let loses =
                    |most: f32, factor: f32| f64::from(most * ROUNDED * factor + bonus) < top.threshold();
                let most = self.plan.most_with_near(said);
                if loses(most, self.most_factor(no)) {
                    return Ok(());
                }
                let factor = self.factor(no, page);
                if loses(most, factor) {
                    return Ok(());
                }
                self.open_near()?;
                if loses(said + self.side_by_side(PhraseCursor::most_at), factor) {
                    return Ok(());
                }
                let score = (said + self.side_by_side(PhraseCursor::occurrences_at)) * factor;
                (f64::from(score + bonus), score)
            }
        };
        top.push(Hit { rank, doc: no, page, score });
        Ok(())
    }

    /// By what the current document's words count more for what is known of it.
    fn factor(&self, no: u32, page: u32) -> f32 {
        self.within.facts.standing(page, no).clamp(1.0, MOST_STANDING) + self.for_title()
    }

    /// The most that this may be.
    fn most_factor(&self, no: u32) -> f32 {
        let may_stand_out = self.within.facts.may_stand_out(no);
        (if may_stand_out { MOST_STANDING } else { USUAL_STANDING }) + self.for_title()
    }

    fn for_title(&self) -> f32 {
        self.plan.for_title(self.within.at, self.doc..=self.doc)
    }

    /// How well the current document answers, by its words.
    fn said(&self, half: f32) -> f32 {
        let here = self.must.iter().chain(self.loose.words()).filter(|part| part.doc() == self.doc);
        here.map(|part| part.score(half)).sum()
    }

    fn open_near(&mut self) -> Result<(), EngineError> {
        if self.near.is_none() {
            let open = |part: &Part| Ok(part.open_near(&self.within)?.map(|phrase| (phrase, part.idf)));
            let near = self.plan.near.iter().map(open).collect::<Result<Vec<_>, EngineError>>()?;
            self.near = Some(near.into_iter().flatten().collect());
        }
        Ok(())
    }

    /// What words side by side say in the current document.
    fn side_by_side(&mut self, occurrences: impl Fn(&mut PhraseCursor, DocId) -> f32) -> f32 {
        let (doc, half) = (self.doc, self.half());
        let near = self.near.iter_mut().flatten();
        near.map(|(phrase, idf)| score(*idf, occurrences(phrase, doc), half)).sum()
    }
}
