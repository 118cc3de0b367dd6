//! Randomness of the browser.

/// Fills `into`. A browser without randomness is no place for keys: what asked for it fails with this sentence.
pub fn fill(into: &mut [u8]) {
    if getrandom::fill(into).is_err() {
        wasm_bindgen::throw_str("the browser gives no random numbers");
    }
}
