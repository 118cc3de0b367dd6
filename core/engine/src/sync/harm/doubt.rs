//! Doubts: what a device of the account says and what cannot be so. It has the keys and signs rightly, and may be in a thief's hands, or
//! have a fault. What is in doubt is set apart under its name and told; all else goes on, its other words too.
use crate::catalog::{DeviceId, Head as Known, LATEST, PackId, QuarantineRow};
use crate::event::{Cured, Harm, Quarantined, Received, SentPack};
use crate::page::{VisitId, parse_hex, to_hex};
use crate::ports::Remote;
use crate::said::bounds::LABEL;
use crate::said::{Body, PackSaid, Record};
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::packs::open::visits_in;
use crate::sync::reading::pull::{received, rolled_back};
use crate::sync::reading::verify::{Strange, before, entry_of};
use std::collections::BTreeSet;
use webmynd_crypto::log::Head;
use webmynd_protocol::log::Listed;
use webmynd_protocol::pack::{Class, Committed};

/// How far one entry may take the account's clock on. No person makes so many changes between two entries, and no log has so many entries
/// that the clock could come to its end.
const LEAP: u64 = 1 << 32;

/// The latest clock that the entry of a version may name. It hangs on the entry's place in the log alone, so that all devices decide alike; and
/// whatever was said before, the next entry may name a later one.
pub(in crate::sync) fn latest_clock(version: u64) -> u64 {
    version.saturating_mul(LEAP).min(LATEST)
}

/// Takes out of an entry what is in doubt by itself; gives what that was.
pub(in crate::sync) fn sieve(body: &mut Body, version: u64) -> Vec<Harm> {
    let latest = latest_clock(version);
    let count = |body: &Body| (body.marks.len(), body.deeds.len());
    let (before, mut doubts) = (count(body), vec![]);
    body.marks.retain(|mark| mark.clock <= latest);
    body.deeds.retain(|deed| deed.clock <= latest);
    if body.clock > latest || count(body) != before {
        doubts.push(Harm::Clock);
        body.clock = body.clock.min(latest);
    }
    let marks = body.marks.len();
    body.marks.retain(|mark| mark.label.as_ref().is_none_or(|label| label.len() <= LABEL));
    if body.marks.len() != marks {
        doubts.push(Harm::Beyond);
    }
    doubts
}

/// Whether a log that an entry names is shown as far as it says, and as the same.
pub(in crate::sync) fn is_shown(
    (log, seq, hash): &(String, u64, String),
    known: impl Fn(&DeviceId) -> Known,
) -> bool {
    let known = parse_hex(log).map(|log| known(&log)).unwrap_or_default();
    known.seq > *seq || (known.seq == *seq && to_hex(&known.hash) == *hash)
}

impl<R: Remote> Round<'_, R> {
    /// Whether an entry that cannot be read may be its device's doing, whose log is known up to there. What the server alone can have done ends
    /// the round. `is_broken`: something of that log could not be read before, and what follows has nothing to stand on.
    pub(in crate::sync) fn is_doubtful(&self, listed: &Listed, known: Head, is_broken: bool) -> bool {
        let is_next = Some(listed.seq) == known.seq.checked_add(1);
        listed.device != self.account.device && (is_next || is_broken && listed.seq > known.seq)
    }

    /// Whether an entry that cannot be read is to be set apart.
    pub(in crate::sync) fn is_next_doubtful(&self, listed: &Listed, known: Head) -> bool {
        let archive = self.archive.borrow();
        let is_broken = archive.catalog().shared().is_doubted(&listed.device.0, Harm::Forged);
        self.is_doubtful(listed, known, is_broken)
    }

    /// What is noted of an entry that cannot be read and is passed over: its device's log is known as far as before.
    pub(in crate::sync) fn passed_over(&self, listed: &Listed) -> Received {
        let hash = entry_of(listed).hash(&self.account.id.0);
        let mut noted = received(listed, &Head { seq: 0, hash }, 0);
        (noted.seq, noted.dels) = (0, vec![]);
        noted
    }

    /// The same where it is in doubt.
    pub(in crate::sync) fn broken(&self, listed: &Listed) -> Received {
        let mut noted = self.passed_over(listed);
        let hash = entry_of(listed).hash(&self.account.id.0);
        noted.quarantined = self.doubted(listed, &hash, &[Harm::Forged]);
        noted
    }

    /// What is noted of an entry that is in doubt: one thing, which is not told of its device already.
    pub(in crate::sync) fn doubted(
        &self,
        listed: &Listed,
        hash: &[u8; 32],
        doubts: &[Harm],
    ) -> Vec<Quarantined> {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let device = &listed.device.0;
        let is_told =
            |harm| shared.is_doubted(device, harm) && !self.account.has_seen_all(shared, device, harm);
        let new = doubts.iter().find(|harm| !is_told(**harm));
        new.map(|harm| Quarantined { id: to_hex(hash), mark: false, day: 0, harm: *harm })
            .into_iter()
            .collect()
    }

    /// Takes out of an entry the logs that it says to have read further than they are shown. One device that says so may make it up; where a
    /// second one does, the server hides something.
    pub(in crate::sync) fn doubt_heads(&self, listed: &Listed, body: &mut Body) -> Result<bool, SyncError> {
        let archive = self.archive.borrow();
        let shared = archive.catalog().shared();
        let before = body.heads.len();
        let is_adrift = |log: &str| parse_hex(log).is_some_and(|log: DeviceId| shared.is_adrift(&log));
        body.heads.retain(|said| is_adrift(&said.0) || is_shown(said, |log| shared.head(log)));
        if body.heads.len() == before || shared.is_taken_as_it_is(listed.version) {
            return Ok(false);
        }
        let is_other = |(device, harm): (_, Harm)| harm == Harm::Heads && device != listed.device.0;
        if shared.doubts().any(is_other) {
            return Err(rolled_back("two devices know entries that are not shown"));
        }
        Ok(true)
    }

    /// Where the server shows by now what could not be read, or something else in its place, the whole log is read once more.
    pub(in crate::sync) async fn retry_entry(
        &mut self,
        id: &PackId,
        row: &QuarantineRow,
    ) -> Result<(), SyncError> {
        let Some(listed) = self.client.entry(row.version).await? else { return Ok(()) };
        let author = self.archive.borrow().catalog().shared().device_of(row.by);
        let known = self.known(&listed.device);
        if author == Some(to_hex(&listed.device.0)) && listed.seq > known.seq {
            if self.verify(&listed, known).await.is_err() {
                return Ok(());
            }
            let found =
                SyncError::new(SyncKind::Distrust, "an entry can be read that could not be read before");
            self.audit(found).await?;
        }
        self.no_more(id, row.version)
    }

    /// Nothing is in doubt, or missed, of this any more.
    pub(in crate::sync) fn no_more(&mut self, id: &[u8; 32], version: u64) -> Result<(), SyncError> {
        let pack = SentPack { id: to_hex(id), ..SentPack::default() };
        let (cured, own) = ((Cured { pack, version }, vec![]), self.account.device.0);
        self.archive.borrow_mut().receive_cured("", vec![], vec![], cured, &own, self.now)?;
        Ok(())
    }

    /// Leaves out what stands beside an entry and is not what it says. What it names and is not there then is set apart: either may have been
    /// put in the other's place. Gives what was noted.
    pub(in crate::sync) fn without_strange(&self, listed: &mut Listed, body: &Body) -> Vec<Quarantined> {
        let strange = Strange::of(listed, body);
        let is_own = |pack: &PackId| self.archive.borrow().catalog().shared().own_pack(pack).is_some();
        listed.dels.retain(|pack| !strange.dels.contains(pack) || is_own(&pack.0));
        if strange.adds.is_empty() {
            return vec![];
        }
        listed.adds.retain(|pack| !strange.adds.contains(&pack.row.id));
        let here: BTreeSet<_> = listed.adds.iter().map(|pack| pack.row.id.0).collect();
        let missed = body.adds.iter().filter(|said| !here.contains(&said.id.0));
        let apart = |said: &PackSaid| Quarantined {
            id: to_hex(&said.id.0),
            mark: said.class == Class::Mark,
            day: said.day,
            harm: Harm::Strange,
        };
        missed.map(apart).collect()
    }

    /// Whether an entry of another device takes away packs that this one said. Of those of a third one nobody can tell whose they are now: it may
    /// have another name.
    pub(in crate::sync) async fn takes_own(&mut self, listed: &Listed) -> Result<bool, SyncError> {
        let version = {
            let archive = self.archive.borrow();
            let shared = archive.catalog().shared();
            // One that it gave up, and asked for, whoever has it says in its place.
            let said = listed.dels.iter().filter(|pack| !shared.quarantine().contains_key(&pack.0));
            said.filter_map(|pack| shared.own_pack(&pack.0)).next()
        };
        let Some(version) = version.filter(|_| listed.device != self.account.device) else {
            return Ok(false);
        };
        // A copy of this device's profile goes on by another name, and has the same packs.
        let ring = self.account.ring()?;
        if ring.device(&listed.device.0).is_some_and(|device| device.name == self.account.device_name) {
            return Ok(false);
        }
        // What this device said by a name that it left is the others' to look after.
        let added = self.client.entry(version).await?;
        Ok(added.is_some_and(|added| added.device == self.account.device))
    }

    /// The visits in a pack, but for unsaid ones of this device's that it says with other words: they are not in the vault by that. A device that
    /// is gone may have been this one, by another name.
    pub(in crate::sync) fn visits_in_vault(
        &self,
        pack: &Committed,
        records: &[Record],
    ) -> Result<Vec<VisitId>, SyncError> {
        let is_gone =
            self.account.ring()?.device(&pack.device.0).is_none_or(|device| device.revoked.is_some());
        let archive = self.archive.borrow();
        let is_said = |record: &&Record| is_gone || archive.says_what_is_here(record);
        let (said, other): (Vec<&Record>, Vec<&Record>) = records.iter().partition(is_said);
        let others = visits_in(other).into_iter().filter(|id| !archive.is_unsaid(*id));
        Ok(visits_in(said).into_iter().chain(others).collect())
    }

    /// Tries again a pack beside an entry that was not as it says, or such an entry.
    pub(in crate::sync) async fn retry_strange(
        &mut self,
        id: &PackId,
        row: &QuarantineRow,
    ) -> Result<(), SyncError> {
        let Some(listed) = self.client.entry(row.version).await? else { return Ok(()) };
        // It stood in the log when it was read: what is shown now is held against what its device signed.
        let Ok((said, shown)) = self.verify(&listed, before(&listed)).await else { return Ok(()) };
        if !Strange::of(&listed, &said.body).is_none() {
            return Ok(());
        }
        if shown.hash == *id { self.no_more(id, row.version) } else { self.read_again_pack(id, row).await }
    }
}
