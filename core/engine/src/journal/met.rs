//! Damage that was met while something was read: whoever comes upon a frame that is not whole, it has a word.
use super::frame::HEAD;
use super::{Damage, Place};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The frames that were found damaged, by part and offset, with their lengths in bytes.
#[derive(Default)]
pub(super) struct Met(Mutex<BTreeMap<(u32, u32), u64>>);

impl Met {
    fn frames(&self) -> MutexGuard<'_, BTreeMap<(u32, u32), u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a frame that could not be read.
    pub fn note(&self, place: Place) {
        let len = HEAD as u64 + u64::from(place.meta_len) + u64::from(place.data_len);
        self.frames().insert((place.seq, place.offset), len);
    }

    /// Notes a stretch in which no whole frame stands.
    pub fn note_stretch(&self, damage: &Damage) {
        let offset = u32::try_from(damage.at.offset).unwrap_or(u32::MAX);
        self.frames().insert((damage.at.seq, offset), damage.len);
    }

    /// Everything is read anew.
    pub fn clear(&self) {
        self.frames().clear();
    }

    /// Bytes of all that were met.
    pub fn bytes(&self) -> u64 {
        self.frames().values().sum()
    }

    /// A part is another one from here on.
    pub fn forget(&self, seq: u32) {
        self.frames().retain(|(part, _), _| *part != seq);
    }
}
