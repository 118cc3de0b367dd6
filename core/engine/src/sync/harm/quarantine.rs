//! Packs that cannot be read are in nobody's way: they are set apart and tried again; their devices look at them, and say anew what
//! is lost.
use crate::archive::Arrived;
use crate::calendar::DAY_MS;
use crate::catalog::{Origin, PackId, PageKey, QuarantineRow};
use crate::event::{Cured, Harm, Quarantined, SentPack};
use crate::page::{Millis, VisitId, to_hex};
use crate::ports::Remote;
use crate::said::{Body, Record};
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::packs::open::visits_in;
use crate::sync::reading::pull::pack_of;
use crate::sync::recap::LastWord;
use std::collections::BTreeSet;
use webmynd_crypto::random::bytes;
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::log::Listed;
use webmynd_protocol::pack::Committed;

/// Packs that are tried again, and own ones that are looked at, in one round at most.
const TRIED: usize = 8;
/// Refusals of a request, whoever gives them, that say nothing of the pack that was asked for.
const PASSING: [u16; 5] = [401, 408, 421, 425, 429];

/// Why a pack cannot be read; `None` where that was not the pack's fault.
pub(in crate::sync) fn harm_of(error: &SyncError) -> Option<Harm> {
    if error.doubt.is_some() {
        return error.doubt;
    }
    // Something in between that lets all pass but this; a server that cannot read its own disk there.
    let is_kept_back =
        error.status.is_some_and(|status| (400..500).contains(&status) && !PASSING.contains(&status));
    match (error.kind, error.code) {
        (SyncKind::Damaged, Some(Code::NotFound)) | (_, Some(Code::Internal)) => Some(Harm::Missing),
        (SyncKind::Damaged, _) => Some(Harm::Damaged),
        (SyncKind::Update, None) => Some(Harm::Newer),
        (SyncKind::Later, None) if is_kept_back => Some(Harm::Missing),
        _ => None,
    }
}

/// What is noted of a pack that is set apart.
pub(in crate::sync) fn quarantined(committed: &Committed, harm: Harm) -> Quarantined {
    let pack = pack_of(committed, 0);
    Quarantined { id: pack.id, mark: pack.mark, day: pack.day, harm }
}

impl<R: Remote> Round<'_, R> {
    /// Packs that were read or written here, among those that another device cannot read: they are this one's to look after, or may be one
    /// day.
    pub(in crate::sync) fn had_here(&self, asks: &[Id<32>]) -> Vec<String> {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        asks.iter().filter(|id| shared.pack(&id.0).is_some()).map(|id| to_hex(&id.0)).collect()
    }

    /// Looks at packs that other devices could not read and that are this one's to look after: what is in those that are lost is said anew by the push that follows.
    pub(in crate::sync) async fn check_asked(&mut self) -> Result<(), SyncError> {
        let mut asked: Vec<(PackId, u64)> = {
            let archive = self.archive.borrow();
            archive.catalog().shared().asked().map(|(id, row)| (id, row.version)).collect()
        };
        // One that asks for all of them each time does not keep others from being heard.
        self.choose(&mut asked);
        for (id, version) in asked {
            let lost = self.is_lost(&id, version).await?;
            self.archive.borrow_mut().note_checked(&id, lost)?;
        }
        Ok(())
    }

    /// Leaves as many as a round has time for, others each time.
    fn choose<T>(&mut self, list: &mut Vec<T>) {
        if list.len() > TRIED {
            let first = u32::from_le_bytes(bytes(self.random));
            let len = list.len();
            list.rotate_left(first as usize % len);
            list.truncate(TRIED);
        }
    }

    async fn is_lost(&mut self, id: &PackId, version: u64) -> Result<bool, SyncError> {
        // Whose entry nobody can read, or see, has no pack.
        let Some(entry) = self.client.entry(version).await? else { return Ok(true) };
        if !self.is_believed(&entry).await? {
            return Ok(true);
        }
        // One that has expired is missed by nobody.
        let Some(committed) = entry.adds.into_iter().find(|pack| pack.row.id.0 == *id) else {
            let known = self.archive.borrow().catalog().shared().pack(id).map(|pack| (pack.mark, pack.day));
            return match known {
                Some((mark, day)) => Ok(!self.has_ended(mark, day).await?),
                None => Ok(false),
            };
        };
        match self.open_any(&committed, version).await {
            Ok(_) => Ok(false),
            Err(error) => harm_of(&error).map(|harm| harm != Harm::Newer).ok_or(error),
        }
    }

    /// Tries again some of the packs that are set apart.
    pub(in crate::sync) async fn retry(&mut self) -> Result<(), SyncError> {
        let mut packs: Vec<(PackId, QuarantineRow)> = {
            let archive = self.archive.borrow();
            let all = archive.catalog().shared().quarantine().iter();
            all.filter(|(_, row)| row.harm.may_pass()).map(|(id, row)| (*id, *row)).collect()
        };
        // Those that stay as they are leave room for those that do not.
        self.choose(&mut packs);
        for (id, row) in packs {
            match row.harm {
                Harm::Forged => self.retry_entry(&id, &row).await?,
                Harm::Strange => self.retry_strange(&id, &row).await?,
                _ => match self.read_again_pack(&id, &row).await {
                    // Where the log around it cannot be believed by now it stays apart; the log is told of where it is read.
                    Err(error) if error.is_of_log() => {}
                    done => done?,
                },
            }
        }
        self.tell_doubts();
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let count = |is: fn(Harm) -> bool| shared.quarantine().values().filter(|row| is(row.harm)).count();
        self.report.quarantined = count(|harm| harm < Harm::Newer) as u32;
        self.report.newer = (count(|harm| harm == Harm::Newer) + shared.unknown().len()) as u32;
        Ok(())
    }

    /// Reads a pack that is set apart, and takes what is in it, where it can be read by now.
    pub(in crate::sync) async fn read_again_pack(
        &mut self,
        id: &PackId,
        row: &QuarantineRow,
    ) -> Result<(), SyncError> {
        let Some(entry) = self.client.entry(row.version).await? else {
            return self.look_again(id, row);
        };
        if row.by == Origin::Here && !self.is_believed(&entry).await? {
            return self.look_again(id, row);
        }
        let Some(committed) = entry.adds.into_iter().find(|pack| pack.row.id.0 == *id) else {
            return match self.has_ended(row.mark, row.day).await? {
                // Nothing is missed any more.
                true => self.cure(id, row, "", vec![], vec![]),
                false => self.look_again(id, row),
            };
        };
        let records = match self.open(&committed, row.version).await {
            Err(error) if harm_of(&error).is_some() => return self.look_again(id, row),
            records => records?,
        };
        if row.by == Origin::Here {
            return self.no_more(id, row.version);
        }
        let since = self.said_since(row.version, &records).await?;
        let from = to_hex(&committed.device.0);
        self.cure(id, row, &from, records, since)
    }

    /// A pack that stays unreadable may be said anew by now: a text of it came back, or its device was taken out of the account. One that this
    /// device said by a name that it left is of no use to anybody when it has said all that it has again.
    fn look_again(&mut self, id: &PackId, row: &QuarantineRow) -> Result<(), SyncError> {
        let is_sayable = {
            let archive = self.archive.borrow();
            let catalog = archive.catalog();
            let has_text = |visit: &VisitId| catalog.has_text_of(*visit);
            let is_back = |visit: &VisitId| catalog.is_own(*visit) && has_text(visit);
            let is_left = || {
                let author = catalog.shared().device_of(row.by);
                author.is_some_and(|by| self.account.left.iter().any(|left| to_hex(&left.0) == by))
            };
            match catalog.shared().kept_up(id) {
                Some(pack) => {
                    let some = pack.by == Origin::Here && pack.visits.iter().any(is_back);
                    some || pack.visits.iter().all(has_text)
                }
                None => {
                    row.harm < Harm::Newer && row.is_asked && is_left() && archive.has_said(row.mark, row.day)
                }
            }
        };
        if is_sayable {
            self.archive.borrow_mut().note_checked(id, true)?;
        }
        Ok(())
    }

    /// Whether the vault's plan of today has ended packs of such a day.
    pub(in crate::sync) async fn has_ended(&mut self, mark: bool, day: u32) -> Result<bool, SyncError> {
        let retention = match self.retention {
            Some(retention) => retention,
            None => self.client.limits().await?.retention,
        };
        self.retention = Some(retention);
        Ok(has_ended(retention, mark, day, self.now))
    }

    fn cure(
        &mut self,
        id: &PackId,
        row: &QuarantineRow,
        from: &str,
        records: Vec<Record>,
        since: Vec<(String, Arrived)>,
    ) -> Result<(), SyncError> {
        let visits = visits_in(&records);
        let (id, mark, day) = (to_hex(id), row.mark, row.day);
        let pack = SentPack { id, mark, day, visits: visits.len() as u32, ..SentPack::default() };
        let cured = (Cured { pack, version: row.version }, visits.iter().flat_map(|visit| visit.0).collect());
        let own = self.account.device.0;
        let count = self.archive.borrow_mut().receive_cured(from, records, since, cured, &own, self.now)?;
        self.report.received += count;
        Ok(())
    }

    /// What others said of these pages and visits from the entry of `version` on, which was heard before there were any.
    async fn said_since(
        &mut self,
        version: u64,
        records: &[Record],
    ) -> Result<Vec<(String, Arrived)>, SyncError> {
        let known = self.archive.borrow().catalog().shared().version();
        let (mut said, mut since) = (Vec::new(), version.saturating_sub(1));
        while since < known {
            let page = self.client.tail(since).await?;
            if said.is_empty() && since < version && page.cleared >= version {
                said.extend(self.recapped(page.cleared, records).await?);
            }
            let (end, before) = (self.end_of(&page), since);
            for listed in page.entries {
                since = listed.version;
                if listed.version <= known && listed.device != self.account.device {
                    said.extend(self.said_of(&listed, records).await?);
                }
            }
            if end.is_last(before, since)? {
                break;
            }
        }
        Ok(said)
    }

    /// What the last words of others in a recap say of these pages and visits: entries that said it may be gone.
    async fn recapped(
        &mut self,
        version: u64,
        records: &[Record],
    ) -> Result<Vec<(String, Arrived)>, SyncError> {
        let Some(recap) = self.standing_or_none(version).await? else { return Ok(vec![]) };
        let own = to_hex(&self.account.device.0);
        let others = recap.words.into_iter().filter(|word| word.device != own);
        let said = others.map(|LastWord { device, marks, deeds, .. }| {
            (device, only_of(Body { marks, deeds, ..Body::default() }, records))
        });
        Ok(said.collect())
    }

    async fn said_of(
        &mut self,
        listed: &Listed,
        records: &[Record],
    ) -> Result<Option<(String, Arrived)>, SyncError> {
        let Some(body) = self.said(listed).await? else { return Ok(None) };
        let arrived = only_of(body, records);
        let says = !arrived.marks.is_empty() || !arrived.deeds.is_empty();
        Ok(says.then(|| (to_hex(&listed.device.0), arrived)))
    }
}

/// Whether a plan that keeps what is no WebMark for so many ms, `None`: for ever, has ended packs of such a day.
pub(in crate::sync) fn has_ended(retention: Option<Millis>, mark: bool, day: u32, now: Millis) -> bool {
    !mark && retention.is_some_and(|kept| Millis::from(day) * DAY_MS + kept <= now)
}

/// What an entry says of the pages and visits of some records.
fn only_of(body: Body, records: &[Record]) -> Arrived {
    let pages: BTreeSet<PageKey> = records.iter().map(|record| PageKey::of(&record.url)).collect();
    let visits: BTreeSet<&str> =
        records.iter().flat_map(|record| &record.visits).map(|visit| visit.facts.id.as_str()).collect();
    let Body { mut marks, mut deeds, .. } = body;
    marks.retain(|mark| pages.contains(&PageKey::of(&mark.page)));
    for deed in &mut deeds {
        deed.visits.retain(|visit| visits.contains(visit.as_str()));
    }
    deeds.retain(|deed| !deed.visits.is_empty());
    Arrived { records: vec![], marks, deeds }
}
