//! Whose word on a visit counts, and what others are told of it.
use super::*;
use crate::catalog::Deed;
use crate::catalog::forgetting::Stage;
use crate::event::{Sent, SentPack};

const OTHER: [u8; 16] = [0x11; 16];

/// A forget of which others know so many visits, and which hides so many where these are not all.
fn forgot(op: u32, clock: u64, known: u32, hides: Option<u32>, by: Option<[u8; 16]>) -> Event {
    let stamp = Stamp { clock, by: by.map(|id| to_hex(&id)) };
    Event::Forget(Forgot { op, at: NOON, last: false, aged: None, known, hides, early: 0, stamp })
}

fn given_back(of: u32, clock: u64, by: Option<[u8; 16]>) -> Event {
    Event::Restore(Restored { of, at: NOON, stamp: Stamp { clock, by: by.map(|id| to_hex(&id)) } })
}

fn aged(op: u32) -> Event {
    let stamp = Stamp::default();
    Event::Forget(Forgot {
        op,
        at: NOON,
        last: false,
        aged: Some(NOON),
        known: 0,
        hides: None,
        early: 0,
        stamp,
    })
}

/// An entry of this device that says all up to a clock, with a pack of visits.
fn sent(clock: u64, visits: u32) -> Event {
    let adds = vec![SentPack { id: to_hex(&[7; 32]), day: 20_000, visits, ..SentPack::default() }];
    Event::Sent(Sent { clock, adds, ..Sent::default() })
}

/// Three visits of one page.
fn lived() -> Catalog {
    made(&[capture(0, "https://a.test/", 1, NOON), visit(0, 2, NOON + 1), visit(0, 3, NOON + 2)])
}

fn told(catalog: &Catalog) -> Vec<(u64, bool, Vec<VisitId>)> {
    let said = |deed: &Deed| (deed.clock, deed.forgets, deed.visits.clone());
    catalog.shared().unsent_deeds().iter().map(said).collect()
}

#[test]
fn others_are_told_of_visits_that_they_know_until_an_entry_has_said_it() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 2, None, None), &[1, 2, 3]);
    assert_eq!(told(&catalog), [(5, true, vec![id(1), id(2)])]);
    apply(&mut catalog, &given_back(1, 6, None), &[]);
    assert_eq!(told(&catalog).last(), Some(&(6, false, vec![id(1), id(2)])));
    apply(&mut catalog, &sent(5, 0), &[]);
    assert_eq!(told(&catalog), [(6, false, vec![id(1), id(2)])]);
    apply(&mut catalog, &sent(6, 0), &[]);
    apply(&mut catalog, &forgot(2, 6, 1, None, None), &[1]);
    assert!(told(&catalog).is_empty(), "an entry has said it, as a journal that is read again tells");
}

#[test]
fn others_are_not_told_what_they_said_or_do_not_know_or_what_retention_did() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 0, None, None), &[1]);
    apply(&mut catalog, &forgot(2, 6, 1, None, Some(OTHER)), &[2]);
    apply(&mut catalog, &given_back(0, 7, Some(OTHER)), &[2]);
    apply(&mut catalog, &aged(3), &[3]);
    apply(&mut catalog, &given_back(0, 9, None), &[3]);
    assert!(told(&catalog).is_empty());
}

#[test]
fn a_forget_is_remembered_before_its_visit_is_heard_of_until_it_is_taken_back() {
    let mut catalog = lived();
    let Event::Forget(heard) = forgot(2, 5, 1, Some(1), Some(OTHER)) else { unreachable!() };
    let heard = Event::Forget(Forgot { early: 2, ..heard });
    apply(&mut catalog, &heard, &[1, 8, 9]);
    assert_eq!(catalog.stage(id(1)), Stage::Forgotten);
    assert_eq!(Vec::from_iter(catalog.shared().early()), [&id(8), &id(9)]);
    assert_eq!(catalog.shared().early_forget(id(8)), Some((5, to_hex(&OTHER))));
    assert!(!catalog.shared().is_news(id(8), 4, OTHER), "an earlier word");
    apply(&mut catalog, &given_back(0, 6, Some(OTHER)), &[9]);
    assert_eq!(catalog.shared().early_forget(id(9)), None);
    apply(&mut catalog, &visit(0, 8, NOON + 3), &[]);
    apply(&mut catalog, &forgot(3, 5, 1, None, Some(OTHER)), &[8]);
    assert_eq!(catalog.stage(id(8)), Stage::Forgotten);
    assert!(catalog.shared().early().is_empty());
}

/// A copy of this profile may have told them, and what they say of it later counts: their clocks know nothing of this one's.
#[test]
fn what_was_forgotten_and_taken_back_before_others_knew_it_is_theirs_to_forget() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 8, 1, None, None), &[1, 2]);
    apply(&mut catalog, &given_back(1, 9, None), &[]);
    assert!(!catalog.shared().is_news(id(1), 5, OTHER));
    assert!(catalog.shared().is_news(id(2), 5, OTHER));
}

#[test]
fn the_later_word_on_a_visit_counts_and_of_two_at_once_that_of_the_greater_device() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 1, None, Some(OTHER)), &[1]);
    for (visit, clock, by, is_news) in [
        (1, 4, [0xff; 16], false),
        (1, 5, [0x10; 16], false),
        (1, 5, OTHER, true),
        (1, 5, [0x12; 16], true),
        (1, 6, [0; 16], true),
        (2, 1, [0; 16], true),
    ] {
        assert_eq!(catalog.shared().is_news(id(visit), clock, by), is_news, "{visit} at {clock} by {by:?}");
    }
    apply(&mut catalog, &given_back(1, 8, None), &[]);
    assert!(!catalog.shared().is_news(id(1), 7, OTHER), "it was given back since");
    apply(&mut catalog, &forgot(2, 9, 1, None, None), &[1]);
    apply(&mut catalog, &purge(2), &[]);
    assert!(!catalog.shared().is_news(id(1), 8, OTHER), "of what is gone the last word is kept, too");
    assert!(catalog.shared().is_news(id(1), 10, OTHER));
    apply(&mut catalog, &given_back(0, 10, Some(OTHER)), &[1]);
    assert!(catalog.is_unknown(id(1)) && !catalog.shared().is_news(id(1), 9, OTHER), "it may come again");
}

#[test]
fn what_retention_hid_or_gave_up_has_no_word_of_it() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 1, None, None), &[1]);
    apply(&mut catalog, &given_back(1, 6, None), &[]);
    apply(&mut catalog, &aged(2), &[1, 2]);
    apply(&mut catalog, &given_back(2, 9, None), &[]);
    assert!(catalog.shared().is_news(id(1), 7, OTHER), "the word is the person's, at 6");
    let Event::Forget(given_up) = aged(3) else { return };
    apply(&mut catalog, &Event::Forget(Forgot { last: true, aged: None, ..given_up }), &[1]);
    assert!(catalog.shared().is_news(id(1), 1, OTHER));
}

#[test]
fn what_the_vault_took_after_it_was_forgotten_here_is_forgotten_there_too() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 1, None, None), &[1, 2, 3]);
    apply(&mut catalog, &sent(5, 1), &[1]);
    assert!(told(&catalog).is_empty(), "others were told of it already");
    apply(&mut catalog, &sent(5, 1), &[3]);
    assert_eq!(told(&catalog), [(6, true, vec![id(3)])]);
    assert!(!catalog.shared().is_news(id(3), 5, OTHER));
    apply(&mut catalog, &given_back(1, 8, None), &[]);
    assert_eq!(told(&catalog).last(), Some(&(8, false, vec![id(1), id(3)])), "and taken back there too");
    apply(&mut catalog, &forgot(2, 9, 0, None, None), &[2]);
    apply(&mut catalog, &purge(2), &[]);
    apply(&mut catalog, &sent(9, 1), &[2]);
    assert_eq!(told(&catalog), [(10, true, vec![id(2)])], "also when it is gone");
    assert!(!catalog.shared().is_news(id(2), 9, OTHER) && catalog.shared().is_news(id(2), 11, OTHER));
    apply(&mut catalog, &aged(3), &[3]);
    apply(&mut catalog, &sent(10, 1), &[3]);
    assert!(told(&catalog).is_empty(), "what retention hid is no wish of anybody's");
}

#[test]
fn a_forget_hides_as_many_as_it_says_and_is_over_when_all_of_them_have_left_it() {
    let mut catalog = lived();
    apply(&mut catalog, &forgot(1, 5, 1, None, None), &[1]);
    apply(&mut catalog, &forgot(2, 6, 1, Some(1), Some(OTHER)), &[2, 1]);
    assert!(!catalog.shared().is_news(id(1), 5, OTHER), "it was said of the other, too");
    apply(&mut catalog, &given_back(2, 7, None), &[]);
    let alive = |catalog: &Catalog| catalog.visits().iter().map(|one| one.is_alive()).collect::<Vec<_>>();
    assert_eq!(alive(&catalog), [false, true, true]);
    assert_eq!(catalog.operations().keys().collect::<Vec<_>>(), [&1]);
    apply(&mut catalog, &aged(3), &[2, 3]);
    apply(&mut catalog, &forgot(4, 8, 0, None, None), &[2, 3]);
    assert_eq!(catalog.operations().keys().collect::<Vec<_>>(), [&1, &4], "a person meant them");
    apply(&mut catalog, &purge(4), &[]);
    assert!(catalog.shared().is_gone(id(2)) && !catalog.shared().is_gone(id(1)));
    assert_eq!(catalog.visits().len(), 1);
}
