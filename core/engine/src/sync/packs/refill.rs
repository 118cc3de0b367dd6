//! Texts that come back out of the vault: of WebMarks, of what the vault gives up soon, and of everything.
use super::ahead::{AT_ONCE, fitting, side_by_side};
use super::check::unlisted;
use super::fetch::text_of;
use super::open::{record_of, written_in};
use crate::ErrorKind;
use crate::archive::Archive;
use crate::calendar::DAY_MS;
use crate::page::Millis;
use crate::ports::Remote;
use crate::said::Record;
use crate::sync::Round;
use crate::sync::account::Account;
use crate::sync::client::Client;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::quarantine::harm_of;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use webmynd_protocol::Code;
use webmynd_protocol::pack::{Committed, Kind};

/// What the vault gives up sooner than this comes back, in ms: 21 days. Less than what leaves must be kept for, so that nothing goes to and
/// fro; more than the 14 days that a smaller plan leaves.
const SOON: Millis = 21 * DAY_MS;

/// Which texts are to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Those that the vault gives up within 21 days.
    Ending,
    /// All of them: the account is to be deleted, or everything is to be taken along.
    All,
}

/// What came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refilled {
    /// So many texts came.
    pub came: u32,
    /// So many of those are in the vault alone all the same: it does not have them any more, or they cannot be read.
    pub left: u32,
}

/// Brings texts back that are in the vault alone, for good. One request where none of them is about to go, and none where none has left.
/// Errors: see [`SyncKind`]; what came stays.
pub async fn refill<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    remote: &R,
    back: Back,
    now: Millis,
) -> Result<Refilled, SyncError> {
    let all = archive.borrow().packs_of_cards(None);
    if all.is_empty() {
        let left = if back == Back::All { archive.borrow().texts_away(None) } else { 0 };
        return Ok(Refilled { came: 0, left });
    }
    let client = account.client(remote);
    let days = match back {
        Back::Ending => Some(ending(&client, now).await?),
        Back::All => None,
    };
    let wanted = if days.is_some() { archive.borrow().packs_of_cards(days.as_ref()) } else { all };
    let packs: Vec<Committed> =
        client.adding(&wanted).await?.into_iter().flat_map(|entry| entry.adds).collect();
    for id in unlisted(archive, &client, &wanted, &packs, now).await? {
        archive.borrow_mut().note_lost(&id)?;
    }
    let (mut came, mut packs) = (0, packs.as_slice());
    while !packs.is_empty() {
        let count = fitting(packs.iter().take(AT_ONCE).map(|pack| pack.size)).min(packs.len());
        let (next, rest) = packs.split_at(count);
        let blobs = side_by_side(next.iter().map(|pack| client.pack(pack.row.id))).await;
        for (pack, blob) in next.iter().zip(blobs) {
            came += take(archive, account, pack, blob)?;
        }
        packs = rest;
    }
    let left = archive.borrow().texts_away(days.as_ref());
    Ok(Refilled { came, left })
}

/// The UTC days of texts that the vault gives up soon.
async fn ending<R: Remote>(client: &Client<'_, R>, now: Millis) -> Result<BTreeSet<u32>, SyncError> {
    let days = client.usage().await?.days.into_iter();
    let ends = days.filter(|day| {
        day.kind == Kind::Text && day.expires_at.is_some_and(|at| at.saturating_sub(now) < SOON)
    });
    Ok(ends.map(|day| day.day).collect())
}

/// Puts the texts of a pack into their places. One that is gone or cannot be read has none: the others come all the same.
fn take(
    archive: &RefCell<Archive>,
    account: &Account,
    pack: &Committed,
    blob: Result<Vec<u8>, SyncError>,
) -> Result<u32, SyncError> {
    let records = blob.and_then(|blob| records_in(account, pack, &blob));
    match records {
        Ok(records) => Ok(archive.borrow_mut().fill_from(&records)?),
        Err(error) if error.code == Some(Code::NotFound) || harm_of(&error).is_some() => {
            archive.borrow_mut().note_lost(&pack.row.id.0)?;
            Ok(0)
        }
        Err(error) => Err(error),
    }
}

fn records_in(account: &Account, pack: &Committed, blob: &[u8]) -> Result<Vec<Record>, SyncError> {
    let records = written_in(account, pack, blob)?;
    records.iter().map(|(_, bytes)| record_of(bytes)).collect()
}

impl<R: Remote> Round<'_, R> {
    /// Brings the texts of WebMarks back that were title cards when they were starred. One that the vault does not have any
    /// more stays a card.
    pub(in crate::sync) async fn refill_webmarks(&mut self) -> Result<(), SyncError> {
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
