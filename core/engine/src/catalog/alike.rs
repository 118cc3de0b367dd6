//! Whether two catalogs know the same of the vault, though they number devices and labels otherwise.
use super::{Catalog, DeviceId, Mark, Origin, PackId, Shared, Visit};
use std::collections::BTreeMap;

impl Shared {
    /// An origin without numbers: whether the vault has it, and the other device.
    fn origin(&self, origin: Origin) -> (bool, Option<DeviceId>) {
        (origin != Origin::Here, self.other(origin))
    }
}

impl Catalog {
    /// Whether two know the same of the vault, though they may number devices and labels otherwise. The clocks may differ
    /// by changes that others were never told, of pages that are gone.
    pub(super) fn shares_with(&self, other: &Self) -> bool {
        let numberless = |catalog: &Self| {
            let mut shared = catalog.shared.clone();
            // Of a visit that is gone nothing says any more that it was looked at again.
            for pack in shared.packs.iter_mut() {
                pack.visits.retain(|id| catalog.holds(*id));
                pack.is_outdated = false;
            }
            let packs = shared.packs.iter_mut().chain(shared.others.iter_mut());
            packs.chain(shared.thumbs.iter_mut()).for_each(|pack| pack.by = Origin::Here);
            shared.quarantine.values_mut().for_each(|row| row.by = Origin::Here);
            let (marks, verdicts) = Default::default();
            Shared { clock: 0, devices: vec![], marks, verdicts, ..shared }
        };
        let named = |catalog: &Self| -> BTreeMap<_, _> {
            let label = |mark: &Mark| {
                if let Mark::Label(number) = mark {
                    catalog.labels.name(*number).to_owned()
                } else {
                    String::new()
                }
            };
            let marks = catalog.shared.marks.iter();
            let marks = marks.map(|((page, mark), (clock, by))| {
                ((page.0, label(mark)), (*clock, catalog.shared.origin(*by)))
            });
            // Of what is gone a checkpoint of before did not keep whose word it was.
            let verdicts = catalog.shared.verdicts.iter().filter(|(id, _)| !catalog.shared.is_gone(**id));
            let verdicts = verdicts
                .map(|(id, (clock, by))| ((id.0, String::new()), (*clock, catalog.shared.origin(*by))));
            marks.chain(verdicts).collect()
        };
        let same_origin =
            |(a, b): (&Visit, &Visit)| self.shared.origin(a.origin) == other.shared.origin(b.origin);
        let authors = |shared: &Shared| -> BTreeMap<PackId, (bool, Option<DeviceId>)> {
            let others = shared.others.iter().map(|(id, pack)| (*id, shared.origin(pack.by)));
            others.chain(shared.quarantine.iter().map(|(id, row)| (*id, shared.origin(row.by)))).collect()
        };
        numberless(self) == numberless(other)
            && named(self) == named(other)
            && authors(&self.shared) == authors(&other.shared)
            && self.visits.iter().zip(&other.visits).all(same_origin)
    }
}
