//! Runs a plan over the segments: which documents match, in what order.
use super::plan::{Cursor, Plan};
use super::top::{Hit, Top};
use super::{Facts, Found, Sort, Want};
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
    let mut top = Top::new(want.limit.saturating_add(want.offset));
    let mut found = Found::default();
    for (at, segment) in segments.iter().enumerate() {
        let mut matcher = Matcher::open(segment, at, plan)?;
        let mut doc = matcher.first(0);
        while doc != TERMINATED {
            let no = segment.number(doc);
            if facts.admits(no) {
                let score = matcher.score(plan.collection.half(segment.length(doc)));
                let rank = match want.sort {
                    Sort::Best => f64::from(score),
                    Sort::Newest => facts.time(no) as f64,
                };
                top.push(Hit { rank, no, score });
                found.total += 1;
                if want.all {
                    found.all.push(no);
                }
            }
            doc = matcher.first(doc + 1);
        }
    }
    found.all.sort_unstable();
    found.top = top.into_hits(want.offset);
    Ok(found)
}

/// A plan in one segment.
struct Matcher {
    /// Rarest first.
    must: Vec<Cursor>,
    /// What says least first.
    loose: Vec<Cursor>,
    /// The words before this one cannot reach `need` without the others: those after it lead.
    lead: usize,
    need: f32,
    not: Vec<Cursor>,
    docs: DocId,
    doc: DocId,
}

impl Matcher {
    fn open(segment: &Opened, at: usize, plan: &Plan) -> Result<Self, EngineError> {
        let open = |parts: &[super::plan::Part]| {
            parts.iter().map(|part| part.open(segment, at)).collect::<Result<Vec<_>, _>>()
        };
        let (mut must, mut loose, not) = (open(&plan.must)?, open(&plan.loose)?, open(&plan.not)?);
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
        Ok(Self { must, loose, lead, need, not, docs: segment.docs, doc: TERMINATED })
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
    fn candidate(&mut self, mut target: DocId) -> DocId {
        if self.must.is_empty() {
            if self.loose.is_empty() {
                return if target < self.docs && self.need == 0.0 { target } else { TERMINATED };
            }
            let leaders = self.loose.iter_mut().skip(self.lead);
            return leaders.map(|word| word.seek(target)).min().unwrap_or(TERMINATED);
        }
        let mut agreed = 0;
        while agreed < self.must.len() && target != TERMINATED {
            agreed = 0;
            for part in &mut self.must {
                let doc = part.seek(target);
                if doc != target {
                    target = doc;
                    break;
                }
                agreed += 1;
            }
        }
        target
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

    /// How well the current document answers.
    fn score(&self, half: f32) -> f32 {
        let here = self.must.iter().chain(&self.loose).filter(|part| part.doc() == self.doc);
        here.map(|part| part.score(half)).sum()
    }
}
