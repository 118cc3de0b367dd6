//! A device of a newer version: it says what this one would not.
use crate::{Device, World};
use serde_json::Value;
use webmynd_crypto::Secret;
use webmynd_crypto::keyring::Keyring;
use webmynd_crypto::log::{Entry as Signed, Head, Writer};
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::Row;
use webmynd_server::store::{Carried, Taken};

/// The account's keyring, as a device knows it.
pub fn ring(device: &Device) -> Keyring {
    let account = &device.account;
    Keyring::open(&account.keyring.0, &Secret::from(account.root.0), &account.id.0, 0).unwrap()
}

/// How far a device's own log has come, as it knows it.
pub fn head(device: &Device) -> Head {
    let archive = device.archive.borrow();
    let head = archive.catalog().shared().head(&device.account.device.0);
    Head { seq: head.seq, hash: head.hash }
}

/// Who writes a device's log on from there.
pub fn writer(device: &Device, at: Head) -> Writer {
    let account = &device.account;
    Writer::new(account.id.0, account.device.0, &Secret::from(account.signing.0), at)
}

/// The server takes an entry of a device's unlooked at; gives the account's version that it made.
pub async fn send(world: &World, device: &Device, said: Signed, adds: Vec<Row>, dels: Vec<Id<32>>) -> u64 {
    let entry = Entry {
        prev: Id(said.prev),
        epoch: said.epoch,
        sealed: Bytes(said.sealed),
        signature: Id(said.signature),
        adds,
        dels,
        packs: vec![],
    };
    let account = &device.account;
    let (times, none) = (world.vault.times("free"), Carried::default());
    let taken =
        world.vault.store.append(account.id.0, account.device.0, said.seq, &entry, &none, times).await;
    let Ok(Taken::New(version)) = taken else { panic!("{taken:?}") };
    version
}

/// A device says this as its next entry, by a version of its own.
pub async fn says(world: &World, device: &Device, body: &Value, adds: Vec<Row>) -> u64 {
    let ring = ring(device);
    let epoch = ring.epoch().unwrap();
    let random = &mut |into: &mut [u8]| into.fill(3);
    let said = body.to_string();
    let said =
        writer(device, head(device)).entry(said.as_bytes(), (epoch.number, &epoch.key), random).unwrap();
    send(world, device, said, adds, vec![]).await
}
