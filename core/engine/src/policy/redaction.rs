//! Card numbers, IBANs, one-time codes and secret parts of addresses are taken out before anything is written.
//!
//! The digits go, the sentence stays. What only looks like one of these (telephone and order numbers, ISBNs, dates,
//! prices) stays too: checksums, issuers and the words around decide, never length alone.
mod address;
mod cards;
mod codes;
mod digits;
mod iban;
#[cfg(test)]
mod tests;

pub use address::redact_url;
use std::borrow::Cow;
use std::ops::Range;

/// What stands in a text for what was taken out.
pub const HIDDEN: &str = "▮▮▮▮";

/// Replaces card numbers, IBANs and one-time codes by [`HIDDEN`]; borrows when there is nothing to hide.
///
/// ```
/// use webmynd_engine::policy::redaction::redact;
/// assert_eq!(redact("Paid with 4111 1111 1111 1111 today."), "Paid with ▮▮▮▮ today.");
/// assert_eq!(redact("Your verification code is G-482913."), "Your verification code is G-▮▮▮▮.");
/// assert_eq!(redact("Call +49 30 901820 or see ISBN 978-3-16-148410-0."), "Call +49 30 901820 or see ISBN 978-3-16-148410-0.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    let groups = digits::groups(text);
    if groups.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut hide = cards::find(text, &groups);
    hide.extend(iban::find(text, &groups));
    hide.extend(codes::find(text, &groups));
    replace(text, hide, HIDDEN)
}

/// Puts `with` in the place of each range; ranges that touch or overlap become one.
fn replace<'a>(text: &'a str, mut hide: Vec<Range<usize>>, with: &str) -> Cow<'a, str> {
    if hide.is_empty() {
        return Cow::Borrowed(text);
    }
    hide.sort_by_key(|range| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in hide {
        if range.start >= at {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(with);
        }
        at = at.max(range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}
