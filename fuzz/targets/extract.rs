//! libFuzzer calls this with bytes: see `bodies.rs`.
#![no_main]

#[path = "../src/bodies.rs"]
#[expect(dead_code, reason = "each target calls one of them")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::extract_page(bytes));
