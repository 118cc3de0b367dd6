//! The account's devices by name: who saw a visit.
use super::rows::Origin;
use super::shared::{DeviceId, Shared};
use super::{Catalog, Visit, parse_hash};
use crate::event::Devices;
use crate::page::parse_hex;
use std::collections::BTreeSet;

/// A device of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// What a person calls it.
    pub name: String,
    /// Whether it is this one.
    pub is_own: bool,
    /// Whether it was taken out of the account.
    pub is_revoked: bool,
}

/// So many devices are told apart, whoever names them: each has a number of 16 bits here.
const TOLD_APART: usize = 4_096;

impl Shared {
    /// Whether a device that another one names is known here, or there is room to know it, and those that are `new`.
    pub fn takes_device(&self, device: &str, new: &mut BTreeSet<DeviceId>) -> bool {
        let Some(device) = parse_hex(device) else { return false };
        if self.devices.contains(&device) || new.contains(&device) {
            return true;
        }
        self.devices.len() + new.len() < TOLD_APART && new.insert(device)
    }

    /// The account's devices as its keyring lists them; none while there is no account.
    pub fn listed(&self) -> &[Device] {
        &self.listed
    }

    /// Another device that is in the account.
    pub fn live_device(&self, origin: Origin) -> Option<DeviceId> {
        let id = self.other(origin)?;
        self.listed.iter().any(|device| device.id == id && !device.is_revoked).then_some(id)
    }

    pub(super) fn list_devices(&mut self, devices: &Devices) {
        let listed = devices.list.iter().map(|device| Device {
            id: parse_hash(&device.id),
            name: device.name.clone(),
            is_own: device.id == devices.own,
            is_revoked: device.revoked,
        });
        self.listed = listed.collect();
        // Some may be orphans now.
        self.stir_packs();
    }
}

impl Catalog {
    /// The name of the other device that saw a visit; `None` for this one.
    pub fn device_name(&self, visit: &Visit) -> Option<&str> {
        let Origin::Elsewhere(number) = visit.origin else { return None };
        let id = self.shared.device(number)?;
        self.shared.listed.iter().find(|device| device.id == *id).map(|device| device.name.as_str())
    }

    /// Whether a visit was seen by a device whose name holds `name`, upper or lower case.
    pub fn is_of_device(&self, visit: &Visit, name: &str) -> bool {
        let own = || self.shared.listed.iter().find(|device| device.is_own).map(|own| own.name.as_str());
        let seen_by = match visit.origin {
            Origin::Elsewhere(_) => self.device_name(visit),
            Origin::Here | Origin::Sent => own(),
        };
        seen_by.is_some_and(|seen_by| seen_by.to_lowercase().contains(&name.to_lowercase()))
    }
}
