//! The browser's past: cards of addresses that are not known, with all their visits; the first visit that is seen here fills the
//! card, through any end of power and any refusal; what is forgotten does not come back with it.
use crate::common::describe::{describe, exported};
use crate::common::faulty::{FaultyFiles, Leaves, Refusal};
use crate::common::model::{hex, open};
use crate::common::secret::{NOW, tend, total};
use crate::common::traces::{everything, holds};
use serde_json::json;
use std::sync::Arc;
use webmynd_engine::EngineError;
use webmynd_engine::archive::{Archive, Change, ImportReport, UNDO_MS, Which};
use webmynd_engine::page::{Remembered, RememberedKind, Seen};
use webmynd_engine::ports::Files;

const URL: &str = "https://zpastq.example/road";
const OLD: &str = "kbeforeq";
const WORD: &str = "vwordsq";

fn visits(times: &[i64]) -> serde_json::Value {
    times.iter().map(|at| json!({"at": at, "offsetMin": 120})).collect()
}

fn card(url: &str, title: &str, times: &[i64]) -> String {
    json!({"type": "card", "url": url, "title": title, "visits": visits(times)}).to_string() + "\n"
}

fn import(archive: &mut Archive, lines: &str) -> ImportReport {
    archive.import(lines, 1, NOW).unwrap().report
}

fn see(archive: &mut Archive, id: u64, url: &str, words: &str) -> Result<Remembered, EngineError> {
    let text = Some(format!("{words} is said here, among enough other words to be a text that is read."));
    let title = "The road".to_owned();
    archive.remember(&Seen {
        id: hex(id),
        at: NOW + id as i64,
        url: url.into(),
        title,
        text,
        ..Seen::default()
    })
}

fn forget(archive: &mut Archive, which: &Which) {
    let op = archive.mutate(which, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(archive, NOW);
}

/// The part of the journal is closed: what follows stands in the next.
fn next_part(archive: &mut Archive, id: u64) {
    let url = format!("https://gone.example/{id}");
    see(archive, id, &url, "nothing").unwrap();
    forget(archive, &Which::Page { page: url });
}

/// Files that hold one of these words.
fn left(files: &FaultyFiles, words: &[&str]) -> Vec<String> {
    let all = files.quietly(|| everything(files));
    let held = |(name, bytes): &(String, Vec<u8>)| {
        words.iter().find(|word| holds(bytes, word)).map(|word| format!("{word} in {name}"))
    };
    all.iter().filter_map(held).collect()
}

#[test]
fn an_address_that_is_not_known_becomes_a_card_with_all_its_visits() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    see(&mut archive, 1, "https://known.example/", "known").unwrap();
    let lines = card(URL, OLD, &[30_000, 10_000, 20_000])
        + &card("https://known.example/#top", "Known", &[5_000, 6_000]);
    let report = import(&mut archive, &lines);
    assert_eq!((report.added, report.known, report.pages, report.bad.len()), (3, 2, 1, 0));
    let state = archive.page_state(URL);
    assert_eq!((state.visits, state.captures, state.last_at), (3, 1, 30_000));
    assert!(archive.catalog().visits().iter().take(3).all(|visit| visit.offset_min == 120), "local time");
    assert_eq!(archive.page_state("https://known.example/").visits, 1, "seen once, and no visit beside it");
    assert_eq!(total(&archive, "kbeforeq "), 1);
    let before = (describe(&archive), files.quietly(|| everything(&*files)).len());
    let report = import(&mut archive, &lines);
    assert_eq!((report.added, report.known, report.pages), (0, 5, 0), "again it is the same");
    assert_eq!(describe(&archive), before.0);
    // More of it is known later, or the first time was cut off in the middle.
    let report = import(&mut archive, &card(URL, OLD, &[10_000, 40_000]));
    assert_eq!((report.added, report.known, report.pages), (1, 1, 0));
    assert_eq!(archive.page_state(URL).captures, 1);
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn the_first_visit_fills_the_card() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    import(&mut archive, &card(URL, OLD, &[10_000, 20_000]));
    archive.settle().unwrap();
    let remembered = see(&mut archive, 7, URL, WORD).unwrap();
    assert_eq!((remembered.kind, remembered.wants_picture), (RememberedKind::New, true));
    assert_eq!(see(&mut archive, 7, URL, WORD).unwrap().kind, RememberedKind::Again);
    for how in ["at once", "opened again", "settled", "tended", "built anew"] {
        let state = archive.page_state(URL);
        assert_eq!((state.visits, state.captures), (3, 1), "{how}");
        assert_eq!((total(&archive, "vwordsq "), total(&archive, "kbeforeq ")), (1, 0), "{how}");
        assert_eq!(exported(&archive).lines().count(), 1, "{how}");
        let report = archive.doctor(false).unwrap();
        assert!(report.ok, "{how}: {:?}", report.lines);
        match how {
            "at once" => {}
            "opened again" => archive.settle().unwrap(),
            "settled" => drop(tend(&mut archive, NOW)),
            _ => archive.rebuild().unwrap(),
        }
        drop(archive);
        archive = open(&files).unwrap();
    }
    let report = import(&mut archive, &card(URL, OLD, &[10_000, 30_000]));
    assert_eq!((report.added, report.known), (0, 2), "what was seen here has its visits");
    assert_eq!(see(&mut archive, 8, URL, WORD).unwrap().kind, RememberedKind::Revisit);
    assert_eq!(see(&mut archive, 9, URL, "otherwise").unwrap().kind, RememberedKind::Version);
}

#[test]
fn what_comes_back_from_an_export_of_a_filled_card_is_the_same() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    import(&mut archive, &card(URL, OLD, &[10_000, 20_000]));
    see(&mut archive, 7, URL, WORD).unwrap();
    import(&mut archive, &card("https://never.example/", "Never seen again", &[15_000]));
    let mut other = open(&Arc::new(FaultyFiles::default())).unwrap();
    import(&mut other, &exported(&archive));
    assert_eq!(exported(&other), exported(&archive));
    let again = card("https://never.example/", "Never seen again", &[15_000, 16_000]);
    assert_eq!(import(&mut other, &again).added, 1, "it is a card there, too");
}

#[test]
fn no_byte_of_a_filled_card_is_left() {
    // Forgotten as a whole; or its first visit before the others, which its first frame holds.
    for in_pieces in [false, true] {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = open(&files).unwrap();
        import(&mut archive, &card(URL, OLD, &[10_000, 20_000]));
        next_part(&mut archive, 1);
        see(&mut archive, 7, URL, WORD).unwrap();
        next_part(&mut archive, 2);
        see(&mut archive, 8, URL, WORD).unwrap();
        next_part(&mut archive, 3);
        if in_pieces {
            forget(&mut archive, &Which::Time { since: 0, until: 15_000 });
            assert_eq!(
                left(&files, &[OLD]),
                Vec::<String>::new(),
                "what it said before goes with the first visit"
            );
            drop(archive);
            archive = open(&files).unwrap();
            assert_eq!(archive.page_state(URL).visits, 3);
            archive.rebuild().unwrap();
            assert_eq!((archive.page_state(URL).visits, total(&archive, "vwordsq ")), (3, 1));
            assert!(archive.doctor(false).unwrap().ok);
        }
        assert!(!left(&files, &["zpastq"]).is_empty() && !left(&files, &[WORD]).is_empty());
        let op = archive.mutate(&Which::Page { page: URL.into() }, &Change::Forget, NOW).unwrap().op;
        archive.undo(op, NOW).unwrap();
        assert_eq!(archive.page_state(URL).visits, if in_pieces { 3 } else { 4 });
        archive.mutate(&Which::Page { page: URL.into() }, &Change::Forget, NOW).unwrap();
        let report = import(&mut archive, &card(URL, OLD, &[10_000, 20_000, 30_000]));
        assert_eq!((report.added, report.pages), (0, 0), "not while it can be undone");
        tend(&mut archive, NOW + UNDO_MS);
        archive.settle().unwrap();
        assert_eq!(left(&files, &[OLD, WORD, "zpastq"]), Vec::<String>::new());
        drop(archive);
        let mut archive = open(&files).unwrap();
        assert_eq!(archive.status().visits, 0);
        let report = import(&mut archive, &card(URL, OLD, &[10_000, 20_000]));
        assert_eq!((report.added, report.pages), (0, 0), "and not after it");
    }
}

#[test]
fn bookmarks_are_webmarks_with_labels() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    see(&mut archive, 1, "https://known.example/", "known").unwrap();
    let mark = |url: &str, labels: &[&str]| {
        let visits = visits(&[50_000]);
        json!({"type": "card", "url": url, "title": "", "visits": visits, "star": true, "labels": labels})
            .to_string()
            + "\n"
    };
    let lines = mark(URL, &["Roads", " ", "Roads", "long"]) + &mark("https://known.example/", &["Seen"]);
    let report = import(&mut archive, &lines);
    assert_eq!((report.added, report.pages, report.bad.len()), (1, 1, 0));
    let state = archive.page_state(URL);
    assert!(state.star && state.visits == 1 && state.last_at == 50_000);
    assert_eq!(state.labels, ["Roads", "long"]);
    let known = archive.page_state("https://known.example/");
    assert!(known.star && known.visits == 1 && known.labels == ["Seen"], "{known:?}");
    assert!(archive.catalog().operations().is_empty(), "what a person can take back is not pushed out");
    import(&mut archive, &mark(URL, &["More"]));
    assert_eq!(archive.page_state(URL).labels.len(), 3, "in two folders it has the labels of both");
    let long = import(&mut archive, &mark("https://long.example/", &["ä".repeat(51).as_str(), "short"]));
    let bad: Vec<(u64, bool)> = long.bad.iter().map(|bad| (bad.line, bad.kept)).collect();
    assert_eq!((long.pages, bad), (1, vec![(1, true)]), "what is cut is said");
    assert_eq!(archive.page_state("https://long.example/").labels, ["ä".repeat(50), "short".to_owned()]);
    see(&mut archive, 2, URL, WORD).unwrap();
    let state = archive.page_state(URL);
    assert!(state.star && state.captures == 1 && state.visits == 2, "the first visit fills it: {state:?}");
}

#[test]
fn what_is_no_card_is_named_by_its_line() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let good = card(URL, OLD, &[1]);
    let far =
        json!({"type": "card", "url": "https://far.example/", "visits": [{"at": i64::MAX}], "line": 77});
    let lines = format!(
        "{}{{\"type\":\"card\",\"title\":\"no address\"}}\n{}\n{{\"type\":\"card\",\"url\":7}}\n{good}",
        card("javascript:alert(1)", "x", &[1]),
        far
    );
    let report = import(&mut archive, &lines);
    assert_eq!(report.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [1, 2, 77, 4], "{:?}", report.bad);
    assert_eq!((report.added, report.pages), (1, 1));
    let secret = "https://card.example/?session=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";
    import(&mut archive, &card(secret, "Card 4111 1111 1111 1111", &[1]));
    assert!(!exported(&archive).contains("4111 1111"), "titles are redacted");
}

/// A past, a first visit, work in idle moments, a second visit. Gives what was acknowledged.
fn script(archive: &mut Archive) -> (u32, Result<(), EngineError>) {
    let mut done = 0;
    let mut step = |result: Result<(), EngineError>| result.map(|()| done += 1);
    let result = (|| {
        step(archive.import(&card(URL, OLD, &[10_000, 20_000]), 1, NOW).map(drop))?;
        step(archive.settle())?;
        step(see(archive, 7, URL, WORD).map(drop))?;
        step(archive.settle())?;
        step(see(archive, 8, URL, "later words are here").map(drop))?;
        step(archive.tend(NOW).map(drop))
    })();
    (done, result)
}

/// What was acknowledged is there, and never a card beside a page.
fn check(archive: &mut Archive, done: u32, which: &str) {
    let state = archive.page_state(URL);
    let least = [0, 2, 2, 3, 3, 4, 4][done as usize];
    assert!(
        state.visits == least || state.visits >= least && state.visits <= 4,
        "{which}: {state:?} after {done}"
    );
    if done >= 3 {
        assert_eq!((total(archive, "vwordsq "), total(archive, "kbeforeq ")), (1, 0), "{which} after {done}");
    }
    assert!(state.captures <= 1 || state.visits == 4, "{which}: {state:?}");
    let report = archive.doctor(false).unwrap();
    assert!(report.ok, "{which}: {:?}", report.lines);
}

#[test]
fn a_card_is_filled_through_any_end_of_power() {
    for leaves in [Leaves::Nothing, Leaves::SomeOfIt, Leaves::Zeros, Leaves::All] {
        for n in 0.. {
            let files = Arc::new(FaultyFiles::default());
            let mut archive = open(&files).unwrap();
            files.cut_power_at(n);
            let (done, result) = script(&mut archive);
            drop(archive);
            let files = Arc::new(files.after_cut(leaves, n));
            let which = format!("{leaves:?}, cut at {n}");
            check(&mut open(&files).unwrap(), done, &which);
            let mut archive = open(&files).unwrap();
            script(&mut archive).1.unwrap();
            check(&mut archive, 6, &which);
            assert_eq!(archive.page_state(URL).visits, 4, "{which}: done again it adds nothing twice");
            if result.is_ok() {
                assert!(n > 15, "the script makes many calls");
                break;
            }
        }
    }
}

#[test]
fn a_card_is_filled_though_any_call_is_refused() {
    for how in [Refusal::Io, Refusal::Full, Refusal::NotAllowed, Refusal::Short] {
        for n in 0.. {
            let files = Arc::new(FaultyFiles::default());
            let mut archive = open(&files).unwrap();
            files.refuse_at(n, how);
            let (done, _) = script(&mut archive);
            let is_over = files.refused() == 0;
            let which = format!("{how:?} at {n}");
            files.quietly(|| check(&mut archive, done, &which));
            files.quietly(|| script(&mut archive).1.unwrap());
            files.quietly(|| check(&mut archive, 6, &which));
            drop(archive);
            files.quietly(|| check(&mut open(&files).unwrap(), 6, &which));
            if is_over {
                break;
            }
        }
    }
}

/// The journal of a memory in which one card was filled, another was not, and the part of the first frame was written anew.
fn filled(files: &Arc<FaultyFiles>) -> Archive {
    let mut archive = open(files).unwrap();
    import(
        &mut archive,
        &(card(URL, OLD, &[10_000, 20_000]) + &card("https://never.example/", "Never", &[15_000])),
    );
    next_part(&mut archive, 1);
    see(&mut archive, 7, URL, WORD).unwrap();
    next_part(&mut archive, 2);
    forget(&mut archive, &Which::Time { since: 0, until: 15_000 });
    archive
}

fn frozen() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/past")
}

/// Read by today's code; the files were written once and are never written again.
#[test]
fn a_filled_card_is_read_from_its_frozen_journal() {
    let files = Arc::new(FaultyFiles::default());
    for entry in std::fs::read_dir(frozen().join("memory")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        files.write(name, 0, &std::fs::read(&path).unwrap()).unwrap();
        files.flush(name).unwrap();
    }
    let mut archive = open(&files).unwrap();
    assert_eq!(describe(&archive), std::fs::read_to_string(frozen().join("memory.txt")).unwrap());
    tend(&mut archive, NOW);
    assert_eq!(
        (total(&archive, "vwordsq "), total(&archive, "kbeforeq "), archive.page_state(URL).visits),
        (1, 0, 2)
    );
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
#[ignore = "writes the frozen files: only for a new version of a format"]
fn freeze() {
    assert!(!frozen().exists(), "what is frozen is never written again");
    std::fs::create_dir_all(frozen().join("memory")).unwrap();
    let files = Arc::new(FaultyFiles::default());
    let archive = filled(&files);
    for file in files.list().unwrap().into_iter().filter(|file| file.name.ends_with(".wmj")) {
        let mut bytes = vec![0; file.len as usize];
        files.read(&file.name, 0, &mut bytes).unwrap();
        std::fs::write(frozen().join("memory").join(&file.name), bytes).unwrap();
    }
    std::fs::write(frozen().join("memory.txt"), describe(&archive)).unwrap();
}
