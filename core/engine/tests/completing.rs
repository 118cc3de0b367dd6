//! What is offered while a query is typed: names, values, signs; and that whatever is taken is understood.
use crate::common::model::{hex, open};
use crate::common::request::request;
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, CompletionRequest, SearchRequest, Which};
use webmynd_engine::catalog::Device;
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::{Completion, Kind, parse};

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;

fn see(archive: &mut Archive, n: u64, url: &str, lang: &str) {
    // Figures alone make no version.
    let name = char::from(b'a' + (n % 26) as u8).to_string().repeat(5);
    let words = match lang {
        "de" => format!("Die Fähre fährt heute nicht, weil der Wind zu stark ist, sagt {name}."),
        "fr" => format!("Le bateau ne part pas aujourd'hui parce que le vent est trop fort, dit {name}."),
        _ => format!("The ferry does not leave today because the wind is too strong, says {name}."),
    };
    let seen = Seen {
        id: hex(n),
        at: NOW - n as i64 * 60_000,
        url: url.to_owned(),
        title: format!("Page {n}"),
        text: Some(words),
        lang: Some(lang.to_owned()),
        ..Seen::default()
    };
    archive.remember(&seen).unwrap();
}

fn label(archive: &mut Archive, url: &str, label: &str) {
    let change = Change::Label { label: label.to_owned(), on: true };
    archive.mutate(&Which::Page { page: url.to_owned() }, &change, NOW).unwrap();
}

/// Labels as nobody should give them, and as many do.
const LABELS: [&str; 9] =
    ["reading", "to read", "a)b", "say \"no\"", "OR", "-x", "(y)", "x:y", "gelb „so“ rot"];

fn memory(files: &Arc<MemoryFiles>) -> Archive {
    let mut archive = open(files).unwrap();
    for n in 0..12 {
        see(&mut archive, n + 1, &format!("https://docs.example.org/{n}"), "en");
    }
    for n in 0..5 {
        see(&mut archive, n + 20, &format!("https://harbour.example/{n}"), "de");
    }
    for n in 0..30 {
        see(&mut archive, n + 40, &format!("https://site{n}.test/"), "fr");
    }
    // One page of many versions is one page.
    for n in 0..20 {
        see(&mut archive, n + 80, "https://news.example/", "en");
    }
    for (n, name) in LABELS.into_iter().enumerate() {
        label(&mut archive, &format!("https://docs.example.org/{n}"), name);
        label(&mut archive, &format!("https://docs.example.org/{n}"), "reading");
    }
    let device =
        |n: u8, name: &str| Device { id: [n; 16], name: name.to_owned(), is_own: n == 1, is_revoked: false };
    archive.note_devices(&[device(1, "Desk"), device(2, "Ada's phone"), device(3, "phone")]).unwrap();
    archive
}

fn offered(archive: &Archive, lang: &str, q: &str) -> Vec<Completion> {
    let caret = q.find('¦').map_or(q.encode_utf16().count(), |at| q[..at].encode_utf16().count());
    let q = q.replace('¦', "");
    archive.complete(&CompletionRequest { q, caret, lang: lang.to_owned(), now: NOW, offset_min: 0 })
}

fn inserts(archive: &Archive, lang: &str, q: &str) -> Vec<String> {
    offered(archive, lang, q).into_iter().map(|one| one.insert).collect()
}

#[test]
fn names_of_filters_and_signs() {
    let archive = memory(&Arc::default());
    let cases: [(&str, &str, &[&str]); 23] = [
        ("en", "si", &["site:", "since:"]),
        ("en", "tea SI", &["site:", "since:"]),
        ("en", "-si", &["site:", "since:"]),
        ("en", "(a si", &["site:", "since:"]),
        ("en", "a OR ti", &["title:"]),
        ("en", "la", &["label:", "lang:"]),
        ("en", "ho", &["host:"]),
        ("en", "s", &[]),
        ("en", "site", &["site:"]),
        ("en", "vor", &[]),
        ("de", "vo", &["vor:"]),
        ("de", "ti", &["titel:"]),
        ("de", "ger", &["gerät:"]),
        ("de", "sit", &["site:"]),
        ("en", "\"si", &[]),
        ("en", "si ", &[]),
        ("en", "s¦i", &[]),
        ("en", "si¦ tea", &[]),
        ("en", "or", &[]),
        ("en", "a or", &["OR"]),
        ("en", "NO", &["NOT"]),
        ("en", "-NO", &[]),
        ("de", "a od", &[]),
    ];
    for (lang, q, expected) in cases {
        assert_eq!(inserts(&archive, lang, q), expected, "{lang} {q}");
    }
    assert_eq!(inserts(&archive, "de", "a oder"), ["ODER"]);
    let one = &offered(&archive, "en", "tea 🎉 -si")[0];
    assert_eq!((one.from, one.to, one.kind, one.key), (8, 10, Kind::Filter, "site"), "in units of UTF-16");
}

#[test]
fn values_of_filters() {
    let archive = memory(&Arc::default());
    let site = |q: &str| inserts(&archive, "en", q);
    assert_eq!(site("site:")[..3], ["docs.example.org ", "harbour.example ", "news.example "]);
    assert_eq!(site("site:").len(), 8);
    assert_eq!(site("-site:EXAMPLE.o"), ["docs.example.org "]);
    assert_eq!(site("host:harb¦ tea"), ["harbour.example"]);
    assert_eq!(site("(site:doc¦)"), ["docs.example.org"]);
    assert_eq!(site("site:doc¦x"), [] as [&str; 0]);
    assert_eq!(offered(&archive, "en", "site:doc")[0].pages, Some(12));
    assert_eq!(offered(&archive, "en", "site:news")[0].pages, Some(1), "versions are one page");
    assert_eq!(site("label:rea"), ["reading ", "\"to read\" "]);
    assert_eq!(site("label:\"to"), ["\"to read\" "]);
    assert_eq!(site("label:to re"), [] as [&str; 0], "the second word is none of the label");
    assert_eq!(site("label:").len(), 7, "all that can be written: two cannot, and take nobody's place");
    assert_eq!(site("(label:a"), ["\"a)b\" ", "reading ", "\"to read\" "]);
    assert_eq!(site("label:(y"), ["\"(y)\" ", "x:y "], "a group, whose parts are labels");
    assert_eq!(site("label:(reading OR x:"), ["x:y "]);
    assert_eq!(site("label:say"), [] as [&str; 0], "it cannot be written");
    assert_eq!(site("device:PHO"), ["\"Ada's phone\" ", "phone "]);
    assert_eq!(site("lang:"), ["en ", "fr ", "de "]);
    assert_eq!(site("lang:d"), ["de "]);
    assert_eq!(site("is:"), ["webmark "]);
    assert_eq!(site("is:st"), ["starred "]);
    assert_eq!(site("title:fer"), [] as [&str; 0], "words are the person's own");
    assert_eq!(site("site:docs.example.org"), [] as [&str; 0], "it is there already");
}

#[test]
fn dates_in_the_language_of_the_browser() {
    let archive = memory(&Arc::default());
    assert_eq!(inserts(&archive, "en-GB", "on:")[..2], ["today ", "yesterday "]);
    assert_eq!(inserts(&archive, "de-AT", "am:")[..2], ["heute ", "gestern "]);
    assert_eq!(inserts(&archive, "de", "nach:letzte W"), ["letzte Woche "]);
    assert_eq!(inserts(&archive, "en", "after:last w"), ["last week ", "last weekend "]);
    assert_eq!(inserts(&archive, "en", "after:last we"), ["last week ", "last weekend "]);
    assert_eq!(inserts(&archive, "de", "tee nach:letzte 7 t"), ["letzte 7 Tage "]);
    assert_eq!(inserts(&archive, "en", "on:").len(), 8);
    assert_eq!(inserts(&archive, "en", "after:last week"), ["last weekend "]);
    assert_eq!(inserts(&archive, "en", "tea before:fri"), ["friday "]);
    assert_eq!(inserts(&archive, "de", "vor:mär"), ["märz "]);
    assert_eq!(inserts(&archive, "en", "on:\"last w"), ["last week ", "last weekend "].map(str::to_owned));
    assert_eq!(inserts(&archive, "en", "on:last w¦ 3"), ["last week", "last weekend"]);
    assert_eq!(inserts(&archive, "en", "on:today sit"), ["site:"]);
    let one = &offered(&archive, "en", "on:last w")[0];
    assert_eq!((one.from, one.to, one.kind), (3, 9, Kind::Date));
}

/// What is out of sight is not offered, and comes back with an undo; what is opened again offers the same.
#[test]
fn what_is_forgotten_is_not_offered() {
    let files = Arc::new(MemoryFiles::default());
    let mut archive = memory(&files);
    let ask = |archive: &Archive| [inserts(archive, "en", "site:harb"), inserts(archive, "en", "lang:d")];
    let before = ask(&archive);
    assert!(before.iter().all(|offered| offered.len() == 1));
    let forgot =
        archive.mutate(&Which::Site { site: "harbour.example".to_owned() }, &Change::Forget, NOW).unwrap();
    assert_eq!(ask(&archive), [[] as [&str; 0], []]);
    archive.undo(forgot.op, NOW).unwrap();
    assert_eq!(ask(&archive), before);
    for n in 0..LABELS.len() {
        assert_eq!(inserts(&archive, "en", "label:readi"), ["reading "], "{n}");
        archive
            .mutate(&Which::Page { page: format!("https://docs.example.org/{n}") }, &Change::Forget, NOW)
            .unwrap();
    }
    assert_eq!(inserts(&archive, "en", "label:readi"), [] as [&str; 0]);
    assert_eq!(offered(&archive, "en", "site:doc")[0].pages, Some(3));
    archive.settle().unwrap();
    let again = open(&files).unwrap();
    for q in ["site:", "label:", "lang:", "device:"] {
        assert_eq!(offered(&again, "en", q), offered(&archive, "en", q), "{q}");
    }
}

/// Whatever is taken, wherever: the query is not less understood than before, and the next thing offered is another.
#[test]
fn whatever_is_taken_is_understood() {
    let archive = memory(&Arc::default());
    let pieces = [
        "si",
        "-la",
        "site:",
        "label:",
        "label:\"to",
        "on:last",
        "w",
        "OR",
        "or",
        "(",
        "a)",
        "is:",
        "device:a",
        "no",
        "tea",
        "\"x y\"",
        "lang:",
        "before:m",
        "🎉",
        "NOT",
        "ti",
        "-",
        "tag:o",
        "nach:l",
    ];
    let (mut taken, mut kinds) = (0, BTreeSet::new());
    for a in pieces {
        for b in pieces {
            for c in ["", " ", ")", " tea", " 7 days"] {
                let caret = format!("{a} {b}").encode_utf16().count();
                let q = format!("{a} {b}{c}");
                for lang in ["en", "de"] {
                    for one in offered(&archive, lang, &format!("{a} {b}¦{c}")) {
                        assert!(one.from <= one.to && one.to == caret, "{q}");
                        let units: Vec<u16> = q.encode_utf16().collect();
                        let (head, tail) = (&units[..one.from], &units[one.to..]);
                        let insert: Vec<u16> = one.insert.encode_utf16().collect();
                        let after = String::from_utf16(&[head, &insert, tail].concat()).unwrap();
                        let odd = |text: &str| parse(text, NOW, 0).complaints.len();
                        assert!(odd(&after) <= odd(&q), "{q} -> {after}");
                        assert!(!one.shown.is_empty() && one.insert.contains(&one.shown), "{q} -> {after}");
                        taken += 1;
                        kinds.insert(format!("{:?}", one.kind));
                    }
                }
            }
        }
    }
    assert!(taken > 1_000, "{taken}");
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

/// Every label that is offered finds as many pages as are told, however it is called.
#[test]
fn labels_that_are_offered_find_their_pages() {
    let archive = memory(&Arc::default());
    for label in offered(&archive, "en", "label:") {
        let request = SearchRequest { limit: 20, ..request(format!("label:{}", label.insert), NOW) };
        assert_eq!(archive.search(&request).unwrap().total as u32, label.pages.unwrap(), "{}", label.shown);
    }
}

#[test]
fn no_text_and_no_caret_is_too_odd() {
    let archive = memory(&Arc::default());
    for q in ["", "¦", "site:¦x", "\u{301}si", &"(".repeat(2_000), &"si ".repeat(2_000)] {
        offered(&archive, "", q);
    }
    let long = |blanks: usize| inserts(&archive, "en", &format!("{}si", " ".repeat(blanks)));
    assert_eq!((long(4_094).len(), long(4_095).len()), (2, 0), "nobody types that much");
    let beyond = CompletionRequest { q: "🎉si".to_owned(), caret: 99, ..CompletionRequest::default() };
    assert!(archive.complete(&beyond).is_empty());
    assert!(archive.complete(&CompletionRequest { caret: 1, ..beyond }).is_empty(), "within a character");
}

/// What begins as typed comes before what is visited more often and only holds it: a host with hundreds of pages must not stand in the way.
#[test]
fn beginnings_come_first_however_many_pages_others_have() {
    let mut archive = open(&Arc::<MemoryFiles>::default()).unwrap();
    let mut n = 0;
    let mut see_all = |host: &str, pages: u64| {
        for page in 0..pages {
            n += 1;
            see(&mut archive, n, &format!("https://{host}/{page}"), "en");
        }
    };
    for at in 0..9 {
        see_all(&format!("great{at}margate.example"), 5);
    }
    see_all("docs.marvel.example", 3);
    see_all("marmalade.example", 1);
    see_all("bücher.example", 2);
    for (n, name) in ["smart", "art", "modern art"].into_iter().enumerate() {
        for page in 0..3 - n {
            label(&mut archive, &format!("https://great0margate.example/{page}"), name);
        }
    }
    let first = |q: &str, most: usize| -> Vec<String> {
        offered(&archive, "en", q).into_iter().map(|one| one.shown).take(most).collect()
    };
    assert_eq!(first("site:mar", 2), ["marmalade.example", "docs.marvel.example"]);
    assert_eq!(offered(&archive, "en", "site:mar").len(), 8);
    assert_eq!(first("label:art", 3), ["modern art", "smart"]);
    assert_eq!(first("label:ar", 3), ["art", "modern art", "smart"]);
    assert_eq!(first("site:büch", 1), ["bücher.example"], "in letters, as people read it");
    assert_eq!(first("site:xn--b", 1), ["bücher.example"]);
}
