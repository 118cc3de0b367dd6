//! Forgetting, as the catalog keeps it: the stages of a visit, what moves it, whose word counts, what others are told of it.
mod deeds;
mod forget;
mod spread;
mod stage;
#[cfg(test)]
mod tests;

pub use deeds::{Deed, Said};
pub(super) use deeds::{OpenForget, TOLD};
pub use forget::Gone;
pub use spread::{Reach, Spread};
pub use stage::{Stage, Step};
