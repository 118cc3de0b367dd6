//! The account's devices, noted when the keyring lists them otherwise than it did.
use super::Archive;
use crate::EngineError;
use crate::catalog::Device;
use crate::event::{Devices, Event, Named};
use crate::page::to_hex;

impl Archive {
    /// Notes the account's devices, durably, where they differ from what is known.
    pub fn note_devices(&mut self, listed: &[Device]) -> Result<(), EngineError> {
        if self.catalog.shared().listed() == listed {
            return Ok(());
        }
        let own = listed.iter().find(|device| device.is_own).map(|own| to_hex(&own.id)).unwrap_or_default();
        let named = |device: &Device| Named {
            id: to_hex(&device.id),
            name: device.name.clone(),
            revoked: device.is_revoked,
        };
        let list = listed.iter().map(named).collect();
        self.record(Event::Devices(Devices { own, list }), vec![]).map(drop)
    }
}
