//! The page's title and its site's name.
use super::facts::{Facts, squeeze};
use crate::address::bare_host;

/// Longer site names are slogans.
const SITE_NAME: usize = 60;
/// A title longer than this, in bytes, is kept whole as it stands: no site's name is looked for in it.
const LONG: usize = 1024;
/// So many declared headlines are compared.
const HEADLINES: usize = 16;
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", ": "];

/// The site's declared name, else its host without "www.", else "".
pub(super) fn site(facts: &Facts, url: Option<&str>) -> String {
    let is_name = |s: &&String| s.chars().count() <= SITE_NAME && !s.contains("://");
    facts.sites.iter().find(is_name).cloned().unwrap_or_else(|| host(url).unwrap_or_default())
}

/// `document.title`, else `<title>`, else a declared headline; without the site's name where that is certain.
pub(super) fn title(facts: &Facts, document_title: Option<&str>, site: &str) -> String {
    let shown = document_title.map(squeeze).filter(|t| !t.is_empty());
    let shown = shown.unwrap_or_else(|| facts.title.clone());
    if shown.is_empty() {
        return facts.headlines.first().cloned().unwrap_or_default();
    }
    without_site(&shown, &facts.headlines, site).unwrap_or(&shown).to_owned()
}

/// Certain means: what is cut off is the site's name, or what is left is a headline the page declares.
fn without_site<'a>(title: &'a str, headlines: &[String], site: &str) -> Option<&'a str> {
    if title.len() > LONG {
        return None;
    }
    let headlines: Vec<_> =
        headlines.iter().map(|h| key(h)).filter(|h| !h.is_empty()).take(HEADLINES).collect();
    if headlines.contains(&key(title)) && !ends_with_site(title, site) {
        return None;
    }
    let site = site_keys(site);
    let mut cuts: Vec<(&str, &str)> = SEPARATORS
        .iter()
        .flat_map(|s| title.match_indices(s))
        .filter_map(|(i, s)| Some((title.get(..i)?.trim(), title.get(i + s.len()..)?.trim())))
        .collect();
    cuts.sort_by_key(|(head, _)| std::cmp::Reverse(head.len()));
    let is_site = |part: &str| site.contains(&key(part));
    let by_name = |(head, tail): &(&'a str, &'a str)| {
        let left = if is_site(tail) { *head } else { *tail };
        ((is_site(tail) || is_site(head)) && !key(left).is_empty()).then_some(left)
    };
    let by_headline =
        |(head, tail): &(&'a str, &'a str)| [*head, *tail].into_iter().find(|p| headlines.contains(&key(p)));
    cuts.iter().find_map(by_name).or_else(|| cuts.iter().find_map(by_headline))
}

fn ends_with_site(title: &str, site: &str) -> bool {
    !key(site).is_empty() && key(title).ends_with(&key(site))
}

/// The site's name, and for a host the name within it ("news.example.co.uk" is also "example").
fn site_keys(site: &str) -> Vec<String> {
    let mut keys = vec![key(site)];
    if !site.contains(' ') {
        let labels: Vec<_> = site.split('.').collect();
        keys.extend(labels.iter().rev().skip(1).find(|l| l.len() > 3).map(|l| key(l)));
    }
    keys.retain(|k| !k.is_empty());
    keys
}

/// Letters and digits, lower case.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The host of the address, where it is one.
fn host(url: Option<&str>) -> Option<String> {
    let url = url::Url::parse(url?).ok()?;
    url.host_str().map(|host| bare_host(host).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{host, without_site};

    fn cut(title: &str, headlines: &[&str], site: &str) -> String {
        let headlines: Vec<_> = headlines.iter().map(|h| (*h).to_owned()).collect();
        without_site(title, &headlines, site).unwrap_or(title).to_owned()
    }

    #[test]
    fn the_sites_name_is_cut_off_where_it_is_certain() {
        assert_eq!(cut("Tea at five | The Daily", &[], "The Daily"), "Tea at five");
        assert_eq!(cut("The Daily - Tea - at five", &[], "the daily"), "Tea - at five");
        assert_eq!(cut("Tea at five - Living", &["Tea at Five"], "x"), "Tea at five");
        assert_eq!(cut("Tea at five - example", &[], "news.example.co.uk"), "Tea at five");
    }

    #[test]
    fn an_uncertain_title_stays_whole() {
        assert_eq!(cut("Rust - a history", &[], "blog.test"), "Rust - a history");
        assert_eq!(cut("Rust: a history", &["Rust: a history"], "blog.test"), "Rust: a history");
        assert_eq!(cut("The Daily", &[], "The Daily"), "The Daily");
    }

    #[test]
    fn hosts_lose_their_www() {
        assert_eq!(host(Some("https://www.example.org/a")).as_deref(), Some("example.org"));
        assert_eq!(host(Some("not an address")), None);
    }
}
