//! Texts that a device leaves to the vault.
use super::model::shown;
use webmynd_engine::page::VisitId;
use webmynd_engine::sync::{SyncError, fetch, thin};
use webmynd_story::Device;

/// A device leaves all texts to the vault that it may; gives how many.
pub async fn leave(device: &mut Device, now: i64) -> u32 {
    let Device { archive, account, network, dice, .. } = device;
    let mut random = |into: &mut [u8]| dice.fill(into);
    thin(archive, account, &**network, 0, &mut random, now).await.unwrap()
}

/// The texts that this device left to the vault and that do not come when they are asked for, each with why.
pub async fn unread(device: &Device) -> Vec<(String, SyncError)> {
    let mut unread = vec![];
    for (id, visit) in shown(device) {
        let id = VisitId::parse(&id).unwrap();
        if device.archive.borrow().card(id).is_some()
            && let Err(error) = fetch(&device.archive, &device.account, &*device.network, id).await
        {
            unread.push((visit.url, error));
        }
    }
    unread
}
