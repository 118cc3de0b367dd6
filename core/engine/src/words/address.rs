//! An address -> the words of it that people remember.
use std::borrow::Cow;

/// An address without scheme and `www.`, percent-encoded letters as they are read.
pub fn address_words(url: &str) -> Cow<'_, str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    if !rest.contains('%') {
        return Cow::Borrowed(rest);
    }
    percent_encoding::percent_decode_str(rest).decode_utf8().unwrap_or(Cow::Borrowed(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        assert_eq!(address_words("https://www.a.test/b?c=d"), "a.test/b?c=d");
        assert_eq!(address_words("https://de.test/wiki/K%C3%B6ln"), "de.test/wiki/Köln");
        assert_eq!(address_words("https://a.test/100%"), "a.test/100%");
        assert_eq!(address_words("https://a.test/%FF%FE"), "a.test/%FF%FE");
    }
}
