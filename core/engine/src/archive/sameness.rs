//! What makes two visits see the same: title and main text, whatever clocks and counters in them show.
use crate::catalog::short_hash;
use crate::journal::text::Text;

/// Hash of what makes a version of a page: its title and main text; all text where there is no main text. Adverts and
/// comments around an article do not make a new version of it, and neither do clocks and counters ("(3) Inbox", "12:03");
/// prices and version numbers do.
pub(crate) fn content_hash(title: &str, words: &Text) -> [u8; 16] {
    let text = if words.text.is_empty() { &words.rest } else { &words.text };
    let mut levelled = String::with_capacity(title.len() + 1 + text.len());
    level(title, &mut levelled);
    levelled.push('\0');
    level(text, &mut levelled);
    short_hash(levelled.as_bytes())
}

/// Whether these are the title and the words that a capture's hash was made of.
pub(crate) fn is_of(hash: [u8; 16], title: &str, words: &Text) -> bool {
    content_hash(title, words) == hash || exact_hash(title, words) == hash
}

/// The hash of what is said to the letter. Memories had it before clocks were levelled: what left them then is known by it.
pub(crate) fn exact_hash(title: &str, words: &Text) -> [u8; 16] {
    let text = if words.text.is_empty() { &words.rest } else { &words.text };
    short_hash(&[title.as_bytes(), &[0], text.as_bytes()].concat())
}

/// Writes a text with each number of a clock or counter as 0.
fn level(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        out.push_str(before);
        let len = number.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(number.len());
        let (number, after) = number.split_at(len);
        // A full stop or comma at its end is the sentence's.
        let digits = number.trim_end_matches(['.', ',']);
        let is_time = before.ends_with(':') || after.starts_with(':');
        let is_said = !is_time && (digits.contains(['.', ',']) || is_money(before, after));
        out.push_str(if is_said { digits } else { "0" });
        out.push_str(number.get(digits.len()..).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
}

/// Whether what stands around a number makes it a price.
fn is_money(before: &str, after: &str) -> bool {
    const SIGNS: [char; 7] = ['€', '$', '£', '¥', '₹', '₽', '₩'];
    const CODES: [&str; 12] =
        ["EUR", "USD", "GBP", "CHF", "JPY", "CNY", "PLN", "SEK", "NOK", "DKK", "kr", "zł"];
    let (before, after) = (before.trim_end(), after.trim_start());
    before.ends_with(SIGNS)
        || after.starts_with(SIGNS)
        || CODES.iter().any(|code| before.ends_with(code) || after.starts_with(code))
}

#[cfg(test)]
mod tests {
    use super::{Text, content_hash};

    #[test]
    fn clocks_and_counters_make_no_version_and_prices_do() {
        let hash =
            |title: &str, text: &str| content_hash(title, &Text { text: text.into(), rest: String::new() });
        for (one, other) in [
            (("(3) Inbox", "mail"), ("(4) Inbox", "mail")),
            (("Radio — 12:03", "now"), ("Radio — 12:14", "now")),
            (
                ("Board", "at 2026-11-27T03:40:12.345Z turn 1."),
                ("Board", "at 2026-11-27T03:40:17.001Z turn 12."),
            ),
            (("Forum", "3 users online, 1034 posts"), ("Forum", "12 users online, 1035 posts")),
        ] {
            assert_eq!(hash(one.0, one.1), hash(other.0, other.1), "{one:?} is {other:?}");
        }
        for (one, other) in [
            (("Shop", "now 12.99"), ("Shop", "now 10.99")),
            (("Shop", "only 15 €"), ("Shop", "only 14 €")),
            (("Notes", "release 1.2.3"), ("Notes", "release 1.2.4")),
            (("Inbox", "mail"), ("Outbox", "mail")),
            (("Board", "red 5 of 7"), ("Board", "blue 5 of 7")),
            (("Board", "red 5 of 7"), ("Board red", "5 of 7")),
            (("Shop", "only EUR 15 today"), ("Shop", "only EUR 14 today")),
            (("Shop", "only 15 EUR"), ("Shop", "only 14 EUR")),
        ] {
            assert_ne!(hash(one.0, one.1), hash(other.0, other.1), "{one:?} is not {other:?}");
        }
    }
}
