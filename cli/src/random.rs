//! Randomness of the system.

/// Fills `into`. A system without randomness is none to make keys on: the process ends.
pub fn fill(into: &mut [u8]) {
    if getrandom::fill(into).is_err() {
        crate::screen::note("webmynd: this system gives no random numbers");
        std::process::exit(1);
    }
}
