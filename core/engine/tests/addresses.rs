//! One page has one address: what only tracks makes no other, a memory of before is told apart, hosts have one name.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open};
use crate::common::secret::total;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::page::{RememberedKind, Seen};

const NOW: i64 = 1_790_000_000_000;

fn memory() -> (Arc<FaultyFiles>, Archive) {
    let files = Arc::new(FaultyFiles::default());
    let archive = open(&files).unwrap();
    (files, archive)
}

fn seen(id: u64, url: &str, text: &str) -> Seen {
    let (id, at) = (hex(id), NOW + id as i64 * 1000);
    Seen { id, at, url: url.into(), title: "News".into(), text: Some(text.into()), ..Seen::default() }
}

fn forget(archive: &mut Archive, which: &Which) -> Result<u32, webmynd_engine::EngineError> {
    archive.mutate(which, &Change::Forget, NOW + 1_000_000).map(|done| done.count)
}

const VISITED: [&str; 4] = [
    "https://n.example/a?id=7",
    "https://n.example/a?utm_source=x&id=7",
    "https://n.example./a?id=7&fbclid=IwAR1#top",
    "https://me:secret@n.example/a?gclid=1&id=7",
];

#[test]
fn what_only_tracks_makes_no_other_page() {
    let (files, mut archive) = memory();
    for (id, url) in VISITED.iter().enumerate() {
        let kept = archive.remember(&seen(id as u64, url, "The bridge opens on friday.")).unwrap();
        let kind = if id == 0 { RememberedKind::New } else { RememberedKind::Revisit };
        assert_eq!(kept.kind, kind, "{url}");
    }
    assert_eq!(total(&archive, "bridge "), 1);
    let star = Change::Star { on: true };
    archive.mutate(&Which::Page { page: VISITED[2].into() }, &star, NOW).unwrap();
    drop(archive);
    let mut archive = open(&files).unwrap();
    for url in VISITED {
        let state = archive.page_state(url);
        assert!(state.star && state.visits == 4, "{url}");
    }
    assert_eq!(forget(&mut archive, &Which::Page { page: VISITED[1].into() }).unwrap(), 4);
}

#[test]
fn the_address_as_visited_opens_the_page_and_goes_with_its_visit() {
    let (_, mut archive) = memory();
    let first = archive.remember(&seen(1, VISITED[2], "The bridge opens on friday.")).unwrap();
    archive.remember(&seen(2, VISITED[0], "The bridge opens on friday.")).unwrap();
    let caption = |archive: &Archive, at| archive.caption(at).unwrap().unwrap();
    let visited = Some("https://n.example./a?id=7&fbclid=IwAR1#top");
    assert_eq!(caption(&archive, first.ordinal).visited.as_deref(), visited);
    assert_eq!(caption(&archive, first.ordinal).url, VISITED[0]);

    // Export carries it, import takes it, and passes over one that is of another page.
    let exported = archive.export("", NOW).unwrap().text;
    assert!(exported.contains("fbclid"));
    for (text, wanted) in
        [(exported.clone(), visited), (exported.replace("n.example./a?id=7&", "evil.example/?"), None)]
    {
        let (_, mut other) = memory();
        other.import(&text, 1, NOW).unwrap();
        assert_eq!(caption(&other, 0).visited.as_deref(), wanted);
    }

    // It is of the first visit: with that it is gone for good, and the page stays.
    forget(&mut archive, &Which::Visits { visits: vec![hex(1)] }).unwrap();
    while archive.tend(NOW + 10_000_000).unwrap().more {}
    assert_eq!(caption(&archive, 0).visited, None);
}

#[test]
fn a_line_of_before_has_no_such_address_and_may_have_one_that_tracks() {
    let (_, mut archive) = memory();
    let line = |id: u64, url: &str| {
        let id = hex(id);
        format!(
            "{{\"type\":\"capture\",\"url\":\"{url}\",\"title\":\"A\",\"text\":\"x\",\"visits\":[{{\"id\":\"{id}\",\"at\":{NOW}}}]}}\n"
        )
    };
    archive.import(&line(1, VISITED[0]), 1, NOW).unwrap();
    archive.import(&line(2, VISITED[1]), 1, NOW).unwrap();
    assert_eq!(archive.status().pages, 1);
    assert_eq!(archive.page_state(VISITED[3]).visits, 2);
}

#[test]
fn pages_that_were_merged_by_mistake_are_told_apart_by_their_next_visit() {
    let (_, mut archive) = memory();
    // As an earlier version kept them.
    let merged = "https://shop.example/item?code=redacted";
    archive.remember(&seen(1, merged, "A blue kettle.")).unwrap();
    let kept = archive.remember(&seen(2, "https://shop.example/item?code=1001", "A blue kettle.")).unwrap();
    assert_eq!(kept.kind, RememberedKind::New);
    archive.remember(&seen(3, "https://shop.example/item?code=1002", "A red pan.")).unwrap();
    assert_eq!(archive.status().pages, 3);
    assert_eq!(forget(&mut archive, &Which::Page { page: merged.into() }).unwrap(), 1);
    assert_eq!(archive.status().pages, 2);
}

#[test]
fn imported_ids_that_look_like_cards_are_pages_of_their_own() {
    let (_, mut archive) = memory();
    let lines =
        "{\"id\":\"4111111111111111\",\"text\":\"one\"}\n{\"id\":\"5500005555555559\",\"text\":\"two\"}\n";
    archive.import(lines, 1, NOW).unwrap();
    assert_eq!(archive.status().pages, 2);
    assert_eq!(archive.caption(0).unwrap().unwrap().name.as_deref(), Some("4111111111111111"));
}

#[test]
fn a_site_is_one_in_all_its_spellings() {
    for typed in [
        "bücher.example",
        "xn--bcher-kva.example",
        "Bücher.Example.",
        "https://www.bücher.example/",
        "example",
    ] {
        let (_, mut archive) = memory();
        archive.remember(&seen(1, "https://bücher.example/a", "one")).unwrap();
        archive.remember(&seen(2, "https://xn--bcher-kva.example./b", "two")).unwrap();
        archive.remember(&seen(3, "https://other.test/a", "three")).unwrap();
        assert_eq!(total(&archive, &format!("site:{typed} ")), 2, "{typed}");
        assert_eq!(total(&archive, "url:bücher "), 2);
        let gone = forget(&mut archive, &Which::Site { site: typed.into() }).unwrap();
        // One label is a host of its own, not all that ends in it.
        assert_eq!(gone, if typed == "example" { 0 } else { 2 }, "{typed}");
    }
    let (_, mut archive) = memory();
    archive.remember(&seen(1, "https://a.test/", "one")).unwrap();
    for nothing in ["", " ", ".", "*", "https://", "a b", "a.test/b", "https://a.test:443"] {
        assert!(forget(&mut archive, &Which::Site { site: nothing.into() }).is_err(), "{nothing:?}");
    }
}

/// A pasted address finds its page first, and is no near word, whatever its host: a name without a dot, a port, figures.
#[test]
fn an_address_of_any_host_finds_its_page() {
    let (_, mut archive) = memory();
    let pages = [
        "https://localhost:5173/A/b",
        "https://localhost:5173/A/c",
        "http://[2001:db8::1]/a%20b",
        "http://[2001:db8::1]/a+b",
        "http://nas:5000/x",
        "https://intranet/wiki/Start",
        "https://intranet/wiki/Stars",
        "http://192.168.0.1:8080/x",
        "https://shop.example/x",
    ];
    for (id, url) in pages.iter().enumerate() {
        archive.remember(&seen(id as u64, url, &format!("Words of page {id}."))).unwrap();
    }
    for committed in [false, true] {
        for url in pages {
            for typed in [url.to_owned(), format!("{url} "), format!("{url}#:~:text=foo")] {
                let request = crate::common::request::request(&typed, NOW);
                let answer = archive.search(&request).unwrap();
                assert_eq!(answer.hits[0].url, url, "{typed}, committed: {committed}");
                assert!(
                    !answer.forgiving && answer.complaints.is_empty(),
                    "{typed}: {:?}",
                    answer.complaints
                );
            }
        }
        archive.settle().unwrap();
    }
}
