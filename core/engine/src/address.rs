//! What one page is, by its address: without its fragment (but a route), without what only tracks, its host by one name.
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Parameters that only track.
#[derive(Default)]
struct Tracking {
    /// Each name with the sites it is bound to; none: everywhere.
    names: HashMap<&'static str, Vec<&'static str>>,
    beginnings: Vec<(&'static str, Vec<&'static str>)>,
    stay: Vec<&'static str>,
}

static TRACKING: LazyLock<Tracking> = LazyLock::new(|| {
    let mut tracking = Tracking::default();
    for line in include_str!("tracking.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(name) = words.next() else { continue };
        let sites = words.collect();
        match (name.strip_prefix('!'), name.strip_suffix('*')) {
            (Some(name), _) => tracking.stay.push(name),
            (None, Some(beginning)) => tracking.beginnings.push((beginning, sites)),
            (None, None) => drop(tracking.names.insert(name, sites)),
        }
    }
    tracking
});

/// The address by which a page is known, of one that is in its normal form already: no parameters that only track, no dot
/// behind the host. It names the same page again when it is asked twice.
///
/// ```
/// use webmynd_engine::address::page_address;
/// assert_eq!(page_address("https://a.test/x?utm_source=mail&id=7"), "https://a.test/x?id=7");
/// assert_eq!(page_address("https://a.test./x?"), "https://a.test/x");
/// ```
pub fn page_address(url: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) =
        url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
    else {
        return Cow::Borrowed(url);
    };
    let authority = rest.get(..rest.find(['/', '?', '#']).unwrap_or(rest.len())).unwrap_or_default();
    let path = rest.get(authority.len()..).unwrap_or_default();
    if !path.contains('?') && !authority.contains(".:") && !authority.ends_with('.') {
        return Cow::Borrowed(url);
    }
    let (name, port) = authority.split_once(':').map_or((authority, None), |(name, port)| (name, Some(port)));
    let name = name.trim_end_matches('.');
    let (before, route) = path.split_once('#').map_or((path, None), |(before, route)| (before, Some(route)));
    let mut page = format!("{scheme}://{name}");
    for (sign, part) in port.map(|port| (':', port)).into_iter() {
        page.push(sign);
        page.push_str(part);
    }
    page.push_str(&without_tracking(before, name));
    if let Some(route) = route {
        page.push('#');
        page.push_str(&without_tracking(route, name));
    }
    if page == url { Cow::Borrowed(url) } else { Cow::Owned(page) }
}

/// A path with its query, without what only tracks.
fn without_tracking<'a>(path: &'a str, host: &str) -> Cow<'a, str> {
    let Some((path_alone, query)) = path.split_once('?') else { return Cow::Borrowed(path) };
    let tracks = |pair: &str| only_tracks(pair.split('=').next().unwrap_or_default(), host);
    if !query.is_empty() && !query.split('&').any(tracks) {
        return Cow::Borrowed(path);
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracks(pair)).collect();
    let query = kept.join("&");
    if query.is_empty() { Cow::Borrowed(path_alone) } else { Cow::Owned(format!("{path_alone}?{query}")) }
}

/// Whether a parameter only tracks, on this host.
fn only_tracks(name: &str, host: &str) -> bool {
    if name.is_empty() || name.len() > 40 {
        return false;
    }
    let name = name.to_ascii_lowercase();
    let here = |sites: &[&str]| sites.is_empty() || sites.iter().any(|site| is_of_site(host, site));
    if TRACKING.stay.contains(&name.as_str()) {
        return false;
    }
    TRACKING.names.get(name.as_str()).is_some_and(|sites| here(sites))
        || TRACKING.beginnings.iter().any(|(beginning, sites)| name.starts_with(beginning) && here(sites))
}

/// The host of an address, without user, port and `www.`; of what is no address, what stands in its place.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let end = if host.starts_with('[') { host.find(']').map(|i| i + 1) } else { host.find(':') };
    let host = host.get(..end.unwrap_or(host.len())).unwrap_or_default();
    bare_host(host)
}

/// The host of an address in its normal form; the whole address where it has none (`import:…`).
pub fn host_of(url: &str) -> &str {
    if url.contains("://") { Some(host(url)).filter(|host| !host.is_empty()).unwrap_or(url) } else { url }
}

/// Whether a host is `site` or below it. A site of one label (`localhost`, `com`) is itself alone.
pub fn is_of_site(host: &str, site: &str) -> bool {
    if !site.contains('.') || site.starts_with('[') {
        return host == site && !site.is_empty();
    }
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A host as it is kept: without `www.` and without the dot behind it.
pub fn bare_host(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(host)
}

/// The host of what a person typed as a site, as it is kept: `Bücher.example.`, `https://www.bücher.example/x` and
/// `xn--bcher-kva.example` are one. `None` where there is none.
pub fn typed_site(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let typed = authority.trim_start_matches(['*', '.']).trim_end_matches('.');
    let parsed = url::Url::parse(&format!("http://{typed}/")).ok()?;
    // Browsers read "123" as an address of four bytes; nobody means that.
    let is_number = matches!(parsed.host(), Some(url::Host::Ipv4(_))) && typed.matches('.').count() < 3;
    let host = bare_host(parsed.host_str().filter(|_| !is_number)?);
    (!typed.is_empty() && !host.is_empty()).then(|| host.to_owned())
}

/// What a person typed as a site behind its host: `:8080`, `/docs?q=1`; nothing where that is none but slashes.
pub fn beyond_site(text: &str) -> &str {
    let rest = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let path = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let user = rest.get(..path).and_then(|authority| authority.rfind('@')).map_or(0, |at| at + 1);
    let host = rest.get(user..path).unwrap_or_default();
    let bracket = host.rfind(']').unwrap_or(0);
    let port = host.get(bracket..).and_then(|host| host.find(':')).map_or(path, |at| user + bracket + at);
    let beyond = rest.get(port..).unwrap_or_default();
    if beyond.trim_matches('/').is_empty() { "" } else { beyond }
}

/// A host as people read it (`bücher.example`), where that is another than the one that is kept.
pub fn in_letters(host: &str) -> Option<String> {
    if !host.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let (letters, read) = idna::domain_to_unicode(host);
    (read.is_ok() && letters != host).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tracks_makes_no_page() {
        for (url, page) in [
            ("https://n.test/a?utm_source=x&utm_Medium=y", "https://n.test/a"),
            ("https://n.test/a?fbclid=IwAR1&b=2&gclid=1", "https://n.test/a?b=2"),
            ("https://n.test/a?b=2", "https://n.test/a?b=2"),
            ("https://n.test/a?b=2&", "https://n.test/a?b=2&"),
            ("https://gis.test/map?utm_zone=33&utm_source=x", "https://gis.test/map?utm_zone=33"),
            ("https://a.test/#/inbox?utm_source=x&id=1", "https://a.test/#/inbox?id=1"),
            (
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&si=abc",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            ),
            ("https://units.test/?si=km", "https://units.test/?si=km"),
            ("https://a.test./x?utm_id=1#/r", "https://a.test/x#/r"),
            ("https://a.test.:8080/x", "https://a.test:8080/x"),
            ("https://a.test/x?q=a?utm_source=b", "https://a.test/x?q=a?utm_source=b"),
            ("import:a?utm_source=b", "import:a?utm_source=b"),
        ] {
            assert_eq!(page_address(url), page);
            assert_eq!(page_address(page), page);
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.example.com:8080/a?b"), "example.com");
        assert_eq!(host("http://u:p@news.bbc.co.uk"), "news.bbc.co.uk");
        assert_eq!(host("http://[::1]:80/"), "[::1]");
        assert_eq!(host("nonsense"), "nonsense");
    }

    /// What stands there is what a parser of addresses reads, for whatever went through it before.
    #[test]
    fn the_host_of_an_address_is_that_of_its_parser() {
        for url in [
            "https://www.example.com:8080/a?b=c:d@e#f",
            "HTTP://User:pass@WWW.Bücher.Example./x",
            "https://[2001:DB8::1]:8443/?a",
            "http://127.1/a@b",
            "https://www.com/",
            "https://a.test?b=http://c.test/@",
            "ftp://files.test/x",
        ] {
            let parsed = url::Url::parse(url).unwrap();
            assert_eq!(host_of(parsed.as_str()), bare_host(parsed.host_str().unwrap()), "{url}");
        }
        for none in ["import:a%3Fb", "about:blank", "file:///a/b", "import:a?b@c:d"] {
            assert_eq!(host_of(url::Url::parse(none).unwrap().as_str()), none);
        }
    }

    #[test]
    fn a_site_has_many_spellings() {
        for typed in
            ["bücher.example", "BÜCHER.example.", "https://www.bücher.example/a?b", "*.xn--bcher-kva.example"]
        {
            assert_eq!(typed_site(typed).as_deref(), Some("xn--bcher-kva.example"), "{typed}");
        }
        assert_eq!(typed_site("localhost:8080").as_deref(), Some("localhost"));
        assert_eq!(typed_site("[::1]:80").as_deref(), Some("[::1]"));
        for (typed, beyond) in [
            ("a.example", ""),
            (" https://a.example/ ", ""),
            ("[::1]", ""),
            ("https://u:p@a.example", ""),
            ("[::1]:80", ":80"),
            ("a.example:8080", ":8080"),
            ("https://u:p@a.example:1/b", ":1/b"),
            ("a.example/b:c@d", "/b:c@d"),
            ("a.example?b", "?b"),
        ] {
            assert_eq!(beyond_site(typed), beyond, "{typed}");
        }
        for nothing in ["", " ", ".", "*", "*.", "https://", "a b", "/x"] {
            assert_eq!(typed_site(nothing), None, "{nothing}");
        }
        assert_eq!(in_letters("xn--bcher-kva.example").as_deref(), Some("bücher.example"));
        assert!(
            is_of_site("a.b.test", "b.test")
                && !is_of_site("ab.test", "b.test")
                && !is_of_site("b.test", "test")
        );
    }
}
