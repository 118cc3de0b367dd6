//! Thinning with a vault: asks what is still there before texts leave this device.
use super::fetch::prove;
use crate::Millis;
use crate::archive::Archive;
use crate::calendar::DAY_MS;
use crate::catalog::PackId;
use crate::ports::Remote;
use crate::sync::account::Account;
use crate::sync::client::Client;
use crate::sync::error::SyncError;
use crate::sync::harm::quarantine::harm_of;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use webmynd_crypto::Random;
use webmynd_crypto::random::bytes;
use webmynd_protocol::pack::Committed;

/// What the vault gives up sooner than this stays here, in ms: 30 days.
const MARGIN: Millis = 30 * DAY_MS;

/// Packs that are looked into in one call at most: what is in others leaves with the next.
const PROVEN: usize = 256;

/// Gives up the texts of pages last seen more than `days` ago, where the vault keeps them for 30 days more at least, and gives a piece of
/// each pack that opens: their title cards stay, and [`crate::sync::fetch()`] reads them. Gives how many. A pack that does not open is said anew
/// with the next round. Errors: see [`crate::sync::SyncKind`]; nothing is lost by any.
pub async fn thin<R: Remote>(
    archive: &RefCell<Archive>,
    account: &Account,
    remote: &R,
    days: u32,
    random: &mut dyn Random,
    now: Millis,
) -> Result<u32, SyncError> {
    let wanted = archive.borrow().thinnable(days, now);
    let client = account.client(remote);
    let mut kept = BTreeSet::new();
    for pack in lasting(&client, wanted, now).await?.into_iter().take(PROVEN) {
        let id = pack.row.id.0;
        match prove(account, &client, &pack, u64::from_le_bytes(bytes(random))).await {
            Ok(()) => drop(kept.insert(id)),
            Err(error) if harm_of(&error).is_some() => archive.borrow_mut().note_lost(&id)?,
            Err(error) => return Err(error),
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

/// Those of the packs, by the versions whose entries added them, that the vault keeps for long enough.
async fn lasting<R: Remote>(
    client: &Client<'_, R>,
    wanted: BTreeMap<u64, BTreeSet<PackId>>,
    now: Millis,
) -> Result<Vec<Committed>, SyncError> {
    let packs = client.adding(&wanted).await?.into_iter().flat_map(|entry| entry.adds);
    let lasts = |pack: &Committed| pack.expires_at.is_none_or(|end| end.saturating_sub(now) >= MARGIN);
    Ok(packs.filter(lasts).collect())
}
