//! Opens a vector by what it is of: its fields in, what it holds out.
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use webmynd_crypto::kdf::{KdfParams, Place, stretch};
use webmynd_crypto::keyring::Keyring;
use webmynd_crypto::log::{Entry, Head, Reader};
use webmynd_crypto::pack::{self, Class, Kind, Label, body};
use webmynd_crypto::recap::Place as Recap;
use webmynd_crypto::{CryptoError, Secret, keybox, pairing, recovery};

use super::make::hex;

type Fields = Map<String, Value>;

/// Bytes of hex digits.
pub fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(fields: &Fields, name: &str) -> [u8; N] {
    bytes(&fields[name]).try_into().unwrap_or_else(|_| panic!("{name} has {N} bytes"))
}

fn secret(fields: &Fields, name: &str) -> Secret {
    Secret::from(array::<32>(fields, name))
}

fn number(fields: &Fields, name: &str) -> u64 {
    fields[name].as_u64().unwrap_or_else(|| panic!("{name} is a number"))
}

fn small(fields: &Fields, name: &str) -> u32 {
    number(fields, name) as u32
}

pub fn open(what: &str, fields: &Fields) -> Result<Value, CryptoError> {
    match what {
        "kdf" => kdf(fields),
        "keybox" => keybox(fields),
        "keyring" => keyring(fields),
        "recovery" => recovery(fields),
        "pairing" => pairing(fields),
        "pack" => pack(fields),
        "range" => range(fields),
        "log" => log(fields),
        "recap" => recap(fields),
        what => panic!("{what}: nothing that is sealed"),
    }
}

fn kdf(fields: &Fields) -> Result<Value, CryptoError> {
    let text = |name: &str| fields[name].as_str().unwrap();
    let place = Place { origin: text("origin"), account: text("account"), seed: array(fields, "seed") };
    let params = KdfParams {
        memory: small(fields, "memory"),
        passes: small(fields, "passes"),
        lanes: small(fields, "lanes"),
    };
    let keys = stretch(text("passphrase"), place, params)?;
    Ok(json!({ "auth": hex(keys.auth.expose()), "wrap": hex(keys.wrap.expose()) }))
}

fn keybox(fields: &Fields) -> Result<Value, CryptoError> {
    let sealed = bytes(&fields["keybox"]);
    let root = keybox::unwrap(&sealed, &secret(fields, "key"), &array(fields, "account"))?;
    let (kind, generation) = keybox::read(&sealed)?;
    let kind = if kind == keybox::Kind::Recovery { "recovery" } else { "passphrase" };
    Ok(json!({ "root": hex(root.expose()), "kind": kind, "generation": generation }))
}

fn keyring(fields: &Fields) -> Result<Value, CryptoError> {
    let sealed = bytes(&fields["keyring"]);
    let least = number(fields, "least");
    let ring = Keyring::open(&sealed, &secret(fields, "root"), &array(fields, "account"), least)?;
    let epochs = ring.epochs.iter().map(|one| json!([one.number, hex(one.key.expose()), one.from]));
    let devices = ring.devices.iter().map(|one| {
        let mut facts = json!({ "id": hex(&one.id), "key": hex(&one.key), "name": one.name, "added": one.added, "revoked": one.revoked });
        if let Some(last) = one.last {
            facts["last"] = last.into();
        }
        facts
    });
    Ok(json!({
        "generation": ring.generation,
        "epochs": epochs.collect::<Vec<_>>(),
        "devices": devices.collect::<Vec<_>>(),
    }))
}

fn recovery(fields: &Fields) -> Result<Value, CryptoError> {
    let (sealed, words) = (bytes(&fields["box"]), secret(fields, "words"));
    let root = recovery::unwrap(&sealed, &words, &array(fields, "account"))?;
    Ok(json!({
        "root": hex(root.expose()),
        "auth": hex(recovery::auth_of(&words).expose()),
        "public": hex(&recovery::public_of(&words)),
    }))
}

fn pairing(fields: &Fields) -> Result<Value, CryptoError> {
    let code = pairing::Code::from(array::<16>(fields, "code"));
    let handover = pairing::accept(&bytes(&fields["sealed"]), &code)?;
    let heads = handover.heads.iter().map(|(device, head)| json!([hex(device), head.seq, hex(&head.hash)]));
    Ok(json!({
        "mailbox": hex(&code.mailbox()), "origin": handover.origin, "account": handover.account, "id": hex(&handover.id),
        "root": hex(handover.root.expose()), "auth": hex(handover.auth.expose()), "generation": handover.generation,
        "heads": heads.collect::<Vec<_>>(),
    }))
}

fn label(fields: &Fields) -> Label {
    Label {
        account: array(fields, "account"),
        device: array(fields, "device"),
        kind: match number(fields, "kind") {
            1 => Kind::Text,
            2 => Kind::Index,
            _ => Kind::Thumb,
        },
        class: if number(fields, "class") == 1 { Class::History } else { Class::Mark },
        day: small(fields, "day"),
        epoch: small(fields, "epoch"),
    }
}

/// The body of a pack vector.
pub fn pack_body(fields: &Fields) -> Result<Vec<u8>, CryptoError> {
    let (blob, wrapped) = (bytes(&fields["blob"]), bytes(&fields["wrappedKey"]));
    pack::open_pack(&blob, &array(fields, "id"), &wrapped, &label(fields), &secret(fields, "epochKey"))
}

fn pack(fields: &Fields) -> Result<Value, CryptoError> {
    let opened = pack_body(fields)?;
    let mut records = Vec::new();
    for entry in body::entries(&opened)? {
        let record = body::record(&opened, &entry)?;
        records.push(json!({ "page": hex(&entry.page), "length": record.len(), "sha256": hex(&Sha256::digest(&record)) }));
    }
    Ok(json!({ "length": opened.len(), "records": records }))
}

/// One chunk by itself, as a Range of the blob brings it.
fn range(fields: &Fields) -> Result<Value, CryptoError> {
    let (head, wrapped) = (bytes(&fields["head"]), bytes(&fields["wrappedKey"]));
    let reader = pack::Reader::new(
        &head,
        &array(fields, "id"),
        &wrapped,
        &label(fields),
        &secret(fields, "epochKey"),
    )?;
    let last = fields["last"].as_bool().unwrap();
    let chunk = reader.chunk(number(fields, "number"), last, &bytes(&fields["chunk"]))?;
    Ok(json!({ "length": chunk.len(), "sha256": hex(&Sha256::digest(&chunk)) }))
}

fn log(fields: &Fields) -> Result<Value, CryptoError> {
    let head = Head { seq: number(fields, "headSeq"), hash: array(fields, "headHash") };
    let (account, device) = (array(fields, "account"), array(fields, "device"));
    let entry = Entry {
        device: array(fields, "entryDevice"),
        seq: number(fields, "seq"),
        prev: array(fields, "prev"),
        epoch: small(fields, "epoch"),
        sealed: bytes(&fields["sealed"]),
        signature: array(fields, "signature"),
    };
    let mut reader = Reader::new(account, device, &array(fields, "deviceKey"), head)?;
    let said = reader.next(&entry, &secret(fields, "epochKey"))?;
    Ok(json!({ "body": String::from_utf8(said).unwrap(), "hash": hex(&reader.head().hash) }))
}

fn recap(fields: &Fields) -> Result<Value, CryptoError> {
    let recap = Recap {
        account: array(fields, "account"),
        version: number(fields, "version"),
        epoch: small(fields, "epoch"),
        digest: array(fields, "digest"),
    };
    recap.verify(&array(fields, "device"), &array(fields, "deviceKey"), &array(fields, "signature"))?;
    let said = recap.open(&secret(fields, "epochKey"), &bytes(&fields["sealed"]))?;
    Ok(json!({ "said": String::from_utf8(said).unwrap() }))
}
