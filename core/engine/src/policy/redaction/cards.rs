//! Payment card numbers: 13 to 19 digits of an issuer that exists, grouped as on a card, with a right Luhn sum.
use super::digits::{Gap, Group, after, before, gap};
use std::ops::Range;

/// Where card numbers stand.
pub(super) fn find(text: &str, groups: &[Group]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        match card_at(text, groups, first) {
            Some((range, used)) => {
                found.push(range);
                first += used;
            }
            None => first += 1,
        }
    }
    found
}

/// The longest card number that begins with group `first`, and how many groups it has.
fn card_at(text: &str, groups: &[Group], first: usize) -> Option<(Range<usize>, usize)> {
    let begin = groups.get(first)?;
    let mut digits = begin.digits.clone();
    let mut lengths = vec![digits.len()];
    let mut best = None;
    let mut parted_by = None;
    let mut last = first;
    loop {
        let end = groups.get(last)?.end;
        if is_grouped_as_card(&lengths)
            && is_card(&digits)
            && stands_alone(text, begin.start, end)
            && (parted_by.is_none_or(|gap| gap != Gap::Line) && lengths.len() < 13
                || is_whole_run(text, groups, first, last))
        {
            best = Some((begin.start..end, last + 1 - first));
        }
        let (Some(here), Some(next)) = (groups.get(last), groups.get(last + 1)) else { return best };
        let joined = gap(text, here, next).and_then(|gap| join(parted_by, gap));
        if joined.is_none() || digits.len() > 19 {
            return best;
        }
        parted_by = joined;
        digits.extend(&next.digits);
        lengths.push(next.digits.len());
        last += 1;
    }
}

/// One number is parted by one sign throughout; it may run on in the next line.
fn join(before: Option<Gap>, gap: Gap) -> Option<Gap> {
    match (before, gap) {
        (None, gap) => Some(gap),
        (Some(Gap::Blank | Gap::Line), Gap::Line) | (Some(Gap::Line), Gap::Blank) => Some(Gap::Line),
        (Some(before), gap) => (before == gap).then_some(gap),
    }
}

/// Of a number that runs over several lines or stands in single boxes: no such group before or after it, and no column of
/// a table, whose numbers are all different and of one size.
fn is_whole_run(text: &str, groups: &[Group], first: usize, last: usize) -> bool {
    let goes_on = |left: Option<&Group>, right: Option<&Group>| {
        let (Some(left), Some(right)) = (left, right) else { return false };
        left.digits.len() == right.digits.len() && gap(text, left, right).is_some()
    };
    let before = first.checked_sub(1).and_then(|before| groups.get(before));
    if goes_on(before, groups.get(first)) || goes_on(groups.get(last), groups.get(last + 1)) {
        return false;
    }
    let numbers = groups.get(first..=last).unwrap_or_default();
    let mut values: Vec<u32> =
        numbers.iter().map(|group| group.digits.iter().fold(0, |sum, d| 10 * sum + u32::from(*d))).collect();
    values.sort_unstable();
    let all = values.len();
    values.dedup();
    let (least, most) =
        (values.first().copied().unwrap_or_default(), values.last().copied().unwrap_or_default());
    let is_column = values.len() == all && all == 4 && most < least + least / 2;
    !is_column
}

/// No part of a longer word, number or identifier.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let decimal = matches!(before(text, start), Some('.' | ','))
        && before(text, start - 1).is_some_and(|c| c.is_ascii_digit());
    !inside(before(text, start)) && !inside(after(text, end)) && !decimal
}

/// In one run, in fours, or as on American Express and Diners cards.
fn is_grouped_as_card(lengths: &[usize]) -> bool {
    match lengths {
        [13..=19] | [4, 6, 4 | 5] => true,
        // In boxes of one digit each.
        [1, 1, ..] => (13..=19).contains(&lengths.len()) && lengths.iter().all(|n| *n == 1),
        [fours @ .., last] => fours.len() >= 3 && fours.iter().all(|n| *n == 4) && (1..=4).contains(last),
        [] => false,
    }
}

/// An issuer that exists, and a right sum.
pub(super) fn is_card(digits: &[u8]) -> bool {
    let prefix = |n: usize| digits.iter().take(n).fold(0_u32, |sum, d| 10 * sum + u32::from(*d));
    let issued = match digits.len() {
        // An EAN with a right check digit is a product, not an early Visa card.
        13 => prefix(1) == 4 && !is_ean(digits),
        14 => matches!(prefix(3), 300..=305 | 309 | 360..=369 | 380..=399),
        15 => matches!(prefix(2), 34 | 37),
        16 => is_issuer_of_16(prefix(4)),
        17..=19 => {
            matches!(prefix(2), 36 | 38 | 39 | 50 | 56..=58 | 62 | 65 | 67)
                || (prefix(1) == 4 && digits.len() == 19)
                || matches!(prefix(4), 2200..=2204 | 3528..=3589 | 6011 | 6304 | 6440..=6499)
        }
        _ => false,
    };
    issued && luhn(digits)
}

/// Visa, Mastercard, Discover, Diners, JCB, UnionPay, Maestro, Mir, RuPay, Troy, Elo, Verve.
fn is_issuer_of_16(prefix: u32) -> bool {
    matches!(
        prefix,
        4000..=4999 | 5100..=5599 | 2221..=2720 | 2200..=2204 | 3528..=3589 | 3600..=3699 | 3800..=3999
            | 5018 | 5020 | 5038 | 5061..=5089 | 5600..=5899 | 6011 | 6040 | 6060..=6069 | 6200..=6299
            | 6304 | 6362 | 6363 | 6440..=6599 | 6759..=6763 | 8100..=8199 | 9792
    )
}

/// The Luhn sum of a card number ends in 0.
fn luhn(digits: &[u8]) -> bool {
    let doubled = |d: u8| if d > 4 { 2 * d - 9 } else { 2 * d };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| u32::from(if i % 2 == 1 { doubled(*d) } else { *d }))
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d != 0)
}

fn is_ean(digits: &[u8]) -> bool {
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(i, d)| u32::from(*d) * if i % 2 == 1 { 3 } else { 1 }).sum();
    sum.is_multiple_of(10)
}
