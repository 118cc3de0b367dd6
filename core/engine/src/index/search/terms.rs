//! A word of a query -> the keys of each segment that stand for it.
use super::meter::Meter;
use crate::EngineError;
use crate::index::Weights;
use crate::index::key::{Key, Zone, range_from, range_of};
use crate::index::segment::Opened;
use crate::query::{Scope, Word, joined};
use crate::words::{Kind, compound, fold, lang, lang::Stems};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::postings::TermInfo;

/// Most keys a beginning stands for in one segment where not all of them are wanted: those in most documents.
const MOST_KEYS: usize = 512;
/// All beginnings of a query may stand for so many keys; those after that for [`MOST_KEYS`].
const MOST_OF_ALL: usize = 1 << 17;
/// Shortest stem that stands for a longer beginning (`univers` for `universit`), and how much longer that may be.
const SHORTEST_STEM: usize = 4;
const MOST_ENDING: usize = 5;

/// A word is taken for a German one where one in so many of its documents is.
const GERMAN: u64 = 8;

/// Where words are looked up, and by which weights.
#[derive(Clone, Copy)]
pub(super) struct Lexicon<'a> {
    pub segments: &'a [Arc<Opened>],
    pub langs: &'a [(String, Stems)],
    pub weights: &'a Weights,
    /// Whether compounds stand for their parts.
    pub takes_apart: bool,
    /// Whether a beginning may stand for the words alone that are in most documents.
    pub cuts: bool,
    pub known: &'a Known,
    pub meter: &'a Meter,
}

/// The lists of a word by segment.
pub(super) type Everywhere = Arc<Vec<Postings>>;

/// Words that were looked up in this search: text, kind, whether it is a beginning, scope, whether it may be cut. A word is looked up once, however often it stands in a query and in
/// however many ways that is tried.
pub(super) type Known = RefCell<HashMap<(String, Kind, bool, Scope, bool), Everywhere>>;

impl Lexicon<'_> {
    /// The language whose words are taken apart, where the memory has pages in it.
    fn german(&self) -> Option<usize> {
        self.langs.iter().position(|(code, _)| compound::has_compounds(code))
    }

    /// The lists of a word in each segment.
    pub fn everywhere(&self, word: &Word) -> Result<Everywhere, EngineError> {
        let key = (word.text.clone(), word.kind, word.prefix, word.scope, self.cuts);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let forms = forms(word, self.langs);
        let each = self.segments.iter().map(|segment| look_up(segment, word, &forms, self));
        let found: Everywhere = each.collect::<Result<Vec<_>, _>>().map(Arc::new)?;
        self.known.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }
}

/// A list of documents that stands for a word.
#[derive(Clone)]
pub(super) struct Posting {
    pub info: TermInfo,
    pub zone: Zone,
    /// Index into the languages.
    pub lang: usize,
    /// What one occurrence counts.
    pub weight: f32,
}

/// What a word came to in one segment.
#[derive(Clone, Default)]
pub(super) struct Postings {
    pub all: Vec<Posting>,
    /// In how many documents the word stands, about.
    pub docs: u32,
    /// The compounds among them, see [`add_compounds`].
    pub compounds: Vec<String>,
    /// Whether there are more.
    pub is_cut: bool,
}

/// The languages a word is stemmed in: those of the memory, and none.
pub(super) fn languages(langs: &[String]) -> Vec<(String, Stems)> {
    let mut codes: Vec<String> = langs.iter().map(|l| lang::code(l).to_owned()).collect();
    codes.push(String::new());
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(|code| (code.clone(), Stems::new(&code))).collect()
}

/// Where a word of this scope is looked for.
fn zones(scope: Scope) -> &'static [Zone] {
    match scope {
        Scope::Anywhere => Zone::TEXT,
        Scope::Title => &[Zone::Title],
        Scope::Address => &[Zone::Address],
        Scope::Site => &[Zone::Site],
        Scope::Lang => &[Zone::Lang],
    }
}

/// The forms of a word: each with the languages (by index) in whose pages it stands for the word.
pub(super) fn forms(word: &Word, langs: &[(String, Stems)]) -> Vec<(String, Vec<usize>)> {
    let mut forms: Vec<(String, Vec<usize>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, (_, stems)) in langs.iter().enumerate() {
        let of_lang = if word.kind == Kind::Word { stems.forms(&word.text) } else { vec![word.text.clone()] };
        for form in of_lang {
            match places.get(&form).and_then(|place| forms.get_mut(*place)) {
                Some((_, of)) => of.push(at),
                None => {
                    places.insert(form.clone(), forms.len());
                    forms.push((form, vec![at]));
                }
            }
        }
    }
    forms
}

/// Collects postings, counting a document once however many zones of it hold the word.
struct Collector<'a> {
    lexicon: &'a Lexicon<'a>,
    zones: &'a [Zone],
    found: Postings,
    last: (String, usize, u32),
}

impl Collector<'_> {
    fn take(&mut self, key: &[u8], info: &TermInfo, in_langs: Option<&[usize]>, factor: f32) {
        self.lexicon.meter.keys(1);
        let Some(key) = Key::read(key) else { return };
        let langs = self.lexicon.langs;
        let Ok(lang) = langs.binary_search_by(|(code, _)| code.as_str().cmp(key.lang)) else { return };
        let is_of = |wanted: &[usize]| wanted.binary_search(&lang).is_ok();
        if !self.zones.contains(&key.zone) || !in_langs.is_none_or(is_of) {
            return;
        }
        if self.last.0 == key.form && self.last.1 == lang {
            let more = info.doc_freq.saturating_sub(self.last.2);
            self.found.docs += more;
            self.last.2 += more;
        } else {
            self.found.docs += info.doc_freq;
            self.last = (key.form.to_owned(), lang, info.doc_freq);
        }
        let weight = self.lexicon.weights.of(key.zone) * factor;
        self.found.all.push(Posting { info: info.clone(), zone: key.zone, lang, weight });
    }
}

/// Looks a word up in one segment, by its [`forms`].
fn look_up(
    segment: &Opened,
    word: &Word,
    forms: &[(String, Vec<usize>)],
    lexicon: &Lexicon<'_>,
) -> Result<Postings, EngineError> {
    let found = Postings::default();
    let mut collector = Collector { lexicon, zones: zones(word.scope), found, last: Default::default() };
    for (form, of) in forms {
        let (from, to) = range_of(form);
        segment.keys(&from, &to, |key, info| {
            collector.take(key, info, Some(of), 1.0);
            true
        })?;
    }
    if word.prefix {
        begins(segment, word, forms, &mut collector)?;
    }
    let mut found = collector.found;
    if found.all.len() > MOST_KEYS && (lexicon.cuts || lexicon.meter.read().keys > MOST_OF_ALL) {
        found.is_cut = true;
        found.all.sort_unstable_by_key(|posting| std::cmp::Reverse(posting.info.doc_freq));
        found.all.truncate(MOST_KEYS);
    }
    found.docs = found.docs.min(segment.docs);
    Ok(found)
}

/// Whether a word may be meant in German, as far as the pages tell: it stands nowhere, or a good part of where it stands is German.
pub(super) fn may_be_german(lexicon: &Lexicon<'_>, found: &[Postings]) -> bool {
    let Some(german) = lexicon.german() else { return false };
    let all = found.iter().flat_map(|postings| &postings.all);
    let docs = |german_alone: bool| -> u64 {
        let some = all.clone().filter(|posting| !german_alone || posting.lang == german);
        some.map(|posting| u64::from(posting.info.doc_freq)).sum()
    };
    docs(true) * GERMAN >= docs(false)
}

/// Adds the German compounds that end with `word`, by its [`forms`], and those of it and a neighbour. How often the word itself
/// stands tells what it says; where it stands nowhere (`stands` is of all segments), they do.
pub(super) fn add_compounds(
    segment: &Opened,
    [before, word, next]: [Option<&Word>; 3],
    forms: &[(String, Vec<usize>)],
    lexicon: &Lexicon<'_>,
    stands: bool,
    found: &mut Postings,
) -> Result<(), EngineError> {
    let is_word =
        |word: &Word| word.kind == Kind::Word && matches!(word.scope, Scope::Anywhere | Scope::Title);
    let (Some(german), Some(word)) = (lexicon.german(), word.filter(|word| is_word(word))) else {
        return Ok(());
    };
    let mut words = Vec::new();
    let of_german = forms.iter().filter(|(_, of)| of.contains(&german)).map(|(form, _)| form);
    for form in of_german.filter(|form| compound::may_be_end(form)) {
        words.extend(segment.compounds(form)?);
    }
    let pairs = [(before, Some(word)), (Some(word), next)];
    for (first, second) in pairs.into_iter().filter_map(|(first, second)| first.zip(second)) {
        if let Some((_, stems)) = lexicon.langs.get(german).filter(|_| is_word(first) && is_word(second)) {
            words.extend(compound::joined(&fold::strip(&first.text), &stems.stem(&second.text)));
        }
    }
    words.sort_unstable();
    words.dedup();
    let (zones, docs) = (zones(word.scope), found.docs);
    let mut collector = Collector { lexicon, zones, found: std::mem::take(found), last: Default::default() };
    for word in words {
        let (before, (from, to)) = (collector.found.all.len(), range_of(&word));
        segment.keys(&from, &to, |key, info| {
            collector.take(key, info, Some(&[german]), lexicon.weights.part);
            true
        })?;
        if collector.found.all.len() > before {
            collector.found.compounds.push(word);
        }
    }
    *found = collector.found;
    found.docs = if stands { docs } else { found.docs.min(segment.docs) };
    Ok(())
}

/// Whether it is of a script whose words have parts with half a blank between them, which is no blank in the index: `می‌خوانم`.
pub(super) fn is_half_spaced(word: &Word) -> bool {
    let is_of_it = |c: char| ('\u{600}'..='\u{6FF}').contains(&c);
    word.kind == Kind::Word && word.scope == Scope::Anywhere && word.text.chars().all(is_of_it)
}

/// Adds what a word and a neighbour are with half a blank between them; gives the forms of these.
pub(super) fn add_half_spaced(
    lexicon: &Lexicon<'_>,
    [before, word, next]: [Option<&Word>; 3],
    found: &mut Everywhere,
) -> Result<Vec<String>, EngineError> {
    let mut forms = Vec::new();
    let pairs = [before.zip(word), word.zip(next)].into_iter().flatten();
    for (first, second) in pairs.filter(|(first, second)| is_half_spaced(first) && is_half_spaced(second)) {
        let joined = joined(&[first.clone(), second.clone()]);
        for (found, more) in Arc::make_mut(found).iter_mut().zip(lexicon.everywhere(&joined)?.iter()) {
            found.docs = found.docs.max(more.docs);
            found.all.extend(more.all.iter().cloned());
        }
        forms.push(fold::strip(&joined.text));
    }
    Ok(forms)
}

/// Adds the words that begin with `word`.
fn begins(
    segment: &Opened,
    word: &Word,
    forms: &[(String, Vec<usize>)],
    collector: &mut Collector<'_>,
) -> Result<(), EngineError> {
    let exact = !collector.found.all.is_empty();
    let prefix = if word.kind == Kind::Word { fold::strip(&word.text) } else { word.text.clone() };
    let (from, to) = range_from(&prefix);
    let of_form: HashMap<&str, &[usize]> =
        forms.iter().map(|(form, of)| (form.as_str(), of.as_slice())).collect();
    segment.keys(&from, &to, |key, info| {
        collector.lexicon.meter.keys(1);
        let known = Key::read(key).is_some_and(|key| {
            let of = of_form.get(key.form).copied().unwrap_or_default();
            of.iter().any(|at| is(collector.lexicon.langs, *at, key.lang))
        });
        if !known {
            collector.take(key, info, None, collector.lexicon.weights.begins);
        }
        true
    })?;
    if exact || word.kind != Kind::Word {
        return Ok(());
    }
    // A half-typed ending ("universit") is no beginning of its stem ("univers"): the longest stem within it stands in, in the languages that
    // have such an ending.
    let ends: Vec<usize> = prefix.char_indices().map(|(at, _)| at).collect();
    for end in ends.iter().rev().take(MOST_ENDING).filter(|end| **end >= SHORTEST_STEM) {
        let (stem, rest) = prefix.split_at(*end);
        let langs = collector.lexicon.langs.iter().enumerate();
        let of: Vec<usize> =
            langs.filter(|(_, (_, stems))| stems.may_end(stem, rest)).map(|(at, _)| at).collect();
        if of.is_empty() {
            continue;
        }
        let before = collector.found.all.len();
        let (from, to) = range_of(stem);
        segment.keys(&from, &to, |key, info| {
            collector.take(key, info, Some(&of), collector.lexicon.weights.begins);
            true
        })?;
        if collector.found.all.len() > before {
            break;
        }
    }
    Ok(())
}

fn is(langs: &[(String, Stems)], at: usize, code: &str) -> bool {
    langs.get(at).is_some_and(|(known, _)| known == code)
}
