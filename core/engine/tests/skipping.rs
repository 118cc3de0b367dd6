//! What cannot be among the best is passed over: the answer is the one that all documents give. And segments that are merged in slices,
//! while pages come and queries are asked, left half-way, taken up again.
use crate::common::matched::matched;
use std::sync::Arc;
use webmynd_engine::index::{
    Doc, Extent, Facts, Found, Index, MOST_STANDING, Sort, USUAL_STANDING, Want, Work,
};
use webmynd_engine::ports::{Files, MemoryFiles};
use webmynd_engine::query::parse;
use webmynd_engine::{CaptureNo, Millis};

struct Some97;

impl Facts for Some97 {
    /// Some documents are gone, some are versions of one page.
    fn page(&self, doc: u32) -> Option<u32> {
        (!doc.is_multiple_of(97)).then_some(if doc.is_multiple_of(11) { doc / 110 } else { 1_000_000 + doc })
    }
    fn time(&self, doc: CaptureNo) -> Millis {
        Millis::from(doc)
    }
    /// Some stand out, the others hardly.
    fn standing(&self, _page: u32, doc: u32) -> f32 {
        if self.may_stand_out(doc) {
            MOST_STANDING
        } else {
            1.0 + (USUAL_STANDING - 1.0) * (doc % 7) as f32 / 6.0
        }
    }
    fn may_stand_out(&self, doc: u32) -> bool {
        doc.is_multiple_of(13)
    }
    fn langs(&self) -> Vec<String> {
        vec!["en".into(), "de".into()]
    }
}

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    /// A word: those with low numbers stand everywhere, most seldom.
    fn word(&mut self) -> String {
        let most = [4, 20, 200, 3_000][self.below(4) as usize];
        format!("w{}x", self.below(most))
    }

    fn text(&mut self, most: u64) -> String {
        let words = 1 + self.below(most);
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// Documents `from..to`, committed so many at a time.
fn fill(index: &mut Index, from: u32, to: u32, at_once: u32) {
    for no in from..to {
        let mut dice = Dice(u64::from(no) << 20);
        let long = [10, 60, 400][dice.below(3) as usize];
        let (title, text, rest) = (dice.text(5), dice.text(long), dice.text(80));
        let lang = if no % 3 == 0 { "de" } else { "en" };
        let doc = Doc {
            no,
            title: &title,
            text: &text,
            rest: &rest,
            url: "https://a.example/w3x",
            site: "a",
            lang,
        };
        index.add(&doc).unwrap();
        if (no + 1) % at_once == 0 {
            index.commit(b"").unwrap();
        }
    }
}

fn queries() -> Vec<String> {
    let mut dice = Dice(7);
    let mut queries: Vec<String> = (0..30).map(|_| format!("{} ", dice.word())).collect();
    queries.extend((0..30).map(|_| format!("{} {} ", dice.word(), dice.word())));
    queries.extend((0..15).map(|_| format!("{} {} {} ", dice.word(), dice.word(), dice.word())));
    queries.extend((0..10).map(|_| format!("{} OR {} ", dice.word(), dice.word())));
    queries.extend((0..10).map(|_| format!("{} -{} ", dice.word(), dice.word())));
    queries.extend((0..10).map(|_| format!("\"{} {}\" {} ", dice.word(), dice.word(), dice.word())));
    queries
        .extend(["w123", "w234", "w3x site:a.example ", "title:w0x w1x ", "lang:de w2x "].map(str::to_owned));
    queries.extend((0..5).map(|_| dice.text(12)));
    queries
}

fn ask(index: &Index, query: &str, most: usize, extent: Extent) -> Found {
    index.search(&parse(query, 0, 0), &Some97, Want { sort: Sort::Best, most, extent }).unwrap()
}

/// How many of the answers did not need all documents; each is the one that all give.
fn passed_over(index: &Index) -> usize {
    let mut passed = 0;
    for query in queries() {
        for most in [1, 10, 100] {
            let (best, all) =
                (ask(index, &query, most, Extent::Best), ask(index, &query, most, Extent::Total));
            assert!(all.is_counted);
            assert_eq!((&best.top, &best.loose), (&all.top, &all.loose), "{query} {most}");
            assert!(best.total <= all.total);
            assert!(best.total == all.total || !best.is_counted, "{query} {most}");
            passed += usize::from(best.total < all.total);
        }
    }
    // A beginning of more words than are looked for first: its answer is one of what matches, and does not call itself counted.
    for (query, most) in ["w1", "w2"].into_iter().flat_map(|query| [1, 10, 100].map(|most| (query, most))) {
        let (best, all) = (ask(index, query, most, Extent::Best), ask(index, query, most, Extent::Total));
        assert!(all.is_counted && !best.is_counted && best.total <= all.total, "{query} {most}");
        assert_eq!(best.top.len(), all.top.len(), "{query} {most}");
        assert!(best.top.iter().zip(&all.top).all(|(one, wins)| one.1 <= wins.1), "{query} {most}");
    }
    passed
}

#[test]
fn what_cannot_win_is_passed_over_and_nothing_else() {
    let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
    fill(&mut index, 0, 6_000, 1_500);
    assert!(passed_over(&index) > 30);
    while index.tend(&|no| no % 97 != 0).unwrap() {}
    fill(&mut index, 6_000, 6_100, 1_000);
    assert!(passed_over(&index) > 60);
    // Of one word that stands nearly everywhere few documents are looked at one by one.
    for query in ["w0x ", "w1x ", "w2"] {
        let looked = |extent| ask(&index, query, 10, extent).work.documents;
        let (best, all) = (looked(Extent::Best), looked(Extent::Total));
        assert!(all > 1_000 && best * 4 < all, "{query}: {best} of {all}");
    }
}

#[test]
fn merging_in_slices_goes_on_beside_everything_else() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    fill(&mut index, 0, 3_000, 1_000);
    let query = |index: &Index| matched(index, "w3x w5x ", &Some97).0;
    let (mut slices, mut next) = (0, 3_000);
    while index.tend(&|_| true).unwrap() {
        slices += 1;
        if index.is_rewriting() && next < 3_050 {
            fill(&mut index, next, next + 10, 10);
            next += 10;
        }
        assert!(query(&index).iter().any(|no| *no >= 3_000));
    }
    assert!(slices > 4, "{slices}");
    assert_eq!(index.numbers().unwrap(), (0..next).collect::<Vec<_>>());
    // It is as if there had never been but one segment, and no half one is left.
    let mut whole = Index::open(Arc::new(MemoryFiles::default())).unwrap();
    fill(&mut whole, 0, next, 10_000);
    whole.commit(b"").unwrap();
    assert_eq!(query(&whole), query(&index));
    let best = |index: &Index| {
        let found = ask(index, "w3x w5x ", 50, Extent::Total);
        Found { work: Work::default(), ..found }
    };
    assert_eq!(best(&whole), best(&index));
    assert_eq!(held(&files), index.bytes());
}

#[test]
fn committing_in_slices_goes_on_beside_everything_else() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    fill(&mut index, 0, 500, 500);
    fill(&mut index, 500, 2_500, 10_000);
    let query = |index: &Index| matched(index, "w3x w5x ", &Some97).0;
    let (mut slices, mut next) = (0, 2_500);
    index.begin_commit(b"2500").unwrap();
    loop {
        // What came later is found, and is not in this commit; a process that ends here has what it had before.
        fill(&mut index, next, next + 10, 10_000);
        next += 10;
        assert!(query(&index).iter().any(|no| *no >= 2_500));
        assert_eq!(index.numbers().unwrap().len(), next as usize);
        let left = Arc::new(files.copy());
        let reopened = Index::open(left.clone()).unwrap();
        assert_eq!((reopened.numbers().unwrap().len(), reopened.mark()), (500, &b""[..]));
        assert_eq!(held(&left), reopened.bytes());
        slices += 1;
        if !index.commit_some().unwrap() {
            break;
        }
    }
    assert!(slices > 4, "{slices}");
    assert_eq!((index.pending(), index.mark()), (next as usize - 2_500, &b"2500"[..]));
    // One that was begun is ended before the next; erasing waits for neither.
    index.begin_commit(b"some").unwrap();
    index.commit(b"all").unwrap();
    while index.purge(&|no| no != 700).unwrap() {}
    while index.tend(&|no| no != 700).unwrap() {}
    let reopened = Index::open(files.clone()).unwrap();
    assert_eq!(reopened.mark(), b"all");
    assert_eq!(reopened.numbers().unwrap(), (0..next).filter(|no| *no != 700).collect::<Vec<_>>());
    assert_eq!(query(&index), query(&reopened));
    assert_eq!(held(&files), index.bytes());
}

/// Bytes of all segments.
fn held(files: &MemoryFiles) -> u64 {
    files.list().unwrap().iter().filter(|file| file.name.starts_with("seg-")).map(|file| file.len).sum()
}

#[test]
fn a_process_that_ends_while_merging_leaves_all_as_it_was() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    fill(&mut index, 0, 3_000, 1_000);
    // How many documents have a word is known about: scores differ a little by how they lie in segments.
    let answer = |index: &Index| {
        let found = ask(index, "w3x w5x ", 50, Extent::Total);
        (matched(index, "w3x w5x ", &Some97).0, found.top.iter().map(|(doc, _)| *doc).collect::<Vec<_>>())
    };
    let before = answer(&index);
    let bytes = index.bytes();
    let mut slices = 0;
    while index.bytes() == bytes {
        slices += 1;
        index = Index::open(files.clone()).unwrap();
        assert_eq!(held(&files), bytes);
        for _ in 0..slices {
            index.tend(&|_| true).unwrap();
        }
        assert_eq!(answer(&index), before);
    }
    assert!(slices > 4, "{slices}");
    // The old segments leave one by one.
    while index.tend(&|_| true).unwrap() {}
    assert_eq!(held(&files), index.bytes());
}

#[test]
fn what_is_erased_while_segments_are_merged_is_gone() {
    let files = Arc::new(MemoryFiles::default());
    let mut index = Index::open(files.clone()).unwrap();
    fill(&mut index, 0, 3_000, 1_000);
    let mut slices = 0;
    while index.tend(&|_| true).unwrap() && slices < 5 {
        slices += 1;
    }
    assert!(index.is_rewriting());
    let mut purges = 0;
    while index.purge(&|no| no % 7 != 0).unwrap() {
        purges += 1;
        // What comes meanwhile stays; what is asked meanwhile is answered.
        assert!(ask(&index, "w3x ", 10, Extent::Total).total > 0);
    }
    assert!(purges > 5, "{purges}");
    assert!(index.numbers().unwrap().iter().all(|no| no % 7 != 0));
    while index.tend(&|no| no % 7 != 0).unwrap() {}
    assert_eq!(index.numbers().unwrap().len(), (0..3_000).filter(|no| no % 7 != 0).count());
    assert_eq!(Index::open(files).unwrap().numbers().unwrap(), index.numbers().unwrap());
}
