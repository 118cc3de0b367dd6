//! What the world brings and nobody meant: one page in 20,000 versions, one address seen a million times, 400 languages, a clock ten
//! years back, a phrase of 49,000 characters. Nothing is lost by it, and what one more costs does not grow with what is there.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, seen};
use crate::common::request::request;
use crate::common::secret::{NOW, tend, total};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, SearchAnswer, Which};
use webmynd_engine::page::{RememberedKind, Seen};
use webmynd_engine::ports::Files;

const DAY: i64 = 86_400_000;
const URL: &str = "https://one.example/page";

fn search(archive: &Archive, q: &str) -> SearchAnswer {
    archive.search(&request(q, NOW)).unwrap()
}

/// A word of letters alone for each number: figures of clocks and counters make no version.
fn word(mut n: usize) -> String {
    let mut word = String::from("q");
    for _ in 0..5 {
        word.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    word
}

fn import(archive: &mut Archive, lines: impl Iterator<Item = serde_json::Value>) {
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    for (at, some) in lines.chunks(1_000).enumerate() {
        let report = archive.import(&some.join("\n"), at as u64 * 1_000 + 1, NOW).unwrap().report;
        assert!(report.bad.is_empty(), "{:?}", report.bad.first());
    }
}

fn bytes(files: &FaultyFiles) -> u64 {
    files.list().unwrap().iter().filter(|file| file.name.ends_with(".wmj")).map(|file| file.len).sum()
}

fn visit(id: usize, text: &str) -> Seen {
    let html = format!(
        "<html><head><title>One page</title></head><body><article><p>{text}</p></article></body></html>"
    );
    let page = seen(id as u64, NOW + id as i64, 1, 1);
    Seen { url: URL.into(), title: "One page".into(), html, ..page }
}

#[test]
fn a_page_of_20_000_versions() {
    const MANY: usize = 20_000;
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let line = |n: usize| serde_json::json!({ "id": hex(n as u64), "url": URL, "title": "One page", "text": word(n), "lang": "en", "time": NOW - (MANY - n) as i64 * 1_000 });
    import(&mut archive, (0..100).map(line));
    let mut walked = archive.catalog().walked();
    let mut walks = |archive: &Archive| {
        let before = std::mem::replace(&mut walked, archive.catalog().walked());
        walked - before
    };
    let mut twice = |archive: &mut Archive, id: usize| {
        let text = format!("These words are new, {} and {}.", word(id), word(id + 1));
        assert_eq!(archive.remember(&visit(id, &text)).unwrap().kind, RememberedKind::Version);
        assert_eq!(archive.remember(&visit(id + 1, &text)).unwrap().kind, RememberedKind::Revisit);
        walks(archive)
    };
    let few = twice(&mut archive, 1_000_000);
    import(&mut archive, (100..MANY).map(line));
    twice(&mut archive, 2_000_000);
    assert_eq!(twice(&mut archive, 3_000_000), few, "one more costs what it cost among few");

    let answer = search(&archive, "page ");
    assert_eq!((answer.total, answer.hits.len()), (1, 1), "a page is found once");
    assert_eq!(total(&archive, &format!("{} ", word(MANY / 2))), 1, "by what an old version said, too");
    let hit = &search(&archive, &format!("{} ", word(7))).hits[0];
    let (title, words) = archive.text(hit.ordinal).unwrap().unwrap();
    assert_eq!((title.as_str(), words.text.trim()), ("One page", word(7).as_str()), "and opened as it was");

    let forgot = archive.mutate(&Which::Page { page: URL.into() }, &Change::Forget, NOW).unwrap();
    assert_eq!(total(&archive, "page "), 0);
    archive.forget_now(forgot.op, NOW).unwrap();
    tend(&mut archive, NOW);
    assert_eq!((archive.catalog().visits().len(), archive.catalog().captures().len()), (0, 0));
    assert!(archive.catalog().walked() < 200_000, "{}", archive.catalog().walked());
}

#[test]
fn an_address_seen_a_million_times() {
    const MANY: usize = 1_000_000;
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let text = "These words stand on the page each time that it is seen by anyone.";
    let page = |from: usize, to: usize| {
        let visits: Vec<_> = (from..to)
            .map(|n| serde_json::json!({ "id": hex(n as u64), "at": NOW - (MANY - n) as i64 * 1_000 }))
            .collect();
        serde_json::json!({ "url": URL, "title": "One page", "text": text, "lang": "en", "visits": visits })
    };
    let one_more = |archive: &mut Archive, id: usize| {
        let (before, walked) = (bytes(&files), archive.catalog().walked());
        assert_eq!(archive.remember(&visit(id, text)).unwrap().kind, RememberedKind::Revisit);
        (bytes(&files) - before, archive.catalog().walked() - walked)
    };
    import(&mut archive, std::iter::once(page(0, 100)));
    let few = one_more(&mut archive, 10 * MANY);
    import(&mut archive, std::iter::once(page(100, MANY)));
    let many = one_more(&mut archive, 10 * MANY + 1);
    assert!(many.0 <= few.0 + 16 && many.1 <= few.1 + 1, "{few:?}, and {many:?} among many");
    assert_eq!(archive.status().visits as usize, MANY + 2);
    for q in ["page ", "seen anyone ", "on:2026 OR is:webmark "] {
        let answer = search(&archive, q);
        assert_eq!((answer.total, answer.hits.len()), (1, 1), "{q}");
    }
    let answer = search(&archive, "words ");
    assert!(answer.work.documents < 10, "captures are looked at, not visits: {:?}", answer.work);
    assert_eq!(answer.hits[0].ordinal as usize, MANY + 1, "the newest visit stands for all");
}

#[test]
fn four_hundred_languages() {
    const LANGS: usize = 400;
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let lang = |n: usize| format!("q{}{}", letter(n / 26), letter(n));
    let line = |n: usize| {
        let text = format!("common {} words of a page {}", word(n), word(n + 10_000));
        serde_json::json!({ "id": n.to_string(), "url": format!("https://l{n}.example/"), "title": word(n), "text": text, "lang": lang(n) })
    };
    import(&mut archive, (0..LANGS).map(line));
    for committed in [false, true] {
        assert_eq!(archive.catalog().languages().len(), LANGS);
        assert_eq!(total(&archive, "common "), LANGS);
        assert_eq!(total(&archive, &format!("lang:{} ", lang(123))), 1);
        let answer = search(&archive, &format!("{} ", word(123)));
        assert_eq!((answer.total, answer.hits[0].id.as_str()), (1, "123"));
        let work = answer.work;
        assert!(work.lists <= 8 && work.keys <= 8, "only the lists of its one language are opened: {work:?}");
        let answer = search(&archive, &format!("\"common {} words\" ", word(77)));
        assert_eq!((answer.total, answer.hits[0].id.as_str()), (1, "77"));
        assert!(answer.work.keys <= 3 * LANGS && answer.work.lists <= 3 * LANGS, "{:?}", answer.work);
        if !committed {
            archive.settle().unwrap();
        }
    }
}

#[test]
fn a_clock_ten_years_back() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let back = NOW - 3_652 * DAY;
    for n in 0..40 {
        archive.remember(&seen(n + 1, NOW - (40 - n as i64) * DAY, n, 0)).unwrap();
    }
    for n in 0..40 {
        archive.remember(&seen(n + 101, back + n as i64 * 1_000, n + 100, 0)).unwrap();
    }
    let has_all = |archive: &Archive| {
        let visits = archive.catalog().visits();
        visits.len() == 80
            && visits.iter().is_sorted_by_key(|visit| visit.at)
            && visits.iter().all(|v| v.is_alive())
    };
    assert!(has_all(&archive));
    for now in [back + DAY, back + 2 * DAY, NOW, NOW + DAY] {
        archive.retain(None, now).unwrap();
        tend(&mut archive, now);
        assert!(has_all(&archive), "nothing ages by itself at {now}");
    }
    assert_eq!(total(&archive, "page "), 80);
    drop(archive);
    let archive = open(&files).unwrap();
    assert!(has_all(&archive));
    let days = archive.catalog().visits().iter().filter(|visit| visit.at < back + DAY).count();
    assert_eq!(days, 40, "what was seen then stands where the clock stood");
}

#[test]
fn a_phrase_of_49_000_characters() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let text: Vec<String> = (0..7_200).map(word).collect();
    let text = text.join(" ");
    let other = text.split(' ').rev().collect::<Vec<_>>().join(" ");
    let lines = [("this", &text), ("other", &other)];
    import(&mut archive, lines.into_iter().map(|(id, text)| serde_json::json!({ "id": id, "url": format!("https://{id}.example/"), "title": id, "text": text, "lang": "en" })));
    let q = format!("\"{}\" ", &text[..49_000]);
    let answer = search(&archive, &q);
    assert_eq!((answer.total, answer.hits[0].id.as_str()), (1, "this"), "by its first words");
    assert_eq!(answer.complaints.iter().map(|complaint| complaint.code).collect::<Vec<_>>(), ["tooLong"]);
    assert!(answer.work.lists <= 64 && answer.work.keys <= 128, "{:?}", answer.work);
    // Without quotes it is a sentence of as many words as are taken.
    let answer = search(&archive, &q.replace('"', ""));
    assert_eq!(answer.total, 2);
    assert!(answer.work.lists <= 3 * 256 && answer.work.documents <= 8, "{:?}", answer.work);
}
