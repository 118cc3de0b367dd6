//! A memory in three parts of the journal, and what may become of its files.
use super::faulty::{FaultyFiles, Leaves};
use super::model::{finds, open, seen, url, word};
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Opened, Which};
use webmynd_engine::ports::Files;

pub const NOW: i64 = 1_790_000_000_000;
/// Pages of one part of the journal.
pub const EACH: u64 = 4;
pub const PARTS: u64 = 3;
pub const PAGES: u64 = EACH * PARTS;
/// The page that is remembered while something is missing.
pub const NEW: u64 = 20;

pub fn see(archive: &mut Archive, page: u64) {
    archive.remember(&seen(page + 1, NOW + page as i64, page, 0)).unwrap();
}

/// A page that is forgotten for good closes the part it stood in: the part is written anew, and the next page begins another.
pub fn close_part(archive: &mut Archive, junk: u64) {
    see(archive, junk);
    let op = archive.mutate(&Which::Page { page: url(junk) }, &Change::Forget, NOW).unwrap().op;
    archive.forget_now(op, NOW).unwrap();
    tend(archive);
}

/// Twelve pages in three parts, with both checkpoints and both manifests; and what it was two pages before.
pub fn memory() -> (Arc<FaultyFiles>, Arc<FaultyFiles>) {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for part in 0..PARTS {
        for page in part * EACH..(part + 1) * EACH - 2 {
            see(&mut archive, page);
        }
        if part == PARTS - 1 {
            break;
        }
        see(&mut archive, (part + 1) * EACH - 2);
        see(&mut archive, (part + 1) * EACH - 1);
        close_part(&mut archive, 30 + part);
    }
    archive.settle().unwrap();
    let older = copy(&files);
    for page in PAGES - 2..PAGES {
        see(&mut archive, page);
        archive.settle().unwrap();
    }
    (files, older)
}

pub fn copy(files: &FaultyFiles) -> Arc<FaultyFiles> {
    Arc::new(files.after_cut(Leaves::All, 0))
}

pub fn names(files: &FaultyFiles, begin: &str) -> Vec<String> {
    files.list().unwrap().into_iter().map(|file| file.name).filter(|name| name.starts_with(begin)).collect()
}

pub fn bytes(files: &FaultyFiles, name: &str) -> Option<Vec<u8>> {
    let len = files.list().unwrap().into_iter().find(|file| file.name == name)?.len;
    let mut bytes = vec![0; len as usize];
    files.read(name, 0, &mut bytes).unwrap();
    Some(bytes)
}

pub fn put(files: &FaultyFiles, name: &str, bytes: &[u8]) {
    files.write(name, 0, bytes).unwrap();
    files.cut(name, bytes.len() as u64).unwrap();
    files.flush(name).unwrap();
}

pub fn tend(archive: &mut Archive) {
    while archive.tend(NOW).unwrap().more {}
}

pub fn found(archive: &Archive) -> BTreeSet<u64> {
    (0..=NEW).filter(|page| finds(archive, &word(*page, 0), &url(*page), NOW)).collect()
}

pub fn is_told(opened: &Opened) -> bool {
    opened.missing.is_some() || opened.damaged > 0
}

/// What is done to a file; nothing where it would be the same.
pub fn harms(files: &FaultyFiles, older: &FaultyFiles, name: &str) -> Vec<(String, Option<Vec<u8>>)> {
    let whole = bytes(files, name).unwrap();
    let cut = |len: usize| Some(whole[..len].to_vec());
    let mut harms = vec![
        ("removed".to_owned(), None),
        ("emptied".to_owned(), cut(0)),
        ("cut in its head".to_owned(), cut(7)),
        ("cut in the middle".to_owned(), cut(whole.len() / 2)),
        ("cut by three bytes".to_owned(), cut(whole.len() - 3)),
        ("with a damaged head".to_owned(), Some([&[!whole[5]][..], &whole[1..]].concat())),
    ];
    if let Some(old) = bytes(older, name) {
        harms.push(("as an older copy".to_owned(), Some(old)));
    }
    let kind = name.split(['-', '.']).next().unwrap();
    for other in names(files, kind).iter().filter(|other| *other != name) {
        harms.push((format!("as {other}"), bytes(files, other)));
    }
    harms.retain(|(_, bytes)| bytes.as_ref() != Some(&whole));
    harms
}

pub fn harmed(files: &FaultyFiles, name: &str, harm: Option<&Vec<u8>>) -> Arc<FaultyFiles> {
    let files = copy(files);
    match harm {
        Some(bytes) => put(&files, name, bytes),
        None => files.remove(name).unwrap(),
    }
    files
}
