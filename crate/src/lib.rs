//! WebMynd's engine for a browser extension's worker: a thin face and the browser's adapters.
pub mod browser;
#[cfg(feature = "contract")]
pub mod contract;
pub mod face;
