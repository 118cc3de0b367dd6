//! The catalog's rules, each by a few events: what is made here is a catalog and no archive.
mod apply;
mod counts;
mod deeds;
mod forget;
mod proportion;
mod sessions;
mod spread;
mod timeline;

use super::{Catalog, Gone};
use crate::event::{Captured, Event, Forgot, Labelled, Pictured, Purged, Restored, Stamp, Starred};
use crate::event::{VisitFacts, Visited};
use crate::journal::Place;
use crate::page::{VisitId, to_hex};

/// A time of day on a day that began at midnight.
const NOON: i64 = 20_000 * 86_400_000 + 12 * HOUR;
const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

fn id(n: u8) -> VisitId {
    VisitId([n; 16])
}

fn facts(n: u8, at: i64) -> VisitFacts {
    VisitFacts { id: id(n).to_string(), at, ..VisitFacts::default() }
}

/// A capture and its first visit.
fn capture(no: u32, url: &str, n: u8, at: i64) -> Event {
    let hash = to_hex(&[no as u8 + 1; 16]);
    Event::Capture(Captured { no, url: url.to_owned(), hash, visit: facts(n, at), ..Captured::default() })
}

fn visit(no: u32, n: u8, at: i64) -> Event {
    Event::Visit(Visited { no, visit: facts(n, at) })
}

fn star(op: u32, url: &str, on: bool) -> Event {
    Event::Star(Starred { op, at: NOON, pages: vec![url.to_owned()], on, stamp: Stamp::default() })
}

fn label(op: u32, url: &str, label: &str, on: bool) -> Event {
    let (pages, label) = (vec![url.to_owned()], label.to_owned());
    Event::Label(Labelled { op, at: NOON, pages, label, on, stamp: Stamp::default() })
}

fn picture(no: u32, hash: u8) -> Event {
    let (hash, thumbhash) = (to_hex(&[hash; 16]), String::new());
    Event::Picture(Pictured { no, hash, colour: [1, 2, 3], thumbhash, width: 640, height: 400 })
}

fn forget(op: u32) -> Event {
    let stamp = Stamp::default();
    Event::Forget(Forgot { op, at: NOON, last: false, aged: None, known: 0, hides: None, early: 0, stamp })
}

fn restore(of: u32) -> Event {
    Event::Restore(Restored { of, at: NOON, stamp: Stamp::default() })
}

fn purge(of: u32) -> Event {
    Event::Purge(Purged { of, at: NOON })
}

/// Applies an event that stands in part `seq` of the journal and is about visits.
fn apply_at(catalog: &mut Catalog, seq: u32, event: &Event, visits: &[u8]) -> Gone {
    let data: Vec<u8> = visits.iter().flat_map(|n| id(*n).0).collect();
    let gone = catalog.apply(event, &data, Place { seq, ..Place::default() });
    catalog.settle();
    gone
}

fn apply(catalog: &mut Catalog, event: &Event, visits: &[u8]) -> Gone {
    apply_at(catalog, 0, event, visits)
}

fn made(events: &[Event]) -> Catalog {
    let mut catalog = Catalog::default();
    events.iter().for_each(|event| drop(apply(&mut catalog, event, &[])));
    catalog
}
