//! Pictures that others made, good and broken ones, where the corpus is present.
use crate::common::skipped::corpus;
use std::path::PathBuf;
use webmynd_engine::picture::{develop, icon, measure};

fn all(folder: &str) -> Option<Vec<PathBuf>> {
    let folder = corpus(&format!("images/{folder}"))?;
    Some(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect())
}

#[test]
fn good_pictures_are_developed() {
    let Some(good) = all("good") else { return };
    for path in good {
        let made = develop(&std::fs::read(&path).unwrap());
        let made = made.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let thumb = measure(&made.thumb.bytes).unwrap();
        assert!(thumb.width <= 320 && made.width <= 1600 && !made.impression.thumbhash.is_empty());
    }
}

#[test]
fn malformed_pictures_are_values() {
    let Some(malformed) = all("malformed") else { return };
    let mut refused = 0;
    for path in &malformed {
        let bytes = std::fs::read(path).unwrap();
        refused += u32::from(develop(&bytes).is_err());
        drop(icon(&bytes));
    }
    println!("{} malformed pictures, {refused} refused", malformed.len());
    assert!(refused > 200);
}
