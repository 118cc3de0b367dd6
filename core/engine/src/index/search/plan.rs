//! A query resolved against all segments: which lists stand for each part, what each part says, what a page must have.
use super::cursor::{Cursor, FactCursor, Walk};
use super::phrase::PhraseCursor;
use super::score::Collection;
use super::terms::{Lexicon, Postings, look_up};
use super::word::WordCursor;
use super::{Facts, MOST_STANDING};
use crate::EngineError;
use crate::index::Weights;
use crate::index::segment::Opened;
use crate::query::{Node, Query, Scope, Word, joined};
use crate::words::Kind;
use tantivy::DocId;

/// Up to so many words are a search for pages that have them; more are a sentence.
const FEW_WORDS: usize = 3;

/// A resolved query.
pub(super) struct Plan {
    /// Each page must have all of these.
    pub must: Vec<Part>,
    /// Of these it must have so many that what they say comes to `need`.
    pub loose: Vec<Part>,
    pub need: f32,
    /// It must have none of these.
    pub not: Vec<Part>,
    /// Neighbouring words of the query: they count more where they stand side by side.
    pub near: Vec<Part>,
    pub collection: Collection,
    weights: Weights,
    /// By segment, the documents whose title is exactly what was asked.
    titled: Vec<Vec<DocId>>,
    /// The last of the words may only begin as typed.
    is_half_typed: bool,
    /// The most that a page's standing and title can multiply what its words come to.
    pub most_factor: f32,
}

/// A part of a query, in all segments.
pub(super) struct Part {
    what: Resolved,
    /// What it says.
    pub idf: f32,
    scored: bool,
}

enum Resolved {
    Word(Vec<Postings>),
    Phrase { words: Vec<Vec<Postings>>, at: Vec<u32>, weights: Weights },
    Any(Vec<Part>),
    All(Vec<Part>),
    Not(Box<Part>),
    Fact(usize),
}

/// How much of a query a page must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// What was typed.
    Typed,
    /// Any of its words will do; quotes and other conditions hold.
    SomeWords,
    /// Any of its words will do, quoted ones too.
    AnyWord,
}

/// Where a query's words are looked up.
struct Resolver<'a> {
    lexicon: &'a Lexicon<'a>,
    collection: &'a Collection,
}

impl Plan {
    /// Looks all words up.
    pub fn new(
        lexicon: &Lexicon<'_>,
        query: &Query,
        strictness: Strictness,
        titled: Vec<Vec<DocId>>,
    ) -> Result<Self, EngineError> {
        let weights = *lexicon.weights;
        let collection = Collection::of(lexicon.segments, &weights);
        let resolver = Resolver { lexicon, collection: &collection };
        let top = [query.root.clone()];
        let parts = if let Node::All(parts) = &query.root { parts.as_slice() } else { top.as_slice() };
        let (mut must, mut not, mut loose, mut near) = (vec![], vec![], vec![], vec![]);
        // What is quoted or hangs together in a sentence is a part of the sentence, no condition.
        let is_sentence = word_count(parts) > FEW_WORDS;
        let takes_apart = is_sentence || strictness == Strictness::AnyWord;
        let mut words: Vec<&Word> = Vec::new();
        for part in parts {
            match part {
                Node::Not(part) => not.push(resolver.part(part)?),
                Node::Word(word) if part.is_plain() => words.push(word),
                Node::Phrase(some) | Node::Compound(some) if takes_apart && is_anywhere(some) => {
                    words.extend(some);
                }
                other => must.push(resolver.part(other)?),
            }
        }
        for word in &words {
            loose.push(resolver.word(word)?);
        }
        // Of a long sentence, the words tell enough; to look where they stand would cost more than all else. Grams overlap: where they
        // stand side by side, they do so for what they are made of.
        let is_word = |word: &&Word| word.kind == Kind::Word;
        let pairs = words.windows(2).filter(|pair| pair.iter().all(is_word));
        for pair in pairs.filter(|_| words.len() <= weights.most_side_by_side) {
            near.extend(resolver.side_by_side(pair)?);
        }
        let is_half_typed = !near.is_empty() && words.iter().any(|word| word.prefix);
        let is_titled = titled.iter().any(|docs| !docs.is_empty());
        let most_factor = MOST_STANDING + if is_titled { weights.whole_title } else { 0.0 };
        let mut plan = Self {
            must,
            loose,
            need: 0.0,
            not,
            near,
            collection,
            weights,
            titled,
            is_half_typed,
            most_factor,
        };
        plan.settle_need(strictness, is_sentence);
        Ok(plan)
    }

    /// The most that words can come to by standing side by side, where alone they come to `said`: they stand so no more often than each
    /// of them does, and each has two neighbours at most; a half-typed one, the last, counts less by itself than beside its neighbour.
    pub fn most_near(&self, said: f32) -> f32 {
        let half_typed = if self.is_half_typed { 1.0 / self.weights.begins - 1.0 } else { 0.0 };
        self.weights.side_by_side * said * (self.near.len().min(2) as f32 + half_typed)
    }

    /// By how much a document of the segment with index `at` stands higher for its title.
    pub fn for_title(&self, at: usize, doc: DocId) -> f32 {
        let is_titled = self.titled.get(at).is_some_and(|docs| docs.binary_search(&doc).is_ok());
        if is_titled { self.weights.whole_title } else { 0.0 }
    }

    /// How much of what the words say a page must have. A sentence may hold words that stand nowhere.
    fn settle_need(&mut self, strictness: Strictness, is_sentence: bool) {
        let asked = !self.loose.is_empty();
        if is_sentence || strictness != Strictness::Typed {
            self.loose.retain(|part| !part.is_nowhere());
        }
        self.need = match strictness {
            _ if asked && self.loose.is_empty() => f32::INFINITY,
            Strictness::SomeWords | Strictness::AnyWord => 0.0,
            Strictness::Typed => {
                let weights = &self.weights;
                let share = if is_sentence { weights.need_sentence } else { weights.need_few };
                share * self.loose.iter().map(|part| part.idf).sum::<f32>()
            }
        };
        self.loose.sort_by(|a, b| a.idf.total_cmp(&b.idf));
    }
}

/// How many words may stand anywhere: what hangs together is one.
pub(super) fn word_count(parts: &[Node]) -> usize {
    let is_word =
        |part: &&Node| part.is_plain() || matches!(part, Node::Compound(words) if is_anywhere(words));
    parts.iter().filter(is_word).count()
}

fn is_anywhere(words: &[Word]) -> bool {
    words.iter().all(|word| word.scope == Scope::Anywhere)
}

impl Resolver<'_> {
    fn part(&self, node: &Node) -> Result<Part, EngineError> {
        let all = |parts: &[Node]| parts.iter().map(|part| self.part(part)).collect::<Result<Vec<_>, _>>();
        let unscored = |what| Part { what, idf: 0.0, scored: false };
        Ok(match node {
            Node::Word(word) => self.word(word)?,
            Node::Phrase(words) => self.phrase(words)?,
            Node::Compound(words) => {
                let ways = vec![self.phrase(words)?, self.word(&joined(words))?];
                Part {
                    idf: ways.iter().map(|way| way.idf).fold(0.0, f32::max),
                    what: Resolved::Any(ways),
                    scored: true,
                }
            }
            Node::Any(parts) => Part { what: Resolved::Any(all(parts)?), idf: 0.0, scored: true },
            Node::All(parts) => {
                let parts = all(parts)?;
                let idf = parts.iter().map(|part| part.idf).fold(0.0, f32::max);
                Part { what: Resolved::All(parts), idf, scored: true }
            }
            Node::Not(part) => unscored(Resolved::Not(Box::new(self.part(part)?))),
            Node::Fact(fact) => unscored(Resolved::Fact(*fact)),
        })
    }

    fn everywhere(&self, word: &Word) -> Result<Vec<Postings>, EngineError> {
        let segments = self.lexicon.segments.iter();
        segments.map(|segment| look_up(segment, word, self.lexicon)).collect()
    }

    fn word(&self, word: &Word) -> Result<Part, EngineError> {
        let postings = self.everywhere(word)?;
        let idf = self.collection.idf(postings.iter().map(|p| p.docs).sum());
        Ok(Part { what: Resolved::Word(postings), idf, scored: says_something(word) })
    }

    fn phrase(&self, words: &[Word]) -> Result<Part, EngineError> {
        let at = words.iter().map(|word| word.at).collect();
        let words: Vec<Vec<Postings>> =
            words.iter().map(|word| self.everywhere(word)).collect::<Result<_, _>>()?;
        let idf = words.iter().map(|word| self.collection.idf(word.iter().map(|p| p.docs).sum())).sum();
        let what = Resolved::Phrase { words, at, weights: *self.lexicon.weights };
        Ok(Part { what, idf, scored: true })
    }

    /// Two neighbouring words of the query; `None` where one of them stands nowhere.
    fn side_by_side(&self, pair: &[&Word]) -> Result<Option<Part>, EngineError> {
        let [first, second] = pair else { return Ok(None) };
        let pair = [Word { at: 0, ..(*first).clone() }, Word { at: 1, ..(*second).clone() }];
        let mut part = self.phrase(&pair)?;
        part.idf *= self.lexicon.weights.side_by_side;
        let nowhere =
            |words: &[Vec<Postings>]| words.iter().any(|word| word.iter().all(|p| p.all.is_empty()));
        Ok(match &part.what {
            Resolved::Phrase { words, .. } if nowhere(words) => None,
            _ => Some(part),
        })
    }
}

/// A site or a language is a condition: it says nothing about how well a page answers.
fn says_something(word: &Word) -> bool {
    !matches!(word.scope, Scope::Site | Scope::Lang)
}

impl Part {
    /// True when no page has it.
    fn is_nowhere(&self) -> bool {
        matches!(&self.what, Resolved::Word(postings) if postings.iter().all(|p| p.all.is_empty()))
    }

    /// Opens words side by side that need not be there, in the segment with index `at`.
    pub fn open_near(&self, segment: &Opened, at: usize) -> Result<Option<PhraseCursor>, EngineError> {
        match &self.what {
            Resolved::Phrase { words, at: places, weights } => {
                open_phrase(segment, at, words, places, weights).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Opens it in the segment with index `at`.
    pub fn open<'a>(
        &self,
        segment: &'a Opened,
        at: usize,
        facts: &'a dyn Facts,
    ) -> Result<Cursor<'a>, EngineError> {
        let nothing = Postings::default();
        let all = |parts: &[Self]| {
            parts.iter().map(|part| part.open(segment, at, facts)).collect::<Result<Vec<_>, _>>()
        };
        let walk = match &self.what {
            Resolved::Word(postings) => {
                Walk::Word(WordCursor::open(segment, postings.get(at).unwrap_or(&nothing))?)
            }
            Resolved::Phrase { words, at: places, weights } => {
                Walk::Phrase(open_phrase(segment, at, words, places, weights)?)
            }
            Resolved::Any(parts) => Walk::Any(all(parts)?),
            Resolved::All(parts) => {
                let mut parts = all(parts)?;
                parts.sort_by(|a, b| b.idf().total_cmp(&a.idf()));
                Walk::All { parts, doc: 0 }
            }
            Resolved::Not(part) => {
                let part = Box::new(part.open(segment, at, facts)?);
                Walk::Not { part, docs: segment.docs, doc: DocId::MIN }
            }
            Resolved::Fact(fact) => Walk::Fact(FactCursor::new(segment, facts, *fact)),
        };
        Ok(Cursor::new(walk, self.idf, self.scored))
    }
}

fn open_phrase(
    segment: &Opened,
    at: usize,
    words: &[Vec<Postings>],
    places: &[u32],
    weights: &Weights,
) -> Result<PhraseCursor, EngineError> {
    let nothing = Postings::default();
    let here: Vec<&Postings> = words.iter().map(|word| word.get(at).unwrap_or(&nothing)).collect();
    PhraseCursor::open(segment, &here, places, weights)
}
