//! Pure policies: facts in, plan out.
pub mod redaction;
