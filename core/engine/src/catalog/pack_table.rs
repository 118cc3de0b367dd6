//! Packs in the vault by their ids, and by their days: what changes on a day concerns the packs of that day alone.
use super::shared::{PackId, PackRow};
use std::collections::{BTreeMap, BTreeSet, btree_map};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackTable {
    rows: BTreeMap<PackId, PackRow>,
    /// UTC days since 1970-01-01.
    days: BTreeMap<u32, BTreeSet<PackId>>,
}

impl PackTable {
    /// How many packs there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a pack is in it.
    pub fn holds(&self, id: &PackId) -> bool {
        self.rows.contains_key(id)
    }

    /// A pack.
    pub fn get(&self, id: &PackId) -> Option<&PackRow> {
        self.rows.get(id)
    }

    /// All packs, ascending by id.
    pub fn iter(&self) -> btree_map::Iter<'_, PackId, PackRow> {
        self.rows.iter()
    }

    /// The ids of all packs.
    pub fn ids(&self) -> impl Iterator<Item = &PackId> {
        self.rows.keys()
    }

    /// The packs of a day.
    pub fn of_day(&self, day: u32) -> impl Iterator<Item = (&PackId, &PackRow)> {
        let ids = self.days.get(&day).into_iter().flatten();
        ids.filter_map(|id| self.rows.get_key_value(id))
    }

    /// The days that there are packs of.
    pub(super) fn days(&self) -> impl Iterator<Item = u32> {
        self.days.keys().copied()
    }

    /// Puts a pack in, in the place of what was known by its id.
    pub(super) fn insert(&mut self, id: PackId, row: PackRow) {
        self.remove(&id);
        self.days.entry(row.day).or_default().insert(id);
        self.rows.insert(id, row);
    }

    /// Takes a pack out.
    pub(super) fn remove(&mut self, id: &PackId) -> Option<PackRow> {
        let row = self.rows.remove(id)?;
        if let Some(ids) = self.days.get_mut(&row.day) {
            ids.remove(id);
            if ids.is_empty() {
                self.days.remove(&row.day);
            }
        }
        Some(row)
    }

    /// A pack, to be changed in all but its day.
    pub(super) fn get_mut(&mut self, id: &PackId) -> Option<&mut PackRow> {
        self.rows.get_mut(id)
    }

    /// The packs of a day, to be changed in all but that.
    pub(super) fn change_day(&mut self, day: u32, mut change: impl FnMut(&mut PackRow)) {
        for id in self.days.get(&day).into_iter().flatten() {
            if let Some(row) = self.rows.get_mut(id) {
                change(row);
            }
        }
    }

    /// All packs, to be changed in all but their days.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut PackRow> {
        self.rows.values_mut()
    }
}

impl Extend<(PackId, PackRow)> for PackTable {
    fn extend<I: IntoIterator<Item = (PackId, PackRow)>>(&mut self, rows: I) {
        rows.into_iter().for_each(|(id, row)| self.insert(id, row));
    }
}

impl<'a> IntoIterator for &'a PackTable {
    type Item = (&'a PackId, &'a PackRow);
    type IntoIter = btree_map::Iter<'a, PackId, PackRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
