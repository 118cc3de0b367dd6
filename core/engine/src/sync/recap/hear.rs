//! Hearing a recap: who joins reads the entries that stayed, each by its own signature, and then each device's last word.
use super::vouch::is_late;
use super::{Behind, Believed, LastWord, Recap};
use crate::archive::Arrived;
use crate::event::Received;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::reading::verify::before;
use webmynd_protocol::log::Listed;

impl<R: Remote> Round<'_, R> {
    /// The log is cleared up to a version, and this device has read less of it: what is gone is heard from the recap. Who has read a part of it cannot
    /// know what was taken away since, and begins anew.
    pub(in crate::sync) async fn stand_on(&mut self, since: u64, cleared: u64) -> Result<(), SyncError> {
        match self.recap_or_none(cleared).await? {
            Some(believed) if since == 0 => self.behind = Some(Behind { believed, since }),
            Some(_) if !self.is_taken_as_it_is(cleared) => {
                self.account.has_missed = true;
                return Err(has_missed());
            }
            _ => (),
        }
        Ok(())
    }

    /// Where the reading of entries that stayed goes on.
    pub(in crate::sync) fn behind(&self) -> Option<u64> {
        self.behind.as_ref().map(|behind| behind.since)
    }

    /// Whether an entry stands behind the recap before which entries are being read.
    pub(in crate::sync) fn is_past_recap(&self, version: u64) -> bool {
        self.behind.as_ref().is_some_and(|behind| version > behind.believed.recap.version)
    }

    /// Takes the packs of an entry that stayed. Its words are in the recap.
    pub(in crate::sync) async fn take_stayed(&mut self, listed: &Listed) -> Result<(), SyncError> {
        if let Some(behind) = &mut self.behind {
            behind.since = listed.version;
        }
        if listed.seq <= self.known(&listed.device).seq {
            // Taken before a death.
            return Ok(());
        }
        if listed.device == self.account.device {
            // Written under this name, and not known here.
            self.rename(false).await?;
        }
        self.ring_for(listed).await?;
        let (mut said, shown) = match self.read_after(listed, before(listed)) {
            Err(_) if self.is_taken_as_it_is(listed.version) => return Ok(()),
            read => read?,
        };
        let body = &mut said.body;
        (body.heads, body.marks, body.deeds) = Default::default();
        (body.asks, body.unheard) = Default::default();
        self.apply(listed, said, &shown).await
    }

    /// All entries that stayed were read: what the others said is heard, and the log goes on behind it. Gives the version. It is vouched for, so that
    /// who joins next finds somebody of the account who stands on it.
    pub(in crate::sync) async fn end_recap(&mut self) -> Result<u64, SyncError> {
        let Some(Behind { believed: Believed { recap, place, sealed }, .. }) = self.behind.take() else {
            return Ok(0);
        };
        match self.leave(&place, None).await {
            // The log was cleared further meanwhile, or the recap is being lost.
            Err(error) if is_late(&error) => (),
            left => left?,
        }
        self.keep_recap(&place, &sealed.0)?;
        let version = recap.version;
        for word in recap.words {
            let received = last_word(&word, version);
            let arrived = Arrived { records: vec![], marks: word.marks, deeds: word.deeds };
            self.arrive(arrived, &received, vec![])?;
        }
        Ok(version)
    }
}

/// Entries stay for every device that the account has.
fn has_missed() -> SyncError {
    let fact = "entries that this device has not read are gone from the log: it was taken out of the account meanwhile, or its profile is an old one that was put back";
    SyncError::new(SyncKind::RolledBack, fact)
}

/// What is noted of a device's last word in the recap of a version.
pub(in crate::sync) fn last_word(word: &LastWord, version: u64) -> Received {
    Received {
        device: word.device.clone(),
        seq: word.seq,
        hash: word.hash.clone(),
        version: word.version,
        clock: word.clock,
        forgets: !word.deeds.is_empty(),
        // The last of them made that version.
        recapped: Some(if word.version == version { version } else { 0 }),
        ..Received::default()
    }
}

/// What is noted of a recap as a whole, where all that it says is known.
pub(in crate::sync) fn end_of(recap: &Recap) -> Option<Received> {
    recap.words.last().map(|word| Received { forgets: false, ..last_word(word, recap.version) })
}
