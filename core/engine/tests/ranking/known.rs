//! Finding again: each page is asked for as people who have seen it ask, and should be the first hit, or among the first five.
//!
//! `cargo test -p webmynd-engine --profile quick --test suite ranking::known -- --nocapture` prints the figures.
use super::pages::{self, Page};
use super::{Everything, made};
use crate::common::skipped::corpus;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use webmynd_engine::index::{Doc, Extent, Index, Sort, Want, Weights};
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::parse;

/// In how many of the pages that the words of a text are taken of a word may stand, to tell them apart: a tenth.
const TELLING: usize = 10;

/// How pages are asked for, and how many were, at the first place, among five, and the mean of one by the place.
pub type Figures = BTreeMap<&'static str, [f64; 4]>;

/// Least shares at the first place and among five on the real pages: what was reached, less two or three of the pages.
const LEAST: [(&str, [f64; 2]); 6] = [
    ("title", [0.99, 0.99]),
    ("half a title", [0.985, 0.99]),
    ("title, other order", [0.985, 0.99]),
    ("title, half-typed", [0.97, 0.985]),
    ("title, mistyped", [0.89, 0.945]),
    ("words of the text", [0.93, 0.97]),
];

#[test]
fn real_pages_are_found_again() {
    let Some(folder) = corpus("pages") else { return };
    let known = Known::of(pages::of_corpus(&folder));
    assert!(known.pages.len() > 200, "the corpus is not whole: {} pages", known.pages.len());
    let figures = known.measure(Weights::SET);
    print(&figures);
    for (kind, least) in LEAST {
        let [_, first, five, _] = figures[kind];
        assert!(first >= least[0] && five >= least[1], "{kind}: {first:.3} {five:.3}");
    }
}

#[test]
fn our_own_pages_are_found_again() {
    let known = Known::of(made::pages());
    let figures = known.measure(Weights::SET);
    print(&figures);
    for (kind, [count, first, five, _]) in figures {
        assert!(count > 20.0 && first >= 0.9 && five >= 0.98, "{kind}: {count} {first:.3} {five:.3}");
    }
}

/// Pages, and what is asked for each.
pub struct Known {
    pub pages: Vec<Page>,
    pub asked: Vec<(&'static str, usize, String)>,
}

impl Known {
    pub fn of(pages: Vec<Page>) -> Self {
        let mut docs: HashMap<String, usize> = HashMap::new();
        for page in &pages {
            let words: HashSet<String> = words(&page.text, &page.lang).into_iter().collect();
            words.into_iter().for_each(|word| *docs.entry(word).or_default() += 1);
        }
        let mut asked = Vec::new();
        for (at, page) in pages.iter().enumerate() {
            let mut ask = |kind, q: Option<String>| asked.extend(q.map(|q| (kind, at, q)));
            ask("title", Some(format!("{} ", page.title)));
            ask("half a title", half(page, at));
            ask("title, other order", other_order(page));
            ask("title, half-typed", half_typed(page));
            ask("title, mistyped", mistyped(page, at));
            ask("words of the text", telling(page, &docs, pages.len()));
            if page.lang == "vi" {
                ask("words, without marks", telling(page, &docs, pages.len()).map(|q| bare(&q)));
                ask("half, without marks", half(page, at).map(|q| bare(&q)));
            }
        }
        Self { pages, asked }
    }

    pub fn measure(&self, weights: Weights) -> Figures {
        let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
        index.weigh(weights);
        for (no, page) in (0..).zip(&self.pages) {
            let Page { title, text, rest, url, site, lang } = page;
            index.add(&Doc { no, title, text, rest, url, site, lang }).unwrap();
        }
        let mut langs: Vec<String> = self.pages.iter().map(|page| page.lang.clone()).collect();
        langs.sort();
        langs.dedup();
        let facts = Everything { langs, standing: &|_| 1.0 };
        let mut figures = Figures::new();
        for (kind, page, q) in &self.asked {
            let found = index.search(
                &parse(q, 0, 0),
                &facts,
                Want { sort: Sort::Best, most: 10, extent: Extent::Total },
            );
            let found = found.unwrap();
            let mut hits = found.top.iter().chain(&found.loose).take(10);
            let place = hits.position(|(no, _)| *no as usize == *page);
            let of = figures.entry(kind).or_default();
            of[0] += 1.0;
            of[1] += f64::from(u8::from(place == Some(0)));
            of[2] += f64::from(u8::from(place.is_some_and(|place| place < 5)));
            of[3] += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        }
        for of in figures.values_mut() {
            let count = of[0].max(1.0);
            of[1..].iter_mut().for_each(|sum| *sum /= count);
        }
        figures
    }
}

pub fn print(figures: &Figures) {
    println!("{:<20} {:>5} {:>7} {:>7} {:>7}", "", "asked", "first", "five", "MRR@10");
    for (kind, [count, first, five, mrr]) in figures {
        println!("{kind:<20} {count:>5} {first:>7.3} {five:>7.3} {mrr:>7.3}");
    }
}

fn is_joined(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF)
}

/// Words as people would type them: runs of letters; of scripts without blanks pieces of four letters; of Vietnamese, whose words are
/// mostly of two syllables, pairs of them.
fn words(text: &str, lang: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    let runs: Vec<String> = runs.map(str::to_lowercase).collect();
    if lang == "vi" {
        return runs.windows(2).map(|pair| pair.join(" ")).collect();
    }
    let mut words = Vec::new();
    for run in runs {
        if run.contains(is_joined) {
            let letters: Vec<char> = run.chars().collect();
            words.extend(letters.chunks(4).filter(|piece| piece.len() > 1).map(String::from_iter));
        } else {
            words.push(run);
        }
    }
    words
}

fn title_words(page: &Page) -> Vec<&str> {
    page.title.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect()
}

/// The first half of the title's words, or the last.
fn half(page: &Page, at: usize) -> Option<String> {
    let words = title_words(page);
    let middle = words.len().div_ceil(2);
    let half = if at.is_multiple_of(2) { words.get(..middle) } else { words.get(words.len() - middle..) };
    half.filter(|_| words.len() > 3).map(|half| format!("{} ", half.join(" ")))
}

/// As it is typed where the marks are left out.
fn bare(q: &str) -> String {
    let letters = q.nfd().filter(|c| !is_combining_mark(*c));
    letters.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

fn other_order(page: &Page) -> Option<String> {
    let mut words = title_words(page);
    words.reverse();
    (words.len() > 1).then(|| format!("{} ", words.join(" ")))
}

/// The first three words, the last of them half.
fn half_typed(page: &Page) -> Option<String> {
    let words = title_words(page);
    let last: Vec<char> = words.get(2)?.chars().collect();
    let half = last.get(..last.len().div_ceil(2)).filter(|_| last.len() > 3)?;
    Some(format!("{} {} {}", words[0], words[1], String::from_iter(half)))
}

/// The two longest words of the title, one with a wrong ending or a slip of the finger.
fn mistyped(page: &Page, at: usize) -> Option<String> {
    let mut words: Vec<&str> = page.title.split(|c: char| !c.is_alphabetic()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut letters: Vec<char> = words.first()?.to_lowercase().chars().collect();
    let other = words.get(1).filter(|word| word.chars().count() > 3)?;
    if letters.len() < 6 || letters.iter().any(|c| is_joined(*c)) {
        return None;
    }
    let (end, middle) = (letters.len() - 1, letters.len() / 2);
    match at % 4 {
        0 => letters.push('s'),
        1 => letters.truncate(end),
        2 => letters.swap(middle, middle + 1),
        _ => drop(letters.remove(middle)),
    }
    Some(format!("{} {other} ", String::from_iter(letters)))
}

/// Two words of the text that tell it from others: the first and the third by how often they stand here and not elsewhere.
fn telling(page: &Page, docs: &HashMap<String, usize>, pages: usize) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let is_word = |word: &String| word.chars().count() > 3 && !word.contains(char::is_numeric);
    for word in words(&page.text, &page.lang).into_iter().filter(is_word) {
        *counts.entry(word).or_default() += 1;
    }
    counts.retain(|word, _| docs.get(word).is_some_and(|docs| docs * TELLING <= pages.max(2 * TELLING)));
    let says = |(word, times): &(String, usize)| {
        *times as f64 / (*times as f64 + 2.0) * (pages as f64 / docs[word] as f64).ln()
    };
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| says(b).total_cmp(&says(a)).then_with(|| a.0.cmp(&b.0)));
    Some(format!("{} {} ", counts.first()?.0, counts.get(2)?.0))
}
