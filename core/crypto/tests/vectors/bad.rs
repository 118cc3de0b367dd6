//! The bad vectors: a good one and what is wrong with it, one for each field that is bound, with the error it must have.
use super::make::hex;
use super::open::bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn one(of: &str, wrong: &str, change: &Value, error: &str) -> Value {
    let mut vector = json!({ "name": format!("{of}: {wrong}"), "of": of, "error": error });
    for (how, fields) in change.as_object().unwrap() {
        vector[how] = fields.clone();
    }
    vector
}

pub fn all(good: &[Value]) -> Vec<Value> {
    [kdf(), keyboxes(), keyring(), handed(), packs(good), ranges(), logs(), recaps()].concat()
}

fn kdf() -> Vec<Value> {
    let of = "passphrase";
    let set =
        |field: &str, value: Value, error: &str| one(of, field, &json!({ "set": { field: value } }), error);
    vec![
        set("passphrase", "five cafés by the harbour".into(), "Differs"),
        set("origin", "https://vault.exampl".into(), "Differs"),
        set("account", "ada.äo".into(), "Differs"),
        one(of, "seed", &json!({ "flip": { "seed": 15 } }), "Differs"),
        one(of, "more passes", &json!({ "set": { "passes": 4 } }), "Differs"),
        set("memory", 65_535.into(), "Refused"),
        set("passes", 2.into(), "Refused"),
        set("lanes", 0.into(), "Refused"),
        one(of, "too much memory", &json!({ "set": { "memory": 262_145 } }), "Refused"),
        one(of, "too many passes", &json!({ "set": { "passes": 11 } }), "Refused"),
        one(of, "too many lanes", &json!({ "set": { "lanes": 5 } }), "Refused"),
        // The zeros between the fields: what moves from one to the next is another place.
        one(
            of,
            "origin and account",
            &json!({ "set": { "origin": "https://vault.exampleA", "account": "da.ÄÖ" } }),
            "Differs",
        ),
    ]
}

fn keyboxes() -> Vec<Value> {
    let (of, other) = ("keybox of the passphrase", "keybox of the recovery words");
    let flip =
        |wrong: &str, at: u64, error: &str| one(of, wrong, &json!({ "flip": { "keybox": at } }), error);
    vec![
        flip("magic", 0, "Malformed"),
        flip("version", 3, "Newer"),
        flip("no such kind", 4, "Malformed"),
        // 65,536 KiB become 65,537: allowed, and not what it was sealed with.
        flip("memory", 5, "WrongKey"),
        one(of, "passes", &json!({ "flip": { "keybox": 9 } }), "Refused"),
        flip("lanes", 13, "Refused"),
        flip("generation", 17, "WrongKey"),
        flip("nonce", 25, "WrongKey"),
        flip("sealed", 49, "WrongKey"),
        flip("tag", 96, "WrongKey"),
        one(of, "account", &json!({ "flip": { "account": 0 } }), "WrongKey"),
        one(of, "key", &json!({ "flip": { "key": 0 } }), "WrongKey"),
        one(of, "cut off", &json!({ "cut": { "keybox": 1 } }), "WrongKey"),
        one(of, "only a head", &json!({ "cut": { "keybox": 72 } }), "Malformed"),
        one(other, "account", &json!({ "flip": { "account": 0 } }), "WrongKey"),
        one(other, "parameters where there are none", &json!({ "flip": { "keybox": 5 } }), "Malformed"),
        one(other, "generation", &json!({ "flip": { "keybox": 17 } }), "WrongKey"),
    ]
}

fn keyring() -> Vec<Value> {
    let of = "keyring";
    let flip =
        |wrong: &str, at: u64, error: &str| one(of, wrong, &json!({ "flip": { "keyring": at } }), error);
    vec![
        flip("magic", 1, "Malformed"),
        flip("version", 3, "Newer"),
        flip("generation", 4, "WrongKey"),
        flip("nonce", 12, "WrongKey"),
        flip("sealed", 36, "WrongKey"),
        one(of, "account", &json!({ "flip": { "account": 15 } }), "WrongKey"),
        one(of, "root", &json!({ "flip": { "root": 0 } }), "WrongKey"),
        one(of, "cut off", &json!({ "cut": { "keyring": 1 } }), "WrongKey"),
        one(of, "older than one that was seen", &json!({ "set": { "least": 4 } }), "RolledBack"),
    ]
}

fn handed() -> Vec<Value> {
    let (paper, handover) = ("box of the recovery words", "handover");
    let flip = |of: &str, wrong: &str, field: &str, at: u64, error: &str| {
        one(of, wrong, &json!({ "flip": { field: at } }), error)
    };
    vec![
        flip(paper, "public key", "box", 0, "WrongKey"),
        flip(paper, "magic", "box", 32, "Malformed"),
        flip(paper, "no such kind", "box", 36, "Malformed"),
        flip(paper, "generation", "box", 49, "WrongKey"),
        flip(paper, "sealed", "box", 81, "WrongKey"),
        flip(paper, "words", "words", 0, "WrongKey"),
        flip(paper, "account", "account", 0, "WrongKey"),
        flip(handover, "nonce", "sealed", 0, "WrongKey"),
        flip(handover, "sealed", "sealed", 24, "WrongKey"),
        flip(handover, "code", "code", 15, "WrongKey"),
        one(handover, "cut off", &json!({ "cut": { "sealed": 1 } }), "WrongKey"),
    ]
}

/// A blob that was changed and named by its new hash: what is inside must notice it.
fn renamed(good: &[Value], of: &str, wrong: &str, change: fn(&mut Vec<u8>), error: &str) -> Value {
    let fields = &good.iter().find(|one| one["name"] == of).unwrap()["fields"];
    let mut blob = bytes(&fields["blob"]);
    change(&mut blob);
    one(of, wrong, &json!({ "set": { "blob": hex(&blob), "id": hex(&Sha256::digest(&blob)) } }), error)
}

fn packs(good: &[Value]) -> Vec<Value> {
    let of = "pack of three records";
    let set = |field: &str, value: u64| one(of, field, &json!({ "set": { field: value } }), "WrongKey");
    let flip = |field: &str, error: &str| one(of, field, &json!({ "flip": { field: 0 } }), error);
    vec![
        flip("account", "WrongKey"),
        flip("device", "WrongKey"),
        set("kind", 2),
        set("class", 2),
        set("day", 20_001),
        set("epoch", 1),
        flip("epochKey", "WrongKey"),
        flip("wrappedKey", "WrongKey"),
        one(of, "a cut key", &json!({ "cut": { "wrappedKey": 60 } }), "Malformed"),
        flip("id", "Forged"),
        flip("blob", "Forged"),
        one(of, "cut off", &json!({ "cut": { "blob": 1 } }), "Forged"),
        // Under its new name the content key, which is bound to the old one, does not open.
        renamed(good, of, "another blob under its own name", |blob| blob[40] ^= 1, "WrongKey"),
        renamed(good, of, "magic", |blob| blob[0] ^= 1, "Malformed"),
        renamed(good, of, "version", |blob| blob[4] = 2, "Newer"),
        renamed(good, of, "length of chunks", |blob| blob[5] = 15, "Malformed"),
    ]
}

fn ranges() -> Vec<Value> {
    let (first, last) = ("first chunk by Range", "last chunk by Range");
    vec![
        one(first, "number", &json!({ "set": { "number": 1 } }), "WrongKey"),
        one(first, "cut off behind it", &json!({ "set": { "last": true } }), "WrongKey"),
        one(first, "chunk", &json!({ "flip": { "chunk": 65_551 } }), "WrongKey"),
        one(first, "salt", &json!({ "flip": { "head": 21 } }), "WrongKey"),
        one(first, "id", &json!({ "flip": { "id": 0 } }), "WrongKey"),
        one(last, "not the last", &json!({ "set": { "last": false } }), "WrongKey"),
        one(last, "number", &json!({ "set": { "number": 0 } }), "WrongKey"),
        one(last, "cut off", &json!({ "cut": { "chunk": 1 } }), "WrongKey"),
    ]
}

fn logs() -> Vec<Value> {
    let of = "second entry";
    let flip = |field: &str, error: &str| one(of, field, &json!({ "flip": { field: 0 } }), error);
    vec![
        flip("account", "Forged"),
        one(of, "of another device", &json!({ "flip": { "device": 0, "entryDevice": 0 } }), "Forged"),
        flip("entryDevice", "Forged"),
        one(of, "seq", &json!({ "set": { "seq": 3 } }), "Forged"),
        flip("prev", "Forged"),
        one(of, "epoch", &json!({ "set": { "epoch": 3 } }), "Forged"),
        flip("epochKey", "WrongKey"),
        flip("sealed", "Forged"),
        flip("signature", "Forged"),
        // A valid point, the curve's base, that is nobody's key here.
        one(
            of,
            "key of another device",
            &json!({ "set": { "deviceKey": format!("58{}", "66".repeat(31)) } }),
            "Forged",
        ),
        one(
            of,
            "the one before is missing",
            &json!({ "set": { "headSeq": 0, "headHash": hex(&[0; 32]) } }),
            "Gap",
        ),
        one(of, "read already", &json!({ "set": { "headSeq": 2 } }), "RolledBack"),
        one(of, "another past", &json!({ "flip": { "headHash": 31 } }), "RolledBack"),
    ]
}

fn recaps() -> Vec<Value> {
    let of = "recap";
    let flip = |field: &str, error: &str| one(of, field, &json!({ "flip": { field: 0 } }), error);
    vec![
        flip("account", "Forged"),
        flip("device", "Forged"),
        flip("digest", "Forged"),
        flip("signature", "Forged"),
        one(of, "version", &json!({ "set": { "version": 2 } }), "Forged"),
        one(of, "epoch", &json!({ "set": { "epoch": 3 } }), "Forged"),
        flip("epochKey", "WrongKey"),
        flip("sealed", "WrongKey"),
    ]
}
