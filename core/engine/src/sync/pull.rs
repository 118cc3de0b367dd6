//! Reading: what other devices said since the last round, verified, opened, applied entry by entry.
use super::Round;
use super::body::Body;
use super::error::{SyncError, SyncKind};
use super::record::Record;
use crate::archive::Arrived;
use crate::catalog::Device;
use crate::event::{Received, SentPack};
use crate::page::{VisitId, to_hex};
use crate::ports::Remote;
use std::collections::BTreeMap;
use webmynd_crypto::Secret;
use webmynd_crypto::log::{Entry, Head, Reader};
use webmynd_crypto::pack::{self, Class, Kind, Label};
use webmynd_protocol::log::Listed;
use webmynd_protocol::pack::{Class as RowClass, Committed, Kind as RowKind};

impl<R: Remote> Round<'_, R> {
    /// Applies all entries that are new. Errors leave what was applied; the rest comes with the next round.
    pub(super) async fn pull(&mut self) -> Result<(), SyncError> {
        let mut seen: BTreeMap<[u8; 16], u64> = BTreeMap::new();
        loop {
            let since = self.archive.borrow().catalog().shared().version();
            let page = self.client.tail(since).await?;
            if page.version < since {
                return Err(rolled_back("the account's version"));
            }
            let more = page.next.is_some();
            let mut last = since;
            for listed in page.entries {
                if listed.version <= last {
                    return Err(SyncError::new(
                        SyncKind::Distrust,
                        "the log is not in the order of its versions",
                    ));
                }
                last = listed.version;
                self.take(listed, &mut seen).await?;
            }
            if !more {
                break;
            }
            if last == since {
                return Err(SyncError::new(SyncKind::Distrust, "the server promises more and gives nothing"));
            }
        }
        self.check_seen(&seen)?;
        self.note_devices()
    }

    /// Notes who the account's devices are: what they saw carries their names.
    fn note_devices(&mut self) -> Result<(), SyncError> {
        let own = self.account.device.0;
        let listed = self.account.ring()?.devices.into_iter().map(|device| Device {
            id: device.id,
            name: device.name,
            is_own: device.id == own,
            is_revoked: device.revoked.is_some(),
        });
        let listed: Vec<Device> = listed.collect();
        Ok(self.archive.borrow_mut().note_devices(&listed)?)
    }

    /// Other devices have read entries that the server does not show here.
    fn check_seen(&self, seen: &BTreeMap<[u8; 16], u64>) -> Result<(), SyncError> {
        let archive = self.archive.borrow();
        let hidden = seen.iter().any(|(device, seq)| archive.catalog().shared().head(device).seq < *seq);
        if hidden { Err(rolled_back("another device knows entries that are not shown")) } else { Ok(()) }
    }

    async fn take(&mut self, listed: Listed, seen: &mut BTreeMap<[u8; 16], u64>) -> Result<(), SyncError> {
        let head = self.archive.borrow().catalog().shared().head(&listed.device.0);
        let entry = entry_of(&listed);
        let hash = entry.hash(&self.account.id.0);
        if listed.device == self.account.device {
            if listed.seq < head.seq || (listed.seq == head.seq && hash == head.hash) {
                return self.arrive(Arrived::default(), &received(&listed, &hash, 0), vec![]);
            }
            if listed.seq == head.seq {
                return Err(rolled_back("this device's own log"));
            }
            // Written under this name, and not known here: an old profile was put back, or a copy runs elsewhere.
            self.rename().await?;
        }
        let known = self.account.ring()?;
        if known.device(&listed.device.0).is_none() || known.key_of(listed.epoch).is_err() {
            self.renew_ring().await?;
        }
        let ring = self.account.ring()?;
        let device = ring
            .device(&listed.device.0)
            .ok_or_else(|| SyncError::new(SyncKind::Distrust, "an entry is of a device that nobody knows"))?;
        let epoch =
            ring.key_of(listed.epoch).map_err(|error| SyncError::sealed("an entry's epoch", error))?.clone();
        let sealed = |error| SyncError::sealed("an entry", error);
        let at = Head { seq: head.seq, hash: head.hash };
        let mut reader = Reader::new(self.account.id.0, listed.device.0, &device.key, at).map_err(sealed)?;
        let said = reader.next(&entry, &epoch).map_err(sealed)?;
        if !device.may_say(listed.seq) {
            // It was revoked before it said this: nothing of it counts.
            return self.arrive(Arrived::default(), &received(&listed, &hash, 0), vec![]);
        }
        let body: Body = serde_json::from_slice(&said)
            .map_err(|error| SyncError::new(SyncKind::Update, format!("an entry: {error}")))?;
        for (device, seq, _) in &body.heads {
            let known = seen.entry(crate::page::parse_hex(device).unwrap_or_default()).or_default();
            *known = (*known).max(*seq);
        }
        let mut received = received(&listed, &hash, body.clock);
        let (mut records, mut packed) = (Vec::new(), Vec::new());
        for committed in &listed.adds {
            let some = self.open(committed).await?;
            let visits = some.iter().flat_map(|record: &Record| &record.visits);
            let visits: Vec<VisitId> = visits.filter_map(|visit| VisitId::parse(&visit.id)).collect();
            if !visits.is_empty() {
                received.adds.push(SentPack {
                    id: to_hex(&committed.row.id.0),
                    mark: committed.row.class == RowClass::Mark,
                    day: committed.row.day,
                    visits: visits.len() as u32,
                });
            }
            packed.extend(visits.into_iter().flat_map(|visit| visit.0));
            records.extend(some);
        }
        self.arrive(Arrived { records, marks: body.marks, deeds: body.deeds }, &received, packed)
    }

    fn arrive(&mut self, arrived: Arrived, received: &Received, packed: Vec<u8>) -> Result<(), SyncError> {
        let empty = arrived.records.is_empty() && arrived.marks.is_empty() && arrived.deeds.is_empty();
        self.account.expects(received)?;
        let own = &self.account.device.0;
        let count = self.archive.borrow_mut().receive(arrived, received, packed, own, self.now)?;
        self.report.received += count;
        self.report.entries += u32::from(!empty);
        Ok(())
    }

    /// The records of a pack. One that expired since it was listed has none.
    pub(super) async fn open(&mut self, committed: &Committed) -> Result<Vec<Record>, SyncError> {
        if committed.row.kind != RowKind::Text {
            return Ok(vec![]);
        }
        let blob = match self.client.pack(committed.row.id).await {
            Err(error) if error.code == Some(webmynd_protocol::Code::NotFound) => return Ok(vec![]),
            blob => blob?,
        };
        let epoch = self.epoch(committed.row.epoch)?;
        open_records(&blob, committed, &label_of(self.account.id.0, committed), &epoch)
    }

    fn epoch(&self, number: u32) -> Result<Secret, SyncError> {
        let ring = self.account.ring()?;
        ring.key_of(number).cloned().map_err(|error| SyncError::sealed("a pack's epoch", error))
    }
}

/// What a pack was sealed as.
pub(super) fn label_of(account: [u8; 16], committed: &Committed) -> Label {
    Label {
        account,
        device: committed.device.0,
        kind: Kind::Text,
        class: match committed.row.class {
            RowClass::History => Class::History,
            RowClass::Mark => Class::Mark,
        },
        day: committed.row.day,
        epoch: committed.row.epoch,
    }
}

/// Opens a blob and reads its records.
fn open_records(
    blob: &[u8],
    committed: &Committed,
    label: &Label,
    epoch: &Secret,
) -> Result<Vec<Record>, SyncError> {
    let sealed = |error| SyncError::sealed("a pack", error);
    let row = &committed.row;
    let body = pack::open_pack(blob, &row.id.0, &row.wrapped_key.0, label, epoch).map_err(sealed)?;
    let mut records = Vec::new();
    for entry in pack::body::entries(&body).map_err(sealed)? {
        let bytes = pack::body::record(&body, &entry).map_err(sealed)?;
        let record = serde_json::from_slice(&bytes)
            .map_err(|error| SyncError::new(SyncKind::Update, format!("a record: {error}")))?;
        records.push(record);
    }
    Ok(records)
}

fn entry_of(listed: &Listed) -> Entry {
    Entry {
        device: listed.device.0,
        seq: listed.seq,
        prev: listed.prev.0,
        epoch: listed.epoch,
        sealed: listed.sealed.0.clone(),
        signature: listed.signature.0,
    }
}

fn received(listed: &Listed, hash: &[u8; 32], clock: u64) -> Received {
    Received {
        device: to_hex(&listed.device.0),
        seq: listed.seq,
        hash: to_hex(hash),
        version: listed.version,
        clock,
        adds: vec![],
        dels: listed.dels.iter().map(|id| to_hex(&id.0)).collect(),
    }
}

fn rolled_back(what: &str) -> SyncError {
    SyncError::new(
        SyncKind::RolledBack,
        format!("{what}: the server shows less than it did, or something else"),
    )
}
