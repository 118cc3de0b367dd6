//! How an extracted text is scored against the text that was expected.
use std::collections::HashMap;

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Score {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// Words of a text and how often each stands in it; a character of a script without spaces is a word.
pub fn tokens(text: &str) -> HashMap<String, usize> {
    let mut bag: HashMap<String, usize> = HashMap::new();
    let mut word = String::new();
    let mut push = |word: &mut String| {
        if !word.is_empty() {
            *bag.entry(std::mem::take(word)).or_default() += 1;
        }
    };
    for c in text.chars() {
        let unspaced = matches!(u32::from(c), 0x0e00..=0x0e7f | 0x3040..=0x30ff | 0x3400..=0x9fff);
        if unspaced || !(c.is_alphanumeric() || c == '_') {
            push(&mut word);
        }
        if c.is_alphanumeric() || c == '_' {
            word.extend(c.to_lowercase());
        }
        if unspaced {
            push(&mut word);
        }
    }
    push(&mut word);
    bag
}

/// Token multiset precision, recall and F1.
pub fn bags(found: &str, wanted: &str) -> Score {
    let (found, wanted) = (tokens(found), tokens(wanted));
    let common: usize = wanted.iter().map(|(w, n)| found.get(w).map_or(0, |m| *m.min(n))).sum();
    let part = |whole: &HashMap<String, usize>| match whole.values().sum::<usize>() {
        0 => f64::from(u8::from(common == 0)),
        n => common as f64 / n as f64,
    };
    Score::new(part(&found), part(&wanted))
}

/// Strings that must and must not be there: P = wanted / (wanted + unwanted found), R = wanted found.
pub fn snippets(found: &str, must: &[String], must_not: &[String]) -> Score {
    let squeeze = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = squeeze(found);
    let hits = |list: &[String]| list.iter().filter(|s| found.contains(&squeeze(s))).count() as f64;
    let (good, bad) = (hits(must), hits(must_not));
    let precision = if good + bad > 0.0 { good / (good + bad) } else { 0.0 };
    Score::new(precision, good / (must.len() as f64).max(1.0))
}
