//! The log of an account: entries that are new are verified, applied, and read once more where there is reason to.
pub(super) mod audit;
pub(super) mod pull;
pub(super) mod reread;
pub(super) mod verify;
