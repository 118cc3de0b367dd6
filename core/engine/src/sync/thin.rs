//! Thinning with a vault: asks what is still there before texts leave this device, and brings those of WebMarks back.
use super::Round;
use super::account::Account;
use super::error::{SyncError, SyncKind};
use super::fetch::text_of;
use super::quarantine::harm_of;
use crate::ErrorKind;
use crate::Millis;
use crate::archive::Archive;
use crate::calendar::DAY_MS;
use crate::catalog::PackId;
use crate::ports::Remote;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What the vault gives up sooner than this stays here, in ms: 30 days.
const MARGIN: Millis = 30 * DAY_MS;

/// Gives up the texts of pages last seen more than `days` ago, where the vault keeps them for 30 days more at least: their
/// title cards stay, and [`super::fetch`] reads them. Gives how many. Errors: see [`SyncKind`]; nothing is lost by any.
pub async fn thin<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    remote: &R,
    days: u32,
    now: Millis,
) -> Result<u32, SyncError> {
    let wanted = archive.borrow().thinnable(days, now);
    let client = account.client(remote);
    let (mut kept, mut seen): (BTreeSet<PackId>, u64) = (BTreeSet::new(), 0);
    for version in wanted.into_keys() {
        if version <= seen {
            continue;
        }
        // One answer holds many entries: those after it are mostly in it, too.
        let page = client.tail(version.saturating_sub(1)).await?;
        for entry in page.entries {
            seen = seen.max(entry.version);
            let lasting = entry
                .adds
                .into_iter()
                .filter(|pack| pack.expires_at.is_none_or(|expires| expires.saturating_sub(now) >= MARGIN));
            kept.extend(lasting.map(|pack| pack.row.id.0));
        }
    }
    let mut thinned = 0;
    loop {
        let slice = archive.borrow_mut().thin(days, &kept, now)?;
        thinned += slice.thinned;
        if !slice.more {
            return Ok(thinned);
        }
    }
}

impl<R: Remote> Round<'_, R> {
    /// Brings the texts of WebMarks back that were title cards when they were starred. One that the vault does not have any
    /// more stays a card.
    pub(super) async fn refill(&mut self) -> Result<(), SyncError> {
        let cards = self.archive.borrow().webmark_cards();
        for no in cards {
            match text_of(self.archive, self.account, &self.client, no).await {
                Ok(text) => match self.archive.borrow_mut().fill(no, &text) {
                    // Its card is damaged: the others come back all the same.
                    Err(error) if error.kind == ErrorKind::Corrupt => self.report.skipped += 1,
                    done => done?,
                },
                Err(error) if error.kind == SyncKind::Gone || harm_of(&error).is_some() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
