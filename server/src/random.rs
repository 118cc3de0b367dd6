//! Random bytes of the system, for tokens, salts and tickets.

/// Fresh random bytes; a system without randomness runs no server.
pub fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
