//! Words on pictures: those that a search lights in texts are lit where they stand on the picture.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{open, seen};
use crate::common::secret::NOW;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchRequest};
use webmynd_engine::index::Sort;
use webmynd_engine::page::Seen;
use webmynd_engine::picture::{PictureWords, UNITS, WordBox};

/// Words one after another, each a hundred units wide.
fn words(text: &str) -> PictureWords {
    let boxes = (0..text.split([' ', '\n']).count() as u16).map(|at| [at * 100 % UNITS, 40, 100, 10]);
    PictureWords::new(text.to_owned(), boxes.collect()).unwrap()
}

fn remembered(text: &str, lang: &str) -> Archive {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let html = format!("<html><body><article><p>{text}</p></article></body></html>");
    archive.remember(&Seen { html, lang: Some(lang.to_owned()), ..seen(1, NOW, 1, 0) }).unwrap();
    archive
}

/// The words of the picture that are lit, by their places: whole ones by their number, parts by their box.
fn lit(archive: &Archive, q: &str, text: &str) -> Vec<WordBox> {
    let request = SearchRequest {
        q: q.to_owned(),
        sort: Sort::Best,
        limit: 1,
        offset: 0,
        now: NOW,
        offset_min: 0,
        counting: false,
    };
    archive.lit_words(&archive.lit_terms(&request).unwrap(), 0, &words(text))
}

fn numbers(archive: &Archive, q: &str, text: &str) -> Vec<u16> {
    lit(archive, q, text).iter().map(|[x, ..]| x / 100).collect()
}

#[test]
fn what_is_lit_in_a_passage_is_lit_on_the_picture() {
    let text = "The cats were chasing a dog, and the Dog chased\nthe cat: node.js";
    let archive = remembered(text, "en");
    assert_eq!(numbers(&archive, "cat ", text), [1, 11]);
    assert_eq!(numbers(&archive, "chase dog ", text), [3, 5, 8, 9]);
    // As in titles, the words of a phrase are lit wherever they stand.
    assert_eq!(numbers(&archive, "\"chasing a dog\" ", text), [3, 4, 5, 8, 9]);
    assert_eq!(numbers(&archive, "chas", text), [3, 9]);
    assert_eq!(numbers(&archive, "-cat dog ", text), [5, 8]);
    assert_eq!(numbers(&archive, "site:example.com ", text), Vec::<u16>::new());
    // What nothing has as it is typed is forgiven, here as in the results.
    assert_eq!(numbers(&archive, "chese ", text), [3, 9]);
}

#[test]
fn of_a_word_that_is_found_in_part_that_part_is_lit() {
    let text = "node.js 東京都庁 dog, (cats)";
    let archive = remembered(text, "ja");
    assert_eq!(lit(&archive, "東京 ", text), [[100, 40, 50, 10]]);
    assert_eq!(lit(&archive, "dog ", text), [[200, 40, 75, 10]]);
    assert_eq!(lit(&archive, "node.js ", text), [[0, 40, 57, 10], [71, 40, 29, 10]]);
}

#[test]
fn a_frame_that_is_not_there_lights_what_it_can_and_no_panic() {
    let archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    assert_eq!(lit(&archive, "", "some words"), Vec::<WordBox>::new());
    assert_eq!(numbers(&archive, "words ", "some words"), [1]);
}

#[test]
fn words_of_a_picture_are_those_that_the_redacted_page_has() {
    let page = "Paid with <b>5555</b>5555<i>5555</i>4444. Your verification code is 560382. A <mark>zebra</mark>, and 東京の古い路地を歩く.";
    let archive = remembered(page, "en");
    let seen = words("Paid with 5555 5555 5555 4444 560382 zebra ZEBRA, unsaid 東京の古い\n路地を");
    let id = webmynd_engine::page::VisitId::parse(&crate::common::model::hex(1)).unwrap().to_string();
    let known = archive.known_words(&id, &seen).unwrap();
    assert_eq!(known.text(), "Paid with zebra ZEBRA, 東京の古い\n路地を");
    assert!(archive.known_words(&crate::common::model::hex(99), &seen).is_err());
}

#[test]
fn parts_of_words_from_the_right_stand_on_the_right() {
    let text = "שלום/זברה other";
    let archive = remembered(text, "he");
    let [[x, _, width, _]] = lit(&archive, "שלום ", text)[..] else { panic!("one word") };
    assert!(x >= 50 && x + width == 100, "{x} {width}");
}
