//! Addresses: taken apart once, also those inside of them, percent-encoded or not; a value is a secret by its shape, or by
//! its name together with its shape.
mod layer;
mod names;

use super::random::Shape;
use super::{cards, codes, digits, iban, tokens, until_settled};
use layer::Layer;
use names::Company;
use std::borrow::Cow;
use std::ops::Range;

/// What stands in an address for what was taken out: plain letters, so that it stays an address.
const HIDDEN: &str = "redacted";
/// Addresses inside of addresses inside of addresses.
const DEPTH: usize = 6;
/// A name, a password and a host are looked for in so many bytes.
const AUTHORITY: usize = 512;
/// How far behind its name ("reset", "invite") a key may stand in a path.
const BEHIND: usize = 3;
/// Hosts where the last part of a path is a key.
const HOSTS_OF_KEYS: [&str; 3] = ["hooks.slack.com", "chat.whatsapp.com", "webhook.site"];
/// Hosts where `/+KEY` is an invitation.
const HOSTS_OF_INVITES: [&str; 2] = ["t.me", "telegram.me"];

/// Hides what is a secret in an address: keys and tokens by their shape, values by name and shape, passwords before hosts,
/// keys behind `/reset/` and the like, `;jsessionid=`, IBANs. Everything else stays byte for byte; borrows when there is nothing
/// to hide.
///
/// ```
/// use webmynd_engine::policy::redaction::redact_url;
/// assert_eq!(redact_url("https://a.test/in?page=2&access_token=ya29.x#top"), "https://a.test/in?page=2&access_token=redacted#top");
/// assert_eq!(redact_url("https://a.test/item?code=1001"), "https://a.test/item?code=1001");
/// ```
pub fn redact_url(url: &str) -> Cow<'_, str> {
    until_settled(url, |url| secrets(url, 0), HIDDEN)
}

/// Where secrets stand in an address that stands in a text at `start`.
pub(super) fn secrets(url: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    address(&Layer::new(url, start), &mut found, DEPTH);
    found
}

type Found = Vec<Range<usize>>;

/// An address, or what looks like one.
fn address(layer: &Layer<'_>, found: &mut Found, depth: usize) {
    let text = layer.text;
    by_shape(layer, found);
    passwords(layer, found);
    let after_scheme =
        text.find("://").map(|at| at + 3).filter(|at| is_scheme(text.get(..at - 3).unwrap_or_default()));
    let host_end = after_scheme.map_or(0, |start| end_of(text, start, &['/', '?', '#']));
    let host = after_scheme.and_then(|start| text.get(start..host_end)).unwrap_or_default();
    let path_end = end_of(text, host_end, &['?', '#']);
    path(&layer.part(host_end..path_end), host, found, depth);
    if text.as_bytes().get(path_end) == Some(&b'?') {
        let query_end = end_of(text, path_end, &['#']);
        query(&layer.part(path_end + 1..query_end), found, depth);
        if query_end < text.len() {
            fragment(&layer.part(query_end + 1..text.len()), found, depth);
        }
    } else if path_end < text.len() {
        fragment(&layer.part(path_end + 1..text.len()), found, depth);
    }
}

fn is_scheme(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'+')
}

/// Where the first of these signs stands from `start` on, or the end.
fn end_of(text: &str, start: usize, signs: &[char]) -> usize {
    text.get(start..).and_then(|rest| rest.find(signs)).map_or(text.len(), |at| start + at)
}

/// Keys, tokens and IBANs, wherever they stand.
fn by_shape(layer: &Layer<'_>, found: &mut Found) {
    let keys = tokens::find(layer.text);
    let ibans = iban::find(layer.text, &digits::groups(layer.text));
    found.extend(keys.into_iter().chain(ibans).map(|range| layer.place(range)));
}

/// The passwords of `user:password@host`: an address may stand in another's path or query.
fn passwords(layer: &Layer<'_>, found: &mut Found) {
    let text = layer.text;
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let authority = text.get(start..end_of(text, start, &['/', '?', '#'])).unwrap_or_default();
        let Some(user_info) = authority.rfind('@').and_then(|at| authority.get(..at)) else { continue };
        if let Some(colon) = user_info.find(':').filter(|colon| colon + 1 < user_info.len()) {
            found.push(layer.place(start + colon + 1..start + user_info.len()));
        }
    }
}

/// The passwords of addresses of any kind that stand in a text: `postgres://user:password@host/`.
pub(super) fn passwords_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '>' | '(' | ')')
    };
    for (at, _) in text.match_indices("://") {
        let rest = text.get(at + 3..).unwrap_or_default();
        let rest = rest.get(..rest.floor_char_boundary(AUTHORITY)).unwrap_or_default();
        let end = at + 3 + rest.find(ends).unwrap_or(rest.len());
        passwords(&Layer::new(text.get(at..end).unwrap_or_default(), at), &mut found);
    }
    found
}

/// `/reset/KEY`, `/x;jsessionid=KEY`, `/https%3A%2F%2Fb.test%2F?token=KEY`.
fn path(layer: &Layer<'_>, host: &str, found: &mut Found, depth: usize) {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let text = layer.text;
    // Another address that stands in it as it is: what follows its scheme is a path, too.
    let mut behind = if HOSTS_OF_KEYS.contains(&host) { usize::MAX } else { 0 };
    let mut at = 0;
    for part in text.split('/') {
        let mut start = at;
        for (i, piece) in part.split(';').enumerate() {
            let range = start..start + piece.len();
            match piece.split_once('=').filter(|_| i > 0) {
                Some((name, _)) => {
                    let value = layer.part(range.start + name.len() + 1..range.end);
                    pair(&names::plain(name), &value, Company::default(), found, depth);
                }
                None => segment(&layer.part(range), host, behind > 0, found, depth),
            }
            start += piece.len() + 1;
        }
        let name = names::plain(part.split(['.', ';']).next().unwrap_or_default());
        behind = match behind {
            usize::MAX => usize::MAX,
            _ if names::leads_to_key(&name) => BEHIND,
            _ if names::leads_to_id(&name) => 0,
            left => left.saturating_sub(1),
        };
        at += part.len() + 1;
    }
}

/// One part of a path.
fn segment(layer: &Layer<'_>, host: &str, may_be_key: bool, found: &mut Found, depth: usize) {
    let decoded = layer.decoded(false);
    let inner = decoded.as_ref().map(|decoded| decoded.layer());
    let seen = inner.as_ref().unwrap_or(layer);
    let is_key = may_be_key && names::is_key(seen.text);
    if is_key {
        return found.push(layer.whole());
    }
    // "private-0123…" of calendars, "+KEY" of invitations.
    let private = seen.text.strip_prefix("private-").map(|key| (8, key));
    let invite = seen.text.strip_prefix('+').filter(|_| HOSTS_OF_INVITES.contains(&host)).map(|key| (1, key));
    // "(S(KEY))" of sessions without cookies.
    if let Some(key) = seen.text.strip_prefix("(S(").and_then(|rest| rest.strip_suffix("))")) {
        return found.push(seen.place(3..3 + key.len()));
    }
    let private = private.filter(|(_, key)| names::is_key(key));
    // Behind the sign there may be a telephone number instead.
    let invite = invite.filter(|(_, key)| key.len() >= 10 && key.bytes().any(|b| b.is_ascii_alphabetic()));
    if let Some((from, _)) = private.or(invite) {
        return found.push(seen.place(from..seen.text.len()));
    }
    if inner.is_some() {
        nested(seen, found, depth);
    }
}

/// What was encoded: an address of its own, or a text with keys in it.
fn nested(layer: &Layer<'_>, found: &mut Found, depth: usize) {
    if depth == 0 {
        return;
    }
    if layer.text.contains(['/', '?', '&', '#', '%', '=']) {
        address(layer, found, depth - 1);
    } else {
        by_shape(layer, found);
    }
}

/// `a=b&c=d`; the names around a pair say what it is.
fn query(layer: &Layer<'_>, found: &mut Found, depth: usize) {
    let text = layer.text;
    let has = |wanted: &[&str]| {
        text.split('&').any(|one| wanted.contains(&one.split('=').next().unwrap_or_default()))
    };
    let company = Company {
        is_callback: has(&["code"]) && has(&["state", "session_state", "iss", "scope", "authuser"]),
        has_user: has(&["user", "username", "login", "email", "usr", "uname", "u"]),
    };
    let mut at = 0;
    for part in text.split(['&', '?', '#']) {
        let mut start = at;
        for piece in part.split(';') {
            match piece.split_once('=') {
                Some((name, _)) => {
                    let name_layer = layer.part(start..start + name.len());
                    let decoded = name_layer.decoded(true);
                    let plain = names::plain(decoded.as_ref().map_or(name, |decoded| decoded.layer().text));
                    pair(
                        &plain,
                        &layer.part(start + name.len() + 1..start + piece.len()),
                        company,
                        found,
                        depth,
                    );
                }
                None => pair("", &layer.part(start..start + piece.len()), company, found, depth),
            }
            start += piece.len() + 1;
        }
        at += part.len() + 1;
    }
}

/// A value and its name.
fn pair(name: &str, layer: &Layer<'_>, company: Company, found: &mut Found, depth: usize) {
    if layer.text.is_empty() {
        return;
    }
    let decoded = layer.decoded(true);
    let inner = decoded.as_ref().map(|decoded| decoded.layer());
    let seen = inner.as_ref().unwrap_or(layer);
    if names::is_secret(name, seen.text, company) {
        return found.push(layer.whole());
    }
    numbers(name, seen, found);
    let is_address = seen.text.contains("://")
        || seen.text.starts_with('/')
        || (inner.is_some() && seen.text.contains(['=', '%']));
    if is_address && depth > 0 {
        address(seen, found, depth - 1);
    } else if inner.is_some() {
        by_shape(seen, found);
    }
}

/// Card numbers and codes in what was typed; a card's number by its name, or grouped as on a card.
fn numbers(name: &str, layer: &Layer<'_>, found: &mut Found) {
    let groups = digits::groups(layer.text);
    if groups.is_empty() {
        return;
    }
    let is_typed = names::is_typed(name);
    let mut ranges = cards::find(layer.text, &groups);
    if !is_typed && !names::is_of_card(name) {
        let in_one = |range: &Range<usize>| {
            layer.text.get(range.clone()).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
        };
        ranges.retain(|range| !in_one(range));
    }
    if is_typed {
        ranges.extend(codes::find(layer.text, &groups));
    }
    found.extend(ranges.into_iter().map(|range| layer.place(range)));
}

/// A route (`#/inbox?token=…`, `#!…`), pairs (`#access_token=…`), or a value.
fn fragment(layer: &Layer<'_>, found: &mut Found, depth: usize) {
    let text = layer.text;
    if text.starts_with(['/', '!']) {
        let path_end = end_of(text, 0, &['?', '#']);
        path(&layer.part(0..path_end), "", found, depth);
        if path_end < text.len() {
            query(&layer.part(path_end + 1..text.len()), found, depth);
        }
    } else if text.contains('=') {
        query(layer, found, depth);
    } else if Shape::of(text).is_some_and(|shape| shape.is_random_beyond_doubt()) {
        found.push(layer.whole());
    }
}
