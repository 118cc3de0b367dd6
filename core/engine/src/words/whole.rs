//! A text as one word: what two texts share that are the same but for case, accents and signs.
use super::{Kind, fold, tokens};
use std::fmt::Write as _;

/// First character of such a word; lower than any of a word.
const SIGN: char = '\u{3}';
/// A longer text, in bytes, is nobody's whole question.
const LONGEST: usize = 512;
/// Bytes of the hash that are kept: of a million titles hardly two meet that are not the same, and then one page stands a little higher.
const BYTES: usize = 6;

/// The word that stands for the whole text; `None` of one without words, and of a very long one.
pub fn whole(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let (mut words, mut normal) = (String::new(), String::new());
    tokens(text, |token| {
        if token.kind != Kind::Tail {
            fold::normalise(text.get(token.start..token.end).unwrap_or_default(), &mut normal);
            words.push_str(&fold::strip(&normal));
            words.push(' ');
        }
    });
    if words.is_empty() {
        return None;
    }
    let mut form = String::from(SIGN);
    for byte in blake3::hash(words.as_bytes()).as_bytes().iter().take(BYTES) {
        let _ = write!(form, "{byte:02x}");
    }
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same() {
        assert_eq!(whole("Café – the  Harbour!"), whole("cafe the harbour"));
        assert_eq!(whole("搜索引擎"), whole("搜索引擎。"));
        assert_ne!(whole("cafe the harbour"), whole("cafe the harbours"));
        assert_ne!(whole("搜索引擎"), whole("搜索引"));
        assert_eq!(whole("?!"), None);
        assert_eq!(whole(&"a ".repeat(300)), None);
        assert_eq!(whole("a").map(|form| form.len()), Some(13));
    }
}
