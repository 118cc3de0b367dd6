//! Pictures under a budget: full images fade before thumbnails, the oldest first, WebMarks never; what nothing refers to
//! is found.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, seen, url};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use webmynd_engine::archive::{Archive, Change, Faded, Fader, PictureFacts, Which};
use webmynd_engine::page::{Seen, VisitId};
use webmynd_engine::ports::{MemoryPictures, Picture, PictureKey, PictureSize, Pictures};

const NOW: i64 = 1_790_000_000_000;
const FULL: u64 = 1_000;
const THUMB: u64 = 100;

/// The memory's futures never wait.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a picture store in memory kept us waiting"),
    }
}

fn key(size: PictureSize, hash: u64) -> PictureKey {
    PictureKey { size, hash: VisitId::parse(&hex(hash)).unwrap().0 }
}

fn put(pictures: &MemoryPictures, key: PictureKey, len: u64) {
    let picture = Picture { mime: "image/webp".into(), bytes: vec![7; len as usize] };
    ready(pictures.put(key, picture)).unwrap();
}

/// Page `n` was seen at minute `n`, its picture has the hash `spread(n)`: the store's order is not that of time.
fn memory(pages: u64) -> (Archive, MemoryPictures) {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let pictures = MemoryPictures::default();
    for n in 0..pages {
        see(&mut archive, n + 1, n, n);
        shoot(&mut archive, &pictures, n + 1, spread(n));
    }
    put(&pictures, key(PictureSize::Icon, 5), 50);
    archive.attach_icon(&hex(1), &hex(5)).unwrap();
    (archive, pictures)
}

fn see(archive: &mut Archive, id: u64, minute: u64, page: u64) {
    let at = NOW + minute as i64 * 60_000;
    archive.remember(&Seen { url: address(page), ..seen(id, at, page, 0) }).unwrap();
}

fn address(page: u64) -> String {
    format!("{}/{page}", url(0))
}

fn shoot(archive: &mut Archive, pictures: &MemoryPictures, visit: u64, hash: u64) {
    put(pictures, key(PictureSize::Thumb, hash), THUMB);
    put(pictures, key(PictureSize::Full, hash), FULL);
    archive.attach_picture(&hex(visit), PictureFacts { hash: hex(hash), ..PictureFacts::default() }).unwrap();
}

fn spread(n: u64) -> u64 {
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1
}

fn held(pictures: &MemoryPictures, size: PictureSize) -> BTreeSet<PictureKey> {
    ready(pictures.keys(size, None, usize::MAX)).unwrap().into_iter().collect()
}

/// Pages whose picture of a size is there.
fn pages_with(pictures: &MemoryPictures, size: PictureSize, pages: u64) -> Vec<u64> {
    let held = held(pictures, size);
    (0..pages).filter(|n| held.contains(&key(size, spread(*n)))).collect()
}

fn slice(fader: &mut Fader, archive: &Archive, pictures: &MemoryPictures, budget: u64) -> Faded {
    ready(fader.slice(pictures, budget, |held, limit| archive.fading(held, limit))).unwrap()
}

fn fade(fader: &mut Fader, archive: &Archive, pictures: &MemoryPictures, budget: u64) -> (usize, Faded) {
    let mut removed = 0;
    for _ in 0..10_000 {
        let faded = slice(fader, archive, pictures, budget);
        assert!(faded.removed <= 32);
        removed += faded.removed;
        if !faded.more {
            return (removed, faded);
        }
    }
    panic!("fading does not end");
}

fn used(pictures: &MemoryPictures) -> u64 {
    ready(pictures.used()).unwrap().bytes
}

fn star(archive: &mut Archive, page: u64, on: bool) {
    archive.mutate(&Which::Page { page: address(page) }, &Change::Star { on }, NOW).unwrap();
}

#[test]
fn the_oldest_full_images_go_first_and_not_more_than_needed() {
    let (archive, pictures) = memory(200);
    let (mut fader, all) = (Fader::default(), used(&pictures));
    assert_eq!(fade(&mut fader, &archive, &pictures, all), (0, Faded::default()), "within the budget");
    let budget = all - 1;
    let (removed, faded) = fade(&mut fader, &archive, &pictures, budget);
    assert!(!faded.is_stuck);
    let left = used(&pictures);
    assert!(left <= budget - budget / 20 && left > budget - budget / 20 - 32 * FULL, "{left} of {budget}");
    assert_eq!(pages_with(&pictures, PictureSize::Full, 200), (removed as u64..200).collect::<Vec<_>>());
    assert_eq!(pages_with(&pictures, PictureSize::Thumb, 200).len(), 200);
    assert_eq!(held(&pictures, PictureSize::Icon).len(), 1);
    // Some room was made: the next pictures cost nothing.
    assert_eq!(fade(&mut fader, &archive, &pictures, budget).0, 0);
}

#[test]
fn thumbnails_follow_when_no_full_image_is_left_and_webmarks_stay() {
    let (mut archive, pictures) = memory(100);
    for page in [0, 1, 50] {
        star(&mut archive, page, true);
    }
    let budget = 3 * FULL + 40 * THUMB;
    let (_, faded) = fade(&mut Fader::default(), &archive, &pictures, budget);
    assert_eq!(faded, Faded::default());
    assert_eq!(pages_with(&pictures, PictureSize::Full, 100), [0, 1, 50]);
    let thumbs = pages_with(&pictures, PictureSize::Thumb, 100);
    assert!(thumbs.len() <= 40 && [0, 1, 50].iter().all(|page| thumbs.contains(page)), "{thumbs:?}");
    let others: Vec<u64> = thumbs.into_iter().filter(|page| ![0, 1, 50].contains(page)).collect();
    assert!(!others.is_empty() && others.windows(2).all(|two| two[0] + 1 == two[1]), "{others:?}");
    assert_eq!(others.last(), Some(&99), "the newest");
}

#[test]
fn webmarks_alone_may_be_over_the_budget() {
    let (mut archive, pictures) = memory(10);
    (0..10).for_each(|page| star(&mut archive, page, true));
    let mut fader = Fader::default();
    let stuck = Faded { is_stuck: true, ..Faded::default() };
    for _ in 0..3 {
        assert_eq!(fade(&mut fader, &archive, &pictures, FULL), (0, stuck));
    }
    star(&mut archive, 4, false);
    see(&mut archive, 900, 900, 900);
    shoot(&mut archive, &pictures, 900, spread(900));
    assert_eq!(
        fade(&mut fader, &archive, &pictures, FULL),
        (4, stuck),
        "what may go goes: two pages' pictures"
    );
    assert_eq!(pages_with(&pictures, PictureSize::Full, 10), [0, 1, 2, 3, 5, 6, 7, 8, 9]);
}

#[test]
fn a_picture_is_as_new_as_the_last_visit_that_shows_it() {
    let (mut archive, pictures) = memory(40);
    // Page 0 is seen again; page 1 shows the same picture as a page seen later; page 2 as a WebMark.
    see(&mut archive, 100, 100, 0);
    for (id, shows) in [(101, 1), (102, 2)] {
        see(&mut archive, id, id, id);
        shoot(&mut archive, &pictures, id, spread(shows));
    }
    star(&mut archive, 102, true);
    let order = archive.fading(&held(&pictures, PictureSize::Full), usize::MAX);
    let expected: Vec<PictureKey> =
        (3..40).chain([0, 1]).map(|n| key(PictureSize::Full, spread(n))).collect();
    assert_eq!(order, expected);
}

#[test]
fn what_an_undo_may_bring_back_stays() {
    let (mut archive, pictures) = memory(40);
    archive.mutate(&Which::Page { page: address(0) }, &Change::Forget, NOW).unwrap();
    let held = held(&pictures, PictureSize::Full);
    assert_eq!(archive.fading(&held, 1), [key(PictureSize::Full, spread(1))]);
    assert!(archive.uses_picture(key(PictureSize::Full, spread(0))));
}

#[test]
fn a_star_given_while_it_fades_is_heeded() {
    let (mut archive, pictures) = memory(100);
    let (mut fader, budget) = (Fader::default(), 10 * FULL);
    assert_eq!(slice(&mut fader, &archive, &pictures, budget).removed, 32);
    star(&mut archive, 40, true);
    assert_eq!(slice(&mut fader, &archive, &pictures, budget).removed, 31);
    assert!(pages_with(&pictures, PictureSize::Full, 100).contains(&40));
}

#[test]
fn pictures_that_nothing_refers_to_are_found() {
    let (archive, pictures) = memory(3);
    let lost = [key(PictureSize::Full, 77), key(PictureSize::Icon, spread(0)), key(PictureSize::Thumb, 5)];
    lost.iter().for_each(|key| put(&pictures, *key, 1));
    let mut all: Vec<PictureKey> = Vec::new();
    for size in [PictureSize::Thumb, PictureSize::Full, PictureSize::Icon] {
        all.extend(held(&pictures, size));
    }
    let unused: BTreeSet<PictureKey> = archive.unused_pictures(&all).into_iter().collect();
    assert_eq!(unused, BTreeSet::from(lost));
    assert!(all.iter().all(|key| archive.uses_picture(*key) != unused.contains(key)));
}
