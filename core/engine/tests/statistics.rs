//! The memory in figures: random memories against all of it counted plainly, and slices that end.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Counting, Statistics, Which};
use webmynd_engine::page::Seen;

/// Thursday 2026-01-01, midnight in UTC.
const BEGIN: i64 = 1_767_225_600_000;
const HOUR: i64 = 3_600_000;

/// Numbers by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A visit as the model has it.
#[derive(Clone)]
struct Row {
    at: i64,
    offset_min: i16,
    page: u64,
    version: u64,
}

fn site(page: u64) -> String {
    format!("site{}.example", page % 40)
}

fn url(page: u64) -> String {
    format!("https://{}/{page}", site(page))
}

/// A memory of so many visits, some of them forgotten, and what of it is remembered.
fn lived(seed: u64, visits: u64) -> (Archive, Vec<Row>) {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let (mut chance, mut rows, mut at) = (Chance(seed), Vec::<Row>::new(), BEGIN);
    for n in 1..=visits {
        at += chance.below(60) as i64 * HOUR / 2;
        let (page, version) = (chance.below(90), chance.below(4));
        // One clock a memory: what travel does is tested by itself.
        let offset_min = [0, 120, -300][(seed % 3) as usize];
        let words = "word ".repeat(20 + (page * 37 + version * 101) as usize % 400);
        let seen = Seen {
            id: hex(n),
            at,
            offset_min,
            url: url(page),
            text: Some(format!("page {page} version {version} {words}")),
            lang: Some(["en", "de"][(page % 2) as usize].to_owned()),
            ..Seen::default()
        };
        archive.remember(&seen).unwrap();
        rows.push(Row { at, offset_min, page, version });
        if chance.below(25) == 0 {
            let gone = chance.below(90);
            archive.mutate(&Which::Page { page: url(gone) }, &Change::Forget, at).unwrap();
            rows.retain(|row| row.page != gone);
        }
        if chance.below(30) == 0 {
            let change = Change::Label { label: format!("label{}", page % 3), on: true };
            archive.mutate(&Which::Page { page: url(page) }, &change, at).unwrap();
        }
    }
    archive.settle().unwrap();
    (archive, rows)
}

fn local(row: &Row) -> i64 {
    row.at + i64::from(row.offset_min) * 60_000
}

/// Year and month by counting days up from 1970.
fn month(row: &Row) -> i32 {
    let mut left = local(row).div_euclid(24 * HOUR);
    for year in 1970.. {
        let leap = i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        for (month, days) in [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate() {
            if left < days {
                return year * 12 + month as i32;
            }
            left -= days;
        }
    }
    unreachable!()
}

fn check(archive: &Archive, rows: &[Row], found: &Statistics) {
    let mut months = BTreeMap::<i32, (u32, BTreeSet<u64>)>::new();
    let mut hours = vec![0; 168];
    let mut sites = BTreeMap::<String, (BTreeSet<u64>, u32)>::new();
    let mut versions = BTreeMap::<u64, BTreeSet<u64>>::new();
    for row in rows {
        let of_month = months.entry(month(row)).or_default();
        of_month.0 += 1;
        of_month.1.insert(row.page);
        let since_monday = (local(row) - BEGIN + 3 * 24 * HOUR).rem_euclid(7 * 24 * HOUR);
        hours[(since_monday / HOUR) as usize] += 1;
        let of_site = sites.entry(site(row.page)).or_default();
        of_site.0.insert(row.page);
        of_site.1 += 1;
        versions.entry(row.page).or_default().insert(row.version);
    }
    let told: Vec<_> = found.months.iter().map(|one| (one.month, one.visits, one.pages)).collect();
    let known: Vec<_> =
        months.iter().map(|(month, (visits, pages))| (*month, *visits, pages.len() as u32)).collect();
    assert_eq!(told, known);
    assert_eq!(found.hours, hours);
    assert_eq!(found.site_count as usize, sites.len());
    for one in &found.sites {
        let (pages, visits) = &sites[&one.site];
        assert_eq!((one.pages, one.visits), (pages.len() as u32, *visits), "{}", one.site);
    }
    let mut by_pages: Vec<_> = sites.values().map(|(pages, _)| pages.len() as u32).collect();
    by_pages.sort_unstable_by(|a, b| b.cmp(a));
    by_pages.truncate(30);
    let told: Vec<_> = found.sites.iter().take(by_pages.len()).map(|one| one.pages).collect();
    assert_eq!(told, by_pages, "most pages first");
    let many = versions.values().filter(|versions| versions.len() > 1).count();
    assert_eq!(found.versioned as usize, many);
    let status = archive.status();
    assert_eq!(found.hours.iter().sum::<u32>(), status.visits);
    assert_eq!(found.months.iter().map(|one| one.visits).sum::<u32>(), status.visits);
    let mut langs = BTreeMap::<String, u32>::new();
    for capture in archive.catalog().captures().iter().filter(|capture| capture.alive > 0) {
        *langs.entry(archive.catalog().lang(capture).to_owned()).or_default() += 1;
    }
    langs.remove("");
    let told: BTreeMap<String, u32> = found.langs.iter().map(|one| (one.name.clone(), one.count)).collect();
    assert_eq!(told, langs);
    let told: BTreeMap<String, u32> = found.labels.iter().map(|one| (one.name.clone(), one.count)).collect();
    assert_eq!(told, archive.catalog().labels().into_iter().collect());
}

/// What older versions take, by the places of their frames.
fn check_versions(archive: &Archive, found: &Statistics) {
    let catalog = archive.catalog();
    let mut pages = BTreeMap::<u32, Vec<_>>::new();
    for capture in catalog.captures().iter().filter(|capture| capture.alive > 0) {
        let bytes = u64::from(capture.place.meta_len) + u64::from(capture.place.data_len);
        pages.entry(capture.page).or_default().push((capture.newest, bytes));
    }
    let mut known = Vec::new();
    for versions in pages.values_mut().filter(|versions| versions.len() > 1) {
        versions.sort_unstable();
        let (newest, _) = versions.pop().unwrap();
        let bytes: u64 = versions.iter().map(|(_, bytes)| bytes).sum();
        known.push((bytes, versions.len() as u32 + 1, catalog.ordinal(newest.1).unwrap()));
    }
    assert_eq!(found.older_bytes, known.iter().map(|(bytes, ..)| bytes).sum::<u64>());
    let mut most: Vec<_> = known.iter().map(|(bytes, ..)| *bytes).collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    most.truncate(20);
    assert_eq!(found.costly.iter().map(|one| one.bytes).collect::<Vec<_>>(), most);
    assert!(found.costly.iter().all(|one| known.contains(&(one.bytes, one.versions, one.ordinal))));
}

#[test]
fn figures_are_what_counting_plainly_gives() {
    for seed in 0..24 {
        let (archive, rows) = lived(seed, 10 + seed * 25);
        let found = archive.statistics();
        check(&archive, &rows, &found);
        check_versions(&archive, &found);
    }
}

#[test]
fn an_empty_memory_has_none() {
    let archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let found = archive.statistics();
    assert_eq!((found.months.len(), found.site_count, found.versioned), (0, 0, 0));
    assert_eq!(found.hours, vec![0; 168]);
}

#[test]
fn a_memory_that_changes_meanwhile_is_counted_anew_and_what_travels_goes_into_the_month_before() {
    let (mut archive, _) = lived(3, 40);
    let mut counting = Counting::default();
    // One slice is enough here: the next begins with the first visit again.
    assert!(archive.statistics_some(&mut counting).is_some());
    let before = archive.status().visits;
    // Past midnight in the east, and then, later, the evening before in the west.
    let at = BEGIN + 3_000 * 24 * HOUR;
    for (n, offset_min) in [(9_001, 720), (9_002, -720)] {
        let seen = Seen {
            id: hex(n),
            at: at + n as i64,
            offset_min,
            url: "https://travel.example/".to_owned(),
            ..Seen::default()
        };
        archive.remember(&seen).unwrap();
    }
    archive.settle().unwrap();
    let found = archive.statistics_some(&mut counting).unwrap();
    assert_eq!(found, archive.statistics());
    assert_eq!(found.months.iter().map(|one| one.visits).sum::<u32>(), before + 2);
    assert!(found.months.is_sorted_by(|a, b| a.month < b.month));
}

/// `cargo test -p webmynd-engine --profile quick --test suite statistics:: -- --ignored --nocapture`
#[test]
#[ignore = "it prints figures"]
#[expect(clippy::disallowed_methods, reason = "a report of how long it took")]
fn how_long_it_takes() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    for n in 0..100_000_u64 {
        let (at, text) = (BEGIN + n as i64 * 600_000, Some(format!("page {n}")));
        archive.remember(&Seen { id: hex(n + 1), at, url: url(n), text, ..Seen::default() }).unwrap();
    }
    archive.settle().unwrap();
    let (began, mut counting, mut slices, mut longest) =
        (std::time::Instant::now(), Counting::default(), 0, 0);
    loop {
        let slice = std::time::Instant::now();
        let found = archive.statistics_some(&mut counting);
        (slices, longest) = (slices + 1, longest.max(slice.elapsed().as_micros()));
        if found.is_some() {
            break;
        }
    }
    println!("100,000 pages: {:?} in {slices} slices, the longest {longest} µs", began.elapsed());
}
