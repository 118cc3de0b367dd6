//! A query resolved against all segments: which lists stand for each part, what each part says, what a page must have.
use super::Facts;
use super::attempt::Strictness;
use super::bounds::Scale;
use super::cursor::{Cursor, FactCursor, Walk};
use super::meter::Stretch;
use super::phrase::{MOST_ENDS, PhraseCursor};
use super::score::Collection;
use super::terms::{
    Everywhere, Lexicon, Postings, add_compounds, add_half_spaced, forms, is_half_spaced, may_be_german,
};
use super::word::WordCursor;
use crate::EngineError;
use crate::index::Weights;
use crate::index::segment::Opened;
use crate::query::{Node, Query, Scope, Word, joined, without_letter};
use crate::words::Kind;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;
use tantivy::DocId;

/// Up to so many words are a search for pages that have them; more are a sentence.
const FEW_WORDS: usize = 3;

/// For so many words of a query German compounds are looked up: of a long sentence the words tell enough.
const MOST_APART: usize = 8;

/// Words that say less stand in more than a quarter of all pages ("that", "not"). Side by side two of them tell little; where pages are
/// many it is not worth what it costs to look.
const TELLING: f32 = 1.5;
const MANY: f32 = 10_000.0;

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
    /// Words of the query, and the compounds that stand for them.
    pub compounds: Compounds,
    /// Whether a beginning stands for more words than were looked for.
    pub is_cut: bool,
}

/// See [`Plan::compounds`].
pub(super) type Compounds = BTreeMap<String, BTreeSet<String>>;

/// A part of a query, in all segments.
pub(super) struct Part {
    what: Resolved,
    /// What it says.
    pub idf: f32,
    scored: bool,
}

enum Resolved {
    Word(Everywhere),
    Phrase { words: Vec<Everywhere>, at: Vec<u32>, ends: usize, weights: Weights },
    Any(Vec<Part>),
    All(Vec<Part>),
    Not(Box<Part>),
    Fact(usize),
}

/// Where a plan is run.
pub(super) struct Within<'a> {
    pub segment: &'a Opened,
    /// Its index among the segments.
    pub at: usize,
    pub facts: &'a dyn Facts,
    /// What cannot win is passed over by this.
    pub scale: Option<Arc<Scale>>,
    pub stretch: Stretch<'a>,
}

/// Where a query's words are looked up.
struct Resolver<'a> {
    lexicon: &'a Lexicon<'a>,
    collection: &'a Collection,
    compounds: RefCell<Compounds>,
    /// For how many words compounds were looked up.
    apart: Cell<usize>,
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
        let resolver = Resolver::new(lexicon, &collection);
        let top = [query.root.clone()];
        let parts = if let Node::All(parts) = &query.root { parts.as_slice() } else { top.as_slice() };
        let (mut must, mut not, mut loose, mut near) = (vec![], vec![], vec![], vec![]);
        // What is quoted or hangs together in a sentence is a part of the sentence, no condition.
        let takes_apart = matches!(strictness, Strictness::Sentence | Strictness::AnyWord);
        let mut words: Vec<&Word> = Vec::new();
        for part in parts {
            match part {
                Node::Not(part) => not.push(resolver.unwanted(part)?),
                Node::Word(word) if part.is_plain() => words.push(word),
                Node::Phrase(some) | Node::Compound(some) if takes_apart && is_anywhere(some) => {
                    words.extend(some);
                }
                other => must.push(resolver.part(other)?),
            }
        }
        if words.len() > weights.most_side_by_side {
            // Nobody looks where they stand: what stands there twice says nothing more.
            let mut known = BTreeSet::new();
            words.retain(|word| known.insert((word.text.as_str(), word.prefix)));
        }
        for (at, word) in words.iter().enumerate() {
            let beside = |at: usize| words.get(at).copied();
            loose.push(resolver.word_between(at.checked_sub(1).and_then(beside), word, beside(at + 1))?);
        }
        // Of a long sentence, the words tell enough; to look where they stand would cost more than all else. Grams overlap: where they
        // stand side by side, they do so for what they are made of.
        let is_word = |word: &&Word| word.kind == Kind::Word;
        if words.len() <= weights.most_side_by_side {
            let pairs = words.windows(2).zip(loose.windows(2));
            let pairs = pairs.filter(|(words, _)| words.iter().all(is_word));
            near.extend(pairs.filter_map(|(_, pair)| resolver.side_by_side(pair)));
        }
        let is_half_typed = !near.is_empty() && words.iter().any(|word| word.prefix);
        let compounds = resolver.compounds.into_inner();
        let is_cut = must.iter().chain(&loose).any(Part::is_cut);
        let need = 0.0;
        let mut plan = Self {
            must,
            loose,
            need,
            not,
            near,
            collection,
            weights,
            titled,
            is_half_typed,
            compounds,
            is_cut,
        };
        plan.settle_need(strictness, is_sentence(query));
        Ok(plan)
    }

    /// The most that words come to with those that stand side by side, where alone they come to `said`: they stand so no more often than
    /// each of them does, and each has two neighbours at most; a half-typed one, the last, counts less by itself than beside its
    /// neighbour.
    pub fn most_with_near(&self, said: f32) -> f32 {
        let half_typed = if self.is_half_typed { 1.0 / self.weights.begins - 1.0 } else { 0.0 };
        said + self.weights.side_by_side * said * (self.near.len().min(2) as f32 + half_typed)
    }

    /// By how much a document among `docs` of the segment with index `at` may stand higher for its title.
    pub fn for_title(&self, at: usize, docs: RangeInclusive<DocId>) -> f32 {
        let titled = self.titled.get(at).map_or(&[][..], Vec::as_slice);
        let next = titled.get(titled.partition_point(|doc| doc < docs.start()));
        if next.is_some_and(|doc| docs.contains(doc)) { self.weights.whole_title } else { 0.0 }
    }

    /// How much of what the words say a page must have: of few words one may be missing that says next to nothing, of `many` none. Where
    /// some will do, they may hold words that stand nowhere.
    fn settle_need(&mut self, strictness: Strictness, many: bool) {
        let asked = !self.loose.is_empty();
        if strictness != Strictness::Typed {
            self.loose.retain(|part| !part.is_nowhere());
        }
        self.loose.sort_by(|a, b| a.idf.total_cmp(&b.idf));
        let share = match strictness {
            Strictness::Typed if many => 1.0,
            Strictness::Typed => self.weights.need_few,
            Strictness::Sentence => self.weights.need_sentence,
            Strictness::SomeWords | Strictness::AnyWord => 0.0,
        };
        let nothing_left = asked && self.loose.is_empty();
        let all: f32 = self.loose.iter().map(|part| part.idf).sum();
        self.need = if nothing_left { f32::INFINITY } else { share * all };
    }
}

/// Whether a query has so many words that pages with a part of them are worth showing.
pub(super) fn is_sentence(query: &Query) -> bool {
    word_count(query) > FEW_WORDS
}

/// How many of the words that stand side by side may stand anywhere in a page: what hangs together is one.
pub(super) fn word_count(query: &Query) -> usize {
    let Node::All(parts) = &query.root else { return 0 };
    let is_word =
        |part: &&Node| part.is_plain() || matches!(part, Node::Compound(words) if is_anywhere(words));
    parts.iter().filter(is_word).count()
}

fn is_anywhere(words: &[Word]) -> bool {
    words.iter().all(|word| word.scope == Scope::Anywhere)
}

impl<'a> Resolver<'a> {
    fn new(lexicon: &'a Lexicon<'a>, collection: &'a Collection) -> Self {
        Self { lexicon, collection, compounds: RefCell::default(), apart: Cell::default() }
    }

    fn part(&self, node: &Node) -> Result<Part, EngineError> {
        let all = |parts: &[Node]| parts.iter().map(|part| self.part(part)).collect::<Result<Vec<_>, _>>();
        let unscored = |what| Part { what, idf: 0.0, scored: false };
        Ok(match node {
            Node::Word(word) => self.word(word)?,
            Node::Phrase(words) => self.phrase(words)?,
            Node::Compound(words) => {
                let mut ways = vec![self.phrase(words)?, self.word(&joined(words))?];
                if let Some(words) = without_letter(words) {
                    ways.push(self.phrase(&words)?);
                }
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
            Node::Not(part) => unscored(Resolved::Not(Box::new(self.unwanted(part)?))),
            Node::Fact(fact) => unscored(Resolved::Fact(*fact)),
        })
    }

    /// What is not wanted is the words themselves, and no compound of them.
    fn unwanted(&self, node: &Node) -> Result<Part, EngineError> {
        let lexicon = Lexicon { takes_apart: false, cuts: false, ..*self.lexicon };
        Resolver::new(&lexicon, self.collection).part(node)
    }

    fn word(&self, word: &Word) -> Result<Part, EngineError> {
        self.word_between(None, word, None)
    }

    /// A word by itself, or as a part of a compound: the end of any, or beside a neighbour.
    fn word_between(
        &self,
        before: Option<&Word>,
        word: &Word,
        next: Option<&Word>,
    ) -> Result<Part, EngineError> {
        let mut postings = self.lexicon.everywhere(word)?;
        let tries = self.lexicon.takes_apart && self.apart.get() < MOST_APART;
        if tries && is_half_spaced(word) {
            self.apart.set(self.apart.get() + 1);
            let joined = add_half_spaced(self.lexicon, [before, Some(word), next], &mut postings)?;
            self.compounds.borrow_mut().entry(word.text.clone()).or_default().extend(joined);
        } else if tries && may_be_german(self.lexicon, &postings) {
            self.apart.set(self.apart.get() + 1);
            let forms = forms(word, self.lexicon.langs);
            let stands = postings.iter().any(|found| found.docs > 0);
            for (segment, found) in self.lexicon.segments.iter().zip(Arc::make_mut(&mut postings)) {
                add_compounds(segment, [before, Some(word), next], &forms, self.lexicon, stands, found)?;
                let compounds = std::mem::take(&mut found.compounds);
                if !compounds.is_empty() {
                    self.compounds.borrow_mut().entry(word.text.clone()).or_default().extend(compounds);
                }
            }
        }
        let idf = self.collection.idf(postings.iter().map(|p| p.docs).sum());
        Ok(Part { what: Resolved::Word(postings), idf, scored: says_something(word) })
    }

    fn phrase(&self, words: &[Word]) -> Result<Part, EngineError> {
        let at = words.iter().map(|word| word.at).collect();
        let words = words.iter().map(|word| self.lexicon.everywhere(word)).collect::<Result<_, _>>()?;
        // Where all pages are wanted, or are not, no end of a half-typed word is left out.
        Ok(self.in_a_row(words, at, if self.lexicon.cuts { MOST_ENDS } else { usize::MAX }))
    }

    fn in_a_row(&self, words: Vec<Everywhere>, at: Vec<u32>, ends: usize) -> Part {
        let idf = words.iter().map(|word| self.collection.idf(word.iter().map(|p| p.docs).sum())).sum();
        let what = Resolved::Phrase { words, at, ends, weights: *self.lexicon.weights };
        Part { what, idf, scored: true }
    }

    /// Two neighbouring words of the query; `None` where one of them stands nowhere, or both stand everywhere.
    fn side_by_side(&self, pair: &[Part]) -> Option<Part> {
        let [Part { what: Resolved::Word(first), .. }, Part { what: Resolved::Word(second), .. }] = pair
        else {
            return None;
        };
        let tell_nothing = || self.collection.docs > MANY && pair.iter().all(|part| part.idf < TELLING);
        if pair.iter().any(Part::is_nowhere) || tell_nothing() {
            return None;
        }
        let part = self.in_a_row(vec![Arc::clone(first), Arc::clone(second)], vec![0, 1], MOST_ENDS);
        Some(Part { idf: self.lexicon.weights.side_by_side * part.idf, ..part })
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

    fn is_cut(&self) -> bool {
        match &self.what {
            Resolved::Word(postings) => postings.iter().any(|p| p.is_cut),
            Resolved::Phrase { words, ends, .. } => {
                words.iter().flat_map(|word| word.iter()).any(|p| p.is_cut || p.all.len() > *ends)
            }
            Resolved::Any(parts) | Resolved::All(parts) => parts.iter().any(Self::is_cut),
            Resolved::Not(part) => part.is_cut(),
            Resolved::Fact(_) => false,
        }
    }

    /// Opens words side by side that need not be there.
    pub fn open_near(&self, within: &Within<'_>) -> Result<Option<PhraseCursor>, EngineError> {
        match &self.what {
            Resolved::Phrase { words, at: places, ends, weights } => {
                open_phrase(within, words, (places, *ends), weights).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Opens it in a segment.
    pub fn open<'a>(&self, within: &Within<'a>) -> Result<Cursor<'a>, EngineError> {
        self.open_as(within, false)
    }

    /// Opens it in a segment; a phrase roughly, where what cannot win is passed over.
    pub fn open_roughly<'a>(&self, within: &Within<'a>) -> Result<Cursor<'a>, EngineError> {
        self.open_as(within, within.scale.is_some())
    }

    fn open_as<'a>(&self, within: &Within<'a>, roughly: bool) -> Result<Cursor<'a>, EngineError> {
        let Within { segment, at, facts, scale, stretch } = within;
        let nothing = Postings::default();
        let all = |parts: &[Self]| parts.iter().map(|part| part.open(within)).collect::<Result<Vec<_>, _>>();
        let walk = match &self.what {
            Resolved::Word(postings) => {
                let here = postings.get(*at).unwrap_or(&nothing);
                stretch.meter.lists(here.all.len());
                Walk::Word(WordCursor::open(segment, here, scale.as_ref(), *stretch)?)
            }
            Resolved::Phrase { words, at: places, ends, weights } => {
                Walk::Phrase(open_phrase(within, words, (places, *ends), weights)?)
            }
            Resolved::Any(parts) => Walk::Any(all(parts)?),
            Resolved::All(parts) => {
                let mut parts = all(parts)?;
                parts.sort_by(|a, b| b.idf().total_cmp(&a.idf()));
                Walk::All { parts, doc: 0 }
            }
            Resolved::Not(part) => {
                let part = Box::new(part.open(within)?);
                Walk::Not { part, docs: segment.docs, doc: DocId::MIN }
            }
            Resolved::Fact(fact) => Walk::Fact(FactCursor::new(segment, *facts, *fact)),
        };
        Ok(Cursor::new(walk, self.idf, self.scored, roughly, *stretch))
    }
}

fn open_phrase(
    within: &Within<'_>,
    words: &[Everywhere],
    places: (&[u32], usize),
    weights: &Weights,
) -> Result<PhraseCursor, EngineError> {
    let nothing = Postings::default();
    let here: Vec<&Postings> = words.iter().map(|word| word.get(within.at).unwrap_or(&nothing)).collect();
    let cursor = PhraseCursor::open(within.segment, &here, places, weights, within.scale.as_ref())?;
    within.stretch.meter.lists(cursor.lists());
    Ok(cursor)
}
