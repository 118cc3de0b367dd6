//! Packs of texts and thumbnails: fetched, read in part, left to the vault, brought back, and looked after.
pub(super) mod ahead;
pub(super) mod check;
pub(super) mod fetch;
pub(super) mod open;
pub(super) mod refill;
pub(super) mod thin;
pub(super) mod thumbs;
