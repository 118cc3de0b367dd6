//! What is counted and linked as events come is what is found by looking through everything; and an event touches no more rows in a large
//! memory than in a small one.
use super::*;
use crate::catalog::sequence::touched;
use crate::catalog::{Neighbour, Overview, Visit};
use std::collections::BTreeMap;

fn long_id(n: u32) -> VisitId {
    let mut id = VisitId([7; 16]);
    id.0[..4].copy_from_slice(&n.to_be_bytes());
    id
}

fn url(n: u32) -> String {
    format!("https://s{}.test/{n}", n % 7)
}

fn seen(n: u32, at: i64) -> VisitFacts {
    VisitFacts { id: long_id(n).to_string(), at, ..VisitFacts::default() }
}

/// A page of its own, and its first visit.
fn page(no: u32, visit: u32, at: i64) -> Event {
    let hash = to_hex(&[no as u8, (no >> 8) as u8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    Event::Capture(Captured { no, url: url(no), hash, visit: seen(visit, at), ..Captured::default() })
}

fn again(no: u32, visit: u32, at: i64) -> Event {
    Event::Visit(Visited { no, visit: seen(visit, at) })
}

fn tell(catalog: &mut Catalog, event: &Event, visits: &[u32]) -> Gone {
    let data: Vec<u8> = visits.iter().flat_map(|n| long_id(*n).0).collect();
    let gone = catalog.apply(event, &data, Place { seq: 0, ..Place::default() });
    catalog.settle();
    gone
}

fn is_starred(catalog: &Catalog, visit: &Visit) -> bool {
    let page = catalog.capture(visit.no).and_then(|capture| catalog.page_of(capture));
    visit.is_alive() && page.is_some_and(|page| page.star)
}

/// The overview by one walk through all visits.
fn walked(catalog: &Catalog) -> Overview {
    let mut overview = Overview::default();
    for (at, visit) in (0..).zip(catalog.visits()) {
        if overview.day_no.last().is_none_or(|last| *last < visit.day()) {
            overview.day_no.push(visit.day());
            overview.day_start.push(at);
            overview.starred.push(0);
        }
        *overview.starred.last_mut().unwrap() += u32::from(is_starred(catalog, visit));
        if !visit.is_alive() {
            match overview.hidden.last_mut().filter(|end| **end == at) {
                Some(end) => *end = at + 1,
                None => overview.hidden.extend([at, at + 1]),
            }
        }
    }
    overview.day_start.push(catalog.visits().len() as u32);
    overview
}

fn check(catalog: &Catalog) {
    assert!(catalog.visits().iter().is_sorted_by_key(Visit::key));
    assert_eq!(catalog.overview(), walked(catalog));
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (at, visit) in (0..).zip(catalog.visits()) {
        of.entry(visit.no).or_default().push(at);
        assert_eq!(catalog.ordinal(visit.id), Some(at));
    }
    let (mut counts, mut visited) = ((0, 0, 0), BTreeMap::new());
    for capture in catalog.captures() {
        let visits = of.remove(&capture.no).unwrap_or_default();
        assert_eq!(catalog.visits_of(capture.no), visits, "{}", capture.no);
        let alive = visits.iter().filter_map(|at| catalog.visit(*at)).filter(|visit| visit.is_alive());
        assert_eq!((capture.visits as usize, capture.alive as usize), (visits.len(), alive.clone().count()));
        let newest = alive.map(Visit::key).max();
        assert_eq!(newest.is_some_and(|newest| capture.newest == newest), capture.alive > 0);
        counts.0 += capture.alive;
        counts.1 += u32::from(capture.alive > 0);
        counts.2 += u32::from(capture.alive > 0 && catalog.page_of(capture).is_some_and(|page| page.star));
        assert_eq!(catalog.columns().page(capture.doc()), Some(capture.page).filter(|_| capture.alive > 0));
        *visited.entry(capture.page).or_insert(0) += capture.alive;
    }
    for capture in catalog.captures().iter().filter(|capture| capture.alive > 0) {
        let (columns, again) = (catalog.columns(), visited[&capture.page] - 1);
        let star = catalog.page_of(capture).unwrap().star;
        assert_eq!((columns.visits_again(capture.page), catalog.is_webmark(capture.page)), (again, star));
        assert!(columns.may_stand_out(capture.doc()) || (again == 0 && !star), "capture {}", capture.no);
    }
    assert!(of.is_empty());
    let told = catalog.counts();
    assert_eq!((told.visits, told.pages, told.webmarks), counts);
    let (first, last) = (catalog.visits().iter().next(), catalog.visits().iter().next_back());
    if let (Some(first), Some(last)) = (first, last) {
        for most in [3, 40, 2_000] {
            let histogram = catalog.histogram(first.at, last.at + 1, most, &[]);
            let mut counts = vec![(0, 0); histogram.counts.len()];
            for visit in catalog.visits().iter().filter(|visit| visit.is_alive()) {
                let bucket = &mut counts[((visit.at - histogram.from) / histogram.bucket_ms) as usize];
                *bucket = (bucket.0 + 1, bucket.1 + u32::from(is_starred(catalog, visit)));
            }
            assert!(histogram.counts.into_iter().zip(histogram.starred).eq(counts));
        }
        let middle = catalog.visits().len() as u32 / 2;
        let starred = |at: &u32| catalog.visit(*at).is_some_and(|visit| is_starred(catalog, visit));
        let next = (middle + 1..catalog.visits().len() as u32).find(starred);
        assert_eq!(catalog.neighbour(middle, Neighbour::Star, true), next);
        assert_eq!(catalog.neighbour(middle, Neighbour::Star, false), (0..middle).rev().find(starred));
    }
}

#[test]
fn what_is_counted_as_events_come_is_what_is_there() {
    let mut catalog = Catalog::default();
    let mut seed = 11_u64;
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as u32 % most.max(1)
    };
    let (mut pages, mut visits, mut open) = (0, 0, Vec::new());
    for op in 1..4_000_u32 {
        let at = NOON + i64::from(op) * HOUR / 3;
        let late = at - i64::from(random(op)) * HOUR / 3;
        match random(20) {
            0..=8 => {
                tell(&mut catalog, &page(pages, visits, if random(9) == 0 { late } else { at }), &[]);
                (pages, visits) = (pages + 1, visits + 1);
            }
            9..=13 => {
                tell(
                    &mut catalog,
                    &again(random(pages), visits, if random(4) == 0 { late } else { at }),
                    &[],
                );
                visits += 1;
            }
            14..=15 => drop(tell(&mut catalog, &star(op, &url(random(pages)), random(4) > 0), &[])),
            16..=17 => {
                let from = random(visits);
                let named: Vec<u32> = (from..visits.min(from + 1 + random(60))).collect();
                tell(&mut catalog, &forget(op), &named);
                open.push(op);
            }
            18 if !open.is_empty() => {
                let of = open.swap_remove(random(open.len() as u32) as usize);
                drop(tell(&mut catalog, &restore(of), &[]));
            }
            19 if !open.is_empty() => {
                let of = open.swap_remove(random(open.len() as u32) as usize);
                drop(tell(&mut catalog, &purge(of), &[]));
            }
            _ => {}
        }
        if op % 61 == 0 {
            check(&catalog);
        }
    }
    assert!(catalog.visits().len() > 1_000, "{}", catalog.visits().len());
}

/// Rows that are touched by each of some deeds in a memory of so many pages.
fn touches(pages: u32) -> Vec<(&'static str, u64)> {
    let at = |n: u32| NOON + i64::from(n) * MINUTE;
    let mut catalog = Catalog::default();
    for n in 0..pages {
        catalog.apply(&page(n, n, at(n)), &[], Place::default());
        let (no, hash) = (n, to_hex(&long_id(n).0));
        let picture = Pictured { no, hash, colour: [0; 3], thumbhash: String::new(), width: 9, height: 9 };
        catalog.apply(&Event::Picture(picture), &[], Place::default());
    }
    catalog.settle();
    catalog.overview();
    let (middle, mut next) = (pages / 2, 2_000_000);
    let mut counts = Vec::new();
    let mut count = |what, catalog: &mut Catalog, deed: &mut dyn FnMut(&mut Catalog)| {
        let before = touched();
        deed(catalog);
        catalog.settle();
        catalog.overview();
        counts.push((what, touched() - before));
    };
    for round in 0..20 {
        let about = middle + 7 * round;
        let named = [about, about + 1, about + 2];
        let mut id = || {
            next += 1;
            next
        };
        count("a page comes", &mut catalog, &mut |c| {
            drop(tell(c, &page(pages + round, id(), at(pages + round)), &[]));
        });
        count("a page is seen again", &mut catalog, &mut |c| {
            drop(tell(c, &again(about, id(), at(pages + round)), &[]));
        });
        count("a visit comes late", &mut catalog, &mut |c| {
            drop(tell(c, &again(about, id(), at(about) + 5), &[]));
        });
        count("a star", &mut catalog, &mut |c| drop(tell(c, &star(round, &url(about), true), &[])));
        count("a forget", &mut catalog, &mut |c| drop(tell(c, &forget(9_000 + round), &named)));
        count("an undo", &mut catalog, &mut |c| drop(tell(c, &restore(9_000 + round), &[])));
        count("a forget again", &mut catalog, &mut |c| drop(tell(c, &forget(9_900 + round), &named)));
        count("gone for good", &mut catalog, &mut |c| drop(tell(c, &purge(9_900 + round), &[])));
        count("a strip", &mut catalog, &mut |c| drop(c.frames(about, about + 60)));
        count("the next WebMark", &mut catalog, &mut |c| {
            c.neighbour(5, Neighbour::Star, true);
        });
    }
    let mut sums: BTreeMap<&'static str, u64> = BTreeMap::new();
    counts.into_iter().for_each(|(what, rows)| *sums.entry(what).or_default() += rows / 20);
    sums.into_iter().collect()
}

#[test]
fn an_event_touches_no_more_rows_in_a_large_memory_than_in_a_small_one() {
    let (small, large) = (touches(1_000), touches(16_000));
    for ((what, small), (_, large)) in small.into_iter().zip(large) {
        println!("{what}: {small} rows of 1,000, {large} of 16,000");
        // A few steps more of a search by halves, and a look at each leaf.
        assert!(large < small * 3 / 2 + 400, "{what}: {small} rows of 1,000, {large} of 16,000");
    }
}
