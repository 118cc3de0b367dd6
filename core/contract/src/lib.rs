//! The contract suites: what every adapter of a port has to do, as cases that run natively and in browsers alike.
//!
//! A case is a row of steps. Whoever runs it opens the store anew before each step (and lets go of it after), so that
//! a later step sees only what was kept. A case begins on an empty store.
#![forbid(unsafe_code)]
pub mod files;
pub mod pictures;

/// What a step says: nothing, or what was seen instead of what was promised.
pub type Outcome = Result<(), String>;

/// Says what differs when `seen` is not `promised`.
#[allow(clippy::needless_pass_by_value)] // Callers compare what they have just made.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, seen: T, promised: T) -> Outcome {
    if seen == promised { Ok(()) } else { Err(format!("{what}: {seen:?} instead of {promised:?}")) }
}

/// The error of a call as a step's words.
fn said<T, E: std::fmt::Display>(what: &str, result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| format!("{what}: {error}"))
}

/// Bytes that differ at every place and for every seed, so that a shifted or mixed-up block is noticed.
fn pattern(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}
