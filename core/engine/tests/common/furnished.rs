//! A small memory that holds one of everything: versions, revisits, WebMarks, labels, pictures, favicons, names given
//! by an import, forgotten pages with and without undo, other scripts, odd text.
use super::faulty::FaultyFiles;
use super::model::{hex, open};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, PictureFacts, Which};
use webmynd_engine::page::Seen;

/// 2026-09-21T14:13:20Z.
pub const NOW: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;
/// When pages were forgotten: the undo window of one of them is open.
pub const THEN: i64 = NOW + 8 * HOUR;

const FERRY: &str = "Every morning the ferry waits a minute for the baker of the island, who has been late for eleven \
                     years and brings the captain a warm loaf for it.";
const FERRY_LATER: &str = "The ferry does not wait any longer: the baker has moved to the harbour, and the captain buys \
                           his loaf there like everybody else in the town.";
const CRANE: &str = "Der neue Kran steht seit gestern im nördlichen Becken des Hafens und hebt Lasten bis zu achtzig \
                     Tonnen, mehr als jeder andere Kran an dieser Küste.";
const LIBRARY: &str =
    "图书馆每天早上九点开门，读者可以借阅最新的书籍和杂志，也可以在安静的阅览室里学习一整天。";

/// Makes it, with nothing left to do.
pub fn furnish(files: &Arc<FaultyFiles>) -> Archive {
    let mut archive = open(files).unwrap();
    pages(&mut archive);
    pictures(&mut archive);
    marks(&mut archive);
    imported(&mut archive);
    forgets(&mut archive);
    archive.settle().unwrap();
    archive
}

fn see(archive: &mut Archive, id: u64, hours: i64, url: &str, title: &str, text: &str) {
    let html = format!(
        "<html><head><title>{title}</title><meta property=article:published_time content=2026-02-03></head><body>\
         <nav><a href=/>Start page</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    );
    let page = Seen {
        id: hex(id),
        at: NOW + hours * HOUR,
        offset_min: if hours > 2 { -150 } else { 120 },
        url: url.into(),
        title: title.into(),
        html,
        ..Seen::default()
    };
    archive.remember(&page).unwrap();
}

fn pages(archive: &mut Archive) {
    see(archive, 1, 0, "https://hafen.example/ferry#top", "The ferry", FERRY);
    see(archive, 2, 1, "https://www.hafen.example/crane?id=7", "Der Kran", CRANE);
    see(archive, 3, 2, "https://hafen.example/ferry", "The ferry", FERRY);
    see(archive, 4, 3, "https://hafen.example/ferry", "The ferry", FERRY_LATER);
    see(archive, 5, -5, "https://图书馆.example/", "图书馆 \u{202e}odd\u{202c} \"title\" <b>", LIBRARY);
    see(archive, 6, 4, "https://gone.example/a", "Gone for good", FERRY);
    see(archive, 7, 5, "https://faded.example/b", "Faded", CRANE);
    see(archive, 8, 6, "https://back.example/c", "Taken back", FERRY_LATER);
}

fn pictures(archive: &mut Archive) {
    for (visit, hash, colour) in [(1, 101, [10, 20, 30]), (2, 102, [200, 100, 0]), (7, 103, [1, 1, 1])] {
        let thumbhash = format!("thumb{hash}");
        let facts = PictureFacts { hash: hex(hash), colour, thumbhash, width: 1600, height: 900 };
        archive.attach_picture(&hex(visit), facts).unwrap();
    }
    archive.attach_icon(&hex(1), &hex(201)).unwrap();
    archive.attach_icon(&hex(5), &hex(202)).unwrap();
}

fn marks(archive: &mut Archive) {
    let mut change = |page: &str, change: Change| {
        archive.mutate(&Which::Page { page: page.into() }, &change, NOW + 7 * HOUR).unwrap().op
    };
    change("https://hafen.example/ferry", Change::Star { on: true });
    change("https://www.hafen.example/crane?id=7", Change::Star { on: true });
    change("https://www.hafen.example/crane?id=7", Change::Star { on: false });
    for label in ["island", "für später"] {
        change("https://hafen.example/ferry", Change::Label { label: label.into(), on: true });
    }
    change("https://www.hafen.example/crane?id=7", Change::Label { label: "island".into(), on: true });
    let op = change("https://图书馆.example/", Change::Label { label: "mistake".into(), on: true });
    archive.undo(op, NOW + 7 * HOUR).unwrap();
}

fn imported(archive: &mut Archive) {
    let lines = concat!(
        r#"{"id":"tea","url":"https://tea.example/","title":"On tea","text":"Wait three minutes.","time":"2026-03-01T08:00:00Z"}"#,
        "\n",
        r#"{"id":17,"title":"No address","text":"Only words.","lang":"en","time":1772361000500}"#,
        "\n"
    );
    let imported = archive.import(lines, 1, NOW).unwrap();
    assert_eq!((imported.report.added, imported.report.bad.len()), (2, 0));
}

fn forgets(archive: &mut Archive) {
    let mut forget =
        |page: &str| archive.mutate(&Which::Page { page: page.into() }, &Change::Forget, THEN).unwrap().op;
    let (gone, _, back) = (
        forget("https://gone.example/a"),
        forget("https://faded.example/b"),
        forget("https://back.example/c"),
    );
    archive.undo(back, THEN).unwrap();
    archive.forget_now(gone, THEN).unwrap();
    while archive.tend(THEN).unwrap().more {}
}
