//! The index against a naive scan of the same pages, on random small collections and queries; and a parser that takes anything.
use crate::common::matched::matched;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::index::{Doc, Extent, Facts, Index, Sort, Want};
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::{Looking, Matchers, Terms, Words, highlight, parse, snippet};
use webmynd_engine::{CaptureNo, Millis};

const WORDS: [&str; 8] = ["ant", "bee", "beetle", "cat", "cattle", "dog", "emu", "fox"];

struct Odd;

impl Facts for Odd {
    fn page(&self, doc: u32) -> Option<u32> {
        (doc % 5 != 4).then_some(doc)
    }
    fn time(&self, no: CaptureNo) -> Millis {
        -Millis::from(no)
    }
    fn langs(&self) -> Vec<String> {
        Vec::new()
    }
}

#[derive(Clone, Debug)]
enum Ask {
    Words(Vec<usize>),
    Phrase(Vec<usize>),
    Either(usize, usize),
    Without(usize, usize),
    Prefix(String),
    Title(usize),
}

#[derive(Clone, Debug)]
struct Page {
    title: Vec<usize>,
    text: Vec<usize>,
}

fn said(words: &[usize]) -> Vec<&'static str> {
    words.iter().map(|word| WORDS[*word]).collect()
}

impl Page {
    fn has(&self, word: &str) -> bool {
        said(&self.title).contains(&word) || said(&self.text).contains(&word)
    }
}

impl Ask {
    fn text(&self) -> String {
        match self {
            Self::Words(words) => said(words).join(" ") + " ",
            Self::Phrase(words) => format!("\"{}\"", said(words).join(" ")),
            Self::Either(a, b) => format!("{} OR {} ", WORDS[*a], WORDS[*b]),
            Self::Without(a, b) => format!("{} -{} ", WORDS[*a], WORDS[*b]),
            Self::Prefix(start) => format!("{start}* "),
            Self::Title(word) => format!("title:{} ", WORDS[*word]),
        }
    }

    fn matches(&self, page: &Page, pages: &[Page]) -> bool {
        match self {
            Self::Words(words) => has_enough(&said(words), page, pages),
            Self::Phrase(words) => {
                [&page.title, &page.text].iter().any(|zone| zone.windows(words.len()).any(|w| w == words))
            }
            Self::Either(a, b) => page.has(WORDS[*a]) || page.has(WORDS[*b]),
            Self::Without(a, b) => page.has(WORDS[*a]) && !page.has(WORDS[*b]),
            Self::Prefix(start) => WORDS.iter().any(|word| word.starts_with(start) && page.has(word)),
            Self::Title(word) => page.title.contains(word),
        }
    }
}

/// Up to three words: the page has four fifths of what they say.
fn has_enough(words: &[&str], page: &Page, pages: &[Page]) -> bool {
    let idf = |word: &str| {
        let (n, df) = (pages.len() as f32, pages.iter().filter(|page| page.has(word)).count() as f32);
        ((n - df + 0.5) / (df + 0.5)).ln_1p()
    };
    let all: f32 = words.iter().map(|word| idf(word)).sum();
    let here: f32 = words.iter().filter(|word| page.has(word)).map(|word| idf(word)).sum();
    here >= 0.8 * all - 1e-5
}

fn ask() -> impl Strategy<Value = Ask> {
    let word = 0..WORDS.len();
    prop_oneof![
        prop::collection::vec(word.clone(), 1..4).prop_map(Ask::Words),
        prop::collection::vec(word.clone(), 2..4).prop_map(Ask::Phrase),
        (word.clone(), word.clone()).prop_map(|(a, b)| Ask::Either(a, b)),
        (word.clone(), word.clone()).prop_map(|(a, b)| Ask::Without(a, b)),
        "[a-f][a-t]{0,2}".prop_map(Ask::Prefix),
        word.prop_map(Ask::Title),
    ]
}

fn page() -> impl Strategy<Value = Page> {
    let words = |most| prop::collection::vec(0..WORDS.len(), 0..most);
    // The text repeats the title: then the number of pages with a word, which the index only bounds, is exact.
    (words(3), words(8)).prop_map(|(title, text)| Page { text: [title.clone(), text].concat(), title })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_a_scan_finds(pages in prop::collection::vec(page(), 1..40), asks in prop::collection::vec(ask(), 8), commits in 1..12_usize) {
        let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
        for (no, page) in pages.iter().enumerate() {
            let (title, text) = (said(&page.title).join(" "), said(&page.text).join(" "));
            index.add(&Doc { no: no as u32, title: &title, text: &text, ..Doc::default() }).unwrap();
            if no % commits == commits - 1 {
                index.commit(b"").unwrap();
                index.tend(&|_| true).unwrap();
            }
        }
        for ask in asks {
            let query = parse(&ask.text(), 0, 0);
            let want = Want { sort: Sort::Newest, most: 6, extent: Extent::Total };
            let found = index.search(&query, &Odd, want).unwrap();
            let scan: Vec<_> = (0..pages.len() as u32).filter(|no| Odd.page(*no).is_some() && ask.matches(&pages[*no as usize], &pages)).collect();
            if scan.is_empty() {
                prop_assert!(found.total == 0 || found.forgiving, "{ask:?}");
                continue;
            }
            prop_assert_eq!(&matched(&index, &ask.text(), &Odd).0, &scan, "{:?}", ask);
            prop_assert_eq!(found.total, scan.len());
            let top: Vec<_> = found.top.iter().map(|(no, _)| *no).collect();
            prop_assert_eq!(top, scan.iter().copied().take(6).collect::<Vec<_>>());
            let best = index.search(&query, &Odd, Want { sort: Sort::Best, most: 100, extent: Extent::Total }).unwrap();
            let exact: BTreeSet<_> = best.top.iter().take(scan.len()).map(|(no, _)| *no).collect();
            prop_assert_eq!(exact, scan.into_iter().collect::<BTreeSet<_>>(), "all words come first");
        }
    }

    #[test]
    fn any_text_is_a_query(text in "(\\PC| |\"|-|OR |site:|on:|before:last |[0-9.:*-]){0,24}", page in "\\PC{0,200}", max in 0..80_usize) {
        let query = parse(&text, 1_795_176_000_000, 60);
        for complaint in &query.complaints {
            prop_assert_eq!(text.get(complaint.at..complaint.at + complaint.what.len()), Some(complaint.what.as_str()));
        }
        let terms = Terms::of(&query);
        for lang in ["", "en", "th"] {
            let lit: String = highlight(&mut Matchers::new(&terms), &page, lang).into_iter().map(|span| span.text).collect();
            let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(single(&lit), single(&page));
            for [main, rest] in [[page.as_str(), &text], [&text, &page]] {
                snippet(&mut Matchers::new(&terms), Words { title: &text, main, rest, lang }, max, &mut Looking { left: 0, looked: 0 });
            }
        }
    }
}
