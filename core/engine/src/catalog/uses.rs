//! How often each of some numbers is used.

/// See the module.
#[derive(Default)]
pub(super) struct Uses(Vec<u32>);

impl Uses {
    /// One more; true when it is the first.
    pub fn more(&mut self, of: u32) -> bool {
        let at = of as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let Some(count) = self.0.get_mut(at) else { return false };
        *count += 1;
        *count == 1
    }

    /// One less; true when none is left.
    pub fn less(&mut self, of: u32) -> bool {
        let Some(count) = self.0.get_mut(of as usize) else { return false };
        *count = count.saturating_sub(1);
        *count == 0
    }

    /// Whether there is one.
    pub fn has(&self, of: u32) -> bool {
        self.0.get(of as usize).is_some_and(|count| *count > 0)
    }

    /// The numbers that are used, ascending, and how often.
    pub fn used(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(&self.0).filter(|(_, count)| **count > 0).map(|(number, count)| (number, *count))
    }
}
