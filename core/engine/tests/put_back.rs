//! Parts of the journal that lost their ends between two frames, where no cache is left to say so; and what is put back, which is whole again
//! whatever was done without it.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{open, seen, url};
use crate::common::parts::{NOW, PAGES, bytes, found, harmed, is_told, memory, names, put, tend};
use std::sync::Arc;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::ports::Files;

/// A memory of which each page is a WebMark.
fn starred_memory() -> Arc<FaultyFiles> {
    let (files, _) = memory();
    for page in 0..PAGES {
        let page = Which::Page { page: url(page) };
        open(&files).unwrap().mutate(&page, &Change::Star { on: true }, NOW).unwrap();
    }
    files
}

/// Nothing is told, and every page is there with its star.
fn is_whole(files: &Arc<FaultyFiles>, what: &str) {
    let mut archive = open(files).unwrap();
    assert!(!is_told(&archive.status().opened), "{what}: {:?}", archive.status().opened);
    tend(&mut archive);
    let there = (found(&archive).len() as u64, archive.status().webmarks as u64);
    assert_eq!(there, (PAGES, PAGES), "{what}");
    let report = archive.doctor(false).unwrap();
    assert!(report.ok, "{what}: {report:?}");
}

/// The journal alone is left.
fn drop_caches(files: &FaultyFiles) {
    let caches = names(files, "").into_iter().filter(|name| !name.starts_with("journal-"));
    caches.for_each(|name| files.remove(&name).unwrap());
}

/// Where the frames of a part begin, from the second on.
fn boundaries(part: &[u8]) -> Vec<usize> {
    let number = |at: usize| u32::from_le_bytes(part[at..at + 4].try_into().unwrap()) as usize;
    let next =
        |at: &usize| Some(*at + 24 + number(at + 4) + number(at + 8)).filter(|next| *next < part.len());
    std::iter::successors(next(&16), next).collect()
}

#[test]
fn a_closed_part_that_is_cut_between_two_frames_is_told_by_the_journal_alone() {
    let files = starred_memory();
    drop_caches(&files);
    // The first two were written anew.
    for name in names(&files, "journal-").iter().take(2) {
        let whole = bytes(&files, name).unwrap();
        for len in boundaries(&whole) {
            let (what, files) =
                (format!("{name} cut to {len}"), harmed(&files, name, Some(&whole[..len].to_vec())));
            let mut archive = open(&files).unwrap();
            let missing =
                archive.status().opened.missing.unwrap_or_else(|| panic!("{what}: nothing is told"));
            assert_eq!((missing.parts, missing.bytes), (1, (whole.len() - len) as u64), "{what}");
            tend(&mut archive);
            archive.settle().unwrap();
            drop(archive);
            // Nothing was taken that belongs to what is gone: it may be put back.
            put(&files, name, &whole);
            is_whole(&files, &what);
            put(&files, name, &whole[..len]);
            drop_caches(&files);
            repaired(&files, &what);
        }
    }
}

#[test]
fn what_is_put_back_is_whole_again_whatever_was_done_without_it() {
    let files = starred_memory();
    for caches in ["", "catalog", "manifest", "catalog manifest"] {
        for name in names(&files, "journal-") {
            let whole = bytes(&files, &name).unwrap();
            let frame = boundaries(&whole)[0];
            let mut flipped = whole.clone();
            flipped[frame + 30] ^= 64;
            for (how, harm) in [("flipped", &flipped[..]), ("cut", &whole[..frame]), ("emptied", &[])] {
                for is_checked in [false, true] {
                    let what = format!("{name} {how}, without {caches:?}, checked: {is_checked}");
                    let files = harmed(&files, &name, Some(&harm.to_vec()));
                    for gone in names(&files, "") {
                        if caches.split(' ').any(|cache| !cache.is_empty() && gone.starts_with(cache)) {
                            files.remove(&gone).unwrap();
                        }
                    }
                    let mut archive = open(&files).unwrap();
                    tend(&mut archive);
                    if is_checked {
                        archive.doctor(false).unwrap();
                    }
                    archive.settle().unwrap();
                    drop(archive);
                    put(&files, &name, &whole);
                    is_whole(&files, &what);
                }
            }
        }
    }
}

/// What is missing is told until a repair, and never again.
fn repaired(files: &Arc<FaultyFiles>, what: &str) {
    let mut archive = open(files).unwrap();
    assert!(is_told(&archive.status().opened), "{what}");
    let left = found(&archive);
    assert!(archive.doctor(true).unwrap().repaired, "{what}");
    for _ in 0..2 {
        assert!(archive.doctor(false).unwrap().ok, "{what}: repaired");
        assert!(!is_told(&archive.status().opened), "{what}: repaired");
        assert_eq!(found(&archive), left, "{what}: repaired");
        drop(archive);
        drop_caches(files);
        archive = open(files).unwrap();
    }
}

#[test]
fn a_part_that_was_closed_by_its_length_is_told_by_the_next_one() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    // What cannot be packed, and is no word: the part is to be full soon.
    let mut seed = 1_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", seed >> 32)
    };
    for page in 0.. {
        let mut capture = seen(page + 1, NOW + page as i64, page, 0);
        capture.text.get_or_insert_default().extend((0..40_000).map(|_| noise()));
        archive.remember(&capture).unwrap();
        if names(&files, "journal-").len() > 1 {
            break;
        }
    }
    drop(archive);
    drop_caches(&files);
    let name = &names(&files, "journal-")[0];
    let whole = bytes(&files, name).unwrap();
    let ends = boundaries(&whole);
    for len in [ends[ends.len() - 1], ends[ends.len() / 2], ends[0], 16] {
        repaired(&harmed(&files, name, Some(&whole[..len].to_vec())), &format!("cut to {len}"));
    }
    assert!(!is_told(&open(&files).unwrap().status().opened));
}
