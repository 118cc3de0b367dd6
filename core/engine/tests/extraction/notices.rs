//! Short pages under longer notices: what lies over a page is not its text, and can be found all the same.
use webmynd_engine::extract::{Hints, extract};

const PAGE: &str = "<h1>Ferry times</h1><p>The ferry leaves the small harbour at seven in the morning and again at noon, and on Sundays it \
    waits for the baker, who brings fresh bread to the island people and takes the empty baskets home again before evening.</p>";
const WALL: &str = "<p>We and our partners use cookies and similar methods to store and read information on your device. With your consent we \
    measure reach, choose suitable advertisements and make our services better for everybody who visits. You can change your choice at any \
    time in the settings at the foot of each page, where you also find a list of all partners and what they store. Some of them do not ask \
    for your consent because they think that their interest in your data weighs more; there you can object. Your choice holds for this site \
    only and is kept for thirteen months, after which we ask you again, as the law wants it from us.</p><button>Accept</button>";
const OFFER: &str = "<p>Every Friday we send a letter with the finest walks along the coast, the best bakers, a recipe, and what is on in the \
    villages at the weekend; more than nine thousand readers have it in their boxes before breakfast, and they write back to us with \
    corrections and with recipes of their own, which we print.</p><form><input type=email><button>Send it</button></form>";

fn page(before: &str, after: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Ferry times</title><body>{before}<div id=content>{PAGE}</div>{after}</body></html>"
    )
}

#[test]
fn a_notice_is_in_the_rest_and_the_page_is_the_text() {
    for (open, close) in [
        ("<div id=onetrust-banner-sdk>", "</div>"),
        ("<div id=CybotCookiebotDialog>", "</div>"),
        ("<div class='qc-cmp2-container'><div>", "</div></div>"),
        ("<div id=usercentrics-root><section>", "</section></div>"),
        ("<div class='cmplz-cookiebanner'>", "</div>"),
        ("<aside class='cookie-notice'>", "</aside>"),
        ("<section id=gdpr_consent_bar>", "</section>"),
        ("<div role=dialog aria-label=Cookies>", "</div>"),
        ("<div aria-modal=true>", "</div>"),
        ("<div class='modal fade'>", "</div>"),
        ("<dialog open>", "</dialog>"),
    ] {
        let wall = format!("{open}{WALL}{close}");
        for html in [page(&wall, ""), page("", &wall)] {
            let found = extract(&html, Hints::default());
            assert!(
                found.text.contains("baker") && !found.text.contains("partners"),
                "{open}: {}",
                found.text
            );
            assert!(found.rest.contains("partners"), "{open}: {}", found.rest);
        }
    }
    for open in
        ["<div class='newsletter-box'>", "<aside class='c-subscribe'>", "<section class='mailing-list'>"]
    {
        let found = extract(&page("", &format!("{open}{OFFER}</div>")), Hints::default());
        assert!(found.text.contains("baker") && !found.text.contains("Friday"), "{open}: {}", found.text);
        assert!(found.rest.contains("Friday"), "{open}");
    }
}

#[test]
fn a_dialog_that_is_closed_is_not_seen() {
    let found = extract(&page(&format!("<dialog>{WALL}</dialog>"), ""), Hints::default());
    assert!(!found.text.contains("partners") && !found.rest.contains("partners"));
}

#[test]
fn what_is_the_page_itself_is_no_notice_whatever_it_is_called() {
    let story = PAGE.replace("<h1>Ferry times</h1>", "");
    for html in [
        // A wrapper, an article about cookies, a dialog that is all there is, a card that is opened over a board.
        format!(
            "<body class='has-cookie-notice'><div class='cookie-notice-page'><main>{PAGE}</main></div><footer>a few words stand in the foot</footer>"
        ),
        format!(
            "<article class='cookie-banner-review'>{PAGE}</article><footer>a few words stand in the foot</footer>"
        ),
        format!("<div role=dialog>{story}</div>"),
        format!("<ul><li>To do<li>Doing<li>Done<li>Ideas<li>Later</ul><div role=dialog>{PAGE}</div>"),
        format!(
            "<div class='newsletter-post'>{PAGE}<form><input></form></div><footer>a few words stand in the foot</footer>"
        ),
        format!("<header class='sticky-header sketch-pad'>{PAGE}</header><p>a few words stand in the foot"),
    ] {
        let found = extract(&html, Hints::default());
        assert!(found.text.contains("baker"), "{html}: {found:?}");
    }
}

#[test]
fn a_short_page_beside_long_menus_is_its_main_element() {
    let links: String = (0..120)
        .map(|i| format!("<li><a href=/{i}>Harbour number {i}, its boats and its people</a></li>"))
        .collect();
    let teasers = "<div class=teaser><p>Nine boats came in on Tuesday, two of them from the north, and all of them were full to the brim with herring, so \
        that the price fell by half.</p></div>".repeat(6);
    let html = format!(
        "<body><nav><ul>{links}</ul></nav><main><p>The ferry leaves at seven, and waits for the baker on Sundays and holidays.</p></main><div>{teasers}</div>"
    );
    let found = extract(&html, Hints::default());
    assert_eq!(found.text, "The ferry leaves at seven, and waits for the baker on Sundays and holidays.");
    assert!(found.rest.contains("Harbour number 7") && found.rest.contains("herring"));
}
