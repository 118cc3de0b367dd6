//! What this device says: what is new, what goes, and what is put together, as one entry after another.
pub(super) mod back;
pub(super) mod consolidate;
pub(super) mod outbox;
pub(super) mod push;
pub(super) mod rewrite;
