//! Saying: what was seen and changed here since the last round, as packs and one entry after another.
use super::outbox::Outbox;
use crate::archive::{Group, Unsaid};
use crate::catalog::{DeviceId, PageKey, Shared};
use crate::event::{Sent, SentPack};
use crate::page::{VisitId, to_hex};
use crate::ports::Remote;
use crate::said::Record;
use crate::said::{Body, PackSaid};
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use webmynd_crypto::keyring::Epoch;
use webmynd_crypto::log::{Head, Writer};
use webmynd_crypto::pack::body::PageId;
use webmynd_crypto::pack::{self, Class, Kind, Label, Sealed};
use webmynd_crypto::{CryptoError, Secret};
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class as RowClass, Kind as RowKind, Row};
use webmynd_protocol::{Bytes, bytes::Id};

/// Entries of one round at most: a first sync of a long memory goes on in the next one.
const ENTRIES: usize = 10_000;
/// Packs that one entry asks for.
const ASKS: usize = 256;
/// And entries.
pub(in crate::sync) const ENTRIES_ASKED: usize = 64;
/// A pack has so many bytes at least: one page is not told by its size from another, nor from two.
const SMALLEST: usize = 4 << 10;
/// Packs are not made of less text than that, in bytes, when larger ones do not pass.
const LEAST: usize = 16 << 10;
/// Logs that one entry names, whoever made up how many there are: they are half of it at most.
const HEADS: usize = 1_000;
/// How often in a row an entry may be refused because something came between.
const TRIES: u32 = 3;

/// Bytes of packs that travel inside of one entry at most: with what it says it stays below 1 MiB of JSON, which proxies let pass.
const CARRIED: usize = 384 << 10;

/// Packs that were uploaded, or travel with it, for an entry to add.
#[derive(Default)]
pub(in crate::sync) struct Packs {
    /// As they are noted here.
    pub adds: Vec<SentPack>,
    /// As the server keeps them.
    rows: Vec<Row>,
    /// Ids of the visits in them.
    pub visits: Vec<u8>,
    /// The bytes of those that travel with it.
    carried: Vec<Bytes>,
}

impl Packs {
    /// Whether a pack of so many bytes may travel with it; `along`: as the server says.
    fn has_room(&self, size: usize, along: u64) -> bool {
        let carried: usize = self.carried.iter().map(|pack| pack.0.len()).sum();
        size as u64 <= along && carried + size <= CARRIED
    }
}

impl<R: Remote> Round<'_, R> {
    /// Says everything that is unsaid.
    pub(in crate::sync) async fn push(&mut self) -> Result<(), SyncError> {
        let mut vain = 0;
        for _ in 0..ENTRIES {
            let before = self.consolidated;
            let said = match self.next().await {
                Ok(None) => return Ok(()),
                Ok(Some(outbox)) => self.say(outbox).await,
                Err(error) => Err(error),
            };
            if said.as_ref().is_err_and(|error| self.make_smaller(error)) {
                continue;
            }
            if said.as_ref().is_err_and(|error| error.kind == SyncKind::Quota) {
                if self.consolidated > before {
                    self.consolidate_no_more();
                    continue;
                }
                self.say_without_room().await?;
            }
            if said? {
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

    /// The next entry to say; nothing when all is said.
    async fn next(&mut self) -> Result<Option<Outbox>, SyncError> {
        let unsaid = self.archive.borrow_mut().unsaid(self.most)?;
        self.report.skipped = self.report.skipped.max(unsaid.skipped);
        if !unsaid.is_empty() {
            return self.upload(unsaid).await.map(Some);
        }
        if let Some(outbox) = self.give_back().await? {
            return Ok(Some(outbox));
        }
        if let Some(outbox) = self.replace_stale().await? {
            return Ok(Some(outbox));
        }
        if self.owes_entry() {
            return self.packs_entry(Packs::default(), vec![]).map(Some);
        }
        self.consolidate().await
    }

    /// Whether smaller packs may pass where these did not: those of what is unsaid are from now on.
    fn make_smaller(&mut self, refused: &SyncError) -> bool {
        let most = match refused.kind {
            // Each try is an upload: where there is little room, the smallest are tried at once.
            SyncKind::Quota => LEAST,
            _ if refused.is_too_large() => (self.most / 4).max(LEAST),
            _ => self.most,
        };
        std::mem::replace(&mut self.most, most) > most
    }

    /// Whether there is something to say though nothing is new here.
    fn owes_entry(&self) -> bool {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let is_to_ask = shared.unasked().next().is_some() || shared.unasked_entries().next().is_some();
        is_to_ask || shared.owes_word(&self.account.device.0)
    }

    /// In a full vault: stars and forgets need no room, and packs that hold what is gone make some.
    async fn say_without_room(&mut self) -> Result<(), SyncError> {
        let changes = self.archive.borrow_mut().unsaid_words()?;
        if !changes.is_empty() {
            let outbox = self.entry(changes, Packs::default(), vec![])?;
            self.say(outbox).await?;
        }
        while let Some(outbox) = self.replace_stale().await? {
            if !self.say(outbox).await? {
                break;
            }
        }
        Ok(())
    }

    /// Writes an entry down and sends it. False when something came between: see [`Round::post`].
    pub(in crate::sync) async fn say(&mut self, outbox: Outbox) -> Result<bool, SyncError> {
        let written = serde_json::to_vec(&outbox)
            .map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
        self.archive.borrow_mut().set_outbox(Some(&written))?;
        self.post(outbox).await
    }

    /// Uploads the packs and makes the entry that adds them and says the rest.
    async fn upload(&mut self, mut unsaid: Unsaid) -> Result<Outbox, SyncError> {
        let mut packs = Packs::default();
        for group in std::mem::take(&mut unsaid.groups) {
            match self.put(group, &mut packs).await {
                // Those before it are there, and are said.
                Err(error) if !packs.adds.is_empty() && error.is_of_size() => break,
                put => put?,
            }
        }
        self.entry(unsaid, packs, vec![])
    }

    /// Seals a pack, uploads it, and notes it among those that an entry is to add.
    pub(in crate::sync) async fn put(&mut self, group: Group, packs: &mut Packs) -> Result<(), SyncError> {
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_err(|error| SyncError::sealed("the keyring", error))?;
        let label = self.label_for(&group, epoch.number);
        let sealed = self.seal(&group.records, group.thumbs, &label, epoch)?;
        let (row, size) = (row(&sealed, &label), sealed.blob.len());
        if label.kind == Kind::Text && packs.has_room(size, self.along) {
            packs.carried.push(Bytes(sealed.blob));
        } else {
            self.client.put_pack(row.id, sealed.blob).await?;
        }
        self.report.bytes += size as u64;
        packs.adds.push(SentPack {
            id: to_hex(&sealed.id),
            mark: group.mark,
            thumb: label.kind == Kind::Thumb,
            day: group.day,
            visits: group.visits.len() as u32,
            looks: looks_of(&group.records),
        });
        packs.rows.push(row);
        packs.visits.extend(group.visits.iter().flat_map(|id: &VisitId| id.0));
        Ok(())
    }

    /// Makes the entry that adds packs and takes others away.
    pub(in crate::sync) fn packs_entry(
        &mut self,
        packs: Packs,
        dels: Vec<[u8; 32]>,
    ) -> Result<Outbox, SyncError> {
        let clock = self.archive.borrow().catalog().shared().sent_clock();
        self.entry(Unsaid { clock, ..Unsaid::default() }, packs, dels)
    }

    /// Makes the entry that adds packs, takes others away, and says the rest of what is unsaid.
    fn entry(&mut self, unsaid: Unsaid, packs: Packs, dels: Vec<[u8; 32]>) -> Result<Outbox, SyncError> {
        self.owe(&unsaid.deeds, &packs.visits);
        let Packs { adds, rows, visits, carried } = packs;
        let ring = self.account.ring()?;
        let epoch = ring.epoch().map_err(|error| SyncError::sealed("the keyring", error))?;
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let heads = heads_of(shared);
        let body = Body {
            clock: unsaid.clock,
            heads,
            adds: rows.iter().map(PackSaid::from).collect(),
            dels: dels.iter().copied().map(Id).collect(),
            asks: shared.unasked().take(ASKS).copied().map(Id).collect(),
            unheard: shared.unasked_entries().take(ENTRIES_ASKED).collect(),
            marks: unsaid.marks,
            deeds: unsaid.deeds,
            unknown: vec![],
        };
        let head = shared.head(&self.account.device.0);
        let said = body.written().map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
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
            asks: body.asks.iter().map(|id| to_hex(&id.0)).collect(),
            unheard: body.unheard,
            version: 0,
        };
        let entry = Entry {
            prev: Id(entry.prev),
            epoch: entry.epoch,
            sealed: Bytes(entry.sealed),
            signature: Id(entry.signature),
            adds: rows,
            dels: dels.into_iter().map(Id).collect(),
            packs: carried,
        };
        Ok(Outbox { entry, sent, visits: Bytes(visits) })
    }

    fn label_for(&self, group: &Group, epoch: u32) -> Label {
        Label {
            account: self.account.id.0,
            device: self.account.device.0,
            kind: if group.thumbs.is_empty() { Kind::Text } else { Kind::Thumb },
            class: if group.mark { Class::Mark } else { Class::History },
            day: group.day,
            epoch,
        }
    }

    /// Seals texts, or what is `written` already.
    fn seal(
        &mut self,
        records: &[Record],
        mut written: Vec<(PageId, Vec<u8>)>,
        label: &Label,
        epoch: &Epoch,
    ) -> Result<Sealed, SyncError> {
        for record in records {
            let bytes = serde_json::to_vec(record)
                .map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
            written.push((PageKey::of(&record.url).0, bytes));
        }
        let slices: Vec<_> = written.iter().map(|(page, bytes)| (*page, bytes.as_slice())).collect();
        let sealed = pack::body::pack(&slices, SMALLEST)
            .and_then(|body| pack::seal_pack(&body, label, &epoch.key, self.random));
        match sealed {
            Err(CryptoError::TooLarge) if records.len() == 1 => {
                // A page of random letters: its beginning is better than nothing.
                let cut: Vec<Record> = records.iter().map(Record::halved).collect();
                self.seal(&cut, vec![], label, epoch)
            }
            sealed => sealed.map_err(|error| SyncError::sealed("a pack", error)),
        }
    }
}

/// Which look of each visit is in a pack of texts; nothing where it is the first of all.
fn looks_of(records: &[Record]) -> Vec<u16> {
    let looks: Vec<u16> =
        records.iter().flat_map(|record| &record.visits).map(|visit| visit.facts.look).collect();
    if looks.iter().all(|look| *look == 0) { vec![] } else { looks }
}

/// How far logs were read here, of devices that the account has before others, as many as an entry has room for.
fn heads_of(shared: &Shared) -> Vec<(String, u64, String)> {
    let is_here = |id: &DeviceId| shared.listed().iter().any(|device| device.id == *id && !device.is_revoked);
    let (here, gone): (Vec<_>, Vec<_>) = shared.heads().iter().partition(|(id, _)| is_here(id));
    let heads = here.into_iter().chain(gone).take(HEADS);
    heads.map(|(id, head)| (to_hex(id), head.seq, to_hex(&head.hash))).collect()
}

fn row(sealed: &Sealed, label: &Label) -> Row {
    Row {
        id: Id(sealed.id),
        kind: if label.kind == Kind::Thumb { RowKind::Thumb } else { RowKind::Text },
        class: if label.class == Class::Mark { RowClass::Mark } else { RowClass::History },
        day: label.day,
        epoch: label.epoch,
        wrapped_key: Bytes(sealed.wrapped_key.clone()),
    }
}
