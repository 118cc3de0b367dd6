//! WebMynd's engine for a browser extension's worker: a thin face and the browser's adapters.
pub mod browser;
pub mod face;
#[cfg(feature = "contract")]
pub mod contract;
