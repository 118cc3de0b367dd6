//! Keys and tokens that show what they are wherever they stand: known beginnings, JWTs, private keys.
use super::random::Shape;
use std::ops::Range;
use std::sync::LazyLock;

/// A kind of key, by its beginning.
struct Kind {
    begin: &'static str,
    least: usize,
    most: usize,
    of: &'static str,
}

/// By their first byte.
static KINDS: LazyLock<Vec<Vec<Kind>>> = LazyLock::new(|| {
    let mut kinds: Vec<Vec<Kind>> = (0..128).map(|_| Vec::new()).collect();
    let lines = include_str!("tokens.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut words = line.split(' ');
        let (Some(begin), Some(least), Some(most), Some(of)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let first = begin.bytes().next().map_or(0, usize::from);
        let (least, most) = (least.parse().unwrap_or(usize::MAX), most.parse().unwrap_or(0));
        if let Some(kinds) = kinds.get_mut(first) {
            kinds.push(Kind { begin, least, most, of });
        }
    }
    kinds
});

/// The shortest key there is.
const SHORTEST: usize = 19;
/// The longest private key that is looked at.
const PEM: usize = 16 << 10;

/// Where keys and tokens stand.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = private_keys(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while bytes.get(at).is_some_and(|byte| is_in_word(*byte)) {
            at += 1;
        }
        if at - start >= SHORTEST {
            in_word(text, start..at, &mut found);
        }
        at = at.max(start + 1);
    }
    found
}

/// Letters, digits and what stands inside of tokens.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=' | b':' | b'~')
}

/// Keys within a word: they begin it, or stand after a sign of it ("key=AIza…", "https://x/sk_live_…").
fn in_word(text: &str, word: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = word.start;
    let mut inside = false;
    while at + SHORTEST <= word.end {
        let Some(byte) = bytes.get(at) else { return };
        // "/bot724…:AA…/getUpdates"
        let rest = text.get(at..word.end).unwrap_or_default();
        if !inside && let Some(length) = rest.strip_prefix("bot").and_then(telegram) {
            found.push(at + 3..at + 3 + length);
            at += 3 + length;
            inside = true;
            continue;
        }
        if !inside && let Some(length) = key_at(text.get(at..word.end).unwrap_or_default()) {
            found.push(at..at + length);
            at += length;
            inside = true;
            continue;
        }
        inside = byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
        at += 1;
    }
}

/// The length of the key that `text` begins with.
fn key_at(text: &str) -> Option<usize> {
    if text.starts_with("eyJ") {
        return jwt(text);
    }
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && let Some(length) = telegram(text)
    {
        return Some(length);
    }
    let first = usize::from(*text.as_bytes().first()?);
    KINDS.get(first)?.iter().find_map(|kind| {
        let rest = text.strip_prefix(kind.begin)?;
        let length = rest.bytes().take(kind.most + 1).take_while(|byte| is_of(kind.of, *byte)).count();
        let tail = rest.get(..length)?.trim_end_matches(['.', '-', '/', '=', '+']);
        let fits = (kind.least..=kind.most).contains(&tail.len());
        (fits && is_no_word(kind, tail)).then(|| kind.begin.len() + tail.len())
    })
}

fn is_of(class: &str, byte: u8) -> bool {
    match class {
        "a" => byte.is_ascii_alphanumeric(),
        "u" => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        "x" => byte.is_ascii_hexdigit(),
        "b" => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        "d" => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
        _ => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'='),
    }
}

/// "sk-learn-model-selection-for-…" is no key: what follows is at random.
fn is_no_word(kind: &Kind, tail: &str) -> bool {
    let Some(shape) = Shape::of(tail) else { return false };
    match kind.of {
        // Some are of capitals and few digits.
        "u" => shape.upper > 0,
        _ => {
            shape.has_three_kinds()
                || shape.is_random(16)
                || (shape.digits > 1 && shape.longest >= 8 && shape.is_mixed())
        }
    }
}

/// Three parts of base64 (or five, encrypted), the first of which begins as JSON does.
fn jwt(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for part in 0..5 {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_of("b", **byte)).count();
        // Encrypted ones may have an empty part; an unsigned one has none at its end.
        let least = [12, 8, 0, 0, 0].get(part).copied().unwrap_or(0);
        if length < least {
            return None;
        }
        at += length;
        if bytes.get(at) != Some(&b'.') {
            return (part >= 1 && at >= 32).then_some(at);
        }
        at += usize::from(part < 4);
    }
    Some(at)
}

/// A bot's token: its number, a colon, 35 characters.
fn telegram(text: &str) -> Option<usize> {
    let digits = text.bytes().take(11).take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(":AA")?;
    let tail = rest.bytes().take(34).take_while(|byte| is_of("b", *byte)).count();
    ((8..=10).contains(&digits) && tail == 33).then_some(digits + 36)
}

/// What stands between the lines that begin and end a private key.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    let mut found = Vec::new();
    for (at, _) in text.match_indices(BEGIN) {
        let head = text.get(at + BEGIN.len()..).unwrap_or_default();
        let head = head.get(..head.floor_char_boundary(64)).unwrap_or_default();
        let Some(length) =
            head.find("-----").filter(|end| head.get(..*end).is_some_and(|h| h.contains("PRIVATE KEY")))
        else {
            continue;
        };
        let start = at + BEGIN.len() + length + 5;
        let body = text.get(start..).unwrap_or_default();
        let body = body.get(..body.floor_char_boundary(PEM)).unwrap_or_default();
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "+/=:,-\\".contains(c);
        let ended = body.find("-----").unwrap_or(body.len());
        let body = body.get(..ended).unwrap_or_default();
        let inner = body.get(..body.find(|c| !is_inside(c)).unwrap_or(ended)).unwrap_or_default();
        let trimmed = inner.trim();
        if trimmed.len() >= 24 {
            let start = start + (inner.len() - inner.trim_start().len());
            found.push(start..start + trimmed.len());
        }
    }
    found
}
