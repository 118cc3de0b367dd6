//! What is missing is noticed: each file in turn is removed, cut and exchanged; there is a word each time that pages are lost, and
//! none where nothing is; what is whole elsewhere stays, and after a repair all is well.
use crate::common::faulty::{FaultyFiles, Leaves};
use crate::common::model::{open, seen, url};
use crate::common::parts::{
    EACH, NEW, NOW, PAGES, PARTS, bytes, copy, found, harmed, harms, is_told, memory, names, put, see, tend,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::ports::Files;

#[test]
fn a_part_of_the_journal_that_is_not_as_it_was_has_a_word_until_it_is_repaired() {
    let (files, older) = memory();
    let parts = names(&files, "journal-");
    assert_eq!(parts.len() as u64, PARTS, "{parts:?}");
    let mut count = 0;
    for (part, name) in (0..).zip(&parts) {
        let own: BTreeSet<u64> = (part * EACH..(part + 1) * EACH).collect();
        for (how, harm) in harms(&files, &older, name) {
            tells(&harmed(&files, name, harm.as_ref()), &own, &format!("{name} {how}"));
            count += 1;
        }
    }
    println!("{count} harms to the journal, a word for each");
}

/// Opens it twice with life between, then repairs it. Only pages of `own` may be lost.
fn tells(files: &Arc<FaultyFiles>, own: &BTreeSet<u64>, what: &str) {
    let mut archive = open(files).unwrap_or_else(|error| panic!("{what}: {error}"));
    let opened = archive.status().opened;
    assert!(is_told(&opened), "{what}: {opened:?}");
    tend(&mut archive);
    let left = found(&archive);
    assert!((0..PAGES).all(|page| own.contains(&page) || left.contains(&page)), "{what}: {left:?}");
    let lost = PAGES - left.len() as u64;
    assert_eq!(opened.missing.map_or(0, |missing| missing.pages), lost as u32, "{what}: {opened:?}");
    let report = archive.doctor(false).unwrap();
    assert!(!report.ok && !report.repaired, "{what}: {report:?}");
    see(&mut archive, NEW);
    archive.settle().unwrap();
    drop(archive);
    let mut archive = open(files).unwrap();
    assert_eq!(archive.status().opened.missing, opened.missing, "{what}: told again");
    assert!(is_told(&archive.status().opened), "{what}: told again");
    let left: BTreeSet<u64> = left.into_iter().chain([NEW]).collect();
    assert_eq!(found(&archive), left, "{what}");
    let report = archive.doctor(true).unwrap();
    assert!(!report.ok && report.repaired && report.missing == opened.missing, "{what}: {report:?}");
    for _ in 0..2 {
        let report = archive.doctor(false).unwrap();
        assert!(report.ok, "{what}: {report:?}");
        assert!(!is_told(&archive.status().opened), "{what}");
        assert_eq!(found(&archive), left, "{what}");
        drop(archive);
        archive = open(files).unwrap();
    }
    see(&mut archive, 19);
    drop(archive);
    assert_eq!(found(&open(files).unwrap()).len(), left.len() + 1, "{what}: life goes on");
}

#[test]
fn a_cache_that_is_not_as_it_was_loses_nothing_and_alarms_nobody() {
    let (files, older) = memory();
    let mut count = 0;
    for name in names(&files, "").iter().filter(|name| !name.starts_with("journal-")) {
        for (how, harm) in harms(&files, &older, name) {
            let (what, files) = (format!("{name} {how}"), harmed(&files, name, harm.as_ref()));
            let mut archive = open(&files).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(!is_told(&archive.status().opened), "{what}: {:?}", archive.status().opened);
            tend(&mut archive);
            archive.settle().unwrap();
            assert_eq!(found(&archive).len() as u64, PAGES, "{what}");
            let report = archive.doctor(false).unwrap();
            assert!(report.ok, "{what}: {report:?}");
            count += 1;
        }
    }
    println!("{count} harms to caches");
    assert!(count > 20);
}

#[test]
fn a_journal_that_is_gone_is_missed_by_each_of_its_caches_alone() {
    let (files, _) = memory();
    let all: BTreeSet<u64> = (0..PAGES).collect();
    for spared in ["catalog-", "manifest-", ""] {
        let files = copy(&files);
        for name in names(&files, "journal-") {
            files.remove(&name).unwrap();
        }
        for begin in ["catalog-", "manifest-"].iter().filter(|begin| !spared.is_empty() && **begin != spared)
        {
            names(&files, begin).iter().for_each(|name| files.remove(name).unwrap());
        }
        tells(&files, &all, &format!("a memory without a journal, with {spared}"));
    }
}

#[test]
fn a_gap_is_seen_by_the_journal_alone() {
    let (whole, _) = memory();
    let parts = names(&whole, "journal-");
    for name in &parts[..parts.len() - 1] {
        let files = copy(&whole);
        let caches = names(&files, "").into_iter().filter(|name| !name.starts_with("journal-"));
        caches.for_each(|name| files.remove(&name).unwrap());
        files.remove(name).unwrap();
        let mut archive = open(&files).unwrap();
        let opened = archive.status().opened;
        assert_eq!(opened.missing.map(|missing| missing.parts), Some(1), "{name}");
        assert!(!archive.doctor(true).unwrap().ok);
        assert!(archive.doctor(false).unwrap().ok);
        drop(archive);
        assert!(!is_told(&open(&files).unwrap().status().opened));
    }
}

#[test]
fn what_is_put_back_is_not_missing_any_more() {
    let (whole, older) = memory();
    for name in names(&whole, "journal-") {
        for (how, harm) in harms(&whole, &older, &name).into_iter().take(4) {
            let what = format!("{name} {how}");
            let files = harmed(&whole, &name, harm.as_ref());
            let mut archive = open(&files).unwrap();
            // Of a page that is missing now, or not.
            see(&mut archive, NEW);
            archive.remember(&seen(77, NOW + 77, 1, 0)).unwrap();
            tend(&mut archive);
            archive.settle().unwrap();
            assert!(is_told(&archive.status().opened), "{what}");
            drop(archive);
            put(&files, &name, &bytes(&whole, &name).unwrap());
            let mut archive = open(&files).unwrap();
            assert!(!is_told(&archive.status().opened), "{what}: {:?}", archive.status().opened);
            tend(&mut archive);
            assert_eq!(found(&archive).len() as u64, PAGES + 1, "{what}");
            assert!(archive.doctor(false).unwrap().ok, "{what}");
        }
    }
}

#[test]
fn forgetting_everything_is_missed_by_nobody_wherever_it_is_cut_short() {
    let (whole, _) = memory();
    for n in 0.. {
        let files = copy(&whole);
        let mut archive = open(&files).unwrap();
        files.cut_power_at(n);
        let done = archive.clear().is_ok();
        drop(archive);
        let files = Arc::new(files.after_cut(Leaves::Nothing, n));
        let opened = open(&files).unwrap().status().opened;
        assert!(!is_told(&opened), "call {n}: {opened:?}");
        if done {
            assert!(n > 10);
            break;
        }
    }
}

#[test]
fn an_import_that_is_cut_short_is_no_loss() {
    let lines: Vec<String> = (0..600)
        .map(|n| {
            format!(r#"{{"id":"a{n}","url":"https://a.example/{n}","title":"Alpha {n}","text":"beta {n}"}}"#)
        })
        .collect();
    for n in (0..20).chain((20..).step_by(31)) {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = open(&files).unwrap();
        see(&mut archive, 1);
        files.cut_power_at(n);
        let done = archive.import(&lines.join("\n"), 1, NOW).is_ok() && archive.settle().is_ok();
        drop(archive);
        let files = Arc::new(files.after_cut(Leaves::Nothing, n));
        let mut archive = open(&files).unwrap();
        assert!(!is_told(&archive.status().opened), "call {n}: {:?}", archive.status().opened);
        assert!(archive.doctor(false).unwrap().ok, "call {n}");
        if done {
            assert!(n > 600, "{n} calls");
            break;
        }
    }
}

#[test]
fn a_part_that_came_back_after_it_was_written_anew_is_none() {
    let (files, _) = memory();
    let name = names(&files, "journal-").pop().unwrap();
    let whole = bytes(&files, &name).unwrap();
    put(&files, &name, &whole[..whole.len() / 2]);
    let mut archive = open(&files).unwrap();
    let missing = archive.status().opened.missing;
    assert!(missing.is_some());
    for page in [PAGES - 4, NEW] {
        see(&mut archive, NEW);
        let op = archive.mutate(&Which::Page { page: url(page) }, &Change::Forget, NOW).unwrap().op;
        archive.forget_now(op, NOW).unwrap();
        tend(&mut archive);
    }
    archive.settle().unwrap();
    drop(archive);
    assert_eq!(open(&files).unwrap().status().opened.missing, missing, "it is as short as it was");
}

/// A part says by itself what it is: where it lies under the name of a cache, it is no bad cache.
#[test]
fn a_part_in_the_place_of_a_cache_gets_its_own_name_again() {
    let (whole, _) = memory();
    let parts = names(&whole, "journal-");
    let caches: Vec<String> =
        ["catalog-", "manifest-", "seg-"].iter().flat_map(|kind| names(&whole, kind)).collect();
    assert!(caches.len() >= 4, "{caches:?}");
    for part in &parts {
        for cache in &caches {
            let files = copy(&whole);
            let [of_part, of_cache] = [part, cache].map(|name| bytes(&files, name).unwrap());
            put(&files, part, &of_cache);
            put(&files, cache, &of_part);
            let mut archive = open(&files).unwrap();
            tend(&mut archive);
            assert_eq!(found(&archive).len() as u64, PAGES, "{part} and {cache}");
            assert!(archive.doctor(false).unwrap().ok, "{part} and {cache}");
            assert_eq!(bytes(&files, part).as_ref(), Some(&of_part), "{part} and {cache}");
        }
    }
}

/// A closed part never grows: one that is longer than a checkpoint knows is another one.
#[test]
fn a_part_that_was_put_back_is_read_whatever_a_checkpoint_says_that_was_made_without_it() {
    let (whole, _) = memory();
    let name = names(&whole, "journal-").remove(0);
    let part = bytes(&whole, &name).unwrap();
    let files = copy(&whole);
    put(&files, &name, &part[..16]);
    for slot in names(&files, "catalog-") {
        files.remove(&slot).unwrap();
    }
    let mut archive = open(&files).unwrap();
    tend(&mut archive);
    see(&mut archive, NEW);
    archive.settle().unwrap();
    drop(archive);
    put(&files, &name, &part);
    let mut archive = open(&files).unwrap();
    tend(&mut archive);
    assert_eq!(found(&archive).len() as u64, PAGES + 1);
}
