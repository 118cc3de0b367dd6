//! Thinning: a text that the vault keeps leaves every file of this memory, and its title card stays; nothing else goes.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open, send};
use crate::common::secret::{NOW, PICTURES, URL, left, lived, tend, total};
use std::collections::BTreeSet;
use std::sync::Arc;
use webmynd_engine::ErrorKind;
use webmynd_engine::archive::{Archive, Change, Slice, Which};
use webmynd_engine::catalog::{Flag, PackId};
use webmynd_engine::journal::text::Text;
use webmynd_engine::page::VisitId;
use webmynd_engine::ports::{PictureKey, PictureSize};

/// Words of the secret page's text, those that are in no title, address or label.
const TEXT: [&str; 3] = ["qtextq", "ynewtextq", "urestq"];

fn packs(archive: &Archive) -> BTreeSet<PackId> {
    archive.catalog().shared().packs().ids().copied().collect()
}

fn unstar(archive: &mut Archive) {
    let page = Which::Page { page: URL.into() };
    archive.mutate(&page, &Change::Star { on: false }, NOW).unwrap();
}

fn read(archive: &Archive, visit: u64) -> (Text, bool) {
    let ordinal = archive.catalog().ordinal(VisitId::parse(&hex(visit)).unwrap()).unwrap();
    let card = archive.caption(ordinal).unwrap().unwrap().flags & Flag::CARD != 0;
    assert_eq!(archive.is_card(ordinal), card);
    (archive.text(ordinal).unwrap().unwrap().1, card)
}

#[test]
fn a_thinned_text_leaves_every_file_and_its_card_is_found() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    unstar(&mut archive);
    let (before, _) = read(&archive, 801);
    assert!(before.text.contains("ynewtextq") && before.rest.contains("urestq"));
    send(&mut archive).unwrap();
    let kept = packs(&archive);
    let captures = archive.catalog().captures().len() as u32;
    let slice = archive.thin(0, &kept, NOW + 1).unwrap();
    assert_eq!(slice, Slice { thinned: captures, more: false });
    let full = |hash| PictureKey { size: PictureSize::Full, hash: VisitId::parse(&hex(hash)).unwrap().0 };
    assert_eq!(tend(&mut archive, NOW + 1), PICTURES.map(full), "full images go, thumbnails stay");
    for reopened in [false, true] {
        let found = left(&files);
        for word in TEXT {
            assert!(!found.iter().any(|(left, _)| *left == word), "{word} is left: {found:?}");
        }
        assert_eq!(found.len(), 6, "address, title, label and placeholder stay: {found:?}");
        assert_eq!(read(&archive, 801), (Text::default(), true));
        assert_eq!((total(&archive, "ktitleq "), total(&archive, "site:xhostq.example ")), (1, 1));
        assert_eq!((total(&archive, "ynewtextq "), total(&archive, "urestq ")), (0, 0));
        assert!(archive.doctor(false).unwrap().ok, "reopened: {reopened}");
        assert_eq!(archive.thin(0, &kept, NOW + 1).unwrap(), Slice::default(), "once is enough");
        archive.settle().unwrap();
        drop(archive);
        archive = open(&files).unwrap();
    }
    archive.rebuild().unwrap();
    assert_eq!(
        (total(&archive, "ktitleq "), total(&archive, "ynewtextq ")),
        (1, 0),
        "from the journal alone"
    );
    assert!(archive.doctor(false).unwrap().ok);
}

#[test]
fn what_is_only_here_stays_and_webmarks_stay() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    assert_eq!(archive.thin(0, &BTreeSet::new(), NOW + 1).unwrap(), Slice::default(), "nothing was sent");
    send(&mut archive).unwrap();
    assert_eq!(archive.thin(0, &BTreeSet::new(), NOW + 1).unwrap(), Slice::default(), "the vault let it go");
    let kept = packs(&archive);
    assert_eq!(archive.thin(30, &kept, NOW + 1).unwrap(), Slice::default(), "all of it is too young");
    assert!(archive.thin(0, &kept, NOW + 1).unwrap().thinned > 0);
    tend(&mut archive, NOW + 1);
    let (words, card) = read(&archive, 801);
    assert!(!card && words.text.contains("ynewtextq"), "a WebMark's text stays");
    assert_eq!(total(&archive, "ynewtextq "), 1);
    // A visit that the vault does not have keeps its capture whole.
    unstar(&mut archive);
    let again = crate::common::model::seen(990, NOW - 1, 3, 2);
    archive.remember(&again).unwrap();
    let slice = archive.thin(0, &kept, NOW + 1).unwrap();
    assert_eq!(slice.thinned, 2, "both versions of the page that is no WebMark any more");
    assert!(!read(&archive, 990).1);
}

#[test]
fn a_text_comes_back_when_it_is_given_or_seen_again() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = lived(&files);
    unstar(&mut archive);
    let (words, _) = read(&archive, 801);
    let no = archive
        .catalog()
        .visit(archive.catalog().ordinal(VisitId::parse(&hex(801)).unwrap()).unwrap())
        .unwrap()
        .no;
    send(&mut archive).unwrap();
    let kept = packs(&archive);
    for round in 0..18 {
        archive.thin(0, &kept, NOW + 1).unwrap();
        tend(&mut archive, NOW + 1);
        let refused = archive.fill(no, &Text { text: "another text".into(), ..Text::default() });
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Invalid);
        archive.fill(no, &words).unwrap();
        assert_eq!(read(&archive, 801), (words.clone(), false), "round {round}");
        assert_eq!((total(&archive, "ynewtextq "), total(&archive, "ktitleq ")), (1, 1));
        if round % 5 == 0 {
            tend(&mut archive, NOW + 1);
            drop(archive);
            archive = open(&files).unwrap();
        }
        assert!(archive.doctor(false).unwrap().ok, "round {round}");
    }
    // The same content seen again brings its text back by itself.
    let page = crate::common::model::seen(991, NOW - 7, 5, 0);
    archive.remember(&page).unwrap();
    send(&mut archive).unwrap();
    let kept = packs(&archive);
    archive.thin(0, &kept, NOW + 1).unwrap();
    assert!(read(&archive, 991).1);
    archive.remember(&crate::common::model::seen(992, NOW - 6, 5, 0)).unwrap();
    assert!(!read(&archive, 991).1 && read(&archive, 992) == read(&archive, 991));
    tend(&mut archive, NOW + 1);
    assert!(archive.doctor(false).unwrap().ok);
}
