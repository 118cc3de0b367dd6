//! What is shown of a page that was found: of its article as far as that has the words, over real pages where they are present and our own
//! article everywhere. Bytes that are looked at are counted.
use crate::common::model::{hex, open};
use crate::common::request::request;
use crate::common::skipped::corpus;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchAnswer};
use webmynd_engine::page::Seen;
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::{Matchers, Terms, highlight, parse};

const NOW: i64 = 1_795_176_000_000;
const OUR_OWN: &str = include_str!("extraction/samples/article.html");
/// Words of each kind that are asked of each page.
const ASKED: usize = 4;

/// A page in a memory of its own.
struct Page {
    archive: Archive,
    title: String,
    main: String,
    rest: String,
    lang: String,
}

/// A page's words by where they stand; of those of the rest alone, the article and the title have none that begins alike.
struct Placed {
    both: Vec<String>,
    rest_alone: Vec<String>,
}

impl Page {
    fn of(html: String) -> Option<Self> {
        let mut archive = open(&Arc::new(MemoryFiles::default())).unwrap();
        let seen = Seen { id: hex(1), at: NOW, url: "https://site.example/".into(), html, ..Seen::default() };
        archive.remember(&seen).ok()?;
        let (title, words) = archive.text(0).unwrap()?;
        let lang = archive.caption(0).unwrap()?.lang;
        Some(Self { archive, title, main: words.text, rest: words.rest, lang })
    }

    fn ask(&self, q: &str) -> SearchAnswer {
        self.archive.search(&request(q, NOW)).unwrap()
    }

    /// Whether a text has a word, by its stem, or one that begins like it, also within another.
    fn has(&self, text: &str, word: &str) -> bool {
        let terms = Terms::of(&parse(&format!("{word} "), NOW, 0));
        let begins = word.get(..4).unwrap_or(word);
        text.to_lowercase().contains(begins)
            || highlight(&mut Matchers::new(&terms), text, &self.lang).iter().any(|span| span.lit)
    }

    fn placed(&self) -> Placed {
        let [main, rest] = [&self.main, &self.rest].map(|text| words(text));
        let both = main.iter().filter(|word| rest.contains(*word) && !self.has(&self.title, word));
        let is_alone = |word: &&String| [&self.main, &self.title].iter().all(|text| !self.has(text, word));
        let alone = rest.iter().filter(is_alone);
        let some = |found: Vec<&String>| {
            let step = found.len().div_ceil(ASKED).max(1);
            found.into_iter().step_by(step).cloned().collect()
        };
        Placed { both: some(both.collect()), rest_alone: some(alone.collect()) }
    }
}

/// The words of a text in lower case: of five to sixteen letters of English, so that one word is one in every language.
fn words(text: &str) -> BTreeSet<String> {
    let plain = text.split(|c: char| !c.is_alphanumeric());
    let is_word = |word: &&str| {
        (5..=16).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && !["order", "under"].contains(word)
    };
    plain.filter(is_word).map(str::to_owned).collect()
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is shown of the one hit, in its pieces, and whether something in each is lit.
fn pieces(answer: &SearchAnswer) -> Vec<(String, bool)> {
    let hit = &answer.hits[0];
    let marked = hit
        .snippet
        .iter()
        .map(|span| if span.lit { format!("\u{1}{}\u{2}", span.text) } else { span.text.clone() });
    let marked: String = marked.collect();
    let piece = |piece: &str| {
        let plain = piece.replace(['\u{1}', '\u{2}'], "");
        (single_spaced(plain.trim_matches(['…', ' '])), piece.contains('\u{1}'))
    };
    marked.split(" … ").map(piece).collect()
}

/// Whether all that is shown stands in a text, and something is lit.
fn is_of(text: &str, shown: &[(String, bool)]) -> bool {
    shown.iter().all(|(piece, _)| text.contains(piece)) && shown.iter().any(|(_, is_lit)| *is_lit)
}

/// Holds a page against what is promised; how many questions it was asked.
fn check(name: &str, page: &Page) -> usize {
    let (main, rest) = (single_spaced(&page.main), single_spaced(&page.rest));
    let placed = page.placed();
    let few = page.title.len() + page.main.len();
    for word in &placed.both {
        let answer = page.ask(&format!("{word} "));
        assert!(is_of(&main, &pieces(&answer)), "{name}: {word} is shown of the rest: {:?}", pieces(&answer));
        assert!(answer.looked <= few, "{name}: {word}: nothing of the rest is looked at");
    }
    for word in &placed.rest_alone {
        let answer = page.ask(&format!("{word} "));
        let shown = pieces(&answer);
        assert!(is_of(&rest, &shown), "{name}: {word} stands in the rest alone: {shown:?}");
        assert!(answer.looked <= few + page.rest.len());
    }
    for (one, other) in placed.both.iter().zip(&placed.rest_alone) {
        let shown = pieces(&page.ask(&format!("{one} {other} ")));
        let [(first, _), .., (last, _)] = &shown[..] else { panic!("{name}: {one} {other}: {shown:?}") };
        assert!(main.contains(first) && rest.contains(last), "{name}: {one} {other}: {shown:?}");
        assert!(shown.iter().any(|(_, is_lit)| *is_lit));
    }
    placed.both.len() + placed.rest_alone.len()
}

fn real_pages(folder: &Path) -> Vec<PathBuf> {
    let sources = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = sources.filter(|path| path.is_dir()).flat_map(|source| std::fs::read_dir(source).unwrap());
    let mut pages: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    pages.sort();
    pages
}

#[test]
fn real_pages_are_shown_by_their_articles() {
    let Some(folder) = corpus("pages") else { return };
    let (mut asked, mut pages) = (0, 0);
    // Each third: the pages of every source are among them.
    for path in real_pages(&folder).iter().step_by(3) {
        let html = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let Some(page) = Page::of(html) else { continue };
        asked += check(&path.display().to_string(), &page);
        pages += 1;
    }
    println!("{pages} pages, {asked} questions");
    assert!(pages > 80 && asked > 300, "{pages} pages, {asked} questions");
}

#[test]
fn our_own_article_is_shown_by_its_words() {
    let page = Page::of(OUR_OWN.to_owned()).unwrap();
    assert!(check("our own", &page) > 0);
    let shown = |q: &str| pieces(&page.ask(q));
    let [(baker, true)] = &shown("ferry ")[..] else { panic!("{:?}", shown("ferry ")) };
    assert!(single_spaced(&page.main).contains(baker));
}

/// An answer with long pages: each is looked at as far as the first place that says what was asked.
#[test]
fn an_answer_looks_at_little_of_long_pages() {
    let mut archive = open(&Arc::new(MemoryFiles::default())).unwrap();
    let long =
        format!("<article><p>The ferry is late. {}</p></article>", "And so on, and so on. ".repeat(40_000));
    for n in 1..=10 {
        let url = format!("https://site.example/{n}");
        let html = format!("<nav><a href='/'>Ferry {n}</a></nav>{long}<p>{n}");
        archive.remember(&Seen { id: hex(n), at: NOW, url, html, ..Seen::default() }).unwrap();
    }
    let answer = archive.search(&request("ferry ", NOW)).unwrap();
    assert_eq!(answer.hits.len(), 10);
    assert!(answer.looked < 10 * 1_000, "{} bytes were looked at", answer.looked);
}

/// Whoever asks "did you mean" goes by what is lit: signs about a word that stands nowhere keep no near word from it.
#[test]
fn signs_about_a_typo_are_no_part_of_it() {
    let page =
        Page::of("<title>Sense</title><article><p>It is but common sense, and no more.</p></article>".into());
    let page = page.unwrap();
    for q in ["COMON! ", "(COMON) ", "comon, ", "comon… "] {
        let answer = page.ask(q);
        let lit = answer.hits[0].snippet.iter().find(|span| span.lit).map(|span| span.text.as_str());
        assert_eq!((answer.forgiving, lit), (true, Some("common")), "{q}");
    }
}
