//! Forgives typos: a word that stands nowhere is replaced by the nearest words that do.
use super::terms::{Lexicon, Postings, add_compounds, forms};
use crate::EngineError;
use crate::index::key::Key;
use crate::query::{Node, Query, Scope, Word};
use crate::words::{Distances, Kind, fold};
use std::collections::BTreeMap;

/// For so many words of a query near ones are looked for.
const MOST_TRIED: usize = 8;
/// Most words that stand in for one.
const MOST: usize = 8;

/// Replaces the words of `query` that stand nowhere. True when any was replaced.
pub(super) fn correct(lexicon: &Lexicon<'_>, query: &mut Query) -> Result<bool, EngineError> {
    let Node::All(parts) = &mut query.root else { return Ok(false) };
    let (mut any, mut tried) = (false, 0);
    for part in parts {
        let Node::Word(word) = &*part else { continue };
        if word.kind != Kind::Word || !matches!(word.scope, Scope::Anywhere | Scope::Title) {
            continue;
        }
        if lexicon.everywhere(word)?.iter().any(|found| !found.all.is_empty()) {
            continue;
        }
        // Each is a walk through the dictionaries.
        tried += 1;
        if tried > MOST_TRIED {
            break;
        }
        if ends_somewhere(lexicon, word)? {
            continue;
        }
        let near = nearest(lexicon, word)?;
        if !near.is_empty() {
            let alternatives = near
                .into_iter()
                .map(|text| Node::Word(Word { text, kind: Kind::Gram, prefix: false, ..word.clone() }));
            *part = Node::Any(alternatives.collect());
            any = true;
        }
    }
    Ok(any)
}

/// Whether a compound ends with it.
fn ends_somewhere(lexicon: &Lexicon<'_>, word: &Word) -> Result<bool, EngineError> {
    let forms = forms(word, lexicon.langs);
    for segment in lexicon.segments {
        let mut found = Postings::default();
        add_compounds(segment, [None, Some(word), None], &forms, lexicon, false, &mut found)?;
        if !found.all.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The words of the dictionaries nearest to `word`: those with its first letter, else those it may be with another. Dictionaries hold stems, so
/// the stems of what was typed are compared too: `boundry` is one letter off `boundary`, but two off `boundari`.
fn nearest(lexicon: &Lexicon<'_>, word: &Word) -> Result<Vec<String>, EngineError> {
    let spelt = forms(word, lexicon.langs).into_iter().map(|(form, _)| form.chars().collect::<Vec<char>>());
    let spelt: Vec<Vec<char>> = spelt.filter(|letters| letters.len() > 3).collect();
    let plain = fold::strip(&word.text);
    let mut letters = plain.chars();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return Ok(Vec::new()) };
    if spelt.is_empty() {
        return Ok(Vec::new());
    }
    let near = within(lexicon, &spelt, &[first.to_string()])?;
    if near.is_empty() { within(lexicon, &spelt, &other_beginnings(first, second)) } else { Ok(near) }
}

/// How a word may begin of which the first letter is wrong: it is one too many, was left out, changed places with the second, or is another.
/// A tenth of a dictionary begins so; to look at all of one takes most of a second where there are 100,000 pages.
fn other_beginnings(first: char, second: char) -> Vec<String> {
    let alphabets = ['a'..='z', 'а'..='я', 'α'..='ω'];
    let alphabet = alphabets.into_iter().find(|letters| letters.contains(&first));
    let others = alphabet.into_iter().flatten().filter(|letter| *letter != first && *letter != second);
    let two = others.flat_map(|letter| [format!("{letter}{first}"), format!("{letter}{second}")]);
    let mut beginnings: Vec<String> = two.chain([second.to_string()]).collect();
    beginnings.sort_unstable();
    beginnings.dedup();
    beginnings
}

/// The words that begin so and lie within few edits of a spelling: the nearest, the commonest first.
fn within(
    lexicon: &Lexicon<'_>,
    spelt: &[Vec<char>],
    beginnings: &[String],
) -> Result<Vec<String>, EngineError> {
    let mut found: BTreeMap<String, (usize, u32)> = BTreeMap::new();
    let most = |letters: &[char]| if letters.len() < 8 { 1 } else { 2 };
    let mut tables: Vec<_> = spelt.iter().map(|letters| Distances::to(letters, most(letters))).collect();
    for (segment, beginning) in
        lexicon.segments.iter().flat_map(|segment| beginnings.iter().map(move |one| (segment, one)))
    {
        let (from, to) = crate::index::key::range_from(beginning);
        let mut last = (String::new(), None);
        segment.keys(&from, &to, |key, info| {
            lexicon.meter.keys(1);
            let Some(key) = Key::read(key) else { return true };
            if last.0 != key.form {
                let distance = tables.iter_mut().filter_map(|table| table.distance(key.form)).min();
                last = (key.form.to_owned(), distance);
            }
            if let Some(distance) = last.1 {
                found.entry(last.0.clone()).or_insert((distance, 0)).1 += info.doc_freq;
            }
            true
        })?;
    }
    let least = found.values().map(|(distance, _)| *distance).min();
    let mut nearest: Vec<_> =
        found.into_iter().filter(|(_, (distance, _))| Some(*distance) == least).collect();
    nearest.sort_by_key(|(_, (_, docs))| std::cmp::Reverse(*docs));
    Ok(nearest.into_iter().take(MOST).map(|(form, _)| form).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_first_letters() {
        let beginnings = other_beginnings('r', 'e');
        // `eceive`, `recieve` with a letter before it, `rreceive`, `erceive`.
        for beginning in ["e", "ar", "be", "ze"] {
            assert!(beginnings.iter().any(|one| one == beginning), "{beginning}");
        }
        assert!(beginnings.len() < 60 && !beginnings.iter().any(|one| one.starts_with('r')));
        assert_eq!(other_beginnings('學', '習'), ["習"]);
    }
}
