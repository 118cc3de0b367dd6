//! Seeded chance: the same seed is the same run.

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// So many words of which no two agree: they are as long sealed as they are said.
    pub fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| format!("{:x}", self.roll())).collect::<Vec<_>>().join(" ")
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit.max(1)
    }

    pub fn fill(&mut self, into: &mut [u8]) {
        for part in into.chunks_mut(8) {
            let bytes = self.roll().to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }
}
