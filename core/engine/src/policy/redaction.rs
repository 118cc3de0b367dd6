//! Card numbers, IBANs, codes, keys and secret parts of addresses are taken out before anything is written.
//!
//! The secret goes, the sentence stays. What only looks like one (telephone and order numbers, ISBNs, dates, prices,
//! hashes, ids) stays too: checksums, issuers, beginnings and the words around decide, never length alone.
mod address;
mod cards;
mod codes;
mod digits;
mod finder;
mod iban;
mod named;
mod page;
mod random;
mod recovery;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

pub use address::redact_url;
pub use page::{redact_page, redact_parts};
use std::borrow::Cow;
use std::ops::Range;
pub use words::redact_words;

/// What stands in a text for what was taken out.
pub const HIDDEN: &str = "▮▮▮▮";
/// How often a text is looked at again after something was taken out of it, at most.
const ROUNDS: usize = 6;
/// An address in a text is looked at up to here.
const MAX_URL: usize = 8192;

/// Replaces what is a secret in a text by [`HIDDEN`]; borrows when there is nothing to hide.
///
/// ```
/// use webmynd_engine::policy::redaction::redact;
/// assert_eq!(redact("Paid with 4111 1111 1111 1111 today."), "Paid with ▮▮▮▮ today.");
/// assert_eq!(redact("Your verification code is G-482913."), "Your verification code is ▮▮▮▮.");
/// assert_eq!(redact("Call +49 30 901820 or see ISBN 978-3-16-148410-0."), "Call +49 30 901820 or see ISBN 978-3-16-148410-0.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    until_settled(text, secrets, HIDDEN)
}

/// An id that something has: keys and tokens are taken out, numbers are not.
pub fn redact_id(id: &str) -> Cow<'_, str> {
    until_settled(id, tokens::find, HIDDEN)
}

/// Where secrets stand in a text.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut hide = tokens::find(text);
    let addresses = addresses(text);
    for range in &addresses {
        hide.extend(address::secrets(text.get(range.clone()).unwrap_or_default(), range.start));
    }
    hide.extend(address::passwords_in(text));
    hide.extend(named::find(text));
    hide.extend(recovery::find(text));
    let mut groups = digits::groups(text);
    if groups.is_empty() {
        return hide;
    }
    // Numbers in addresses are the address's own.
    let mut next = addresses.iter().peekable();
    groups.retain(|group| {
        while next.next_if(|address| address.end <= group.start).is_some() {}
        next.peek().is_none_or(|address| group.end <= address.start)
    });
    hide.extend(cards::find(text, &groups));
    hide.extend(iban::find(text, &groups));
    hide.extend(codes::find(text, &groups));
    hide
}

/// Where addresses of the web stand in a text.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        let head = text.get(..at).unwrap_or_default();
        let scheme = ["https", "http", "otpauth"].into_iter().find(|scheme| head.ends_with(scheme));
        let Some(start) = scheme.map(|scheme| at - scheme.len()) else { continue };
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let rest = rest.get(..rest.floor_char_boundary(MAX_URL)).unwrap_or_default();
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '«' | '»' | '▮');
        let url = rest.get(..rest.find(is_end).unwrap_or(rest.len())).unwrap_or_default();
        let url = url.trim_end_matches(['.', ',', ')', ']', '!', '?', ':', ';', '…']);
        found.push(start..start + url.len());
    }
    found
}

/// Replaces what `secrets` finds by `with`, again until nothing changes: what was taken out may have stood between
/// two things that are a secret together.
fn until_settled<'a>(text: &'a str, secrets: impl Fn(&str) -> Vec<Range<usize>>, with: &str) -> Cow<'a, str> {
    let mut settled = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let hide = secrets(&settled);
        if hide.iter().all(|range| settled.get(range.clone()) == Some(with)) {
            return settled;
        }
        settled = Cow::Owned(replace(&settled, hide, with));
    }
    settled
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
