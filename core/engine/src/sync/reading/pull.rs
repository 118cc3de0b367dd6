//! Reading: what other devices said since the last round, verified, opened, applied entry by entry.
use super::verify::{Said, Strange, before};
use crate::archive::Arrived;
use crate::catalog::{Device, Unshown};
use crate::event::{Harm, Received, SentPack};
use crate::page::{parse_hex, to_hex};
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::quarantine::{harm_of, quarantined};
use webmynd_crypto::log::Head;
use webmynd_protocol::bytes::DeviceId;
use webmynd_protocol::log::{Listed, Page};
use webmynd_protocol::pack::{Class as RowClass, Committed, Kind as RowKind};

/// Letters of a device's name.
const NAME: usize = 100;

impl<R: Remote> Round<'_, R> {
    /// Applies all entries that are new. Errors leave what was applied; the rest comes with the next round.
    pub(in crate::sync) async fn pull(&mut self) -> Result<(), SyncError> {
        match self.follow().await {
            Err(error) if error.is_of_log() => self.audit(error).await,
            done => done,
        }?;
        self.note_devices()
    }

    /// Goes on from the version that is known.
    async fn follow(&mut self) -> Result<(), SyncError> {
        loop {
            let (known, at) = {
                let archive = self.archive.borrow();
                let shared = archive.catalog().shared();
                (shared.version(), shared.at())
            };
            let since = self.behind().unwrap_or(known);
            let mut page = self.client.tail_with_packs(since).await?;
            if since == known && page.at.is_some_and(|shown| shown.0 != at) {
                return Err(rolled_back("the log up to here"));
            }
            self.note_shown(&page);
            if self.behind().is_none() && since < page.cleared {
                self.stand_on(since, page.cleared).await?;
            }
            if page.version < since.max(self.unshown().map_or(0, |said| said.version)) {
                return Err(rolled_back("the account's version"));
            }
            self.along = page.along;
            self.take_along(&mut page.entries);
            let (end, mut last) = (self.end_of(&page), since);
            let mut left = page.entries.as_slice();
            while let Some((listed, rest)) = left.split_first() {
                if self.is_past_recap(listed.version) {
                    last = self.end_recap().await?;
                }
                // They are counted without gaps: what was left out is missed, and no number leads astray.
                let may_miss =
                    self.behind().is_some() || self.is_taken_as_it_is(listed.version.saturating_sub(1));
                let goes_on =
                    Some(listed.version) == last.checked_add(1) || listed.version > last && may_miss;
                if !goes_on {
                    return Err(SyncError::new(
                        SyncKind::Distrust,
                        "the log is not in the order of its versions",
                    ));
                }
                last = listed.version;
                self.fetch_ahead(left).await;
                if self.behind().is_some() {
                    self.take_stayed(listed).await?;
                } else {
                    self.take(listed).await?;
                }
                left = rest;
            }
            if self.behind().is_some() && page.next.is_none() {
                last = self.end_recap().await?;
            }
            if end.is_last(since, last)? {
                return Ok(());
            }
        }
    }

    /// Notes who the account's devices are: what they saw carries their names.
    fn note_devices(&mut self) -> Result<(), SyncError> {
        self.note_returned()?;
        let own = self.account.device.0;
        let listed = self.account.ring()?.devices.into_iter().map(|device| Device {
            id: device.id,
            name: short(&device.name),
            is_own: device.id == own,
            is_revoked: device.revoked.is_some(),
        });
        let listed: Vec<Device> = listed.collect();
        Ok(self.archive.borrow_mut().note_devices(&listed)?)
    }

    async fn take(&mut self, listed: &Listed) -> Result<(), SyncError> {
        let is_own = listed.device == self.account.device;
        if self.unshown().is_some_and(|said| stands_for(listed, said)) {
            return Err(rolled_back("an entry of this device's"));
        }
        if is_own {
            self.note_taken(listed)?;
        }
        let known = self.known(&listed.device);
        if is_own && listed.seq <= known.seq {
            // What this device wrote is shown as it was, or not at all.
            let (_, shown) = self.verify(listed, before(listed)).await?;
            if shown.seq == known.seq && shown.hash != known.hash {
                return Err(rolled_back("this device's own log"));
            }
            return self.arrive(Arrived::default(), &received(listed, &shown, 0), vec![]);
        }
        self.ring_for(listed).await?;
        let (said, shown) = match self.read_entry(listed, known) {
            Err(_) if !is_own && self.is_taken_as_it_is(listed.version) => {
                return self.arrive(Arrived::default(), &self.passed_over(listed), vec![]);
            }
            Err(_) if self.is_next_doubtful(listed, known) => {
                return self.arrive(Arrived::default(), &self.broken(listed), vec![]);
            }
            read => read?,
        };
        if is_own {
            // Written under this name, and not known here: an old profile was put back, or a copy runs elsewhere.
            self.rename(false).await?;
        }
        self.apply(listed, said, &shown).await
    }

    /// Whether a person took what the log says up to there as it is.
    pub(in crate::sync) fn is_taken_as_it_is(&self, version: u64) -> bool {
        self.archive.borrow().catalog().shared().is_taken_as_it_is(version)
    }

    pub(in crate::sync) fn end_of(&self, page: &Page) -> PageEnd {
        let (more, version) = (page.next.is_some(), page.version);
        PageEnd { more, version, as_it_is: self.is_taken_as_it_is(version) }
    }

    pub(in crate::sync) fn unshown(&self) -> Option<Unshown> {
        self.archive.borrow().catalog().shared().unshown()
    }

    /// How far a device's log is known.
    pub(in crate::sync) fn known(&self, device: &DeviceId) -> Head {
        let head = self.archive.borrow().catalog().shared().head(&device.0);
        Head { seq: head.seq, hash: head.hash }
    }

    /// Applies an entry that was verified.
    pub(in crate::sync) async fn apply(
        &mut self,
        listed: &Listed,
        said: Said,
        shown: &Head,
    ) -> Result<(), SyncError> {
        if !self.counts(listed)? {
            // It was revoked before it said this: nothing of it counts.
            let recapped = self.behind().map(|_| 0);
            let received = Received { recapped, ..received(listed, shown, 0) };
            return self.arrive(Arrived::default(), &received, vec![]);
        }
        self.answer(&said.body.unheard, listed.version).await?;
        let (mut listed, Said { mut body, mut doubts }) = (listed.clone(), said);
        if self.takes_own(&listed).await? {
            doubts.push(Harm::Foreign);
        }
        if self.doubt_heads(&listed, &mut body)? {
            doubts.push(Harm::Heads);
        }
        if !Strange::of(&listed, &body).is_none() {
            doubts.push(Harm::Strange);
        }
        let strange = self.without_strange(&mut listed, &body);
        let mut received = received(&listed, shown, body.clock);
        received.forgets = !body.deeds.is_empty();
        received.recapped = self.behind().map(|_| 0);
        received.unknown = body.unknown;
        received.read = self.news_of(&listed.device.0, &body.heads);
        received.asked = self.had_here(&body.asks);
        received.quarantined = strange;
        received.quarantined.extend(self.doubted(&listed, &shown.hash, &doubts));
        let (mut records, mut packed) = (Vec::new(), Vec::new());
        for committed in &listed.adds {
            if committed.row.kind == RowKind::Thumb {
                // Looked into when all texts are here.
                received.adds.push(pack_of(committed, 0));
                continue;
            }
            let some = match self.open(committed, listed.version).await {
                // It is set apart: what else was said counts, and is not held up by it.
                Err(error) => match harm_of(&error) {
                    Some(harm) => {
                        received.quarantined.push(quarantined(committed, harm));
                        continue;
                    }
                    None => return Err(error),
                },
                some => some?,
            };
            let visits = self.visits_in_vault(committed, &some)?;
            if !visits.is_empty() {
                received.adds.push(pack_of(committed, visits.len()));
            }
            packed.extend(visits.into_iter().flat_map(|visit| visit.0));
            records.extend(some);
        }
        self.arrive(Arrived { records, marks: body.marks, deeds: body.deeds }, &received, packed)
    }

    /// Whether its device had not been revoked when it said this.
    pub(in crate::sync) fn counts(&self, listed: &Listed) -> Result<bool, SyncError> {
        let ring = self.account.ring()?;
        Ok(ring.device(&listed.device.0).is_some_and(|device| device.may_say(listed.seq)))
    }

    /// How far a device has read, where that was not known.
    fn news_of(&self, reader: &[u8; 16], heads: &[(String, u64, String)]) -> Vec<(String, u64)> {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let is_new =
            |log: &str, seq: u64| parse_hex(log).is_some_and(|log| shared.read_by(reader, &log) < seq);
        let news = heads.iter().filter(|(log, seq, _)| is_new(log, *seq));
        news.map(|(log, seq, _)| (log.clone(), *seq)).collect()
    }

    pub(in crate::sync) fn arrive(
        &mut self,
        arrived: Arrived,
        received: &Received,
        packed: Vec<u8>,
    ) -> Result<(), SyncError> {
        let empty = arrived.records.is_empty() && arrived.marks.is_empty() && arrived.deeds.is_empty();
        self.account.expects(received)?;
        let own = &self.account.device.0;
        let count = self.archive.borrow_mut().receive(arrived, received, packed, own, self.now)?;
        self.report.received += count;
        self.report.entries += u32::from(!empty);
        Ok(())
    }
}

/// A device's name as a person reads it: another device may have given it any.
fn short(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(NAME).collect()
}

/// Whether another entry stands where this device's was taken.
fn stands_for(listed: &Listed, said: Unshown) -> bool {
    listed.version == said.version && !said.is(&listed.device.0, listed.seq)
}

/// What a page of the log says of the rest of it.
pub(in crate::sync) struct PageEnd {
    more: bool,
    version: u64,
    /// Whether what is missing up to there is taken so.
    as_it_is: bool,
}

impl PageEnd {
    /// Whether the log ends here. The page was asked for after version `since` and went on to `read`.
    pub(in crate::sync) fn is_last(&self, since: u64, read: u64) -> Result<bool, SyncError> {
        match self.more {
            false if read < self.version && !self.as_it_is => Err(rolled_back("the end of the log")),
            true if read == since => {
                Err(SyncError::new(SyncKind::Distrust, "the server promises more and gives nothing"))
            }
            more => Ok(!more),
        }
    }
}

/// What is noted of a pack that was read, with so many visits in it.
pub(in crate::sync) fn pack_of(committed: &Committed, visits: usize) -> SentPack {
    SentPack {
        id: to_hex(&committed.row.id.0),
        mark: committed.row.class == RowClass::Mark,
        thumb: committed.row.kind == RowKind::Thumb,
        day: committed.row.day,
        visits: visits as u32,
        looks: vec![],
    }
}

/// What is noted of an entry that was read.
pub(in crate::sync) fn received(listed: &Listed, shown: &Head, clock: u64) -> Received {
    Received {
        device: to_hex(&listed.device.0),
        seq: listed.seq,
        hash: to_hex(&shown.hash),
        version: listed.version,
        clock,
        adds: vec![],
        dels: listed.dels.iter().map(|id| to_hex(&id.0)).collect(),
        quarantined: vec![],
        asked: vec![],
        read: vec![],
        forgets: false,
        unknown: vec![],
        recapped: None,
    }
}

pub(in crate::sync) fn rolled_back(what: &str) -> SyncError {
    SyncError::new(
        SyncKind::RolledBack,
        format!("{what}: the server shows less than it did, or something else"),
    )
}
