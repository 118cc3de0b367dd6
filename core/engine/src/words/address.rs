//! An address -> its host, and the words of it that people remember.
use crate::policy::address::bare_host;
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

/// The host of an address, without user, port and "www.".
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let end = if host.starts_with('[') { host.find(']').map(|i| i + 1) } else { host.find(':') };
    let host = host.get(..end.unwrap_or(host.len())).unwrap_or_default();
    bare_host(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.example.com:8080/a?b"), "example.com");
        assert_eq!(host("http://u:p@news.bbc.co.uk"), "news.bbc.co.uk");
        assert_eq!(host("http://[::1]:80/"), "[::1]");
        assert_eq!(host("nonsense"), "nonsense");
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        assert_eq!(address_words("https://www.a.test/b?c=d"), "a.test/b?c=d");
        assert_eq!(address_words("https://de.test/wiki/K%C3%B6ln"), "de.test/wiki/Köln");
        assert_eq!(address_words("https://a.test/100%"), "a.test/100%");
        assert_eq!(address_words("https://a.test/%FF%FE"), "a.test/%FF%FE");
    }
}
