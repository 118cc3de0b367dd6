//! Checking the vault: whether all packs of texts are there and open. What is not is said anew, or asked for.
use super::ahead::{AT_ONCE, side_by_side};
use super::fetch::prove;
use crate::archive::Archive;
use crate::catalog::PackId;
use crate::event::Harm;
use crate::page::Millis;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::client::Client;
use crate::sync::error::SyncError;
use crate::sync::harm::quarantine::{harm_of, has_ended};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use webmynd_crypto::random::bytes;
use webmynd_protocol::pack::Committed;

/// Entries that are missing one after another and are told apart, at most.
const GAP: usize = 1_024;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Packs that are there and of which a piece opened.
    pub whole: u32,
    /// Packs that are not, though their time is not over. What is in this device's own and here is said anew with the next round, and the
    /// others' devices are asked for what was in theirs.
    pub lost: u32,
}

impl<R: Remote> Round<'_, R> {
    /// In the place of a round: reads what is new in the log, reads all of it once more, asks for all packs of texts of the account, and opens a
    /// piece of each. What stood in entries that are lost is said again with the next round, by the others as well. Errors: see [`crate::sync::SyncKind`].
    pub async fn check_vault(mut self) -> Result<Found, SyncError> {
        self.check_account().await?;
        // What was written anew meanwhile is not missed.
        self.pull().await?;
        let wanted = self.archive.borrow().catalog().shared().listed_packs();
        let (packs, unheard) = self.named_packs(&wanted).await?;
        let mut lost = unlisted(self.archive, &self.client, &wanted, &packs, self.now).await?;
        let mut whole = 0;
        for some in packs.chunks(AT_ONCE) {
            let proofs = some.iter().map(|pack| {
                prove(self.account, &self.client, pack, u64::from_le_bytes(bytes(&mut *self.random)))
            });
            for (pack, proof) in some.iter().zip(side_by_side(proofs).await) {
                match proof {
                    Ok(()) => whole += 1,
                    Err(error) => match harm_of(&error) {
                        // What this device sent is of no newer version.
                        Some(Harm::Newer) if !self.is_own(pack) => {}
                        Some(_) => drop(lost.insert(pack.row.id.0)),
                        None => return Err(error),
                    },
                }
            }
        }
        for id in &lost {
            self.archive.borrow_mut().note_lost(id)?;
        }
        self.note_unheard(unheard, false)?;
        let archive = self.archive.borrow();
        let apart = archive.catalog().shared().quarantine().iter().filter(|(_, row)| row.harm < Harm::Newer);
        lost.extend(apart.map(|(id, _)| *id));
        Ok(Found { whole, lost: lost.len() as u32 })
    }

    fn is_own(&self, pack: &Committed) -> bool {
        self.archive.borrow().catalog().shared().packs().holds(&pack.row.id.0)
    }

    /// Those of the packs, by the versions whose entries added them, that the vault lists beside entries that can be read; and the versions of
    /// those that cannot.
    async fn named_packs(
        &mut self,
        wanted: &BTreeMap<u64, BTreeSet<PackId>>,
    ) -> Result<(Vec<Committed>, Vec<u64>), SyncError> {
        let known = self.archive.borrow().catalog().shared().version();
        let (mut packs, mut unheard, mut since, mut cleared) = (Vec::new(), Vec::new(), 0, 0);
        while since < known {
            let (page, before) = (self.client.tail(since).await?, since);
            if since == 0 && page.cleared > 0 {
                cleared = if self.check_recap(page.cleared).await? { page.cleared } else { 0 };
            }
            for entry in page.entries.into_iter().filter(|entry| entry.version <= known) {
                unheard.extend((since + 1..entry.version).take(GAP));
                since = since.max(entry.version);
                if !self.is_believed(&entry).await? {
                    unheard.push(entry.version);
                } else if let Some(ids) = wanted.get(&entry.version) {
                    packs.extend(entry.adds.into_iter().filter(|pack| ids.contains(&pack.row.id.0)));
                }
            }
            if page.next.is_none() || since == before {
                break;
            }
        }
        unheard.extend((since + 1..known + 1).take(GAP));
        // What is gone there is in the recap.
        unheard.retain(|version| *version > cleared);
        Ok((packs, unheard))
    }
}

/// Those of the packs, by the versions whose entries added them, that the vault does not list though no plan of today has ended them.
pub(in crate::sync) async fn unlisted<R: Remote>(
    archive: &RefCell<Archive>,
    client: &Client<'_, R>,
    wanted: &BTreeMap<u64, BTreeSet<PackId>>,
    listed: &[Committed],
    now: Millis,
) -> Result<BTreeSet<PackId>, SyncError> {
    let mut ids: BTreeSet<PackId> = wanted.values().flatten().copied().collect();
    for pack in listed {
        ids.remove(&pack.row.id.0);
    }
    if ids.is_empty() {
        return Ok(ids);
    }
    let retention = client.limits().await?.retention;
    let archive = archive.borrow();
    let shared = archive.catalog().shared();
    ids.retain(|id| shared.pack(id).is_some_and(|pack| !has_ended(retention, pack.mark, pack.day, now)));
    Ok(ids)
}
