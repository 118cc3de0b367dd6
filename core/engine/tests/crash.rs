//! T1: the power is cut at a numbered call, the disk keeps what was flushed or some of the rest; nothing acknowledged is
//! lost, nothing forgotten comes back, and the index says what the journal says.
use crate::common::faulty::{FaultyFiles, Leaves, Random};
use crate::common::model::{Model, Step, open};
use std::sync::Arc;

/// How many seeded crash points: 1,000 in `npm test`, more in `npm run test:long` (tools/lib/long.mjs).
fn points() -> u64 {
    std::env::var("WEBMYND_CRASH_POINTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000)
}

#[test]
fn nothing_acknowledged_is_lost_at_any_crash_point() {
    let points = points();
    let mut cuts = 0;
    for seed in 0..points {
        cuts += u64::from(crash(seed));
    }
    println!("{points} crash points, {cuts} power cuts in the middle of work, 0 lost");
    assert!(cuts * 2 > points, "most runs were cut");
}

/// One run: some life, a power cut, a look at what is left, and some life again. True when the cut came in time.
fn crash(seed: u64) -> bool {
    let mut random = Random(seed);
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let mut model = Model::new();
    live(&mut archive, &mut model, &mut random, 30).unwrap();
    files.cut_power_at(random.below(250));
    let before_step = live(&mut archive, &mut model, &mut random, 60).err();
    drop(archive);
    let leaves = [Leaves::Nothing, Leaves::SomeOfIt, Leaves::Zeros, Leaves::All][random.below(4) as usize];
    let files = Arc::new(files.after_cut(leaves, seed));
    let mut archive = open(&files).unwrap_or_else(|error| panic!("seed {seed}: does not open: {error}"));
    let cut = before_step.is_some();
    if let Some(unanswered) = before_step {
        let (step, before) = &*unanswered;
        model = settle_unanswered(&archive, step, before, seed);
        // A retention may have read the clock, and come no further.
        model.reading = archive.catalog().reading();
    }
    check(&mut archive, &model, seed);
    live(&mut archive, &mut model, &mut random, 20)
        .unwrap_or_else(|unanswered| panic!("seed {seed}: {:?} fails", unanswered.0));
    check(&mut archive, &model, seed);
    cut
}

/// Runs steps; on an error gives the step that was not acknowledged and the model before it.
fn live(
    archive: &mut webmynd_engine::archive::Archive,
    model: &mut Model,
    random: &mut Random,
    steps: u32,
) -> Result<(), Box<(Step, Model)>> {
    for _ in 0..steps {
        let step = Step::draw(random, model.now);
        let before = model.clone();
        if model.step(archive, &step).is_err() {
            return Err(Box::new((step, before)));
        }
        model.now += 1_000;
    }
    Ok(())
}

/// A step that was not acknowledged may have happened or not: whichever of the two the disk shows is taken. Nothing
/// else may differ.
fn settle_unanswered(
    archive: &webmynd_engine::archive::Archive,
    step: &Step,
    before: &Model,
    seed: u64,
) -> Model {
    let candidates = before.outcomes(step, archive);
    let found = Model::fitting(&candidates, archive);
    found.unwrap_or_else(|| {
        before.check(archive);
        panic!("seed {seed}: {step:?} left neither the state before it nor one after it")
    })
}

fn check(archive: &mut webmynd_engine::archive::Archive, model: &Model, seed: u64) {
    model.check(archive);
    model.check_search(archive);
    let report = archive.doctor(false).unwrap();
    assert!(report.ok, "seed {seed}: {:?}", report.lines);
}
