//! Opening: the records of a pack as a whole.
use crate::event::Harm;
use crate::page::VisitId;
use crate::ports::Remote;
use crate::said::{Record, Unreadable};
use crate::sync::Round;
use crate::sync::account::Account;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::doubt::latest_clock;
use webmynd_crypto::CryptoError;
use webmynd_crypto::pack::body::PageId;
use webmynd_crypto::pack::{self, Class, Kind, Label};
use webmynd_protocol::Code;
use webmynd_protocol::pack::{Class as RowClass, Committed, Kind as RowKind};

impl<R: Remote> Round<'_, R> {
    /// The records of a pack that the entry of `version` added. One that expired since it was listed has none.
    pub(in crate::sync) async fn open(
        &mut self,
        committed: &Committed,
        version: u64,
    ) -> Result<Vec<Record>, SyncError> {
        if matches!(committed.row.kind, RowKind::Index | RowKind::Thumb) {
            return Ok(vec![]);
        }
        let records = self.open_any(committed, version).await?;
        let records = records.iter().map(|(_, bytes)| record_of(bytes));
        let records: Vec<Record> = records.collect::<Result<_, _>>()?;
        let latest = latest_clock(version);
        if records.iter().flat_map(|record| &record.marks).any(|mark| mark.clock > latest) {
            return Err(SyncError::doubted(Harm::Clock, "a record's clock runs ahead"));
        }
        Ok(records)
    }

    /// The same for a pack of any kind: its records as they were written, with the pages they are of.
    pub(in crate::sync) async fn open_any(
        &mut self,
        committed: &Committed,
        version: u64,
    ) -> Result<Vec<(PageId, Vec<u8>)>, SyncError> {
        // What is of a newer kind is not fetched.
        label_of(self.account.id.0, committed).map_err(SyncError::harmed)?;
        let blob = match self.blob(committed).await {
            Err(error) if error.code == Some(Code::NotFound) => {
                let still = self.client.entry(version).await?;
                let listed =
                    still.is_some_and(|entry| entry.adds.iter().any(|one| one.row.id == committed.row.id));
                return if listed { Err(SyncError::lost_pack()) } else { Ok(vec![]) };
            }
            blob => blob?,
        };
        written_in(self.account, committed, &blob)
    }
}

/// What a pack was sealed as. Errors: one of a newer version's kind or class.
pub(in crate::sync) fn label_of(account: [u8; 16], committed: &Committed) -> Result<Label, CryptoError> {
    Ok(Label {
        account,
        device: committed.device.0,
        kind: match committed.row.kind {
            RowKind::Text => Kind::Text,
            RowKind::Index => Kind::Index,
            RowKind::Thumb => Kind::Thumb,
            RowKind::Other => return Err(CryptoError::Newer),
        },
        class: match committed.row.class {
            RowClass::History => Class::History,
            RowClass::Mark => Class::Mark,
            RowClass::Other => return Err(CryptoError::Newer),
        },
        day: committed.row.day,
        epoch: committed.row.epoch,
    })
}

/// The records of a pack's bytes as they were written, with the pages they are of.
pub(in crate::sync) fn written_in(
    account: &Account,
    committed: &Committed,
    blob: &[u8],
) -> Result<Vec<(PageId, Vec<u8>)>, SyncError> {
    let (harmed, row) = (SyncError::harmed, &committed.row);
    let label = label_of(account.id.0, committed).map_err(harmed)?;
    let ring = account.ring()?;
    let epoch = ring.key_of(row.epoch).map_err(harmed)?;
    let body = pack::open_pack(blob, &row.id.0, &row.wrapped_key.0, &label, epoch).map_err(harmed)?;
    pack::body::records(&body).map_err(harmed)
}

/// A record as it was written.
pub(in crate::sync) fn record_of(written: &[u8]) -> Result<Record, SyncError> {
    Record::read(written).map_err(|error| match error {
        Unreadable::Form(fact) => SyncError::new(SyncKind::Update, format!("a record: {fact}")),
        Unreadable::Beyond => SyncError::doubted(Harm::Beyond, "a record holds more than any does"),
    })
}

/// The visits in some records.
pub(in crate::sync) fn visits_in<'r>(records: impl IntoIterator<Item = &'r Record>) -> Vec<VisitId> {
    let visits = records.into_iter().flat_map(|record| &record.visits);
    visits.filter_map(|visit| VisitId::parse(&visit.facts.id)).collect()
}
