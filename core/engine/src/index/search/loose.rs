//! Words of which a page must have so many that what they say comes to enough: where such a page may stand, and whether one may be
//! among the best, by as few of the words as tell it.
//!
//! Words that together can say neither enough nor as much as the best lead nowhere: only the others are walked through, and a document is
//! asked for the telling ones first ("MaxScore": Turtle and Flood, Query evaluation: strategies and optimizations, 1995).
use super::cursor::Cursor;
use super::score::ROUNDED;
use tantivy::{DocId, TERMINATED};

/// See the module.
pub(super) struct Loose<'a> {
    /// What says least first.
    words: Vec<Cursor<'a>>,
    /// Of so many of the first words, what they come to where all of them stand, and the most that they say: from none to all.
    before: Vec<Before>,
    need: f32,
    /// Words before this one do not lead.
    lead: usize,
}

#[derive(Clone, Copy, Default)]
struct Before {
    idf: f32,
    most: f32,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighed {
    Enough,
    TooLittle,
    /// It cannot be among the best.
    Beaten,
}

impl<'a> Loose<'a> {
    /// `words`: what says least first.
    pub fn new(words: Vec<Cursor<'a>>, need: f32) -> Self {
        let mut sum = Before::default();
        let mut before = vec![sum];
        before.extend(words.iter().map(|word| {
            sum = Before { idf: sum.idf + word.idf(), most: sum.most + word.ceiling() };
            sum
        }));
        let lead = before.iter().skip(1).take_while(|before| before.idf * ROUNDED < need).count();
        Self { words, before, need, lead }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn words(&self) -> &[Cursor<'a>] {
        &self.words
    }

    /// The most that all of them say.
    pub fn most(&self) -> f32 {
        self.before.last().map_or(0.0, |before| before.most)
    }

    /// What the first so many words come to.
    fn before(&self, words: usize) -> Before {
        self.before.get(words).copied().unwrap_or_default()
    }

    /// Only what may come to `floor` is wanted; true where words that led before do not any more.
    pub fn lead(&mut self, floor: f32) -> bool {
        let led = self.lead;
        while self.lead < self.words.len() && self.before(self.lead + 1).most < floor {
            self.lead += 1;
        }
        self.lead > led
    }

    /// The first document at or after `target` that one of the leading words stands in.
    pub fn candidate(&mut self, target: DocId) -> DocId {
        let leaders = self.words.iter_mut().skip(self.lead);
        leaders.map(|word| word.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// Whether the words in `doc` come to what is needed, and what they say there, beside what others `said`, to `floor`. Where the answer is
    /// yes, each word stands at the document or behind it.
    pub fn weigh(&mut self, doc: DocId, half: f32, mut said: f32, floor: f32) -> Weighed {
        let mut has = 0.0;
        for at in (0..self.words.len()).rev() {
            let rest = self.before(at + 1);
            if (has + rest.idf) * ROUNDED < self.need {
                return Weighed::TooLittle;
            }
            if said + rest.most < floor {
                return Weighed::Beaten;
            }
            let Some(word) = self.words.get_mut(at) else { break };
            if word.seek(doc) == doc {
                has += word.idf();
                said += word.score(half);
            }
        }
        match () {
            () if has < self.need => Weighed::TooLittle,
            () if said < floor => Weighed::Beaten,
            () => Weighed::Enough,
        }
    }
}
