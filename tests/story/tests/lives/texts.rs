//! Texts that a device leaves to the vault.
use super::model::shown;
use webmynd_engine::page::VisitId;
use webmynd_engine::sync::{fetch, thin};
use webmynd_story::Device;

/// A device leaves all texts to the vault that it may.
pub async fn leave(device: &mut Device, now: i64) {
    let Device { archive, account, network, dice, .. } = device;
    let mut random = |into: &mut [u8]| dice.fill(into);
    thin(archive, account, &**network, 0, &mut random, now).await.unwrap();
}

/// How many texts that devices left to the vault do not come when they are asked for.
pub async fn unread(devices: &[(Device, i64)]) -> usize {
    let mut count = 0;
    for (device, _) in devices {
        for id in shown(device).into_keys() {
            let id = VisitId::parse(&id).unwrap();
            let is_card = device.archive.borrow().card(id).is_some();
            if is_card && fetch(&device.archive, &device.account, &*device.network, id).await.is_err() {
                count += 1;
            }
        }
    }
    count
}
