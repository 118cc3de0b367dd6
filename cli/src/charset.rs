//! Bytes of an HTML file -> text: byte order mark, valid UTF-8, declared charset, guess, in this order.
//!
//! Valid UTF-8 goes before what a page declares: text in another charset is next to never valid UTF-8 by chance, while
//! pages that were saved or served again often carry an old declaration.
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// So many bytes are searched for a declaration (browsers look at 1,024; comments and scripts may come first).
const HEAD: usize = 8192;

/// The text and its charset. Never fails: what cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> (String, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
        return (text.into_owned(), encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), UTF_8);
    }
    let encoding = declared(bytes).unwrap_or_else(|| guess(bytes));
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding)
}

/// What `<meta charset>`, `<meta http-equiv content="...charset=">` or an XML declaration says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(HEAD)
        .map(|b| if b.is_ascii() { char::from(b.to_ascii_lowercase()) } else { ' ' })
        .collect();
    let meta = head.match_indices("<meta").filter_map(|(at, _)| {
        let tag = head.get(at..)?.split('>').next()?;
        label_after(tag, "charset")
    });
    let xml = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| label_after(rest.split("?>").next()?, "encoding"));
    let encoding = xml.into_iter().chain(meta).find_map(|label| Encoding::for_label(label.as_bytes()))?;
    // A page whose declaration can be read as ASCII is not in UTF-16, and it was not valid UTF-8.
    (encoding != UTF_16LE && encoding != UTF_16BE && encoding != UTF_8).then_some(encoding)
}

/// The value of `name = value`, quoted or not.
fn label_after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.match_indices(name).find_map(|(at, _)| {
        let value = text.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let end = |c: char| matches!(c, '"' | '\'' | ';' | '/' | '>') || c.is_whitespace();
        value.trim_start_matches(['"', '\'']).split(end).next().filter(|label| !label.is_empty())
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    // Damaged UTF-8 (a page cut in a character) is still nearest to UTF-8.
    let encoding = detector.guess(None, Utf8Detection::Allow);
    if encoding == WINDOWS_1252 && is_mostly_utf8(bytes) { UTF_8 } else { encoding }
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (mut good, mut bad) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c == '\u{fffd}' { bad += 1 } else { good += 1 }
    }
    good > 8 * bad
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check(bytes: &[u8], text: &str, charset: &str) {
        let (found, encoding) = decode(bytes);
        assert_eq!((found.as_str(), encoding.name()), (text, charset));
    }

    #[test]
    fn a_byte_order_mark_comes_first() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9", "café", "UTF-8");
        check(b"\xff\xfec\0a\0f\0\xe9\0", "café", "UTF-16LE");
        check(b"\xfe\xff\0c\0a\0f\0\xe9", "café", "UTF-16BE");
    }

    #[test]
    fn valid_utf8_goes_before_a_wrong_declaration() {
        check("<meta charset=iso-8859-1>café".as_bytes(), "<meta charset=iso-8859-1>café", "UTF-8");
        check(b"", "", "UTF-8");
    }

    #[test]
    fn then_comes_what_is_declared() {
        check(b"<meta charset=\"koi8-r\">\xd7\xcf\xc4\xc1", "<meta charset=\"koi8-r\">вода", "KOI8-R");
        let page = b"<META http-equiv=content-type content='text/html; charset = shift_jis'>\x90\x85";
        check(page, "<META http-equiv=content-type content='text/html; charset = shift_jis'>水", "Shift_JIS");
        check(
            b"<?xml version='1.0' encoding='iso-8859-2'?>\xb3\xb1",
            "<?xml version='1.0' encoding='iso-8859-2'?>łą",
            "ISO-8859-2",
        );
    }

    #[test]
    fn else_it_is_guessed() {
        let (russian, _, _) =
            encoding_rs::WINDOWS_1251.encode("Вода в озере была холодной, и лодки стояли у берега.");
        check(&russian, "Вода в озере была холодной, и лодки стояли у берега.", "windows-1251");
        // Declared as UTF-8, which it is not.
        check(
            b"<meta charset=utf-8>na\xefve caf\xe9 d\xe9j\xe0 vu",
            "<meta charset=utf-8>naïve café déjà vu",
            "windows-1252",
        );
    }

    #[test]
    fn utf8_that_was_cut_stays_utf8() {
        let mut bytes = "Straße, Größe, Übermut, Änderung, Öl, für, schön, müde, grün".as_bytes().to_vec();
        bytes.push(0xc3);
        assert!(decode(&bytes).0.starts_with("Straße, Größe"));
    }
}
