//! IBANs: a country's own length and a remainder of 1 by 97 (ISO 13616).
use super::digits::{Group, sign, value};
use std::ops::Range;

/// Lengths of IBANs and the countries of the registry that have them.
const COUNTRIES: [(usize, &str); 18] = [
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FK FO GL NL SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU MN XK"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ OM SO TL"),
    (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
    (25, "LY PT ST"),
    (26, "IS TR"),
    (27, "BI DJ FR GR IT MC MR SM"),
    (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU"),
    (31, "MT SC"),
    (32, "LC"),
    (33, "RU"),
];

/// Countries whose account numbers are digits alone.
const OF_DIGITS: &str =
    "AT BA BE CR CZ DE DK EE ES FI FO GL HR HU IL IS LT LY ME MN NO PL PT RS SE SI SK SO ST SD TL TN XK";
/// Most characters that part two symbols: boxes on a page have wide gaps.
const WIDEST: usize = 5;

/// Where IBANs stand. Each begins with two letters before a group of digits.
pub(super) fn find(text: &str, groups: &[Group]) -> Vec<Range<usize>> {
    groups.iter().filter_map(|group| iban_at(text, letters_before(text, group.start)?)).collect()
}

/// The offset of two ASCII letters that begin a word just before `at`; in boxes each stands alone.
fn letters_before(text: &str, at: usize) -> Option<usize> {
    let mut start = at;
    for _ in 0..2 {
        let left = text.get(..start)?;
        let (i, c) = left.char_indices().rev().take(WIDEST).find(|(_, c)| sign(*c).is_none())?;
        start = c.is_ascii_alphabetic().then_some(i)?;
    }
    let inside = text.get(..start)?.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
    (!inside).then_some(start)
}

/// The IBAN that begins at `start`.
fn iban_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let letters: String = rest.chars().take(3 * WIDEST).filter(|c| sign(*c).is_none()).take(2).collect();
    let country = letters.to_ascii_uppercase();
    let length = COUNTRIES.iter().find(|(_, names)| names.split(' ').any(|name| name == country))?.0;
    let of_digits = OF_DIGITS.split(' ').any(|name| name == country);
    let mut symbols = Vec::with_capacity(length);
    let mut parting = 0;
    for (at, c) in rest.char_indices() {
        let symbol = value(c).map(u32::from).or_else(|| {
            c.is_ascii_alphabetic().then(|| u32::from(c.to_ascii_uppercase()) - u32::from('A') + 10)
        });
        match symbol {
            Some(_) if symbols.len() == length => return None,
            Some(symbol) => {
                parting = 0;
                symbols.push(symbol);
            }
            None if symbols.len() == length => {
                return valid(&symbols, of_digits).then_some(start..start + at);
            }
            None if parting < WIDEST && sign(c).is_some() => parting += 1,
            None => return None,
        }
        // The end of the number: what follows must not be a part of it.
        if symbols.len() == length && rest.get(at + c.len_utf8()..).is_some_and(str::is_empty) {
            return valid(&symbols, of_digits).then_some(start..text.len());
        }
    }
    None
}

/// The first four symbols moved to the end, letters as 10 to 35, the number leaves 1 when divided by 97. Words are no
/// account number: most of it are digits.
fn valid(symbols: &[u32], of_digits: bool) -> bool {
    let (Some(head), Some(body)) = (symbols.get(..4), symbols.get(4..)) else { return false };
    let numbered = matches!(head, [a, b, c, d] if *a > 9 && *b > 9 && *c < 10 && *d < 10);
    let letters = body.iter().filter(|s| **s > 9).count();
    let remainder =
        body.iter().chain(head).fold(0, |rest, s| (if *s > 9 { 100 * rest + s } else { 10 * rest + s }) % 97);
    numbered && remainder == 1 && letters <= if of_digits { 0 } else { body.len() * 2 / 3 }
}
