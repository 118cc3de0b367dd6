//! Where randomness comes from: the caller, because this crate is pure.

/// A source of bytes nobody can foresee: the system's.
pub trait Random {
    /// Fills `into`.
    fn fill(&mut self, into: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, into: &mut [u8]) {
        self(into);
    }
}

/// An array of random bytes.
pub fn bytes<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
