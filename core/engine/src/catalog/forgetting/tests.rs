//! The table of docs/forgetting.md against the rule, and against what events do to a catalog.
use super::Stage::{self, Aged, Forgotten, Gone, Remembered, Unknown};
use super::Step::{self, Age, Expire, Forget, Purge, Restore, See};
use crate::catalog::Catalog;
use crate::event::{Captured, Event, Forgot, Purged, Restored, Stamp, VisitFacts};
use crate::journal::Place;
use crate::page::VisitId;

const STAGES: [Stage; 5] = [Unknown, Remembered, Forgotten, Aged, Gone];
const STEPS: [Step; 6] = [See, Forget, Age, Expire, Restore, Purge];
const ID: VisitId = VisitId([7; 16]);
const NOW: i64 = 1_700_000_000_000;

fn word(of: &impl std::fmt::Debug) -> String {
    format!("{of:?}").to_lowercase()
}

#[test]
fn the_table_for_people_says_what_the_rule_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/forgetting.md");
    let text = std::fs::read_to_string(path).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace("**", "")).collect()
    };
    let mut rows = text.lines().skip_while(|line| !line.starts_with("| | see ")).map(cells);
    let head = rows.next().unwrap();
    assert_eq!(head[1..], STEPS.map(|step| word(&step)));
    for (stage, row) in STAGES.into_iter().zip(rows.skip(1)) {
        assert_eq!(row[0], word(&stage));
        let after = STEPS.map(|step| stage.after(step).map_or_else(|| "–".to_owned(), |to| word(&to)));
        assert_eq!(row[1..], after, "{stage:?}");
    }
}

fn apply(catalog: &mut Catalog, event: &Event, data: &[u8]) {
    catalog.apply(event, data, Place::default());
    catalog.settle();
}

fn see(no: u32) -> Event {
    let visit = VisitFacts { id: ID.to_string(), at: NOW, ..VisitFacts::default() };
    Event::Capture(Captured { no, url: format!("https://a.test/{no}"), visit, ..Captured::default() })
}

fn hide(op: u32, step: Step) -> Event {
    let (last, aged) = (step == Expire, (step == Age).then_some(NOW));
    Event::Forget(Forgot {
        op,
        at: NOW,
        last,
        aged,
        known: 0,
        hides: None,
        early: 0,
        stamp: Stamp::default(),
    })
}

/// A catalog with the visit at a stage; what hides it is operation 1.
fn catalog_at(stage: Stage) -> Catalog {
    let mut catalog = Catalog::default();
    if stage != Unknown {
        apply(&mut catalog, &see(0), &[]);
    }
    if matches!(stage, Forgotten | Aged | Gone) {
        apply(&mut catalog, &hide(1, if stage == Aged { Age } else { Forget }), &ID.0);
    }
    if stage == Gone {
        apply(&mut catalog, &Event::Purge(Purged { of: 1, at: NOW }), &[]);
    }
    assert_eq!(catalog.stage(ID), stage);
    catalog
}

#[test]
fn events_move_visits_as_the_rule_says_and_no_others() {
    for stage in STAGES {
        for step in STEPS {
            let mut catalog = catalog_at(stage);
            let (event, data) = match step {
                See => (see(1), &[][..]),
                Forget | Age | Expire => (hide(2, step), &ID.0[..]),
                Restore => (Event::Restore(Restored { of: 0, at: NOW, stamp: Stamp::default() }), &ID.0[..]),
                Purge => (Event::Purge(Purged { of: 1, at: NOW }), &[][..]),
            };
            apply(&mut catalog, &event, data);
            assert_eq!(catalog.stage(ID), stage.after(step).unwrap_or(stage), "{stage:?}, {step:?}");
            let is_remembered = catalog.stage(ID) == Remembered;
            let shown = catalog.captures().iter().filter(|capture| capture.alive > 0).count();
            assert_eq!(shown, usize::from(is_remembered), "{stage:?}, {step:?}: what counts the remembered");
            assert_eq!(catalog.is_unknown(ID), catalog.stage(ID) == Unknown, "{stage:?}, {step:?}");
        }
    }
}
