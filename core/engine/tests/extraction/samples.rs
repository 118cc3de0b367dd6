//! Small pages of our own: what extraction promises, in the small.
use webmynd_engine::extract::{Hints, extract};

const ARTICLE: &str = include_str!("samples/article.html");
const NOTES: &str = include_str!("samples/notes.html");

#[test]
fn an_article_is_taken_apart() {
    let found = extract(ARTICLE, Hints { url: Some("https://www.gazette.test/ferry"), ..Hints::default() });
    assert_eq!(found.title, "The ferry that waits");
    assert_eq!(found.site, "Harbour Gazette");
    assert_eq!(found.lang, "en");
    assert_eq!(found.published.as_deref(), Some("2024-03-09T07:15:00+01:00"));
    let lines: Vec<_> = found.text.lines().collect();
    assert!(lines[0].starts_with("Every morning at ten past six"), "{lines:?}");
    assert!(lines.contains(&"“Not once.”"), "a short line among its kin stays: {lines:?}");
    assert!(lines.contains(&"Rye bread, baked at three"), "{lines:?}");
    for elsewhere in
        ["By Ada Holm", "The ferry at dawn", "Read also", "Most read", "Tides", "All rights reserved"]
    {
        assert!(!found.text.contains(elsewhere), "{elsewhere}");
        assert!(found.rest.contains(elsewhere), "{elsewhere} can still be found");
    }
}

#[test]
fn a_page_without_prose_keeps_everything() {
    let found = extract(NOTES, Hints { url: Some("https://www.werkstatt.test/"), ..Hints::default() });
    let all = format!("{}\n{}", found.text, found.rest);
    assert_eq!(
        (found.title.as_str(), found.site.as_str(), found.lang.as_str()),
        ("Schraubenliste", "werkstatt.test", "de")
    );
    assert!(["M3", "40", "M8", "6"].iter().all(|cell| all.lines().any(|line| line == *cell)), "{all}");
    assert_eq!(found.published, None);
}

#[test]
fn what_the_browser_shows_is_in_text_or_rest() {
    let visible =
        "HARBOUR GAZETTE\nTHE FERRY THAT WAITS\n“Not once.”\nLive: 12 boats at sea\nWe use cookies\tAccept";
    let found = extract(ARTICLE, Hints { visible: Some(visible), ..Hints::default() });
    assert!(found.rest.lines().any(|l| l == "Live: 12 boats at sea"), "made by a script, so not in the HTML");
    assert!(found.rest.lines().any(|l| l == "Accept"));
    assert!(!found.rest.contains("Not once") && found.text.contains("Not once"));
    assert!(!found.rest.contains("Tides"), "not laid out, so not seen");
}

#[test]
fn hints_count() {
    let hints = Hints { title: Some("(3) Inbox - Harbour Gazette"), lang: Some("pl-PL"), ..Hints::default() };
    let found = extract("<meta property=og:site_name content='Harbour Gazette'><p>1 2 3</p>", hints);
    assert_eq!((found.title.as_str(), found.lang.as_str()), ("(3) Inbox", "pl"));
    assert_eq!(extract("<p>just words</p>", Hints::default()).site, "");
}

#[test]
fn blocks_are_never_glued() {
    let found = extract(
        "<div>one<div>two</div>three</div><ul><li>four<li>five</ul>six<br>seven<table><td>eight",
        Hints::default(),
    );
    let mut words: Vec<_> =
        format!("{}\n{}", found.text, found.rest).split_whitespace().map(str::to_owned).collect();
    words.sort();
    assert_eq!(words.join(" "), "eight five four one seven six three two");
}
