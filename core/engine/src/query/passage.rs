//! What of a page is shown with a hit: the passage that says most of what was asked, with the words lit.
use super::Terms;
use super::matcher::Match;
use super::matchers::Matchers;
use super::sought::Sought;
use serde::Serialize;
use std::ops::Range;

/// Share of a passage that is shown before its first lit word: one part in so many.
const LEAD: usize = 5;
pub(super) const CUT: &str = "…";

/// A run of text; text is text, never markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// The text, white space made single.
    pub text: String,
    /// True for what was found.
    pub lit: bool,
}

/// Appends the best passage of a text that was looked through, its beginning when nothing in it was asked for; with a sign where it is
/// cut, before and behind it, as far as one is wanted.
pub(super) fn write(
    sought: &Sought<'_>,
    text: &str,
    max_chars: usize,
    signs: [bool; 2],
    spans: &mut Vec<Span>,
) {
    let (start, end) = window(text, sought, max_chars);
    let is_cut = |part: Option<&str>| !part.unwrap_or_default().trim().is_empty();
    if signs[0] && is_cut(text.get(..start)) {
        push(spans, CUT, false);
    }
    light(text, start, end, &sought.matches, spans);
    if signs[1] && is_cut(text.get(end..)) {
        push(spans, CUT, false);
    }
}

/// All of a short text (a title) with its words lit.
pub fn highlight(matchers: &mut Matchers<'_>, text: &str, lang: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    light(text, 0, text.len(), &matches(matchers, text, lang), &mut spans);
    spans
}

/// Where in a text the words stand, in bytes; they may overlap where pairs of characters are looked for.
pub fn lit(terms: &Terms, text: &str, lang: &str) -> Vec<Range<usize>> {
    matches(&mut Matchers::new(terms), text, lang).into_iter().map(|found| found.start..found.end).collect()
}

/// All of a text, in order.
fn matches(matchers: &mut Matchers<'_>, text: &str, lang: &str) -> Vec<Match> {
    let mut matches = Vec::new();
    matchers.of(lang).find(text, |found| {
        matches.push(found);
        false
    });
    matches
}

/// Where the best passage begins and ends.
fn window(text: &str, sought: &Sought<'_>, max_chars: usize) -> (usize, usize) {
    let best = best_run(sought, max_chars);
    let (start, lit_end) = best.map_or((0, 0), |(first, last)| (first.start, last.end));
    let lit_chars = text.get(start..lit_end).map_or(0, |run| run.chars().count());
    let lead = (max_chars / LEAD).min(max_chars.saturating_sub(lit_chars));
    let start = back(text, start, lead);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(max_chars).map_or(text.len(), |(len, _)| start + len);
    // A passage that runs into the end of the text shows more of what comes before.
    let start = if end == text.len() { back(text, end, max_chars) } else { start };
    (word_start(text, start), word_end(text, end, lit_end))
}

/// The run of matches within `max_chars` that has the most of what is wanted, and lights the most different words; of equals, the first.
fn best_run(sought: &Sought<'_>, max_chars: usize) -> Option<(Match, Match)> {
    let mut best: Option<((usize, usize), Match, Match)> = None;
    let (mut from, mut upto) = (0, 0);
    for (at, last) in sought.matches.iter().enumerate() {
        while sought
            .matches
            .get(from)
            .is_some_and(|first| last.char_end.saturating_sub(first.char_start) > max_chars)
        {
            from += 1;
        }
        while sought.wholes.get(upto).is_some_and(|whole| whole.last <= at) {
            upto += 1;
        }
        let run = sought.matches.get(from..=at).unwrap_or_default();
        let Some(first) = run.first() else { continue };
        let wholes = sought.wholes.get(..upto).unwrap_or_default().iter().rev();
        let wholes = wholes.take_while(|whole| whole.last >= from).filter(|whole| whole.first >= from);
        let says = (different(wholes.map(|whole| whole.want)), different(run.iter().map(|one| one.term)));
        if best.is_none_or(|(most, _, _)| says > most) {
            best = Some((says, *first, *last));
        }
    }
    best.map(|(_, first, last)| (first, last))
}

fn different(numbers: impl Iterator<Item = usize>) -> usize {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

/// `chars` characters before `at`.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    match chars {
        0 => at,
        _ => before.char_indices().rev().nth(chars - 1).map_or(0, |(start, _)| start),
    }
}

/// The first whole word at or a little after `at`.
fn word_start(text: &str, at: usize) -> usize {
    let at_word = at == 0 || text.get(..at).unwrap_or_default().ends_with(char::is_whitespace);
    let rest = text.get(at..).unwrap_or_default();
    let gap = rest.char_indices().take(24).find(|(_, c)| c.is_whitespace());
    match gap {
        Some((len, space)) if !at_word => at + len + space.len_utf8(),
        _ => at,
    }
}

/// The end of the last whole word before `at`, but not before `least`.
fn word_end(text: &str, at: usize, least: usize) -> usize {
    let next = text.get(at..).unwrap_or_default().chars().next();
    if next.is_none_or(char::is_whitespace) {
        return at;
    }
    let before = text.get(..at).unwrap_or_default();
    let gap = before.char_indices().rev().take(24).find(|(_, c)| c.is_whitespace());
    gap.map_or(at, |(end, _)| end).max(least)
}

/// Appends `text[start..end]` with its matches lit.
fn light(text: &str, start: usize, end: usize, matches: &[Match], spans: &mut Vec<Span>) {
    let mut at = start;
    for found in matches.iter().filter(|m| m.start >= start && m.end <= end) {
        // Pairs of characters overlap: the second goes on where the first ended.
        let from = found.start.max(at);
        push(spans, text.get(at..from).unwrap_or_default(), false);
        push(spans, text.get(from..found.end).unwrap_or_default(), true);
        at = at.max(found.end);
    }
    push(spans, text.get(at..end).unwrap_or_default(), false);
}

pub(super) fn push(spans: &mut Vec<Span>, text: &str, lit: bool) {
    if text.is_empty() {
        return;
    }
    if spans.last().is_none_or(|last| last.lit != lit) {
        spans.push(Span { text: String::new(), lit });
    }
    let Some(span) = spans.last_mut() else { return };
    for c in text.chars() {
        if !c.is_whitespace() {
            span.text.push(c);
        } else if !span.text.ends_with(' ') {
            span.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Looking, Words, parse, snippet};

    /// Of a page that is all article.
    fn shown(query: &str, text: &str, lang: &str, chars: usize) -> String {
        let (terms, words) = (Terms::of(&parse(query, 0, 0)), Words { main: text, lang, ..Words::default() });
        let spans = snippet(&mut Matchers::new(&terms), words, chars, &mut Looking { left: 0, looked: 0 });
        spans.iter().map(|s| if s.lit { format!("[{}]", s.text) } else { s.text.clone() }).collect()
    }

    #[test]
    fn the_passage_with_most_words_wins() {
        let text = format!(
            "A cat. {} The cats were chasing a dog\nthrough <b>the</b> yard. {}",
            "x ".repeat(200),
            "y ".repeat(200)
        );
        let shown = shown("cat chase dog ", &text, "en", 60);
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("The [cats] were [chasing] a [dog] through <b>the</b>"), "{shown}");
    }

    #[test]
    fn words_that_stand_far_apart_are_no_passage_of_both() {
        let gap = "x ".repeat(200);
        let text = format!("A cat. {gap}A dog. {gap}The cat and the dog. {gap}");
        assert!(shown("cat dog ", &text, "en", 60).contains("The [cat] and the [dog]."));
    }

    #[test]
    fn different_words_count_and_of_equals_the_first() {
        let gap = "x ".repeat(100);
        let text = format!("cat dog cat {gap} cat dog cow {gap} cow dog cat {gap}");
        assert!(shown("cat dog cow ", &text, "en", 60).contains("[cat] [dog] [cow]"));
        let text = format!("cat cat cat {gap} one cat and a dog {gap} two dogs and a cat {gap}");
        assert!(shown("cat dog ", &text, "en", 60).contains("one [cat] and a [dog]"));
    }

    #[test]
    fn a_passage_is_of_whole_words_and_as_long_as_it_may_be() {
        let text = "one two three four five six seven eight nine ten";
        for (query, chars, right) in [
            ("five ", 30, "…four [five] six seven eight…"),
            ("five ", 20, "…[five] six seven…"),
            ("two ", 20, "one [two] three four…"),
            ("ten ", 20, "…seven eight nine [ten]"),
            ("six ", 4, "…[six]…"),
            ("four eight ", 30, "…[four] five six seven [eight]…"),
            ("three ", 200, "one two [three] four five six seven eight nine ten"),
        ] {
            assert_eq!(shown(query, text, "en", chars), right, "{query}");
        }
        let wide = text.replace(' ', "\u{3000}");
        assert_eq!(shown("five ", &wide, "en", 30), "…four [five] six seven eight…");
        assert_eq!(shown("two four ", "one two three four, five six", "en", 14), "…[two] three [four]…");
    }

    #[test]
    fn a_text_without_blanks_is_cut_where_it_must() {
        let text = format!("a {}搜索{} b {}", "字".repeat(90), "字".repeat(90), "c ".repeat(50));
        let shown = shown("搜索 ", &text, "zh", 40);
        assert!(
            shown.contains("字[搜索]字") && shown.starts_with('…') && shown.chars().count() <= 44,
            "{shown}"
        );
    }

    #[test]
    fn other_ways_to_write_a_word_are_lit() {
        for (query, text, lit) in [
            ("wifi ", "The Wi-Fi is slow", "The [Wi-Fi] is slow"),
            ("wi-fi ", "The wifi is slow", "The [wifi] is slow"),
            ("fi wifi ", "Wi-Fi, fi", "[Wi-Fi], [fi]"),
            ("c++ ", "in C++, not C", "in [C++], not C"),
            ("c++ ", "since C++17 it", "since [C++]17 it"),
            (".net ", "a .NET page", "a [.NET] page"),
            ("writer ", "an IndexWriter of it", "an Index[Writer] of it"),
        ] {
            assert_eq!(shown(query, text, "en", 50), lit, "{query}");
        }
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        assert_eq!(shown("zebra ", "One two three four", "en", 10), "One two…");
        assert_eq!(shown("", "short", "en", 100), "short");
        assert_eq!(shown("zebra ", "", "en", 100), "");
    }

    #[test]
    fn other_scripts() {
        assert_eq!(shown("搜索引擎 ", "我们使用搜索引擎寻找", "zh", 50), "我们使用[搜索引擎]寻找");
        assert_eq!(shown("книга ", "О книгах", "ru", 50), "О [книгах]");
        assert_eq!(shown("cafe ", "Im Café.", "de", 50), "Im [Café].");
        assert_eq!(shown("uni", "The university", "en", 50), "The [university]");
        assert_eq!(
            shown("cat -\"black dog\" ", "A cat, a black hat, a dog", "en", 50),
            "A [cat], a black hat, a dog"
        );
        assert_eq!(shown("univ", "Unlike any university", "en", 50), "Unlike any [university]");
        assert_eq!(shown("搜 ", "我们使用搜索引擎", "zh", 50), "我们使用[搜索]引擎");
        assert_eq!(shown("搜索 cat ", "用搜索cat吧", "zh", 50), "用[搜索cat]吧");
    }
}
