//! What is shown of a page that was found: of its article, as far as that has what was asked; of the rest of it, only what stands there
//! alone.
use super::Want;
use super::matcher::Matcher;
use super::matchers::Matchers;
use super::passage::{CUT, Span, push, write};
use super::sought::Sought;

/// Bytes of a text that are looked through for a passage.
const LOOKED_THROUGH: usize = 512 * 1024;
/// Share of a snippet that the rest has beside the article: one part in so many.
const OF_REST: usize = 3;

/// The words of a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// Its title, which is shown whole beside the snippet.
    pub title: &'a str,
    /// Its article.
    pub main: &'a str,
    /// All else that is seen on it.
    pub rest: &'a str,
    /// Its language or empty.
    pub lang: &'a str,
}

/// How much is looked at for the snippets of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Looking {
    /// Bytes that are looked at beyond what each text may ask for.
    pub left: usize,
    /// Bytes that were looked at.
    pub looked: usize,
}

/// What is shown of a page, about `max_chars` characters: the best passage of its article, with one of the rest behind it where something
/// that was asked stands there alone; of the rest by itself where the article has nothing of it. The title speaks for itself: what it
/// says is not looked for in the rest.
pub fn snippet(
    matchers: &mut Matchers<'_>,
    words: Words<'_>,
    max_chars: usize,
    looking: &mut Looking,
) -> Vec<Span> {
    let terms = matchers.terms;
    let matcher = matchers.of(words.lang);
    let mut title = Sought::new(terms, terms.wants.iter());
    looking.looked += title.look(matcher, words.title, words.title.len());
    let (text, main) = looking.at(matcher, words.main, Sought::new(terms, terms.wants.iter()), max_chars);
    let left: Vec<&Want> = (0..)
        .zip(&terms.wants)
        .filter(|(no, _)| !main.has(*no) && !title.has(*no))
        .map(|(_, want)| want)
        .collect();
    let mut spans = Vec::new();
    if !words.main.is_empty() && left.is_empty() {
        write(&main, text, max_chars, [true, true], &mut spans);
        return spans;
    }
    let (other, rest) = looking.at(matcher, words.rest, Sought::new(terms, left.iter().copied()), max_chars);
    if !main.wholes.is_empty() && !rest.wholes.is_empty() {
        let of_rest = max_chars / OF_REST;
        write(&main, text, max_chars - of_rest, [true, false], &mut spans);
        push(&mut spans, &format!(" {CUT} "), false);
        write(&rest, other, of_rest, [false, true], &mut spans);
    } else if words.main.is_empty()
        || !rest.wholes.is_empty()
        || (main.matches.is_empty() && !rest.matches.is_empty())
    {
        write(&rest, other, max_chars, [true, true], &mut spans);
    } else {
        write(&main, text, max_chars, [true, true], &mut spans);
    }
    spans
}

impl Looking {
    /// Looks through a text, as far as that is allowed: that much of it, and what was found.
    fn at<'t, 'a>(
        &mut self,
        matcher: &mut Matcher,
        text: &'t str,
        mut sought: Sought<'a>,
        within: usize,
    ) -> (&'t str, Sought<'a>) {
        let most = text.floor_char_boundary(LOOKED_THROUGH + self.left);
        let text = text.get(..most).unwrap_or_default();
        let looked = sought.look(matcher, text, within);
        self.left -= looked.saturating_sub(LOOKED_THROUGH);
        self.looked += looked;
        (text, sought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Terms, parse};

    const TITLE: &str = "Timetable";
    const MAIN: &str = "The ferry does not leave today, because the wind is too strong. A black dog and a white cat wait at the pier.";
    const REST: &str = "Harbour\nFerry\nTimetable\nLighthouse\nThe black cat";

    fn looked(query: &str, main: &str, rest: &str) -> (String, usize) {
        let terms = Terms::of(&parse(query, 0, 0));
        let mut looking = Looking { left: 0, looked: 0 };
        let spans = snippet(
            &mut Matchers::new(&terms),
            Words { title: TITLE, main, rest, lang: "en" },
            60,
            &mut looking,
        );
        let shown = spans.iter().map(|s| if s.lit { format!("[{}]", s.text) } else { s.text.clone() });
        (shown.collect(), looking.looked)
    }

    fn shown(query: &str) -> String {
        looked(query, MAIN, REST).0
    }

    #[test]
    fn what_the_article_has_is_shown_of_it() {
        for query in
            ["ferry ", "ferry wind ", "ferry OR lighthouse ", "title:timetable ferry ", "ferry -lighthouse "]
        {
            assert!(shown(query).starts_with("The [ferry] does not leave"), "{query}: {}", shown(query));
        }
    }

    #[test]
    fn what_stands_in_the_rest_alone_is_shown_of_it_behind_the_article() {
        assert_eq!(
            shown("ferry lighthouse "),
            "The [ferry] does not leave today, because … [Lighthouse] The…"
        );
        assert_eq!(shown("lighthouse "), "Harbour Ferry Timetable [Lighthouse] The black cat");
        assert_eq!(shown("ferry zebra "), "The [ferry] does not leave today, because the wind is too…");
    }

    #[test]
    fn what_the_title_says_is_not_looked_for_in_the_rest() {
        assert_eq!(shown("timetable "), "The ferry does not leave today, because the wind is too…");
        assert!(shown("timetable ferry ").starts_with("The [ferry] does not leave"));
    }

    #[test]
    fn a_phrase_is_shown_where_it_stands_whole() {
        assert_eq!(shown("\"black cat\" "), "Harbour Ferry Timetable Lighthouse The [black] [cat]");
        assert_eq!(
            shown("ferry \"black cat\" "),
            "The [ferry] does not leave today, because … The [black] [cat]"
        );
        let main = format!(
            "A black dog, a cat. {} It was a black cat, they say. {}",
            "x ".repeat(90),
            "y ".repeat(90)
        );
        assert!(
            looked("\"black cat\" ", &main, REST).0.contains("It was a [black] [cat]"),
            "{}",
            looked("\"black cat\" ", &main, REST).0
        );
        assert!(looked("wi-fi ", "The wifi is slow", "Wi-Fi").0.contains("The [wifi]"));
        assert!(looked("wi-fi ", "The Wi-Fi is slow", "wifi").0.contains("The [Wi]-[Fi]"));
    }

    #[test]
    fn without_a_match_the_article_is_shown_and_without_an_article_the_rest() {
        assert!(shown("zebra ").starts_with("The ferry does not leave"));
        assert!(shown("").starts_with("The ferry does not leave"));
        assert_eq!(looked("zebra ", "", REST).0, "Harbour Ferry Timetable Lighthouse The black cat");
        assert_eq!(looked("", "", "").0, "");
    }

    #[test]
    fn no_more_is_looked_at_than_is_needed() {
        let long = |word: &str| format!("{word} {}", "and so on ".repeat(100_000));
        let (main, rest) = (long("ferry"), long("lighthouse"));
        let few = TITLE.len() + 16;
        assert!(looked("ferry ", &main, &rest).1 < few, "the first words are all that is asked");
        assert!(
            looked("timetable ", &main, &rest).1 <= LOOKED_THROUGH + few,
            "the title has it: nothing of the rest"
        );
        assert!(
            looked("lighthouse ", &main, &rest).1 <= LOOKED_THROUGH + few,
            "the rest no further than its word"
        );
        assert!(looked("walrus ", &main, &rest).1 <= 2 * LOOKED_THROUGH + few);
    }

    #[test]
    fn far_behind_in_an_article_is_looked_as_long_as_there_is_something_left() {
        let main = format!("{} ferry", "and so on ".repeat(60_000));
        let terms = Terms::of(&parse("ferry ", 0, 0));
        let mut looking = Looking { left: 100_000, looked: 0 };
        let words = Words { title: "", main: &main, rest: "Ferry", lang: "en" };
        let matchers = &mut Matchers::new(&terms);
        assert!(snippet(matchers, words, 60, &mut looking)[0].text.starts_with(CUT));
        assert_eq!(looking.left, 100_000 + LOOKED_THROUGH - main.len());
        let again = snippet(matchers, words, 60, &mut looking);
        assert!(again.iter().any(|span| span.lit && span.text == "Ferry"), "it stands there, too: {again:?}");
        assert!(looking.looked <= 2 * (main.len() + 16));
    }
}
