//! T14 on the device: after the undo window no byte of a forgotten page is left in any file, whatever happened on the
//! way; before its end an undo brings everything back.
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::model::{hex, open, seen};
use crate::common::secret::{ICONS, NOW, PICTURES, URL, WORDS, forget, left, lived, tend, total};
use crate::common::traces::holds;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, UNDO_MS, Which};
use webmynd_engine::page::{Seen, VisitId};
use webmynd_engine::ports::{Files, PictureKey, PictureSize};

fn files_with(word: &str, files: &FaultyFiles) -> Vec<String> {
    left(files).into_iter().find(|(found, _)| *found == word).map(|(_, names)| names).unwrap_or_default()
}

fn key(size: PictureSize, hash: u64) -> PictureKey {
    PictureKey { size, hash: VisitId::parse(&hex(hash)).unwrap().0 }
}

/// Everything that is known of the page.
fn is_whole(archive: &Archive) {
    let state = archive.page_state(URL);
    assert!(state.remembered && state.star, "{state:?}");
    assert_eq!((state.visits, state.captures, state.labels), (2, 2, vec!["wlabelq".to_owned()]));
    let newest = state.last_ordinal.unwrap();
    assert_eq!(archive.picture_key(newest, PictureSize::Full), Some(key(PictureSize::Full, PICTURES[1])));
    assert_eq!(archive.picture_key(newest, PictureSize::Icon), Some(key(PictureSize::Icon, ICONS[1])));
    let (title, text) = archive.text(newest).unwrap().unwrap();
    assert!(title == "ktitleq" && text.text.contains("ynewtextq") && text.rest.contains("urestq"));
    for q in ["ktitleq ", "qtextq ", "ynewtextq ", "urestq ", "label:wlabelq", "site:xhostq.example"] {
        assert_eq!(total(archive, q), 1, "{q}");
    }
}

#[test]
fn the_search_for_traces_finds_every_word_where_it_was_put() {
    let files = Arc::new(FaultyFiles::default());
    let archive = lived(&files);
    is_whole(&archive);
    for word in WORDS {
        let names = files_with(word, &files);
        let in_journal = names.iter().any(|name| name.ends_with(".wmj"));
        let in_index = names.iter().any(|name| name.starts_with("seg-"));
        let in_checkpoint = names.iter().any(|name| name.ends_with(".wmc"));
        assert!(in_journal, "{word}: {names:?}");
        assert_eq!(in_index, word != "wlabelq" && word != "othumbq", "{word}: {names:?}");
        assert_eq!(in_checkpoint, word == "xhostq" || word == "wlabelq", "{word}: {names:?}");
    }
    let parts = files.list().unwrap().iter().filter(|file| file.name.ends_with(".wmj")).count();
    assert!(parts > 3, "the page's events lie in several parts");
}

#[test]
fn an_undo_brings_everything_back() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    for _ in 0..2 {
        let op = forget(&mut archive);
        assert!(!archive.page_state(URL).remembered);
        WORDS.iter().for_each(|word| assert_eq!(total(&archive, &format!("{word} ")), 0, "{word}"));
        assert!(tend(&mut archive, NOW + UNDO_MS - 1).is_empty(), "its pictures may be wanted again");
        drop(archive);
        archive = open(&files).unwrap();
        archive.undo(op, NOW + UNDO_MS - 1).unwrap();
        is_whole(&archive);
    }
    archive.settle().unwrap();
    is_whole(&open(&files).unwrap());
}

#[test]
fn after_the_undo_window_no_byte_is_left() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    let visits = archive.status().visits;
    let op = forget(&mut archive);
    let mut orphans = tend(&mut archive, NOW + UNDO_MS);
    assert_eq!(left(&files), [], "at once");
    assert!(archive.undo(op, NOW + UNDO_MS).is_err());
    archive.settle().unwrap();
    assert_eq!(left(&files), [], "and in the next checkpoint");
    orphans.sort_unstable();
    let mut gone: Vec<PictureKey> = [PictureSize::Thumb, PictureSize::Full]
        .into_iter()
        .flat_map(|size| PICTURES.map(|hash| key(size, hash)))
        .collect();
    gone.push(key(PictureSize::Icon, ICONS[1]));
    gone.sort_unstable();
    assert!(gone.iter().all(|key| orphans.contains(key)), "{orphans:?}");
    let archive = open(&files).unwrap();
    assert_eq!(archive.status().visits, visits - 2, "the others stay");
    assert!(gone.iter().all(|key| !archive.uses_picture(*key)));
}

/// A clock that is set right by an hour takes nobody's "Undo" away; one that was years off keeps nothing for years.
#[test]
fn a_clock_that_is_set_back_leaves_the_undo_window_as_long_as_it_is() {
    let (hour, day) = (3_600_000, 86_400_000);
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    let op = forget(&mut archive);
    let back = NOW - hour;
    for passed in [0, 60_000, UNDO_MS - 1] {
        tend(&mut archive, back + passed);
        assert!(archive.status().undoable.iter().any(|one| one.op == op), "{passed} ms after");
    }
    tend(&mut archive, back - 60_000);
    assert!(!left(&files).is_empty(), "set back once more");
    tend(&mut archive, back - 60_000 + UNDO_MS);
    assert_eq!(left(&files), [], "and it ends after as long as it is");

    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    forget(&mut archive);
    tend(&mut archive, NOW - 365 * day);
    assert_eq!(left(&files), [], "years off");
}

#[test]
fn what_expires_leaves_no_byte_either() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    let later = NOW + 3 * 86_400_000;
    archive.expire(1, later).unwrap();
    is_whole(&archive);
    let star = archive.catalog().operations().iter().find_map(|(op, operation)| {
        matches!(operation, webmynd_engine::catalog::Operation::Star { .. }).then_some(*op)
    });
    archive.undo(star.unwrap(), later).unwrap();
    assert_eq!(archive.expire(1, later).unwrap(), 2, "a WebMark no longer");
    tend(&mut archive, later);
    assert_eq!(left(&files), []);
}

#[test]
fn clearing_leaves_nothing_at_all() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    // In the middle of an erasure, when a rewritten part and its predecessor are both there.
    let op = forget(&mut archive);
    archive.forget_now(op, NOW).unwrap();
    while !holds_two_generations(&files) {
        assert!(archive.tend(NOW).unwrap().more);
    }
    archive.set_recap(9, Some(b"sealed")).unwrap();
    archive.clear().unwrap();
    assert_eq!(left(&files), []);
    assert_eq!(files.list().unwrap(), []);
    drop(archive);
    let mut archive = open(&files).unwrap();
    assert_eq!(archive.status().visits, 0);
    archive.remember(&seen(1, NOW, 1, 1)).unwrap();
    assert_eq!(archive.status().visits, 1);
}

fn holds_two_generations(files: &FaultyFiles) -> bool {
    let mut seqs: Vec<String> =
        files.list().unwrap().into_iter().filter_map(|file| seq(&file.name)).collect();
    let all = seqs.len();
    seqs.sort_unstable();
    seqs.dedup();
    seqs.len() < all
}

fn seq(name: &str) -> Option<String> {
    name.strip_prefix("journal-")?.split('-').next().map(str::to_owned)
}

/// Cuts the power at every call of `work` in turn; what is opened afterwards is handed to `check`. Gives how many cuts.
fn cut_everywhere(work: &dyn Fn(&mut Archive) -> bool, check: &dyn Fn(&Arc<FaultyFiles>, u64)) -> u64 {
    let begun = Arc::new(FaultyFiles::default());
    drop(lived(&begun));
    for n in 0.. {
        let files = Arc::new(begun.after_cut(Leaves::All, 0));
        let mut archive = open(&files).unwrap();
        let op = forget(&mut archive);
        archive.forget_now(op, NOW).unwrap();
        files.cut_power_at(n);
        let done = work(&mut archive);
        drop(archive);
        for leaves in [Leaves::Nothing, Leaves::SomeOfIt] {
            check(&Arc::new(files.after_cut(leaves, n)), n);
        }
        if done {
            return n;
        }
    }
    0
}

fn tends_to_the_end(archive: &mut Archive) -> bool {
    let mut more = true;
    while more {
        match archive.tend(NOW) {
            Ok(tended) => more = tended.more,
            Err(_) => return false,
        }
    }
    archive.settle().is_ok()
}

#[test]
fn no_byte_is_left_when_the_power_was_cut_while_erasing() {
    let cuts = cut_everywhere(&tends_to_the_end, &|files, n| {
        let mut archive = open(files).unwrap_or_else(|error| panic!("cut at {n}: {error}"));
        assert!(!archive.page_state(URL).remembered, "cut at {n}");
        tend(&mut archive, NOW);
        archive.settle().unwrap();
        assert_eq!(left(files), [], "cut at {n}");
        assert!(archive.doctor(false).unwrap().ok, "cut at {n}");
    });
    println!("{cuts} cuts");
    assert!(cuts > 30, "{cuts}");
}

#[test]
fn nothing_forgotten_comes_back_when_clearing_is_cut() {
    let cuts =
        cut_everywhere(&|archive| archive.tend(NOW).is_ok() && archive.clear().is_ok(), &|files, n| {
            let mut archive = open(files).unwrap_or_else(|error| panic!("cut at {n}: {error}"));
            assert!(!archive.page_state(URL).remembered, "cut at {n}");
            let report = archive.doctor(false).unwrap();
            assert!(report.ok, "cut at {n}: {report:?}");
            archive.clear().unwrap();
            assert_eq!(left(files), [], "cut at {n}");
            assert_eq!(open(files).unwrap().status().visits, 0, "cut at {n}");
        });
    println!("{cuts} cuts");
    assert!(cuts > 5, "{cuts}");
}

#[test]
fn a_page_whose_address_had_a_secret_is_known_and_forgotten_by_the_address_that_the_browser_shows() {
    let shown = "https://secret.example/reset?token=4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c";
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    archive.remember(&Seen { url: shown.into(), ..seen(1, NOW, 1, 1) }).unwrap();
    let page = Which::Page { page: shown.into() };
    archive.mutate(&page, &Change::Star { on: true }, NOW).unwrap();
    assert!(archive.page_state(shown).remembered && archive.page_state(shown).star);
    assert_eq!(archive.mutate(&page, &Change::Forget, NOW).unwrap().count, 1);
    assert!(!archive.page_state(shown).remembered);
}

#[test]
fn a_page_whose_kept_address_is_longer_than_the_one_that_was_seen_is_known_by_it() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let shown = format!("https://long.example/?password=ab&x={}", "y".repeat(8154));
    archive.remember(&Seen { url: shown, ..seen(1, NOW, 1, 1) }).unwrap();
    let kept = archive.caption(0).unwrap().unwrap().url;
    assert!(kept.len() > 8192);
    let export = archive.export("", NOW).unwrap().text;
    let mut copy = open(&Arc::new(FaultyFiles::default())).unwrap();
    assert_eq!(copy.import(&export, 1, NOW).unwrap().report.added, 1);
    for archive in [&mut archive, &mut copy] {
        assert!(archive.page_state(&kept).remembered);
        assert_eq!(
            archive.mutate(&Which::Page { page: kept.clone() }, &Change::Forget, NOW).unwrap().count,
            1
        );
    }
}

#[test]
fn an_imported_page_without_an_address_of_the_web_is_known_and_forgotten_by_its_own() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    archive
        .import(r#"{"id":"1","url":"file:///home/ada/notes.html","title":"Notes","text":"pears"}"#, 1, NOW)
        .unwrap();
    let page = Which::Page { page: "file:///home/ada/notes.html".into() };
    assert!(archive.page_state("file:///home/ada/notes.html").remembered);
    assert_eq!(archive.mutate(&page, &Change::Forget, NOW).unwrap().count, 1);
}

#[test]
fn what_waits_in_memory_while_segments_are_merged_is_not_written_once_it_is_forgotten() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let words =
        |n: u64| -> String { (0..3_000).map(|i| format!("w{} ", (n * 31 + i * i) % 9_973)).collect() };
    let see = |archive: &mut Archive, n: u64, text: String| {
        let url = format!("https://site.example/{n}");
        let seen = Seen { id: hex(n), at: NOW + n as i64, url, text: Some(text), ..Seen::default() };
        archive.remember(&seen).unwrap();
    };
    for n in 1..50 {
        see(&mut archive, n, words(n));
        if n % 4 == 0 {
            archive.settle().unwrap();
        }
    }
    archive.settle().unwrap();
    assert!(archive.tend(NOW).unwrap().more, "a merge is on its way");
    see(&mut archive, 99, "zqforgottenq stands here".to_owned());
    let page = "https://site.example/99".to_owned();
    let op = archive.mutate(&Which::Page { page }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    for _ in 0..2 {
        tend(&mut archive, NOW);
        archive.settle().unwrap();
    }
    // The index has its words as they are.
    for file in files.list().unwrap().into_iter().filter(|file| file.name.ends_with(".idx")) {
        let mut bytes = vec![0; file.len as usize];
        files.read(&file.name, 0, &mut bytes).unwrap();
        assert!(!holds(&bytes, "qforgottenq"), "{}", file.name);
    }
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn a_file_brings_nothing_back_that_was_forgotten_for_good() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    let export = archive.export("", NOW).unwrap().text;
    let op = forget(&mut archive);
    archive.forget_now(op, NOW).unwrap();
    let visits = archive.status().visits;
    let report = archive.import(&export, 1, NOW).unwrap().report;
    assert_eq!((report.added, archive.status().visits), (0, visits));
    assert!(!archive.page_state(URL).remembered);
}

#[test]
fn a_window_of_no_length_ends_at_once() {
    for (window, stays) in [(0, false), (-1, false), (1, true)] {
        let mut archive = lived(&Arc::new(FaultyFiles::default()));
        archive.set_undo_window(window);
        let op = forget(&mut archive);
        tend(&mut archive, NOW);
        assert_eq!(archive.undo(op, NOW).is_ok(), stays, "{window}");
    }
}
