//! T12, T14: neither wire nor server holds a word of what was remembered, in any spelling; and what was forgotten is gone
//! from everywhere when its time is over.
use std::path::Path;
use webmynd_crypto::kdf::KdfParams;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::ports::Files;
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_story::device::{PASSPHRASE, RECOVERY, SEED, stretched};
use webmynd_story::spelling::{Spelled, spellings};
use webmynd_story::{Device, World};

const MINUTE: i64 = 60_000;
const URL: &str = "https://canary.test/yellowhammer?nest=chaffinch";

fn read_all(folder: &Path, into: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        into.extend(path.file_name().unwrap().as_encoded_bytes());
        if path.is_dir() { read_all(&path, into) } else { into.extend(std::fs::read(path).unwrap()) }
    }
}

/// Everything that the server has: database, its journals, blobs, and the names of all of them.
fn servers(world: &World) -> Vec<u8> {
    let mut bytes = Vec::new();
    read_all(world.folder.path(), &mut bytes);
    assert!(bytes.len() > 10_000, "there is something to look through");
    bytes
}

fn devices(device: &Device) -> Vec<u8> {
    let mut bytes = Vec::new();
    for file in device.files.list().unwrap() {
        let mut content = vec![0; file.len as usize];
        device.files.read(&file.name, 0, &mut content).unwrap();
        bytes.extend(content);
    }
    bytes
}

fn found(words: &[Spelled], haystack: &[u8]) -> Vec<String> {
    words.iter().filter(|word| word.is_in(haystack)).map(|word| word.what.clone()).collect()
}

/// The secrets that a device and its account hold, and keys that are made of them; but for the hash that logs in.
fn secrets(device: &Device) -> Vec<Spelled> {
    let account = &device.account;
    let mut all = spellings("passphrase", PASSPHRASE.as_bytes());
    all.extend(spellings("root key", &account.root.0));
    all.extend(spellings("signing key", &account.signing.0));
    all.extend(spellings("device's name", device.name.as_bytes()));
    all
}

#[tokio::test]
async fn no_word_and_no_key_is_on_the_wire_or_at_the_server_in_any_spelling() {
    let mut world = World::new(401).await;
    let mut laptop = world.device("kingfisher laptop").await;
    laptop.visit(URL, "nightingale", world.now());
    let page = Which::Page { page: URL.to_owned() };
    laptop.change(&page, &Change::Label { label: "goldfinch".to_owned(), on: true }, world.now());
    laptop.star(URL, true, world.now());
    laptop.sync(world.now()).await.unwrap();
    let mut phone = world.device("dragonfly phone").await;
    phone.visit("https://other.test/", "bullfinch", world.pass(MINUTE));
    phone.sync(world.now()).await.unwrap();
    laptop.sync(world.now()).await.unwrap();
    assert_eq!(laptop.sees(), phone.sees());
    let op = laptop.forget(URL, world.now());
    laptop.archive.borrow_mut().forget_now(op, world.now()).unwrap();
    laptop.sync(world.now()).await.unwrap();

    let mut words = Vec::new();
    for word in ["canary", "yellowhammer", "chaffinch", "nightingale", "goldfinch", "bullfinch", "other.test"]
    {
        words.extend(spellings(word, word.as_bytes()));
    }
    for device in [&laptop, &phone] {
        words.extend(secrets(device));
    }
    let keys = stretched(PASSPHRASE, SEED, KdfParams::FLOOR);
    words.extend(spellings("wrapping key", keys.wrap.expose()));
    words.extend(spellings("recovery key", &RECOVERY));
    let wire = [laptop.network.transcript(), phone.network.transcript()].concat();
    assert_eq!(found(&words, &wire), Vec::<String>::new(), "on the wire");
    let kept = servers(&world);
    assert_eq!(found(&words, &kept), Vec::<String>::new(), "at the server");
    // What logs in passes the wire; only a hash of it is kept. So are the tokens.
    let auth = spellings("what logs in", keys.auth.expose());
    assert!(auth.iter().any(|word| word.is_in(&wire)), "and this search finds what is there");
    assert_eq!(found(&auth, &kept), Vec::<String>::new());
    for device in [&laptop, &phone] {
        let token = spellings("token", &device.account.token.0);
        assert!(token.iter().any(|word| word.is_in(&wire)));
        assert_eq!(found(&token, &kept), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_forgotten_is_in_no_file_of_anyone_when_its_time_is_over() {
    let mut world = World::new(402).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit(URL, "nightingale", world.now());
    laptop.visit("https://kept.test/", "harbour", world.pass(MINUTE));
    laptop.star("https://kept.test/", true, world.now());
    for device in [&mut laptop, &mut phone] {
        device.sync(world.now()).await.unwrap();
    }
    let shown = laptop.archive.borrow().catalog().shared().packs().clone();
    let history = shown.iter().find(|(_, pack)| !pack.mark && pack.visits.len() == 2).expect("its pack");
    let entry = world.shown(&laptop, &format!("/v1/log?since={}&limit=1", history.1.version - 1)).await;
    let id = Id(*history.0).to_string();
    let rows = entry["entries"][0]["adds"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == id.as_str()).unwrap();
    let wrapped: Bytes = row["wrappedKey"].as_str().unwrap().parse().unwrap();
    let blob = world.get(&laptop, &format!("/v1/packs/{id}")).await;
    let mut traces = spellings("id of the page", &webmynd_engine::catalog::PageKey::of(URL).0);
    traces.extend(spellings("wrapped key", &wrapped.0));
    traces.extend(spellings("ciphertext", &blob[100..164]));
    for word in ["canary.test", "yellowhammer", "chaffinch", "nightingale"] {
        traces.extend(spellings(word, word.as_bytes()));
    }
    assert_eq!(
        found(&traces, &servers(&world)),
        ["wrapped key as it is", "ciphertext as it is"],
        "there before"
    );
    assert!(!found(&traces, &devices(&laptop)).is_empty() && !found(&traces, &devices(&phone)).is_empty());

    laptop.forget(URL, world.now());
    let now = world.pass(11 * MINUTE);
    for _ in 0..2 {
        for device in [&mut laptop, &mut phone] {
            device.tend(now);
            device.sync(now).await.unwrap();
            device.tend(now);
        }
    }
    let after = world.pass(11 * MINUTE);
    assert!(world.vault.purge().await.unwrap() > 0);
    assert_eq!(found(&traces, &servers(&world)), Vec::<String>::new(), "at the server");
    for device in [&mut laptop, &mut phone] {
        device.tend(after);
        device.sync(after).await.unwrap();
        device.tend(after);
        assert_eq!(found(&traces, &devices(device)), Vec::<String>::new(), "{}", device.name);
        assert_eq!(device.sees().len(), 1, "what was beside it stays");
    }
}

/// What a server sees of one page, of two, and of a star: lengths that say no more than that there was something.
#[tokio::test(flavor = "current_thread")]
async fn lengths_tell_little() {
    let mut world = World::new(972).await;
    let mut laptop = world.device("laptop").await;
    let mut said = Vec::new();
    for (pages, starred) in [(1, 0), (2, 0), (1, 1), (2, 2), (0, 1)] {
        let at = world.pass(MINUTE);
        for page in 0..pages {
            let url = format!("https://a.test/{at}/{page}");
            laptop.visit(&url, ["lantern", "a longer word than that"][page], at);
        }
        for page in 0..starred {
            laptop.star(
                &format!("https://a.test/{}/{page}", if pages == 0 { at - 2 * MINUTE } else { at }),
                true,
                at,
            );
        }
        laptop.sync(at).await.unwrap();
        let entry = world.shown(&laptop, "/v1/log?since=0").await["entries"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        let sealed: Bytes = entry["sealed"].as_str().unwrap().parse().unwrap();
        let packs = entry["adds"].as_array().unwrap().iter().map(|row| row["size"].as_u64().unwrap());
        said.push((sealed.0.len() % 1_024, packs.max()));
    }
    assert!(said.iter().all(|(length, _)| *length == said[0].0), "{said:?}");
    assert!(said.iter().filter_map(|(_, pack)| *pack).all(|pack| Some(pack) == said[0].1), "{said:?}");
}
