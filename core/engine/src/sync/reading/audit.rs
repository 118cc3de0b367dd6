//! Auditing: what the server shows does not go on from what it showed before. The whole log is read once more, from its
//! beginning: where all that is known stands in it, the server has only counted otherwise, and what is missing here comes
//! in; else it is as it looked, and sync stops.
use super::pull::{received, rolled_back};
use super::verify::before;
use crate::archive::Arrived;
use crate::catalog::{DeviceId, Head as Known, PackId, QuarantineRow};
use crate::event::{Harm, Received};
use crate::page::{parse_hex, to_hex};
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use crate::sync::harm::doubt::is_shown;
use crate::sync::recap::Recap;
use crate::sync::recap::hear::end_of;
use std::collections::{BTreeMap, BTreeSet};
use webmynd_crypto::log::Head;
use webmynd_protocol::log::Listed;

/// What the log said when it was read again.
#[derive(Default)]
struct Again {
    /// How far each device's log went.
    heads: BTreeMap<DeviceId, Head>,
    /// Hashes of the entries that know others which do not come before them.
    doubted: BTreeSet<[u8; 32]>,
    /// What is noted of entries that cannot be read.
    broken: Vec<Received>,
    /// The recap before which entries are being read.
    recap: Option<Recap>,
}

impl Again {
    fn is_broken(&self, listed: &Listed) -> bool {
        let device = to_hex(&listed.device.0);
        self.broken.iter().any(|broken| broken.device == device)
    }

    fn head(&self, device: &DeviceId) -> Head {
        self.heads.get(device).copied().unwrap_or_default()
    }
}

impl<R: Remote> Round<'_, R> {
    /// Reads all anew because of what was `found`, which is the error when that does not help.
    pub(in crate::sync) async fn audit(&mut self, found: SyncError) -> Result<(), SyncError> {
        self.read_again().await.map_err(|_| found)
    }

    async fn read_again(&mut self) -> Result<(), SyncError> {
        let (mut again, mut newest, mut since) = (Again::default(), None, 0);
        let (said, mut own) = (self.unshown(), None);
        loop {
            let page = self.client.tail(since).await?;
            if since == 0 && page.cleared > 0 {
                again.recap = self.standing_or_none(page.cleared).await?;
            }
            let (end, begun) = (self.end_of(&page), since);
            for listed in page.entries {
                if listed.version <= since {
                    return Err(rolled_back("the order of the log"));
                }
                since = listed.version;
                let is_said = said.is_some_and(|said| said.is(&listed.device.0, listed.seq));
                if again.recap.as_ref().is_some_and(|recap| since > recap.version) {
                    self.end_recap_again(&mut again)?;
                }
                newest = Some(match again.recap {
                    Some(_) => self.take_stayed_again(&listed).await?,
                    None => self.take_again(&listed, &mut again).await?,
                });
                own = own.or_else(|| newest.clone().filter(|_| is_said));
            }
            if end.is_last(begun, since)? {
                break;
            }
        }
        newest = self.end_recap_again(&mut again)?.or(newest);
        self.check_all(&again)?;
        self.believe_again(&again)?;
        // From here the next round goes on, wherever this one had thought that it was.
        let broken = again.broken.into_iter();
        broken
            .chain(own)
            .chain(newest)
            .try_for_each(|received| self.arrive(Arrived::default(), &received, vec![]))
    }

    async fn take_again(&mut self, listed: &Listed, again: &mut Again) -> Result<Received, SyncError> {
        let at = again.head(&listed.device.0);
        if listed.device == self.account.device {
            self.note_taken(listed)?;
        }
        let known = self.known(&listed.device);
        self.ring_for(listed).await?;
        let (said, shown) = match self.read_entry(listed, at) {
            Err(_) if self.is_taken_as_it_is(listed.version) && listed.device != self.account.device => {
                return Ok(self.passed_over(listed));
            }
            Err(_) if listed.seq > known.seq && self.is_doubtful(listed, at, again.is_broken(listed)) => {
                let broken = self.broken(listed);
                again.broken.push(broken.clone());
                return Ok(broken);
            }
            read => read?,
        };
        let known_then = |log: &DeviceId| {
            let Head { seq, hash } = again.head(log);
            Known { seq, hash }
        };
        if !said.body.heads.iter().all(|said| is_shown(said, known_then)) {
            again.doubted.insert(shown.hash);
        }
        again.heads.insert(listed.device.0, shown);
        if shown.seq == known.seq && shown.hash != known.hash {
            return Err(rolled_back("a device's log"));
        }
        let noted = received(listed, &shown, 0);
        if shown.seq > known.seq {
            if listed.device == self.account.device {
                self.rename(false).await?;
            }
            self.apply(listed, said, &shown).await?;
        }
        Ok(noted)
    }

    /// An entry before the recap that stayed: it stands by itself, and was read before.
    async fn take_stayed_again(&mut self, listed: &Listed) -> Result<Received, SyncError> {
        if listed.device == self.account.device {
            self.note_taken(listed)?;
        }
        let known = self.known(&listed.device);
        let shown = match self.verify(listed, before(listed)).await {
            Err(_) if self.is_taken_as_it_is(listed.version) => return Ok(self.passed_over(listed)),
            read => read?.1,
        };
        if shown.seq > known.seq || (shown.seq == known.seq && shown.hash != known.hash) {
            return Err(rolled_back("the log before its recap"));
        }
        Ok(Received { recapped: Some(0), ..received(listed, &shown, 0) })
    }

    /// The entries that stayed before the recap were read: all that it says has to be known here. Where it was not over before, gives what is noted of it.
    fn end_recap_again(&self, again: &mut Again) -> Result<Option<Received>, SyncError> {
        let Some(recap) = again.recap.take() else { return Ok(None) };
        let archive = self.archive.borrow();
        for word in &recap.words {
            let (device, hash): (DeviceId, _) =
                parse_hex(&word.device).zip(parse_hex(&word.hash)).ok_or_else(|| rolled_back("the recap"))?;
            let (head, known) = (Head { seq: word.seq, hash }, archive.catalog().shared().head(&device));
            if head.seq > known.seq || (head.seq == known.seq && head.hash != known.hash) {
                return Err(rolled_back("the recap of the log"));
            }
            again.heads.insert(device, head);
        }
        Ok(end_of(&recap))
    }

    /// All that was ever read or written here has been shown again.
    fn check_all(&self, again: &Again) -> Result<(), SyncError> {
        let archive = self.archive.borrow();
        let mut heads = archive.catalog().shared().heads().iter();
        if heads.all(|(device, head)| again.head(device).seq >= head.seq) {
            return Ok(());
        }
        Err(rolled_back("the log"))
    }

    /// What was in doubt because the server hid what it shows now is so no more.
    fn believe_again(&mut self, again: &Again) -> Result<(), SyncError> {
        let doubts: Vec<(PackId, u64)> = {
            let archive = self.archive.borrow();
            let rows = archive.catalog().shared().quarantine().iter();
            let is_over = |(id, row): &(&PackId, &QuarantineRow)| {
                row.harm == Harm::Heads && !again.doubted.contains(*id)
            };
            rows.filter(is_over).map(|(id, row)| (*id, row.version)).collect()
        };
        doubts.iter().try_for_each(|(id, version)| self.no_more(id, *version))
    }
}
