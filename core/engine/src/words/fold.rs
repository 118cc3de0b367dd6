//! Normal form of words: compatibility forms, lower case, one way to write, and letters without the marks that people leave out.
use super::variants;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Writes the lower-case NFKC form of `word` into `out` (cleared first), each character as `variants::plain` has it.
pub fn normalise(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    out.extend(word.nfkc().flat_map(char::to_lowercase).filter(|c| !ignorable(*c)).map(variants::plain));
}

/// Removes what people leave out when they type: accents of Latin, Greek and Cyrillic letters (but not of `й`),
/// vowel points of Arabic and Hebrew, what `variants::bare` leaves out. Marks of Indic and Thai letters are letters: they stay.
pub fn strip(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'й' => out.push(c),
            '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0670}' => {}
            '\u{0622}'..='\u{06CC}' => out.push(variants::bare(c)),
            '\u{00C0}'..='\u{052F}' | '\u{1E00}'..='\u{1FFF}' => {
                let mut base = None;
                decompose_canonical(c, |part| base = base.or(Some(part)));
                out.push(base.unwrap_or(c));
            }
            _ => out.push(c),
        }
    }
    out
}

/// Characters that change nothing about which word it is: soft hyphen, joiners, the Arabic stroke.
fn ignorable(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{0640}' | '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_meet() {
        let form = |word: &str| {
            let mut out = String::new();
            normalise(word, &mut out);
            strip(&out)
        };
        assert_eq!(form("CAFÉ"), "cafe");
        assert_eq!(form("cafe\u{301}"), "cafe");
        assert_eq!(form("Straße"), "strasse");
        assert_eq!(form("ＦＵＬＬ"), "full");
        assert_eq!(form("Ёлка"), "елка");
        assert_eq!(form("Йод"), "йод");
        assert_eq!(form("कि"), "कि");
        assert_eq!(form("كتاب\u{64B}"), "كتاب");
        assert_eq!(form("أحمد إلى آل مدرسة سؤال شاطئ"), form("احمد الي ال مدرسه سوال شاطي"));
        assert_eq!(form("soft\u{AD}ware"), "software");
        assert_eq!(form("ｶﾞｷﾞ"), form("がぎ"));
        assert_eq!(form("ﻛﺘﺎﺑﻰ"), form("كتابي"));
    }
}
