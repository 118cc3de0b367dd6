//! Saying: what was seen and changed here since the last round, as packs and one entry after another.
use super::Round;
use super::body::{Body, PackSaid};
use super::error::{SyncError, SyncKind};
use super::outbox::Outbox;
use super::record::Record;
use crate::archive::Unsaid;
use crate::catalog::short_hash;
use crate::event::{Sent, SentPack};
use crate::page::{VisitId, to_hex};
use crate::ports::Remote;
use webmynd_crypto::keyring::Epoch;
use webmynd_crypto::log::{Head, Writer};
use webmynd_crypto::pack::{self, Class, Kind, Label, Sealed};
use webmynd_crypto::{CryptoError, Secret};
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class as RowClass, Kind as RowKind, Row};
use webmynd_protocol::{Bytes, bytes::Id};

/// Entries of one round at most: a first sync of a long memory goes on in the next one.
const ENTRIES: usize = 10_000;
/// How often in a row an entry may be refused because something came between.
const TRIES: u32 = 3;

impl<R: Remote> Round<'_, R> {
    /// Says everything that is unsaid.
    pub(super) async fn push(&mut self) -> Result<(), SyncError> {
        let mut vain = 0;
        for _ in 0..ENTRIES {
            let unsaid = self.archive.borrow().unsaid()?;
            let (unsaid, dels) = if unsaid.is_empty() { self.stale().await? } else { (unsaid, vec![]) };
            let owes_word = self.archive.borrow().catalog().shared().owes_word(&self.account.device.0);
            if unsaid.is_empty() && dels.is_empty() && !owes_word {
                return Ok(());
            }
            let outbox = self.upload(unsaid, dels).await?;
            let written = serde_json::to_vec(&outbox)
                .map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
            self.archive.borrow_mut().set_outbox(Some(&written))?;
            let visits = outbox.visits.0.len() / 16;
            if self.post(outbox).await? {
                self.report.sent += visits as u32;
                self.report.said += 1;
                vain = 0;
            } else {
                vain += 1;
                if vain >= TRIES {
                    return Err(SyncError::new(
                        SyncKind::Distrust,
                        "the server takes packs, and then does not have them",
                    ));
                }
                // Something came between: it is read before anything else is said.
                self.pull().await?;
            }
        }
        Ok(())
    }

    /// Uploads the packs and makes the entry that adds them and takes others away.
    async fn upload(&mut self, unsaid: Unsaid, dels: Vec<[u8; 32]>) -> Result<Outbox, SyncError> {
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_err(|error| SyncError::sealed("the keyring", error))?;
        let (mut adds, mut rows, mut visits) = (vec![], vec![], vec![]);
        for group in unsaid.groups {
            let label = self.label_for(group.mark, group.day, epoch.number);
            let sealed = self.seal(&group.records, &label, epoch)?;
            self.report.bytes += sealed.blob.len() as u64;
            adds.push(SentPack {
                id: to_hex(&sealed.id),
                mark: group.mark,
                day: group.day,
                visits: group.visits.len() as u32,
            });
            rows.push(row(&sealed, &label));
            visits.extend(group.visits.iter().flat_map(|id: &VisitId| id.0));
            self.client.put_pack(Id(sealed.id), sealed.blob).await?;
        }
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let heads =
            shared.heads().iter().map(|(device, head)| (to_hex(device), head.seq, to_hex(&head.hash)));
        let body = Body {
            clock: unsaid.clock,
            heads: heads.collect(),
            adds: rows.iter().map(PackSaid::from).collect(),
            dels: dels.iter().copied().map(Id).collect(),
            marks: unsaid.marks,
            deeds: unsaid.deeds,
        };
        let head = shared.head(&self.account.device.0);
        let said =
            serde_json::to_vec(&body).map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
        let at = Head { seq: head.seq, hash: head.hash };
        let writer =
            Writer::new(self.account.id.0, self.account.device.0, &Secret::from(self.account.signing.0), at);
        let entry = writer
            .entry(&said, (epoch.number, &epoch.key), self.random)
            .map_err(|error| SyncError::sealed("the entry", error))?;
        let sent = Sent {
            device: to_hex(&self.account.device.0),
            seq: entry.seq,
            hash: to_hex(&entry.hash(&self.account.id.0)),
            clock: unsaid.clock,
            adds,
            dels: dels.iter().map(|id| to_hex(id)).collect(),
            version: 0,
        };
        let entry = Entry {
            prev: Id(entry.prev),
            epoch: entry.epoch,
            sealed: Bytes(entry.sealed),
            signature: Id(entry.signature),
            adds: rows,
            dels: dels.into_iter().map(Id).collect(),
        };
        Ok(Outbox { entry, sent, visits: Bytes(visits) })
    }

    fn label_for(&self, mark: bool, day: u32, epoch: u32) -> Label {
        let class = if mark { Class::Mark } else { Class::History };
        Label {
            account: self.account.id.0,
            device: self.account.device.0,
            kind: Kind::Text,
            class,
            day,
            epoch,
        }
    }

    fn seal(&mut self, records: &[Record], label: &Label, epoch: &Epoch) -> Result<Sealed, SyncError> {
        let mut written = Vec::with_capacity(records.len());
        for record in records {
            let bytes = serde_json::to_vec(record)
                .map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
            written.push((short_hash(record.url.as_bytes()), bytes));
        }
        let slices: Vec<_> = written.iter().map(|(page, bytes)| (*page, bytes.as_slice())).collect();
        let sealed =
            pack::body::pack(&slices).and_then(|body| pack::seal_pack(&body, label, &epoch.key, self.random));
        match sealed {
            Err(CryptoError::TooLarge) if records.len() == 1 => {
                // A page of random letters: its beginning is better than nothing.
                let cut: Vec<Record> = records.iter().map(Record::halved).collect();
                self.seal(&cut, label, epoch)
            }
            sealed => sealed.map_err(|error| SyncError::sealed("a pack", error)),
        }
    }
}

fn row(sealed: &Sealed, label: &Label) -> Row {
    Row {
        id: Id(sealed.id),
        kind: RowKind::Text,
        class: if label.class == Class::Mark { RowClass::Mark } else { RowClass::History },
        day: label.day,
        epoch: label.epoch,
        wrapped_key: Bytes(sealed.wrapped_key.clone()),
    }
}
