//! T11: vectors frozen per version. Every good one opens to what it says, every bad one (one per bound field) is refused
//! with its error, and today's code seals the same bytes again. `vectors/check.py` holds the same file by other libraries.
#![cfg(feature = "passphrase")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test says what broke by panicking.
#[path = "vectors/bad.rs"]
mod bad;
#[path = "vectors/make.rs"]
mod make;
#[path = "vectors/open.rs"]
mod open;

use serde_json::{Map, Value};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/v1.json");

fn frozen() -> Value {
    serde_json::from_slice(&std::fs::read(FILE).unwrap()).unwrap()
}

/// The fields of a vector: a bad one is a good one with a field set, a byte flipped or the end cut off.
fn fields(vector: &Value, all: &[Value]) -> Map<String, Value> {
    let Some(of) = vector["of"].as_str() else { return vector["fields"].as_object().unwrap().clone() };
    let good = all.iter().find(|other| other["name"] == of).unwrap_or_else(|| panic!("{of} is there"));
    let mut fields = fields(good, all);
    for (name, value) in vector["set"].as_object().into_iter().flatten() {
        assert_ne!(fields.insert(name.clone(), value.clone()).as_ref(), Some(value), "{vector}");
    }
    for (name, at) in vector["flip"].as_object().into_iter().flatten() {
        let mut bytes = open::bytes(&fields[name]);
        bytes[at.as_u64().unwrap() as usize] ^= 1;
        fields.insert(name.clone(), make::hex(&bytes).into());
    }
    for (name, count) in vector["cut"].as_object().into_iter().flatten() {
        let mut bytes = open::bytes(&fields[name]);
        bytes.truncate(bytes.len() - count.as_u64().unwrap() as usize);
        fields.insert(name.clone(), make::hex(&bytes).into());
    }
    fields
}

fn what<'a>(vector: &'a Value, all: &'a [Value]) -> &'a str {
    let root = vector["of"].as_str().and_then(|of| all.iter().find(|other| other["name"] == of));
    root.unwrap_or(vector)["what"].as_str().unwrap()
}

#[test]
fn frozen_vectors_open_and_bad_ones_are_refused_with_their_error() {
    let file = frozen();
    let all = file["vectors"].as_array().unwrap();
    let (mut good, mut refused) = (0, 0);
    for vector in all {
        let name = vector["name"].as_str().unwrap();
        let opened = open::open(what(vector, all), &fields(vector, all));
        match (vector["error"].as_str(), opened) {
            (None, opened) => {
                assert_eq!(opened, Ok(vector["opens"].clone()), "{name}");
                good += 1;
            }
            // Nothing tells a key of another place from a wrong one, but it is another one.
            (Some("Differs"), opened) => {
                let of = all.iter().find(|other| other["name"] == vector["of"]).unwrap();
                let (opened, of) = (opened.unwrap(), &of["opens"]);
                assert!(
                    opened.as_object().unwrap().iter().all(|(field, value)| of[field] != *value),
                    "{name}"
                );
                refused += 1;
            }
            (Some(error), opened) => {
                assert_eq!(opened.map_err(|error| format!("{error:?}")), Err(error.to_owned()), "{name}");
                refused += 1;
            }
        }
    }
    assert!(good >= 8 && refused >= 50, "{good} good ones, {refused} bad ones");
}

#[test]
fn what_is_sealed_today_is_sealed_as_it_was() {
    let file = frozen();
    let fresh = make::file(&file);
    for (fresh, frozen) in
        fresh["vectors"].as_array().unwrap().iter().zip(file["vectors"].as_array().unwrap())
    {
        assert!(fresh == frozen, "{}: sealed otherwise than in version 1", frozen["name"]);
    }
    assert_eq!(fresh, file);
}

/// Made the file, once: `cargo test -p webmynd-crypto --features passphrase --test vectors -- --ignored`. A later version gets
/// a file of its own.
#[test]
#[ignore = "writes the frozen file"]
fn make_the_file() {
    let before =
        std::fs::read(FILE).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let text = serde_json::to_string_pretty(&make::file(&before)).unwrap();
    std::fs::write(FILE, text + "\n").unwrap();
}
