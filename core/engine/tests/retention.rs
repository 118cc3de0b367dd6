//! Retention: no leap of the clock erases anything, a choice by mistake is taken back, and what is gone is gone.
use crate::common::faulty::FaultyFiles;
use crate::common::model::{open, seen, url};
use crate::common::secret::{NOW, tend};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const TEN_YEARS: i64 = 3652 * DAY;

/// A page seen on each of `days` days until today, and on none before; the last one is page 0 again.
fn years(files: &Arc<FaultyFiles>, days: i64) -> Archive {
    let mut archive = open(files).unwrap();
    for day in (0..days).rev() {
        archive.remember(&seen(day as u64 + 1, NOW - day * DAY, day as u64 % 7, 0)).unwrap();
    }
    archive
}

/// Retention and idle work, once a day for some days; what is remembered afterwards.
fn live(archive: &mut Archive, days: Option<u32>, from: i64, for_days: i64) -> u32 {
    for day in 0..for_days {
        archive.retain(days, from + day * DAY).unwrap();
        tend(archive, from + day * DAY);
    }
    archive.status().visits
}

#[test]
fn thirty_days_by_mistake_are_taken_back_and_otherwise_gone_after_a_week() {
    for mistake in [true, false] {
        let files = Arc::new(FaultyFiles::default());
        let mut archive = years(&files, 400);
        assert_eq!(archive.retain(Some(30), NOW).unwrap(), 400 - 31);
        assert_eq!(archive.status().visits, 31);
        let [forget] = archive.status().undoable[..] else { panic!("one window") };
        assert!(forget.aged && forget.until == NOW + 7 * DAY && forget.count == 400 - 31);
        assert_eq!(live(&mut archive, Some(30), NOW + DAY, 6), 31 - 6, "a day a day, for good");
        drop(archive);
        let mut archive = open(&files).unwrap();
        assert_eq!(archive.catalog().visits().len(), 400 - 6, "hidden, not gone");
        if mistake {
            assert_eq!(archive.retain(Some(365), NOW + 6 * DAY).unwrap(), 0);
            assert_eq!(archive.status().visits, 366 - 6 - 6, "what is younger than a year is back");
            assert_eq!(archive.retain(None, NOW + 6 * DAY).unwrap(), 0);
            assert_eq!(archive.status().visits, 400 - 6);
            assert_eq!(archive.status().undoable, []);
        } else {
            live(&mut archive, Some(30), NOW + 7 * DAY, 1);
            assert_eq!(archive.catalog().visits().len(), 31 - 7);
            assert_eq!(archive.retain(None, NOW + 7 * DAY).unwrap(), 0);
            assert_eq!(archive.status().visits, 31 - 7);
        }
        assert!(archive.doctor(false).unwrap().ok);
    }
}

#[test]
fn a_leap_of_the_clock_erases_a_day_at_most() {
    for leap in [TEN_YEARS, -TEN_YEARS, 40 * DAY] {
        let mut archive = years(&Arc::new(FaultyFiles::default()), 60);
        live(&mut archive, Some(30), NOW, 9);
        let before = archive.catalog().visits().len();
        let (away, home) = (NOW + 8 * DAY + leap, NOW + 8 * DAY + HOUR);
        // A page is seen out there, too, and idle work goes on.
        archive.remember(&seen(9_999, away, 3, 1)).unwrap();
        for at in [away, away + HOUR, home, home + HOUR] {
            archive.retain(Some(30), at).unwrap();
            tend(&mut archive, at);
        }
        let after = archive.catalog().visits().len();
        assert!(after + 1 > before, "by {} days: {before}, {after}", leap / DAY);
        assert!(archive.doctor(false).unwrap().ok);
    }
}

#[test]
fn the_first_look_of_all_may_be_a_wrong_one() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 60);
    let away = NOW + TEN_YEARS;
    archive.remember(&seen(9_999, away, 3, 1)).unwrap();
    assert_eq!(archive.retain(Some(365), away).unwrap(), 0);
    assert_eq!(archive.lag_days(away), (TEN_YEARS / DAY - 1) as u32);
    assert_eq!(archive.retain(Some(365), NOW + HOUR).unwrap(), 0);
    assert_eq!(archive.status().visits, 61);
}

#[test]
fn a_window_is_not_ended_by_a_leap() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 100);
    archive.retain(Some(30), NOW).unwrap();
    for at in [NOW + TEN_YEARS, NOW + HOUR, NOW - TEN_YEARS, NOW + 2 * HOUR] {
        archive.retain(Some(30), at).unwrap();
        tend(&mut archive, at);
    }
    archive.retain(None, NOW + 3 * HOUR).unwrap();
    assert!(archive.status().visits >= 99, "{}", archive.status().visits);
}

#[test]
fn a_page_that_a_wrong_clock_dated_far_back_can_be_taken_back() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 10);
    archive.remember(&seen(9_999, HOUR, 3, 1)).unwrap();
    assert_eq!(archive.expire(30, NOW).unwrap(), 1);
    tend(&mut archive, NOW);
    assert_eq!(archive.catalog().visits().len(), 11);
    let [forget] = archive.status().undoable[..] else { panic!("one window") };
    archive.undo(forget.op, NOW).unwrap();
    assert_eq!(archive.status().visits, 11);
}

#[test]
fn who_was_away_is_caught_up_with_in_a_fortnight() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 60);
    archive.retain(Some(30), NOW).unwrap();
    let back = NOW + 200 * DAY;
    assert!(live(&mut archive, Some(30), back, 13) >= 31 - 13, "a day a day");
    assert_eq!(live(&mut archive, Some(30), back + 13 * DAY, 1), 0, "then the clock is believed");
    assert!(archive.status().undoable.iter().any(|forget| forget.aged), "and a week is left");
    live(&mut archive, Some(30), back + 14 * DAY, 7);
    assert_eq!(archive.catalog().visits().len(), 0);
}

#[test]
fn what_a_person_forgets_of_it_is_forgotten_for_real_and_a_star_keeps_it() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 70);
    archive.retain(Some(3), NOW).unwrap();
    let page = |page| Which::Page { page: url(page) };
    assert!(!archive.page_state(&url(5)).remembered && archive.page_state(&url(5)).forgotten == 10);
    archive.mutate(&page(5), &Change::Star { on: true }, NOW).unwrap();
    assert!(archive.page_state(&url(5)).star && archive.page_state(&url(5)).visits == 10);
    let forgot = archive.mutate(&page(1), &Change::Forget, NOW).unwrap();
    assert_eq!(forgot.count, 10, "the visit that was to be seen, and those that retention hid");
    archive.forget_now(forgot.op, NOW).unwrap();
    tend(&mut archive, NOW);
    archive.retain(None, NOW).unwrap();
    assert!(!archive.page_state(&url(1)).remembered);
    assert_eq!(archive.status().visits, 60);
    assert!(archive.doctor(false).unwrap().ok);
}

/// A longer retention takes back what the shorter one hid, and nothing that a person forgot meanwhile.
#[test]
fn a_longer_retention_brings_back_nothing_that_a_person_forgot() {
    let mut archive = years(&Arc::new(FaultyFiles::default()), 70);
    let page = |page| Which::Page { page: url(page) };
    let forgot = archive.mutate(&page(1), &Change::Forget, NOW).unwrap();
    assert_eq!(forgot.count, 10);
    archive.retain(Some(3), NOW).unwrap();
    assert!(archive.status().visits < 10);
    archive.retain(None, NOW + HOUR).unwrap();
    assert_eq!(archive.status().visits, 60);
    assert!(!archive.page_state(&url(1)).remembered);
    archive.undo(forgot.op, NOW + HOUR).unwrap();
    assert_eq!(archive.status().visits, 70);
}
