//! T2: the n-th storage call fails, for every n until a run passes; the state equals the model, and work goes on when
//! the fault is over.
use crate::common::faulty::{FaultyFiles, Random, Refusal};
use crate::common::model::{Model, Step, open};
use std::sync::Arc;

#[test]
fn every_call_may_fail_once() {
    let mut refused = 0;
    for how in [Refusal::Io, Refusal::Full, Refusal::NotAllowed, Refusal::Short] {
        let mut n = 0;
        while run(n, how) {
            n += 1;
            refused += 1;
        }
        println!("{how:?}: {n} call sites refused");
        assert!(n > 100, "the script makes many calls");
    }
    println!("{refused} refusals, 0 divergences");
}

/// Plays a fixed script in which call `n` is refused. False when the script ended before it.
fn run(n: u64, how: Refusal) -> bool {
    let files = Arc::new(FaultyFiles::default());
    files.refuse_at(n, how);
    let mut random = Random(7);
    let mut model = Model::new();
    let mut archive = match open(&files) {
        Ok(archive) => archive,
        Err(_) => open(&files).expect("opens when asked again"),
    };
    for turn in 0..40 {
        if turn == 25 {
            drop(archive);
            archive = open(&files).or_else(|_| open(&files)).expect("opens again");
        }
        let step = script(turn, &mut random, &model);
        let mut tried = model.clone();
        if tried.step(&mut archive, &step).is_err() {
            // Refused: nothing may have changed, or idle work is done in part; then it works.
            let outcomes = model.outcomes(&step, &archive);
            let now = if matches!(step, Step::Tend) {
                files.quietly(|| Model::fitting(&outcomes, &archive)).expect("one of the possible states")
            } else {
                model.clone()
            };
            files.quietly(|| now.check(&archive));
            tried = now;
            tried.step(&mut archive, &step).unwrap_or_else(|error| panic!("call {n}, {step:?}: {error}"));
        }
        model = tried;
        model.now += 1_000;
        files.quietly(|| model.check(&archive));
    }
    let over = files.refused() == 0;
    files.quietly(|| {
        model.step(&mut archive, &Step::Tend).expect("idle work");
        model.check(&archive);
        model.check_search(&archive);
        assert!(archive.doctor(false).expect("doctor").ok, "call {n}: index = journal");
    });
    !over
}

fn script(turn: u32, random: &mut Random, model: &Model) -> Step {
    match turn {
        8 => Step::Forget { page: 1 },
        9 | 20 => Step::Star { page: 2, on: true },
        10 => Step::Undo { newest: 0 },
        12 => Step::Forget { page: 3 },
        13 => Step::ForgetNow { newest: 0 },
        14 | 18 | 30 | 35 => Step::Tend,
        16 | 28 => Step::Settle,
        22 => Step::Label { page: 4, on: true },
        24 => Step::Send,
        27 | 33 => Step::Thin { days: 0 },
        29 => Step::Expire { days: 1 },
        _ => Step::Remember {
            id: random.next(),
            at: model.now - if turn < 4 { 200_000_000 } else { 0 },
            page: u64::from(turn % 6),
            version: u64::from(turn / 12),
        },
    }
}
