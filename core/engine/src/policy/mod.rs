//! Pure policies: facts in, plan out.
pub mod address;
pub mod clock;
pub mod redaction;
