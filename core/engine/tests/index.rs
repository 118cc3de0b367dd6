//! The index over memory files: what is added is found, what is committed comes back, what is purged is gone.
use crate::common::matched::matched;
use std::sync::Arc;
use webmynd_engine::index::{Doc, Extent, Facts, Found, Index, Sort, Want};
use webmynd_engine::ports::{Files, MemoryFiles};
use webmynd_engine::query::parse;
use webmynd_engine::{CaptureNo, ErrorKind, Millis};

struct All<'a>(&'a [&'a str]);

impl Facts for All<'_> {
    fn page(&self, doc: u32) -> Option<u32> {
        Some(doc)
    }
    fn time(&self, no: CaptureNo) -> Millis {
        Millis::from(no)
    }
    fn langs(&self) -> Vec<String> {
        self.0.iter().map(|lang| (*lang).to_owned()).collect()
    }
}

fn search(index: &Index, query: &str) -> Found {
    let want = Want { sort: Sort::Best, most: 10, extent: Extent::Total };
    index.search(&parse(query, 0, 0), &All(&["en", "de", "zh", "th"]), want).unwrap()
}

/// What matches as typed.
fn numbers(index: &Index, query: &str) -> Vec<CaptureNo> {
    let (all, is_forgiving) = near(index, query);
    if is_forgiving { Vec::new() } else { all }
}

/// What matches as typed or nearly, and whether it is nearly.
fn near(index: &Index, query: &str) -> (Vec<CaptureNo>, bool) {
    let (all, is_forgiving) = matched(index, query, &All(&["en", "de", "zh", "th"]));
    assert_eq!(search(index, query).forgiving, is_forgiving, "{query}");
    (all, is_forgiving)
}

fn page<'a>(no: CaptureNo, title: &'a str, text: &'a str, lang: &'a str) -> Doc<'a> {
    Doc {
        no,
        title,
        text,
        rest: "menu imprint",
        url: "https://news.example.org/a/path",
        site: "Example News",
        lang,
    }
}

fn small() -> (Arc<MemoryFiles>, Index) {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    index.add(&page(0, "Cats", "Two black cats were running home", "en")).unwrap();
    index.add(&page(1, "Dogs", "A black dog ran", "en")).unwrap();
    index.add(&page(2, "Häuser", "Die schwarzen Katzen laufen zum Haus", "de")).unwrap();
    index.add(&page(3, "搜索", "我们使用搜索引擎", "zh")).unwrap();
    index.add(&page(4, "Universities", "The university of the universe, and a café", "en")).unwrap();
    (files, index)
}

fn check_small(index: &Index) {
    let cases: [(&str, &[CaptureNo]); 23] = [
        ("cat ", &[0]),
        ("black ", &[0, 1]),
        ("black -dog ", &[0]),
        ("cats OR dogs ", &[0, 1]),
        ("\"black cats\" ", &[0]),
        ("\"cats black\" ", &[]),
        ("\"two bla", &[0]),
        ("haus ", &[2]),
        ("搜索引擎 ", &[3]),
        ("搜 ", &[3]),
        ("擎 ", &[3]),
        ("cafe ", &[4]),
        ("title:cat ", &[0]),
        ("title:black ", &[]),
        ("site:example.org ", &[0, 1, 2, 3, 4]),
        ("site:example ", &[0, 1, 2, 3, 4]),
        ("site:ample.org ", &[]),
        ("lang:de ", &[2]),
        ("lang:en black -lang:de ", &[0, 1]),
        ("url:example.org/a/path cat ", &[0]),
        ("imprint ", &[0, 1, 2, 3, 4]),
        ("univers* ", &[4]),
        ("", &[0, 1, 2, 3, 4]),
    ];
    for (query, expected) in cases {
        assert_eq!(numbers(index, query), expected, "{query}");
    }
    for typed in ["u", "un", "univ", "univers", "universi", "universit", "university"] {
        assert_eq!(numbers(index, typed), [4], "{typed}");
    }
}

#[test]
fn what_is_added_is_found_at_once_and_after_commit_and_reopening() {
    let (files, mut index) = small();
    check_small(&index);
    assert_eq!(index.pending(), 5);
    index.commit(b"mark").unwrap();
    assert_eq!(index.pending(), 0);
    check_small(&index);
    let index = Index::open(files).unwrap();
    check_small(&index);
    assert_eq!(index.mark(), b"mark");
    assert_eq!(index.numbers().unwrap(), [0, 1, 2, 3, 4]);
    index.verify().unwrap();
    assert!(index.bytes() > 0);
}

#[test]
fn typos_are_forgiven_only_when_nothing_matches() {
    let (_, index) = small();
    assert!(!near(&index, "running ").1);
    assert_eq!(near(&index, "univrsity "), (vec![4], true));
    assert_eq!(near(&index, "running zeppelin "), (vec![0], true), "one word is missing");
    assert_eq!(near(&index, "qqqqqq "), (vec![], false));
}

#[test]
fn a_typo_is_near_the_word_though_the_index_holds_its_stem() {
    let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
    for (no, text) in ["the boundary layer of a wing", "stiffeners of aerodynamics", "die Brücken am Hafen"]
        .into_iter()
        .enumerate()
    {
        let lang = if no == 2 { "de" } else { "en" };
        index.add(&page(no as u32, "", text, lang)).unwrap();
    }
    let cases =
        [("boundry ", 0), ("stifeners ", 1), ("stiffners ", 1), ("aerodinamics ", 1), ("brükcen ", 2)];
    for (typed, no) in cases {
        assert_eq!(near(&index, typed), (vec![no], true), "{typed}");
    }
}

#[test]
fn many_small_additions_and_merges_find_the_same() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    for no in 0..200 {
        let text = format!("common word{} text", no % 7);
        index.add(&page(no, "t", &text, "en")).unwrap();
        let dead = usize::from(no >= 3 && numbers(&index, "common ").iter().all(|no| *no != 3));
        assert_eq!(numbers(&index, "common ").len() + dead, no as usize + 1);
        if no % 9 == 0 {
            index.commit(&no.to_le_bytes()).unwrap();
            while index.tend(&|no| no != 3).unwrap() {}
        }
    }
    index.commit(b"end").unwrap();
    let expected: Vec<_> = (0..200).filter(|no| no % 7 == 3 && *no != 3).collect();
    assert_eq!(numbers(&index, "word3 "), expected);
    assert!(files.list().unwrap().len() <= 8, "{:?}", files.list());
    let newest = Want { sort: Sort::Newest, most: 4, extent: Extent::Total };
    let found = index.search(&parse("common ", 0, 0), &All(&["en"]), newest).unwrap();
    assert_eq!(found.top.iter().map(|(no, _)| *no).collect::<Vec<_>>(), [199, 198, 197, 196]);
    assert_eq!(found.total, 199);
}

#[test]
fn no_word_of_a_purged_page_remains() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    for no in 0..20 {
        index.add(&page(no, "t", if no == 7 { "canaryword secret" } else { "plain words" }, "")).unwrap();
        if no % 5 == 4 {
            index.commit(b"").unwrap();
        }
    }
    let holds = |word: &str| {
        files.list().unwrap().iter().any(|file| {
            let mut bytes = vec![0; file.len as usize];
            files.read(&file.name, 0, &mut bytes).unwrap();
            bytes.windows(word.len()).any(|w| w == word.as_bytes())
        })
    };
    assert!(holds("canaryword"));
    while index.purge(&|no| no != 7).unwrap() {}
    assert!(!holds("canaryword"));
    assert_eq!(index.numbers().unwrap().len(), 19);
    while index.purge(&|_| false).unwrap() {}
    assert_eq!(index.bytes(), 0);
    assert!(numbers(&index, "plain ").is_empty());
    let index = Index::open(files).unwrap();
    assert!(index.numbers().unwrap().is_empty());
}

#[test]
fn every_damaged_byte_is_seen() {
    let (files, mut index) = small();
    index.commit(b"mark").unwrap();
    let name = "seg-000000.idx";
    let len = files.list().unwrap().iter().find(|f| f.name == name).unwrap().len;
    for at in 0..len {
        let mut byte = [0];
        files.read(name, at, &mut byte).unwrap();
        files.write(name, at, &[byte[0] ^ 0x10]).unwrap();
        let seen = Index::open(files.clone()).and_then(|index| index.verify());
        assert_eq!(seen.unwrap_err().kind, ErrorKind::Corrupt, "byte {at}");
        files.write(name, at, &byte).unwrap();
    }
    files.cut(name, len - 1).unwrap();
    assert!(Index::open(files.clone()).is_err());
    let fresh = Index::fresh(files.clone()).unwrap();
    assert!(fresh.numbers().unwrap().is_empty());
    assert!(files.list().unwrap().is_empty());
}

#[test]
fn damage_met_while_searching_or_merging_is_an_error_never_a_wrong_answer() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    for no in 0..3_000_u32 {
        let text = format!("common words stand here with {} and {}", no % 97, no.wrapping_mul(2_654_435_761));
        index.add(&page(no, "title", &text, "en")).unwrap();
    }
    index.commit(b"").unwrap();
    let queries = ["common ", "\"common words\" ", "13 ", "2* ", "site:example.org ", "titel "];
    let answers: Vec<_> = queries.iter().map(|query| search(&index, query)).collect();
    let (name, len) = files
        .list()
        .unwrap()
        .iter()
        .find(|f| f.name.starts_with("seg"))
        .map(|f| (f.name.clone(), f.len))
        .unwrap();
    let mut seen = 0;
    for at in (0..len).step_by(5_003) {
        let mut byte = [0];
        files.read(&name, at, &mut byte).unwrap();
        files.write(&name, at, &[!byte[0]]).unwrap();
        if let Ok(mut index) = Index::open(files.clone()) {
            for (query, answer) in queries.iter().zip(&answers) {
                let want = Want { sort: Sort::Best, most: 10, extent: Extent::Total };
                match index.search(&parse(query, 0, 0), &All(&["en", "de", "zh", "th"]), want) {
                    Ok(found) => assert_eq!(&found, answer, "byte {at}"),
                    Err(error) => assert_eq!(error.kind, ErrorKind::Corrupt),
                }
                seen += 1;
            }
            let mut purged = Ok(true);
            while purged == Ok(true) {
                purged = index.purge(&|no| no != 5);
            }
            assert_eq!(purged.unwrap_err().kind, ErrorKind::Corrupt, "byte {at}");
        }
        files.write(&name, at, &byte).unwrap();
    }
    assert!(seen > 50, "{seen}");
    Index::open(files).unwrap().verify().unwrap();
}
