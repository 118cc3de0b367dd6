//! Checking the vault: whether all packs of texts are there and open. What is not is said anew, or asked for.
use super::ahead::{AT_ONCE, side_by_side};
use super::fetch::prove;
use crate::archive::Archive;
use crate::calendar::DAY_MS;
use crate::catalog::PackId;
use crate::event::Harm;
use crate::page::Millis;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use crate::sync::harm::quarantine::harm_of;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use webmynd_crypto::random::bytes;
use webmynd_protocol::pack::Committed;

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
    /// In the place of a round: asks for all packs of texts of the account, reads the entries that added them, and opens a piece of each pack.
    /// Errors: see [`crate::sync::SyncKind`].
    pub async fn check_vault(mut self) -> Result<Found, SyncError> {
        let wanted = self.archive.borrow().catalog().shared().listed_packs();
        if wanted.is_empty() {
            return Ok(Found::default());
        }
        let limits = self.client.limits().await?;
        let now = self.now;
        let over = |day: u32| limits.retention.is_some_and(|kept| Millis::from(day) * DAY_MS + kept <= now);
        let ids = wanted.values().flatten().copied().collect();
        let packs = self.named_packs(&wanted).await?;
        let mut lost = missing(&self.archive.borrow(), ids, &packs, over);
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
                        Some(_) => lost.push(pack.row.id.0),
                        None => return Err(error),
                    },
                }
            }
        }
        for id in &lost {
            self.archive.borrow_mut().note_lost(id)?;
        }
        Ok(Found { whole, lost: lost.len() as u32 })
    }

    fn is_own(&self, pack: &Committed) -> bool {
        self.archive.borrow().catalog().shared().packs().holds(&pack.row.id.0)
    }

    /// Those of the packs, by the versions whose entries added them, that the vault lists beside entries that can be read.
    async fn named_packs(
        &mut self,
        wanted: &BTreeMap<u64, BTreeSet<PackId>>,
    ) -> Result<Vec<Committed>, SyncError> {
        let mut packs = Vec::new();
        for entry in self.client.adding(wanted).await? {
            if self.is_believed(&entry).await? {
                packs.extend(entry.adds);
            }
        }
        Ok(packs)
    }
}

/// Packs that the vault does not show, and that no plan of today has ended.
fn missing(
    archive: &Archive,
    mut ids: BTreeSet<PackId>,
    there: &[Committed],
    is_over: impl Fn(u32) -> bool,
) -> Vec<PackId> {
    for pack in there {
        ids.remove(&pack.row.id.0);
    }
    let shared = archive.catalog().shared();
    ids.retain(|id| shared.pack(id).is_some_and(|pack| pack.mark || !is_over(pack.day)));
    ids.into_iter().collect()
}
