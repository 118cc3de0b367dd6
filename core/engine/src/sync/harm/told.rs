//! What is told of doubts: what is in doubt of devices that the account still has, until a person has seen it. Then it is told again when there is more.
use crate::archive::Archive;
use crate::catalog::{DeviceId, Shared};
use crate::event::Harm;
use crate::page::to_hex;
use crate::ports::Remote;
use crate::sync::{Account, Round};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use webmynd_protocol::bytes::Id;

/// What a device of the account said that cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Doubt {
    /// The device, as a person calls it.
    pub device: String,
    /// What.
    pub harm: Harm,
    /// Packs and entries that it is about.
    pub count: u32,
}

/// A doubt that a person has seen, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenDoubt {
    device: Id<16>,
    harm: Harm,
    extent: Extent,
}

/// How much is in doubt: how many packs and entries, and the newest version of the account that one of them came with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Extent {
    count: u32,
    version: u64,
}

impl Extent {
    /// Whether there is something that was not there then.
    fn exceeds(self, seen: Self) -> bool {
        self.count > seen.count || self.version > seen.version
    }
}

fn all(shared: &Shared) -> BTreeMap<(DeviceId, Harm), Extent> {
    let mut all: BTreeMap<_, Extent> = BTreeMap::new();
    for (device, row) in shared.doubted_rows() {
        let extent = all.entry((device, row.harm)).or_default();
        *extent = Extent { count: extent.count + 1, version: extent.version.max(row.version) };
    }
    all
}

impl Account {
    /// A person has seen all that is in doubt now: it is told again when there is more.
    pub fn see_doubts(&mut self, archive: &Archive) {
        let all = all(archive.catalog().shared()).into_iter();
        let seen = all.map(|((device, harm), extent)| SeenDoubt { device: Id(device), harm, extent });
        self.seen = seen.collect();
    }

    /// Whether all that is in doubt of a device in this way was seen.
    pub(in crate::sync) fn has_seen_all(&self, shared: &Shared, device: &DeviceId, harm: Harm) -> bool {
        let extent = all(shared).remove(&(*device, harm)).unwrap_or_default();
        self.has_seen((device, harm), extent)
    }

    fn has_seen(&self, (device, harm): (&DeviceId, Harm), extent: Extent) -> bool {
        let seen = self.seen.iter().find(|seen| seen.device.0 == *device && seen.harm == harm);
        seen.is_some_and(|seen| !extent.exceeds(seen.extent))
    }
}

impl<R: Remote> Round<'_, R> {
    /// Tells what is in doubt of devices that the account still has, and was not seen by a person; and which of them are back, until they are out.
    pub(in crate::sync) fn tell_doubts(&mut self) {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let mut counts: BTreeMap<(String, Harm), u32> = BTreeMap::new();
        for ((id, harm), extent) in all(shared) {
            let device = shared.listed().iter().find(|device| device.id == id);
            let is_revoked = device.is_some_and(|device| device.is_revoked);
            if is_revoked || self.account.has_seen((&id, harm), extent) {
                continue;
            }
            *counts.entry((name_of(shared, &id), harm)).or_default() += extent.count;
        }
        for Id(id) in &self.account.returned {
            counts.insert((name_of(shared, id), Harm::Returned), 1);
        }
        let doubts = counts.into_iter().map(|((device, harm), count)| Doubt { device, harm, count });
        self.report.doubts = doubts.collect();
    }
}

/// As a person calls a device.
fn name_of(shared: &Shared, id: &DeviceId) -> String {
    let device = shared.listed().iter().find(|device| device.id == *id);
    device.map_or_else(|| to_hex(id).chars().take(8).collect(), |device| device.name.clone())
}
