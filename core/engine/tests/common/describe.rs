//! A memory in words: everything that can be asked of it, to be compared with another or with what was written down.
use std::fmt::Write as _;
use webmynd_engine::archive::{Archive, Caption};
use webmynd_engine::page::{Ordinal, VisitId};
use webmynd_engine::ports::PictureSize;

/// Every visit with all that belongs to it, then labels and favicons.
pub fn describe(archive: &Archive) -> String {
    let mut out = String::new();
    for ordinal in 0..archive.catalog().visits().len() as Ordinal {
        visit(&mut out, archive, ordinal);
    }
    for (label, pages) in archive.catalog().labels() {
        writeln!(out, "label {label}: {pages} pages").unwrap();
    }
    let mut icons: Vec<String> =
        archive.catalog().icons().map(|(host, key)| format!("icon {host} {}", VisitId(key))).collect();
    icons.sort();
    out + &icons.join("\n") + "\n"
}

fn visit(out: &mut String, archive: &Archive, ordinal: Ordinal) {
    let visit = archive.catalog().visit(ordinal).unwrap();
    let caption = archive.caption(ordinal).unwrap().unwrap();
    let Caption { id, title, url, site, lang, labels, at, offset_min, thumbhash, name, .. } = caption;
    let state = archive.page_state(&url);
    writeln!(out, "visit {id} {at} {offset_min:+} of {url}").unwrap();
    writeln!(out, "  {title:?} {site:?} {lang:?} {name:?} version {} of {}", visit.no, state.captures)
        .unwrap();
    writeln!(out, "  {}{labels:?}", if state.star { "star " } else { "" }).unwrap();
    if !visit.is_alive() {
        assert_eq!(
            (archive.text(ordinal).unwrap(), archive.picture_key(ordinal, PictureSize::Full)),
            (None, None)
        );
        writeln!(out, "  forgotten").unwrap();
        return;
    }
    if let Some(key) = archive.picture_key(ordinal, PictureSize::Full) {
        let capture = archive.catalog().capture(visit.no).unwrap();
        let colour = archive.catalog().colour(capture);
        writeln!(out, "  picture {} {colour:?} {thumbhash:?}", VisitId(key.hash)).unwrap();
    }
    let (_, words) = archive.text(ordinal).unwrap().unwrap();
    writeln!(out, "  text {:?}\n  rest {:?}", words.text, words.rest).unwrap();
}

/// The whole export without its first line, which tells the time.
pub fn exported(archive: &Archive) -> String {
    let (mut all, mut cursor) = (String::new(), Some(String::new()));
    while let Some(at) = cursor {
        let part = archive.export(&at, 0).unwrap();
        all.push_str(&part.text);
        cursor = part.next;
    }
    all.split_once('\n').unwrap().1.to_owned()
}
