//! Pieces of packs in memory: a fixed number, shared by all segments.
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes of a unit: what a look into a dictionary or a short list takes. A block of checksums has four.
pub(in crate::index) const UNIT: usize = 4 * 1024;

/// A unit: which pack, which unit of it.
pub(in crate::index) type UnitId = (u64, u32);

/// Units, clock-replaced.
pub(in crate::index) struct Cache {
    slots: Vec<Slot>,
    of: HashMap<UnitId, usize>,
    hand: usize,
    most: usize,
}

struct Slot {
    id: UnitId,
    bytes: Arc<[u8]>,
    used: bool,
}

impl Cache {
    /// Room for `most` units; allocates as they come.
    pub fn new(most: usize) -> Self {
        Self { slots: Vec::new(), of: HashMap::new(), hand: 0, most: most.max(1) }
    }

    /// The unit, if it is here.
    pub fn get(&mut self, id: UnitId) -> Option<Arc<[u8]>> {
        let slot = self.of.get(&id).and_then(|slot| self.slots.get_mut(*slot))?;
        slot.used = true;
        Some(Arc::clone(&slot.bytes))
    }

    /// Whether the unit is here.
    pub fn has(&self, id: UnitId) -> bool {
        self.of.contains_key(&id)
    }

    /// Keeps a unit in the place of one that was not used lately.
    pub fn put(&mut self, id: UnitId, bytes: Arc<[u8]>) {
        if self.has(id) {
            return;
        }
        let slot = Slot { id, bytes, used: false };
        if self.slots.len() < self.most {
            self.of.insert(id, self.slots.len());
            self.slots.push(slot);
            return;
        }
        loop {
            let at = self.hand;
            self.hand = (self.hand + 1) % self.slots.len();
            let Some(old) = self.slots.get_mut(at) else { return };
            if std::mem::take(&mut old.used) {
                continue;
            }
            self.of.remove(&old.id);
            self.of.insert(id, at);
            *old = slot;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_used() {
        let mut cache = Cache::new(2);
        let bytes = |n: u8| Arc::<[u8]>::from(vec![n]);
        cache.put((0, 0), bytes(0));
        cache.put((0, 1), bytes(1));
        assert!(cache.get((0, 0)).is_some());
        cache.put((0, 2), bytes(2));
        assert!(cache.has((0, 0)) && !cache.has((0, 1)) && cache.has((0, 2)));
        assert_eq!(cache.slots.len(), 2);
    }
}
