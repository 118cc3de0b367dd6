//! Runs a plan over the segments: which documents match, in what order.
use super::cursor::Cursor;
use super::phrase::PhraseCursor;
use super::plan::{Part, Plan};
use super::score::score;
use super::top::{Hit, Top};
use super::{Facts, Found, MOST_STANDING, Sort, Want};
use crate::EngineError;
use crate::index::segment::Opened;
use std::sync::Arc;
use tantivy::{DocId, TERMINATED};

/// Runs `plan`.
pub(super) fn run(
    segments: &[Arc<Opened>],
    plan: &Plan,
    facts: &dyn Facts,
    want: Want,
) -> Result<Found, EngineError> {
    let mut top = Top::new(want.most);
    let mut all = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let mut matcher = Matcher::open(segment, at, plan, facts)?;
        let mut doc = matcher.first(0);
        while doc != TERMINATED {
            let no = segment.number(doc);
            if let Some(page) = facts.page(no) {
                top.count(page);
                matcher.offer(no, page, want.sort, &mut top);
                if want.all {
                    all.push(no);
                }
            }
            doc = matcher.first(doc + 1);
        }
    }
    all.sort_unstable();
    let total = top.total();
    let top = top.into_hits().into_iter().map(|hit| (hit.doc, hit.score)).collect();
    Ok(Found { top, all, total, ..Found::default() })
}

/// A plan in one segment.
struct Matcher<'a> {
    segment: &'a Opened,
    /// Its index.
    at: usize,
    plan: &'a Plan,
    facts: &'a dyn Facts,
    /// Rarest first.
    must: Vec<Cursor<'a>>,
    /// What says least first.
    loose: Vec<Cursor<'a>>,
    /// The words before this one cannot reach `need` without the others: those after it lead.
    lead: usize,
    need: f32,
    not: Vec<Cursor<'a>>,
    /// Words that count more where they stand side by side, and how much.
    near: Vec<(PhraseCursor, f32)>,
    doc: DocId,
}

impl<'a> Matcher<'a> {
    fn open(
        segment: &'a Opened,
        at: usize,
        plan: &'a Plan,
        facts: &'a dyn Facts,
    ) -> Result<Self, EngineError> {
        let open = |parts: &[Part]| {
            parts.iter().map(|part| part.open(segment, at, facts)).collect::<Result<Vec<_>, _>>()
        };
        let (mut must, mut loose, not) = (open(&plan.must)?, open(&plan.loose)?, open(&plan.not)?);
        let mut near = Vec::new();
        for part in &plan.near {
            near.extend(part.open_near(segment, at)?.map(|phrase| (phrase, part.idf)));
        }
        let mut need = plan.need;
        let total: f32 = loose.iter().map(Cursor::idf).sum();
        // Not one word can be missing: then all are musts, and the rarest leads.
        if loose.first().is_some_and(|least| total - least.idf() < need) {
            must.append(&mut loose);
            need = 0.0;
        }
        must.sort_by(|a, b| b.idf().total_cmp(&a.idf()));
        let mut sum = 0.0;
        let lead = loose.iter().take_while(|word| {
            sum += word.idf();
            sum < need
        });
        let lead = lead.count();
        Ok(Self { segment, at, plan, facts, must, loose, lead, need, not, near, doc: TERMINATED })
    }

    /// The first matching document at or after `target`.
    fn first(&mut self, mut target: DocId) -> DocId {
        loop {
            target = self.candidate(target);
            self.doc = target;
            if target == TERMINATED || (self.has_enough() && !self.is_excluded()) {
                return target;
            }
            target += 1;
        }
    }

    /// The first document at or after `target` that may match.
    fn candidate(&mut self, target: DocId) -> DocId {
        if !self.must.is_empty() {
            return super::cursor::all_at(&mut self.must, target);
        }
        if self.loose.is_empty() {
            return if target < self.segment.docs && self.need == 0.0 { target } else { TERMINATED };
        }
        let leaders = self.loose.iter_mut().skip(self.lead);
        leaders.map(|word| word.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// Whether the loose words in the candidate come to what is needed. The telling ones are asked first.
    fn has_enough(&mut self) -> bool {
        let doc = self.doc;
        let mut has = 0.0;
        for word in self.loose.iter_mut().rev() {
            if word.seek(doc) == doc {
                has += word.idf();
            }
        }
        self.loose.is_empty() || has >= self.need
    }

    fn is_excluded(&mut self) -> bool {
        let doc = self.doc;
        self.not.iter_mut().any(|part| part.seek(doc) == doc)
    }

    /// Offers the current document to the best ones. What cannot be among them is not weighed to the end.
    fn offer(&mut self, no: u32, page: u32, sort: Sort, top: &mut Top) {
        let half = self.plan.collection.half(self.segment.length(self.doc));
        let said = self.said(half);
        let (rank, score) = match sort {
            Sort::Newest => (self.facts.time(no) as f64, said),
            Sort::Best => {
                let bonus = self.facts.bonus(page);
                let most = said + self.plan.most_near(said);
                let loses = |factor: f32| f64::from(most * factor + bonus) < top.threshold();
                if loses(self.plan.most_factor) {
                    return;
                }
                let factor = self.factor(no, page);
                if loses(factor) {
                    return;
                }
                let score = (said + self.side_by_side(half)) * factor;
                (f64::from(score + bonus), score)
            }
        };
        top.push(Hit { rank, doc: no, page, score });
    }

    /// By what its words count more for what is known of it, at most `most_factor` of the plan.
    fn factor(&self, no: u32, page: u32) -> f32 {
        self.facts.standing(page, no).clamp(1.0, MOST_STANDING) + self.plan.for_title(self.at, self.doc)
    }

    /// How well the current document answers, by its words.
    fn said(&self, half: f32) -> f32 {
        let here = self.must.iter().chain(&self.loose).filter(|part| part.doc() == self.doc);
        here.map(|part| part.score(half)).sum()
    }

    fn side_by_side(&mut self, half: f32) -> f32 {
        let doc = self.doc;
        self.near.iter_mut().map(|(phrase, idf)| score(*idf, phrase.occurrences_at(doc), half)).sum()
    }
}
