//! T3 in its small form: long random lives on one device, held against the model after each step; closed and opened
//! again on the way.
use crate::common::faulty::{FaultyFiles, Random};
use crate::common::model::{Model, Step, open};
use std::sync::Arc;

/// How many lives of 50 steps: 300 in `npm test`, more in `npm run test:long` (tools/lib/long.mjs).
fn lives() -> u64 {
    std::env::var("WEBMYND_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

#[test]
fn the_archive_lives_as_the_model_says() {
    for seed in 0..lives() {
        let mut random = Random(seed ^ 0xabcd_ef01);
        let files = Arc::new(FaultyFiles::default());
        let mut archive = open(&files).unwrap();
        let mut model = Model::new();
        for turn in 0..50 {
            let step = Step::draw(&mut random, model.now);
            model.step(&mut archive, &step).unwrap_or_else(|error| panic!("seed {seed}, {step:?}: {error}"));
            model.now += random.below(100_000) as i64;
            model.check(&archive);
            if random.below(15) == 0 {
                drop(archive);
                archive = open(&files).unwrap();
                model.check(&archive);
            }
            if turn % 10 == 9 {
                model.check_search(&archive);
            }
        }
        let report = archive.doctor(false).unwrap();
        assert!(report.ok, "seed {seed}: {:?}", report.lines);
    }
}
