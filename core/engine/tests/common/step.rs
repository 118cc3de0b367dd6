//! What a life is made of: steps, drawn by chance.
use super::faulty::Random;

pub const DAY: i64 = 86_400_000;
pub const BEGIN: i64 = 1_790_000_000_000;
const TEN_YEARS: i64 = 3652 * DAY;
const YEARS_AHEAD: i64 = BEGIN + TEN_YEARS / 2;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Remember {
        id: u64,
        at: i64,
        page: u64,
        version: u64,
    },
    /// The newest visits but so many shows another version now.
    Look {
        newest: usize,
        version: u64,
    },
    Star {
        page: u64,
        on: bool,
    },
    Label {
        page: u64,
        on: bool,
    },
    Forget {
        page: u64,
    },
    Undo {
        newest: usize,
    },
    ForgetNow {
        newest: usize,
    },
    Expire {
        days: u32,
    },
    /// The vault takes all that it does not have.
    Send,
    /// Texts that the vault has leave this memory.
    Thin {
        days: u32,
    },
    Wait {
        ms: i64,
    },
    /// The clock is set to another time: years away, or back.
    Leap {
        ms: i64,
    },
    Tend,
    Settle,
}

impl Step {
    /// A step drawn by chance: mostly pages, a few of the rest.
    pub fn draw(random: &mut Random, now: i64) -> Self {
        match random.below(24) {
            0 => Self::Star { page: random.below(12), on: random.below(3) > 0 },
            1 => Self::Label { page: random.below(12), on: random.below(3) > 0 },
            2 | 3 => Self::Forget { page: random.below(12) },
            4 => Self::Undo { newest: random.below(3) as usize },
            5 => Self::ForgetNow { newest: random.below(3) as usize },
            6 if random.below(4) == 0 => Self::Expire { days: 1 + random.below(3) as u32 },
            6 if random.below(6) == 0 => Self::Leap {
                ms: if now > YEARS_AHEAD {
                    -TEN_YEARS
                } else {
                    TEN_YEARS - random.below(3) as i64 * 2 * TEN_YEARS
                },
            },
            6 | 7 if random.below(3) == 0 => Self::Wait { ms: random.below(4 * DAY as u64) as i64 },
            6 | 7 => Self::Wait { ms: random.below(30 * 60_000) as i64 },
            8 | 9 => Self::Tend,
            10 if random.below(3) == 0 => Self::Settle,
            11 => Self::Send,
            12 => Self::Thin { days: random.below(2) as u32 },
            13..=16 => Self::Look { newest: random.below(5) as usize, version: random.below(3) },
            _ => Self::Remember {
                id: random.next(),
                // Now and then a clock is wrong.
                at: now
                    + if random.below(8) == 0 { random.below(200_000_000) as i64 - 150_000_000 } else { 0 },
                page: random.below(12),
                version: random.below(3),
            },
        }
    }
}
