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
    until_settled(text, secrets, HIDDEN)
}

fn secrets(text: &str) -> Vec<Range<usize>> {
    let groups = digits::groups(text);
    if groups.is_empty() {
        return Vec::new();
    }
    let mut hide = cards::find(text, &groups);
    hide.extend(iban::find(text, &groups));
    hide.extend(codes::find(text, &groups));
    hide
}

/// Replaces what `secrets` finds by `with`, again until nothing changes: what was taken out may have stood between
/// two things that are a secret together. Each round leaves less of the text, so there is an end.
fn until_settled<'a>(text: &'a str, secrets: fn(&str) -> Vec<Range<usize>>, with: &str) -> Cow<'a, str> {
    let mut settled = Cow::Borrowed(text);
    loop {
        let hide = secrets(&settled);
        if hide.iter().all(|range| settled.get(range.clone()) == Some(with)) {
            return settled;
        }
        settled = Cow::Owned(replace(&settled, hide, with));
    }
}

/// Puts `with` in the place of each range; ranges that touch or overlap become one.
fn replace(text: &str, mut hide: Vec<Range<usize>>, with: &str) -> String {
    hide.sort_by_key(|range| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    let mut hide = hide.into_iter().peekable();
    while let Some(mut range) = hide.next() {
        while let Some(joined) = hide.next_if(|next| next.start <= range.end) {
            range.end = range.end.max(joined.end);
        }
        out.push_str(text.get(rest..range.start).unwrap_or_default());
        out.push_str(with);
        rest = range.end;
    }
    out.push_str(text.get(rest..).unwrap_or_default());
    out
}
