//! Fetching: the text of a page whose title card alone is here, read out of the vault and opened, and not kept.
use super::open::{label_of, record_of};
use crate::archive::Archive;
use crate::archive::sameness::is_of;
use crate::catalog::{Capture, PackId, PageKey};
use crate::event::Harm;
use crate::journal::text::Text;
use crate::page::{CaptureNo, VisitId};
use crate::ports::Remote;
use crate::said::Record;
use crate::sync::account::Account;
use crate::sync::client::Client;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::quarantine::harm_of;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use webmynd_crypto::Secret;
use webmynd_crypto::pack::{self, HEAD, Reader, body, stream};
use webmynd_protocol::Code;
use webmynd_protocol::pack::Committed;

/// A pack of at most so many bytes is fetched whole: one request instead of three.
const SMALL: u64 = 128 << 10;

/// The text of a visit that this memory knows by its title card alone. Nothing of it is kept. Errors: `Gone` when the vault
/// does not keep it any more (its plan is over, or the page was forgotten); else see [`SyncKind`].
pub async fn fetch<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    remote: &R,
    visit: VisitId,
) -> Result<Text, SyncError> {
    let wanted = archive.borrow().card(visit).map(|capture| capture.no);
    let no =
        wanted.ok_or_else(|| SyncError::new(SyncKind::Gone, "this page's text is not in the vault alone"))?;
    let client = account.client(remote);
    match text_of(archive, account, &client, no).await {
        Err(error) if error.kind == SyncKind::Gone && is_behind(archive, &client).await? => Err(
            SyncError::new(SyncKind::Later, "another device has put this text into another pack: sync first"),
        ),
        read => read,
    }
}

/// Whether other devices have said what this one has not read.
async fn is_behind<R: Remote>(archive: &RefCell<Archive>, client: &Client<'_, R>) -> Result<bool, SyncError> {
    let known = archive.borrow().catalog().shared().version();
    Ok(client.tail(known).await?.entries.iter().any(|entry| !entry.dels.is_empty()))
}

/// The text of a capture out of one of the packs that hold it.
pub(in crate::sync) async fn text_of<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    client: &Client<'_, R>,
    no: CaptureNo,
) -> Result<Text, SyncError> {
    let (wanted, packs) = {
        let archive = archive.borrow();
        let wanted = Wanted::of(&archive, no)?;
        let packs = archive.catalog().packs_with(&wanted.visits);
        (wanted, packs)
    };
    let mut why = SyncError::new(SyncKind::Gone, "the vault does not keep this text any more");
    for (id, version) in packs {
        let Some(committed) = committed(client, &id, version).await? else { continue };
        match read(account, client, &committed, &wanted).await {
            Ok(Some(text)) => return Ok(text),
            Ok(None) => {}
            // Another pack may hold it, too.
            Err(error) => {
                let is_gone = error.code == Some(Code::NotFound);
                match harm_of(&error).or(is_gone.then_some(Harm::Missing)) {
                    Some(Harm::Newer) => {}
                    Some(_) => archive.borrow_mut().note_lost(&id)?,
                    None => return Err(error),
                }
                if !is_gone {
                    why = error;
                }
            }
        }
    }
    Err(why)
}

/// What is looked for in a pack.
struct Wanted {
    page: PageKey,
    visits: BTreeSet<VisitId>,
    hash: [u8; 16],
}

impl Wanted {
    fn of(archive: &Archive, no: CaptureNo) -> Result<Self, SyncError> {
        let gone = || SyncError::new(SyncKind::Gone, "this page is not remembered any more");
        let catalog = archive.catalog();
        let capture: &Capture = catalog.capture(no).ok_or_else(gone)?;
        let page = catalog.page_of(capture).ok_or_else(gone)?.key;
        let visits = catalog.visits().iter().filter(|visit| visit.no == no).map(|visit| visit.id).collect();
        Ok(Self { page, visits, hash: capture.hash })
    }

    /// The text of a record, when it is the one.
    fn text_in(&self, record: Record) -> Option<Text> {
        let mut ids = record.visits.iter().filter_map(|visit| VisitId::parse(&visit.facts.id));
        let named = ids.any(|id| self.visits.contains(&id));
        let text = Text { text: record.text, rest: record.rest };
        (named && is_of(self.hash, &record.title, &text)).then_some(text)
    }
}

/// The server's row of a pack; `None` when it is not there any more. The entry that added it was shown when it was taken or
/// read: without it nothing tells whether the pack has expired, and that is [`SyncKind::Distrust`].
pub(in crate::sync) async fn committed<R: Remote>(
    client: &Client<'_, R>,
    id: &PackId,
    version: u64,
) -> Result<Option<Committed>, SyncError> {
    let entry = match client.entry_or_cleared(version).await? {
        (Some(entry), _) => entry,
        // Entries that add a pack which is there stay.
        (None, true) => return Ok(None),
        (None, false) => {
            let what = "the server does not show an entry that it has taken";
            return Err(SyncError::new(SyncKind::Distrust, what));
        }
    };
    Ok(entry.adds.into_iter().find(|one| one.row.id.0 == *id))
}

/// The text out of a pack; `None` when it is not in it.
async fn read<R: Remote>(
    account: &Account,
    client: &Client<'_, R>,
    committed: &Committed,
    wanted: &Wanted,
) -> Result<Option<Text>, SyncError> {
    let harmed = SyncError::harmed;
    let ring = account.ring()?;
    let epoch = ring.key_of(committed.row.epoch).map_err(harmed)?;
    let body = Body::open(account, client, committed, epoch).await?;
    let Some(mut body) = body else { return Ok(None) };
    body.load_index().await?;
    let of_page = |entry: &body::Entry| entry.page == wanted.page.0;
    let entries: Vec<_> = body::entries(&body.bytes).map_err(harmed)?.into_iter().filter(of_page).collect();
    for entry in entries {
        let from = u64::from(entry.offset);
        body.load(from..from + u64::from(entry.length)).await?;
        let bytes = body::record(&body.bytes, &entry).map_err(harmed)?;
        let record = record_of(&bytes)?;
        if let Some(text) = wanted.text_in(record) {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// A piece of a pack, chosen by `chance`, is there and opens; a small pack as a whole. Errors: as those of reading it.
pub(in crate::sync) async fn prove<R: Remote>(
    account: &Account,
    client: &Client<'_, R>,
    committed: &Committed,
    chance: u64,
) -> Result<(), SyncError> {
    let ring = account.ring()?;
    let epoch = ring.key_of(committed.row.epoch).map_err(SyncError::harmed)?;
    let gone = |error: SyncError| match error.code {
        Some(Code::NotFound) => SyncError::lost_pack(),
        _ => error,
    };
    let body = Body::open(account, client, committed, epoch).await.map_err(gone)?;
    let mut body = body.ok_or_else(|| SyncError::new(SyncKind::Damaged, "a pack is longer than any"))?;
    let at = chance % (body.bytes.len() as u64).max(1);
    body.load(at..at + 1).await.map_err(gone)
}

/// The body of a pack as far as it was read: what was not is zeros.
struct Body<'a, R: Remote> {
    client: &'a Client<'a, R>,
    committed: &'a Committed,
    /// `None`: it was read whole.
    reader: Option<Reader>,
    bytes: Vec<u8>,
    loaded: BTreeSet<u64>,
}

impl<'a, R: Remote> Body<'a, R> {
    /// Begins to read a pack. `None` when the row says what cannot be.
    async fn open(
        account: &Account,
        client: &'a Client<'a, R>,
        committed: &'a Committed,
        epoch: &Secret,
    ) -> Result<Option<Self>, SyncError> {
        let harmed = SyncError::harmed;
        let (row, label) = (&committed.row, label_of(account.id.0, committed).map_err(harmed)?);
        let (id, key) = (&row.id.0, row.wrapped_key.0.as_slice());
        if committed.size <= SMALL {
            let blob = client.pack(row.id).await?;
            let bytes = pack::open_pack(&blob, id, key, &label, epoch).map_err(harmed)?;
            return Ok(Some(Self { client, committed, reader: None, bytes, loaded: BTreeSet::new() }));
        }
        if committed.size > pack::LONGEST as u64 {
            return Ok(None);
        }
        let head = client.pack_range(row.id, 0..HEAD as u64).await?;
        let reader = Some(Reader::new(&head, id, key, &label, epoch).map_err(harmed)?);
        let sealed = committed.size - HEAD as u64;
        let tags = sealed.div_ceil(stream::SEALED as u64) * (stream::SEALED - stream::CHUNK) as u64;
        let bytes = vec![0; sealed.saturating_sub(tags) as usize];
        Ok(Some(Self { client, committed, reader, bytes, loaded: BTreeSet::new() }))
    }

    /// Reads the index at the end.
    async fn load_index(&mut self) -> Result<(), SyncError> {
        let end = self.bytes.len() as u64;
        self.load(end.saturating_sub(4)..end).await?;
        let len = self.bytes.last_chunk::<4>().map_or(0, |len| u32::from_le_bytes(*len));
        self.load(end.saturating_sub(4 + u64::from(len))..end).await
    }

    /// Reads and opens the chunks that hold some bytes of the body.
    async fn load(&mut self, range: Range<u64>) -> Result<(), SyncError> {
        let Some(reader) = &self.reader else { return Ok(()) };
        let end = self.bytes.len() as u64;
        let chunk = stream::CHUNK as u64;
        let last = end.div_ceil(chunk).max(1) - 1;
        let numbers = range.start.min(end) / chunk..=range.end.min(end).saturating_sub(1) / chunk;
        let missing: Vec<u64> = numbers.filter(|number| !self.loaded.contains(number)).collect();
        let (Some(first), Some(until)) = (missing.first(), missing.last()) else { return Ok(()) };
        let places = stream::place(*first).start..stream::place(*until).end;
        let head = HEAD as u64;
        let range = head + places.start..(head + places.end).min(self.committed.size);
        let sealed = self.client.pack_range(self.committed.row.id, range).await?;
        for (number, part) in (*first..=*until).zip(sealed.chunks(stream::SEALED)) {
            // The row opened: what does not open now is not what was uploaded.
            let plain = reader
                .chunk(number, number == last, part)
                .map_err(|error| SyncError::new(SyncKind::Damaged, format!("a piece of a pack: {error}")))?;
            let from = (number * chunk) as usize;
            if let Some(place) = self.bytes.get_mut(from..from + plain.len()) {
                place.copy_from_slice(&plain);
            }
            self.loaded.insert(number);
        }
        Ok(())
    }
}
