//! A page as the index takes it: its words as keys, one a line, and its length.
use super::Weights;
use super::key::{Key, Zone};
use crate::address::{host, in_letters};
use crate::page::CaptureNo;
use crate::words::{Kind, address_words, extras, lang, lang::Stems, tokens, whole};
use std::collections::HashMap;

/// Begins the line of a key that stands where the key before it does.
pub(super) const SAME_PLACE: char = '\u{2}';

/// A capture to be indexed. Its text is not kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doc<'a> {
    /// Which capture.
    pub no: CaptureNo,
    /// Its title.
    pub title: &'a str,
    /// Its main text.
    pub text: &'a str,
    /// All other visible text.
    pub rest: &'a str,
    /// Its address.
    pub url: &'a str,
    /// The site's own name, or its host.
    pub site: &'a str,
    /// BCP 47 primary language, or empty.
    pub lang: &'a str,
}

/// Turns documents into keys, remembering stems between them.
#[derive(Default)]
pub(super) struct Analyser {
    pub weights: Weights,
    stems: HashMap<String, Stems>,
}

/// See [`Analyser::analyse`].
pub(super) struct Analysis {
    /// One key a line; the line's number is the word's position.
    pub keys: String,
    /// The page's weighted length, see [`length_code`].
    pub length: u8,
}

impl Analyser {
    /// The words of a document.
    pub fn analyse(&mut self, doc: &Doc<'_>) -> Analysis {
        let lang = lang::code(doc.lang);
        let stems = self.stems.entry(lang.to_owned()).or_insert_with(|| Stems::new(lang));
        let bytes = doc.title.len() + doc.text.len() + doc.rest.len() + doc.url.len();
        let mut keys = String::with_capacity(bytes + bytes / 2 + 64);
        let mut length = 0.0;
        let host = host(doc.url);
        let letters = in_letters(host);
        let address = address_words(doc.url);
        for (zone, text) in [
            (Zone::Title, doc.title),
            (Zone::Main, doc.text),
            (Zone::Rest, doc.rest),
            (Zone::Address, &address),
            (Zone::Address, letters.as_deref().unwrap_or_default()),
            (Zone::Address, if doc.site == host { "" } else { doc.site }),
        ] {
            length += self.weights.of(zone) * write_words(text, lang, zone, stems, &mut keys);
        }
        // A host in letters is found by both of its spellings.
        for site in parents(host).chain(letters.iter().flat_map(|letters| parents(letters))) {
            line(Key { form: site, lang: "", zone: Zone::Site }, &mut keys);
        }
        line(Key { form: lang, lang: "", zone: Zone::Lang }, &mut keys);
        if let Some(form) = whole(doc.title) {
            line(Key { form: &form, lang: "", zone: Zone::Whole }, &mut keys);
        }
        Analysis { keys, length: length_code(length) }
    }
}

/// Writes the keys of a text's words and returns how many words it has.
fn write_words(text: &str, lang: &str, zone: Zone, stems: &mut Stems, keys: &mut String) -> f32 {
    let mut words = 0.0;
    tokens(text, |token| {
        let form = stems.form(text.get(token.start..token.end).unwrap_or_default(), token.kind);
        line(Key { form, lang, zone }, keys);
        if token.kind != Kind::Tail {
            words += 1.0;
        }
        if zone != Zone::Address {
            extras(text, token, |extra| {
                let form = stems.form(&extra.text, extra.kind);
                keys.push(SAME_PLACE);
                line(Key { form, lang, zone }, keys);
            });
        }
    });
    words
}

/// Writes one key and its line end. An empty word leaves an empty line: a position without a word.
fn line(key: Key<'_>, keys: &mut String) {
    if !key.form.is_empty() {
        key.write(keys);
    }
    keys.push('\n');
}

/// A host and its parents: `a.b.c`, `b.c`, `c`.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, parent)| parent))
}

/// A length as one byte, in steps of an eighth of a doubling: 0 for 0, 1 for 1, 9 for 2.
pub(super) fn length_code(length: f32) -> u8 {
    if length < 1.0 { 0 } else { (length.log2() * 8.0).round().clamp(0.0, 254.0) as u8 + 1 }
}

/// The length a code stands for.
pub(super) fn length_of(code: u8) -> f32 {
    if code == 0 { 0.0 } else { (f32::from(code - 1) / 8.0).exp2() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_its_parents() {
        assert_eq!(parents("a.b.c").collect::<Vec<_>>(), ["a.b.c", "b.c", "c"]);
    }

    #[test]
    fn lengths_survive_their_code() {
        for length in [1.0_f32, 2.0, 10.0, 500.0, 123_456.0] {
            let back = length_of(length_code(length));
            assert!((back / length - 1.0).abs() < 0.05, "{length} became {back}");
        }
    }

    #[test]
    fn a_page_becomes_lines() {
        let doc = Doc {
            title: "Cats",
            text: "two cats",
            url: "https://x.org/",
            site: "x.org",
            lang: "en",
            ..Doc::default()
        };
        let analysis = Analyser::default().analyse(&doc);
        let keys: Vec<_> = analysis.keys.lines().filter_map(|l| Key::read(l.as_bytes())).collect();
        assert_eq!(keys.len(), 9);
        assert_eq!(keys[0], Key { form: "cat", lang: "en", zone: Zone::Title });
        assert_eq!(keys[2], Key { form: "cat", lang: "en", zone: Zone::Main });
        assert_eq!(keys[7], Key { form: "en", lang: "", zone: Zone::Lang });
    }
}
