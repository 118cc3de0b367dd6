//! Makes the vectors of version 1 with fixed randomness: the good ones here, what is wrong with them in `bad.rs`.
use super::open::{bytes, pack_body};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use webmynd_crypto::kdf::KdfParams;
use webmynd_crypto::keybox::{self, Kind as Opens};
use webmynd_crypto::keyring::{Device, Keyring};
use webmynd_crypto::log::{Head, Writer};
use webmynd_crypto::pack::{self, Class, Kind, Label, body, stream};
use webmynd_crypto::pairing::{self, Code, Handover};
use webmynd_crypto::recap::Place;
use webmynd_crypto::{AccountId, DeviceId, Secret, recovery};

const ACCOUNT: AccountId = [0xa1; 16];
const DEVICE: DeviceId = [0xd1; 16];

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of seed and count, block after block.
fn fixed(seed: &str) -> impl FnMut(&mut [u8]) + use<> {
    let (seed, mut count) = (seed.to_owned(), 0_u64);
    move |into: &mut [u8]| {
        for block in into.chunks_mut(32) {
            count += 1;
            let hash = Sha256::digest(
                [b"webmynd vectors".as_slice(), seed.as_bytes(), &count.to_le_bytes()].concat(),
            );
            block.copy_from_slice(&hash[..block.len()]);
        }
    }
}

fn key(seed: &str) -> Secret {
    Secret::generate(&mut fixed(seed))
}

/// The whole file. `before`: the frozen one; bodies of packs are taken from it, because a newer deflate may find other
/// bytes for the same records.
pub fn file(before: &Value) -> Value {
    // A ligature and an accent of its own: NFKC makes other bytes of them.
    let own = "ﬁve cafe\u{301}s by the Ｈarbour";
    let pasted = "\u{a0}Sudden  lunar\nraven OTTER pilot basic gloom\r\n";
    let mut vectors = vec![
        kdf("passphrase", own, (64 << 10, 3, 1)),
        kdf("passphrase, four lanes", own, (80 << 10, 3, 4)),
        kdf("generated passphrase as pasted", pasted, (64 << 10, 3, 1)),
    ];
    vectors.extend([keybox("keybox of the passphrase", true), keybox("keybox of the recovery words", false)]);
    vectors.push(keyring());
    vectors.extend([recovery(), pairing()]);
    vectors.extend([
        pack("pack of three records", before),
        pack("pack of two chunks", before),
        pack("empty pack", before),
    ]);
    let long = vectors.iter().find(|one| one["name"] == "pack of two chunks").unwrap()["fields"].clone();
    vectors.extend([range("first chunk by Range", &long, 0), range("last chunk by Range", &long, 1)]);
    vectors.extend(log());
    vectors.push(recap());
    let bad = super::bad::all(&vectors);
    vectors.extend(bad);
    json!({ "version": 1, "vectors": vectors })
}

fn good(name: &str, what: &str, fields: &Value) -> Value {
    let opens = super::open::open(what, fields.as_object().unwrap()).unwrap();
    json!({ "name": name, "what": what, "fields": fields, "opens": opens })
}

fn kdf(name: &str, passphrase: &str, (memory, passes, lanes): (u32, u32, u32)) -> Value {
    good(
        name,
        "kdf",
        &json!({
            "passphrase": passphrase, "origin": "https://vault.example", "account": "Ada.ÄÖ",
            "seed": hex(&[0x5e; 16]), "memory": memory, "passes": passes, "lanes": lanes,
        }),
    )
}

fn keybox(name: &str, passphrase: bool) -> Value {
    let (root, opener) = (key("root"), key(name));
    let kind = if passphrase { Opens::Passphrase(KdfParams::FLOOR) } else { Opens::Recovery };
    let sealed =
        keybox::wrap(&root, &opener, kind, &ACCOUNT, 7, &mut fixed(&format!("{name} random"))).unwrap();
    good(
        name,
        "keybox",
        &json!({ "keybox": hex(&sealed), "key": hex(opener.expose()), "account": hex(&ACCOUNT) }),
    )
}

fn keyring() -> Value {
    let mut random = fixed("keyring random");
    let device = |number: u8, name: &str| Device {
        id: [number; 16],
        key: [number; 32],
        name: name.to_owned(),
        added: 1_700_000_000_000 + i64::from(number),
        revoked: None,
        last: None,
        unknown: Default::default(),
    };
    let mut ring = Keyring::new(device(0xd1, "laptop"), 1_700_000_000_000, &mut random);
    ring.add(device(0xd2, "Telefon \u{1f4f1}"));
    ring.revoke(&[0xd2; 16], 5, 1_700_000_100_000, &mut random).unwrap();
    let sealed = ring.seal(&key("root"), &ACCOUNT, &mut random).unwrap();
    let fields = json!({ "keyring": hex(&sealed), "root": hex(key("root").expose()), "account": hex(&ACCOUNT), "least": 3 });
    good("keyring", "keyring", &fields)
}

fn recovery() -> Value {
    let words = key("recovery words");
    let public = recovery::public_of(&words);
    let sealed = recovery::wrap(&key("root"), &public, &ACCOUNT, 7, &mut fixed("recovery random")).unwrap();
    let fields = json!({ "box": hex(&sealed), "words": hex(words.expose()), "account": hex(&ACCOUNT) });
    good("box of the recovery words", "recovery", &fields)
}

fn pairing() -> Value {
    let code = Code::from([0xc0; 16]);
    let handover = Handover {
        origin: "https://vault.example".to_owned(),
        account: "ada".to_owned(),
        id: ACCOUNT,
        root: key("root"),
        auth: key("auth"),
        generation: 3,
        heads: vec![(DEVICE, Head { seq: 2, hash: [0xe1; 32] })],
    };
    let sealed = pairing::hand_over(&handover, &code, &mut fixed("pairing random")).unwrap();
    good("handover", "pairing", &json!({ "sealed": hex(&sealed), "code": hex(code.expose()) }))
}

const LABEL: Label = Label {
    account: ACCOUNT,
    device: DEVICE,
    kind: Kind::Text,
    class: Class::History,
    day: 20_000,
    epoch: 2,
};

fn body_of(name: &str, before: &Value) -> Vec<u8> {
    let frozen = before["vectors"].as_array().and_then(|all| all.iter().find(|one| one["name"] == name));
    if let Some(frozen) = frozen {
        return pack_body(frozen["fields"].as_object().unwrap()).unwrap();
    }
    let mut noise = vec![0; 66_000];
    fixed("noise")(&mut noise);
    let long = "the same words again and again ".repeat(100);
    let three: [([u8; 16], &[u8]); 3] = [
        ([1; 16], br#"{"url":"https://a.example/","title":"A"}"#),
        ([2; 16], long.as_bytes()),
        ([3; 16], b""),
    ];
    let records: &[([u8; 16], &[u8])] = match name {
        "pack of three records" => &three,
        "pack of two chunks" => &[([4; 16], &noise)],
        _ => &[],
    };
    body::pack(records, 0).unwrap()
}

fn pack(name: &str, before: &Value) -> Value {
    let epoch = key("epoch 2");
    let label =
        if name == "empty pack" { Label { kind: Kind::Thumb, class: Class::Mark, ..LABEL } } else { LABEL };
    let sealed = pack::seal_pack(&body_of(name, before), &label, &epoch, &mut fixed(name)).unwrap();
    good(
        name,
        "pack",
        &json!({
            "blob": hex(&sealed.blob), "id": hex(&sealed.id), "wrappedKey": hex(&sealed.wrapped_key),
            "epochKey": hex(epoch.expose()), "account": hex(&label.account), "device": hex(&label.device),
            "kind": label.kind as u8, "class": label.class as u8, "day": label.day, "epoch": label.epoch,
        }),
    )
}

fn range(name: &str, pack: &Value, number: u64) -> Value {
    let blob = bytes(&pack["blob"]);
    let (head, chunks) = blob.split_at(pack::HEAD);
    let place = stream::place(number);
    let last = place.end as usize >= chunks.len();
    let chunk = &chunks[place.start as usize..chunks.len().min(place.end as usize)];
    let mut fields = pack.clone();
    let all = fields.as_object_mut().unwrap();
    all.remove("blob");
    all.insert("head".to_owned(), hex(head).into());
    all.insert("chunk".to_owned(), hex(chunk).into());
    all.insert("number".to_owned(), number.into());
    all.insert("last".to_owned(), last.into());
    good(name, "range", &fields)
}

/// Two entries that follow each other.
fn log() -> Vec<Value> {
    let (epoch, mut random) = (key("epoch 2"), fixed("log random"));
    let mut writer = Writer::new(ACCOUNT, DEVICE, &key("signing"), Head::default());
    let mut vectors = Vec::new();
    for (name, said) in
        [("first entry", r#"{"clock":1,"heads":[]}"#), ("second entry", r#"{"clock":2,"heads":[]}"#)]
    {
        let head = writer.head();
        let entry = writer.entry(said.as_bytes(), (2, &epoch), &mut random).unwrap();
        writer.taken(&entry);
        let fields = json!({
            "account": hex(&ACCOUNT), "device": hex(&DEVICE), "deviceKey": hex(&writer.public()),
            "headSeq": head.seq, "headHash": hex(&head.hash), "entryDevice": hex(&entry.device), "seq": entry.seq,
            "prev": hex(&entry.prev), "epoch": entry.epoch, "epochKey": hex(epoch.expose()),
            "sealed": hex(&entry.sealed), "signature": hex(&entry.signature),
        });
        vectors.push(good(name, "log", &fields));
    }
    vectors
}

/// The recap of a log with one entry.
fn recap() -> Value {
    let (epoch, signing) = (key("epoch 2"), key("signing"));
    let (device, hash) = (hex(&DEVICE), "9e".repeat(32));
    let said = format!(
        r#"{{"version":1,"words":[{{"device":"{device}","seq":1,"hash":"{hash}","version":1,"clock":1,"marks":[{{"page":"https://a.test/","on":true,"clock":1}}]}}]}}"#
    );
    let place = Place::of(ACCOUNT, 1, (2, &epoch), said.as_bytes());
    let sealed = place.seal(&epoch, said.as_bytes(), &mut fixed("recap random")).unwrap();
    let public = Writer::new(ACCOUNT, DEVICE, &signing, Head::default()).public();
    let fields = json!({
        "account": hex(&ACCOUNT), "version": 1, "epoch": 2, "epochKey": hex(epoch.expose()), "digest": hex(&place.digest),
        "sealed": hex(&sealed), "device": device, "deviceKey": hex(&public), "signature": hex(&place.sign(&DEVICE, &signing)),
    });
    good("recap", "recap", &fields)
}
