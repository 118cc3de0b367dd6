//! Checking the vault: whether what this device looks after is there and opens. What is not is said anew.
use super::account::Account;
use super::ahead::{AT_ONCE, side_by_side};
use super::error::SyncError;
use super::fetch::prove;
use super::quarantine::harm_of;
use super::thin::listed;
use crate::archive::Archive;
use crate::calendar::DAY_MS;
use crate::catalog::PackId;
use crate::event::Harm;
use crate::page::Millis;
use crate::ports::Remote;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use webmynd_crypto::Random;
use webmynd_crypto::random::bytes;
use webmynd_protocol::pack::Committed;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Packs that are there and of which a piece opened.
    pub whole: u32,
    /// Packs that are not, though their time is not over. What is in them and here is said anew with the next round.
    pub lost: u32,
}

/// Asks for all packs of texts that this device looks after, and opens a piece of each, any one. Errors: see [`super::SyncKind`].
pub async fn check_vault<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    remote: &R,
    random: &mut dyn Random,
    now: Millis,
) -> Result<Found, SyncError> {
    let client = account.client(remote);
    let wanted = archive.borrow().catalog().shared().looked_after();
    if wanted.is_empty() {
        return Ok(Found::default());
    }
    let limits = client.limits().await?;
    let over = |day: u32| limits.retention.is_some_and(|kept| Millis::from(day) * DAY_MS + kept <= now);
    let ids: BTreeSet<PackId> = wanted.values().flatten().copied().collect();
    let packs = listed(&client, &wanted).await?;
    let mut lost = missing(&archive.borrow(), ids, &packs, over);
    let is_own = |pack: &Committed| archive.borrow().catalog().shared().packs().holds(&pack.row.id.0);
    let mut whole = 0;
    for some in packs.chunks(AT_ONCE) {
        let proofs = some.iter().map(|pack| prove(account, &client, pack, chance(random)));
        for (pack, proof) in some.iter().zip(side_by_side(proofs).await) {
            match proof {
                Ok(()) => whole += 1,
                Err(error) => match harm_of(&error) {
                    // What this device sent is of no newer version.
                    Some(Harm::Newer) if !is_own(pack) => {}
                    Some(_) => lost.push(pack.row.id.0),
                    None => return Err(error),
                },
            }
        }
    }
    for id in &lost {
        archive.borrow_mut().note_checked(id, true)?;
    }
    Ok(Found { whole, lost: lost.len() as u32 })
}

/// Packs that the vault does not list, and that no plan of today has ended.
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
    ids.retain(|id| shared.kept_up(id).is_some_and(|pack| pack.mark || !is_over(pack.day)));
    ids.into_iter().collect()
}

fn chance(random: &mut dyn Random) -> u64 {
    u64::from_le_bytes(bytes(random))
}
