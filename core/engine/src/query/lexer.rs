//! A query's text -> its pieces: bare words, quoted phrases, `name:value`, each perhaps behind a minus.
use super::dates;

/// The filters there are.
const NAMES: [&str; 10] = ["site", "title", "url", "label", "lang", "device", "before", "after", "on", "is"];

/// A piece of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// Where it begins.
    pub at: usize,
    /// All of it.
    pub whole: &'a str,
    /// It stands behind a minus.
    pub not: bool,
    /// The filter's name.
    pub name: Option<&'static str>,
    /// The word, the phrase without its quotes, or the filter's value.
    pub text: &'a str,
    /// It stood in quotes.
    pub quoted: bool,
    /// The query ends with it: more may yet be typed.
    pub open: bool,
}

impl Item<'_> {
    /// `OR` between two parts.
    pub fn is_or(&self) -> bool {
        self.is_sign_of(&["OR", "ODER", "|"])
    }

    /// `AND`, which changes nothing: all parts count together.
    pub fn is_and(&self) -> bool {
        self.is_sign_of(&["AND", "UND", "&"])
    }

    fn is_sign_of(&self, signs: &[&str]) -> bool {
        self.name.is_none() && !self.quoted && signs.contains(&self.text)
    }
}

/// All pieces of a query, in order.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(first) = rest(text, at).chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (item, end) = item(text, at);
        // Always forward, whatever was there.
        at = end.max(at + first.len_utf8());
        items.push(item);
    }
    items
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

fn item(text: &str, at: usize) -> (Item<'_>, usize) {
    let here = rest(text, at);
    // A minus behind a closing quote is a hyphen: "Model C"-Schulen.
    let free = text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    // Two of them stand before the name of an option: `git commit --amend`.
    let excludes = |after: &&str| after.starts_with(|c: char| !c.is_whitespace() && c != '-');
    let behind_minus = here.strip_prefix('-').filter(excludes);
    let not = free && behind_minus.is_some();
    let start = at + usize::from(not);
    let name = filter_name(rest(text, start));
    let value_at = start + name.map_or(0, |name| name.len() + 1);
    let (inner, end, quoted) = value(text, value_at, name.is_none());
    let (inner, end) = match name {
        Some("before" | "after" | "on") if !quoted && dates::goes_on(inner) => two_words(text, value_at, end),
        _ => (inner, end),
    };
    let closed = quoted && text.get(..end).is_some_and(|t| t.ends_with(CLOSING)) && end > value_at + 1;
    let open = end == text.len() && !closed;
    let whole = text.get(at..end).unwrap_or_default();
    (Item { at, whole, not, name, text: inner, quoted, open }, end)
}

fn filter_name(text: &str) -> Option<&'static str> {
    let (before, _) = text.split_once(':')?;
    NAMES.into_iter().find(|name| name.eq_ignore_ascii_case(before))
}

const OPENING: [char; 4] = ['"', '“', '„', '«'];
const CLOSING: [char; 4] = ['"', '”', '“', '»'];

/// The quoted or bare text at `at`, where it ends, and whether it was quoted. Quotes end a bare word.
fn value(text: &str, at: usize, stops_at_quote: bool) -> (&str, usize, bool) {
    let here = rest(text, at);
    if let Some(quote) = here.chars().next().filter(|c| OPENING.contains(c)) {
        let inner_at = at + quote.len_utf8();
        let inner = rest(text, inner_at);
        return match inner.char_indices().find(|(_, c)| CLOSING.contains(c)) {
            Some((len, close)) => {
                (inner.get(..len).unwrap_or_default(), inner_at + len + close.len_utf8(), true)
            }
            None => (inner, text.len(), true),
        };
    }
    let ends = |c: char| c.is_whitespace() || (stops_at_quote && OPENING.contains(&c));
    let len = here.find(ends).unwrap_or(here.len());
    (here.get(..len).unwrap_or_default(), at + len, false)
}

/// A date of two words: `last week`.
fn two_words(text: &str, at: usize, end: usize) -> (&str, usize) {
    let gap = rest(text, end).len() - rest(text, end).trim_start().len();
    let (_, second_end, _) = value(text, end + gap, true);
    (text.get(at..second_end).unwrap_or_default(), second_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces() {
        let all = items("a -b \"c d\" -\"e\" site:x.org on:last week title:\"f g\" h\"i\" -");
        let brief: Vec<_> =
            all.iter().map(|i| (i.not, i.name.unwrap_or(""), i.text, i.quoted, i.open)).collect();
        assert_eq!(
            brief,
            [
                (false, "", "a", false, false),
                (true, "", "b", false, false),
                (false, "", "c d", true, false),
                (true, "", "e", true, false),
                (false, "site", "x.org", false, false),
                (false, "on", "last week", false, false),
                (false, "title", "f g", true, false),
                (false, "", "h", false, false),
                (false, "", "i", true, false),
                (false, "", "-", false, true),
            ]
        );
    }

    #[test]
    fn one_minus_excludes_and_two_are_of_the_word() {
        let not = |text| items(text).iter().map(|item| (item.not, item.text)).collect::<Vec<_>>();
        assert_eq!(not("commit --amend"), [(false, "commit"), (false, "--amend")]);
        assert_eq!(
            not("ls ---x -- --a=b -c "),
            [(false, "ls"), (false, "---x"), (false, "--"), (false, "--a=b"), (true, "c")]
        );
        assert_eq!(not("-\"a b\" --\"c\""), [(true, "a b"), (false, "--"), (false, "c")]);
    }

    #[test]
    fn the_end_is_open_until_something_follows() {
        assert!(items("a b")[1].open);
        assert!(!items("a b ")[1].open);
        assert!(!items("\"a b\"")[0].open);
        assert!(items("\"a b")[0].open);
        assert!(items("\"")[0].open);
    }
}
