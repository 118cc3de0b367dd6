//! From how many devices something is gone, by what they told.
use super::*;
use crate::catalog::Reach;
use crate::event::{Devices, Named, Received, Sent};

const OWN: &str = "01";

fn hex(of: &str) -> String {
    of.repeat(16)
}

/// An account of this device, another, a third one, and one that was locked out.
fn account(devices: &[(&str, bool)]) -> Event {
    let named = |(id, revoked): &(&str, bool)| Named { id: hex(id), name: String::new(), revoked: *revoked };
    Event::Devices(Devices { own: hex(OWN), list: devices.iter().map(named).collect() })
}

const ALL: [(&str, bool); 4] = [(OWN, false), ("02", false), ("03", false), ("04", true)];

/// A forget of visit 1, known to others, at a clock, by a device.
fn told(op: u32, clock: u64, by: Option<&str>) -> Event {
    let Event::Forget(forgot) = forget(op) else { return forget(op) };
    Event::Forget(Forgot { known: 1, stamp: Stamp { clock, by: by.map(hex) }, ..forgot })
}

fn sent(seq: u64, clock: u64) -> Event {
    Event::Sent(Sent { device: hex(OWN), seq, clock, ..Sent::default() })
}

/// An entry of another device, that had read the log of `of` up to `read`.
fn heard(device: &str, seq: u64, of: &str, read: u64) -> Event {
    Event::Received(Received { device: hex(device), seq, read: vec![(hex(of), read)], ..Received::default() })
}

fn lived(devices: &[(&str, bool)]) -> Catalog {
    made(&[account(devices), capture(0, "https://a.test/", 1, NOON)])
}

#[test]
fn an_own_forget_is_gone_where_the_entry_that_says_it_was_read() {
    let mut catalog = lived(&ALL);
    apply(&mut catalog, &told(1, 5, None), &[1]);
    let reach = |catalog: &Catalog| (catalog.reach(1).gone, catalog.reach(1).of);
    assert_eq!(reach(&catalog), (1, 3), "here alone");
    for (event, gone) in [
        (heard("02", 1, OWN, 9), 1),
        (sent(3, 4), 1),
        (sent(10, 5), 1),
        (heard("02", 2, OWN, 9), 1),
        (heard("02", 3, "03", 99), 1),
        (heard("02", 4, OWN, 10), 2),
        (heard("04", 1, OWN, 10), 2),
        (heard("02", 5, OWN, 7), 2),
        (heard("03", 1, OWN, 12), 3),
    ] {
        apply(&mut catalog, &event, &[]);
        assert_eq!(reach(&catalog), (gone, 3), "{event:?}");
    }
}

#[test]
fn another_devices_forget_is_gone_here_there_and_where_its_log_was_read() {
    let mut catalog = lived(&ALL);
    apply(&mut catalog, &told(1, 5, Some("02")), &[1]);
    assert_eq!(catalog.reach(1), Reach { gone: 1, of: 3 }, "the entry is not applied yet");
    apply(&mut catalog, &sent(1, 99), &[]);
    assert_eq!(catalog.reach(1), Reach { gone: 1, of: 3 }, "an own entry says nothing of it");
    apply(&mut catalog, &heard("02", 6, OWN, 0), &[]);
    assert_eq!(catalog.reach(1), Reach { gone: 2, of: 3 });
    apply(&mut catalog, &heard("03", 1, "02", 6), &[]);
    assert_eq!(catalog.reach(1), Reach { gone: 3, of: 3 });
}

#[test]
fn nothing_is_counted_where_there_is_no_other_device_or_no_such_forget() {
    for devices in [&[][..], &ALL[..1], &[(OWN, false), ("04", true)]] {
        let mut catalog = lived(devices);
        apply(&mut catalog, &told(1, 5, None), &[1]);
        assert_eq!(catalog.reach(1), Reach::default(), "{devices:?}");
    }
    let mut catalog = lived(&ALL[..2]);
    apply(&mut catalog, &told(1, 5, None), &[1]);
    assert_eq!(catalog.reach(1), Reach { gone: 1, of: 2 });
    let mut catalog = lived(&ALL);
    apply(&mut catalog, &forget(1), &[1]);
    assert_eq!([1, 2].map(|op| catalog.reach(op)), [Reach::default(); 2], "nobody else knew of it");
}

#[test]
fn the_newest_twenty_are_followed_until_they_are_taken_back() {
    let mut catalog = lived(&ALL);
    for n in 2..=22 {
        apply(&mut catalog, &visit(0, n, NOON), &[]);
        apply(&mut catalog, &told(n.into(), n.into(), None), &[n]);
    }
    let ops = |catalog: &Catalog| catalog.shared().spreads().iter().map(|one| one.op).collect::<Vec<_>>();
    assert_eq!(ops(&catalog), (3..=22).collect::<Vec<_>>());
    apply(&mut catalog, &restore(7), &[]);
    assert_eq!((ops(&catalog).len(), catalog.reach(7)), (19, Reach::default()));
    apply(&mut catalog, &purge(8), &[]);
    assert_eq!(catalog.reach(8), Reach { gone: 1, of: 3 }, "what is gone here may not be elsewhere");
}

#[test]
fn a_device_owes_a_word_until_it_has_said_one_since_others_forgot_something() {
    let own = [1; 16];
    let mut catalog = lived(&ALL);
    assert!(catalog.shared().owes_word(&own), "it never said anything");
    apply(&mut catalog, &sent(1, 1), &[]);
    assert!(!catalog.shared().owes_word(&own));
    for (forgets, owes) in [(false, false), (true, true), (false, true)] {
        let entry = Received { device: hex("02"), seq: 1, forgets, ..Received::default() };
        apply(&mut catalog, &Event::Received(entry), &[]);
        assert_eq!(catalog.shared().owes_word(&own), owes);
    }
    apply(&mut catalog, &sent(2, 1), &[]);
    assert!(!catalog.shared().owes_word(&own));
}
