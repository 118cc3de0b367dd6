//! The article that Arabic writes as a part of its word, and what stands before it.

/// With the words that are written before it: and, with, like, so, for.
const ARTICLES: [&str; 7] = ["وال", "بال", "كال", "فال", "ولل", "ال", "لل"];
/// Fewer letters are no word without one: `الم` is pain.
const FEWEST: usize = 3;

/// The word without its article. Snowball's stemmer takes it off, too, but then takes less off the word's end, so that `المدرسين` and `مدرسين`
/// part.
pub(super) fn without(word: &str) -> &str {
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    rest.filter(|rest| rest.chars().nth(FEWEST - 1).is_some()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles() {
        for (word, expected) in [
            ("المدرسة", "مدرسة"),
            ("والمدرسة", "مدرسة"),
            ("للمدرسة", "مدرسة"),
            ("الم", "الم"),
            ("مدرسة", "مدرسة"),
            ("ال", "ال"),
        ] {
            assert_eq!(without(word), expected);
        }
    }
}
