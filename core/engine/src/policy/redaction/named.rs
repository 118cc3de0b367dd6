//! Keys and passwords that stand behind their name: `api_key: "…"`, `Authorization: Bearer …`, `Password: …`.
use super::random::Shape;
use std::ops::Range;

/// Behind these a key stands, where it is made by a machine. Letters and digits alone, in lower case.
const KEYS: [&str; 17] = [
    "apikey",
    "accesskey",
    "accesskeyid",
    "secretkey",
    "privatekey",
    "setupkey",
    "licensekey",
    "token",
    "secret",
    "credential",
    "credentials",
    "authorization",
    "signature",
    "sessionid",
    "cookie",
    "webhookkey",
    "schlüssel",
];
/// Behind these a password, which a person may have thought of.
const PASSWORDS: [&str; 10] = [
    "password",
    "passwort",
    "passwd",
    "pwd",
    "kennwort",
    "passphrase",
    "motdepasse",
    "contraseña",
    "senha",
    "wachtwoord",
];
/// Ways to sign in, and what is shown for it.
const SCHEMES: [&str; 4] = ["bearer ", "basic ", "token ", "apikey "];
/// Bytes before a sign that are its name.
const NAME: usize = 40;
/// A value is looked at up to here.
const VALUE: usize = 1_024;

/// Where keys and passwords stand behind their names.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, sign) in text.match_indices([':', '=']) {
        let name = name_before(text, at);
        let is_key = KEYS.iter().any(|end| name.ends_with(end));
        if !is_key && !PASSWORDS.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let range = value_after(text, at + sign.len());
        let value = text.get(range.clone()).unwrap_or_default();
        let is_secret = if is_key { is_made(value) } else { is_password(value) };
        if is_secret {
            found.push(range);
        }
    }
    found
}

/// The last letters and digits before a sign, in lower case; `"name":` too.
fn name_before(text: &str, at: usize) -> String {
    let head = text.get(text.floor_char_boundary(at.saturating_sub(NAME))..at).unwrap_or_default();
    let head = head.trim_end().trim_end_matches(['"', '\'', '`', ']', ')']);
    let is_in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '[');
    let name = head.rsplit(|c| !is_in_name(c)).next().unwrap_or_default();
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The value behind a sign, without its quotes and the word that says how one signs in.
fn value_after(text: &str, at: usize) -> Range<usize> {
    let end = text.ceil_char_boundary((at + VALUE).min(text.len()));
    let rest = text.get(at..end).unwrap_or_default();
    let is_before = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '=' | ':' | '>');
    let mut start = at + (rest.len() - rest.trim_start_matches(is_before).len());
    let begin = text.get(start..end).unwrap_or_default();
    if let Some(scheme) = SCHEMES.iter().find(|scheme| begins_with(begin, scheme)) {
        start += scheme.len();
    }
    let value = text.get(start..end).unwrap_or_default();
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '(' | ')' | '{' | '}' | '▮')
    };
    let value = value.get(..value.find(ends).unwrap_or(value.len())).unwrap_or_default();
    start..start + value.trim_end_matches('.').len()
}

fn begins_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
}

/// Made by a machine: at random, or a hash's digits.
fn is_made(value: &str) -> bool {
    Shape::of(value).is_some_and(|shape| {
        shape.is_random(14)
            || shape.is_of_three_kinds(14)
            || (shape.is_hex && shape.is_mixed() && shape.length >= 16)
    })
}

/// Letters and digits together, and long enough to be no name of a method ("sha256", "base64").
fn is_password(value: &str) -> bool {
    (8..=64).contains(&value.chars().count())
        && value.chars().any(|c| c.is_ascii_digit())
        && value.chars().any(char::is_alphabetic)
        && !value.contains("://")
}
