//! Other ways in which people write a word: joined (`Wi-Fi`, `wifi`), with its signs (`c++`, `.net`), by its parts (`IndexWriter`, `v1.2`).
use super::script::{Class, class};
use super::{Kind, Token, fold, run_end};

/// Longest joined word in bytes, and most parts of it.
const LONGEST_JOINED: usize = 40;
const MOST_PARTS: usize = 6;
/// Behind a dot these make one name with what stands before it: `node.js` is `nodejs`.
const SUFFIXES: [&str; 3] = ["js", "net", "io"];
/// Longest name that signs belong to, in bytes.
const LONGEST_SIGNED: usize = 12;
/// Bytes of a letter of full width.
const WIDEST: usize = 3;
/// Signs behind a name that belong to it.
const SIGNS_BEHIND: [&str; 4] = ["++", "＋＋", "#", "＃"];

/// One more word that stands where a token does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The word.
    pub text: String,
    /// [`Kind::Word`], or [`Kind::Gram`] for one that is taken as it stands.
    pub kind: Kind,
}

/// Calls `each` with what else stands where `token` does.
pub fn extras(text: &str, token: Token, mut each: impl FnMut(Extra)) {
    if token.kind != Kind::Word {
        return;
    }
    if stands_alone(text.as_bytes(), token) {
        return parts(text, token, &mut each);
    }
    if let Some(extra) = signed_at(text, token) {
        each(extra);
    }
    if let Some(extra) = joined(text, token) {
        each(extra);
    }
    parts(text, token, &mut each);
    if let Some(extra) = numbered(text, token) {
        each(extra);
    }
}

/// Whether nothing beside a token can belong to it, as of most words: that is told by the bytes before and behind it.
fn stands_alone(text: &[u8], token: Token) -> bool {
    let before = token.start.checked_sub(1).and_then(|at| text.get(at));
    let behind = text.get(token.end);
    !before.is_some_and(|byte| b".+".contains(byte))
        && behind.is_none_or(|byte| byte.is_ascii() && !b"+#-'.,/".contains(byte))
}

/// The first figures of a version that is written with a letter before them: `v1.2.3` is `1.2.3`.
fn numbered(text: &str, token: Token) -> Option<Extra> {
    let figures = unversioned(text.get(token.start..token.end)?)?;
    let behind = text.get(token.end..)?.strip_prefix('.')?;
    if !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Extra { start: token.start + 1, end: token.end, text: figures.to_owned(), kind: Kind::Word })
}

/// `1` of `v1`.
pub fn unversioned(word: &str) -> Option<&str> {
    let figures = word.strip_prefix(['v', 'V'])?;
    (!figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())).then_some(figures)
}

/// The name that a text consists of, where signs belong to it: `c++`, `C#`, `.net`, whatever their width.
fn signed(text: &str) -> Option<String> {
    if text.len() > LONGEST_SIGNED * WIDEST {
        return None;
    }
    let mut narrow = String::new();
    fold::normalise(text, &mut narrow);
    let text = narrow.as_str();
    let name =
        text.strip_suffix("++").or_else(|| text.strip_suffix('#')).or_else(|| text.strip_prefix('.'))?;
    let is_name =
        (1..=LONGEST_SIGNED).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    // `.5` is a number.
    (is_name && name.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| text.to_owned())
}

/// The name that a word is with the signs beside it.
pub fn signed_at(text: &str, token: Token) -> Option<Extra> {
    if token.kind != Kind::Word || token.end - token.start > LONGEST_SIGNED * WIDEST {
        return None;
    }
    let after = text.get(token.end..)?;
    let behind = SIGNS_BEHIND.into_iter().find(|signs| after.starts_with(signs)).unwrap_or_default();
    // Scripts without blanks go on at once: `C++です`.
    let goes_on = |c: char| class(c) == Class::Word || matches!(c, '+' | '＋' | '#' | '＃');
    // A year may follow: `C++17` is of `c++`.
    let may_follow = |c: char| c.is_ascii_digit() && behind.chars().count() == 2;
    let is_ended = |rest: &str| !rest.starts_with(|c: char| goes_on(c) && !may_follow(c));
    let (start, end) = if !behind.is_empty() && is_ended(after.get(behind.len()..)?) {
        (token.start, token.end + behind.len())
    } else {
        let before = text.get(..token.start)?.strip_suffix('.')?;
        let parts = |c: char| {
            c.is_whitespace() || "([{\"'«“„/".contains(c) || matches!(class(c), Class::Pair | Class::Triple)
        };
        let begins = before.chars().next_back().is_none_or(parts);
        if !begins {
            return None;
        }
        (token.start - 1, token.end)
    };
    let text = signed(text.get(start..end)?)?;
    Some(Extra { start, end, text, kind: Kind::Gram })
}

/// A hyphen or an apostrophe: it joins letters and digits alike.
fn links(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’')
}

/// It groups figures, parts the letters of `U.S.A.` and stands before `js`; else it ends a sentence or a part of one.
fn groups(sign: char) -> bool {
    matches!(sign, '.' | ',')
}

/// What joins parts to a word, and which parts: letters and digits by hyphens and apostrophes, figures by what groups them, letters by the
/// signs of abbreviations.
pub fn joins(sign: char, part: &str, next: &str) -> bool {
    let of_figures = part.bytes().chain(next.bytes()).all(|b| b.is_ascii_digit());
    let is_abbreviated = |most: usize| {
        let is_short = |text: &str| text.len() <= most && text.starts_with(|c: char| c.is_ascii_uppercase());
        is_short(part) && is_short(next) && !of_figures
    };
    let of_letters = part.len() == 1 && next.len() == 1 && !of_figures;
    match sign {
        sign if links(sign) => true,
        ',' | '.' if of_figures => next.len() == 3,
        '.' => of_letters || is_abbreviated(2) || is_suffix(next),
        '/' => is_abbreviated(3),
        _ => false,
    }
}

/// `Net` begins a sentence.
fn is_suffix(next: &str) -> bool {
    SUFFIXES.contains(&next) || SUFFIXES.iter().any(|suffix| suffix.to_ascii_uppercase() == next)
}

/// The word that a token begins with the tokens after it.
fn joined(text: &str, token: Token) -> Option<Extra> {
    let after = text.get(token.end..)?.chars().next()?;
    let before = text.get(..token.start)?;
    let is_phone =
        before.ends_with('+') && text.get(token.start..token.end)?.bytes().all(|b| b.is_ascii_digit());
    let may_join = links(after) || groups(after) || after == '/' || (is_phone && after == ' ');
    if !may_join || continues(before) {
        return None;
    }
    let mut whole = text.get(token.start..token.end)?.to_owned();
    let (mut end, mut last, mut parts) = (token.end, token.start, 1);
    while parts < MOST_PARTS {
        let rest = text.get(end..)?;
        let Some(sign) = rest.chars().next() else { break };
        let at = end + sign.len_utf8();
        if text.get(at..).and_then(|rest| rest.chars().next()).is_none_or(|c| class(c) != Class::Word) {
            break;
        }
        let next_end = run_end(text, at, Class::Word);
        let (part, next) = (text.get(last..end)?, text.get(at..next_end)?);
        let of_phone = is_phone && sign == ' ' && next.bytes().all(|b| b.is_ascii_digit());
        if !of_phone && !joins(sign, part, next) {
            // `192.168.1.5` is no number, and `file.tar.gz` no name by its first letters.
            if groups(sign) {
                return None;
            }
            break;
        }
        whole.push_str(next);
        (last, end, parts) = (at, next_end, parts + 1);
    }
    (parts > 1 && whole.len() <= LONGEST_JOINED).then_some(Extra {
        start: token.start,
        end,
        text: whole,
        kind: Kind::Word,
    })
}

/// Whether what follows `before` goes on with a word that began before.
fn continues(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(|sign| links(sign) || groups(sign))
        && back.next().is_some_and(|c| class(c) == Class::Word)
}

/// The parts of a word that is written in humps: `IndexWriter`, `parseJSON`.
fn parts(text: &str, token: Token, each: &mut impl FnMut(Extra)) {
    let Some(word) = text.get(token.start..token.end).filter(|word| word.len() <= LONGEST_JOINED) else {
        return;
    };
    // Most words have no capital but the first.
    if !word.bytes().skip(1).any(|b| b.is_ascii_uppercase()) || !word.bytes().any(|b| b.is_ascii_lowercase())
    {
        return;
    }
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let mut cuts = vec![0];
    for (at, three) in letters.windows(3).enumerate() {
        let [(_, a), (second, b), (_, c)] = three else { continue };
        // A figure stands at the end of a part: `IPv6Address`, `HTML5Doc`.
        let hump = (a.is_lowercase() || a.is_ascii_digit())
            && b.is_uppercase()
            && (a.is_lowercase() || c.is_lowercase());
        // `HTTPServer`: the capital that a small letter follows begins the next part.
        let after_capitals = a.is_uppercase() && b.is_uppercase() && c.is_lowercase() && at > 0;
        if hump || after_capitals {
            cuts.push(*second);
        }
    }
    cuts.push(word.len());
    let all: Vec<(usize, usize)> =
        cuts.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    if all.len() < 2 || all.iter().any(|(from, to)| to - from < 2) {
        return;
    }
    for (from, to) in all.into_iter().take(MOST_PARTS) {
        let (start, end) = (token.start + from, token.start + to);
        each(Extra {
            start,
            end,
            text: text.get(start..end).unwrap_or_default().to_owned(),
            kind: Kind::Word,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        tokens(text, |token| extras(text, token, |extra| found.push(extra.text)));
        found
    }

    #[test]
    fn what_is_joined() {
        for (text, extra) in [
            ("Wi-Fi is", "WiFi"),
            ("an e-mail", "email"),
            ("ISBN 978-3-16-148410-0.", "9783161484100"),
            ("1,000,000 people", "1000000"),
            ("1.000.000 Leute", "1000000"),
            ("the U.S.A. today", "USA"),
            ("don't", "dont"),
            ("O’Brien", "OBrien"),
            ("+49 30 1234567 calls", "49301234567"),
            ("COVID-19", "COVID19"),
            ("a Ph.D. in", "PhD"),
            ("by AC/DC live", "ACDC"),
            ("over TCP/IP", "TCPIP"),
            ("with node.js and", "nodejs"),
            ("Vue.js", "Vuejs"),
            ("of v2.1 and", "2"),
        ] {
            assert_eq!(all(text), [extra], "{text}");
        }
        for nothing in [
            "the end.Begin",
            "a, b",
            "1,00",
            "192.168.1.5",
            "1.2.3.4",
            "and/or",
            "2026/11/20",
            "is.It",
            "vest v2 v",
            "- a -",
            "12 345 678",
            "word",
            "NATO",
            "x-",
            "The",
        ] {
            assert_eq!(all(nothing), [""; 0], "{nothing}");
        }
        assert_eq!(all("a-b-c-d-e-f-g-h"), ["abcdef"]);
    }

    #[test]
    fn names_with_signs() {
        assert_eq!(all("C++, C# (.NET) and a .gitignore"), ["c++", "c#", ".net", ".gitignore"]);
        for nothing in ["C+++", "c#5", "end.Net", "x..net", "5 .5", "++"] {
            assert!(all(nothing).is_empty(), "{nothing}: {:?}", all(nothing));
        }
        assert_eq!(all("since C++17, not a#1 or c+++"), ["c++"]);
        assert_eq!(all("Ｃ＋＋ と Ｃ＃"), ["c++", "c#"]);
        assert_eq!(signed("Ｃ＋＋").as_deref(), Some("c++"));
        assert_eq!(signed("C++").as_deref(), Some("c++"));
        assert_eq!(signed("."), None);
        assert_eq!(signed(".5"), None);
    }

    #[test]
    fn humps() {
        assert_eq!(
            all("IndexWriter parseJSON HTTPServer"),
            ["Index", "Writer", "parse", "JSON", "HTTP", "Server"]
        );
        assert_eq!(
            all("IPv6Address parseHTML5Doc Web2Print"),
            ["IPv6", "Address", "parse", "HTML5", "Doc", "Web2", "Print"]
        );
        for nothing in ["iPhone", "McDonald", "Word", "ABC", "x2Y", "naïve"] {
            assert!(all(nothing).iter().all(|part| part.len() > 1), "{nothing}: {:?}", all(nothing));
        }
    }
}
