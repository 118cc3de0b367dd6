//! Pure policies: facts in, plan out.
pub mod clock;
pub mod redaction;
