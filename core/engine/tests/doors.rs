//! What a newer version wrote is neither dropped nor in the way: an event of a kind that is not known yet, and more in one that is.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{finds, hex, open, seen, url, word};
use crate::common::traces::holds;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, UNDO_MS, Which};
use webmynd_engine::event::Event;
use webmynd_engine::ports::Files;

const NOW: i64 = 1_790_000_000_000;

fn journal(files: &FaultyFiles) -> (String, u64) {
    let found = files.list().unwrap().into_iter().find(|file| file.name.starts_with("journal-")).unwrap();
    (found.name, found.len)
}

/// Appends a frame as docs/format.md has it to the first part of the journal.
fn append(files: &FaultyFiles, meta: &str, data: &[u8]) {
    let (name, offset) = journal(files);
    let mut frame = b"WMF1".to_vec();
    let sums = [crc32fast::hash(meta.as_bytes()), crc32fast::hash(data)];
    for number in [meta.len() as u32, data.len() as u32].into_iter().chain(sums) {
        frame.extend(number.to_le_bytes());
    }
    let placed = [frame.as_slice(), &0_u32.to_le_bytes(), &offset.to_le_bytes()].concat();
    frame.extend(crc32fast::hash(&placed).to_le_bytes());
    frame.extend(meta.as_bytes());
    frame.extend(data);
    files.write(&name, offset, &frame).unwrap();
}

fn forget(archive: &mut Archive, page: &str) {
    let which = Which::Page { page: page.to_owned() };
    archive.mutate(&which, &Change::Forget, NOW).unwrap();
    while archive.tend(NOW + UNDO_MS + 1).unwrap().more {}
    archive.settle().unwrap();
}

#[test]
fn what_a_newer_version_wrote_stays_and_is_in_nobodys_way() {
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for page in 1..4 {
        archive.remember(&seen(page, NOW + page as i64, page, 0)).unwrap();
    }
    drop(archive);
    // Late parts of a document, as a vector would be; and a visit with a field that is not known here.
    append(&files, r#"{"type":"vector","no":1,"of":"a-later-part"}"#, b"bytes-of-a-vector");
    let visit = serde_json::to_string(&Event::Visit(webmynd_engine::event::Visited {
        no: 1,
        visit: webmynd_engine::event::VisitFacts { id: hex(77), at: NOW + 9, ..Default::default() },
    }))
    .unwrap();
    append(&files, &visit.replacen('{', r#"{"dwell":[3,4],"#, 1), b"");

    let mut archive = open(&files).unwrap();
    let opened = archive.status().opened;
    assert_eq!((opened.unknown, opened.damaged, opened.tail_cut), (1, 0, 0));
    assert_eq!(archive.catalog().visits().len(), 4, "the visit is taken for what is known of it");
    assert!((1..4).all(|page| finds(&archive, &word(page, 0), &url(page), NOW)));

    // The part is written anew without a page that is forgotten; what is not known is kept.
    forget(&mut archive, &url(3));
    drop(archive);
    let (name, len) = journal(&files);
    let mut bytes = vec![0; len as usize];
    files.read(&name, 0, &mut bytes).unwrap();
    assert!(!holds(&bytes, &word(3, 0)));
    for kept in ["a-later-part", "bytes-of-a-vector", "dwell"] {
        assert!(holds(&bytes, kept), "{kept}");
    }
    let archive = open(&files).unwrap();
    assert_eq!((archive.status().opened.damaged, archive.catalog().visits().len()), (0, 3));
    assert!((1..3).all(|page| finds(&archive, &word(page, 0), &url(page), NOW)));
}
